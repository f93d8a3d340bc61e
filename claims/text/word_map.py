"""Map the words of a draft to those of the next one, sentence by sentence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property

from claims.text.alignment import Link, Region, regions
from claims.text.draft_tokens import is_word
from claims.text.drafts import Range, Words
from claims.text.sequences import align_tokens, shingles, unique_pairs

__all__ = ["WordMap"]

_LEFTOVER_SHINGLES = (6, 3)
_GLUED_WORDS = 3
_GLUED_PLACES = 8
_FAR = 1_200  # code points; what is farther apart does not belong together
_REPLACEMENT = 60  # tokens; what is longer replaces nothing


class WordMap:
    """Where the words of a draft went.

    Attributes:
        to_new: old token number to the new one with the same word.
        to_old: the reverse.
        replaced: old tokens that gave way to others, and to which.
    """

    def __init__(self, old: Words, new: Words, links: Sequence[Link | None]) -> None:
        self.to_new: dict[int, int] = {}
        self.to_old: dict[int, int] = {}
        self.replaced: dict[int, Range] = {}
        self._old, self._new, self._links = old, new, links
        self._region_of, self._regions = regions(links, len(new.draft.sentences))
        self._owners = {link.new: at for at, link in enumerate(links) if link}
        for sentence, link in enumerate(links):
            if link is not None:
                self._align(old.of_sentence(sentence), new.of_sentence(link.new))
        for sentence, link in enumerate(links):
            if link is None:
                self._find_glued(old.of_sentence(sentence))
        for region in self._regions:
            self._match_region(region)

    def _align(self, old: Range, new: Range) -> None:
        """Map the words of an old sentence to those of the new one it is linked to."""
        pairs = align_tokens(self._old.take(old), self._new.take(new))
        at, to = old.start, new.start
        for old_offset, new_offset in [*pairs, (old.end - old.start, new.end - new.start)]:
            self._replace(Range(at, old.start + old_offset), Range(to, new.start + new_offset))
            at, to = old.start + old_offset + 1, new.start + new_offset + 1
        self._map((old.start + a, new.start + b) for a, b in pairs)

    def _map(self, pairs: Iterable[tuple[int, int]]) -> None:
        for old, new in pairs:
            self.to_new[old] = new
            self.to_old[new] = old

    def _replace(self, old: Range, new: Range) -> None:
        """Note what stands in the place of a run of words that is gone, shared out evenly."""
        size, room = old.end - old.start, new.end - new.start
        if not (0 < size <= _REPLACEMENT and 0 < room <= _REPLACEMENT):
            return
        for offset in range(size):
            start = min(new.start + offset * room // size, new.end - 1)
            end = max(new.start + (offset + 1) * room // size, start + 1)
            self.replaced[old.start + offset] = Range(start, end)

    def _find_glued(self, old: Range) -> None:
        """Map a sentence that stands word for word in a longer one, as a heading without a stop."""
        words = self._old.take(old)
        free = []
        for at in self._new_shingles.get(tuple(words[:_GLUED_WORDS]), []):
            new = Range(at, at + len(words))
            if self._new.take(new) == words and not any(to in self.to_old for to in range(*new)):
                free.append(new)
        if len(free) == 1:
            self._map(zip(range(*old), range(*free[0]), strict=True))

    @cached_property
    def _new_shingles(self) -> dict[tuple[str, ...], list[int]]:
        """Where each short run of words stands in new sentences that are no old ones."""
        places: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for sentence in range(len(self._new.draft.sentences)):
            owner = self._owners.get(sentence)
            link = None if owner is None else self._links[owner]
            if link is None or not link.is_equal:
                tokens = self._new.of_sentence(sentence)
                for offset, words in enumerate(shingles(self._new.take(tokens), _GLUED_WORDS)):
                    if len(places[words]) < _GLUED_PLACES:
                        places[words].append(tokens.start + offset)
        return places

    def _match_region(self, region: Region) -> None:
        """Map what is still left between two safe sentences, after a split or a join, say."""
        old_runs = list(_runs(self._left_in_old(region)))
        new_runs = list(_runs(self._left_in_new(region)))
        if old_runs and new_runs:
            self._match_whole(old_runs, new_runs)
            for width in _LEFTOVER_SHINGLES:
                self._match_shingles(old_runs, new_runs, width)

    def _left_in_old(self, region: Region) -> Iterable[int]:
        for sentence in range(region.old_start, region.old_end):
            for token in range(*self._old.of_sentence(sentence)):
                if token not in self.to_new:
                    yield token

    def _left_in_new(self, region: Region) -> Iterable[int]:
        for sentence in range(region.new_start, region.new_end):
            owner = self._owners.get(sentence)
            if owner is None or region.old_start <= owner < region.old_end:
                for token in range(*self._new.of_sentence(sentence)):
                    if token not in self.to_old:
                        yield token

    def _match_whole(self, old_runs: list[Range], new_runs: list[Range]) -> None:
        """Pair runs that are equal from end to end, as a heading glued to the next sentence."""
        old_items = [self._whole(self._old, run) for run in old_runs]
        new_items = [self._whole(self._new, run) for run in new_runs]
        for old, new in unique_pairs(old_items, new_items):
            self._map(zip(range(*old_runs[old]), range(*new_runs[new]), strict=True))

    @staticmethod
    def _whole(words: Words, run: Range) -> tuple[str, ...] | None:
        taken = tuple(words.take(run))
        return taken if len(taken) > 1 and any(map(is_word, taken)) else None

    def _match_shingles(self, old_runs: list[Range], new_runs: list[Range], width: int) -> None:
        """Pair runs of words that are unique among what is left, and widen them."""
        old_items, old_at = self._shingles_of(self._old, old_runs, width, self.to_new)
        new_items, new_at = self._shingles_of(self._new, new_runs, width, self.to_old)
        for a, b in unique_pairs(old_items, new_items):
            old, new = old_at[a], new_at[b]
            if old not in self.to_new and new not in self.to_old:
                self._map(zip(range(old, old + width), range(new, new + width), strict=True))
                self._widen(old + width, new + width, 1)
                self._widen(old - 1, new - 1, -1)

    @staticmethod
    def _shingles_of(
        words: Words, runs: list[Range], width: int, taken: dict[int, int]
    ) -> tuple[list[tuple[str, ...]], list[int]]:
        items: list[tuple[str, ...]] = []
        places: list[int] = []
        for run in runs:
            if run.start not in taken:
                found = shingles(words.take(run), width)
                items.extend(found)
                places.extend(range(run.start, run.start + len(found)))
        return items, places

    def _widen(self, old: int, new: int, step: int) -> None:
        old_words, new_words = self._old.words, self._new.words
        while (
            0 <= old < len(old_words)
            and 0 <= new < len(new_words)
            and old_words[old] == new_words[new]
            and old not in self.to_new
            and new not in self.to_old
            and self._old.is_next(old - step, old)
            and self._new.is_next(new - step, new)
        ):
            self._map([(old, new)])
            old, new = old + step, new + step

    def is_in_place(self, sentence: int, target: Range) -> bool:
        """Tell whether new tokens stand where an old sentence has to be expected."""
        link, number = self._links[sentence], self._region_of[sentence]
        at = self._new.sentence_of(target.start)
        if link is not None and link.new == at:
            return not link.is_moved
        region = self._regions[number]
        return number >= 0 and region.new_start <= at < region.new_end

    def target(self, span: Range) -> Range | None:
        """Return where most of the words of a span went, or None if most of them are gone."""
        found = 0
        places: dict[int, int] = {}
        for token in range(*span):
            weight = self._old.weight(Range(token, token + 1))
            if token in self.to_new:
                places[self.to_new[token]] = weight
                found += weight
            elif token in self.replaced:
                found += weight
                for place in range(*self.replaced[token]):
                    places.setdefault(place, 1)
        if not places or 2 * found < self._old.weight(span):
            return None
        return self._densest(places)

    def _densest(self, places: dict[int, int]) -> Range:
        """Return the stretch that holds most of the found words and fewest others."""
        best, best_range = 0.0, Range(0, 0)
        value, begin, before = 0.0, -1, -1
        for place in sorted(places):
            value -= self._between(before, place)
            if value <= 0:
                value, begin = 0.0, place
            value += places[place]
            before = place
            if value > best:
                best, best_range = value, Range(begin, place + 1)
        return best_range

    def _between(self, before: int, place: int) -> float:
        """Return what stands between two found words, as far as it counts against both."""
        if before < 0:
            return 0.0
        foreign = self._new.starts[place] - self._new.ends[before]
        if foreign > _FAR:
            return float("inf")
        is_one_sentence = self._new.sentence_of(before) == self._new.sentence_of(place)
        return 0.0 if is_one_sentence else float(foreign)


def _runs(tokens: Iterable[int]) -> Iterable[Range]:
    """Group rising token numbers into ranges without gaps."""
    start = end = -1
    for token in tokens:
        if token != end:
            if end > start:
                yield Range(start, end)
            start = token
        end = token + 1
    if end > start:
        yield Range(start, end)
