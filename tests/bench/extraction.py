"""How well articles are read from web pages; `python -m tests.bench.extraction -v` page by page.

Measures as in the README beside the pages: precision and recall over 4-word shingles a page,
averaged over pages, and F1 of the averages; snippets that must and must not be there, after
folding typography; blocks of one kind that share 85% of their words; title up to case and
punctuation; a byline that has all names and at most 4 words more; the same day.
"""

import gzip
import json
import re
import statistics
import sys
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lxml import html

from claims.intake.document import Document
from claims.intake.errors import IntakeRefused
from claims.intake.reading import read_document
from tests.bench.data import shared_data
from tests.bench.table import Figure, at_least, at_most, print_table

PAGES = shared_data("extraction")
KINDS = {
    "h": "heading",
    "p": "paragraph",
    "q": "quote",
    "li": "list_item",
    "pre": "preformatted",
    "td": "table_cell",
    "cap": "caption",
}
BARS = {
    "f1": 0.975,
    "precision": 0.97,
    "recall": 0.975,
    "heading f1": 0.95,
    "paragraph f1": 0.87,
    "date": 0.95,
    "byline": 0.65,
    "title": 0.77,
}
CEILINGS = {"byline wrong": 0.20, "pages under .5": 0, "not verbatim": 0, "refused": 0}
_FOLD = str.maketrans("’‘‚‛“”„‟–—‐‑−  \u2009…", "''''\"\"\"\"-----   .")


@dataclass(slots=True)
class PageScore:
    """What one page got right."""

    id: str
    precision: float | None = None
    recall: float | None = None
    missing: list[str] = field(default_factory=list)
    unwanted: list[str] = field(default_factory=list)
    snippets: int = 0
    blocks: dict[str, tuple[int, int, int]] = field(default_factory=dict)
    title: bool | None = None
    byline: bool | None = None
    byline_wrong: bool | None = None
    date: bool | None = None
    not_verbatim: list[str] = field(default_factory=list)
    refused: str = ""
    ms: float = 0.0

    @property
    def f1(self) -> float | None:
        """F1 of the page, None without full gold."""
        if self.precision is None or self.recall is None:
            return None
        return _f1(self.precision, self.recall)


def score_pages(folder: Path = PAGES) -> list[PageScore]:
    """Read and score every page of the set in `folder`."""
    lines = (folder / "index.jsonl").read_text(encoding="utf-8").splitlines()
    return [score_page(json.loads(line), folder) for line in lines if line.strip()]


def score_page(
    gold: dict[str, Any],
    folder: Path,
    read: Callable[..., Document] = read_document,
) -> PageScore:
    """Read one page of the index and compare it with its gold."""
    path = folder / gold["file"]
    data = path.read_bytes()
    if path.suffix == ".gz":
        data = gzip.decompress(data)
    score = PageScore(gold["id"])
    started = time.perf_counter()
    try:
        document = read(data, filename=path.name.removesuffix(".gz"), url=gold["url"])
    except IntakeRefused as refused:
        score.refused = refused.sentence
        document = Document("", "", "", "", "", ())
    score.ms = 1000 * (time.perf_counter() - started)
    _score_text(score, gold, document)
    _score_blocks(score, gold, document)
    _score_fields(score, gold, document)
    whole = _squeezed(_page_text(data))
    score.not_verbatim = [b.text for b in document.blocks if _squeezed(b.text) not in whole]
    return score


def summarise(scores: Sequence[PageScore]) -> dict[str, float]:
    """Return the figures of the whole set."""
    full = [s for s in scores if s.precision is not None and s.recall is not None]
    precision = statistics.fmean(s.precision or 0 for s in full)
    recall = statistics.fmean(s.recall or 0 for s in full)
    figures = {
        "f1": _f1(precision, recall),
        "precision": precision,
        "recall": recall,
        "pages under .5": sum(1 for s in full if (s.f1 or 0) < 0.5),
        "snippets": 1
        - sum(len(s.missing) + len(s.unwanted) for s in scores)
        / max(sum(s.snippets for s in scores), 1),
        "title": _share(s.title for s in scores),
        "byline": _share(s.byline for s in scores),
        "byline wrong": _share(s.byline_wrong for s in scores),
        "date": _share(s.date for s in scores),
        "not verbatim": sum(len(s.not_verbatim) for s in scores),
        "refused": sum(1 for s in scores if s.refused),
        "ms": statistics.median(s.ms for s in scores),
    }
    for kind in KINDS.values():
        counts = [s.blocks[kind] for s in scores if kind in s.blocks]
        wanted, found, right = (sum(c[i] for c in counts) for i in range(3))
        if wanted or found:
            figures[f"{kind} f1"] = 2 * right / (wanted + found)
    return figures


