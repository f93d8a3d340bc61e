"""Finds what is checkable in an article: suggestions for people, never a judgement.

Each suggestion is a place finer than a sentence: a fact together with what it is about. Rules see
figures, dates, quotations, rankings, causes, named offices and acts; the check-worthiness of the
sentence only orders them. Repeats of one fact share a group.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from claims.text.candidates import BlockLike, Candidate, Collector
from claims.text.dates import DateExpression
from claims.text.grouping import Statement, group_statements, words_of
from claims.text.quantities import Quantity
from claims.text.quotes import Quotation, Speaker
from claims.text.sentences import split_sentences
from claims.text.worthiness import score_sentence

__all__ = [
    "KINDS",
    "READ_CODE_POINTS_MAX",
    "SUGGESTIONS_MAX",
    "BlockLike",
    "Findings",
    "Suggestion",
    "examine",
    "find_claims",
    "score_sentences_lines",
    "split_sentences_lines",
    "suggestion_json",
]

KINDS = ("figure", "date", "name", "quotation", "superlative", "causal", "event", "other")
SUGGESTIONS_MAX = 2_000
READ_CODE_POINTS_MAX = 1_000_000
_BASE_SCORES = {
    "figure": 0.6,
    "quotation": 0.5,
    "date": 0.5,
    "superlative": 0.5,
    "causal": 0.4,
    "event": 0.35,
    "name": 0.3,
    "other": 0.25,
}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A place that somebody should check.

    Attributes:
        start, end: code points; `exact` is the text between them.
        kind: one of `KINDS`.
        score: 0 to 1, to sort by.
        reason: why it is suggested, for the reviewer.
        quantities: the amounts in it.
        speaker: who says it, where the text attributes it; None for the article's own words.
        group: equal for repeats of one fact, counted from 1 in reading order.
    """

    start: int
    end: int
    exact: str
    kind: str
    score: float
    reason: str
    quantities: tuple[Quantity, ...]
    speaker: Speaker | None
    group: int


@dataclass(frozen=True, slots=True)
class Findings:
    """The suggestions of one text with what was read on the way.

    Attributes:
        suggestions: in reading order, at most `SUGGESTIONS_MAX`.
        statements: what the grouping knows of each suggestion, in the same order.
        quotations, dates, sentences: as read; sentences as start and end in code points.
        notice: one sentence for the reader where suggestions were left out, or "".
    """

    suggestions: list[Suggestion]
    statements: list[Statement]
    quotations: list[Quotation]
    dates: list[DateExpression]
    sentences: list[tuple[int, int]]
    notice: str


def find_claims(text: str, blocks: Sequence[BlockLike] | None = None) -> list[Suggestion]:
    """Return what is checkable in `text`, in reading order.

    Args:
        text: an article body, NFC-normalised.
        blocks: of the same text; without them headings are recognised by their form.
    """
    return examine(text, blocks).suggestions


def examine(text: str, blocks: Sequence[BlockLike] | None = None) -> Findings:
    """Return the suggestions of `text` with the readings they rest on; see `find_claims`.

    Only the first `READ_CODE_POINTS_MAX` code points are read; the notice says so.
    """
    collector = Collector(text[:READ_CODE_POINTS_MAX], blocks)
    candidates, is_cut = collector.collect(SUGGESTIONS_MAX)
    statements = [_statement(text, candidate) for candidate in candidates]
    groups = group_statements(statements)
    suggestions = [
        Suggestion(
            candidate.start,
            candidate.end,
            text[candidate.start : candidate.end],
            candidate.kind,
            _score(candidate),
            candidate.reason,
            candidate.quantities,
            candidate.speaker,
            group,
        )
        for candidate, group in zip(candidates, groups, strict=True)
    ]
    notice = _notice(is_cut=is_cut, is_long=len(text) > READ_CODE_POINTS_MAX)
    return Findings(
        suggestions, statements, collector.quotations, collector.dates, collector.sentences, notice
    )


def _notice(*, is_cut: bool, is_long: bool) -> str:
    if is_cut:
        return (
            f"This text holds more than {SUGGESTIONS_MAX:,} checkable places;"
            " only those up to here are listed."
        )
    if is_long:
        return f"Only the first {READ_CODE_POINTS_MAX:,} characters of this text were read."
    return ""


def suggestion_json(suggestion: Suggestion) -> dict[str, Any]:
    """Return one suggestion as the JSON object that the command `find_claims` prints."""
    speaker = suggestion.speaker
    return {
        "start": suggestion.start,
        "end": suggestion.end,
        "exact": suggestion.exact,
        "kind": suggestion.kind,
        "score": suggestion.score,
        "reason": suggestion.reason,
        "quantities": [_quantity_json(quantity) for quantity in suggestion.quantities],
        "speaker": None
        if speaker is None
        else {"name": speaker.name, "start": speaker.start, "end": speaker.end},
        "group": suggestion.group,
    }


def split_sentences_lines(text: str) -> list[dict[str, int]]:
    """Return the sentences of `text` as JSON objects, as the command `split_sentences` prints."""
    return [{"start": span[0], "end": span[1]} for span in split_sentences(text)]


def score_sentences_lines(sentences: Sequence[str]) -> list[dict[str, float]]:
    """Return a JSON object per sentence, as the command `score_sentences` prints them."""
    return [{"score": score_sentence(sentence)} for sentence in sentences]


def _quantity_json(quantity: Quantity) -> dict[str, Any]:
    values = [quantity.value] if quantity.upper is None else [quantity.value, quantity.upper]
    numbers = [int(v) if v == v.to_integral_value() else float(v) for v in values]
    return {
        "start": quantity.start,
        "end": quantity.end,
        "exact": quantity.exact,
        "value": numbers[0] if quantity.upper is None else numbers,
        "unit": quantity.unit,
        "dimension": quantity.dimension,
        "modifier": " ".join(filter(None, [quantity.direction, quantity.modifier])) or None,
    }


def _score(candidate: Candidate) -> float:
    base = min(0.9, _BASE_SCORES[candidate.kind] + candidate.bonus)
    return round(base + (1 - base) * 0.7 * candidate.worthiness, 3)


def _statement(text: str, candidate: Candidate) -> Statement:
    return Statement(
        candidate.start,
        candidate.end,
        text[candidate.start : candidate.end],
        candidate.kind,
        candidate.core,
        candidate.context,
        candidate.is_negated,
        candidate.quantities,
        words_of(text[candidate.start : candidate.end]) if candidate.kind == "quotation" else (),
        candidate.speaker.name if candidate.speaker else "",
    )
