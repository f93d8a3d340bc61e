"""Words of a sentence, and how far the phrase around one of them reaches.

No grammar, but the marks by which English clauses and noun phrases end: punctuation, conjunctions,
finite verbs, participles behind a noun.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from claims.text.verbs import AUXILIARIES, is_verb_form
from claims.text.wordlists import word_set

__all__ = [
    "CONJUNCTIONS",
    "DETERMINERS",
    "PREPOSITIONS",
    "QUOTE_MARKS",
    "Token",
    "content_stems",
    "is_participle_boundary",
    "phrase_left",
    "phrase_right",
    "stem_of",
    "tokenize_words",
]

QUOTE_MARKS = "“”\"„«»‘’'`‹›「」"
PREPOSITIONS = word_set("""
    of in on at by for with from to about into over under against during after before since until
    through between among near outside inside within without toward towards regarding via per than
    like despite across along around behind beyond upon amid amongst except including versus below
    above including involving regarding concerning
    """)
_ING_NOUNS = word_set("""
    nothing something anything everything morning evening meeting building hearing funding
    training spending housing ceiling trading hiring offering ruling warning finding rating
    listing filing gathering briefing opening closing wedding shooting killing bombing feeling
    painting recording pricing manufacturing banking farming fishing gaming lending advertising
    marketing engineering planning processing mining drilling beginning ending saving savings
    setting string spring king wing ring thing being bidding boxing broadcasting budgeting camping
    catering cleaning clothing coding cooking counseling counselling crossing dancing dealing
    drawing dressing drinking driving earning eating editing financing flooding gambling hacking
    hunting investing knitting landing laundering learning licensing lighting living looting
    lobbying mailing meaning monitoring nursing opening parking policing polling posting
    programming publishing racing railing reading refining reporting retailing robbing rowing
    running sailing schooling screening sentencing shipping shopping showing signing singing
    skiing smoking smuggling staging standing steering storytelling streaming swimming taping
    teaching testing timing touring trafficking tutoring understanding upbringing voting
    well-being whaling wiring wording working wrestling writing
    """)
CONJUNCTIONS = word_set("""
    and or but nor yet so because although though while whereas if unless when where why how that
    which whether as once whose what who whom
    """)
DETERMINERS = word_set("""
    the a an this that these those his her its their our my your some any one another many several
    most few both each every all two three four five six no such other others
    """)
_TOKEN = re.compile(
    r"(?:[A-Z]\.){2,}|\b(?:Mr|Mrs|Ms|Dr|Sen|Sens|Rep|Reps|Gov|Gen|Lt|Col|Sgt|Capt|Rev|Prof|Maj|Adm"
    r"|Del|St|Jr|Sr|Va|Calif|Mass|Fla|Pa|Ill|No|Jan|Feb|Aug|Sept|Sep|Oct|Nov|Dec|Inc|Corp|Co|Ltd"
    r"|vs)\.|\b[A-Z]\.(?=\s[A-Z])|[$€£¥]?\d+(?:[.,]\d+)*%?|@?\w+(?:[’'&.-]\w+)*(?:(?<=s)[’'](?=\s))?|\S"
)
_CONTRACTION = re.compile(r"(he|she|it|they|we|i|you|who)[’'](?:s|d|re|ve|m|ll)")
_HARD_STOPS = frozenset(".!?;:()[]{}|•●▪…—–―" + QUOTE_MARKS)
# A clause or another fact begins behind these.
_LEFT_STOPS = CONJUNCTIONS - {"as"} | frozenset(
    ["after", "before", "until", "despite", "including"]
)
_RIGHT_STOPS = (CONJUNCTIONS | frozenset(["after", "before", "until", "despite", "not"])) - {"as"}
_BOUNDS_BEHIND = frozenset(["more", "less", "fewer", "higher", "lower", "so"])
_REACH_WORDS = 16
_STOP_WORDS = (
    PREPOSITIONS
    | CONJUNCTIONS
    | DETERMINERS
    | AUXILIARIES
    | word_set("""
        he she it they we i you him them us me not also then just only even very more less much
        there here now still again about nearly almost around roughly approximately some up down
        out off than according said says say told new time s t
        """)
)
_SAME_THING = {
    word: words.split()[0]
    for words in (
        "deficit deficits imbalance imbalances gap gaps shortfall shortfalls",
        "dead killed deaths death died fatalities",
        "hurt injured wounded injuries",
        "pay salary salaries wage wages",
        "workers employees staff staffers",
        "profit profits earnings",
        "revenue revenues sales turnover",
        "call calls phone conversation conversations",
        "city cities town towns",
        "reduce reduces reduced reducing reduction reductions lower lowers lowered lowering"
        " decrease decreases decreased decreasing",
        "increase increases increased increasing raise raises raised raising hike hikes",
    )
    for word in words.split()
}
_SUFFIX = re.compile(
    r"(?:ations?|ated?|ating|ates|itions?|ions?|ally|ings?|ied|ies|ed|es|al|ly|ments?|ers?|s|e|y)$"
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word or a mark of a text; `low` is lower case and without the "’s" of "he’s"."""

    text: str
    low: str
    start: int
    end: int

    @property
    def is_word(self) -> bool:
        """Whether it is a word or a number instead of a mark."""
        return self.text[0].isalnum() or self.text[0] in "@$€£¥"

    @property
    def is_capital(self) -> bool:
        """Whether it starts with a capital letter."""
        return self.text[0].isupper()


