"""Dates, times and lengths of time in a text, with the days they mean.

"April of that same year" looks back to the year named before it; "Thursday" and "last month" need
the day the text is from. What cannot be resolved is still found, and said to be unresolved.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from claims.text import periods
from claims.text.calendar_dates import (
    CALENDAR_STARTS,
    WEEKDAYS,
    Context,
    read_calendar,
    read_day_number,
)
from claims.text.clock_times import DAY_PARTS, Clock, read_clock, read_clock_range
from claims.text.durations import TIME_UNITS, Duration, read_duration, read_time_unit
from claims.text.labels import MONTHS
from claims.text.numerals import SMALL_NUMBERS, read_numeral
from claims.text.periods import Period
from claims.text.tokens import Token, is_glued, is_hyphen_between, tokenize
from claims.text.wordlists import word_set

__all__ = ["DateExpression", "date_line", "read_dates"]

Moment = date | time  # a datetime is a date

_BACK = frozenset(["last", "past", "previous"])
_AHEAD = frozenset(["next", "coming", "upcoming", "following"])
_LINKS = frozenset(["to", "through", "until", "till", "-", "–", "—", "~"])
_UNTIL_NOW = frozenset(["now", "today", "present"])
_FUTURE = word_set(
    "will shall would 'll going plan plans planned planning scheduled expected expects due hopes "
    "want wants let let's let’s please can could schedule set book arrange upcoming "
    "tomorrow should must may might"
)
_CONTRACTED_FUTURE = ("'ll", "'d")
_STOPS = frozenset(".!?;")
_CLAUSE_TOKENS = 24
_LASTING = word_set(
    "for lasted lasting lasts last took takes take taking within than nearly almost about around "
    "roughly"
)
_BOUNDS = {
    "before": "before",
    "prior to": "before",
    "after": "after",
    "later than": "after",
    "greater than": "after",
    "since": "since",
    "starting": "since",
    "starting on": "since",
    "starting from": "since",
    "beginning on": "since",
    "beginning in": "since",
    "as early as": "since",
    "any time from": "since",
    "until": "until",
    "till": "until",
    "by": "until",
    "no later than": "until",
    "as late as": "until",
}
_BOUNDS_BEHIND = {
    "or later": "since",
    "and later": "since",
    "or after": "since",
    "and greater": "since",
    "or earlier": "until",
    "or before": "until",
    "or sooner": "until",
}
_BOUND_STARTS = frozenset(phrase.split()[0] for phrase in _BOUNDS)
_DETERMINERS = word_set("the a an his her their its my our to in")
_STARTERS = (
    CALENDAR_STARTS
    | _BOUND_STARTS
    | frozenset(SMALL_NUMBERS)
    | word_set(
        "from between in within every each a an another all whole full entire half noon midnight "
        "midday quarter early late mid at"
    )
    | frozenset(f"{name}s" for name in WEEKDAYS)
)


@dataclass(frozen=True, slots=True)
class DateExpression:
    """A date, time or length of time, and the place where it is written.

    `text[start:end] == exact`, counted in code points. `earliest` and `latest` are the first and
    last day (or datetime, or time of day) that it can mean, both included; None where that side
    is open or unknown. `duration` is a length in ISO 8601 ("P90D") or None. All three are None
    for what was found but not resolved ("since returning to office").
    """

    start: int
    end: int
    exact: str
    earliest: Moment | None
    latest: Moment | None
    duration: str | None


@dataclass(frozen=True, slots=True)
class _Found:
    """An expression while it is read; `end` is the token behind it."""

    end: int
    earliest: Moment | None = None
    latest: Moment | None = None
    duration: str | None = None


def read_dates(text: str, on: date | None = None) -> list[DateExpression]:
    """Return the dates, times and lengths of time in `text`, in order; they do not overlap.

    Args:
        text: of one article, or a sentence of it.
        on: the day the text is from; a datetime also fixes "in five minutes". Without it,
            relative dates stay unresolved.
    """
    return list(_Reader(text, on).read())


def date_line(text: str, on: date | None = None) -> list[dict[str, Any]]:
    """Return the dates of `text` as JSON values.

    Each has `start`, `end`, `exact`, `earliest`, `latest` and `duration`, in ISO 8601 or null.
    """
    return [
        {
            "start": found.start,
            "end": found.end,
            "exact": found.exact,
            "earliest": found.earliest.isoformat() if found.earliest else None,
            "latest": found.latest.isoformat() if found.latest else None,
            "duration": found.duration,
        }
        for found in read_dates(text, on)
    ]


class _Reader:
    """Walks over the tokens of one text; every look around is bounded, so the time is linear."""

    def __init__(self, text: str, on: date | None) -> None:
        self._text = text
        self._on = on
        self._day = on.date() if isinstance(on, datetime) else on
        self._tokens = _split_possessives(tokenize(text))
        self._context = Context(self._day)
        self._heard = 0  # tokens before this place were searched for words about the future
        self._future_place = -_CLAUSE_TOKENS - 1

    def read(self) -> Iterator[DateExpression]:
        tokens = self._tokens
        index = 0
        while tokens[index].kind != "end":
            token = tokens[index]
            found = None
            if token.kind in ("number", "fraction") or (
                token.kind == "word" and token.low in _STARTERS
            ):
                found = self._read_at(index)
            if found is None:
                index += 1
                continue
            start, end = token.start, tokens[found.end - 1].end
            yield DateExpression(
                start, end, self._text[start:end], found.earliest, found.latest, found.duration
            )
            self._remember_year(index, found)
            index = found.end

    def _read_at(self, index: int) -> _Found | None:
        is_future = self._is_future(index)
        if is_future != self._context.is_future:
            self._context = replace(self._context, is_future=is_future)
        best: _Found | None = None
        for read in (
            self._read_bounded,
            self._read_range,
            self._read_moment,
            self._read_window,
            self._read_length,
            self._read_recurring,
            self._read_event,
        ):
            found = read(index)
            if found and (best is None or found.end > best.end):
                best = found
        return best

    def _remember_year(self, index: int, found: _Found) -> None:
        """Keep the year that the text names, for "that same year" behind it."""
        if not isinstance(found.earliest, date):
            return
        year = found.earliest.year
        if any(token.text == str(year) for token in self._tokens[index : found.end]):
            self._context = replace(self._context, year=year)

    def _is_future(self, index: int) -> bool:
        """Say whether the clause before `index` speaks of what will be."""
        tokens = self._tokens
        for place in range(self._heard, index):
            token = tokens[place]
            if token.text in _STOPS and not is_glued(tokens, place + 1):
                self._future_place = -_CLAUSE_TOKENS - 1
            elif token.low in _FUTURE or token.low.endswith(_CONTRACTED_FUTURE):
                self._future_place = place
        self._heard = index
        return index - self._future_place <= _CLAUSE_TOKENS

    # Moments: a day, a time, or both

    def _read_moment(self, index: int) -> _Found | None:
        found = self._read_plain_moment(index)
        if found is None:
            return None
        tokens = self._tokens
        behind = f"{tokens[found.end].low} {tokens[found.end + 1].low}"
        is_last = tokens[found.end + 2].kind != "number" and tokens[found.end + 2].low != "the"
        bound = _BOUNDS_BEHIND.get(behind) if is_last else None
        return _bounded(replace(found, end=found.end + 2), bound) if bound else found

    def _read_plain_moment(self, index: int) -> _Found | None:
        part = self._read_day_part(index)
        if part:
            return part
        calendar = read_calendar(self._tokens, index, self._context)
        if calendar:
            return self._with_clock(*calendar)
        return self._read_clock_first(index)

    def _read_day_part(self, index: int) -> _Found | None:
        """Read "this evening", "last night", "early this morning", "tonight at 10"."""
        tokens = self._tokens
        lead = tokens[index].low
        place = index + (lead in ("early", "late", "later", "earlier"))
        low = tokens[place].low
        if low in ("tonight", "tonite"):
            day, name, end = self._day, "night", place + 1
        elif low in ("this", "last", "next") and tokens[place + 1].low in DAY_PARTS:
            days = {"this": 0, "last": -1, "next": 1}[low]
            day, name, end = periods.add_days(self._day, days), tokens[place + 1].low, place + 2
        else:
            return None
        after = end + (tokens[end].low in ("at", "around", "from", "between"))
        clock = read_clock_range(tokens, after) or read_clock(tokens, after)
        if clock and (clock.is_sure or after > end or clock.earliest != clock.latest):
            is_late = name in ("afternoon", "evening", "night") and not clock.meridiem
            if is_late and 5 <= clock.earliest.hour < 12:
                clock = replace(
                    clock,
                    earliest=clock.earliest.replace(hour=clock.earliest.hour + 12),
                    latest=_later(clock.latest),
                )
            return _combined(day, clock)
        earliest, latest = DAY_PARTS[name]
        middle = time((earliest.hour + min(latest.hour + (latest.minute > 0), 24)) // 2)
        if place > index:
            earliest, latest = (earliest, middle) if lead.startswith("ear") else (middle, latest)
        return _combined(day, Clock(earliest, latest, end))

    def _with_clock(self, period: Period, end: int) -> _Found:
        """Add the time behind a day: "Thursday at 3 pm", "tomorrow from 7:00 to 8:00pm"."""
        plain = _Found(end, period.earliest, period.latest)
        if period.grain != "day":
            return plain
        tokens = self._tokens
        place = end + (tokens[end].text == ",")
        is_announced = tokens[place].low in ("at", "@", "around", "from", "between")
        is_part = tokens[place].low in DAY_PARTS or tokens[place].low in ("early", "late", "mid")
        clock = read_clock_range(tokens, place) or read_clock(tokens, place)
        if clock is None or not (clock.is_sure or is_announced):
            return plain
        if tokens[clock.end - 1].low.removesuffix("s") != tokens[clock.end - 1].low and is_part:
            return _Found(clock.end)  # "Friday mornings"
        return _combined(period.earliest, clock)

    def _read_clock_first(self, index: int) -> _Found | None:
        """Read "3 pm", "9am on Tuesday", "from 5 to 6pm of April 22", "in the morning"."""
        tokens = self._tokens
        clock = read_clock_range(tokens, index) or self._read_marked_clock(index)
        if clock is None:
            return None
        place = clock.end + (tokens[clock.end].text == ",")
        place += tokens[place].low in ("on", "of")
        place += tokens[place].low == "the"
        calendar = read_calendar(tokens, place, self._context)
        if calendar and calendar[0].grain == "day":
            return _combined(calendar[0].earliest, replace(clock, end=calendar[1]))
        part = self._read_day_part(place) if place == clock.end else None
        if part and isinstance(part.earliest, datetime):
            return _combined(part.earliest.date(), replace(clock, end=part.end))
        if not clock.is_sure or (clock.earliest == clock.latest and tokens[index].low == "at"):
            return None
        return _Found(clock.end, clock.earliest, clock.latest)

    def _read_marked_clock(self, index: int) -> Clock | None:
        """Return a time; a part of the day only with words that make it one ("in the")."""
        tokens = self._tokens
        clock = read_clock(tokens, index)
        low = tokens[index].low
        if clock is None or clock.earliest == clock.latest or low in ("in", "early", "late"):
            return clock
        return None

    # Ranges and bounds

    def _read_range(self, index: int) -> _Found | None:
        """Read "from May to Oct 2020", "between 2014 and 2018", "November 18-19"."""
        tokens = self._tokens
        low = tokens[index].low
        start = index + (low in ("from", "between"))
        start += tokens[start].low == "the"
        links = _LINKS | {"and"} if low == "between" else _LINKS
        days = self._read_day_then_day(start, links)
        if days:
            return days
        first = read_calendar(tokens, start, self._context)
        if first is None or tokens[first[1]].low not in links:
            return None
        place = first[1] + 1
        place += tokens[place].low == "the"
        if tokens[place].low in _UNTIL_NOW:
            return _Found(place + 1, first[0].earliest, self._day)
        second = self._read_second(start, first[0], place)
        if second is None:
            return None
        is_loose = tokens[first[1]].kind == "mark" and not is_glued(tokens, first[1])
        if is_loose and first[0].grain != second[0].grain:
            return None  # "February 6 - this year"
        is_absolute = tokens[start].low in MONTHS or tokens[start].kind == "number"
        lacks_year = is_absolute and not _has_year(tokens, start, first[1])
        if lacks_year and _has_year(tokens, place, second[1]):
            context = replace(self._context, on=second[0].earliest, is_future=False)
            first = read_calendar(tokens, start, context) or first
        return _Found(second[1], first[0].earliest, second[0].latest)

    def _read_second(self, start: int, first: Period, place: int) -> tuple[Period, int] | None:
        """Return the end of a range: a date, or only the day of it ("April 9 through 17th")."""
        tokens = self._tokens
        context = self._context
        if not _has_year(tokens, start, place):
            context = replace(context, on=first.earliest, is_future=True)
        second = read_calendar(tokens, place, context)
        if second:
            return second
        number = read_day_number(tokens, place)
        if number is None or first.grain != "day" or tokens[number[1]].text in (":", "%"):
            return None
        if first.earliest is None:
            return Period(None, None, "day"), number[1]
        month = first.earliest
        if number[0] <= month.day:
            following = periods.add_months(month.replace(day=1), 1)
            month = following or month
        try:
            return periods.day(month.replace(day=number[0])), number[1]
        except ValueError:
            return None

    def _read_day_then_day(self, index: int, links: frozenset[str]) -> _Found | None:
        """Read "9 to 12 of June", "ninth and seventeenth of April"."""
        tokens = self._tokens
        number = read_day_number(tokens, index)
        if number is None or tokens[number[1]].low not in links:
            return None
        place = number[1] + 1
        second_number = read_day_number(tokens, place)
        second = read_calendar(tokens, place, self._context) if second_number else None
        if second is None or second_number is None or second[0].grain != "day":
            return None
        if not any(token.low in MONTHS for token in tokens[second_number[1] : second[1]]):
            return None
        last = second[0].earliest
        if last is None:
            return _Found(second[1])
        month = last if number[0] < last.day else periods.add_months(last.replace(day=1), -1)
        try:
            return _Found(second[1], month.replace(day=number[0]) if month else None, last)
        except ValueError:
            return None

    def _read_bounded(self, index: int) -> _Found | None:
        """Read "since August", "before 2018", "by Friday", "no later than 3 pm"."""
        tokens = self._tokens
        if tokens[index].low not in _BOUND_STARTS:
            return None
        for length in (3, 2, 1):
            phrase = " ".join(token.low for token in tokens[index : index + length])
            kind = _BOUNDS.get(phrase)
            if kind is None:
                continue
            place = index + length
            place += tokens[place].low == "on"
            has_article = tokens[place].low == "the"
            place += has_article
            found = self._read_moment(place)
            if found is None or tokens[found.end].low == "'s":
                return None
            is_attribute = has_article and found.end == place + 1 and tokens[place].kind == "number"
            return None if is_attribute else _bounded(found, kind)  # "after the 1999 shooting"
        return None

    # Lengths of time

    def _read_window(self, index: int) -> _Found | None:
        """Read "the last three months", "next 2 quarters", "5 past years", "in two weeks"."""
        tokens = self._tokens
        low = tokens[index].low
        if low in _BACK or low in _AHEAD:
            return self._read_business_days(index) or self._read_shifted_length(index)
        if low in ("in", "within"):
            return self._read_in(index, low)
        numeral = read_numeral(tokens, index)
        if numeral is None or numeral.form not in ("digits", "words"):
            return None
        shift = tokens[numeral.end].low
        unit = read_time_unit(tokens, numeral.end + 1)
        if unit is None or shift not in _BACK | _AHEAD:
            return None
        if numeral.value != 1 and not tokens[unit[2] - 1].low.endswith("s"):
            return None  # "to 200,000 next year"
        duration = Duration({unit[0]: unit[1] * numeral.value})
        return self._window(duration, unit[2], is_back=shift in _BACK)

    def _read_shifted_length(self, index: int) -> _Found | None:
        """Read "last three months", "next two quarters"."""
        tokens = self._tokens
        is_back = tokens[index].low in _BACK
        count = SMALL_NUMBERS.get(tokens[index + 1].low)
        if count and tokens[index + 2].low == "quarters":
            return self._window(Duration({"m": Decimal(3 * count)}), index + 3, is_back=is_back)
        found = read_duration(tokens, index + 1)
        if found and tokens[found[1]].low == "ago":  # "the last three months and two days ago"
            found = read_duration(tokens, index + 1, max_parts=1)
        if found is None or tokens[index + 1].low in ("all", "whole", "full"):
            return None
        return self._window(*found, is_back=is_back)

    def _window(self, duration: Duration, end: int, *, is_back: bool) -> _Found:
        on: date | None = self._on if duration.has_clock else self._day
        if on is None:
            return _Found(end, duration=duration.iso)
        if duration.has_clock and not isinstance(on, datetime):
            return _Found(end, on, on, duration.iso)
        if self._counts_quarters(end) and duration.parts.get("m"):
            first, last = _quarters(on, int(duration.parts["m"]) // 3, is_back=is_back)
            return _Found(end, first, last, duration.iso)
        if is_back:
            return _Found(end, duration.after(on, -1), on, duration.iso)
        start = on if duration.has_clock else periods.add_days(on, 1)
        return _Found(end, start, duration.after(on), duration.iso)

    def _counts_quarters(self, end: int) -> bool:
        return self._tokens[end - 1].low in ("quarter", "quarters")

    def _read_business_days(self, index: int) -> _Found | None:
        """Read "next 4 business days"."""
        tokens = self._tokens
        numeral = read_numeral(tokens, index + 1)
        if numeral is None or not 1 <= numeral.value <= 60 or self._day is None:
            return None
        words = [token.low for token in tokens[numeral.end : numeral.end + 2]]
        if words[0] not in ("business", "working") or words[1] not in ("day", "days"):
            return None
        step = -1 if tokens[index].low in _BACK else 1
        reached: list[date] = []
        current = self._day
        while len(reached) < int(numeral.value):
            moved = periods.add_days(current, step)
            if moved is None:
                return None
            current = moved
            if current.weekday() < 5:
                reached.append(current)
        return _Found(numeral.end + 2, min(reached), max(reached))

    def _read_in(self, index: int, low: str) -> _Found | None:
        """Read "in two weeks" and "within nine months" of what will be."""
        place = index + 1 + (self._tokens[index + 1].low == "next")
        found = read_duration(self._tokens, place)
        if found is None or self._is_rate_or_age(found[1]):
            return None
        duration, end = found
        anchored = self._read_anchor(duration, end)
        if anchored:
            return anchored
        on: date | None = self._on if duration.has_clock else self._day
        if not self._context.is_future or on is None:
            return _Found(end, duration=duration.iso)
        if duration.has_clock and not isinstance(on, datetime):
            return _Found(end, on, on)
        target = duration.after(on)
        return _Found(end, on if low == "within" else target, target)

    def _read_length(self, index: int) -> _Found | None:
        """Read "90-day", "two months ago", "3 days from today", "an hour and a half"."""
        tokens = self._tokens
        found = read_duration(tokens, index)
        if found is None or self._is_rate_or_age(found[1]):
            return None
        duration, end = found
        anchored = self._read_anchor(duration, end)
        if anchored:
            return anchored
        is_single = tokens[index].low in ("a", "an") and len(duration.parts) == 1
        is_single = is_single and end <= index + 2 + is_hyphen_between(tokens, index + 1)
        if is_single and tokens[index - 1].low not in _LASTING:
            return None
        return _Found(end, duration=duration.iso)

    def _is_rate_or_age(self, end: int) -> bool:
        """Say whether a unit belongs to an age or a rate: "60-year-old", "300 days per year"."""
        tokens = self._tokens
        place = end + is_hyphen_between(tokens, end)
        if tokens[place].low in ("old", "olds") or tokens[end].text in ("/", "%"):
            return True
        return tokens[end].low in ("a", "per", "each", "every") and (
            read_time_unit(tokens, end + 1) is not None
        )

    def _read_anchor(self, duration: Duration, end: int) -> _Found | None:
        """Read what a length is counted from: "ago", "from now", "after Christmas"."""
        tokens = self._tokens
        low = tokens[end].low
        if low == "ago":
            return self._counted_from(self._on, duration, end + 1, -1)
        if low in ("later", "hence") and self._context.is_future:
            return self._counted_from(self._on, duration, end + 1, 1)
        place = end + (tokens[end].text == ",")
        is_start = tokens[place].low in ("starting", "beginning")
        place += is_start
        low = tokens[place].low
        if low not in ("from", "after", "before", "since") and not is_start:
            return None
        place += low in ("from", "after", "before", "since")
        if low == "from" and tokens[place].low == "now":
            return self._counted_from(self._on, duration, place + 1, 1)
        if duration.has_clock:
            return None
        place += tokens[place].low == "the"
        anchor = read_calendar(tokens, place, self._anchor_context(low))
        if anchor is None:
            return None
        day = anchor[0].earliest if low != "after" else anchor[0].latest
        if is_start or (low == "from" and tokens[end].text == ","):
            latest = duration.after(day) if day else None
            return _Found(anchor[1], day, periods.add_days(latest, -1), duration.iso)
        return self._counted_from(day, duration, anchor[1], -1 if low == "before" else 1)

    def _anchor_context(self, low: str) -> Context:
        return replace(self._context, is_future=True) if low == "from" else self._context

    def _counted_from(self, start: date | None, duration: Duration, end: int, sign: int) -> _Found:
        if start is None:
            return _Found(end)
        if duration.has_clock and not isinstance(start, datetime):
            return _Found(end, start, start)  # the day is known, its hours are not
        if not duration.has_clock and isinstance(start, datetime):
            start = start.date()
        moved = duration.after(start, sign)
        return _Found(end, moved, moved)

    # What has no day of its own

    def _read_recurring(self, index: int) -> _Found | None:
        """Read "every Friday", "each week", "Thursdays"; which of them is not known."""
        tokens = self._tokens
        low = tokens[index].low
        if low.endswith("days") and low[:-1] in WEEKDAYS and tokens[index].text[0].isupper():
            return _Found(index + 1)
        if low not in ("every", "each"):
            return None
        place = index + 1 + (tokens[index + 1].low == "other")
        numeral = read_numeral(tokens, place)
        place = numeral.end if numeral and numeral.form in ("digits", "words") else place
        named = tokens[place].low
        is_time = named in WEEKDAYS or named in DAY_PARTS or named in TIME_UNITS
        if not is_time or (named == "second" and tokens[place + 1].kind == "word"):
            return None
        return _Found(place + 1)

    def _read_event(self, index: int) -> _Found | None:
        """Read "since returning to office": a point in time that the text does not date."""
        tokens = self._tokens
        if tokens[index].low != "since" or not tokens[index + 1].low.endswith("ing"):
            return None
        place = index + 2
        while tokens[place].low in _DETERMINERS and place < index + 5:
            place += 1
        return _Found(place + (tokens[place].kind == "word"))


def _bounded(found: _Found, kind: str | None) -> _Found:
    """Open one side of a moment: everything before, after, since or until it."""
    earliest, latest = found.earliest, found.latest
    if kind == "before":
        if isinstance(earliest, date) and not isinstance(earliest, datetime):
            earliest = periods.add_days(earliest, -1)
        return _Found(found.end, None, earliest)
    if kind == "after":
        if isinstance(latest, date) and not isinstance(latest, datetime):
            latest = periods.add_days(latest, 1)
        return _Found(found.end, latest, None)
    return _Found(found.end, earliest, None) if kind == "since" else _Found(found.end, None, latest)


def _combined(day: date | None, clock: Clock) -> _Found:
    if day is None:
        return _Found(clock.end)
    last: date | None = day
    if clock.latest < clock.earliest:
        last = periods.add_days(day, 1)
    latest = datetime.combine(last, clock.latest) if last else None
    return _Found(clock.end, datetime.combine(day, clock.earliest), latest)


def _later(value: time) -> time:
    return value.replace(hour=value.hour + 12) if value.hour < 12 else value


def _quarters(on: date, count: int, *, is_back: bool) -> tuple[date | None, date | None]:
    first = periods.quarter(on.year, (on.month + 2) // 3)
    if is_back:
        return periods.add_months(first.earliest, -3 * count), periods.add_days(first.earliest, -1)
    start = periods.add_days(first.latest, 1)
    return start, periods.add_days(periods.add_months(start, 3 * count), -1)


def _has_year(tokens: Sequence[Token], start: int, end: int) -> bool:
    return any(
        token.kind == "number" and len(token.text) == 4 and token.text.isdecimal()
        for token in tokens[start:end]
    )


def _split_possessives(tokens: list[Token]) -> list[Token]:
    """Part "Thursday's" into "Thursday" and "'s", so that the day is found."""
    parted: list[Token] = []
    for token in tokens:
        if token.kind == "word" and token.low.endswith("'s"):
            middle = token.end - 2
            parted.append(Token("word", token.text[:-2], token.low[:-2], token.start, middle))
            parted.append(Token("word", token.text[-2:], "'s", middle, token.end))
        else:
            parted.append(token)
    return parted
