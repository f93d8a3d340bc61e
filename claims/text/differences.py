"""Set two drafts side by side, block against block, and say word by word what differs.

The words are paired as they are when mentions are carried to a new draft, so that
the page and the fate of a claim never contradict each other. As there, typography
makes no difference: quotation marks, dashes and spaces set otherwise are kept words.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Any, NamedTuple

from claims.text.alignment import align_sentences
from claims.text.draft_tokens import is_number, token_weight
from claims.text.drafts import Draft, Words, read_drafts
from claims.text.sequences import Pair, heaviest_chain
from claims.text.word_map import WordMap

__all__ = ["Differences", "Row", "Run", "RunKind", "Side", "Stretch", "compare_drafts", "fold_rows"]


class RunKind(StrEnum):
    """What became of a run of text, or where it came from."""

    KEPT = "kept"
    REMOVED = "removed"
    ADDED = "added"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of one draft with one fate.

    Attributes:
        start: in code points of its own draft.
        end: excluded.
        kind: on the old side kept, removed or moved; on the new side kept, added or moved.
        row: of moved words the row in which they stand in the other draft, else None.
    """

    start: int
    end: int
    kind: RunKind
    row: int | None = None


@dataclass(frozen=True, slots=True)
class Side:
    """A block of one draft. Its runs join up, in order, to its whole text."""

    kind: str
    level: int
    start: int
    end: int
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A block of the old draft and the one of the new draft that belongs beside it.

    One of them may be missing, never both.
    """

    old: Side | None
    new: Side | None

    @property
    def is_unchanged(self) -> bool:
        """The same words stand in the same place, in a block of the same kind."""
        if self.old is None or self.new is None:
            return False
        if (self.old.kind, self.old.level) != (self.new.kind, self.new.level):
            return False
        return all(run.kind is RunKind.KEPT for run in (*self.old.runs, *self.new.runs))


@dataclass(frozen=True, slots=True)
class Differences:
    """Two drafts side by side.

    Each draft's blocks stand in `rows` in their own order.
    """

    rows: tuple[Row, ...]
    _old_starts: tuple[tuple[int, int], ...]
    _new_starts: tuple[tuple[int, int], ...]

    def row_of_old(self, offset: int) -> int | None:
        """Return the row whose old block holds an offset of the old draft, or None."""
        return _row_at(self._old_starts, offset)

    def row_of_new(self, offset: int) -> int | None:
        """Return the row whose new block holds an offset of the new draft, or None."""
        return _row_at(self._new_starts, offset)


class Stretch(NamedTuple):
    """Rows in a row, end excluded, to be shown or, unchanged as they are, folded away."""

    start: int
    end: int
    is_folded: bool


_FOLD = 3  # rows; fewer are shown, for a line that says so takes as much room
_BESIDE = 1  # unchanged rows left beside a changed one, to tell where it stands


def fold_rows(rows: Sequence[Row], shown: Collection[int] = ()) -> list[Stretch]:
    """Cut rows into stretches, so that long unchanged ones can be folded away.

    Args:
        rows: of a comparison.
        shown: numbers of rows that stay, unchanged or not.
    """
    stays = [False] * len(rows)
    for at, row in enumerate(rows):
        if at in shown or not row.is_unchanged:
            for near in range(max(0, at - _BESIDE), min(len(rows), at + _BESIDE + 1)):
                stays[near] = True
    borders = [0, *(at for at in range(1, len(rows)) if stays[at] != stays[at - 1]), len(rows)]
    stretches: list[Stretch] = []
    for start, end in pairwise(borders):
        is_folded = start < end and not stays[start] and end - start >= _FOLD
        if stretches and not is_folded and not stretches[-1].is_folded:
            stretches[-1] = Stretch(stretches[-1].start, end, False)
        elif start < end:
            stretches.append(Stretch(start, end, is_folded))
    return stretches


Blocks = Sequence[Mapping[str, Any]]


def compare_drafts(old: str, old_blocks: Blocks, new: str, new_blocks: Blocks) -> Differences:
    """Set two drafts side by side.

    The time grows as n log n with the length of the drafts.

    Args:
        old: a draft.
        old_blocks: its blocks in order, each with `kind`, `start`, `end` (excluded, code
            points of `old`) and `level`; a blank line parts them.
        new: a later draft.
        new_blocks: as `old_blocks`.
    """
    return _Comparison(old, old_blocks, new, new_blocks).run()


# A sentence that is the same in both drafts weighs more than any words of changed ones.
_SENTENCE = 100
# Blocks face each other if they share one part in so many of the shorter one's weight.
_SHARE = 5
# Kept words between two greater changes are shown as changed if they weigh no more than this:
# "of the" between two new names reads better as part of one change.
_ISLAND = 12
# Fewer words that turn up elsewhere have not moved; others happen to write them too.
_MOVED = 24

_NOWHERE = -1
_KEPT = (RunKind.KEPT, None)


class _Page:
    """One draft, cut into blocks and pieces: whole sentences where these are equal, else tokens.

    Pieces go by their numbers, in the order of the text.
    """

    def __init__(self, draft: Draft, words: Words, blocks: Blocks, equal: Collection[int]) -> None:
        self.blocks = blocks
        self.starts: list[int] = []  # in the folded text
        self.ends: list[int] = []
        self.weights: list[int] = []
        self.is_fixed: list[
            bool
        ] = []  # never to be shown as changed for the sake of its neighbours
        self.of_sentence: dict[int, int] = {}
        self.of_token: list[int] = []
        for number, sentence in enumerate(draft.sentences):
            if number in equal:
                self.of_sentence[number] = len(self.starts)
                self._add(sentence.start, sentence.end, 2 * len(sentence.text) + _SENTENCE, True)
                continue
            for token in range(*words.of_sentence(number)):
                self.of_token.append(len(self.starts))
                word = words.words[token]
                self._add(
                    words.starts[token], words.ends[token], token_weight(word), is_number(word)
                )
        self.spans = [
            draft.folded.to_source(start, end)
            for start, end in zip(self.starts, self.ends, strict=True)
        ]
        self.block_of = self._find_blocks()
        self.pieces: list[list[int]] = [[] for _ in blocks]
        for piece, block in enumerate(self.block_of):
            if block != _NOWHERE:
                self.pieces[block].append(piece)
        self.partners = [_NOWHERE] * len(self.starts)
        self.is_kept = [False] * len(self.starts)
        self.rows = [_NOWHERE] * len(blocks)

    def _add(self, start: int, end: int, weight: int, is_fixed: bool) -> None:
        self.starts.append(start)
        self.ends.append(end)
        self.weights.append(weight)
        self.is_fixed.append(is_fixed)

    def _find_blocks(self) -> list[int]:
        """Return for each piece the number of its block."""
        starts = [block["start"] for block in self.blocks]
        found = []
        for start, end in self.spans:
            block = bisect_right(starts, start) - 1
            is_inside = block >= 0 and end <= self.blocks[block]["end"]
            found.append(block if is_inside else _NOWHERE)
        return found

    def shared_characters(self) -> Iterator[int]:
        """Yield pieces that have one character of the source in common with a neighbour."""
        for at in range(1, len(self.spans)):
            if self.spans[at][0] < self.spans[at - 1][1]:
                yield at - 1
                yield at

    def is_next(self, piece: int, other: int) -> bool:
        """Tell whether a piece stands right behind another one of its block."""
        return other == piece + 1 and self.block_of[piece] == self.block_of[other]

    def is_spaced(self, piece: int) -> bool:
        """Tell whether white space parts a piece from the one behind it."""
        return self.ends[piece] < self.starts[piece + 1]

    def weight(self, block: int) -> int:
        """Return how much a block has to say."""
        return sum(self.weights[piece] for piece in self.pieces[block])

    def linked_weight(self, block: int) -> int:
        """Return how much of it stands somewhere in the other draft."""
        return sum(
            self.weights[piece] for piece in self.pieces[block] if self.partners[piece] != _NOWHERE
        )


class _Comparison:
    """The work on one pair of drafts."""

    def __init__(self, old: str, old_blocks: Blocks, new: str, new_blocks: Blocks) -> None:
        drafts = read_drafts(old, new)
        links = align_sentences(drafts[0].sentences, drafts[1].sentences)
        equal = {at: link.new for at, link in enumerate(links) if link and link.is_equal}
        standing = frozenset(equal.values())
        words = (
            Words(drafts[0], set(range(len(drafts[0].sentences))) - equal.keys()),
            Words(drafts[1], set(range(len(drafts[1].sentences))) - standing),
        )
        self.old = _Page(drafts[0], words[0], old_blocks, equal.keys())
        self.new = _Page(drafts[1], words[1], new_blocks, standing)
        self._link(equal, WordMap(*words, links))
        self.pairs: list[tuple[int | None, int | None]] = []

    def run(self) -> Differences:
        """Pair the blocks, then decide on the pieces."""
        for old, new in self._rows(self._pair_blocks()):
            if old is not None:
                self.old.rows[old] = len(self.pairs)
            if new is not None:
                self.new.rows[new] = len(self.pairs)
            self.pairs.append((old, new))
        for old, new in self.pairs:
            if old is not None and new is not None:
                self._keep(old, new)
        self._drop_strays()
        rows = [
            Row(
                None if old is None else self._side(self.old, self.new, old, new, RunKind.REMOVED),
                None if new is None else self._side(self.new, self.old, new, old, RunKind.ADDED),
            )
            for old, new in self.pairs
        ]
        return Differences(tuple(rows), _row_starts(self.old), _row_starts(self.new))

    # Pieces

    def _link(self, equal: Mapping[int, int], words: WordMap) -> None:
        for old, new in equal.items():
            self._pair(self.old.of_sentence[old], self.new.of_sentence[new])
        for old, new in words.to_new.items():
            # Of two old words for one new one, only the one that the new one came from.
            if words.to_old[new] == old:
                self._pair(self.old.of_token[old], self.new.of_token[new])
        for page, other in ((self.old, self.new), (self.new, self.old)):
            for piece in page.shared_characters():
                _unlink(page, other, piece)

    def _pair(self, old: int, new: int) -> None:
        if self.old.block_of[old] != _NOWHERE and self.new.block_of[new] != _NOWHERE:
            self.old.partners[old] = new
            self.new.partners[new] = old

    # Blocks

    def _pair_blocks(self) -> list[Pair]:
        """Return the blocks that face each other, rising on both sides."""
        shared: dict[Pair, int] = defaultdict(int)
        for old, new in enumerate(self.old.partners):
            if new != _NOWHERE:
                shared[self.old.block_of[old], self.new.block_of[new]] += self.old.weights[old]
        weighed = [
            (old, new, float(weight))
            for (old, new), weight in sorted(shared.items())
            if _SHARE * weight >= min(self.old.weight(old), self.new.weight(new))
        ]
        return heaviest_chain(weighed)

    def _rows(self, pairs: Sequence[Pair]) -> Iterator[tuple[int | None, int | None]]:
        """Yield the rows: pairs of blocks, and between these the blocks that stand alone."""
        old_start = new_start = 0
        for old, new in [*pairs, (len(self.old.blocks), len(self.new.blocks))]:
            yield from self._between(range(old_start, old), range(new_start, new))
            if old < len(self.old.blocks):
                yield old, new
            old_start, new_start = old + 1, new + 1

    def _between(self, old: range, new: range) -> Iterator[tuple[int | None, int | None]]:
        if len(old) == len(new) and all(map(self._is_rewritten, old, new)):
            yield from zip(old, new, strict=True)
            return
        yield from ((block, None) for block in old)
        yield from ((None, block) for block in new)

    def _is_rewritten(self, old: int, new: int) -> bool:
        """Tell whether of two blocks in one place each has gone for good or is all new."""
        return self.old.blocks[old]["kind"] == self.new.blocks[new]["kind"] and all(
            _SHARE * page.linked_weight(block) <= page.weight(block)
            for page, block in ((self.old, old), (self.new, new))
        )

    # Words

    def _keep(self, old: int, new: int) -> None:
        """Mark the pieces that two facing blocks have in common, in order."""
        pairs = [
            (piece, self.old.partners[piece])
            for piece in self.old.pieces[old]
            if self.old.partners[piece] != _NOWHERE
            and self.new.block_of[self.old.partners[piece]] == new
        ]
        if any(a[1] > b[1] for a, b in pairwise(pairs)):
            pairs = heaviest_chain([(a, b, float(self.old.weights[a])) for a, b in pairs])
        islands = list(self._islands(pairs))
        for number, island in enumerate(islands):
            if 0 < number < len(islands) - 1 and self._is_lost(
                islands[number - 1][-1], island, islands[number + 1][0]
            ):
                for piece, _ in island:
                    _unlink(self.old, self.new, piece)
                continue
            for piece, partner in island:
                self.old.is_kept[piece] = self.new.is_kept[partner] = True

    def _islands(self, pairs: Sequence[Pair]) -> Iterator[list[Pair]]:
        """Group pairs that follow one another without a gap on either side."""
        island: list[Pair] = []
        for pair in pairs:
            if island and (pair[0] != island[-1][0] + 1 or pair[1] != island[-1][1] + 1):
                yield island
                island = []
            island.append(pair)
        if island:
            yield island

    def _is_lost(self, before: Pair, island: Sequence[Pair], behind: Pair) -> bool:
        """Tell whether a few kept words are lost between greater changes on both sides."""
        if any(self.old.is_fixed[piece] for piece, _ in island):
            return False
        weight = sum(self.old.weights[piece] for piece, _ in island)
        return weight <= _ISLAND and weight < min(
            self._change(before, island[0]), self._change(island[-1], behind)
        )

    def _change(self, before: Pair, behind: Pair) -> int:
        return max(
            sum(self.old.weights[before[0] + 1 : behind[0]]),
            sum(self.new.weights[before[1] + 1 : behind[1]]),
        )

    def _drop_strays(self) -> None:
        """Part words that have a counterpart in another place, but are too few to have moved."""
        moved = [
            (old, new)
            for old, new in enumerate(self.old.partners)
            if new != _NOWHERE and not self.old.is_kept[old]
        ]
        for island in self._islands(moved):
            weight = sum(self.old.weights[piece] for piece, _ in island)
            if weight < _MOVED:
                for piece, _ in island:
                    _unlink(self.old, self.new, piece)

    # Runs

    def _side(
        self, page: _Page, other: _Page, block: int, facing: int | None, changed: RunKind
    ) -> Side:
        """Return a block with its runs.

        Args:
            page: the draft of the block.
            other: the other draft.
            block: number of the block.
            facing: the block beside it, None if there is none.
            changed: what its words are that have no counterpart.
        """
        place = page.blocks[block]
        alone = facing is None
        runs = _Runs(place["start"])
        before: int | None = None
        for piece in page.pieces[block]:
            fate = self._fate(page, other, piece, changed)
            start, end = page.spans[piece]
            # White space goes with the words on both sides of it where these share a fate.
            if before is None:
                runs.add(start, *(fate if alone else _KEPT))
            elif fate != runs.last:
                runs.add(start, *((changed, None) if alone else _KEPT))
            elif fate == _KEPT and _is_respaced(page, other, before):
                runs.add(start, changed)
            else:
                runs.add(start, *fate)
            runs.add(end, *fate)
            before = piece
        runs.add(place["end"], *((runs.last or (changed, None)) if alone else _KEPT))
        level = place.get("level", 0)
        return Side(place["kind"], level, place["start"], place["end"], runs.finish())

    @staticmethod
    def _fate(
        page: _Page, other: _Page, piece: int, changed: RunKind
    ) -> tuple[RunKind, int | None]:
        if page.is_kept[piece]:
            return _KEPT
        if page.partners[piece] == _NOWHERE:
            return changed, None
        return RunKind.MOVED, other.rows[other.block_of[page.partners[piece]]]


class _Runs:
    """The runs of a block as they come, without gaps; equal neighbours become one."""

    def __init__(self, start: int) -> None:
        self._at = start
        self._runs: list[Run] = []

    @property
    def last(self) -> tuple[RunKind, int | None] | None:
        """Kind and row of the last run."""
        return (self._runs[-1].kind, self._runs[-1].row) if self._runs else None

    def add(self, end: int, kind: RunKind, row: int | None = None) -> None:
        """Let what follows have a kind, up to an offset."""
        if end <= self._at:
            return
        start = self._at
        if self.last == (kind, row):
            start = self._runs.pop().start
        self._runs.append(Run(start, end, kind, row))
        self._at = end

    def finish(self) -> tuple[Run, ...]:
        """Return all of them."""
        return tuple(self._runs)


def _unlink(page: _Page, other: _Page, piece: int) -> None:
    partner = page.partners[piece]
    if partner != _NOWHERE:
        page.partners[piece] = other.partners[partner] = _NOWHERE


def _is_respaced(page: _Page, other: _Page, piece: int) -> bool:
    """Tell whether only here white space parts a kept piece from the next one."""
    partner, following = page.partners[piece], page.partners[piece + 1]
    return (
        page.is_spaced(piece) and other.is_next(partner, following) and not other.is_spaced(partner)
    )


def _row_starts(page: _Page) -> tuple[tuple[int, int], ...]:
    return tuple((block["start"], row) for block, row in zip(page.blocks, page.rows, strict=True))


def _row_at(starts: Sequence[tuple[int, int]], offset: int) -> int | None:
    at = bisect_right(starts, offset, key=lambda entry: entry[0]) - 1
    return starts[at][1] if at >= 0 else None
