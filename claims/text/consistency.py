"""What does not agree within one text, for people to look at.

Five kinds of notes: the same thing with two values, a value that carries its year in one place and
not in another, one quotation in two wordings, sums that do not come out, and speech attributed to
the person it tells of. Every note names its places; none is a judgement.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher
from fractions import Fraction
from itertools import pairwise
from typing import Any

from claims.text.finding import BlockLike, Findings, Suggestion, examine
from claims.text.grouping import years_in
from claims.text.phrases import (
    PREPOSITIONS,
    QUOTE_MARKS,
    Token,
    content_stems,
    tokenize_words,
)
from claims.text.quantities import Quantity, same_quantity
from claims.text.quotes import Quotation
from claims.text.verbs import is_verb_form

__all__ = [
    "NOTE_KINDS",
    "Note",
    "Place",
    "find_notes",
    "find_notes_in",
    "find_notes_lines",
]

NOTE_KINDS = (
    "contradiction",
    "missing_qualifier",
    "quotation_forms",
    "arithmetic",
    "speaker",
    "limit",
)
_NOTES_MAX = 200
_COMPARED_MAX = 40
_NEIGHBOUR_CODE_POINTS = 160
_BETWEEN_CODE_POINTS = 80
_SENTENCE_CODE_POINTS = 400


@dataclass(frozen=True, slots=True)
class Place:
    """Where a note applies: code points, the end excluded."""

    start: int
    end: int
    exact: str


@dataclass(frozen=True, slots=True)
class Note:
    """Something that may not agree.

    Attributes:
        kind: one of `NOTE_KINDS`.
        places: in reading order; empty for "limit".
        message: one or two sentences for the reviewer.
    """

    kind: str
    places: tuple[Place, ...]
    message: str


def find_notes(text: str, blocks: Sequence[BlockLike] | None = None) -> list[Note]:
    """Return the notes on `text`, by kind and then in reading order, at most 200.

    Args:
        text: an article body, NFC-normalised.
        blocks: of the same text; without them headings are recognised by their form.
    """
    return find_notes_in(text, examine(text, blocks))


def find_notes_in(text: str, findings: Findings) -> list[Note]:
    """Return the notes on `text`, whose `findings` have been read already."""
    reader = _Reader(text, findings)
    notes = [
        *reader.contradictions(),
        *reader.missing_qualifiers(),
        *reader.quotation_forms(),
        *reader.arithmetic(),
        *reader.speakers(),
    ]
    limits = [findings.notice] if findings.notice else []
    if len(notes) > _NOTES_MAX:
        limits.append(f"There are more than {_NOTES_MAX} notes; only those up to here are listed.")
    return [*notes[:_NOTES_MAX], *(Note("limit", (), message) for message in limits)]


def find_notes_lines(text: str) -> list[dict[str, Any]]:
    """Return the notes on `text` as JSON objects."""
    return [
        {
            "kind": note.kind,
            "places": [
                {"start": place.start, "end": place.end, "exact": place.exact}
                for place in note.places
            ],
            "message": note.message,
        }
        for note in find_notes(text)
    ]


@dataclass(frozen=True, slots=True)
class _Amount:
    """A figure and what it is said of."""

    quantity: Quantity
    sentence: tuple[int, int]
    head: frozenset[str]  # stems of the noun phrase that the amount stands in
    subject: frozenset[str]  # stems around it in its sentence
    names: frozenset[str]
    years: frozenset[str]
    group: int
    speaker: str
    is_definite: bool  # "the $45 million contract": one that was spoken of before


_DEFINITE = ("the ", "this ", "that ")
_IF = re.compile(r"\bif\b", re.I)
_RANK_BEFORE = re.compile(r"\b(?:top|bottom|richest|poorest|first|last|other|another)\s+$", re.I)
_STATES_CHANGE = re.compile(
    r"\b(?:from|rose|fell|grew|up|down|increased?|decreased?|dropped|climbed|another|additional"
    r"|compared|versus|instead|revised|earlier|previous(?:ly)?|last|next|then|later|now|other"
    r"|each|per|average|if|would|could|between|respectively|first|second|third)\b",
    re.I,
)
_NAME = re.compile(r"(?<![.!?]\s)(?<!^)\b[A-Z][\w’'-]+")
_AS_OF = re.compile(r"\b(?:as of|since|by|in|for|at the end of)\s+[^.;]{0,20}?\b(?:19|20)\d\d\b")


# What may stand between an amount and the word that leads to it.
_ABOUT = r"(?:about|around|nearly|almost|roughly|some|just|over|under|a|an|the|more than|less than)"
_FROM = re.compile(rf"\bfrom\s+(?:{_ABOUT}\s+){{0,2}}[$€£]?$", re.I)
_TO = re.compile(rf"\bto\s+(?:{_ABOUT}\s+){{0,2}}[$€£]?$", re.I)
_PERIOD = (
    r"(?:\s+(?:in|last|this|a|the)?\s*(?:\d{4}|year|month|week|quarter)"
    r"(?:\s+(?:ago|earlier|before))?)?"
)
_TO_ONLY = re.compile(rf"{_PERIOD},?\s+to\s+(?:{_ABOUT}\s+){{0,2}}", re.I)
_FROM_ONLY = re.compile(rf"{_PERIOD},?\s+from\s+(?:{_ABOUT}\s+){{0,2}}", re.I)
_FROM_CHANGE = re.compile(
    rf"(?:\s+(?:drop|fall|decline|decrease|cut|reduction|loss|rise|increase|gain|jump|growth|change"
    rf"|in\s+\w+))?{_PERIOD},?\s+from\s+(?:{_ABOUT}\s+){{0,2}}",
    re.I,
)
_TO_CHANGE = re.compile(
    r"[\s,(–—-]*(?:\b(?:or|a|an|the|which|that|is|was|by|of|down|up|about|around|nearly|almost|roughly"
    r"|some|drop|fall|decline|decrease|cut|reduction|loss|rise|increase|gain|jump|growth|change|more"
    r"|than|just|over|under|in|last|this|year|\d{4})\b[\s,(–—-]*)*",
    re.I,
)
_OR_CHANGE = re.compile(r"[\s,]*(?:or\b|\(|down\b|up\b)", re.I)
_CHANGE_WORD = re.compile(
    r"\b(?:drop|fall|decline|decrease|cut|reduction|loss|rise|increase|gain|jump|growth|change|down"
    r"|up)\b",
    re.I,
)
_MULTIPLES: dict[str, int | Fraction] = {
    "doubled": 2,
    "doubling": 2,
    "tripled": 3,
    "trebled": 3,
    "tripling": 3,
    "quadrupled": 4,
    "halved": Fraction(1, 2),
    "halving": Fraction(1, 2),
}
_MULTIPLE = re.compile(rf"\b({'|'.join(_MULTIPLES)})\b", re.I)
_RATIO = re.compile(
    r"\b(?P<part>\d[\d,]{0,12})\s+(?:out\s+)?of\s+(?:the\s+|its\s+|all\s+)?(?P<whole>\d[\d,]{0,12})"
    r"(?:\s+[a-z]+){0,3}(?:,\s+or|\s+or|\s*\(|,)\s+?(?:about\s+|nearly\s+|roughly\s+)?"
    r"(?P<percent>\d{1,3}(?:\.\d+)?)\s?(?:%|percent|per\scent)",
    re.I,
)
_OF_WHOLE = re.compile(
    r"\s+of\s+(?:the\s+|all\s+|its\s+|our\s+|their\s+)?(?:[a-z]+\s+)?(?:people|voters|respondents"
    r"|americans|adults|women|men|children|students|patients|residents|households|population|votes|seats"
    r"|members|workers|employees|cases|schools|companies|countries|those|them|us"
    r"|staff|workforce|jobs|teachers|pupils|passengers|crew|families|citizens|inhabitants|electorate"
    r"|shareholders|territory|land)\b",
    re.I,
)
_LISTED = re.compile(r"[,;]|\band\b", re.I)
_NOT_PARTS = re.compile(
    r"\b(?:from|to|than|compared|versus|rose|fell|up|down|increase|decrease|tax|tariffs?|rates?|rate"
    r"|margin|among|while|year|years|also)\b",
    re.I,
)


class _Reader:
    def __init__(self, text: str, findings: Findings) -> None:
        self._text = text
        self._suggestions = findings.suggestions
        self._statements = findings.statements
        self._sentences = findings.sentences
        self._quotations = [q for q in findings.quotations if q.depth == 0]
        self._figures = [
            (suggestion, statement)
            for suggestion, statement in zip(self._suggestions, self._statements, strict=True)
            if suggestion.kind == "figure"
        ]

    # The same thing with two values

    def contradictions(self) -> Iterator[Note]:
        by_head: dict[object, list[_Amount]] = defaultdict(list)
        for amount in self._amounts():
            for stem in sorted(amount.head):
                by_head[(amount.quantity.measure.base, stem)].append(amount)
        seen: set[tuple[int, int]] = set()
        for amounts in by_head.values():
            yield from self._clashes(amounts[:_COMPARED_MAX], seen)

    def _amounts(self) -> Iterator[_Amount]:
        for suggestion, statement in self._figures:
            if len(suggestion.quantities) != 1:
                continue
            quantity = suggestion.quantities[0]
            if quantity.upper is not None or quantity.direction is not None:
                continue
            start, end = self._sentence_around(suggestion)
            sentence = self._text[start:end]
            if _STATES_CHANGE.search(suggestion.exact) or _IF.search(sentence):
                continue
            if self._defines(quantity):
                continue
            yield _Amount(
                quantity,
                (start, end),
                _head_stems(self._text, quantity, suggestion),
                statement.core,
                frozenset(_NAME.findall(suggestion.exact)),
                years_in(sentence),
                suggestion.group,
                statement.speaker,
                self._is_definite(quantity, suggestion),
            )

    def _is_definite(self, quantity: Quantity, suggestion: Suggestion) -> bool:
        before = self._text[max(0, quantity.start - 6) : quantity.start].lower()
        has_noun = suggestion.end - quantity.end > 2
        return has_noun and quantity.dimension == "money" and before.endswith(_DEFINITE)

    def _defines(self, quantity: Quantity) -> bool:
        """Whether an amount tells which thing is meant: "four-way race", "the top 1 percent"."""
        before = self._text[max(0, quantity.start - 12) : quantity.start]
        attached = quantity.dimension == "count" and (
            "-" in quantity.exact or self._text[quantity.end : quantity.end + 1] == "-"
        )
        return attached or _RANK_BEFORE.search(before) is not None

    def _sentence_around(self, suggestion: Suggestion) -> tuple[int, int]:
        low = max(0, suggestion.start - _SENTENCE_CODE_POINTS)
        high = min(len(self._text), suggestion.end + _SENTENCE_CODE_POINTS)
        before = max(self._text.rfind(mark, low, suggestion.start) for mark in (". ", "\n", "? "))
        after = [self._text.find(mark, suggestion.end, high) for mark in (". ", "\n")]
        ends = [place for place in after if place >= 0]
        return max(low, before + 1), min(ends, default=high)

    def _clashes(self, amounts: Sequence[_Amount], seen: set[tuple[int, int]]) -> Iterator[Note]:
        for place, one in enumerate(amounts):
            for other in amounts[place + 1 :]:
                key = (min(one.group, other.group), max(one.group, other.group))
                if key in seen or not _clash(one, other):
                    continue
                seen.add(key)
                yield self._contradiction(one, other)

    def _contradiction(self, one: _Amount, other: _Amount) -> Note:
        quantities = sorted(
            (
                suggestion.quantities[0]
                for suggestion, _ in self._figures
                if suggestion.group in (one.group, other.group)
            ),
            key=lambda quantity: quantity.start,
        )
        places = tuple(self._place(q.start, q.end) for q in quantities)
        first, second = sorted((one.quantity, other.quantity), key=lambda q: q.start)
        subject = self._words_for(one, one.head & other.head)
        return Note(
            "contradiction",
            places,
            f"Two values for what reads like the same thing ({subject}):"
            f" {first.exact} and {second.exact}.",
        )

    def _words_for(self, amount: _Amount, stems: frozenset[str]) -> str:
        """Return the words of the text around an amount whose stems are given."""
        low = max(amount.sentence[0], amount.quantity.start - 80)
        high = min(amount.sentence[1], amount.quantity.end + 80)
        words = [
            t.text for t in tokenize_words(self._text, low, high) if content_stems([t]) & stems
        ]
        return " ".join(dict.fromkeys(words))

    # A year in one place and none in another

    def missing_qualifiers(self) -> Iterator[Note]:
        by_group: dict[int, list[Suggestion]] = defaultdict(list)
        for suggestion, _ in self._figures:
            quantity = suggestion.quantities[0]
            if quantity.dimension != "time" and not self._defines(quantity):
                by_group[suggestion.group].append(suggestion)
        for suggestions in by_group.values():
            dated: list[tuple[Suggestion, str]] = []
            bare: list[Suggestion] = []
            for suggestion in suggestions:
                qualifier = self._qualifier(suggestion)
                if qualifier:
                    dated.append((suggestion, qualifier))
                else:
                    bare.append(suggestion)
            if dated and bare:
                yield self._missing(dated[0], bare)

    def _qualifier(self, suggestion: Suggestion) -> str:
        """Return the year that belongs to a figure, or ""."""
        start, end = self._sentence_around(suggestion)
        low = max(start, suggestion.start - _NEIGHBOUR_CODE_POINTS)
        found = _AS_OF.search(self._text, low, min(end, suggestion.end + 60))
        if found:
            return found.group().split()[-1].strip("),")
        return next(iter(sorted(years_in(suggestion.exact))), "")

    def _missing(self, dated: tuple[Suggestion, str], bare: Sequence[Suggestion]) -> Note:
        suggestion, year = dated
        quantity = suggestion.quantities[0]
        places = tuple(self._place(s.quantities[0].start, s.quantities[0].end) for s in bare)
        return Note(
            "missing_qualifier",
            places,
            f"{quantity.exact} is given for {year} elsewhere in the text; here no year stands"
            " with it.",
        )

    # One quotation in two wordings

    def quotation_forms(self) -> Iterator[Note]:
        by_group: dict[int, list[Suggestion]] = defaultdict(list)
        for suggestion in self._suggestions:
            if suggestion.kind == "quotation":
                by_group[suggestion.group].append(suggestion)
        for suggestions in by_group.values():
            for place, one in enumerate(suggestions[:_COMPARED_MAX]):
                for other in suggestions[place + 1 : _COMPARED_MAX]:
                    difference = _difference(one.exact, other.exact)
                    if difference:
                        yield Note(
                            "quotation_forms",
                            (
                                self._place(one.start, one.end),
                                self._place(other.start, other.end),
                            ),
                            f"One quotation in two forms: {difference}.",
                        )

    # Sums

    def arithmetic(self) -> Iterator[Note]:
        quantities = [q for s, _ in self._figures for q in s.quantities] + [
            q for s in self._suggestions if s.kind == "quotation" for q in s.quantities
        ]
        unique = sorted({(q.start, q.end): q for q in quantities}.values(), key=lambda q: q.start)
        if not unique:
            return
        at = 0
        for start, end in self._sentences:
            while at < len(unique) and unique[at].start < start:
                at += 1
            stop = at
            while stop < len(unique) and unique[stop].start < end:
                stop += 1
            if stop > at:
                yield from self._sums(start, end, unique[at : min(stop, at + _COMPARED_MAX)])
            at = stop

    def _sums(self, start: int, end: int, quantities: Sequence[Quantity]) -> Iterator[Note]:
        sentence = self._text[start:end]
        yield from self._changes(quantities)
        yield from self._ratios(start, sentence)
        yield from self._wholes(sentence, quantities)

    def _changes(self, quantities: Sequence[Quantity]) -> Iterator[Note]:
        """Check "fell from 40 to 30, a drop of 20%" and "doubled from 10 to 30"."""
        for place, quantity in enumerate(quantities):
            following = quantities[place + 1] if place + 1 < len(quantities) else None
            change = self._change_at(quantity, following)
            if change is None:
                continue
            places, before, after = change
            if before <= 0 or after < 0 or places[0].dimension == "time":
                continue
            yield from self._check_multiple(places, before, after)
            for stated in self._stated_changes(places, quantities):
                if stated.unit == "percent":
                    yield from self._check_percentage(places, stated, before, after)
                else:
                    yield from self._check_difference(places, stated, before, after)

    def _change_at(
        self, one: Quantity, other: Quantity | None
    ) -> tuple[list[Quantity], Fraction, Fraction] | None:
        """Return the amounts of a change that begins with `one`, its start and its end."""
        lead = self._text[max(0, one.start - 24) : one.start]
        if one.upper is not None:
            if not _FROM.search(lead):
                return None
            return [one], _amount(one, one.value), _amount(one, one.upper)
        if other is None or other.upper is not None or one.measure.base != other.measure.base:
            return None
        between = self._text[one.end : other.start]
        if _FROM.search(lead) and _TO_ONLY.fullmatch(between):
            return [one, other], _amount(one, one.value), _amount(other, other.value)
        if _TO.search(lead) and _FROM_ONLY.fullmatch(between):
            return [one, other], _amount(other, other.value), _amount(one, one.value)
        return None

    def _check_multiple(
        self, places: Sequence[Quantity], before: Fraction, after: Fraction
    ) -> Iterator[Note]:
        low = max(0, places[0].start - 60)
        found = list(_MULTIPLE.finditer(self._text, low, places[0].start))
        if not found or re.search(r"[.;\n]", self._text[found[-1].end() : places[0].start]):
            return
        word = found[-1].group(1)
        ratio, expected = after / before, _MULTIPLES[word.lower()]
        if abs(ratio - expected) > expected * Fraction(15, 100):
            yield self._sum_note(
                places,
                f"“{word}” does not fit: the second amount is {_plain(ratio)} times the first",
            )

    def _stated_changes(
        self, places: Sequence[Quantity], quantities: Sequence[Quantity]
    ) -> list[Quantity]:
        """Return the percentages and amounts said to be the size of the change."""
        first, last = places[0].start, places[-1].end
        stated = []
        for quantity in quantities:
            is_size = quantity.unit == "percent" or quantity.measure.base == places[0].measure.base
            if not is_size or quantity in places or quantity.upper is not None:
                continue
            if min(abs(quantity.start - last), abs(first - quantity.end)) > _BETWEEN_CODE_POINTS:
                continue
            if quantity.end <= first:
                between = self._text[quantity.end : first]
                fits = _FROM_CHANGE.fullmatch(between) is not None
            else:
                between = self._text[last : quantity.start]
                behind = self._text[quantity.end : quantity.end + 24]
                fits = _TO_CHANGE.fullmatch(between) is not None and (
                    _CHANGE_WORD.search(between) is not None
                    or _CHANGE_WORD.match(behind.lstrip()) is not None
                    or _OR_CHANGE.match(between) is not None
                )
            if fits:
                stated.append(quantity)
        return stated

    def _check_percentage(
        self, places: Sequence[Quantity], stated: Quantity, before: Fraction, after: Fraction
    ) -> Iterator[Note]:
        said = abs(Fraction(stated.value))
        actual = abs(after - before) / before * 100
        if abs(actual - said) <= max(Fraction(1), said * Fraction(8, 100)):
            return
        message = f"From {_plain(before)} to {_plain(after)} is a change of {_plain(actual)}%"
        if places[0].unit == "percent" and abs(abs(after - before) - said) < 1:
            message += f", or {_plain(abs(after - before))} percentage points"
        yield self._sum_note([*places, stated], f"{message}, not {stated.exact}")

    def _check_difference(
        self, places: Sequence[Quantity], stated: Quantity, before: Fraction, after: Fraction
    ) -> Iterator[Note]:
        said = abs(_amount(stated, stated.value))
        actual = abs(after - before)
        if abs(actual - said) <= max(said, actual) * Fraction(8, 100):
            return
        exact = " to ".join(place.exact for place in places)
        yield self._sum_note([*places, stated], f"The change from {exact} is not {stated.exact}")

    def _ratios(self, start: int, sentence: str) -> Iterator[Note]:
        """Check "3 of 10, or 40%": a part and its whole beside a percentage."""
        for ratio in _RATIO.finditer(sentence):
            part, whole = (Fraction(ratio[name].replace(",", "")) for name in ("part", "whole"))
            said = Fraction(ratio["percent"])
            if whole == 0:
                continue
            actual = part / whole * 100
            if abs(actual - said) > max(Fraction(1), said * Fraction(3, 100)):
                place = self._place(start + ratio.start(), start + ratio.end())
                yield Note(
                    "arithmetic",
                    (place,),
                    f"{ratio['part']} of {ratio['whole']} is {_plain(actual)}%, not"
                    f" {ratio['percent']}%.",
                )

    def _wholes(self, sentence: str, quantities: Sequence[Quantity]) -> Iterator[Note]:
        """Check shares of a whole: none above 100%, parallel ones together not above it."""
        shares = [q for q in quantities if q.unit == "percent" and q.upper is None]
        for quantity in shares:
            behind = self._text[quantity.end : quantity.end + 24]
            if abs(quantity.value) > 100 and _OF_WHOLE.match(behind):
                place = self._place(quantity.start, quantity.end)
                yield Note("arithmetic", (place,), f"{quantity.exact} of a whole exceeds it.")
        if len(shares) < 3 or _NOT_PARTS.search(sentence):
            return
        total = sum((abs(Decimal(quantity.value)) for quantity in shares), Decimal(0))
        largest = max(abs(quantity.value) for quantity in shares)
        if 102 < total < 200 and largest < 100 and _are_parts(self._text, shares):
            yield self._sum_note(
                shares, f"The shares add up to {total.normalize():f}% of one whole"
            )

    def _sum_note(self, quantities: Sequence[Quantity], message: str) -> Note:
        ordered = sorted(quantities, key=lambda quantity: quantity.start)
        places = tuple(self._place(q.start, q.end) for q in ordered)
        return Note("arithmetic", places, f"{message}.")

    # Speech attributed to the person it tells of

    def speakers(self) -> Iterator[Note]:
        for quotation in self._quotations:
            if quotation.speaker is not None and self._tells_of(quotation):
                yield Note(
                    "speaker",
                    (self._place(quotation.start, quotation.end),),
                    f"The words are attributed to {quotation.speaker.name} but speak of"
                    f" {quotation.speaker.name} in the third person.",
                )

    def _tells_of(self, quotation: Quotation) -> bool:
        name = quotation.speaker.name if quotation.speaker else ""
        last = name.split()[-1] if name else ""
        if not last[:1].isupper():
            return False
        words = self._text[
            quotation.words_start : min(quotation.words_end, quotation.words_start + 400)
        ]
        told = re.search(
            rf"\b{re.escape(last)}\s+(?:also\s+)?(?:said|says|told|announced|stated|added|will"
            rf"|has|was|is)\b",
            words,
        )
        return told is not None and not re.search(r"\b(?:I|me|my|we|our|us)\b", words)

    def _place(self, start: int, end: int) -> Place:
        return Place(start, end, self._text[start:end])


def _amount(quantity: Quantity, value: Decimal) -> Fraction:
    return Fraction(value) * quantity.measure.factor


def _plain(value: Fraction) -> str:
    """Return a number for a sentence: at most one decimal, thousands grouped."""
    rounded = round(float(value), 1)
    return f"{rounded:,.0f}" if rounded == int(rounded) else f"{rounded:,.1f}"


def _are_parts(text: str, shares: Sequence[Quantity]) -> bool:
    """Whether percentages stand in one list: "60% yes, 30% no, 20% undecided"."""
    return all(
        later.start - earlier.end <= 60 and _LISTED.search(text[earlier.end : later.start])
        for earlier, later in pairwise(shares)
    )


def _head_stems(text: str, quantity: Quantity, suggestion: Suggestion) -> frozenset[str]:
    """Return the stems of what an amount measures: "trade imbalance", "people killed"."""
    behind = tokenize_words(text, quantity.end, max(quantity.end, suggestion.end))
    noun: list[Token] = []
    for token in behind:
        if not token.is_word or token.low in PREPOSITIONS or is_verb_form(token.low):
            break
        noun.append(token)
    head = content_stems(noun)
    if head:
        return head
    before = tokenize_words(text, suggestion.start, max(suggestion.start, quantity.start))
    return content_stems([*before, *behind])


def _clash(one: _Amount, other: _Amount) -> bool:
    """Whether two amounts cannot both be right of the one thing that both seem to measure."""
    if one.group == other.group or one.sentence == other.sentence:
        return False
    if one.quantity.measure.base != other.quantity.measure.base:
        return False
    if same_quantity(one.quantity, other.quantity) or _agree(one.quantity, other.quantity):
        return False
    if one.years and other.years and not one.years & other.years:
        return False
    if one.names and other.names and not one.names & other.names:
        return False
    if one.speaker and other.speaker and one.speaker != other.speaker:
        return False
    shared = one.head & other.head
    either = one.head | other.head
    if not shared or len(shared) * 2 < len(either):
        return False
    if (one.is_definite and one.head <= other.head) or (
        other.is_definite and other.head <= one.head
    ):
        return True
    around = len(one.subject & other.subject) / max(1, len(one.subject | other.subject))
    return (len(shared) >= 2 and around >= 0.4) or around >= 0.6


def _agree(one: Quantity, other: Quantity) -> bool:
    """Whether rounding or a bound ("more than 20") reconciles two amounts."""
    first, second = _amount(one, one.value), _amount(other, other.value)
    for bounded, low, high in ((one, first, second), (other, second, first)):
        if bounded.modifier in ("more than", "at least") and high >= low:
            return True
        if bounded.modifier in ("less than", "up to") and high <= low:
            return True
    larger = max(abs(first), abs(second))
    if larger and abs(first - second) <= larger * Fraction(2, 100):
        return True
    is_vague = "about" in (one.modifier, other.modifier) or "nearly" in (
        one.modifier,
        other.modifier,
    )
    return bool(is_vague and larger and abs(first - second) <= larger * Fraction(12, 100))


def _difference(one: str, other: str) -> str:
    """Return in words how two forms of a quotation differ; "" where they do not.

    A shorter form that is part of the longer differs only if it was cut within a phrase or lost
    the mark that ended it.
    """
    first, second = _WORDS.findall(one), _WORDS.findall(other)
    if len(first) > len(second):
        first, second, one, other = second, first, other, one
    if len(first) < 4:
        return ""
    low_first, low_second = _lower(first), _lower(second)
    at = _index_of(low_first, low_second)
    if at is None:
        matcher = SequenceMatcher(None, low_first, low_second, autojunk=False)
        return _word_changes(first, second) if matcher.ratio() >= _ALIKE else ""
    same = second[at : at + len(first)]
    if first != same and not _is_title_case(first):
        return f"“{' '.join(first)}” here, “{' '.join(same)}” there"
    ending, fuller = _marks_behind(one, len(first)), _marks_behind(other, at + len(first))
    if fuller and fuller != ending and fuller.strip(".,;:"):
        return f"“…{first[-1]}{ending}” here, “…{first[-1]}{fuller}” there"
    return ""


def _is_title_case(words: Sequence[str]) -> bool:
    """Whether a headline's capitals explain a difference in case."""
    return sum(word[0].isupper() for word in words) * 2 > len(words) and not all(
        word.isupper() for word in words
    )


def _lower(words: Sequence[str]) -> list[str]:
    return [word.lower().replace("’", "'") for word in words]


def _index_of(part: Sequence[str], whole: Sequence[str]) -> int | None:
    size = len(part)
    for at in range(len(whole) - size + 1):
        if whole[at : at + size] == part:
            return at
    return None


def _marks_behind(quotation: str, count: int) -> str:
    """Return the punctuation behind the word number `count` of a quotation, quotation marks out."""
    for number, found in enumerate(_WORDS.finditer(quotation), start=1):
        if number == count:
            marks = re.match(r"[^\w\s]*", quotation[found.end() :])
            return (marks.group() if marks else "").translate(_NO_QUOTES)
    return ""


def _word_changes(first: Sequence[str], second: Sequence[str]) -> str:
    matcher = SequenceMatcher(None, _lower(first), _lower(second), autojunk=False)
    changes = [
        f"“{' '.join(first[a:b]) or '…'}” here, “{' '.join(second[c:d]) or '…'}” there"
        for tag, a, b, c, d in matcher.get_opcodes()
        if tag != "equal"
    ]
    return "; ".join(changes[:3])


_ALIKE = 0.6
_WORDS = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_NO_QUOTES = {ord(mark): None for mark in QUOTE_MARKS}
