"""Read the amounts in texts."""

from collections.abc import Iterable
from typing import Any

from claims.management.lines import LinesCommand, lines_of
from claims.text.quantities import quantity_line


class Command(LinesCommand):
    help = "Read a text a line and print for each the list of its amounts, in code points."

    def answers(self, text: str, options: dict[str, Any]) -> Iterable[Any]:
        return map(quantity_line, lines_of(text))
