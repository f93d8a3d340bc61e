"""How well uploaded files are read, and what a long one takes.

The rules are those of expected.jsonl beside the files: what has to be read or refused, which
paragraphs and strings have to be there or not, what a warning or refusal has to be about, and
how many seconds and megabytes it may take. Long documents are also read as the worker reads them,
in a process of its own; what counts there is the most memory which that process ever held.
"""

import contextlib
import gzip
import math
import re
import time
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from claims.intake.document import Document
from claims.intake.errors import IntakeRefused
from claims.intake.reading import read_document
from claims.intake.sandbox import ChildReader
from tests.bench.data import read_lines, shared_data
from tests.bench.scores import TYPOGRAPHY
from tests.bench.table import Figure, at_least, at_most, not_measured
from tests.unit.intake.files import make_docx, make_odt, make_pdf, p, r

FILES = shared_data("uploads")
KINDS = {"heading": "h", "paragraph": "p", "quote": "q", "list_item": "li", "table_cell": "td"}
_MAX_SECONDS = 20
_MAX_MB = 400
_PAGES, _LINES = 300, 30
_LINE = "The harbour board raised the ferry fee by 30% in May, for the first time since 2014."
_UNSAFE = re.compile(r"<\s*(?:script|iframe|object|embed|svg|style)|\bon\w+\s*=", re.IGNORECASE)


@dataclass(slots=True)
class FileScore:
    """What is wrong with the reading of one file; nothing if it came out right."""

    file: str
    wrong: list[str] = field(default_factory=list)


def score_files(folder: Path = FILES) -> list[FileScore]:
    """Read every file of the set in `folder` and hold it against what is expected."""
    return [score_file(expected, folder) for expected in read_lines(folder / "expected.jsonl")]


def score_file(expected: dict[str, Any], folder: Path) -> FileScore:
    """Read one file and hold it against what is expected of it."""
    name = expected["file"]
    data = (folder / expected.get("stored", name)).read_bytes()
    if expected.get("stored", "").endswith(".gz"):
        data = gzip.decompress(data)
    score = FileScore(name)
    started = time.perf_counter()
    try:
        document = read_document(data, filename=name)
    except IntakeRefused as refused:
        score.wrong += _wrong_refusal(expected, refused.sentence)
    else:
        score.wrong += _wrong_document(expected, document)
    seconds = time.perf_counter() - started
    if seconds > expected.get("seconds", _MAX_SECONDS):
        score.wrong.append(f"took {seconds:.1f} s")
    if "mb" in expected and (mb := _extra_mb(name, data)) > expected["mb"]:
        score.wrong.append(f"took {mb:.0f} MB")
    return score


def _wrong_refusal(expected: dict[str, Any], sentence: str) -> list[str]:
    if expected["expect"] == "ok":
        return [f"refused: {sentence}"]
    if not _is_about(expected, sentence):
        return [f"the refusal is not about {expected['warn']}: {sentence}"]
    return [] if sentence.endswith(".") else ["the refusal is no sentence"]


def _wrong_document(expected: dict[str, Any], document: Document) -> list[str]:
    if expected["expect"] == "refuse":
        return ["was taken"]
    wrong: list[str] = []
    text = document.text
    if "blocks" in expected:
        found = [[KINDS.get(b.kind, b.kind), _folded(b.text)] for b in document.blocks]
        if found != [[kind, _folded(words)] for kind, words in expected["blocks"]]:
            wrong.append(f"blocks are {found}")
    folded = {_folded(block.text) for block in document.blocks}
    plain = text.translate(TYPOGRAPHY)
    wrong += [
        f"missing {s!r}" for s in expected.get("must", ()) if s.translate(TYPOGRAPHY) not in plain
    ]
    wrong += [
        f"not in one piece: {s!r}"
        for s in expected.get("equal_folded", ())
        if _folded(s) not in folded
    ]
    wrong += [f"has {s!r}" for s in expected.get("mustnot", ()) if s in text]
    wrong += [
        f"{s!r} {text.count(s)} times"
        for s, most in expected.get("max_count", {}).items()
        if not 1 <= text.count(s) <= most
    ]
    if len(document.blocks) < expected.get("count_blocks", 0):
        wrong.append(f"has only {len(document.blocks)} blocks")
    if expected.get("safe_html") and _UNSAFE.search(text):
        wrong.append("has unsafe markup")
    if not _is_about(expected, " ".join(document.warnings)):
        wrong.append(f"no warning about {expected['warn']}: {document.warnings}")
    if not unicodedata.is_normalized("NFC", text):
        wrong.append("is not NFC")
    if any(text[b.start : b.end] != b.text for b in document.blocks):
        wrong.append("offsets are off")
    return wrong


def _is_about(expected: dict[str, Any], sentence: str) -> bool:
    words = expected.get("warn", ())
    return not words or any(word in sentence.lower() for word in words)


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).translate(TYPOGRAPHY).split())


def _extra_mb(name: str, data: bytes) -> float:
    """Return what reading takes beyond the same reader with next to nothing to read."""
    return read_in_child(name, data)[1] - read_in_child("next to nothing.txt", b"Nothing.")[1]


def read_in_child(name: str, data: bytes) -> tuple[Document | None, float]:
    """Read a file in a process of its own, as the worker does.

    Return the document, or None where it is refused, and the most memory that the process ever
    held, in megabytes.
    """
    document = None
    with ChildReader() as reader:
        with contextlib.suppress(IntakeRefused):
            document = reader.read(data, filename=name)
        process = reader._child
        # `ru_maxrss` would not do: a process hands its own on to the one it starts.
        status = Path(f"/proc/{process.pid}/status").read_text(encoding="ascii") if process else ""
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    return document, int(found[1]) * 1_024 / 1_000_000 if found else math.inf


def long_documents() -> Iterator[tuple[str, bytes]]:
    """Yield documents of 300 pages: our own, and those of the development set."""
    lines = [f"{number}. {_LINE}" for number in range(_PAGES * _LINES)]
    yield "our own.docx", make_docx("".join(p(r(line)) for line in lines))
    yield "our own.odt", make_odt("".join(f"<text:p>{line}</text:p>" for line in lines))
    pages = [
        [(60.0, 800.0 - 16 * row, 10.0, line) for row, line in enumerate(lines[at : at + _LINES])]
        for at in range(0, len(lines), _LINES)
    ]
    yield "our own.pdf", make_pdf(pages)
    for name in ("three-hundred-pages.docx", "three-hundred-pages.pdf"):
        if (path := FILES / name).is_file():
            yield name, path.read_bytes()


def measure(misses: list[str]) -> list[Figure]:
    """Return the section of the table."""
    figures = []
    if FILES.is_dir():
        scores = score_files()
        wrong = [score for score in scores if score.wrong]
        misses += [f"FILE {score.file} {'; '.join(score.wrong)}" for score in wrong]
        right = len(scores) - len(wrong)
        figures.append(at_least("files that come out as their table says", right, len(scores)))
    else:
        figures += not_measured()
    for name, data in long_documents():
        document, mb = read_in_child(name, data)
        words = len(document.text.split()) if document else 0
        note = f"{words:,} words" if document else "refused"
        peak = mb if document else math.inf
        figures.append(at_most(f"300 pages, {name}: peak memory", peak, _MAX_MB, " MB", note))
    return figures
