"""Measure the sentence splitter on the development data."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from claims.text.sentences import split_sentences
from tests.bench.data import SAMPLES, find_shared, read_lines, read_sample
from tests.bench.scores import f1_of_counts
from tests.bench.table import Bars, Figure, on_samples

BARS = Bars(least={"boundary F1, news": 0.96, "sample article: sentences right": 34})


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
        return f1_of_counts(self.hits, self.found, self.wanted)


def joined(sentences: Iterable[str]) -> tuple[str, list[tuple[int, int]]]:
    """Join sentences by single spaces; also return where each one stands."""
    text, spans = "", []
    for sentence in sentences:
        text += " " if text else ""
        spans.append((len(text), len(text) + len(sentence)))
        text += sentence
    return text, spans


def score_news(path: Path, misses: list[str]) -> dict[str, float]:
    """Return the figures of a file of paragraphs, cut by hand.

    Boundaries are those inside paragraphs only, the hardest reading.
    """
    inner, ends, spans = Tally(), Tally(), Tally()
    for paragraph in [paragraph for line in read_lines(path) for paragraph in line["paragraphs"]]:
        text, wanted = joined(paragraph)
        found = [(start, end) for start, end in split_sentences(text)]
        inner.add({end for _, end in found[:-1]}, {end for _, end in wanted[:-1]})
        ends.add({end for _, end in found}, {end for _, end in wanted})
        spans.add(set(found), set(wanted))
        misses += [f"SENTENCE {text[a:b]}" for a, b in wanted if (a, b) not in found]
    return {
        "boundary F1, news": inner.f1,
        "F1 of all sentence ends, news": ends.f1,
        "F1 of whole sentences, news": spans.f1,
    }


def score_sample(shared: Path) -> dict[str, float]:
    """Return how many sentences of the sample article are exact, and found."""
    text, gold = read_sample(shared)
    wanted = [sentence for paragraph in gold["paragraphs"] for sentence in paragraph]
    found = [text[start:end] for start, end in split_sentences(text)]
    return {
        "sample article: sentences right": sum(a == b for a, b in zip(found, wanted, strict=False)),
        "sample article: sentences found": len(found),
    }


def score(misses: list[str] | None = None) -> dict[str, float]:
    """Return all figures from the development data, or from our own sample where it is absent."""
    misses = [] if misses is None else misses
    shared = find_shared()
    if shared is None:
        return score_news(SAMPLES / "sentences.jsonl", misses)
    news = shared / "data/sentences-gum-news/dev.jsonl"
    return {**score_news(news, misses), **score_sample(shared)}


def measure(misses: list[str]) -> list[Figure]:
    """Return the section of the table."""
    return [*on_samples(is_sample=find_shared() is None), *BARS.figures(score(misses))]
