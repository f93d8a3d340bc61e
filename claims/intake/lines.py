"""Documents as lines of JSON, for the command `extract` and for measuring."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from claims.intake.document import Document
from claims.intake.errors import IntakeRefused
from claims.intake.sandbox import ChildReader, Limits


@dataclass(frozen=True, slots=True)
class Request:
    """A file to read; with a `url` an HTML file is read as the article page of that address."""

    path: str
    url: str | None = None


def requests_from(lines: Iterable[str]) -> Iterator[Request]:
    """Yield the requests in JSON lines `{path, url?}`; empty lines are left out.

    Raises:
        ValueError: a line is no such object; the text names the line, counted from 1.
    """
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            entry = json.loads(line)
            path, url = entry["path"], entry.get("url")
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise ValueError(f"Line {number} is no JSON object with a path.") from error
        if not isinstance(path, str) or not isinstance(url, str | None):
            raise ValueError(f"Line {number}: path and url have to be strings.")
        yield Request(path, url or None)


def extract_lines(
    requests: Iterable[Request], *, stdin: bytes = b"", limits: Limits | None = None
) -> Iterator[dict[str, Any]]:
    """Yield an answer for each request, in order, ready for JSON.

    An answer has `path`, `ok`, `error`, `title`, `byline`, `published`, `language`, `text`,
    `blocks`, `notes` and `warnings`; where `ok` is false, `error` is one sentence and the rest
    is empty. The path "-" stands for `stdin`.

    Each file is read in a child process within `limits`.
    """
    with ChildReader(limits) as child:
        for request in requests:
            try:
                document = _read(child, request, stdin)
            except IntakeRefused as refused:
                yield _answer(request.path, None, refused.sentence)
            else:
                yield _answer(request.path, document, "")


def _read(child: ChildReader, request: Request, stdin: bytes) -> Document:
    if request.path == "-":
        return child.read(stdin, filename=None, url=request.url)
    path = Path(request.path)
    try:
        data = path.read_bytes()
    except (OSError, ValueError) as error:
        raise IntakeRefused(
            f"The file {request.path!r} cannot be opened: check its name and whether it may be"
            " read."
        ) from error
    return child.read(data, filename=path.name, url=request.url)


def _answer(path: str, document: Document | None, error: str) -> dict[str, Any]:
    if document is None:
        document = Document("", "", "", "", "", ())
    return {
        "path": path,
        "ok": not error,
        "error": error,
        "title": document.title,
        "byline": document.byline,
        "published": document.published,
        "language": document.language,
        "text": document.text,
        "blocks": [
            {"kind": b.kind, "level": b.level, "start": b.start, "end": b.end, "text": b.text}
            for b in document.blocks
        ],
        "notes": [
            {"kind": n.kind, "start": n.start, "end": n.end, "text": n.text} for n in document.notes
        ],
        "warnings": list(document.warnings),
    }
