"""Read the dates and durations in texts."""

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.core.management.base import CommandError, CommandParser

from claims.management.lines import LinesCommand, lines_of
from claims.text.dates import date_line


class Command(LinesCommand):
    help = (
        "Read a text a line, or a line of JSON {text, on}, and print for each the list of its dates"
        " and durations. What cannot be told without a day is null."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--on", metavar="DATE", help="The day the text is of, as 2026-01-31.")

    def answers(self, text: str, options: dict[str, Any]) -> Iterable[Any]:
        return _dates(lines_of(text), _day(options["on"]))


def _dates(lines: Iterable[str], on: dt.date | None) -> Iterator[Any]:
    for line in lines:
        entry = _entry(line)
        if entry is None:
            yield date_line(line, on)
        else:
            yield date_line(entry["text"], _day(entry.get("on")) or on)


def _entry(line: str) -> dict[str, Any] | None:
    """Return the object that a line holds, or None where it is a text."""
    if not line.lstrip().startswith("{"):
        return None
    try:
        entry = json.loads(line)
    except ValueError:
        return None
    return entry if isinstance(entry.get("text"), str) else None


def _day(given: str | None) -> dt.date | None:
    """Return a day or a moment; with a moment "three hours ago" can be told to the minute."""
    if not given:
        return None
    try:
        moment = dt.datetime.fromisoformat(str(given))
    except ValueError:
        raise CommandError(f"{given} is no day such as 2026-01-31.") from None
    return moment if len(str(given)) > len("2026-01-31") else moment.date()
