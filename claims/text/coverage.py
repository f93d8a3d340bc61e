"""Which places of a text lie under marks.

A place counts as covered by a mark where the two share at least half of the shorter one: marking
the figure covers the clause it stands in, and marking the whole sentence covers the figure.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

__all__ = ["Span", "are_covered", "covers"]

Span = tuple[int, int]
"""Start and end in code points, the end excluded; never empty."""


def covers(mark: Span, place: Span) -> bool:
    """Return whether `mark` and `place` share at least half of the shorter of them."""
    shared = min(mark[1], place[1]) - max(mark[0], place[0])
    return shared > 0 and 2 * shared >= min(mark[1] - mark[0], place[1] - place[0])


def are_covered(places: Sequence[Span], marks: Iterable[Span]) -> list[bool]:
    """Return for each place whether any one of `marks` covers it, in the order of `places`.

    Two stretches share half of the shorter one exactly where the middle of one lies in the other,
    its edges included. So the middles of the marks, and the stretches that they fill together, are
    all that has to be known of them, and the time grows as n log n with the number of both,
    however they nest.
    """
    known = sorted(marks)
    # Twice the middle, so that it is a whole number; the edges below are doubled with it.
    middles = sorted(start + end for start, end in known)
    starts: list[int] = []
    ends: list[int] = []
    for start, end in known:
        if ends and start <= ends[-1]:
            ends[-1] = max(ends[-1], end)
        else:
            starts.append(start)
            ends.append(end)
    found = []
    for start, end in places:
        at = bisect_left(middles, 2 * start)
        is_around_a_middle = at < len(middles) and middles[at] <= 2 * end
        filled = bisect_right(starts, (start + end) / 2) - 1
        found.append(is_around_a_middle or (filled >= 0 and start + end <= 2 * ends[filled]))
    return found
