"""Dates, times and lengths of time, and the days they mean."""

import json
from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.text.dates import date_line, read_dates
from claims.text.wordlists import word_list

MONDAY = date(2016, 11, 7)


def brief(text, on=MONDAY):
    return [(found.exact, found.earliest, found.latest) for found in read_dates(text, on)]


def only(text, on=MONDAY):
    """First and last day of the one expression in `text`."""
    ((_, earliest, latest),) = brief(text, on)
    return earliest, latest


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("in November 2017", date(2017, 11, 1), date(2017, 11, 30)),
        ("Nov. 5, 2017", date(2017, 11, 5), date(2017, 11, 5)),
        ("5 November 2017", date(2017, 11, 5), date(2017, 11, 5)),
        ("the fourth of July, 1995", date(1995, 7, 4), date(1995, 7, 4)),
        ("Monday, March 27, 2006", date(2006, 3, 27), date(2006, 3, 27)),
        ("in 2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("2018-07-06", date(2018, 7, 6), date(2018, 7, 6)),
        ("5/17/2018", date(2018, 5, 17), date(2018, 5, 17)),
        ("23.04.2022", date(2022, 4, 23), date(2022, 4, 23)),
        ("in the 1980s", date(1980, 1, 1), date(1989, 12, 31)),
        ("the late 1960s", date(1966, 1, 1), date(1969, 12, 31)),
        ("the 21st century", date(2000, 1, 1), date(2099, 12, 31)),
        ("the first quarter of 2018", date(2018, 1, 1), date(2018, 3, 31)),
        ("Q3 2019", date(2019, 7, 1), date(2019, 9, 30)),
        ("the second half of 2019", date(2019, 7, 1), date(2019, 12, 31)),
        ("2014-15", date(2014, 1, 1), date(2015, 12, 31)),
        ("between 2014 and 2018", date(2014, 1, 1), date(2018, 12, 31)),
        ("from 2014-2018", date(2014, 1, 1), date(2018, 12, 31)),
        ("from May to Oct 2020", date(2020, 5, 1), date(2020, 10, 31)),
        ("Nov-Feb 2017", date(2016, 11, 1), date(2017, 2, 28)),
        ("since 2010", date(2010, 1, 1), None),
        ("before 2018", None, date(2017, 12, 31)),
        ("after Feb 2018", date(2018, 3, 1), None),
        ("by 2030", None, date(2030, 12, 31)),
        ("early 2019", date(2019, 1, 1), date(2019, 4, 30)),
        ("mid-November 2018", date(2018, 11, 10), date(2018, 11, 20)),
        ("on Easter 2018", date(2018, 4, 1), date(2018, 4, 1)),
        ("in nineteen ninety-six", date(1996, 1, 1), date(1996, 12, 31)),
        ("the 9/11 attacks", date(2001, 9, 11), date(2001, 9, 11)),
    ],
)
def test_read_dates_with_a_year_resolves_without_a_reference(text, earliest, latest):
    assert only(text, None) == (earliest, latest)


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("said Thursday", date(2016, 11, 3), date(2016, 11, 3)),
        ("will meet on Thursday", date(2016, 11, 10), date(2016, 11, 10)),
        ("At Thursday’s hearing", date(2016, 11, 3), date(2016, 11, 3)),
        ("yesterday", date(2016, 11, 6), date(2016, 11, 6)),
        ("last month", date(2016, 10, 1), date(2016, 10, 31)),
        ("last week", date(2016, 10, 31), date(2016, 11, 6)),
        ("next year", date(2017, 1, 1), date(2017, 12, 31)),
        ("this weekend", date(2016, 11, 12), date(2016, 11, 13)),
        ("last quarter", date(2016, 7, 1), date(2016, 9, 30)),
        ("the first quarter", date(2016, 1, 1), date(2016, 3, 31)),
        ("in April", date(2016, 4, 1), date(2016, 4, 30)),
        ("in December", date(2016, 12, 1), date(2016, 12, 31)),
        ("since August", date(2016, 8, 1), None),
        ("earlier this year", date(2016, 1, 1), date(2016, 11, 7)),
        ("the past two years", date(2014, 11, 7), date(2016, 11, 7)),
        ("the next three days", date(2016, 11, 8), date(2016, 11, 10)),
        ("two weeks ago", date(2016, 10, 24), date(2016, 10, 24)),
        ("seven days after Christmas 2015", date(2016, 1, 1), date(2016, 1, 1)),
        ("3 days from tomorrow", date(2016, 11, 11), date(2016, 11, 11)),
        ("last Friday", date(2016, 11, 4), date(2016, 11, 4)),
        ("March 5", date(2016, 3, 5), date(2016, 3, 5)),
        ("January 5", date(2017, 1, 5), date(2017, 1, 5)),
        ("November 18-19", date(2016, 11, 18), date(2016, 11, 19)),
        ("9 to 12 of June", date(2016, 6, 9), date(2016, 6, 12)),
        ("the end of last year", date(2015, 9, 1), date(2015, 12, 31)),
        ("the third week of January 2018", date(2018, 1, 15), date(2018, 1, 21)),
    ],
)
def test_read_dates_relative_to_a_day_resolves(text, earliest, latest):
    assert only(text) == (earliest, latest)


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("tomorrow at 8:45 a.m.", datetime(2016, 11, 8, 8, 45), datetime(2016, 11, 8, 8, 45)),
        ("9am on Tuesday", datetime(2016, 11, 1, 9), datetime(2016, 11, 1, 9)),
        ("at 3 p.m.", time(15), time(15)),
        ("17:30", time(17, 30), time(17, 30)),
        ("half past seven", time(7, 30), time(7, 30)),
        ("from 5 to 6pm", time(17), time(18)),
        ("Sunday night", datetime(2016, 11, 6, 20), datetime(2016, 11, 6, 23, 59, 59)),
        ("at noon", time(12), time(12)),
    ],
)
def test_read_dates_with_a_time_of_day_gives_it(text, earliest, latest):
    assert brief(text)[0][1:] == (earliest, latest)


