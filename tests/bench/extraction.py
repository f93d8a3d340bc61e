"""How well articles are read from web pages.

Measures as in the README beside the pages: precision and recall over 4-word shingles a page,
averaged over pages, and F1 of the averages; snippets that must and must not be there, after
folding typography; blocks of one kind that share 85% of their words; title up to case and
punctuation; a byline that has all names and at most 4 words more; the same day.
"""

import gzip
import re
import statistics
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lxml import html

from claims.intake.document import Document
from claims.intake.errors import IntakeRefused
from claims.intake.reading import read_document
from tests.bench.data import read_lines, shared_data
from tests.bench.scores import TYPOGRAPHY, f1, f1_of_counts, share
from tests.bench.table import Bars, Figure, not_measured

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
BARS = Bars(
    least={
        "F1": 0.975,
        "precision": 0.97,
        "recall": 0.975,
        "blocks, heading: F1": 0.95,
        "blocks, paragraph: F1": 0.87,
        "date right": 0.95,
        "byline right": 0.65,
        "title right": 0.77,
    },
    most={
        "byline wrong": 0.20,
        "pages with an F1 under .5": 0,
        "blocks that are no stretch of their page": 0,
        "pages refused": 0,
    },
)
_FOLD = TYPOGRAPHY | {ord("…"): "."}


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
        return f1(self.precision, self.recall)


def score_pages(folder: Path = PAGES) -> list[PageScore]:
    """Read and score every page of the set in `folder`."""
    return [score_page(gold, folder) for gold in read_lines(folder / "index.jsonl")]


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
        "F1": f1(precision, recall),
        "precision": precision,
        "recall": recall,
        "pages with an F1 under .5": sum((s.f1 or 0) < 0.5 for s in full),
        "snippets right": 1
        - sum(len(s.missing) + len(s.unwanted) for s in scores)
        / max(sum(s.snippets for s in scores), 1),
        "title right": share(s.title for s in scores),
        "byline right": share(s.byline for s in scores),
        "byline wrong": share(s.byline_wrong for s in scores),
        "date right": share(s.date for s in scores),
        "blocks that are no stretch of their page": sum(len(s.not_verbatim) for s in scores),
        "pages refused": sum(bool(s.refused) for s in scores),
        "ms a page, median": statistics.median(s.ms for s in scores),
    }
    for kind in KINDS.values():
        counts = [s.blocks[kind] for s in scores if kind in s.blocks]
        wanted, found, right = (sum(c[i] for c in counts) for i in range(3))
        if wanted or found:
            figures[f"blocks, {kind.replace('_', ' ')}: F1"] = f1_of_counts(right, found, wanted)
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


def measure(misses: list[str]) -> list[Figure]:
    """Return the section of the table."""
    if not PAGES.is_dir():
        return not_measured()
    scores = score_pages()
    misses += filter(None, map(_told, scores))
    return BARS.figures(summarise(scores))


def _told(score: PageScore) -> str:
    """Return what is wrong with a page, or nothing."""
    wrong = [
        *(f"missing {text!r}" for text in score.missing),
        *(f"unwanted {text!r}" for text in score.unwanted),
        *(f"{name} wrong" for name in ("title", "byline", "date") if getattr(score, name) is False),
        *(f"not verbatim {text[:80]!r}" for text in score.not_verbatim[:5]),
        *(f"{kind}s {n}" for kind, n in score.blocks.items() if any(n) and len(set(n)) > 1),
        score.refused,
    ]
    told = "; ".join(filter(None, wrong))
    f1_words = f" F1 {score.f1:.3f}" if score.f1 is not None else ""
    return f"PAGE {score.id}{f1_words} {told}" if told else ""
