"""How well uploaded files are read; `python -m tests.bench.uploads -v` file by file.

The rules are those of expected.jsonl beside the files: what has to be read or refused, which
paragraphs and strings have to be there or not, what a warning or refusal has to be about, and
how many seconds and megabytes it may take.
"""

import contextlib
import gzip
import json
import re
import subprocess
import sys
import tempfile
import time
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from claims.intake.document import Document
from claims.intake.errors import IntakeRefused
from claims.intake.reading import read_document
from tests.bench.data import shared_data
from tests.bench.table import Figure, at_least, print_table

FILES = shared_data("uploads")
KINDS = {"heading": "h", "paragraph": "p", "quote": "q", "list_item": "li", "table_cell": "td"}
_FOLD = str.maketrans("’‘‚‛“”„‟–—‐‑−\xa0\u202f\u2009", "''''\"\"\"\"-----   ")
_MAX_SECONDS = 20
_UNSAFE = re.compile(r"<\s*(?:script|iframe|object|embed|svg|style)|\bon\w+\s*=", re.IGNORECASE)


@dataclass(slots=True)
class FileScore:
    """What is wrong with the reading of one file; nothing if it came out right."""

    file: str
    wrong: list[str] = field(default_factory=list)
    seconds: float = 0.0
    mb: float | None = None


def score_files(folder: Path = FILES) -> list[FileScore]:
    """Read every file of the set in `folder` and hold it against what is expected."""
    lines = (folder / "expected.jsonl").read_text(encoding="utf-8").splitlines()
    return [score_file(json.loads(line), folder) for line in lines if line.strip()]


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
    score.seconds = time.perf_counter() - started
    if score.seconds > expected.get("seconds", _MAX_SECONDS):
        score.wrong.append(f"took {score.seconds:.1f} s")
    if "mb" in expected:
        score.mb = _extra_mb(name, data)
        if score.mb > expected["mb"]:
            score.wrong.append(f"took {score.mb:.0f} MB")
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
    plain = text.translate(_FOLD)
    wrong += [f"missing {s!r}" for s in expected.get("must", ()) if s.translate(_FOLD) not in plain]
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
    return " ".join(unicodedata.normalize("NFC", text).translate(_FOLD).split())


def _extra_mb(name: str, data: bytes) -> float:
    """Return what reading takes beyond an idle reader, in a process of its own."""
    with tempfile.NamedTemporaryFile(suffix=Path(name).suffix) as file:
        file.write(data)
        file.flush()
        command = [sys.executable, "-m", "tests.bench.uploads", "--peak", file.name]
        root = Path(__file__).resolve().parents[2]
        done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=root)
    return float(done.stdout)


def _print_peak(path: Path) -> None:
    data = path.read_bytes()
    idle = _peak_mb()
    with contextlib.suppress(IntakeRefused):
        read_document(data, filename=path.name)
    print(_peak_mb() - idle)


def _peak_mb() -> float:
    """Return the most memory this process has held.

    Not `ru_maxrss`: that is handed on when a process is started, so a child of a large parent
    would seem to need nothing more.
    """
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(re.search(r"VmHWM:\s+(\d+)", status)[1]) / 1024


def measure() -> list[Figure]:
    """Return what the development set gives, and nothing to pass where it is not at hand."""
    if not FILES.is_dir():
        return [Figure("uploads", "no development data")]
    return [_figure(score_files())]


def _figure(scores: Sequence[FileScore]) -> Figure:
    wrong = [score.file for score in scores if score.wrong]
    return at_least(
        "uploads: files read right", len(scores) - len(wrong), len(scores), note=", ".join(wrong)
    )


def main(arguments: Sequence[str]) -> int:
    """Print what is wrong with the files of a set; with -v every file's cost, too."""
    if arguments[:1] == ["--peak"]:
        _print_peak(Path(arguments[1]))
        return 0
    scores = score_files(next((Path(a) for a in arguments if a != "-v"), FILES))
    for score in scores:
        if score.wrong or "-v" in arguments:
            mb = f" {score.mb:.0f} MB" if score.mb is not None else ""
            print(f"{score.file}: {score.seconds:.2f} s{mb}", "; ".join(score.wrong))
    figure = _figure(scores)
    print_table([figure])
    return int(figure.passed is False)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
