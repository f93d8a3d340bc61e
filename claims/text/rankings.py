"""Words that rank, compare or give a cause, and the idioms that only look like them."""

from collections.abc import Sequence
from dataclasses import dataclass

from claims.text.phrases import Token
from claims.text.wordlists import word_set

__all__ = ["MARKER_WORDS", "Marker", "find_cause", "find_comparison", "find_ranking"]

_SUPERLATIVES = word_set("""
    largest biggest highest lowest oldest youngest newest fastest slowest longest shortest tallest
    deepest richest poorest strongest weakest worst best greatest smallest earliest closest nearest
    furthest farthest hottest coldest warmest driest wettest deadliest bloodiest busiest heaviest
    lightest wealthiest costliest cheapest priciest healthiest safest rarest widest narrowest
    steepest sharpest toughest fewest brightest darkest loudest quietest cleanest dirtiest broadest
    fiercest hardest softest thinnest thickest bravest bleakest densest finest gravest harshest
    mightiest quickest strictest tightest wildest windiest youngest latest-ever most-watched
    best-selling bestselling highest-paid longest-serving longest-running fastest-growing
    second-largest third-largest second-biggest third-biggest fourth-largest fifth-largest
    second-highest third-highest top-selling top-ranked single-largest single-biggest all-time
    unprecedented record-breaking record-setting first-ever
    """)
_ORDINALS = word_set(
    "first second third fourth fifth sixth seventh eighth ninth tenth 1st 2nd 3rd 4th 5th"
)
_ORDINAL_IDIOMS_AFTER = word_set("""
    lady gentleman amendment name names place places grade class hand half aid degree step steps
    person minister world quarter floor street avenue division lieutenant thing things choice
    responder responders base family families couple draft round baron of world-war reich-style
    base-man nation nations priority impression impressions glance sight year-old part
    opinion thought thoughts term
    """)
_ORDINAL_IDIOMS_BEFORE = word_set("at from for in put on come")
_SCOPE = word_set("""
    since ever history during in of to among at decade decades generation record world nation
    country time times
    """)
_EVALUATIVE = word_set("""
    important complex significant beautiful interesting exciting difficult powerful basic likely
    recent obvious essential common famous serious dangerous sensitive critical crucial vital
    controversial talented brilliant remarkable striking notable honest personal fundamental
    pressing urgent compelling fascinating impressive cherished beloved trusted respected iconic
    """)
# Opinions, unless the words beside them say among what.
_JUDGEMENTS = word_set(
    "best worst greatest finest gravest bleakest bravest toughest hardest harshest sharpest"
)
_AMONG = word_set("in of since ever among on")
_BEST_IDIOMS = frozenset(["friend", "friends", "seller", "sellers", "practice", "practices", "bet"])
_ONLY_NOUNS_AFTER = word_set("time country nation person woman man state city company one")
_CAUSES = (
    ("led", "to"),
    ("lead", "to"),
    ("leads", "to"),
    ("leading", "to"),
    ("resulted", "in"),
    ("results", "in"),
    ("resulting", "in"),
    ("contributed", "to"),
    ("contributes", "to"),
    ("because",),
    ("due", "to"),
    ("thanks", "to"),
    ("owing", "to"),
    ("as", "a", "result"),
    ("caused",),
    ("causes",),
    ("causing",),
    ("prompted",),
    ("prompting",),
    ("triggered",),
    ("triggering",),
    ("sparked",),
    ("sparking",),
    ("fueled", "by"),
    ("fuelled", "by"),
    ("driven", "by"),
    ("stems", "from"),
    ("stemmed", "from"),
    ("stemming", "from"),
    ("blamed", "for"),
    ("blamed", "on"),
    ("attributed", "to"),
    ("responsible", "for"),
    ("in", "response", "to"),
    ("in", "retaliation", "for"),
)
_CAUSE_STARTS: dict[str, list[tuple[str, ...]]] = {}
for _cause in _CAUSES:
    _CAUSE_STARTS.setdefault(_cause[0], []).append(_cause)
_COMPARATIVES = word_set("""
    more less fewer higher lower bigger larger smaller greater faster slower longer shorter older
    younger cheaper costlier richer poorer stronger weaker better worse safer hotter colder warmer
    heavier lighter taller earlier later deadlier
    """)


@dataclass(frozen=True, slots=True)
class Marker:
    """A word or idiom found at the tokens `first` to `last`, the end excluded."""

    first: int
    last: int
    words: str


def _low(tokens: Sequence[Token], place: int) -> str:
    return tokens[place].low if 0 <= place < len(tokens) else ""


