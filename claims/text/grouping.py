"""Which statements of one text repeat the same fact."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice, pairwise

from claims.text.quantities import Quantity, same_quantity

__all__ = ["Statement", "group_statements", "words_of", "years_in"]

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_YEAR = re.compile(r"\b(?:1[89]|20)\d\d\b")
_COMPARED_MAX = 60
_KEYS_MAX = 80
_SIMILAR_WORDS = 0.6
_SIMILAR_QUOTATION = 0.75
_SMALL_COUNT = 12


@dataclass(frozen=True, slots=True)
class Statement:
    """What is compared of a suggestion.

    Attributes:
        start, end, exact, kind: as in the suggestion.
        core: stems of the fact itself; `context`: stems of its sentence.
        is_negated: it says that something was not done.
        quantities: the amounts in it.
        words: of a quotation, in lower case; of other kinds none.
        speaker: the speaker's name, or "".
    """

    start: int
    end: int
    exact: str
    kind: str
    core: frozenset[str]
    context: frozenset[str]
    is_negated: bool
    quantities: tuple[Quantity, ...]
    words: tuple[str, ...]
    speaker: str


def years_in(text: str) -> frozenset[str]:
    """Return the years written in `text`."""
    return frozenset(_YEAR.findall(text))


def group_statements(statements: Sequence[Statement]) -> list[int]:
    """Return a group number per statement, equal for repeats, counted from 1 in reading order.

    Two statements repeat each other where their amounts are equal and they share a subject word,
    where one quotation contains or nearly equals the other, or where most of their words are the
    same and neither amounts nor years nor a negation part them.
    """
    # Each statement points at an earlier one of its group, the first one at itself.
    earlier = list(range(len(statements)))

    def first_of(place: int) -> int:
        while earlier[place] != place:
            earlier[place] = place = earlier[earlier[place]]
        return place

    buckets: dict[object, list[int]] = {}
    for place, statement in enumerate(statements):
        keys = _keys_of(statement)
        for other in _candidates(buckets, keys):
            if first_of(other) != first_of(place) and _repeats(statement, statements[other]):
                one, two = sorted((first_of(other), first_of(place)))
                earlier[two] = one
                # Two of the same amount that share no word may both be told of by a third.
                if statement.kind != "figure":
                    break
        for key in keys:
            buckets.setdefault(key, []).append(place)
    numbers: dict[int, int] = {}
    return [numbers.setdefault(first_of(at), len(numbers) + 1) for at in range(len(statements))]


def _candidates(buckets: dict[object, list[int]], keys: Sequence[object]) -> list[int]:
    """Return earlier statements that share a key, those that share most keys first."""
    shared: dict[int, int] = {}
    for key in keys:
        for place in buckets.get(key, ())[-_COMPARED_MAX:]:
            shared[place] = shared.get(place, 0) + 1
    ordered = sorted(shared, key=lambda place: (-shared[place], place))
    return ordered[:_COMPARED_MAX]


def _keys_of(statement: Statement) -> list[object]:
    if statement.kind == "figure":
        return [_amount_key(statement.quantities[0])]
    if statement.kind == "quotation":
        words = statement.words
        if len(words) < 3:
            return [("quotation", " ".join(words)), *(("word", w) for w in words)]
        pairs = islice(pairwise(words), _KEYS_MAX)
        return [("quotation", f"{first} {second}") for first, second in pairs]
    return [("stem", statement.kind, stem) for stem in sorted(statement.core)]


def _amount_key(quantity: Quantity) -> object:
    value = abs(Fraction(quantity.value)) * quantity.measure.factor
    if quantity.dimension in ("share", "percent"):
        scaled = value * 100 if quantity.dimension == "share" else value
        return ("percent", round(scaled))
    return (quantity.measure.base, value)


def _repeats(one: Statement, other: Statement) -> bool:
    if one.kind != other.kind:
        return False
    if one.kind == "figure":
        return _same_figure(one, other)
    if one.kind == "quotation":
        return _same_quotation(one, other)
    return _same_words(one, other)


def _same_figure(one: Statement, other: Statement) -> bool:
    if one.is_negated != other.is_negated:
        return False
    if not _shares_subject(one, other) or _years_clash(one, other):
        return False
    return len(one.quantities) == len(other.quantities) and all(
        same_quantity(a, b) for a, b in zip(one.quantities, other.quantities, strict=True)
    )


def _shares_subject(one: Statement, other: Statement) -> bool:
    shared = len(one.core & other.core)
    quantity = one.quantities[0]
    if quantity.dimension == "count" and abs(quantity.value) <= _SMALL_COUNT:
        unit = len(words_of(quantity.unit))
        return shared > unit and _overlap(one.core, other.core) >= 0.5
    return shared >= 1 or len(one.context & other.context) >= 3


def _years_clash(one: Statement, other: Statement) -> bool:
    first, second = years_in(one.exact), years_in(other.exact)
    return bool(first and second and not first & second)


def _same_quotation(one: Statement, other: Statement) -> bool:
    shorter, longer = sorted((one.words, other.words), key=len)
    if not shorter:
        return False
    if len(shorter) == 1:
        return shorter == longer
    if f" {' '.join(shorter)} " in f" {' '.join(longer)} ":
        return True
    if len(shorter) < max(4, _SIMILAR_QUOTATION * len(longer)):
        return False
    common = (Counter(shorter) & Counter(longer)).total()
    return common / len(longer) >= _SIMILAR_QUOTATION


def _same_words(one: Statement, other: Statement) -> bool:
    if one.is_negated != other.is_negated or _years_clash(one, other):
        return False
    shared = one.core & other.core
    if one.kind in ("date", "name"):
        return _overlap(one.core, other.core) >= 0.75 and years_in(one.exact) == years_in(
            other.exact
        )
    return len(shared) >= 2 and _overlap(one.core, other.core) >= _SIMILAR_WORDS


def _overlap(first: frozenset[str], second: frozenset[str]) -> float:
    smaller = min(len(first), len(second))
    return len(first & second) / smaller if smaller else 0.0


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of `text` in lower case, with straight apostrophes."""
    return tuple(_WORD.findall(text.lower().replace("’", "'")))
