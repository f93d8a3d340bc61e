"""Carry the marked spans of one draft to the next.

No verdict may ride along on changed words. So a span is `kept` only if every
word of it stands in one row in the place that belongs to it, and nothing that
turns its meaning was put beside it; `moved` if that holds at another place;
`edited` if a changed version stands there; `orphaned` if it is gone. A score of
likeness only ever proposes where to look.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from claims.text.alignment import Link, align_sentences
from claims.text.changes import Word, is_sensitive, reasons_for, turns_meaning
from claims.text.draft_tokens import is_number, is_word
from claims.text.drafts import Draft, Range, Words, read_drafts
from claims.text.sequences import align_tokens
from claims.text.word_map import WordMap

__all__ = ["Anchor", "State", "reanchor"]


class State(StrEnum):
    """What became of a span in the next draft."""

    KEPT = "kept"
    MOVED = "moved"
    EDITED = "edited"
    ORPHANED = "orphaned"


@dataclass(frozen=True, slots=True)
class Anchor:
    """The place of an old span in the new draft.

    Attributes:
        start: in code points of the new draft; None if orphaned.
        end: excluded; None if orphaned.
        state: kept and moved promise the same words, typography aside.
        reasons: what changed in or right beside the span, of number, unit, date,
            name, negation, hedge, quotation and wording; empty unless edited.
    """

    start: int | None
    end: int | None
    state: State
    reasons: tuple[str, ...] = ()


ORPHAN = Anchor(None, None, State.ORPHANED)


def reanchor(old: str, new: str, spans: Sequence[tuple[int, int]]) -> list[Anchor]:
    """Find for each span of the old draft its place in the new one.

    The time grows as n log n with the length of the drafts and the number of spans.

    Args:
        old: the draft in which the spans are marked.
        new: the next draft.
        spans: start and end (excluded) in Unicode code points of `old`; they may overlap.

    Returns:
        An anchor for each span, in the order of `spans`. White space at the edges
        of a span is no part of its anchor; a span of nothing else is orphaned.

    Raises:
        ValueError: a span is empty, reversed or reaches out of `old`.
    """
    for start, end in spans:
        if not 0 <= start < end <= len(old):
            raise ValueError(f"{start} to {end} is no span of a text of {len(old)} code points.")
    if not spans:
        return []
    carrier = _Carrier(*read_drafts(old, new))
    return carrier.carry(spans)


# How far from a span a change still speaks about it: this many words for a negation or a hedge,
# and an unbroken run of changed tokens for everything else that is sensitive.
_NEAR_WORDS = 3
_NEAR_TOKENS = 12
_SHORT_SPAN = 3
_ADDITION = 20  # weight of what may be added at the edge of a short sentence


class _Carrier:
    """Carries spans from one draft to the next."""

    def __init__(self, old: Draft, new: Draft) -> None:
        self._old, self._new = old, new
        self._links = align_sentences(old.sentences, new.sentences)

    def carry(self, spans: Sequence[tuple[int, int]]) -> list[Anchor]:
        """Return the anchors of spans, given in code points of the old source."""
        places = [self._place(start, end) for start, end in spans]
        anchors = {place: self._carry_whole(place) for place in places if place is not None}
        changed = [place for place, anchor in anchors.items() if anchor is None]
        if changed:
            by_words = self._word_carrier(changed)
            anchors |= {place: by_words.carry(place) for place in changed}
        return [(anchors[place] if place is not None else None) or ORPHAN for place in places]

    def _place(self, start: int, end: int) -> _Place | None:
        """Return where a span stands in the folded old draft, without white space at its edges."""
        start, end = self._old.folded.to_folded(start, end)
        piece = self._old.text[start:end]
        start += len(piece) - len(piece.lstrip())
        end -= len(piece) - len(piece.rstrip())
        if start >= end:
            return None
        first, last = self._old.sentence_at(start), self._old.sentence_at(end - 1)
        return _Place(start, end, range(first, last + 1))

    def _carry_whole(self, place: _Place) -> Anchor | None:
        """Return the anchor of a span whose sentences stand unchanged in one row, or None."""
        links = [self._links[at] for at in place.sentences]
        known = [link for link in links if link is not None and link.is_certain]
        if len(known) < len(links) or any(b.new != a.new + 1 for a, b in pairwise(known)):
            return None
        old, new = self._old.sentences, self._new.sentences
        start = place.start + new[known[0].new].start - old[place.sentences[0]].start
        end = place.end + new[known[-1].new].start - old[place.sentences[-1]].start
        is_moved = any(link.is_moved for link in known)
        return _same(self._new, start, end, is_moved=is_moved)

    def _word_carrier(self, places: Sequence[_Place]) -> _WordCarrier:
        """Cut into tokens what changed, and what the given spans touch beside it."""
        old = {at for at, link in enumerate(self._links) if link is None or not link.is_safe}
        old.update(at for place in places for at in place.sentences)
        standing = {
            link.new for at, link in enumerate(self._links) if link is not None and at not in old
        }
        new = set(range(len(self._new.sentences))) - standing
        return _WordCarrier(Words(self._old, old), Words(self._new, new), self._links)


class _Place(NamedTuple):
    """A span in the folded old draft, and the sentences that it touches."""

    start: int
    end: int
    sentences: range


def _same(draft: Draft, start: int, end: int, *, is_moved: bool) -> Anchor:
    state = State.MOVED if is_moved else State.KEPT
    return Anchor(*draft.folded.to_source(start, end), state)


class _WordCarrier:
    """Carries spans whose sentences did not all stand as they were."""

    def __init__(self, old: Words, new: Words, links: Sequence[Link | None]) -> None:
        self._old, self._new, self._links = old, new, links
        self._map = WordMap(old, new, links)

    def carry(self, place: _Place) -> Anchor:
        """Return the anchor of a span."""
        span = self._old.inside(place.start, place.end)
        return self._carry_row(place, span) or self._carry_edited(place, span)

    def _edited(self, start: int, end: int, reasons: tuple[str, ...]) -> Anchor:
        return Anchor(*self._new.draft.folded.to_source(start, end), State.EDITED, reasons)

    def _carry_row(self, place: _Place, span: Range) -> Anchor | None:
        """Return the anchor of a span whose words all stand in one row, or None."""
        row = self._map.to_new.get(span.start)
        if row is None:
            return None
        target = Range(row, row + span.end - span.start)
        if any(
            self._map.to_new.get(a) != b for a, b in zip(range(*span), range(*target), strict=True)
        ):
            return None
        start, end = self._offsets(place, span, target)
        if self._old.draft.slice(place.start, place.end) != self._new.draft.slice(start, end):
            return None
        reasons = self._beside(span, target) or self._in_rivals(span, place.sentences)
        if reasons:
            return self._edited(start, end, reasons)
        is_moved = not self._map.is_in_place(place.sentences[0], target)
        return _same(self._new.draft, start, end, is_moved=is_moved)

    def _offsets(self, place: _Place, span: Range, target: Range) -> tuple[int, int]:
        """Return the offsets of a target; a word cut by the span is cut in the target too."""
        start, end = self._new.starts[target.start], self._new.ends[target.end - 1]
        if self._map.to_new.get(span.start) == target.start:
            start += place.start - self._old.starts[span.start]
        if self._map.to_new.get(span.end - 1) == target.end - 1:
            end -= self._old.ends[span.end - 1] - place.end
        return start, end

    def _carry_edited(self, place: _Place, span: Range) -> Anchor:
        target = self._map.target(span)
        if target is None:
            return ORPHAN
        target = self._widened(span, target, place.sentences)
        return self._edited(*self._offsets(place, span, target), self._changed(span, target))

    def _widened(self, span: Range, target: Range, sentences: range) -> Range:
        """Let the target of a whole sentence take in what was added at the sentence's edges."""
        start, end = target
        first, last = self._links[sentences[0]], self._links[sentences[-1]]
        if first and span.start == self._old.of_sentence(sentences[0]).start:
            opening = self._new.of_sentence(first.new).start
            if self._new.sentence_of(start) == first.new and self._is_free(opening, start, span):
                start = opening
        if last and span.end == self._old.of_sentence(sentences[-1]).end:
            at = self._new.sentence_of(end - 1)
            closing = self._new.of_sentence(at).end
            # The stop of a sentence that was split off belongs to it, but nothing more.
            if (at == last.new or closing - end == 1) and self._is_free(end, closing, span):
                end = closing
        return Range(start, end)

    def _is_free(self, start: int, end: int, span: Range) -> bool:
        """Tell whether new tokens may be an addition to a span: not much, and nobody else's."""
        room = _ADDITION + 2 * self._old.weight(span)
        return self._new.weight(Range(start, end)) <= room and not any(
            token in self._map.to_old for token in range(start, end)
        )

    # Reasons

    def _changed(self, span: Range, target: Range) -> tuple[str, ...]:
        """Say what differs between the words of a span and those of its target."""
        pairs = align_tokens(self._old.take(span), self._new.take(target))
        same_old = {span.start + a for a, _ in pairs}
        same_new = {target.start + b for _, b in pairs}
        return self._reasons(
            [token for token in range(*span) if token not in same_old],
            [token for token in range(*target) if token not in same_new],
        )

    def _reasons(self, removed: Sequence[int], added: Sequence[int]) -> tuple[str, ...]:
        return reasons_for(
            [_word(self._old, at) for at in removed],
            [_word(self._new, at) for at in added],
            self._small_words,
        )

    @cached_property
    def _small_words(self) -> frozenset[str]:
        return self._old.draft.small_words | self._new.draft.small_words

    def _in_rivals(self, span: Range, sentences: range) -> tuple[str, ...]:
        """Say what differs in the other sentences that may be the counterpart of the span's."""
        for sentence in sentences:
            link = self._links[sentence]
            if link is None or link.rival is None:
                continue
            whole, rival = self._old.of_sentence(sentence), self._new.of_sentence(link.rival)
            pairs = dict(align_tokens(self._old.take(whole), self._new.take(rival)))
            # With the words beside it, for there a "not" may be the only difference.
            start = max(span.start - _NEAR_WORDS, whole.start)
            end = min(span.end + _NEAR_WORDS, whole.end)
            row = [pairs.get(token - whole.start, -1) for token in range(start, end)]
            if row[0] < 0 or row != list(range(row[0], row[0] + len(row))):
                return self._changed(whole, rival)
        return ()

    def _beside(self, span: Range, target: Range) -> tuple[str, ...]:
        """Say what was put or taken right beside a span and speaks about it."""
        old, new = _Side(self._old, span), _Side(self._new, target)
        removed: list[int] = []
        added: list[int] = []
        touched = 0
        for step in (-1, 1):
            gone = list(_changed_beside(old, new, self._map.to_new, step))
            come = list(_changed_beside(new, old, self._map.to_old, step))
            is_touched = any(touches for _, touches in (*gone, *come))
            touched += is_touched
            # "by 30%" and "to 30%", "30 people" and "30 boats": no word beside a figure is idle.
            is_figure = is_touched and old.is_figure(step)
            removed += [at for at, near in gone if self._matters(self._old, at, near, is_figure)]
            added += [at for at, near in come if self._matters(self._new, at, near, is_figure)]
        if removed or added:
            return self._reasons(removed, added)
        if touched == 2 and span.end - span.start <= _SHORT_SPAN:
            return ("wording",)
        return ()

    def _matters(self, words: Words, token: int, touches: bool, is_figure: bool) -> bool:
        word = words.words[token]
        if turns_meaning(word):
            return True
        if not touches:
            return False
        if is_figure and _says_something(word):
            return True
        return is_sensitive(_word(words, token), self._small_words)


