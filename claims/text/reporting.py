"""Verbs of saying, and the words around them: the English of attribution."""

from dataclasses import dataclass

from claims.text.verbs import inflect
from claims.text.wordlists import word_list, word_set

__all__ = ["REPORTING_FORMS", "ReportingForm", "is_reporting_noun_context"]

# The verb almost always reports speech.
_SPEECH = word_list(
    """
    say tell add reply respond exclaim tweet retweet write argue insist explain note warn assert
    claim contend declare remark testify quip joke reiterate stress emphasize emphasise announce
    acknowledge admit concede conclude confess recall recount state vow caution opine lament
    boast brag complain retort counter shout yell scream whisper cry muse marvel gush fume rant
    vent intone deadpan crow urge ask continue comment observe maintain predict promise pledge
    suggest allege aver avow chide scold mock tease blast slam rip lambaste denounce condemn
    decry deride dismiss criticize criticise rebuke accuse praise laud hail applaud tout
    describe characterize characterise call dub term label brand deem compare quote cite mention
    report reveal disclose confirm deny refute rebut dispute clarify elaborate specify recommend
    propose advise demand implore beg plead appeal swear surmise reason speculate theorize
    joke-tweet interject interrupt repeat echo chant sing text email message post inform assure
    remind notify brief instruct order answer agree disagree object protest proclaim pronounce
    estimate forecast project express voice articulate outline summarize summarise paraphrase
    address speak discuss apologize apologise invoke rule conclude charge posit liken
    """
)
# The verb reports thought, evidence or documents, or is as often something else.
_OTHER = word_list(
    """
    think believe feel hope fear worry doubt wonder expect know understand consider regard see
    find show indicate demonstrate imply signal hint point read list advertise view want wish
    like love hate call-for plan intend hear learn remember realize realise recognize recognise
    judge assume presume suspect figure guess question challenge criticise deplore welcome
    celebrate thank defend attack bash ridicule taunt insult attribute blame credit depict
    portray paint cast frame refer allude dictate require prescribe title caption entitle
    headline sign scrawl print publish begin go put name nickname christen rate admire consider
    value prize promote
    """
)

# Forms that are nouns more often than verbs unless a subject stands right before them.
_NOUN_LIKE = word_set("""
    claims claim report reports notes note comments comment remarks remark charges charge calls
    call questions question tweets tweet posts post promise promises pledge pledges demand demands
    answers answer order orders brief estimate estimates forecast project projects attack attacks
    text texts email emails message messages address terms term state states label labels brand
    brands quote quotes answer reply response dispute disputes object objects protest protests
    appeal appeals rule rules view views list lists point points plan plans show shows hope hopes
    fear fears worry doubt doubts want wish love hate blame credit challenge issue issues offer
    offers use release releases sign signs figure figures title frame end ends start open close
    name names rate rates rank ranks grade mark reason counter voice echo paint cast print feeling
    finding findings meaning writing warning understanding saying ruling briefing meeting reading
    hearing mention mentions beginning opening closing ending training plea cry guess like set
    reports
    """)
_COMMON_LEMMAS = word_set("say tell add write ask explain")


@dataclass(frozen=True, slots=True)
class ReportingForm:
    """One inflected form of a verb that reports.

    Attributes:
        lemma: its dictionary form.
        is_participle: an "-ing" form, which takes the subject of the clause before it.
        is_speech: it reports speech almost always; otherwise thought, evidence or documents.
        is_noun_like: as often a noun, so that it needs a subject right before it.
    """

    lemma: str
    is_participle: bool
    is_speech: bool
    is_noun_like: bool


def _build_forms() -> dict[str, ReportingForm]:
    forms: dict[str, ReportingForm] = {}
    for lemmas, is_speech in ((_SPEECH, True), (_OTHER, False)):
        for lemma in lemmas:
            for form in (lemma, *inflect(lemma)):
                participle = form.endswith("ing") and form != lemma
                noun_like = form in _NOUN_LIKE and lemma not in _COMMON_LEMMAS
                forms.setdefault(form, ReportingForm(lemma, participle, is_speech, noun_like))
    return forms


REPORTING_FORMS = _build_forms()

_DETERMINERS = word_set("""
    the a an this that these those his her its their our my your some any no every each such of in
    on by for with from about
    """)


def is_reporting_noun_context(before: str) -> bool:
    """Whether the word before a noun-like form, lower case, makes that form a noun."""
    return before in _DETERMINERS or before.endswith(("’s", "'s", "s’", "s'"))
