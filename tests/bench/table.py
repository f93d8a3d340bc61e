"""What was measured, beside what was promised."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


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


@dataclass(frozen=True, slots=True)
class Bars:
    """What the values of one scorer have to hold, by name.

    Attributes:
        least: the value may not be under it.
        most: the value may not be over it.
        timed: names of those that hang on the machine; tests leave them to `make bench`.
    """

    least: Mapping[str, float] = field(default_factory=dict)
    most: Mapping[str, float] = field(default_factory=dict)
    timed: frozenset[str] = frozenset()

    def figures(self, values: Mapping[str, float]) -> list[Figure]:
        """Return a line for each value, and one for each bar without a value."""
        figures = []
        for name, value in values.items():
            if name in self.least:
                figures.append(at_least(name, value, self.least[name]))
            elif name in self.most:
                figures.append(at_most(name, value, self.most[name]))
            else:
                figures.append(Figure(name, _words(value, "", "")))
        for sign, bars in (("≥", self.least), ("≤", self.most)):
            figures += [
                Figure(name, "not measured", f"{sign} {bar:g}")
                for name, bar in bars.items()
                if name not in values
            ]
        return figures

    def missed(self, values: Mapping[str, float]) -> dict[str, float]:
        """Return the values that miss their bars, whatever machine they were measured on."""
        return {
            name: value
            for name, value in values.items()
            if name not in self.timed
            and (value < self.least.get(name, value) or value > self.most.get(name, value))
        }


def not_measured() -> list[Figure]:
    """Return the line of a section that needs the development data, where that is absent."""
    return [Figure("no development data beside the repository", "not measured")]


def on_samples(*, is_sample: bool) -> list[Figure]:
    """Return the line of a section that was measured on our own small samples instead."""
    name = "no development data beside the repository"
    return [Figure(name, "own small samples")] if is_sample else []


def print_table(sections: Mapping[str, Sequence[Figure]]) -> int:
    """Print a table of all sections and what misses its bar; return 1 if anything does, else 0."""
    rows = [("measure", "value", "bar", "")]
    for section, figures in sections.items():
        rows += [("", "", "", ""), (section, "", "", "")]
        rows += [(f"  {f.name}", f.measured, f.bar, _VERDICTS[f.passed]) for f in figures]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        print("  ".join(cells).rstrip())
    held = [f for figures in sections.values() for f in figures if f.passed is not None]
    missed = [
        f"{section}: {f.name}"
        for section, figures in sections.items()
        for f in figures
        if f.passed is False
    ]
    print(f"\n{len(held)} bars, {len(held) - len(missed)} met.")
    for name in missed:
        print(f"Not met: {name}")
    return int(bool(missed))


_VERDICTS = {True: "met", False: "NOT MET", None: ""}


def _words(value: float, unit: str, note: str) -> str:
    if float(value).is_integer() or value >= 100:
        number = f"{value:,.0f}"
    else:
        number = f"{value:.{4 if value < 0.01 else 3 if value < 10 else 1}f}"
    return f"{number}{unit}" + (f" ({note})" if note else "")
