"""Lengths of time: "90 days", "an hour and a half", "1 year 2 months"."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from claims.text.labels import is_time_title
from claims.text.numerals import ARITHMETIC, SMALL_NUMBERS, read_numeral
from claims.text.periods import add_days, add_months
from claims.text.tokens import Token, is_glued, is_hyphen_between
from claims.text.wordlists import word_set

__all__ = ["TIME_UNITS", "Duration", "read_duration", "read_time_unit"]

# Each unit in ISO 8601: designator and how many of it.
TIME_UNITS = {
    name: (designator, Decimal(count))
    for names, designator, count in (
        ("second seconds sec secs", "S", 1),
        ("minute minutes min mins", "M", 1),
        ("hour hours hr hrs", "H", 1),
        ("day days night nights", "D", 1),
        ("week weeks wk wks", "W", 1),
        ("fortnight fortnights", "W", 2),
        ("month months", "m", 1),
        ("quarter quarters", "m", 3),
        ("year years yr yrs", "Y", 1),
        ("decade decades", "Y", 10),
        ("century centuries", "Y", 100),
    )
    for name in names.split()
}
_SYMBOLS = {"h": "hour", "H": "hour", "D": "day", "d": "day", "W": "week", "w": "week"}
_ORDER = "YmWDHMS"
_CLOCK_UNITS = "HMS"
_ARTICLES = frozenset(["a", "an", "another", "one"])
_WHOLE = frozenset(["all", "whole", "full", "entire"])
_ADJECTIVES = word_set("full whole straight consecutive more additional long")
_MAX_PARTS = 6
_MAX_COUNT = 10**6


@dataclass(frozen=True, slots=True)
class Duration:
    """An amount of calendar and clock units.

    `parts` maps designators ("Y", "m" for months, "W", "D", "H", "M" for minutes, "S") to counts.
    """

    parts: dict[str, Decimal]

    @property
    def iso(self) -> str:
        """The duration in ISO 8601: "P90D", "PT1.5H", "P1Y2M"."""
        days = clock = ""
        for unit in _ORDER:
            if unit in self.parts:
                piece = f"{self.parts[unit].normalize(ARITHMETIC):f}{unit.upper()}"
                if unit in _CLOCK_UNITS:
                    clock += piece
                else:
                    days += piece
        return f"P{days}{'T' if clock else ''}{clock}"

    @property
    def has_clock(self) -> bool:
        """Whether hours, minutes or seconds are part of it."""
        return any(unit in self.parts for unit in _CLOCK_UNITS)

    def after(self, moment: date, sign: int = 1) -> date | None:
        """Return the day this long after (or, with -1, before) `moment`; None beyond the calendar.

        A datetime moves by hours and minutes too. A part of a month counts thirty days.
        """
        if any(count > _MAX_COUNT for count in self.parts.values()):
            return None
        months = 12 * self.parts.get("Y", Decimal(0)) + self.parts.get("m", Decimal(0))
        days = 7 * self.parts.get("W", Decimal(0)) + self.parts.get("D", Decimal(0))
        days += 30 * (months % 1)
        moved = add_months(moment, sign * int(months))
        moved = add_days(moved, sign * int(days))
        if isinstance(moved, datetime) and self.has_clock:
            seconds = sum(
                int(self.parts.get(unit, 0) * factor)
                for unit, factor in (("H", 3600), ("M", 60), ("S", 1))
            )
            try:
                return moved + timedelta(seconds=sign * seconds)
            except OverflowError:
                return None
        return moved


def read_time_unit(tokens: Sequence[Token], index: int) -> tuple[str, Decimal, int] | None:
    """Return a unit's designator, how many of it, and the place behind its name."""
    place = index + is_hyphen_between(tokens, index)
    found = TIME_UNITS.get(tokens[place].low)
    return (*found, place + 1) if found else None


def read_duration(
    tokens: Sequence[Token], index: int, *, max_parts: int = _MAX_PARTS
) -> tuple[Duration, int] | None:
    """Return the length of time written from `index` on, and the place behind it."""
    parts: dict[str, Decimal] = {}
    place, end = index, index
    for _ in range(max_parts):
        found = _read_part(tokens, place, is_first=not parts)
        if found is None or found[0] in parts:
            break
        unit, count, end = found
        parts[unit] = count
        extra = _read_and_fraction(tokens, end)
        if extra:
            parts[unit] += extra[0] * TIME_UNITS[tokens[end - 1].low][1]
            end = extra[1]
            break
        place = end
        if tokens[place].low == "and" or (
            tokens[place].text == "," and tokens[place + 1].kind == "number"
        ):
            place += 1
    return (Duration(parts), end) if parts else None


def _read_part(
    tokens: Sequence[Token], index: int, *, is_first: bool
) -> tuple[str, Decimal, int] | None:
    low = tokens[index].low
    if is_first and low in _WHOLE:
        return read_time_unit(tokens, index + 1 + (tokens[index + 1].low in ("of", "the")))
    numeral = read_numeral(tokens, index)
    if numeral is None or numeral.form not in ("digits", "words", "fraction"):
        return _read_single(tokens, index) if is_first else None
    place = numeral.end + (tokens[numeral.end].low in _ADJECTIVES)
    if numeral.form == "fraction":
        place += tokens[place].low == "of"
        place += tokens[place].low in _ARTICLES
    found = read_time_unit(tokens, place) or _read_symbol(tokens, place)
    if found is None:
        return None
    unit, count, end = found
    if tokens[end - 1].low in ("night", "quarter") and numeral.value != 1:
        return None
    if is_time_title(tokens, numeral, end):
        return None
    return unit, ARITHMETIC.multiply(count, numeral.value), end


def _read_single(tokens: Sequence[Token], index: int) -> tuple[str, Decimal, int] | None:
    """Read "a week", "another year", "a couple of days"."""
    if tokens[index].low not in _ARTICLES:
        return None
    place, count = index + 1, Decimal(1)
    if tokens[place].low == "couple" and tokens[place + 1].low == "of":
        place, count = place + 2, Decimal(2)
    found = read_time_unit(tokens, place)
    if found is None or tokens[place].low in ("second", "night", "quarter"):
        return None
    return found[0], found[1] * count, found[2]


def _read_symbol(tokens: Sequence[Token], index: int) -> tuple[str, Decimal, int] | None:
    """Read "h" in "3h" and "3 h"."""
    text = tokens[index].text
    if text not in _SYMBOLS or (text != "h" and not is_glued(tokens, index)):
        return None
    return (*TIME_UNITS[_SYMBOLS[text]], index + 1)


def _read_and_fraction(tokens: Sequence[Token], index: int) -> tuple[Decimal, int] | None:
    if tokens[index].low != "and" or tokens[index + 1].low not in ("a", *SMALL_NUMBERS):
        return None
    numeral = read_numeral(tokens, index + 1)
    if numeral is None or numeral.form != "fraction":
        return None
    return (numeral.value, numeral.end) if tokens[numeral.end].low != "of" else None
