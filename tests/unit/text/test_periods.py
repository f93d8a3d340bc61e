"""The arithmetic of the calendar, holidays and lengths of time."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from claims.text import periods
from claims.text.durations import Duration, read_duration
from claims.text.holidays import read_holiday
from claims.text.tokens import tokenize


def ends(period):
    return (period.earliest, period.latest)


def test_week_of_a_day_runs_from_monday_to_sunday():
    assert ends(periods.week(date(2016, 11, 9))) == (date(2016, 11, 7), date(2016, 11, 13))


@pytest.mark.parametrize(
    ("year", "number", "monday"),
    [
        (2015, 1, date(2014, 12, 29)),
        (2016, -1, date(2016, 12, 26)),
        (2019, -1, date(2019, 12, 23)),
        (2027, 3, date(2027, 1, 18)),
    ],
)
def test_week_of_a_year_counts_as_iso_8601(year, number, monday):
    found = periods.week_of(periods.year(year), number)
    assert found is not None
    assert found.earliest == monday


def test_week_of_beyond_the_month_gives_none():
    assert periods.week_of(periods.month(2021, 2), 6) is None


def test_century_begins_with_its_hundred():
    assert ends(periods.century(21)) == (date(2000, 1, 1), date(2099, 12, 31))
    assert periods.century(1).earliest == date(1, 1, 1)


def test_part_of_february_ends_with_the_month():
    assert ends(periods.part(periods.month(2024, 2), "late")) == (
        date(2024, 2, 21),
        date(2024, 2, 29),
    )


def test_add_months_from_the_last_day_stays_in_the_month():
    assert periods.add_months(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert periods.add_months(date(2024, 3, 31), -1) == date(2024, 2, 29)


def test_add_beyond_the_calendar_gives_none():
    assert periods.add_months(date(9999, 12, 1), 1) is None
    assert periods.add_days(date(1, 1, 1), -1) is None
    assert periods.add_days(None, 1) is None


@pytest.mark.parametrize(
    ("name", "year", "day"),
    [
        ("Easter", 2018, date(2018, 4, 1)),
        ("Easter", 2024, date(2024, 3, 31)),
        ("Easter", 2038, date(2038, 4, 25)),
        ("Easter Monday", 2019, date(2019, 4, 22)),
        ("Good Friday", 2025, date(2025, 4, 18)),
        ("Thanksgiving", 2023, date(2023, 11, 23)),
        ("Black Friday", 2023, date(2023, 11, 24)),
        ("Labor Day", 2021, date(2021, 9, 6)),
        ("Memorial Day", 2024, date(2024, 5, 27)),
        ("New Year’s Eve", 1999, date(1999, 12, 31)),
    ],
)
def test_read_holiday_of_a_year_gives_its_day(name, year, day):
    found = read_holiday(tokenize(name), 0)
    assert found is not None
    assert found[0](year) == day


@pytest.mark.parametrize("text", ["Easter Island", "Christmas trees", "Thanks"])
def test_read_holiday_of_a_longer_name_gives_none(text):
    assert read_holiday(tokenize(text), 0) is None


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("90-day", "P90D"),
        ("one and a half hours", "PT1.5H"),
        ("an hour and a half", "PT1.5H"),
        ("half an hour", "PT0.5H"),
        ("1 year 1 month 21 days", "P1Y1M21D"),
        ("two weeks and 2 days", "P2W2D"),
        ("a couple of days", "P2D"),
        ("two decades", "P20Y"),
        ("a fortnight", "P2W"),
        ("5 full weeks", "P5W"),
        ("3h", "PT3H"),
        ("the", None),
        ("60 percent", None),
    ],
)
def test_read_duration_gives_iso_8601(text, iso):
    found = read_duration(tokenize(text), 0)
    assert (found[0].iso if found else None) == iso


def test_duration_after_moves_days_and_hours():
    moment = datetime(2016, 11, 7, 23, 30)
    assert Duration({"H": Decimal("1.5")}).after(moment) == datetime(2016, 11, 8, 1, 0)
    assert Duration({"m": Decimal(1), "W": Decimal(1)}).after(date(2024, 1, 31), -1) == date(
        2023, 12, 24
    )


def test_duration_after_beyond_the_calendar_gives_none():
    assert Duration({"Y": Decimal(9000)}).after(date(2024, 1, 1)) is None
    assert Duration({"D": Decimal(10**9)}).after(date(2024, 1, 1)) is None
