"""Days, weeks, months and years: the arithmetic of the calendar, without a clock."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

__all__ = [
    "Period",
    "add_days",
    "add_months",
    "century",
    "day",
    "decade",
    "half",
    "month",
    "part",
    "quarter",
    "week",
    "week_of",
    "weekend",
    "year",
]

_PARTS_OF_YEAR = {"early": (1, 4), "mid": (5, 8), "late": (9, 12)}
_PARTS_OF_DECADE = {"early": (0, 3), "mid": (3, 6), "late": (6, 9)}
_PARTS_OF_MONTH = {"early": (1, 10), "mid": (10, 20), "late": (21, 31)}


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `earliest` to `latest`, both included; None where it is open.

    `grain` is the unit it is said in: "day", "week", "weekend", "month", "quarter", "half",
    "year", "decade", "century" or "span".
    """

    earliest: date | None
    latest: date | None
    grain: str


def day(value: date | None) -> Period:
    """Return one day."""
    return Period(value, value, "day")


def week(value: date) -> Period:
    """Return the week, Monday to Sunday, that holds a day."""
    monday = value - timedelta(days=value.weekday())
    return Period(monday, add_days(monday, 6), "week")


def week_of(period: Period, number: int) -> Period | None:
    """Return the nth week of a month or year; a week belongs where its Thursday is.

    Negative numbers count from the end.
    """
    if period.earliest is None or period.latest is None:
        return None
    weeks = list(_weeks(period.earliest, period.latest))
    place = number - 1 if number > 0 else number
    return weeks[place] if -len(weeks) <= place < len(weeks) else None


def _weeks(earliest: date, latest: date) -> Iterator[Period]:
    thursday = add_days(earliest, (3 - earliest.weekday()) % 7)
    while thursday and thursday <= latest:
        yield week(thursday)
        thursday = add_days(thursday, 7)


def weekend(value: date) -> Period:
    """Return Saturday and Sunday of the week that holds a day."""
    saturday = add_days(value, 5 - value.weekday())
    return Period(saturday, add_days(saturday, 1), "weekend")


def month(year_number: int, month_number: int) -> Period:
    """Return a month."""
    last = monthrange(year_number, month_number)[1]
    return Period(
        date(year_number, month_number, 1), date(year_number, month_number, last), "month"
    )


def quarter(year_number: int, number: int) -> Period:
    """Return the nth quarter of a year."""
    last = month(year_number, 3 * number)
    return Period(date(year_number, 3 * number - 2, 1), last.latest, "quarter")


def half(year_number: int, number: int) -> Period:
    """Return the first or second half of a year."""
    last = month(year_number, 6 * number)
    return Period(date(year_number, 6 * number - 5, 1), last.latest, "half")


def year(number: int) -> Period:
    """Return a year."""
    return Period(date(number, 1, 1), date(number, 12, 31), "year")


def decade(first_year: int) -> Period:
    """Return ten years from a year on."""
    return Period(date(first_year, 1, 1), date(first_year + 9, 12, 31), "decade")


def century(number: int) -> Period:
    """Return the nth century, counted as people do: the 21st begins in 2000."""
    first = max((number - 1) * 100, 1)
    return Period(date(first, 1, 1), date((number - 1) * 100 + 99, 12, 31), "century")


def part(period: Period, name: str) -> Period:
    """Return the "early", "mid" or "late" part of a month, year or decade; else the whole."""
    if period.earliest is None or period.latest is None:
        return period
    if period.grain == "year":
        first, last = _PARTS_OF_YEAR[name]
        number = period.earliest.year
        return Period(date(number, first, 1), month(number, last).latest, "span")
    if period.grain == "month":
        first, last = _PARTS_OF_MONTH[name]
        latest = period.latest.replace(day=min(last, period.latest.day))
        return Period(period.earliest.replace(day=first), latest, "span")
    if period.grain == "decade":
        first, last = _PARTS_OF_DECADE[name]
        number = period.earliest.year
        return Period(date(number + first, 1, 1), date(number + last, 12, 31), "span")
    return period


def add_days(value: date | None, days: int) -> date | None:
    """Return a day before or after; None beyond the calendar."""
    if value is None:
        return None
    try:
        return value + timedelta(days=days)
    except OverflowError:
        return None


def add_months(value: date | None, months: int) -> date | None:
    """Return the same day some months off, or the last of that month; None beyond the calendar."""
    if value is None:
        return None
    number = value.year * 12 + value.month - 1 + months
    year_number, month_number = divmod(number, 12)
    if not 1 <= year_number <= 9999:
        return None
    last = monthrange(year_number, month_number + 1)[1]
    return value.replace(year=year_number, month=month_number + 1, day=min(value.day, last))
