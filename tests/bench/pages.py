"""The check page: what a first visit transfers, and how the time grows with the article."""

import gzip
import re
from urllib.parse import urljoin

import brotli

from claims.models import Article
from tests.bench.rows import make_checked_article
from tests.bench.site import Site, Visitor
from tests.bench.table import Figure, at_most
from tests.bench.timing import in_turn

ROUNDS, EACH = 7, 5
TAG = re.compile(r"<(?:script|link|img)\b[^>]*?\b(?:src|href)=\"([^\"]+)\"")
IMPORT = re.compile(r"(?:\bfrom|\bimport)\s*\(?\s*[\"'](\.{0,2}/[^\"']+)[\"']")
IN_STYLE = re.compile(r"(?:url\(\s*[\"']?|@import\s+[\"'])([^\"')]+)")


def measure(site: Site) -> list[Figure]:
    visitor = site.visitor()
    small, small_claims = make_checked_article(words=5_000, claims=40)
    large, large_claims = make_checked_article(words=50_000, claims=1_000)
    figures = [
        _first_visit(visitor, small, "check page, 5,000 words, 40 claims: first visit", 80),
        _first_visit(visitor, large, "check page, 50,000 words, 1,000 claims: first visit", 400),
    ]
    for name, few, many in (
        ("check page: large by small, time", "", ""),
        (
            "the same with a claim in hand",
            f"?claim={small_claims[20].pk}",
            f"?claim={large_claims[500].pk}",
        ),
    ):
        of_large = visitor.get(f"{large.get_absolute_url()}{many}")
        of_small = visitor.get(f"{small.get_absolute_url()}{few}")
        visitor.seconds(of_large), visitor.seconds(of_small)
        slow, quick, ratio = in_turn(
            lambda wanted=of_large: visitor.seconds(wanted),  # type: ignore[misc]
            lambda wanted=of_small: visitor.seconds(wanted),  # type: ignore[misc]
            rounds=ROUNDS,
            each=EACH,
        )
        note = f"{slow * 1000:.0f} ms, {quick * 1000:.0f} ms"
        figures.append(at_most(name, ratio, 6, note=note))
    return figures


def _first_visit(visitor: Visitor, article: Article, name: str, bar_kb: int) -> Figure:
    """Fetch the page and all it names, as a browser with an empty cache would."""
    waiting, sizes = [article.get_absolute_url()], dict[str, int]()
    while waiting:
        path = waiting.pop()
        if path in sizes:
            continue
        answer = visitor.connection.ask(visitor.get(path))
        if answer.status != 200:
            raise RuntimeError(f"{answer.status} to {path}")
        sizes[path] = answer.wire_bytes
        text = _plain(answer.head, answer.body)
        pattern = TAG if path == article.get_absolute_url() else _pattern(path)
        if pattern:
            waiting += [urljoin(path, found) for found in pattern.findall(text)]
    page = sizes[article.get_absolute_url()] / 1000
    note = f"{page:.1f} of it the page, {len(sizes) - 1} files"
    return at_most(name, sum(sizes.values()) / 1000, bar_kb, " kB", note)


def _pattern(path: str) -> re.Pattern[str] | None:
    return {"js": IMPORT, "css": IN_STYLE}.get(path.rpartition(".")[2])


def _plain(head: bytes, body: bytes) -> str:
    found = re.search(rb"\r\ncontent-encoding: (\w+)", head, re.IGNORECASE)
    match found[1] if found else b"":
        case b"gzip":
            body = gzip.decompress(body)
        case b"br":
            body = brotli.decompress(body)
    return body.decode(errors="replace")
