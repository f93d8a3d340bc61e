"""Read files as the desk would and print what it finds in them."""

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from claims.intake.lines import Request, extract_lines, requests_from


class Command(BaseCommand):
    help = (
        "Read .docx, .odt, .pdf, .html, .md and .txt files and print a line of JSON for each; of a"
        " file that is refused the line says why. Needs no database."
    )
    requires_system_checks = []  # there may be no database to check

    def add_arguments(self, parser: CommandParser) -> None:
        chosen = parser.add_mutually_exclusive_group(required=True)
        # The default is a list: argparse tells an empty one from files that were named.
        chosen.add_argument(
            "paths", nargs="*", default=[], metavar="PATH", help="A file; - is standard input."
        )
        chosen.add_argument(
            "--from",
            dest="listed",
            metavar="FILE",
            help='A list of files, a line of JSON each: {"path": …, "url": …}. With a url an HTML'
            " file is read as the article page of that address. - is standard input.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["listed"] is not None:
            requests = _read_list(options["listed"])
        else:
            requests = [Request(path) for path in options["paths"]]
        # A list that came in by standard input has used it up.
        is_asked_for = any(request.path == "-" for request in requests)
        stdin = sys.stdin.buffer.read() if is_asked_for and options["listed"] != "-" else b""
        for answer in extract_lines(requests, stdin=stdin):
            # Escaped to ASCII: it can be printed whatever the terminal's encoding.
            self.stdout.write(json.dumps(answer))


def _read_list(name: str) -> list[Request]:
    """Return all requests of a list, so that a mistake in it is told before anything is read."""
    try:
        data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        raise CommandError(f"{name} cannot be opened: {error.strerror}.") from None
    try:
        # Not splitlines(): a JSON string may hold U+2028 as it is.
        return list(requests_from(data.decode("utf-8-sig").split("\n")))
    except UnicodeDecodeError:
        raise CommandError(f"{name} is not in UTF-8.") from None
    except ValueError as error:
        raise CommandError(str(error)) from None
