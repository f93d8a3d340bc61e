"""Say how check-worthy sentences are."""

from collections.abc import Iterable
from typing import Any

from claims.management.lines import LinesCommand, lines_of
from claims.text.finding import score_sentences_lines


class Command(LinesCommand):
    help = "Read a sentence a line and print for each how check-worthy it is, 0 to 1."

    def answers(self, text: str, options: dict[str, Any]) -> Iterable[Any]:
        return score_sentences_lines(lines_of(text))
