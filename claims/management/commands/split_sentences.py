"""Cut a text into sentences."""

from collections.abc import Iterable
from typing import Any

from claims.management.lines import LinesCommand
from claims.text.finding import split_sentences_lines


class Command(LinesCommand):
    help = "Print the sentences of a text, a line {start, end} each, in code points."

    def answers(self, text: str, options: dict[str, Any]) -> Iterable[Any]:
        return split_sentences_lines(text)
