"""Measure quotations and their speakers on the development data.

How it is counted. A direct quotation to be found is a passage between quotation marks inside the
content of an annotated attribution, or a content that opens with a mark that nothing closes; it is
covered if outer quotations cover nine tenths of it. Of the quotations found there, a speaker is
right if the place given touches an annotated source, or if the name given shares a word with it.
"By place" counts the place alone. "Without one" is the share of quotations outside every annotated
attribution (titles, terms, scare quotes) that get a speaker nevertheless.
"""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from claims.text.quotes import Quotation, read_quotations
from tests.bench.data import find_shared, read_lines
from tests.bench.table import Bars, Figure, not_measured
from tests.bench.timing import cpu_seconds

BARS = Bars(
    least={"attributed quotations covered": 0.98, "speakers right": 0.72},
    most={"ms for 1,000 words": 50},
    timed=frozenset({"ms for 1,000 words"}),
)

_PAIR = re.compile(r"“[^”]*”|\"[^\"]*\"|''.+?''")
_WORD = re.compile(r"[\w’'-]+")
_EMPTY = frozenset({"the", "a", "an", "of", "for", "to", "in", "on", "at", "by", "and", "or", "is"})
_EMPTY |= {"was", "who", "with", "from", "said", "he", "she", "they", "it", "i", "we", "him", "her"}
_EMPTY |= {"his", "that", "which"}


def wanted_quotations(article: dict[str, Any]) -> list[tuple[int, int]]:
    """Return the direct quotations inside the attributed content of one article."""
    text = article["text"]
    wanted: set[tuple[int, int]] = set()
    for attribution in article["attributions"]:
        for start, end in attribution.get("content", []):
            content = text[start:end]
            found = [(start + m.start(), start + m.end()) for m in _PAIR.finditer(content)]
            wanted.update(found)
            if content[0] in '“"' and not re.search(r"[”\"]", content[1:]):
                wanted.add((start, end))
    return sorted(wanted)


def sources_of(article: dict[str, Any], quotation: Quotation) -> list[list[tuple[int, int]]]:
    """Return the annotated sources of the attributions whose content holds `quotation`."""
    sources = []
    length = quotation.end - quotation.start
    for attribution in article["attributions"]:
        for start, end in attribution.get("content", []):
            shared = min(end, quotation.end) - max(start, quotation.start)
            if shared >= 0.8 * length and attribution.get("source"):
                sources.append([(a, b) for a, b in attribution["source"]])
    return sources


def is_attributed(article: dict[str, Any], quotation: Quotation) -> bool:
    """Whether any annotated content overlaps `quotation`."""
    return any(
        start < quotation.end and quotation.start < end
        for attribution in article["attributions"]
        for start, end in attribution.get("content", [])
    )


def names_in(words: str) -> set[str]:
    """Return the words of a name or source that can identify somebody."""
    found = (w.lower().removesuffix("’s").removesuffix("'s") for w in _WORD.findall(words))
    return {word for word in found if word not in _EMPTY}


def score(shared: Path, report: list[str] | None = None) -> dict[str, float]:
    """Return every figure; what was read wrongly is added to `report`."""
    report = [] if report is None else report
    articles = read_lines(shared / "data/attribution-polnear/dev.jsonl")
    covered = wanted = asked = right = placed = free = unasked = 0
    for article in articles:
        text = article["text"]
        outer = [q for q in read_quotations(text) if q.depth == 0]
        for first, last in wanted_quotations(article):
            wanted += 1
            found = sum(max(0, min(last, q.end) - max(first, q.start)) for q in outer)
            if found >= 0.9 * (last - first):
                covered += 1
            else:
                report.append(f"QUOTATION {article['doc']} {text[first:last][:80]}")
        for quotation in outer:
            sources = sources_of(article, quotation)
            if not sources:
                if not is_attributed(article, quotation):
                    free += 1
                    unasked += quotation.speaker is not None
                continue
            asked += 1
            by_place, by_name = _judge(text, quotation, sources)
            placed += by_place
            right += by_place or by_name
            if not (by_place or by_name):
                said = quotation.speaker.name if quotation.speaker else None
                report.append(f"SPEAKER {article['doc']} {said}: {quotation.exact[:80]}")
    texts = [article["text"] for article in articles]
    spent_s = cpu_seconds(lambda: [read_quotations(text) for text in texts], runs=2)
    return {
        "attributed quotations": wanted,
        "attributed quotations covered": covered / wanted,
        "quotations with an annotated speaker": asked,
        "speakers right": right / asked,
        "speakers right by place": placed / asked,
        "speakers given to quotations without one": unasked / max(1, free),
        "ms for 1,000 words": spent_s * 1_000_000 / sum(len(text.split()) for text in texts),
    }


def _judge(
    text: str, quotation: Quotation, sources: Sequence[Sequence[tuple[int, int]]]
) -> tuple[bool, bool]:
    speaker = quotation.speaker
    if speaker is None:
        return False, False
    by_place = any(
        speaker.start < end and start < speaker.end for source in sources for start, end in source
    )
    by_name = any(
        names_in(speaker.name) & names_in(" ".join(text[a:b] for a, b in source))
        for source in sources
    )
    return by_place, by_name


def measure(misses: list[str]) -> list[Figure]:
    """Return the section of the table."""
    shared = find_shared()
    return BARS.figures(score(shared, misses)) if shared else not_measured()
