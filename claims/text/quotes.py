"""Quotations and who said them.

The marks are paired by `quote_marks`; here each quotation gets its speaker from the words around
it: a reporting clause after it or before it, "according to", a name with a colon, and otherwise
the speaker of the quotation that it carries on.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from claims.text.names import CALENDAR_WORDS, ORGANISATION_WORDS, NameIndex, strip_titles
from claims.text.phrases import (
    CONJUNCTIONS,
    DETERMINERS,
    PREPOSITIONS,
    QUOTE_MARKS,
    Token,
    tokenize_words,
)
from claims.text.quote_marks import QuotedSpan, split_passages
from claims.text.reading import Reading
from claims.text.reporting import REPORTING_FORMS, ReportingForm, is_reporting_noun_context
from claims.text.wordlists import word_set

__all__ = [
    "Attribution",
    "Quotation",
    "Speaker",
    "attributions_of",
    "quotations_of",
    "read_attributions",
    "read_quotations",
]

_WINDOW_CODE_POINTS = 420
_PRONOUN_GENDER = {"he": "m", "she": "f", "him": "m", "her": "f", "his": "m"}
_SUBJECT_PRONOUNS = word_set("he she they it i we you who everyone everybody someone one")
_AUXILIARIES = word_set("""
    has have had was were is are be been being will would could can may might must should shall did
    does do not never also later then first once often now still just only already even again
    simply further to both all recently reportedly famously previously repeatedly subsequently
    n't didn’t doesn’t don’t hasn’t wasn’t didn't doesn't don't hasn't too soon long ever always
    """)
_ADVERBS = word_set("""
    however meanwhile instead moreover furthermore nevertheless nonetheless still yet then now also
    later earlier here there perhaps maybe indeed thus hence even only just again once often today
    yesterday tomorrow asked
    """)
_PEOPLE_PLURALS = word_set("""
    officials experts critics analysts sources police prosecutors lawyers aides advisers advisors
    supporters opponents lawmakers researchers scientists economists republicans democrats
    authorities witnesses observers activists organizers voters residents investigators documents
    records reports studies polls court doctors reporters journalists leaders diplomats campaigners
    executives investors defenders attorneys allies members people others some many detractors
    historians scholars protesters demonstrators neighbors neighbours friends relatives staffers
    """)
_APPOSITIVE_STARTS = word_set("""
    a an the who whom which whose now then former one himself herself his her their its then-sen
    also himself age aged of in at from speaking writing appearing referring
    """)
_MONTH_OR_DAY = CALENDAR_WORDS
_SPEECH_NOUNS = word_set("""
    claim claims statement statements comment comments remark remarks assertion assertions call
    calls promise promises pledge pledges suggestion suggestions accusation accusations allegation
    allegations argument arguments warning warnings view views question questions description
    declaration words phrase tweet tweets post slogan insistence contention admission emphasis
    prediction response reply answer vow testimony speech letter advice request demand belief
    """)
_JUDGING_WORDS = word_set("is was were are be as on about against regarding concerning had has")
_ACT_LEMMAS = word_set(
    "agree disagree promise pledge vow urge ask plead appeal address discuss apologize speak text"
    " email order instruct object protest refer charge call admit"
)
_PASSIVES = frozenset(["is", "are", "was", "were", "been", "being", "be"])
_BESIDE_TOKENS = 6
_HEADLINE_CODE_POINTS = 160
_HEADLINE_NAME = re.compile(r"\s*((?:[A-ZÀ-Þ][\w.’'-]*\s){0,3}[A-ZÀ-Þ][\w.’'-]*):\s")
_ACCORDING = re.compile(r"\b(?:according\s+to|in\s+the\s+words\s+of)\s+", re.I)
_COLON_NAME = re.compile(
    r"(?:^|\n|[.!?]\s|[•*–—-]\s|“|\")\s*((?:[A-Z][\w.’'-]*\s+){0,5}[A-Z][\w.’'-]*)\s*:\s*$"
)
_TAG_ENDS = ("!", "?", "…", ",", "—", "–", "-", ":", ";")
_TRANSCRIPT_NAME = re.compile(r"\s*((?:[A-Z][A-Z.'’-]+\s){0,3}[A-Z][A-Z'’-]+):\s")
_SIGNATURE = re.compile(
    r"[^\S\n]*[—―–-]{1,2}[^\S\n]*((?:[A-ZÀ-Þ][\w.’'-]*[^\S\n]+){1,4}[A-ZÀ-Þ][\w’'-]*)"
    r"(?=[,.]?[^\S\n]*(?:\n|$|[“\"”]|,[^\S\n]))"
)
_NAME_PART = re.compile(
    r"(?:[A-Z][\w’'.-]*|de|la|le|van|von|der|den|bin|ibn|al|el|du|da|dos|del)\.?"
)


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who said something.

    Attributes:
        name: the fullest name the text gives ("Barack Obama" for "he"), without titles; for a
            speaker without a name the words themselves ("a spokesman").
        start, end: code points of the mention beside the quotation, which may be a pronoun.
    """

    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quoted passage.

    Attributes:
        start, end: code points, quotation marks included; `exact` is the text between them.
        words_start, words_end: the same without the marks.
        speaker: None where nothing says who spoke (a title, a term, scare quotes).
        cue: the reporting word beside it, or "".
        depth: 0, or how many quotations it stands inside.
        is_closed: false where the closing mark is missing.
        continues: it carries on what the paragraph before left open.
    """

    start: int
    end: int
    exact: str
    words_start: int
    words_end: int
    speaker: Speaker | None
    cue: str
    depth: int
    is_closed: bool
    continues: bool


@dataclass(frozen=True, slots=True)
class Attribution:
    """A reporting phrase without regard to quotation marks: "experts note", "according to X".

    Attributes:
        start, end: code points of source and verb together.
        speaker: the source.
        cue: the reporting word, lower case.
    """

    start: int
    end: int
    speaker: Speaker
    cue: str


@dataclass(frozen=True, slots=True)
class _Source:
    """A noun phrase found as the subject of a reporting verb: token positions, end excluded."""

    first: int
    last: int
    cue: str
    verb: int


def read_quotations(text: str) -> list[Quotation]:
    """Return the quotations of `text` with their speakers, in reading order, outer before inner.

    Pronouns and last names are resolved to the newest fitting full name. A quotation that runs
    over several paragraphs is one `Quotation` per paragraph, with one speaker.
    """
    return quotations_of(Reading(text))


def quotations_of(reading: Reading) -> list[Quotation]:
    """Return the same as `read_quotations` for a text that has been read already."""
    return _Attributor(reading).attribute() if reading.quoted else []


def read_attributions(text: str) -> list[Attribution]:
    """Return the reporting phrases of `text` outside quotations, in reading order."""
    return attributions_of(Reading(text))


def attributions_of(reading: Reading) -> list[Attribution]:
    """Return the same as `read_attributions` for a text that has been read already."""
    starts = [start for start, _ in reading.outer]
    found: list[Attribution] = []
    for piece in reading.pieces:
        for attribution in _attributions_in(reading.text, piece.tokens, reading.names):
            place = bisect_right(starts, attribution.start) - 1
            if place < 0 or reading.outer[place][1] <= attribution.start:
                found.append(attribution)
    return found


def _attributions_in(text: str, tokens: Sequence[Token], names: NameIndex) -> Iterator[Attribution]:
    used = -1
    for position, token in enumerate(tokens):
        if token.low == "according" and _low(tokens, position + 1) == "to":
            last = _phrase_end(tokens, position + 2)
            if last > position + 2:
                source = _Source(position + 2, last, "according to", position)
                speaker = _speaker_of(text, tokens, source, names)
                yield Attribution(token.start, tokens[last - 1].end, speaker, "according to")
                used = last
            continue
        form = _form_at(tokens, position)
        if form is None or form.is_participle or not form.is_speech or position <= used:
            continue
        if form.lemma in _ACT_LEMMAS and _low(tokens, position + 1) in PREPOSITIONS:
            continue  # "agreed to talks": an act, not something said
        subject = _subject_before(tokens, position, used + 1)
        if subject is not None:
            speaker = _speaker_of(text, tokens, subject, names)
            yield Attribution(tokens[subject.first].start, token.end, speaker, token.low)
            used = position


def _is_title_case(passage: str) -> bool:
    words = [word for word in passage.split() if word[0].isalpha() and len(word) > 3]
    return len(words) > 2 and sum(word[0].isupper() for word in words) >= 0.7 * len(words)


def _lower_verbs(tokens: list[Token]) -> list[Token]:
    """Return the words of a headline with its reporting verbs in lower case."""
    return [
        Token(token.low, token.low, token.start, token.end)
        if token.low in REPORTING_FORMS and not REPORTING_FORMS[token.low].is_noun_like
        else token
        for token in tokens
    ]


def _low(tokens: Sequence[Token], position: int) -> str:
    return tokens[position].low if 0 <= position < len(tokens) else ""


def _form_at(tokens: Sequence[Token], position: int) -> ReportingForm | None:
    """Return the reporting verb at `position`, unless the word is a noun there."""
    token = tokens[position]
    form = REPORTING_FORMS.get(token.low)
    if form is None or (token.is_capital and position > 0 and not token.text.isupper()):
        return None
    before = _low(tokens, position - 1)
    if (form.is_noun_like or form.is_participle) and is_reporting_noun_context(before):
        return None
    if form.is_noun_like and position and not _may_be_subject(tokens[position - 1]):
        return None
    if form.is_noun_like and token.low == form.lemma and not _takes_base_form(before):
        return None
    if form.lemma == "tell" and _low(tokens, position + 1) in ("whether", "if", "apart", "from"):
        return None
    if before in ("a", "an", "the") or (before == "to" and not form.is_speech):
        return None
    return form


def _is_beside(tokens: Sequence[Token], position: int) -> bool:
    """Whether the quotation follows soon, so that the word governs it."""
    return len(tokens) - position - 1 <= _BESIDE_TOKENS


def _takes_base_form(before: str) -> bool:
    """Whether the word before lets "state", "report", "claim" be a verb: "officials report"."""
    return (
        before in ("i", "we", "you", "they", "who", "to", "and")
        or before in _AUXILIARIES
        or before.endswith("s")
        or before in _PEOPLE_PLURALS
    )


def _may_be_subject(token: Token) -> bool:
    """Whether a verb that looks like a noun may follow `token` as its verb."""
    return (
        token.low in _SUBJECT_PRONOUNS
        or token.low in _AUXILIARIES
        or token.low in _PEOPLE_PLURALS
        or token.low in ("and", "but", "which", "that", "who")
        or token.is_capital
        or token.text in (",", ")", "—", "–", "-")
    )


def _phrase_end(tokens: Sequence[Token], position: int) -> int:
    """Return where the noun phrase that starts at `position` ends, as a token position."""
    start = position
    if _low(tokens, position) in _SUBJECT_PRONOUNS:
        return position + 1
    while position < len(tokens):
        token = tokens[position]
        if not token.is_word and token.text not in ".&" and token.text not in QUOTE_MARKS:
            break
        if token.text in QUOTE_MARKS or (token.text == "." and position + 1 >= len(tokens)):
            break
        if position > start and (
            token.low in CONJUNCTIONS
            or (token.low in _AUXILIARIES and token.low not in ("both", "all", "first"))
            or (token.low in PREPOSITIONS and token.low not in ("of", "for", "from", "with", "at"))
            or token.low in _MONTH_OR_DAY
            or (token.low in REPORTING_FORMS and not token.is_capital)
            or token.low in ("who", "he", "she", "they", "it")
        ):
            break
        if position - start >= 14:
            break
        position += 1
    return position


def _subject_before(tokens: Sequence[Token], verb: int, floor: int = 0) -> _Source | None:
    """Return the subject of the verb at `verb`: the noun phrase before it in its clause."""
    position = verb - 1
    while position >= floor and (
        tokens[position].low in _AUXILIARIES
        or (tokens[position].low.endswith("ly") and not tokens[position].is_capital)
    ):
        position -= 1
    # "Jones and two others at the scene on Tuesday said": the day belongs to the verb.
    if position >= floor and tokens[position].low in _MONTH_OR_DAY:
        position -= 1
        if position >= floor and tokens[position].low in ("on", "last", "this", "in"):
            position -= 1
    if position < floor:
        return None
    token = tokens[position]
    if token.text in (",", ")", "—", "–", "-"):
        return _subject_before_apposition(tokens, position, verb, floor)
    return _subject_ending_at(tokens, position, verb, floor)


def _subject_ending_at(tokens: Sequence[Token], last: int, verb: int, floor: int) -> _Source | None:
    token = tokens[last]
    cue = tokens[verb].low
    if token.low in _SUBJECT_PRONOUNS or token.low in ("some", "many", "others", "both", "most"):
        return _Source(last, last + 1, cue, verb)
    if not token.is_word or token.low in CONJUNCTIONS or token.low in PREPOSITIONS:
        return None
    first = last
    while first - 1 >= floor:
        before = tokens[first - 1]
        if before.text in "&." and len(before.text) == 1:
            first -= 1
            continue
        if not before.is_word:
            break
        if before.low in ("and", "or") and first - 2 >= floor and _joins(tokens, first - 2, first):
            first -= 2
            continue
        if before.low in CONJUNCTIONS or before.low in _AUXILIARIES:
            break
        if before.low in PREPOSITIONS:
            if not _has_head_before(tokens, first - 1, floor):
                break
            first -= 1
            continue
        if before.low in _SUBJECT_PRONOUNS or before.low in REPORTING_FORMS:
            if before.low in ("one",):
                first -= 1
                continue
            break
        if last - first > 16:
            break
        first -= 1
        if tokens[first].low in DETERMINERS and not _modifies(tokens, first, floor):
            break
    return _trimmed(tokens, first, last + 1, verb)


def _joins(tokens: Sequence[Token], left: int, right: int) -> bool:
    """Whether "and" joins two names or nouns rather than two clauses."""
    return tokens[left].is_capital and tokens[right].is_capital


def _has_head_before(tokens: Sequence[Token], preposition: int, floor: int) -> bool:
    """Whether the preposition hangs on a noun phrase ("a spokesman for") instead of a clause."""
    if preposition - 1 < floor:
        return False
    head = tokens[preposition - 1]
    if not head.is_word or head.low in PREPOSITIONS or head.low in CONJUNCTIONS:
        return False
    if head.low in REPORTING_FORMS and not head.is_capital and not head.low.endswith("s"):
        return False
    return tokens[preposition].low in ("of", "for", "from", "at", "with", "in", "on", "to")


def _modifies(tokens: Sequence[Token], first: int, floor: int) -> bool:
    return first - 1 >= floor and tokens[first - 1].low in ("of", "for", "from", "at", "with", "in")


def _trimmed(tokens: Sequence[Token], first: int, end: int, verb: int) -> _Source | None:
    """Cut leading adverbials from the phrase; refuse one that cannot speak."""
    while first < end and (
        tokens[first].low in CONJUNCTIONS
        or tokens[first].low in PREPOSITIONS
        or tokens[first].low in _AUXILIARIES
        or tokens[first].low in _MONTH_OR_DAY
        or not tokens[first].is_word
    ):
        first += 1
    if first >= end:
        return None
    words = tokens[first:end]
    if not _can_speak(words, tokens[first - 1].low if first else ""):
        return None
    return _Source(first, end, tokens[verb].low, verb)


def _can_speak(words: Sequence[Token], before: str) -> bool:
    head = words[0]
    if before == "to":
        return False
    if head.text[0].isdigit():
        return any(word.low in ("percent", "%", "of") for word in words)
    if words[-1].low.endswith("ing") and not words[-1].is_capital and len(words) == 1:
        return False
    if any(word.is_capital for word in words):
        return True
    return head.low in DETERMINERS or head.low in _PEOPLE_PLURALS or words[-1].low.endswith("s")


def _subject_before_apposition(
    tokens: Sequence[Token], closing: int, verb: int, floor: int
) -> _Source | None:
    """Find the head that an apposition, a parenthesis or a relative clause hangs on."""
    opener = {")": "("}.get(tokens[closing].text)
    position = closing - 1
    best: _Source | None = None
    hops = 0
    while position >= floor and hops < 60:
        token = tokens[position]
        if opener is not None:
            if token.text == opener:
                return _renamed(_subject_before(tokens, position, floor), tokens, verb)
        elif token.text in (",", "—", "–", "-") and position + 1 < closing:
            inner = tokens[position + 1]
            candidate = (
                _subject_before(tokens, position, floor)
                if not _starts_adverbial(tokens, position + 1)
                else None
            )
            if candidate is not None and _is_apposition(inner):
                return _renamed(candidate, tokens, verb)
            if candidate is not None and best is None:
                best = _renamed(candidate, tokens, verb)
        elif token.text in QUOTE_MARKS or token.text in (";", ":"):
            break
        position -= 1
        hops += 1
    if best is not None:
        return best
    # No second comma: "In Florida, said": the phrase before the comma itself.
    first = position + 1
    if closing - first <= 12 and first < closing and not _starts_adverbial(tokens, first):
        return _trimmed(tokens, first, closing, verb)
    return None


def _renamed(source: _Source | None, tokens: Sequence[Token], verb: int) -> _Source | None:
    if source is None:
        return None
    return _Source(source.first, source.last, tokens[verb].low, verb)


def _starts_adverbial(tokens: Sequence[Token], first: int) -> bool:
    return tokens[first].low in PREPOSITIONS and tokens[first].low != "of"


def _is_apposition(token: Token) -> bool:
    return (
        token.low in _APPOSITIVE_STARTS
        or token.text[0].isdigit()
        or token.is_capital
        or token.low.endswith(("ing", "ed", "er", "or", "man", "ist"))
    )


def _speaker_of(text: str, tokens: Sequence[Token], source: _Source, names: NameIndex) -> Speaker:
    """Return the speaker that the phrase `source` names."""
    first, last = source.first, source.last
    words = tokens[first:last]
    if len(words) == 1 and (words[0].low in _SUBJECT_PRONOUNS or words[0].low in _PRONOUN_GENDER):
        return _speaker_from_pronoun(words[0], names)
    named = _name_in(words)
    has_apposition = last < len(tokens) and tokens[last].text == ","
    if named is None and has_apposition and source.cue != "according to":
        # "the minister of the economy, Mr. Guajardo Villarreal, argues"
        named = _name_in(_leading_name(tokens[last + 1 : last + 7]))
    if named is None:
        start, end = words[0].start, words[-1].end
        return Speaker(text[start:end], start, end)
    start, end = named
    return Speaker(names.resolve_name(text[start:end], start), start, end)


def _speaker_from_pronoun(token: Token, names: NameIndex) -> Speaker:
    gender = _PRONOUN_GENDER.get(token.low)
    person = names.resolve_pronoun(gender, token.start) if gender else None
    return Speaker(person.name if person else token.text, token.start, token.end)


def _leading_name(words: Sequence[Token]) -> Sequence[Token]:
    end = 0
    while end < len(words) and _NAME_PART.fullmatch(words[end].text):
        end += 1
    return words[:end]


def _name_in(words: Sequence[Token]) -> tuple[int, int] | None:
    """Return the code points of the personal or proper name that heads the phrase `words`."""
    end = len(words)
    for position, word in enumerate(words):
        if position and (word.low in PREPOSITIONS or word.text in (",", "(")):
            end = position
            break
    head = list(words[:end])
    if any(word.low.endswith(("’s", "'s")) for word in head[:-1]):
        tail = [i for i, word in enumerate(head) if word.low.endswith(("’s", "'s"))][-1]
        owned = head[tail + 1 :]
        # "the Alzheimer's Trust" is one name, "Obama's spokesman Jay Carney" are two.
        if not (len(owned) == 1 and owned[0].is_capital and head[tail].is_capital):
            head = owned
    run: list[Token] = []
    last_run: list[Token] = []
    for word in head:
        if word.is_capital or (run and _NAME_PART.fullmatch(word.text)):
            run.append(word)
        else:
            last_run = run or last_run
            run = []
    # A name that is not the last word only modifies: "the Clinton campaign".
    chosen = run or (last_run if last_run and not head[-1].is_word else [])
    while chosen and chosen[0].low in DETERMINERS:
        chosen = chosen[1:]
    if not chosen or not chosen[-1].is_word:
        return None
    if chosen[-1].low in ORGANISATION_WORDS and chosen[-1] is head[-1]:
        # "the Committee for a Responsible Federal Budget"
        last = max(i for i, word in enumerate(words) if word.is_capital)
        return chosen[0].start, words[last].end
    full = " ".join(word.text for word in chosen)
    skipped = len(chosen) - len(strip_titles(full).split())
    chosen = chosen[skipped:]
    return chosen[0].start, chosen[-1].end


class _Attributor:
    """Gives each quotation of one text its speaker, from the first to the last."""

    def __init__(self, reading: Reading) -> None:
        self._text = reading.text
        self._spans = reading.quoted
        self._names = reading.names
        self._passages = split_passages(reading.text)
        self._passage_starts = [start for start, _ in self._passages]
        self._sentences = reading.sentences
        self._sentence_starts = [start for start, _ in self._sentences]
        self._outer = [span for span in reading.quoted if span.depth == 0]

    def attribute(self) -> list[Quotation]:
        said = self._attribute_outer()
        quotations = []
        place = -1
        for span in self._spans:
            if span.depth == 0:
                place += 1
                speaker, cue = said[place]
            else:
                outer = self._outer[place] if place >= 0 else span
                speaker, cue = self._attribute_inner(span, outer)
            quotations.append(self._quotation(span, speaker, cue))
        return quotations

    def _quotation(self, span: QuotedSpan, speaker: Speaker | None, cue: str) -> Quotation:
        return Quotation(
            span.start,
            span.end,
            self._text[span.start : span.end],
            span.words_start,
            span.words_end,
            speaker,
            cue,
            span.depth,
            span.is_closed,
            span.continues,
        )

    def _attribute_outer(self) -> list[tuple[Speaker | None, str]]:
        said: list[tuple[Speaker | None, str]] = []
        for place, span in enumerate(self._outer):
            speaker, cue = self._own_clause(place, span)
            if speaker is None:
                speaker, cue = self._carried(place, span, said)
            said.append((speaker, cue))
        self._look_ahead(said)
        return said

    def _own_clause(self, place: int, span: QuotedSpan) -> tuple[Speaker | None, str]:
        """Read the reporting clause of the quotation's own sentence."""
        transcript = self._from_transcript(span)
        if transcript is not None:
            return transcript, ":"
        signature = self._from_signature(span)
        if signature is not None:
            return signature, "—"
        last = self._last_of(span)
        follows = self._text[span.end : span.end + 1]
        is_tagged = last in _TAG_ENDS or follows in (",", "—", "–")
        after = [] if last == "." and not is_tagged else self._after(place, span)
        before = self._before(place, span)
        if is_tagged:
            tokens, source = self._from_tag(after)
            if source is not None:
                return self._said_by(tokens, source)
        tokens, source = self._from_passive(before, after)
        if source is None:
            tokens, source = self._from_lead(before)
        if source is not None:
            return self._said_by(tokens, source)
        from_colon = self._from_colon(span)
        if from_colon[0] is not None:
            return from_colon
        tokens, source = self._from_any(after)
        if source is not None:
            return self._said_by(tokens, source)
        return self._from_headline(span)

    def _from_headline(self, span: QuotedSpan) -> tuple[Speaker | None, str]:
        """Read a headline: "Jones: Rivals ‘Mocking’ Us", "A ‘Clear Win’, Jane Doe Says"."""
        start, end = self._passage_of(span.start)
        if end - start > _HEADLINE_CODE_POINTS or self._text[start:end].count("\n"):
            return None, ""
        found = _HEADLINE_NAME.match(self._text, start, span.start)
        if found:
            name = found.group(1)
            full = self._names.resolve_name(name, found.start(1))
            return Speaker(full, found.start(1), found.end(1)), ":"
        if not _is_title_case(self._text[start:end]):
            return None, ""
        before = _lower_verbs(tokenize_words(self._text, start, span.start))
        after = _lower_verbs(tokenize_words(self._text, span.end, end))
        for tokens, source in (self._from_any(after), self._from_lead(before)):
            if source is not None:
                return self._said_by(tokens, source)
        return None, ""

    def _said_by(self, tokens: list[Token], source: _Source) -> tuple[Speaker, str]:
        return _speaker_of(self._text, tokens, source, self._names), source.cue

    def _last_of(self, span: QuotedSpan) -> str:
        """Return the punctuation that ends the quoted words; "…" for an ellipsis in dots."""
        words = self._text[max(span.words_start, span.words_end - 8) : span.words_end]
        words = words.rstrip(" \t\n\xa0" + QUOTE_MARKS)
        return "…" if words.endswith(("..", ". .")) else words[-1:]

    def _from_transcript(self, span: QuotedSpan) -> Speaker | None:
        """Read a name in capitals at the head of a quoted transcript: "WALLACE: …"."""
        found = _TRANSCRIPT_NAME.match(self._text, span.words_start, span.words_end)
        if found is None:
            return None
        name = found.group(1)
        return Speaker(
            self._names.resolve_name(name.title(), found.start(1)), found.start(1), found.end(1)
        )

    def _from_signature(self, span: QuotedSpan) -> Speaker | None:
        """Read a name behind a dash that closes the paragraph or the line: "…" — Jane Doe."""
        found = _SIGNATURE.match(self._text, span.end)
        if found is None:
            return None
        name = found.group(1)
        return Speaker(self._names.resolve_name(name, found.start(1)), found.start(1), found.end(1))

    def _words_of(self, span: QuotedSpan) -> str:
        return self._text[max(span.words_start, span.words_end - 3) : span.words_end]

    def _passage_of(self, at: int) -> tuple[int, int]:
        return self._passages[max(0, bisect_right(self._passage_starts, at) - 1)]

    def _sentence_of(self, at: int) -> tuple[int, int]:
        return self._sentences[max(0, bisect_right(self._sentence_starts, at) - 1)]

    def _after(self, place: int, span: QuotedSpan) -> list[Token]:
        """Return the words from the quotation to the end of its sentence, other quotations out."""
        passage_end = self._passage_of(span.start)[1]
        stop = min(passage_end, span.end + _WINDOW_CODE_POINTS)
        if place + 1 < len(self._outer):
            stop = min(stop, self._outer[place + 1].start)
        tokens: list[Token] = []
        nested = 0
        for token in tokenize_words(self._text, span.end, stop):
            nested += (token.text == "(") - (token.text == ")")
            if token.text in (".", "!", "?", ";") and nested <= 0:
                if not tokens:
                    continue
                break
            tokens.append(token)
        return tokens

    def _before(self, place: int, span: QuotedSpan) -> list[Token]:
        """Return the words of the sentence before the quotation, other quotations left out."""
        passage_start = self._passage_of(span.start)[0]
        sentence_start = max(passage_start, self._sentence_of(span.start)[0])
        start = max(sentence_start, span.start - _WINDOW_CODE_POINTS)
        tokens: list[Token] = []
        cursor = span.start
        index = place - 1
        while cursor > start:
            previous = self._outer[index] if index >= 0 else None
            low = start if previous is None or previous.end <= start else previous.end
            tokens = tokenize_words(self._text, low, cursor) + tokens
            if previous is None or previous.end <= start:
                break
            if self._ends_sentence(previous):
                break
            tokens = [Token("x", "x", previous.start, previous.end), *tokens]
            cursor, index = previous.start, index - 1
        return tokens

    def _ends_sentence(self, span: QuotedSpan) -> bool:
        closes = self._words_of(span).rstrip()[-1:] in ".!?…"
        following = self._text[span.end : span.end + 3].strip()
        return closes and (not following or following[:1].isupper() or following[:1] in QUOTE_MARKS)

    def _from_tag(
        self, tokens: list[Token], *, weak: bool = False
    ) -> tuple[list[Token], _Source | None]:
        """Read a tag: "…," said Jones; "…," Jones, who was there, said; "…," he added."""
        position = 0
        while position < len(tokens) and not tokens[position].is_word:
            position += 1
        if position >= len(tokens):
            return tokens, None
        while position < len(tokens) and tokens[position].low in ("as", "and", "also", "then"):
            position += 1
        if position >= len(tokens):
            return tokens, None
        if tokens[position].low == "according" or tokens[position].low == "per":
            return tokens, self._from_according(tokens, position)
        form = _form_at(tokens, position)
        if form is not None and not weak and form.is_speech and not form.is_participle:
            last = _phrase_end(tokens, position + 1)
            if last > position + 1 and tokens[position + 1].low not in PREPOSITIONS:
                return tokens, _Source(position + 1, last, form.lemma, position)
            return tokens, None
        if weak:
            return tokens, None
        return tokens, self._subject_then_verb(tokens, position)

    def _from_according(self, tokens: list[Token], position: int) -> _Source | None:
        first = position + (2 if tokens[position].low == "according" else 1)
        last = _phrase_end(tokens, first)
        return _Source(first, last, "according to", position) if last > first else None

    def _subject_then_verb(self, tokens: list[Token], position: int) -> _Source | None:
        first = tokens[position]
        if not (
            first.is_capital
            or first.low in _SUBJECT_PRONOUNS
            or first.low in DETERMINERS
            or first.low in _PEOPLE_PLURALS
        ):
            return None
        for verb in range(position + 1, min(len(tokens), position + 45)):
            form = _form_at(tokens, verb)
            if form is None or form.is_participle:
                continue
            between = _low(tokens, verb - 1)
            if between in ("who", "which", "that", "to") or tokens[verb].is_capital:
                continue
            if not form.is_speech and verb - position > 4:
                continue
            last = _phrase_end(tokens, position)
            return _Source(position, max(last, position + 1), form.lemma, verb)
        return None

    def _from_passive(
        self, before: list[Token], after: list[Token]
    ) -> tuple[list[Token], _Source | None]:
        """Read who stands behind a passive: it was dubbed "odd" by Jones."""
        passive = (
            before[-1:] and before[-1].low in REPORTING_FORMS and _low(before, len(before) - 2)
        )
        if not after or after[0].low != "by" or passive not in _PASSIVES:
            return after, None
        last = _phrase_end(after, 1)
        return after, _Source(1, last, before[-1].low, 0) if last > 1 else None

    def _from_lead(self, tokens: list[Token]) -> tuple[list[Token], _Source | None]:
        """Read what leads up to the quotation: Jones told reporters that "…"."""
        weak: _Source | None = None
        for verb in range(len(tokens) - 1, -1, -1):
            token = tokens[verb]
            if token.low == "according" and _low(tokens, verb + 1) == "to":
                return tokens, self._from_according(tokens, verb)
            source = self._from_speech_noun(tokens, verb)
            if source is not None:
                return tokens, source
            form = _form_at(tokens, verb)
            if form is None or (not form.is_speech and not _is_beside(tokens, verb)):
                continue
            source = self._subject_in_lead(tokens, verb, form)
            if source is None:
                continue
            if tokens[source.first].low in ("it", "who", "which", "that") or not form.is_speech:
                weak = weak or source
                continue
            return tokens, source
        return tokens, weak

    def _subject_in_lead(
        self, tokens: list[Token], verb: int, form: ReportingForm
    ) -> _Source | None:
        if _low(tokens, verb + 1) == "by" and verb + 2 < len(tokens):
            last = _phrase_end(tokens, verb + 2)
            return _Source(verb + 2, last, form.lemma, verb) if last > verb + 2 else None
        if form.is_participle:
            named = tokens[verb - 1].is_capital if verb else False
            source = _subject_before(tokens, verb) if named else None
            return source or self._subject_of_participle(tokens, verb)
        source = _subject_before(tokens, verb)
        if source is None and _low(tokens, verb - 1) in ("and", "but", ",", "to", "then"):
            source = self._subject_of_participle(tokens, verb)
        return source

    def _from_speech_noun(self, tokens: list[Token], noun: int) -> _Source | None:
        """Read a possessive before a noun of saying: Trump's claim that "…"."""
        if tokens[noun].low not in _SPEECH_NOUNS or not _is_beside(tokens, noun):
            return None
        if any(token.low in _JUDGING_WORDS for token in tokens[noun + 1 : noun + 3]):
            return None  # what follows is said about the statement, not in it
        for owner in range(noun - 1, max(-1, noun - 4), -1):
            if tokens[owner].low.endswith(("’s", "'s", "s’", "s'")):
                first = owner
                while first and tokens[first - 1].is_capital:
                    first -= 1
                return _Source(first, owner + 1, tokens[noun].low, noun)
            if tokens[owner].low in ("his", "her", "their"):
                return _Source(owner, owner + 1, tokens[noun].low, noun)
        return None

    def _subject_of_participle(self, tokens: list[Token], verb: int) -> _Source | None:
        """Return the subject of the sentence, which a participle or a second verb shares."""
        for position in range(verb):
            token = tokens[position]
            before = tokens[position - 1] if position else None
            if before is not None and not (
                before.text in (",", ":", "—", "–", "•") or before.low in CONJUNCTIONS
            ):
                continue
            if token.low in _SUBJECT_PRONOUNS and token.low not in ("it", "one"):
                return _Source(position, position + 1, tokens[verb].low, verb)
            if (
                token.low in PREPOSITIONS
                or token.low in CONJUNCTIONS
                or token.low in _ADVERBS
                or token.low.endswith(("ing", "ly"))
                or (before is None and token.low in _MONTH_OR_DAY)
            ):
                continue
            if not (token.is_capital or token.low in DETERMINERS or token.low in _PEOPLE_PLURALS):
                continue
            last = self._clause_phrase_end(tokens, position)
            if position < last <= verb:
                return _Source(position, last, tokens[verb].low, verb)
        return None

    def _clause_phrase_end(self, tokens: list[Token], position: int) -> int:
        """Return the end of a subject: a name ends with its capitals, another phrase by rule."""
        end = _phrase_end(tokens, position)
        last_capital = position
        first = position + (tokens[position].low in DETERMINERS)
        for index in range(first, end):
            if tokens[index].is_capital:
                last_capital = index + 1
            elif last_capital > position and tokens[index].low not in PREPOSITIONS:
                break
        return last_capital if last_capital > position else end

    def _from_any(self, tokens: list[Token]) -> tuple[list[Token], _Source | None]:
        """Read a reporting clause further on: "…" is what the mayor, on Monday, called it."""
        for verb, token in enumerate(tokens):
            if token.low == "according" and _low(tokens, verb + 1) == "to":
                return tokens, self._from_according(tokens, verb)
            form = _form_at(tokens, verb)
            if form is None or form.is_participle or not form.is_speech:
                continue
            source = _subject_before(tokens, verb)
            if source is not None:
                return tokens, source
        return tokens, None

    def _from_colon(self, span: QuotedSpan) -> tuple[Speaker | None, str]:
        start, _ = self._passage_of(span.start)
        low = max(start, span.start - 120)
        found = _COLON_NAME.search(self._text[low : span.start])
        if found is None:
            return None, ""
        name_start = low + found.start(1)
        name = found.group(1)
        return Speaker(
            self._names.resolve_name(name, name_start), name_start, low + found.end(1)
        ), ":"

    def _carried(
        self, place: int, span: QuotedSpan, said: Sequence[tuple[Speaker | None, str]]
    ) -> tuple[Speaker | None, str]:
        """Take the speaker over from an earlier quotation or the paragraph that leads here."""
        passage = self._passage_of(span.start)
        if place:
            previous = self._outer[place - 1]
            speaker, _ = said[place - 1]
            if span.continues and not previous.is_closed:
                return speaker, ""
            if previous.start >= passage[0] and speaker is not None:
                return speaker, ""
        leads = not self._text[passage[0] : span.start].strip(" •*–—-\t")
        if leads:
            speaker, cue = self._announced(passage)
            if speaker is not None:
                return speaker, cue
        return None, ""

    def _announced(self, passage: tuple[int, int]) -> tuple[Speaker | None, str]:
        """Read the paragraph before, where it ends in a colon: "Jones continued:"."""
        index = bisect_right(self._passage_starts, passage[0]) - 2
        if index < 0:
            return None, ""
        start, end = self._passages[index]
        if self._text[end - 1] not in ":,":
            return None, ""
        sentence_start = max(start, self._sentence_of(end - 1)[0], end - _WINDOW_CODE_POINTS)
        tokens, source = self._from_lead(tokenize_words(self._text, sentence_start, end - 1))
        if source is None:
            return None, ""
        return _speaker_of(self._text, tokens, source, self._names), source.cue

    def _look_ahead(self, said: list[tuple[Speaker | None, str]]) -> None:
        """Give whole paragraphs of quotation the speaker of the newest quotation before them."""
        for place, span in enumerate(self._outer):
            if said[place][0] is not None or not place:
                continue
            passage = self._passage_of(span.start)
            length = passage[1] - passage[0]
            if (span.end - span.start) * 2 < length:
                continue
            speaker = said[place - 1][0]
            if speaker is not None and span.start - self._outer[place - 1].end < 1_200:
                said[place] = (speaker, "")

    def _attribute_inner(self, span: QuotedSpan, outer: QuotedSpan) -> tuple[Speaker | None, str]:
        """Read the reporting clause inside the outer quotation only."""
        start = max(outer.words_start, self._sentence_of(span.start)[0], span.start - 200)
        tokens, source = self._from_lead(tokenize_words(self._text, start, span.start))
        if source is None:
            return None, ""
        return _speaker_of(self._text, tokens, source, self._names), source.cue
