"""Align two sequences without quadratic worst cases.

The longest chain of pairs that keeps the order on both sides, and a token
alignment that is exact on short stretches and cuts long ones at what is
unique in both, so that its time grows no faster than n log n.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Hashable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

__all__ = ["Pair", "align_tokens", "heaviest_chain", "longest_chain", "shingles", "unique_pairs"]

Pair = tuple[int, int]

# Up to this many cells the exact alignment is taken; it is bit-parallel, so this is quick.
_EXACT_CELLS = 250_000
_SHINGLES = (8, 4, 2, 1)


def longest_chain(pairs: Sequence[Pair]) -> list[Pair]:
    """Return the longest part of `pairs` that rises on both sides.

    Args:
        pairs: rising in their first number; no number occurs twice on a side.
    """
    tops: list[int] = []  # the smallest last number of a chain of each length
    holders: list[int] = []
    before = [-1] * len(pairs)
    for index, (_, new) in enumerate(pairs):
        place = bisect_left(tops, new)
        before[index] = holders[place - 1] if place else -1
        if place == len(tops):
            tops.append(new)
            holders.append(index)
        else:
            tops[place], holders[place] = new, index
    chain = []
    at = holders[-1] if holders else -1
    while at >= 0:
        chain.append(pairs[at])
        at = before[at]
    return chain[::-1]


def heaviest_chain(pairs: Sequence[tuple[int, int, float]]) -> list[Pair]:
    """Return the pairs that rise on both sides and weigh most together.

    Args:
        pairs: old number, new number, weight above 0; sorted. A number may
            occur several times; the chain takes it once at most.
    """
    if not pairs:
        return []
    first = min(new for _, new, _ in pairs)
    tree = _BestBelow(max(new for _, new, _ in pairs) - first + 1)
    before = [-1] * len(pairs)
    start = 0
    while start < len(pairs):
        stop = start
        while stop < len(pairs) and pairs[stop][0] == pairs[start][0]:
            stop += 1
        # All pairs of one old number look at the chains of smaller old numbers only.
        found = [tree.best(pairs[at][1] - first) for at in range(start, stop)]
        for at, (weight, last) in zip(range(start, stop), found, strict=True):
            before[at] = last
            tree.put(pairs[at][1] - first, weight + pairs[at][2], at)
        start = stop
    chain = []
    at = tree.best(tree.size)[1]
    while at >= 0:
        chain.append((pairs[at][0], pairs[at][1]))
        at = before[at]
    return chain[::-1]


class _BestBelow:
    """A Fenwick tree: the heaviest entry below a place."""

    def __init__(self, size: int) -> None:
        self.size = size
        self._best: list[tuple[float, int]] = [(0.0, -1)] * (size + 1)

    def put(self, place: int, weight: float, entry: int) -> None:
        place += 1
        while place <= self.size:
            if weight > self._best[place][0]:
                self._best[place] = (weight, entry)
            place += place & -place

    def best(self, place: int) -> tuple[float, int]:
        """Return the heaviest entry at places smaller than `place`."""
        top = (0.0, -1)
        while place > 0:
            if self._best[place][0] > top[0]:
                top = self._best[place]
            place -= place & -place
        return top


def unique_pairs(
    old: Sequence[Hashable], new: Sequence[Hashable], old_at: int = 0, new_at: int = 0
) -> list[Pair]:
    """Pair what occurs exactly once on each side, in the order of `old`.

    Args:
        old: the items; None never pairs.
        new: as `old`.
        old_at: added to the old numbers returned.
        new_at: added to the new numbers returned.
    """
    places = _once(new)
    return [
        (old_at + at, new_at + places[item])
        for item, at in _once(old).items()
        if places.get(item, -1) >= 0 and at >= 0
    ]


def _once(items: Sequence[Hashable]) -> dict[Hashable, int]:
    """Map each item to its place, or to -1 if it has several."""
    places: dict[Hashable, int] = {}
    for at, item in enumerate(items):
        if item is not None:
            places[item] = -1 if item in places else at
    return places


def align_tokens(old: Sequence[str], new: Sequence[str]) -> list[Pair]:
    """Pair the equal tokens of two sequences; the pairs rise on both sides.

    The alignment is the one with the fewest changes, where a replacement counts
    as one: of "30 and 10" turned into "10 and 30" it pairs "and", so that each
    figure faces the one that took its place. In long sequences that differ much,
    it is the one around what is unique in both.
    """
    pairs: list[Pair] = []
    pieces = [(Piece(0, len(old), 0, len(new)), 0)]
    while pieces:
        piece, level = pieces.pop()
        piece = _trim(old, new, piece, pairs)
        if piece.cells <= _EXACT_CELLS:
            pairs.extend(_align_exactly(old, new, piece))
        else:
            pieces.extend(_cut(old, new, piece, level))
    pairs.sort()
    return pairs


class Piece(NamedTuple):
    """A stretch of both sequences, ends excluded."""

    old_start: int
    old_end: int
    new_start: int
    new_end: int

    @property
    def cells(self) -> int:
        """The size of a table of all its pairs."""
        return (self.old_end - self.old_start) * (self.new_end - self.new_start)


def _trim(old: Sequence[str], new: Sequence[str], piece: Piece, pairs: list[Pair]) -> Piece:
    """Pair what both ends of a piece have in common, and return the rest."""
    a, b, c, d = piece
    while a < b and c < d and old[a] == new[c]:
        pairs.append((a, c))
        a, c = a + 1, c + 1
    while a < b and c < d and old[b - 1] == new[d - 1]:
        b, d = b - 1, d - 1
        pairs.append((b, d))
    return Piece(a, b, c, d)


def _align_exactly(old: Sequence[str], new: Sequence[str], piece: Piece) -> Iterator[Pair]:
    if not piece.cells:
        return
    a, b, c, d = piece
    for block in Levenshtein.opcodes(old[a:b], new[c:d]).as_matching_blocks():
        for step in range(block.size):
            yield a + block.a + step, c + block.b + step


def _cut(
    old: Sequence[str], new: Sequence[str], piece: Piece, level: int
) -> list[tuple[Piece, int]]:
    """Cut a long piece at shingles that are unique in both; what has none stays unaligned."""
    a, b, c, d = piece
    for at in range(level, len(_SHINGLES)):
        width = _SHINGLES[at]
        shared = unique_pairs(shingles(old[a:b], width), shingles(new[c:d], width), a, c)
        chain = longest_chain(shared)
        if chain:
            borders = [(a, c), *chain, (b, d)]
            return [
                (Piece(old_start, old_end, new_start, new_end), at + 1)
                for (old_start, new_start), (old_end, new_end) in pairwise(borders)
            ]
    return []


def shingles(tokens: Sequence[str], width: int) -> list[tuple[str, ...]]:
    """Return every run of `width` tokens."""
    return list(zip(*(tokens[offset:] for offset in range(width)), strict=False))
