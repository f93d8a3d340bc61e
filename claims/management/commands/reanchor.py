"""Carry places of an old draft to a new one."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.core.management.base import CommandError

from claims.management.lines import LinesCommand, objects_of
from claims.text.anchoring import reanchor


class Command(LinesCommand):
    help = (
        "Read a line of JSON a case, {id, old, new, spans: [{id, start, end}]}, and print for each"
        " {id, spans: [{id, state, reasons, start, end}]}: what became of the words, and why."
    )

    def answers(self, text: str, options: dict[str, Any]) -> Iterable[Any]:
        return map(_answer, _cases(text))


def _cases(text: str) -> Iterator[dict[str, Any]]:
    for number, case in enumerate(objects_of(text), start=1):
        try:
            spans = [(span["start"], span["end"]) for span in case["spans"]]
            is_case = isinstance(case["old"], str) and isinstance(case["new"], str)
        except (KeyError, TypeError):
            is_case, spans = False, []
        length = len(case["old"]) if is_case else 0
        if not is_case or not all(_is_place(span, length) for span in spans):
            raise CommandError(f"Case {number} is no {{id, old, new, spans}} with places in old.")
        yield case


def _is_place(span: tuple[Any, Any], length: int) -> bool:
    start, end = span
    return isinstance(start, int) and isinstance(end, int) and 0 <= start < end <= length


def _answer(case: dict[str, Any]) -> dict[str, Any]:
    spans = case["spans"]
    anchors = reanchor(case["old"], case["new"], [(span["start"], span["end"]) for span in spans])
    return {
        "id": case.get("id"),
        "spans": [
            {
                "id": span.get("id"),
                "state": str(anchor.state),
                "reasons": list(anchor.reasons),
                "start": anchor.start,
                "end": anchor.end,
            }
            for span, anchor in zip(spans, anchors, strict=True)
        ],
    }
