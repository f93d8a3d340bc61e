"""Measure the sentence splitter on the development data.

Run `python -m tests.bench.sentences`; it prints a table with the bars and ends with status 1 if
one is missed.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from claims.text.sentences import split_sentences
from tests.bench.data import SAMPLES, find_shared

BARS = {"news_f1": 0.96, "seed_right": 34.0}


@dataclass(slots=True)
class Tally:
    """Counts of boundaries: found and right, found, wanted."""

    hits: int = 0
    found: int = 0
    wanted: int = 0

    def add(self, found: set[Any], wanted: set[Any]) -> None:
        """Count one text."""
        self.hits += len(found & wanted)
        self.found += len(found)
        self.wanted += len(wanted)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall; 1.0 where nothing was wanted or found."""
        return 2 * self.hits / (self.found + self.wanted) if self.found + self.wanted else 1.0

    @property
    def precision(self) -> float:
        """Share of the found ones that are right."""
        return self.hits / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """Share of the wanted ones that were found."""
        return self.hits / self.wanted if self.wanted else 1.0


def joined(sentences: Iterable[str]) -> tuple[str, list[tuple[int, int]]]:
    """Join sentences by single spaces; also return where each one stands."""
    text, spans = "", []
    for sentence in sentences:
        text += " " if text else ""
        spans.append((len(text), len(text) + len(sentence)))
        text += sentence
    return text, spans


def score_news(path: Path) -> dict[str, float]:
    """Return the figures of a file of paragraphs, cut by hand.

    `news_f1` counts boundaries inside paragraphs only, the hardest reading; `news_ends_f1` counts
    every sentence end, `news_spans_f1` whole sentences.
    """
    inner, ends, spans = Tally(), Tally(), Tally()
    with path.open(encoding="utf-8") as lines:
        paragraphs = [paragraph for line in lines for paragraph in json.loads(line)["paragraphs"]]
    for paragraph in paragraphs:
        text, wanted = joined(paragraph)
        found = [tuple(span) for span in split_sentences(text)]
        inner.add({end for _, end in found[:-1]}, {end for _, end in wanted[:-1]})
        ends.add({end for _, end in found}, {end for _, end in wanted})
        spans.add(set(found), set(wanted))
    return {
        "news_f1": inner.f1,
        "news_precision": inner.precision,
        "news_recall": inner.recall,
        "news_ends_f1": ends.f1,
        "news_spans_f1": spans.f1,
    }


def score_seed(article: Path, gold: Path) -> dict[str, float]:
    """Return how many sentences of the sample article are exact, wanted and found."""
    text = article.read_text(encoding="utf-8")
    paragraphs = json.loads(gold.read_text(encoding="utf-8"))["paragraphs"]
    wanted = [sentence for paragraph in paragraphs for sentence in paragraph]
    found = [text[start:end] for start, end in split_sentences(text)]
    return {
        "seed_right": float(sum(a == b for a, b in zip(found, wanted, strict=False))),
        "seed_wanted": float(len(wanted)),
        "seed_found": float(len(found)),
    }


def score() -> dict[str, float]:
    """Return all figures from the development data, or from our own sample where it is absent."""
    shared = find_shared()
    if shared is None:
        return score_news(SAMPLES / "sentences.jsonl")
    data = shared / "data"
    return {
        **score_news(data / "sentences-gum-news" / "dev.jsonl"),
        **score_seed(shared / "seeds" / "trade-talks.txt", data / "sample-article" / "gold.json"),
    }


def main() -> int:
    """Print the table; return 1 if a bar is missed."""
    failed = False
    for name, value in score().items():
        bar = BARS.get(name)
        verdict = "" if bar is None else "PASS" if value >= bar else "FAIL"
        failed = failed or verdict == "FAIL"
        print(f"{name:16} {value:8.3f}  {'' if bar is None else f'>= {bar:g}':10} {verdict}")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
