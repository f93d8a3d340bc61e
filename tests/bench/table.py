"""What was measured, beside what was promised."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table. `passed` is None where nothing is promised."""

    name: str
    measured: str
    bar: str = ""
    passed: bool | None = None


def at_most(name: str, value: float, bar: float, unit: str = "", note: str = "") -> Figure:
    return Figure(name, _words(value, unit, note), f"≤ {bar:g}{unit}", value <= bar)


def at_least(name: str, value: float, bar: float, unit: str = "", note: str = "") -> Figure:
    return Figure(name, _words(value, unit, note), f"≥ {bar:g}{unit}", value >= bar)


def in_turn(
    one: Callable[[], float], other: Callable[[], float], *, rounds: int, each: int
) -> tuple[float, float, float]:
    """Measure two things in turn; return the median of each and of the rounds' ratios.

    Args:
        one: returns seconds; the ratio is `one` by `other`.
        each: how often a round measures each.
    """
    ratios, ones, others = [], [], []
    for _ in range(rounds):
        pairs = [(one(), other()) for _ in range(each)]
        ones.append(median(pair[0] for pair in pairs))
        others.append(median(pair[1] for pair in pairs))
        ratios.append(ones[-1] / others[-1])
    return median(ones), median(others), median(ratios)


def print_table(figures: Sequence[Figure]) -> None:
    verdict = {True: "PASS", False: "FAIL", None: ""}
    rows = [
        ("figure", "measured", "bar", ""),
        *((each.name, each.measured, each.bar, verdict[each.passed]) for each in figures),
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        print("  ".join(cells).rstrip())


def _words(value: float, unit: str, note: str) -> str:
    number = f"{value:,.0f}" if float(value).is_integer() or value >= 100 else f"{value:.2f}"
    return f"{number}{unit}" + (f" ({note})" if note else "")