def tokenize_words(text: str, start: int, end: int) -> list[Token]:
    """Return the words and marks of `text` between two code points."""
    tokens = []
    for found in _TOKEN.finditer(text, start, end):
        word = found.group()
        low = word.lower()
        stop = found.end()
        contracted = _CONTRACTION.fullmatch(low) if "’" in low or "'" in low else None
        if contracted:
            low = contracted[1]
            word, stop = word[: len(low)], found.start() + len(low)
        tokens.append(Token(word, low, found.start(), stop))
    return tokens


def content_stems(tokens: Sequence[Token]) -> frozenset[str]:
    """Return the stems of the words that carry meaning; figures are left out."""
    stems = set()
    for token in tokens:
        if not token.is_word or token.text[0].isdigit() or token.text[0] in "$€£¥":
            continue
        for part in token.low.replace("’", "'").removesuffix("'s").split("-"):
            if len(part) > 1 and part not in _STOP_WORDS and not part[0].isdigit():
                stems.add(stem_of(part))
    return frozenset(stems)


def stem_of(word: str) -> str:
    """Return the stem of a lower-case word; words newspapers use for one thing share it."""
    if word in _SAME_THING:
        return _SAME_THING[word]
    found = _SUFFIX.search(word)
    while found is not None and found.start() < 4:
        found = _SUFFIX.search(word, found.start() + 1)
    return word[: found.start()] if found else word


def is_stop(token: Token) -> bool:
    """Whether `token` is a mark at which every phrase ends."""
    return token.text in _HARD_STOPS or (not token.is_word and token.text not in ",-/&%+")


def is_participle_boundary(tokens: Sequence[Token], place: int) -> bool:
    """Whether a participle at `place` starts something new: "talks aimed at", "call following"."""
    token = tokens[place]
    if token.is_capital or not token.low.endswith(("ing", "ed")) or len(token.low) < 5:
        return False
    if token.low in PREPOSITIONS or token.low in _ING_NOUNS or token.low in ("compared", "aged"):
        return False
    before = tokens[place - 1] if place else None
    return (
        before is not None
        and before.is_word
        and before.low not in PREPOSITIONS
        and before.low not in DETERMINERS
        and before.low not in AUXILIARIES
        and not before.low.endswith(("’s", "'s", "ly"))
    )


def phrase_left(tokens: Sequence[Token], place: int, floor: int = 0) -> int:
    """Return where the clause that holds the token at `place` begins, as a token position.

    A relative clause ("which reached $295 billion") takes the noun before it in.
    """
    at = place
    while at > floor and place - at < _REACH_WORDS:
        before = tokens[at - 1]
        if is_stop(before):
            break
        if before.text == ",":
            if not _is_comma_inside(tokens, at - 1):
                break
        elif before.low == "and" and _joins_names(tokens, at - 1, floor):
            pass
        elif before.low in _LEFT_STOPS or (before.low == "since" and not _is_year(tokens[at])):
            if before.low in ("which", "that", "who") and is_verb_form(tokens[at].low):
                return _antecedent(tokens, at - 1, floor)
            break
        at -= 1
    return at


def _joins_names(tokens: Sequence[Token], conjunction: int, floor: int) -> bool:
    """Whether "and" stands between two names, as in a subject of two."""
    return (
        conjunction > floor
        and conjunction + 1 < len(tokens)
        and tokens[conjunction - 1].is_capital
        and tokens[conjunction + 1].is_capital
    )


def _is_comma_inside(tokens: Sequence[Token], comma: int) -> bool:
    """Whether a comma belongs to a date ("Nov. 5, 2017") instead of parting clauses."""
    return (
        0 < comma < len(tokens) - 1
        and _is_year(tokens[comma + 1])
        and tokens[comma - 1].text[0].isdigit()
    )


def _is_year(token: Token) -> bool:
    return len(token.text) == 4 and token.text.isdecimal()