def find_ranking(tokens: Sequence[Token], place: int) -> Marker | None:
    """Return the superlative or ordinal at `place`, unless it ranks nothing that can be checked."""
    low = tokens[place].low
    before, after = _low(tokens, place - 1), _low(tokens, place + 1)
    if low in _SUPERLATIVES:
        if (low == "best" and after in _BEST_IDIOMS) or before in ("at", "do", "did", "their"):
            return None
        if low in _JUDGEMENTS and not _says_among_what(tokens, place):
            return None
        return Marker(place, place + 1, tokens[place].text)
    if low in _ORDINALS:
        return _ordinal(tokens, place)
    if low == "most":
        return _most(tokens, place)
    if low == "only" and before in ("the", "its", "his", "her", "their") and after:
        ranked = after in _ONLY_NOUNS_AFTER or _low(tokens, place + 2) in ("to", "in", "ever")
        return Marker(place, place + 1, tokens[place].text) if ranked else None
    if low == "record" and (
        before in ("a", "new", "all-time", "world") or after in ("high", "low")
    ):
        return Marker(place, place + 1, tokens[place].text)
    if low == "never" and after == "before":
        return Marker(place, place + 2, "never before")
    return None


def _says_among_what(tokens: Sequence[Token], place: int) -> bool:
    before = _low(tokens, place - 1)
    if before.endswith(("’s", "'s")):
        return True
    return any(_low(tokens, at) in _AMONG for at in range(place + 1, place + 5))


def _ordinal(tokens: Sequence[Token], place: int) -> Marker | None:
    token = tokens[place]
    before, after = _low(tokens, place - 1), _low(tokens, place + 1)
    if after in _ORDINAL_IDIOMS_AFTER or before in _ORDINAL_IDIOMS_BEFORE:
        return None
    if place + 1 >= len(tokens) or not tokens[place + 1].is_word:
        return None
    if token.is_capital and place and tokens[place + 1].is_capital:
        return None  # a name: the First Amendment, the Second Avenue line
    determined = before in ("the", "a", "an", "his", "her", "its", "their", "our", "my", "that")
    owned = before.endswith(("’s", "'s"))
    window = [_low(tokens, at) for at in range(place + 1, min(len(tokens), place + 14))]
    scoped = any(word in _SCOPE for word in window)
    if token.low == "first":
        is_ranking = determined or owned or (not place and scoped)
    else:
        is_ranking = (owned or (determined and before not in ("a", "an"))) and scoped
    return Marker(place, place + 1, token.text) if is_ranking else None


def _most(tokens: Sequence[Token], place: int) -> Marker | None:
    before, after = _low(tokens, place - 1), _low(tokens, place + 1)
    if before == "at" or not after or not tokens[place + 1].is_word:
        return None
    determined = before in ("the", "its", "his", "her", "their", "world’s") or before.endswith(
        ("’s", "'s")
    )
    if determined and after not in _EVALUATIVE and after not in ("of",):
        return Marker(place, place + 2, f"{tokens[place].text} {tokens[place + 1].text}")
    return None


def find_cause(tokens: Sequence[Token], place: int) -> Marker | None:
    """Return the words at `place` that name a cause or an effect."""
    for cause in _CAUSE_STARTS.get(tokens[place].low, ()):
        if all(_low(tokens, place + i) == word for i, word in enumerate(cause)):
            return Marker(place, place + len(cause), " ".join(cause))
    return None


def find_comparison(tokens: Sequence[Token], place: int) -> Marker | None:
    """Return the comparative at `place` whose "than" follows, and "twice as", "compared with"."""
    low = tokens[place].low
    after = _low(tokens, place + 1)
    if low in ("twice", "half") and after == "as":
        return Marker(place, place + 2, f"{low} as")
    if low == "compared" and after in ("with", "to"):
        return Marker(place, place + 2, f"compared {after}")
    if low not in _COMPARATIVES:
        return None
    for at in range(place + 1, min(len(tokens), place + 6)):
        if tokens[at].low != "than":
            if not tokens[at].is_word:
                return None
            continue
        behind = tokens[at + 1] if at + 1 < len(tokens) else None
        if behind is None or (at == place + 1 and _is_bound(behind)):
            return None
        return Marker(place, at + 1, f"{low} … than" if at > place + 1 else f"{low} than")
    return None


def _is_bound(token: Token) -> bool:
    """Whether "more than" only bounds a number or is an idiom."""
    return token.text[0].isdigit() or token.text[0] in "$€£¥" or token.low in _NUMBERISH


_NUMBERISH = word_set("""
    a an one two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty
    sixty seventy eighty ninety half double twice dozen hundred thousand million just ever expected
    likely usual enough happy most that this it any to almost anything anyone anybody ever before
    what i we you he she they
    """)

# A token outside this set starts no ranking, comparison or cause.
MARKER_WORDS = (
    _SUPERLATIVES
    | _ORDINALS
    | _COMPARATIVES
    | frozenset(_CAUSE_STARTS)
    | {"most", "only", "record", "never", "twice", "half", "compared"}
)
