"""Trains the weights of `worthiness` from labelled sentences, without any other package.

Logistic regression with an L2 penalty, solved in its dual by coordinate descent (Yu, Huang and
Lin, "Dual coordinate descent methods for logistic regression and maximum entropy models", 2011).
Equal examples give equal weights. With weights to start from, the penalty pulls towards those
instead of towards zero: a desk can go on from the shipped weights with what its own editors
accepted and dismissed, a few dozen decisions or some thousands.

    python -m claims.text.training examples.tsv --out weights.json

reads tab-separated lines with the columns `text` and `label` (1 for check-worthy).
"""

import argparse
import csv
import math
import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from claims.text.worthiness import (
    SIGNS,
    Weights,
    read_signs,
    read_terms,
    read_weights,
    score_sentence,
    write_weights,
)

__all__ = ["Example", "Quality", "measure_weights", "read_examples", "train_weights"]

_SEED = 20_240_501
_NEWTON_STEPS_MAX = 12
_NEWTON_TOLERANCE = 1e-6
_COST = 3.0
_COST_FROM_START = 0.3
_ADDED_TERMS_MAX = 1_000


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence and whether editors thought it worth checking."""

    text: str
    is_worthy: bool


@dataclass(frozen=True, slots=True)
class Quality:
    """How well weights tell the worthy examples from the others, each figure from 0 to 1."""

    f1: float
    """Of the worthy ones, where a score of 0.5 is the border."""
    average_precision: float
    """Of the order that the scores make; equal scores keep the order of the examples."""


@dataclass(slots=True)
class _Row:
    columns: list[int]
    values: list[float]
    sign: float
    cost: float
    square: float
    alpha: float


def read_examples(path: Path) -> list[Example]:
    """Return the examples of a tab-separated file with the columns `text` and `label`.

    Raises:
        ValueError: a column is missing, or a label is neither 0 nor 1.
    """
    with path.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        if not {"text", "label"} <= set(rows.fieldnames or ()):
            raise ValueError(f"{path} lacks a column named text or label.")
        examples = []
        for number, row in enumerate(rows, start=2):
            if row["label"] not in ("0", "1"):
                raise ValueError(f"{path}, line {number}: the label is neither 0 nor 1.")
            examples.append(Example(row["text"], row["label"] == "1"))
    return examples


def train_weights(
    examples: Sequence[Example],
    *,
    start: Weights | None = None,
    terms_max: int = 6_000,
    cost: float | None = None,
    rounds: int = 20,
) -> Weights:
    """Return weights that fit `examples`.

    Args:
        examples: both labels must occur; they are weighted so that both count the same.
        start: weights to go on from; their terms are kept, and up to 1,000 are added.
        terms_max: how many terms the result holds without `start`, the most telling ones.
        cost: how much an error counts against the penalty; more fits closer. Without it, 3, or
            0.3 with `start`, where a few decisions should not undo what thousands taught.
        rounds: passes over the examples.

    Raises:
        ValueError: only one label occurs.
    """
    worthy = sum(example.is_worthy for example in examples)
    if not 0 < worthy < len(examples):
        raise ValueError("Training needs examples of both kinds, worth checking and not.")
    documents = [(read_terms(e.text), read_signs(e.text), e.is_worthy) for e in examples]
    least = 3 if start is None and len(documents) > 1_000 else 1
    frequency = Counter(term for terms, _, _ in documents for term in terms)
    vocabulary = sorted(term for term, count in frequency.items() if count >= least)
    kept = frozenset(start.terms) if start else frozenset[str]()
    room = _ADDED_TERMS_MAX if start else terms_max
    if cost is None:
        cost = _COST_FROM_START if start else _COST
    fresh = [term for term in vocabulary if term not in kept]
    if len(fresh) > room:
        trial = _Fit(documents, sorted(kept.union(fresh)), start, cost=cost / 3)
        trial.run(max(1, rounds // 3))
        fresh = trial.most_telling(fresh, room)
    fit = _Fit(documents, sorted(kept.union(fresh)), start, cost=cost)
    fit.run(rounds)
    return fit.weights()


def measure_weights(examples: Sequence[Example], weights: Weights | None = None) -> Quality:
    """Return how well `weights`, the shipped ones where None, do on `examples`.

    To mean anything these must not be among the examples that the weights were trained on.
    """
    scored = [(score_sentence(each.text, weights), each.is_worthy) for each in examples]
    worthy = sum(is_worthy for _, is_worthy in scored)
    found = [is_worthy for score, is_worthy in scored if score >= 0.5]
    right, precisions = 0, 0.0
    for rank, (_, is_worthy) in enumerate(sorted(scored, key=lambda pair: -pair[0]), start=1):
        if is_worthy:
            right += 1
            precisions += right / rank
    f1 = 2 * sum(found) / (worthy + len(found)) if found else 0.0
    return Quality(f1, precisions / right if right else 0.0)


class _Fit:
    """One regression: columns are the bias, the signs, then the terms."""

    def __init__(
        self,
        documents: Sequence[tuple[dict[str, float], list[float], bool]],
        terms: Sequence[str],
        start: Weights | None,
        *,
        cost: float,
    ) -> None:
        self._terms = terms
        first = 1 + len(SIGNS)
        self._columns = {term: first + place for place, term in enumerate(terms)}
        self._weights = [0.0] * (first + len(terms))
        if start is not None:
            self._weights[0] = start.bias
            self._weights[1:first] = [start.signs[name] for name in SIGNS]
            for term, value in start.terms.items():
                self._weights[self._columns[term]] = value
        worthy = sum(is_worthy for _, _, is_worthy in documents)
        balance = {
            True: len(documents) / (2 * worthy),
            False: len(documents) / (2 * (len(documents) - worthy)),
        }
        self._rows = [
            self._row(terms_of, signs, is_worthy, cost * balance[is_worthy])
            for terms_of, signs, is_worthy in documents
        ]
        self._squares = [0.0] * len(self._weights)
        for row in self._rows:
            for column, value in zip(row.columns, row.values, strict=True):
                self._squares[column] += value * value

    def _row(
        self, terms: dict[str, float], signs: Iterable[float], is_worthy: bool, cost: float
    ) -> _Row:
        known = [(self._columns[t], v) for t, v in sorted(terms.items()) if t in self._columns]
        norm = math.sqrt(sum(value * value for _, value in known)) or 1.0
        columns, values = [0], [1.0]
        for place, value in enumerate(signs, start=1):
            if value:
                columns.append(place)
                values.append(value)
        columns.extend(column for column, _ in known)
        values.extend(value / norm for _, value in known)
        square = sum(value * value for value in values)
        return _Row(columns, values, 1.0 if is_worthy else -1.0, cost, square, 0.0)

    def run(self, rounds: int) -> None:
        order = list(range(len(self._rows)))
        shuffler = random.Random(_SEED)
        for row in self._rows:
            self._move(row, row.cost * 0.01)
        for _ in range(rounds):
            order.sort(key=lambda _place: shuffler.random())
            for place in order:
                self._step(self._rows[place])

    def _step(self, row: _Row) -> None:
        """Solve the dual problem of one example exactly, by Newton steps in its log-odds."""
        weights = self._weights
        margin = 0.0
        for column, value in zip(row.columns, row.values, strict=True):
            margin += weights[column] * value
        margin *= row.sign
        cost, old = row.cost, row.alpha
        odds = math.log(old / (cost - old))
        for _ in range(_NEWTON_STEPS_MAX):
            share = 1.0 / (1.0 + math.exp(-odds))
            error = odds + row.square * (cost * share - old) + margin
            step = error / (1.0 + row.square * cost * share * (1.0 - share))
            odds = max(-30.0, min(30.0, odds - step))
            if abs(step) < _NEWTON_TOLERANCE:
                break
        self._move(row, cost / (1.0 + math.exp(-odds)))

    def _move(self, row: _Row, alpha: float) -> None:
        alpha = max(row.cost * 1e-12, min(row.cost * (1 - 1e-12), alpha))
        change = (alpha - row.alpha) * row.sign
        row.alpha = alpha
        weights = self._weights
        for column, value in zip(row.columns, row.values, strict=True):
            weights[column] += change * value

    def most_telling(self, terms: Iterable[str], count: int) -> list[str]:
        """Return the `count` terms of `terms` that move the score most over all examples."""

        def effect(term: str) -> float:
            column = self._columns[term]
            return abs(self._weights[column]) * math.sqrt(self._squares[column])

        return sorted(terms, key=lambda term: (-effect(term), term))[:count]

    def weights(self) -> Weights:
        first = 1 + len(SIGNS)
        signs = {name: round(self._weights[1 + i], 4) for i, name in enumerate(SIGNS)}
        terms = {t: round(self._weights[first + i], 3) for i, t in enumerate(self._terms)}
        return Weights(round(self._weights[0], 4), signs, terms)


def main(arguments: Sequence[str] | None = None) -> None:
    """Train from the command line; see the module's own text."""
    parser = argparse.ArgumentParser(description="Train the check-worthiness weights.")
    parser.add_argument("examples", nargs="+", type=Path, help="tab-separated text and label")
    parser.add_argument("--start", type=Path, help="weights to go on from")
    parser.add_argument("--out", type=Path, required=True, help="where the weights are written")
    parser.add_argument("--terms", type=int, default=6_000, help="how many terms to keep")
    parser.add_argument("--cost", type=float, help="how closely to fit the examples")
    chosen = parser.parse_args(arguments)
    start = read_weights(chosen.start.read_text(encoding="utf-8")) if chosen.start else None
    examples = [example for path in chosen.examples for example in read_examples(path)]
    weights = train_weights(examples, start=start, terms_max=chosen.terms, cost=chosen.cost)
    chosen.out.write_text(write_weights(weights), encoding="utf-8")


if __name__ == "__main__":
    main()