def _antecedent(tokens: Sequence[Token], relative: int, floor: int) -> int:
    """Return the start of the noun phrase before the relative pronoun at `relative`."""
    at = relative
    if at > floor and tokens[at - 1].text == ",":
        at -= 1
    first = at
    while first > floor and at - first < 4:
        before = tokens[first - 1]
        if not before.is_word or before.low in _STOP_WORDS or is_verb_form(before.low):
            break
        first -= 1
    return first if first < at else relative + 1


def phrase_right(
    tokens: Sequence[Token],
    place: int,
    ceiling: int,
    *,
    through_verbs: bool = False,
    verbs: int = 1,
    reach: int = 12,
) -> int:
    """Return the end, excluded, of the phrase that goes on behind `place`.

    Args:
        tokens: of one sentence.
        place: the last token that surely belongs to the phrase.
        ceiling: no further than this position.
        through_verbs: go to the end of the clause instead of the noun phrase.
        verbs: how many past forms the clause may hold before one begins something new.
        reach: at most so many tokens.
    """
    at = place + 1
    while at < ceiling and at - place <= reach:
        token = tokens[at]
        if is_stop(token):
            break
        if token.text == ",":
            listed = _enumeration_end(tokens, at, ceiling)
            if listed > at:
                at = listed
                continue
            if not _is_comma_inside(tokens, at):
                break
        elif token.low == "or" and at + 1 < ceiling and tokens[at + 1].low in _BOUNDS_BEHIND:
            at += 1
        elif token.low in ("and", "or", "&"):
            if not _joins_nouns(tokens, at, ceiling):
                break
        elif token.low in _RIGHT_STOPS and not (through_verbs and _goes_on(tokens, at)):
            break
        elif not through_verbs and (
            is_verb_form(token.low)
            and not token.is_capital
            and token.low not in ("compared", "aged")
        ):
            if not _is_attributive(tokens, at):
                break
        elif is_participle_boundary(tokens, at) and at - place > 1:
            if not through_verbs or token.low.endswith("ing") or verbs < 1:
                break
            verbs -= 1
        elif token.low in ("since", "time", "that"):
            verbs += 1
        at += 1
    while at - 1 > place and _dangles(tokens[at - 1]):
        at -= 1
    return at


def _goes_on(tokens: Sequence[Token], at: int) -> bool:
    """Whether a clause continues: through "not" and "whether", and "that" behind its verb."""
    return tokens[at].low in ("not", "whether") or (
        tokens[at].low == "that" and tokens[at - 1].low.endswith("ed")
    )


def _dangles(token: Token) -> bool:
    return (
        token.low in PREPOSITIONS
        or token.low in DETERMINERS
        or (token.low in AUXILIARIES and not token.is_capital)
        or token.low in ("and", "or", "&", ",", "as", "remain", "remains", "also")
    )


def _is_attributive(tokens: Sequence[Token], place: int) -> bool:
    """Whether a participle stands before its noun: "the proposed tariffs"."""
    before = tokens[place - 1].low if place else ""
    return before in PREPOSITIONS or before in DETERMINERS or before.endswith(("’s", "'s"))


def _joins_nouns(tokens: Sequence[Token], conjunction: int, ceiling: int) -> bool:
    """Whether "and" joins two words of one kind instead of two statements."""
    if conjunction + 1 >= ceiling:
        return False
    before, after = tokens[conjunction - 1], tokens[conjunction + 1]
    if not after.is_word or after.low in DETERMINERS or after.low in AUXILIARIES:
        return False
    if after.text[0].isdigit() or after.text[0] in "$€£¥" or is_verb_form(after.low):
        return False
    follows = tokens[conjunction + 2] if conjunction + 2 < ceiling else None
    if follows is not None and (follows.low in AUXILIARIES or is_verb_form(follows.low)):
        return False
    return before.is_capital == after.is_capital and after.low not in PREPOSITIONS


def _enumeration_end(tokens: Sequence[Token], comma: int, ceiling: int) -> int:
    """Return the end of a list such as "Russia, Ukraine, and Iran" that `comma` is part of."""
    at = comma
    while at < ceiling and tokens[at].text == ",":
        item = at + 1
        if item < ceiling and tokens[item].low in ("and", "or"):
            end = _item_end(tokens, item + 1, ceiling)
            return end if end > item + 1 else comma
        end = _item_end(tokens, item, ceiling)
        if end == item or end >= ceiling:
            return comma
        if tokens[end].low in ("and", "or"):
            last = _item_end(tokens, end + 1, ceiling)
            return last if last > end + 1 else comma
        at = end
    return comma


def _item_end(tokens: Sequence[Token], first: int, ceiling: int) -> int:
    at = first
    while at < ceiling and at - first < 3:
        token = tokens[at]
        if not token.is_word or token.low in _STOP_WORDS or is_verb_form(token.low):
            break
        if at == first and token.low.endswith("ing"):
            break
        at += 1
    return at