def _says_something(token: str) -> bool:
    return is_word(token) or is_number(token)


def _word(words: Words, token: int) -> Word:
    behind = words.words[token + 1] if token + 1 < len(words.words) else ""
    return Word(words.words[token], words.is_opening(token), behind)


@dataclass(frozen=True, slots=True)
class _Side:
    """One of the two drafts, and a span or its target in it."""

    words: Words
    tokens: Range

    def edge(self, step: int) -> int:
        """Return the last token of the span on the side that `step` points to."""
        return self.tokens.start if step < 0 else self.tokens.end - 1

    def is_figure(self, step: int) -> bool:
        """Tell whether the span has a figure on that side, with its sign and currency or not."""
        edge = self.edge(step)
        if step > 0:
            return is_number(self.words.words[edge])
        first = self.words.take(Range(edge, min(edge + 3, self.tokens.end)))
        return is_number(next(filter(_says_something, first), ""))

    def is_near(self, token: int, step: int) -> bool:
        """Tell whether a token stands on that side of the span, or in another sentence."""
        distance = (token - self.edge(step)) * step
        if 0 < distance <= 2 * _NEAR_TOKENS:
            return True
        return self.words.sentence_of(token) != self.words.sentence_of(self.edge(step))


def _changed_beside(
    here: _Side, there: _Side, mapped: Mapping[int, int], step: int
) -> Iterator[tuple[int, bool]]:
    """Yield tokens beside a span that have no counterpart beside its target; nearest first.

    Args:
        here: the span.
        there: its counterpart in the other draft.
        mapped: token numbers of this draft to those of the other one.
        step: -1 for the side before the span, 1 for the side behind it.

    Yields:
        Token number, and whether nothing unchanged stands between it and the span.
    """
    edge = here.edge(step)
    sentence = range(*here.words.of_sentence(here.words.sentence_of(edge)))
    touches, words = True, 0
    for token in range(edge + step, edge + step * (_NEAR_TOKENS + 1), step):
        if token not in sentence or (words >= _NEAR_WORDS and not touches):
            return
        to = mapped.get(token)
        if to is not None and there.is_near(to, step):
            touches = False
        else:
            yield token, touches
        words += _says_something(here.words.words[token])
