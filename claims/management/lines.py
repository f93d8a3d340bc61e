"""What the commands share that read a text and print lines of JSON. None needs a database."""

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser


class LinesCommand(BaseCommand):
    """Read a file, or standard input, and print a line of JSON for each answer."""

    requires_system_checks = []  # there may be no database to check

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", metavar="PATH", help="A file in UTF-8; - is standard input.")

    def handle(self, *args: Any, **options: Any) -> None:
        for answer in self.answers(read_text(options["path"]), options):
            # Escaped to ASCII: it can be printed whatever the terminal's encoding.
            self.stdout.write(json.dumps(answer))

    def answers(self, text: str, options: dict[str, Any]) -> Iterable[Any]:
        """Yield what is printed for `text`, in order."""
        raise NotImplementedError


def read_text(name: str) -> str:
    """Return the text of a file as it stands: offsets count from its first code point.

    Raises:
        CommandError: it cannot be opened, or is not in UTF-8.
    """
    try:
        data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        return data.decode()
    except OSError as error:
        raise CommandError(f"{name} cannot be opened: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise CommandError(f"{name} is not in UTF-8.") from None


def lines_of(text: str) -> list[str]:
    """Return the lines of `text`; the line end after the last one begins no further line."""
    # Not splitlines(): U+2028 and its like may stand inside a line.
    lines = [line.removesuffix("\r") for line in text.split("\n")]
    return lines[:-1] if lines and not lines[-1] else lines


def objects_of(text: str) -> list[Any]:
    """Return the JSON values of lines; empty lines are left out.

    Raises:
        CommandError: a line is no JSON, naming it.
    """
    values = []
    for number, line in enumerate(lines_of(text), start=1):
        if not line.strip():
            continue
        try:
            values.append(json.loads(line))
        except ValueError:
            raise CommandError(f"Line {number} is no JSON.") from None
    return values
