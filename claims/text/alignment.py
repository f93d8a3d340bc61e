"""Find for each sentence of a draft its place in the next draft.

The order of trust: sentences that stand between the same neighbours in both
drafts; then, between two of these, the chain of equal and similar sentences
that fits best; only then an equal sentence elsewhere, and last a similar one
elsewhere. A sentence found word for word is still in doubt if a changed version
of it stands in the new draft too: old words live on in a summary or a caption
while the figure in the story changes.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from claims.text.draft_tokens import words_of
from claims.text.drafts import Sentence
from claims.text.likeness import Index, shared_words, similarity
from claims.text.sequences import Pair, heaviest_chain, longest_chain, unique_pairs

__all__ = ["Link", "Region", "align_sentences", "regions"]


@dataclass(frozen=True, slots=True)
class Link:
    """Where an old sentence stands in the new draft.

    Attributes:
        new: number of the new sentence.
        is_equal: the words are the same, typography aside.
        is_moved: it does not stand between the same neighbours any more.
        rival: number of another new sentence that may be the counterpart, or None.
    """

    new: int
    is_equal: bool
    is_moved: bool
    rival: int | None = None

    @property
    def is_certain(self) -> bool:
        """The words are the same, and nothing else comes into question."""
        return self.is_equal and self.rival is None

    @property
    def is_safe(self) -> bool:
        """The words stand in their place, and nothing else comes into question."""
        return self.is_equal and not self.is_moved and self.rival is None


def align_sentences(old: Sequence[Sentence], new: Sequence[Sentence]) -> list[Link | None]:
    """Return for each old sentence its link to the new draft, or None if it is gone.

    No two old sentences share a new one.
    """
    return _Alignment(old, new).run()


# How alike two sentences must be: between the same neighbours; elsewhere beside one of these;
# anywhere. Then, for a sentence found word for word, how much another one must look like a changed
# version of it to put it in doubt: at a distance, and close by though both neighbours are there.
_SLOT, _NEAR, _FAR = 0.62, 0.70, 0.78
_RIVAL, _TWIN = 0.80, 0.90

# The share of words one sentence must have from another one: beside an aligned neighbour, without
# one, and between both neighbours of a sentence whose words were found elsewhere.
_WORDS_NEAR, _WORDS, _WORDS_REPLACED = 0.5, 0.85, 0.3

# What a pair weighs in the choice of the best chain of a slot, beside its likeness.
_LIKENESS = 3.0
_NEIGHBOUR = 0.2
_EDGE = 0.04  # begins or ends its paragraph as before

_TIE = 0.01  # of likeness
_LEAD = 0.1  # of likeness, for a claim on what was given to another sentence
_ASIDE = 2  # sentences; what stands no farther from another one stands close by
_ROUNDS = 4

# Bounds that keep the time in check.
_ALL_PAIRS = 1_200  # up to so many pairs of sentences in a slot are compared one by one
_REST_PAIRS = 9
_EQUAL_CANDIDATES = 6
_TRIM = 24

Context = Callable[[Sequence[int], int], tuple[int, ...]]


class Region(NamedTuple):
    """A slot: what stands between two aligned sentences, on both sides; ends excluded."""

    old_start: int
    old_end: int
    new_start: int
    new_end: int


class _Alignment:
    """The work on one pair of drafts. Sentences go by their numbers; -1 is none."""

    def __init__(self, old: Sequence[Sentence], new: Sequence[Sentence]) -> None:
        self.old, self.new = old, new
        ids: dict[str, int] = {}
        self.old_keys = [ids.setdefault(sentence.text, len(ids)) for sentence in old]
        self.new_keys = [ids.setdefault(sentence.text, len(ids)) for sentence in new]
        self.to_new = [-1] * len(old)
        self.to_old = [-1] * len(new)
        self.moved: set[int] = set()
        self.rivals: dict[int, int] = {}
        self._open_old: Counter[int] = Counter()

    def run(self) -> list[Link | None]:
        """Align the sentences in the order of trust."""
        for context in (_both_neighbours, _neighbour_before, _neighbour_behind):
            self._anchor(context)
        self._trim()
        for fill in (self._fill, self._fill, self._fill_rest):
            # The second time the slots are smaller, and looked at more closely.
            self._open_old = Counter(
                key for key, new in zip(self.old_keys, self.to_new, strict=True) if new < 0
            )
            for slot in list(self._slots()):
                fill(slot)
        self._find_moved()
        self._find_edited_elsewhere()
        return self._links()

    def _pair(self, old: int, new: int) -> None:
        self.to_new[old] = new
        self.to_old[new] = old

    def _new_texts(self, numbers: Iterable[int]) -> dict[int, str]:
        return {number: self.new[number].text for number in numbers}

    def _is_equal(self, old: int, new: int) -> bool:
        return self.old_keys[old] == self.new_keys[new]

    def _slots(self) -> Iterator[Region]:
        """Yield the slots with something open on both sides."""
        old_start = new_start = 0
        for at, new in enumerate([*self.to_new, len(self.new)]):
            if new < 0:
                continue
            if old_start < at and new_start < new:
                yield Region(old_start, at, new_start, new)
            old_start, new_start = at + 1, new + 1

    # Backbone

    def _anchor(self, context: Context) -> None:
        """Pair sentences that are unique in their slot together with their neighbours.

        One neighbour is not enough for a sentence that has gained or lost copies: the copy
        may have taken the neighbour along.
        """
        count_old, count_new = Counter(self.old_keys), Counter(self.new_keys)

        def item(keys: Sequence[int], at: int) -> tuple[int, ...] | None:
            key = keys[at]
            if context is not _both_neighbours and count_old[key] != count_new[key]:
                return None
            return context(keys, at)

        for slot in list(self._slots()):
            old_items = [item(self.old_keys, at) for at in range(slot.old_start, slot.old_end)]
            new_items = [item(self.new_keys, at) for at in range(slot.new_start, slot.new_end)]
            pairs = unique_pairs(old_items, new_items, slot.old_start, slot.new_start)
            for old, new in longest_chain(pairs):
                self._pair(old, new)

    def _trim(self) -> None:
        """Shorten slots of repeated lines from both ends, down to what is compared closely."""
        for slot in list(self._slots()):
            old_start, old_end, new_start, new_end = slot
            while min(old_end - old_start, new_end - new_start) > _TRIM:
                if self._is_equal(old_start, new_start):
                    self._pair(old_start, new_start)
                    old_start, new_start = old_start + 1, new_start + 1
                elif self._is_equal(old_end - 1, new_end - 1):
                    old_end, new_end = old_end - 1, new_end - 1
                    self._pair(old_end, new_end)
                else:
                    break

    # Slots

    def _fill(self, slot: Region) -> None:
        alike = self._candidates(slot)
        if not alike:
            return
        weighed = [
            (old, new, _LIKENESS * (value - 0.5) + self._fit(old, new, alike))
            for (old, new), value in sorted(alike.items())
            if value == 1.0 or not self._belongs_elsewhere(old, new)
        ]
        for old, new in heaviest_chain(weighed):
            self._pair(old, new)

    def _belongs_elsewhere(self, old: int, new: int) -> bool:
        """Tell whether a new sentence is word for word another old one that looks for a place.

        Two lines of a list may come to agree by chance when one figure changes; what differs in
        more than one word from the old sentence in its place is no coincidence.
        """
        if not self._open_old[self.new_keys[new]]:
            return False
        a, b = words_of(self.old[old].text), words_of(self.new[new].text)
        if len(a) != len(b):
            return True
        return sum(one != other for one, other in zip(a, b, strict=True)) > 1

    def _fill_rest(self, slot: Region) -> None:
        """Pair what little is left between two aligned sentences if it has words in common."""
        rest = (slot.old_end - slot.old_start) * (slot.new_end - slot.new_start)
        if rest > _REST_PAIRS:
            return
        weighed = []
        for old in range(slot.old_start, slot.old_end):
            for new in range(slot.new_start, slot.new_end):
                if self._belongs_elsewhere(old, new):
                    continue
                near = self._support(old, new) > 0
                value = shared_words(self.old[old].text, self.new[new].text)
                if value >= (_WORDS_NEAR if near else _WORDS):
                    weighed.append((old, new, value))
        for old, new in heaviest_chain(weighed):
            self._pair(old, new)

    def _fit(self, old: int, new: int, alike: dict[Pair, float]) -> float:
        """Weigh what surrounds a pair: aligned neighbours, and its place in the paragraph."""
        before = self._agree(old - 1, new - 1) or (old - 1, new - 1) in alike
        behind = self._agree(old + 1, new + 1) or (old + 1, new + 1) in alike
        a, b = self.old[old], self.new[new]
        return (
            _NEIGHBOUR * (before + behind)
            + _EDGE * (a.opens == b.opens)
            + _EDGE * (a.closes == b.closes)
        )

    def _agree(self, old: int, new: int) -> bool:
        """Tell whether two sentences are aligned; there need not be such sentences."""
        return 0 <= old < len(self.old) and 0 <= new == self.to_new[old]

    def _candidates(self, slot: Region) -> dict[Pair, float]:
        """Return the pairs of a slot that are equal or alike enough, with their likeness."""
        alike = self._equal_candidates(slot)
        cells = (slot.old_end - slot.old_start) * (slot.new_end - slot.new_start)
        if cells <= _ALL_PAIRS:
            pairs = [
                (old, new)
                for old in range(slot.old_start, slot.old_end)
                for new in range(slot.new_start, slot.new_end)
            ]
        else:
            index = Index(self._new_texts(range(slot.new_start, slot.new_end)))
            pairs = [
                (old, new)
                for old in range(slot.old_start, slot.old_end)
                for new in index.find(self.old[old].text)
            ]
        for old, new in pairs:
            if (old, new) not in alike and not self._is_equal(old, new):
                value = similarity(self.old[old].text, self.new[new].text, _SLOT)
                if value >= _SLOT:
                    alike[old, new] = min(value, 0.99)
        return alike

    def _equal_candidates(self, slot: Region) -> dict[Pair, float]:
        places = defaultdict(list)
        for new in range(slot.new_start, slot.new_end):
            places[self.new_keys[new]].append(new)
        repeats = Counter(self.old_keys[slot.old_start : slot.old_end])
        seen: Counter[int] = Counter()
        pairs = {}
        for old in range(slot.old_start, slot.old_end):
            key = self.old_keys[old]
            # Of many repeats only those of about the same rank are worth a look.
            rank = seen[key] * len(places[key]) // repeats[key]
            start = max(0, min(rank, len(places[key]) - 1) - _EQUAL_CANDIDATES // 2)
            for new in places[key][start : start + _EQUAL_CANDIDATES]:
                pairs[old, new] = 1.0
            seen[key] += 1
        return pairs

    # Elsewhere

    def _find_moved(self) -> None:
        """Pair equal sentences across slots: runs first, then what is unique, then the rest."""
        for context in (_both_neighbours, _neighbour_before, _neighbour_behind, _alone):
            old_items = [
                context(self.old_keys, at) if new < 0 else None
                for at, new in enumerate(self.to_new)
            ]
            new_items = [
                context(self.new_keys, at) if old < 0 else None
                for at, old in enumerate(self.to_old)
            ]
            for old, new in unique_pairs(old_items, new_items):
                self._pair_moved(old, new)
        places = defaultdict(list)
        for new, old in enumerate(self.to_old):
            if old < 0:
                places[self.new_keys[new]].append(new)
        for old, new in enumerate(self.to_new):
            free = places.get(self.old_keys[old])
            if new < 0 and free:
                near = free[:_EQUAL_CANDIDATES]
                best = max(near, key=lambda at, old=old: self._fit(old, at, {}))  # type: ignore[misc]
                free.remove(best)
                self._pair_moved(old, best)

    def _pair_moved(self, old: int, new: int) -> None:
        self._pair(old, new)
        self.moved.add(old)

    def _find_edited_elsewhere(self) -> None:
        open_new = [new for new, old in enumerate(self.to_old) if old < 0]
        if not open_new:
            return
        index = Index(self._new_texts(open_new))
        found: list[tuple[float, int, int]] = []
        for old, new in enumerate(self.to_new):
            if new < 0:
                for at in {*index.find(self.old[old].text), *self._beside_neighbours(old)}:
                    value = self._likeness_elsewhere(old, at)
                    if value:
                        found.append((-value, old, at))
        for _, old, new in sorted(found):
            if self.to_new[old] < 0 and self.to_old[new] < 0:
                self._pair_moved(old, new)

    def _beside_neighbours(self, old: int) -> Iterator[int]:
        """Yield the open new sentences beside those that the neighbours of an old one went to."""
        for neighbour, step in ((old - 1, 1), (old + 1, -1)):
            if 0 <= neighbour < len(self.old) and self.to_new[neighbour] >= 0:
                at = self.to_new[neighbour] + step
                if 0 <= at < len(self.new) and self.to_old[at] < 0:
                    yield at

    def _likeness_elsewhere(self, old: int, new: int) -> float:
        """Return how alike two sentences in different slots are, or 0 if that is not enough."""
        a, b = self.old[old].text, self.new[new].text
        support = self._support(old, new)
        value = similarity(a, b, _NEAR)
        if value >= _NEAR and support:
            return value
        if value >= _FAR and self._is_closest(old, new, value):
            return value
        return _NEAR if support == 2 and shared_words(a, b) >= _WORDS_NEAR else 0.0

    def _is_closest(self, old: int, new: int, value: float) -> bool:
        """Tell whether no other old sentence is more like a new one: lists repeat a pattern."""
        text = self.new[new].text
        return not any(
            other != old and similarity(self.old[other].text, text, value) > value + _TIE
            for other in self._old_index.find(text)
        )

    @cached_property
    def _old_index(self) -> Index:
        return Index({at: sentence.text for at, sentence in enumerate(self.old)})

    # Doubt

    def _links(self) -> list[Link | None]:
        changed = [
            new for new, old in enumerate(self.to_old) if old < 0 or not self._is_equal(old, new)
        ]
        rivals = Index(self._new_texts(changed))
        contested = self._find_contested(changed)
        # Copies that stand side by side speak for each other until one of them is found out.
        for _ in range(_ROUNDS):
            if not sum(self._doubt(old, rivals, contested[old]) for old in range(len(self.old))):
                break
        return [self._link(old) for old in range(len(self.old))]

    def _link(self, old: int) -> Link | None:
        new = self.to_new[old]
        if new < 0:
            return None
        rival = self.rivals.get(old)
        return Link(new, self._is_equal(old, new), old in self.moved, rival)

    def _find_contested(self, changed: Sequence[int]) -> list[list[int]]:
        """Return for each old sentence the changed new ones that stand close to where it went."""
        contested: list[list[int]] = [[] for _ in self.old]
        for rival in changed:
            text = self.new[rival].text
            for new in range(max(0, rival - _ASIDE), min(len(self.new), rival + _ASIDE + 1)):
                old = self.to_old[new]
                if old < 0 or not self._is_equal(old, new):
                    continue
                enough = _NEAR if abs(new - rival) == 1 else _TWIN
                if similarity(self.old[old].text, text, enough) >= enough:
                    contested[old].append(rival)
        return contested

    def _doubt(self, old: int, rivals: Index, contested: Sequence[int]) -> bool:
        """Look for a changed version of a sentence that was found word for word.

        Args:
            old: an old sentence.
            rivals: finds changed new sentences anywhere.
            contested: those that stand close by.

        Returns:
            Whether that version was taken for its counterpart.
        """
        new = self.to_new[old]
        if new < 0 or not self._is_equal(old, new):
            return False
        support = self._support(old, new)
        candidates = set(contested)
        if support < 2:
            candidates |= {*rivals.find(self.old[old].text), *self._beside_neighbours(old)}
        rival = self._rival(old, support, candidates)
        self.rivals.pop(old, None)
        if rival is None:
            return False
        self.rivals[old] = rival
        rival_support = self._support(old, rival)
        if rival_support < support or (rival_support == support and rival < new):
            return False
        self.to_old[new] = -1
        if self.to_old[rival] >= 0:
            self.to_new[self.to_old[rival]] = -1
        self._pair(old, rival)
        self.moved.discard(old)
        self.rivals[old] = new
        return True

    def _support(self, old: int, new: int) -> int:
        return self._agree(old - 1, new - 1) + self._agree(old + 1, new + 1)

    def _rival(self, old: int, supported: int, candidates: Iterable[int]) -> int | None:
        """Return the new sentence that may be an old one, changed; None if there is none.

        Args:
            old: an old sentence found word for word.
            supported: how many neighbours speak for the place where it was found.
            candidates: changed new sentences.
        """
        best, best_rank = None, (0, 0.0)
        for new in sorted(candidates):
            support = self._support(old, new)
            if self._is_equal(old, new) or not self._is_about(old, new, support, supported):
                continue
            rank = (support, self._rivalry(old, new, support))
            if rank[1] and rank > best_rank and not self._has_better(old, new):
                best, best_rank = new, rank
        return best

    def _rivalry(self, old: int, new: int, support: int) -> float:
        """Return how much a new sentence looks like a changed old one, or 0 if not enough."""
        a, b = self.old[old].text, self.new[new].text
        is_beside = abs(new - self.to_new[old]) == 1
        enough = _NEAR if support or is_beside else _RIVAL
        value = similarity(a, b, enough)
        if value >= enough:
            return value if support == 2 or self._is_closest(old, new, value) else 0.0
        if support == 2:
            value = shared_words(a, b)
            return value if value >= _WORDS_REPLACED else 0.0
        return 0.0

    def _has_better(self, old: int, new: int) -> bool:
        """Tell whether a new sentence was given to an old one that is about as much like it."""
        owner = self.to_old[new]
        if owner < 0:
            return False
        text = self.new[new].text
        return self._is_equal(owner, new) or (
            similarity(self.old[owner].text, text) > similarity(self.old[old].text, text) - _LEAD
        )

    def _is_about(self, old: int, new: int, support: int, supported: int) -> bool:
        """Tell whether a new sentence stands where an old one may be looked for.

        That is anywhere if nothing speaks for the place where it was found.
        """
        return (
            support >= supported
            or abs(new - self.to_new[old]) <= _ASIDE
            or new in self._slot_of(old)
        )

    def _slot_of(self, old: int) -> range:
        """Return the new sentences between those of the nearest neighbours still in order."""
        before, behind = self._bounds
        return range(before[old] + 1, behind[old])

    @cached_property
    def _bounds(self) -> tuple[list[int], list[int]]:
        """For each old sentence, where the ones before and behind it went that did not move."""
        in_order = [-1 if at in self.moved else new for at, new in enumerate(self.to_new)]
        before = [-1, *accumulate(in_order, max)][:-1]
        ends = [new if new >= 0 else len(self.new) for new in in_order]
        behind = [len(self.new), *accumulate(reversed(ends), min)][:-1]
        return before, behind[::-1]


def _both_neighbours(keys: Sequence[int], at: int) -> tuple[int, ...]:
    return (
        keys[at - 1] if at else -1,
        keys[at],
        keys[at + 1] if at + 1 < len(keys) else -1,
    )


def _neighbour_before(keys: Sequence[int], at: int) -> tuple[int, ...]:
    return keys[at - 1] if at else -1, keys[at]


def _neighbour_behind(keys: Sequence[int], at: int) -> tuple[int, ...]:
    return keys[at], keys[at + 1] if at + 1 < len(keys) else -1


def _alone(keys: Sequence[int], at: int) -> tuple[int, ...]:
    return (keys[at],)


def regions(links: Sequence[Link | None], new_count: int) -> tuple[list[int], list[Region]]:
    """Cut both drafts at the sentences that are safely aligned.

    Returns:
        For each old sentence the number of its region, and the regions. A safely
        aligned sentence belongs to none and has the number -1.
    """
    numbers: list[int] = []
    found: list[Region] = []
    old_start = new_start = 0
    for at, link in enumerate(links):
        if link is not None and link.is_safe:
            found.append(Region(old_start, at, new_start, link.new))
            old_start, new_start = at + 1, link.new + 1
            numbers.append(-1)
        else:
            numbers.append(len(found))
    found.append(Region(old_start, len(links), new_start, new_count))
    return numbers, found
