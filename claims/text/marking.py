"""Cutting a text at the edges of its mentions, so that each piece can be marked on its own.

Mentions overlap and nest as they please; the pieces never do.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Span:
    """A mention to mark: `claim` from `start` to `end`, code points of the whole text."""

    claim: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a block that lies under the same claims from end to end.

    `claims` has the claim with the shortest mention first: that is the one a reader means by
    pointing here. `begins` has the claims whose mention begins with this piece.
    """

    start: int
    end: int
    claims: tuple[int, ...]
    begins: tuple[int, ...]


def cut_into_segments(
    blocks: Sequence[tuple[int, int]], spans: Iterable[Span]
) -> Iterator[list[Segment]]:
    """Yield for each block its segments, in order and without a gap.

    Args:
        blocks: start and end of each, in order, not overlapping.
        spans: in any order; one may reach over several blocks.

    Takes time n log n in the number of spans, and more only where many cover one another.
    """
    waiting = sorted(spans, key=lambda span: (span.start, -span.end, span.claim))
    waiting.reverse()
    open_spans: list[Span] = []
    for block_start, block_end in blocks:
        segments: list[Segment] = []
        position = block_start
        open_spans = [span for span in open_spans if span.end > block_start]
        # What began in the white space between the blocks shows from here on.
        begins = []
        while position < block_end or not segments:
            while waiting and waiting[-1].start <= position:
                span = waiting.pop()
                if span.end > position:
                    open_spans.append(span)
                    begins.append(span.claim)
            edges = [span.end for span in open_spans]
            if waiting:
                edges.append(waiting[-1].start)
            end = min([edge for edge in edges if edge > position] + [block_end])
            by_length = sorted(open_spans, key=lambda span: (span.end - span.start, span.claim))
            claims = tuple(dict.fromkeys(span.claim for span in by_length))
            segments.append(Segment(position, end, claims, tuple(begins)))
            begins = []
            position = end
            open_spans = [span for span in open_spans if span.end > position]
        yield segments


def cut_at(segments: Iterable[Segment], stops: Sequence[int]) -> Iterator[Segment]:
    """Yield `segments` cut in two wherever one of `stops`, in rising order, lies inside."""
    for segment in segments:
        start, begins = segment.start, segment.begins
        for stop in stops[bisect_right(stops, start) :]:
            if stop >= segment.end:
                break
            yield replace(segment, start=start, end=stop, begins=begins)
            start, begins = stop, ()
        yield replace(segment, start=start, begins=begins)
