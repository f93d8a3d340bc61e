"""Measure the check-worthiness score on the development data.

Run `python -m tests.bench.worthiness`; it prints a table with the bars and ends with status 1 if
one is missed. `--train` trains afresh from the training sentences first and scores with the
weights that come out, instead of those that are shipped.

The debates of other years (`later_map`) are ranked as whole documents of which about one sentence
in a hundred counts; nobody does well there, and there is no bar.
"""

from __future__ import annotations

import csv
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from claims.text.training import Example, read_examples, train_weights
from claims.text.worthiness import Weights, score_sentence
from tests.bench.data import find_shared
from tests.bench.report import print_report

BARS = {"dev_f1": 0.89, "dev_average_precision": 0.95}
MAXIMA = {"ms_per_sentence": 1.0, "kilobytes": 200.0}
_THRESHOLD = 0.5


def f1_of(labels: Sequence[bool], scores: Sequence[float]) -> float:
    """Return the F1 of the positive class at p = 0.5."""
    found = [score >= _THRESHOLD for score in scores]
    right = sum(a and b for a, b in zip(labels, found, strict=True))
    return 2 * right / (sum(labels) + sum(found)) if right else 0.0


def average_precision_of(labels: Sequence[bool], scores: Sequence[float]) -> float:
    """Return the average precision of the ranking; equal scores keep their order."""
    order = sorted(range(len(scores)), key=lambda place: -scores[place])
    right, total = 0, 0.0
    for rank, place in enumerate(order, start=1):
        if labels[place]:
            right += 1
            total += right / rank
    return total / right if right else 0.0


def score_sentences(examples: Sequence[Example], weights: Weights | None) -> dict[str, float]:
    """Return the figures of the development sentences."""
    labels = [example.is_worthy for example in examples]
    start = time.perf_counter()
    scores = [score_sentence(example.text, weights) for example in examples]
    spent_s = time.perf_counter() - start
    return {
        "dev_f1": f1_of(labels, scores),
        "dev_average_precision": average_precision_of(labels, scores),
        "ms_per_sentence": spent_s * 1_000 / len(examples),
    }


def score_debates(path: Path, weights: Weights | None) -> float:
    """Return the mean average precision over whole documents."""
    documents: dict[str, list[tuple[bool, float]]] = {}
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            ranked = documents.setdefault(row["doc"], [])
            ranked.append((row["label"] == "1", score_sentence(row["text"], weights)))
    precisions = [
        average_precision_of([a for a, _ in ranked], [b for _, b in ranked])
        for ranked in documents.values()
    ]
    return sum(precisions) / len(precisions)


def score(shared: Path, weights: Weights | None = None) -> dict[str, float]:
    """Return every figure, of the shipped weights or of `weights`."""
    data = shared / "data"
    shipped = Path(sys.modules[score_sentence.__module__].__file__ or "").with_suffix(".json")
    return {
        **score_sentences(read_examples(data / "checkworthy-ct24-en/dev.tsv"), weights),
        "kilobytes": shipped.stat().st_size / 1_000,
        "later_map": score_debates(data / "checkworthy-debates-ct20/dev.tsv", weights),
    }


def main(arguments: Sequence[str]) -> int:
    """Print the table; return 1 if a bar is missed."""
    shared = find_shared()
    if shared is None:
        print("No development data beside the repository: nothing to measure.")
        return 0
    weights = None
    if "--train" in arguments:
        weights = train_weights(read_examples(shared / "data/checkworthy-ct24-en/train.tsv"))
    return print_report(score(shared, weights), BARS, MAXIMA)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
