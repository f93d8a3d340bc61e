"""Propose what is checkable in a text."""

from collections.abc import Iterable
from typing import Any

from claims.management.lines import LinesCommand
from claims.text.finding import examine, suggestion_json


class Command(LinesCommand):
    help = (
        "Print what is checkable in a text, a line of JSON each: its place in code points, kind,"
        " score and reason; repeats of one fact share a group. It judges nothing."
        " Of a very long text only a part is listed, and standard error says so."
    )

    def answers(self, text: str, options: dict[str, Any]) -> Iterable[Any]:
        findings = examine(text)
        if findings.notice:
            self.stderr.write(findings.notice)
        return map(suggestion_json, findings.suggestions)
