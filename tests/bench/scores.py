"""The measures that several scorers share."""

from collections.abc import Iterable

# Quotation marks, dashes and spaces as they come, to those of a typewriter.
TYPOGRAPHY: dict[int, str] = {
    **dict.fromkeys(map(ord, "’‘‚‛"), "'"),
    **dict.fromkeys(map(ord, "“”„‟"), '"'),
    **dict.fromkeys(map(ord, "–—‐‑−"), "-"),
    **dict.fromkeys(map(ord, "\xa0\u202f\u2009"), " "),
}


def share(values: Iterable[bool | None]) -> float:
    """Return the share of True among those that are not None; 0.0 where there are none."""
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else 0.0


def f1(precision: float, recall: float) -> float:
    """Return the harmonic mean of precision and recall."""
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def f1_of_counts(right: int, found: int, wanted: int) -> float:
    """Return F1; 1.0 where nothing was wanted or found."""
    return 2 * right / (found + wanted) if found + wanted else 1.0
