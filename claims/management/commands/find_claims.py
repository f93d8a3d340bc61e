"""Propose what is checkable in a text."""

from collections.abc import Iterable
from typing import Any

from claims.management.lines import LinesCommand
from claims.text.finding import find_claims_lines


class Command(LinesCommand):
    help = (
        "Print what is checkable in a text, a line of JSON each: its place in code points, kind,"
        " score and reason; repeats of one fact share a group. It judges nothing."
    )

    def answers(self, text: str, options: dict[str, Any]) -> Iterable[Any]:
        return find_claims_lines(text)
