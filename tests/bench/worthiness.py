"""Measure the check-worthiness score on the development data.

`python -m tests.bench.worthiness --train` trains afresh from the training sentences first and
scores with the weights that come out, instead of those that are shipped.

The debates of other years are ranked as whole documents of which about one sentence in a hundred
counts; nobody does well there, and there is no bar.
"""

import csv
import sys
from collections.abc import Sequence
from pathlib import Path

from claims.text.training import Example, read_examples, train_weights
from claims.text.worthiness import Weights, score_sentence
from tests.bench.data import find_shared
from tests.bench.scores import f1_of_counts
from tests.bench.table import Bars, Figure, not_measured, print_table
from tests.bench.timing import cpu_seconds

BARS = Bars(
    least={"F1, CT24": 0.89, "average precision, CT24": 0.95},
    most={"ms a sentence": 1, "kB of worthiness.json": 200},
    timed=frozenset({"ms a sentence"}),
)
_THRESHOLD = 0.5


def f1_of(labels: Sequence[bool], scores: Sequence[float]) -> float:
    """Return the F1 of the positive class at p = 0.5."""
    found = [score >= _THRESHOLD for score in scores]
    right = sum(a and b for a, b in zip(labels, found, strict=True))
    return f1_of_counts(right, sum(found), sum(labels))


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
    scores = [score_sentence(example.text, weights) for example in examples]
    spent_s = cpu_seconds(lambda: [score_sentence(e.text, weights) for e in examples], runs=3)
    return {
        "F1, CT24": f1_of(labels, scores),
        "average precision, CT24": average_precision_of(labels, scores),
        "ms a sentence": spent_s * 1_000 / len(examples),
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


def size_of_weights() -> dict[str, float]:
    """Return the size of the file that is shipped."""
    shipped = Path(sys.modules[score_sentence.__module__].__file__ or "").with_suffix(".json")
    return {"kB of worthiness.json": shipped.stat().st_size / 1_000}


def score(shared: Path, weights: Weights | None = None) -> dict[str, float]:
    """Return every figure, of the shipped weights or of `weights`."""
    data = shared / "data"
    return {
        **score_sentences(read_examples(data / "checkworthy-ct24-en/dev.tsv"), weights),
        "mean average precision, debates of 2020": score_debates(
            data / "checkworthy-debates-ct20/dev.tsv", weights
        ),
        **size_of_weights(),
    }


def measure(misses: list[str]) -> list[Figure]:
    """Return the section of the table; a ranking has no misses to list."""
    shared = find_shared()
    if shared is None:
        return [*not_measured(), *BARS.figures(size_of_weights())]
    return BARS.figures(score(shared))


def main(arguments: Sequence[str]) -> int:
    """Print the section alone; return 1 if a bar is missed."""
    shared = find_shared()
    if shared is None or "--train" not in arguments:
        return print_table({"worthiness": measure([])})
    weights = train_weights(read_examples(shared / "data/checkworthy-ct24-en/train.tsv"))
    return print_table({"worthiness, trained afresh": BARS.figures(score(shared, weights))})


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