def _score_text(score: PageScore, gold: dict[str, Any], document: Document) -> None:
    if "text" in gold:
        wanted, found = _shingles(gold["text"]), _shingles(document.text)
        common = (wanted & found).total()
        score.precision = common / max(found.total(), 1)
        score.recall = common / max(wanted.total(), 1)
    text = _folded(f"{document.title} {document.text}")
    body = _folded(document.text)
    score.missing = [s for s in gold.get("must", ()) if _folded(s) not in text]
    score.unwanted = [s for s in gold.get("mustnot", ()) if _folded(s) in body]
    score.snippets = len(gold.get("must", ())) + len(gold.get("mustnot", ()))


def _score_blocks(score: PageScore, gold: dict[str, Any], document: Document) -> None:
    if "blocks" not in gold:
        return
    for short, kind in KINDS.items():
        wanted = [_bag(text) for name, text in gold["blocks"] if name == short]
        found = [_bag(block.text) for block in document.blocks if block.kind == kind]
        score.blocks[kind] = (len(wanted), len(found), _matches(wanted, found))


def _matches(wanted: list[Counter[str]], found: list[Counter[str]]) -> int:
    free = list(found)
    count = 0
    for bag in wanted:
        for index, other in enumerate(free):
            if (bag & other).total() >= 0.85 * max(bag.total(), other.total(), 1):
                del free[index]
                count += 1
                break
    return count


def _score_fields(score: PageScore, gold: dict[str, Any], document: Document) -> None:
    if gold.get("title"):
        score.title = _words(gold["title"]) == _words(document.title)
    if gold.get("byline"):
        wanted, found = _words(gold["byline"]), _words(document.byline)
        score.byline = not Counter(wanted) - Counter(found) and len(found) <= len(wanted) + 4
        score.byline_wrong = bool(found) and not score.byline
    if gold.get("date"):
        score.date = document.published[:10] == gold["date"][:10]


def _page_text(data: bytes) -> str:
    for encoding in ("utf-8", "cp1252"):
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    root = html.document_fromstring(
        text.encode(), parser=html.HTMLParser(encoding="utf-8", huge_tree=True)
    )
    unseen = root.xpath(
        "//script | //style | //noscript | //template | //comment() | //*[@hidden]"
        " | //*[contains(translate(@style, ' ', ''), 'display:none')]"
    )
    for element in unseen:
        if element.getparent() is not None:
            element.drop_tree()
    return "".join(root.itertext())


def _squeezed(text: str) -> str:
    text = unicodedata.normalize("NFC", text)
    return "".join(
        c for c in text if not c.isspace() and unicodedata.category(c) not in {"Cf", "Cc"}
    )


def _folded(text: str) -> str:
    text = unicodedata.normalize("NFC", text).translate(_FOLD)
    return " ".join(text.split()).lower()


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def _bag(text: str) -> Counter[str]:
    return Counter(_words(text))


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    words = re.findall(r"\w+", text)
    return Counter(zip(*(words[i:] for i in range(4)), strict=False))


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _share(values: Iterable[bool | None]) -> float:
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else 0.0


def measure() -> list[Figure]:
    """Return what the development set gives, and nothing to pass where it is not at hand."""
    if not PAGES.is_dir():
        return [Figure("extraction", "no development data")]
    return _figures(score_pages())


def _figures(scores: Sequence[PageScore]) -> list[Figure]:
    figures = []
    for key, value in summarise(scores).items():
        name = f"extraction: {key}"
        if key in BARS:
            figures.append(at_least(name, 100 * value, 100 * BARS[key], "%"))
        elif key in CEILINGS and isinstance(CEILINGS[key], int):
            figures.append(at_most(name, value, CEILINGS[key]))
        elif key in CEILINGS:
            figures.append(at_most(name, 100 * value, 100 * CEILINGS[key], "%"))
        else:
            figures.append(Figure(name, f"{value:.1f} ms" if key == "ms" else f"{value:.2%}"))
    return figures


def _print_page(score: PageScore) -> None:
    numbers = f"{score.precision:.3f} {score.recall:.3f}" if score.precision is not None else ""
    wrong = [
        *(f"missing {text!r}" for text in score.missing),
        *(f"unwanted {text!r}" for text in score.unwanted),
        *(f"{name} wrong" for name in ("title", "byline", "date") if getattr(score, name) is False),
        *(f"not verbatim {text[:80]!r}" for text in score.not_verbatim[:5]),
        score.refused,
    ]
    blocks = {kind: n for kind, n in score.blocks.items() if any(n) and len(set(n)) > 1}
    print(score.id, numbers, f"{score.ms:.0f} ms", blocks or "", "; ".join(filter(None, wrong)))


def main(arguments: Sequence[str]) -> int:
    """Print the figures of a set; with -v what went wrong on each page, too."""
    scores = score_pages(next((Path(a) for a in arguments if a != "-v"), PAGES))
    if "-v" in arguments:
        for score in scores:
            _print_page(score)
    figures = _figures(scores)
    print_table(figures)
    return int(any(figure.passed is False for figure in figures))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