def test_read_dates_of_that_same_year_looks_back_to_the_year_named():
    text = (
        "his trip to China in November 2017 and the visit to Mar-a-Lago in April of that same year"
    )
    assert brief(text, None) == [
        ("November 2017", date(2017, 11, 1), date(2017, 11, 30)),
        ("April of that same year", date(2017, 4, 1), date(2017, 4, 30)),
    ]


@pytest.mark.parametrize(
    ("text", "exact", "duration"),
    [
        ("for a 90-day period", "90-day", "P90D"),
        ("a 90-minute call", "90-minute", "PT90M"),
        ("lasted an hour and a half", "an hour and a half", "PT1.5H"),
        ("for a week", "a week", "P1W"),
        ("in the last three months", "last three months", "P3M"),
    ],
)
def test_read_dates_of_a_length_gives_its_duration(text, exact, duration):
    (found,) = read_dates(text, None)
    assert (found.exact, found.duration) == (exact, duration)
    assert (found.earliest, found.latest) == (None, None)


@pytest.mark.parametrize(
    "text", ["Thursday", "last month", "two years ago", "in April", "every Friday", "last spring"]
)
def test_read_dates_without_a_reference_leaves_it_unresolved(text):
    assert only(text, None) == (None, None)


def test_read_dates_of_an_undated_event_finds_it_unresolved():
    (found,) = read_dates("his first call since returning to office, he said", MONDAY)
    assert found.exact == "since returning to office"
    assert (found.earliest, found.latest, found.duration) == (None, None, None)


def test_read_dates_in_hours_from_a_mere_day_gives_the_day():
    assert only("three hours ago") == (MONDAY, MONDAY)
    assert only("three hours ago", datetime(2016, 11, 7, 12)) == (
        datetime(2016, 11, 7, 9),
        datetime(2016, 11, 7, 9),
    )


@pytest.mark.parametrize(
    "text",
    [
        "you may not",
        "Theresa May said",
        "March for Our Lives",
        "April Ryan asked",
        "2000 pieces of toys",
        "SCP-173",
        "he ran 123-12-1234",
        "a 60-year-old man",
        "$70,000 a year",
        "Easter Island",
        "Thus he said",
        "twenty-one coins",
        "on 60 Minutes",
        "the second half",
        "1.5 percent",
        "end of the line",
        "Mar-a-Lago",
    ],
)
def test_read_dates_in_other_words_finds_none(text):
    assert read_dates(text, MONDAY) == []


def test_read_dates_before_a_noun_keeps_the_year_closed():
    assert only("after the 1999 shooting", None) == (date(1999, 1, 1), date(1999, 12, 31))


def test_date_line_gives_the_json_of_the_command():
    line = date_line("a 90-day truce since May 2020", None)
    assert json.loads(json.dumps(line)) == [
        {
            "start": 2,
            "end": 8,
            "exact": "90-day",
            "earliest": None,
            "latest": None,
            "duration": "P90D",
        },
        {
            "start": 15,
            "end": 29,
            "exact": "since May 2020",
            "earliest": "2020-05-01",
            "latest": None,
            "duration": None,
        },
    ]


DAYS = st.dates(date(1900, 1, 1), date(2099, 12, 31))


@given(DAYS, st.sampled_from(["%Y-%m-%d", "%B %d, %Y", "%d %B %Y", "%A, %b %d, %Y", "%m/%d/%Y"]))
def test_read_dates_of_any_day_reads_back_the_day(day, notation):
    text = day.strftime(notation)
    assert brief(text, None) == [(text, day, day)]


WORDS = st.sampled_from(
    word_list(
        "last next this past the a of in on at to from and since before after until by "
        "every early mid end week month year quarter weekend day days hours ago later "
        "Monday Thursday May March April Nov. November first second third 21st twenty one "
        "two 1 5 12 29 31 1999 2017 2024 9999 0000 1980s 30s 2020-02-30 12/12/30 9/11 "
        "7:30 pm a.m. noon morning night Easter Christmas Labor weekend FY18 cy99 Q1 that "
        "same tomorrow today now century decade ½ - – , . : / 's 🏠"
    )
)
TEXTS = st.lists(st.tuples(WORDS, st.sampled_from([" ", "", "-", "\n"]))).map(
    lambda pieces: "".join(word + gap for word, gap in pieces)
)
REFERENCES = st.none() | st.dates() | st.datetimes()


@given(TEXTS | st.text(), REFERENCES)
def test_read_dates_of_any_text_slices_exact_in_order_without_overlap(text, on):
    end = 0
    found = read_dates(text, on)
    for expression in found:
        assert text[expression.start : expression.end] == expression.exact != ""
        assert expression.start >= end
        end = expression.end
    json.dumps(date_line(text, on))
    assert read_dates(text, on) == found
