"""Days and periods of the calendar: "November 2017", "last week", "the first quarter", "Thursday".

A date without its year, or a weekday, means the newest one up to the day the text is from; in a
sentence about the future ("will meet on Thursday") it means the next one.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from claims.text import periods
from claims.text.holidays import HOLIDAY_STARTS, read_holiday
from claims.text.labels import MONTHS
from claims.text.nouns import is_plural
from claims.text.numerals import ORDINALS, SMALL_NUMBERS, read_numeral, read_ordinal
from claims.text.periods import Period
from claims.text.tokens import HYPHENS, Token, is_glued, is_hyphen_between
from claims.text.wordlists import word_set

__all__ = ["CALENDAR_STARTS", "WEEKDAYS", "Context", "read_calendar", "read_day_number"]

WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            "monday mon",
            "tuesday tue tues",
            "wednesday wed weds",
            "thursday thu thur thurs",
            "friday fri",
            "saturday sat",
            "sunday sun",
        )
    )
    for name in names.split()
}
_WEEKDAY_WORDS = frozenset(["sun", "sat", "wed", "mon", "fri"])  # also words in lower case
_MONTH_WORDS = frozenset(["may", "march", "mar", "dec", "sep", "jan", "apr", "nov"])
_BACK = frozenset(["last", "previous", "past"])
_AHEAD = frozenset(["next", "coming", "upcoming", "following"])
_SHIFTS = {"this": 0, "current": 0} | dict.fromkeys(_BACK, -1) | dict.fromkeys(_AHEAD, 1)
_SAME = frozenset(["that", "same"])
_SEASONS = frozenset(["spring", "summer", "autumn", "fall", "winter"])
_PARTS = {
    "early": "early",
    "beginning": "early",
    "start": "early",
    "mid": "mid",
    "middle": "mid",
    "late": "late",
    "end": "late",
}
_PERIOD_UNITS = frozenset(["week", "month", "quarter", "year", "decade", "weekend", "century"])
_BEFORE_YEAR = word_set(
    "in since by until till before after from to between during of through year years early late "
    "mid than around circa for and not on is are was or"
)
_BEFORE_YEAR_AFAR = word_set("in since by until year from before after to")
_BEFORE_MONTH = word_set(
    "in since by until till before after from to between during of through early late mid than and "
    "last next this previous past following coming on for or the - ~ over"
)
_NOT_AFTER_YEAR = word_set("per million percent year day month week hour km miles kg")
_SLASH_DATE_STARTS = word_set("on from to until by between for before after since")
_RELATIVE_DAYS = {"today": 0, "yesterday": -1, "tomorrow": 1, "tonight": 0, "tonite": 0}
_MAX_DEPTH = 3
_SOON, _LONG_AGO = 75, 285  # days
_ATTACKS = date(2001, 9, 11)

Found = tuple[Period, int]


@dataclass(frozen=True, slots=True)
class Context:
    """What a relative date depends on.

    `on` is the day the text is from, `year` the last year it named, `is_future` whether the
    sentence is about what will be. `depth` counts how many "end of" and "first week of" stand
    around.
    """

    on: date | None
    year: int | None = None
    is_future: bool = False
    depth: int = 0


UNRESOLVED = Period(None, None, "span")


def read_calendar(tokens: Sequence[Token], index: int, context: Context) -> Found | None:
    """Return the longest day or period that begins at `index`, and the place behind it."""
    best: Found | None = None
    for rule in _rules(tokens[index]):
        try:
            found = rule(tokens, index, context)
        except (ValueError, OverflowError):  # beyond the years 1 to 9999
            continue
        if found and (best is None or found[1] > best[1]):
            best = found
    return best


def _read_inner(tokens: Sequence[Token], index: int, context: Context) -> Found | None:
    """Read the period inside "the end of ..."; nothing where that goes on and on."""
    if context.depth >= _MAX_DEPTH:
        return None
    return read_calendar(tokens, index, replace(context, depth=context.depth + 1))


def read_day_number(tokens: Sequence[Token], index: int) -> tuple[int, int] | None:
    """Return a day of the month ("5", "22nd", "twenty-ninth") and the place behind it."""
    token = tokens[index]
    if token.kind == "number":
        if not token.text.isdecimal() or len(token.text) > 2 or not 1 <= int(token.text) <= 31:
            return None
        after = index + 1
        is_suffixed = tokens[after].low in ("st", "nd", "rd", "th") and is_glued(tokens, after)
        return int(token.text), after + is_suffixed
    if token.low not in SMALL_NUMBERS and token.low not in ORDINALS:
        return None
    numeral = read_ordinal(tokens, index)
    if numeral is None:
        numeral = read_numeral(tokens, index)
    if numeral is None or numeral.form not in ("ordinal", "words") or numeral.value > 31:
        return None
    return (int(numeral.value), numeral.end) if numeral.value >= 1 else None


def _make_day(year: int, month: int, day: int) -> Period | None:
    try:
        return periods.day(date(year, month, day))
    except ValueError:
        return None


# Months and days


def _read_month_name(tokens: Sequence[Token], index: int) -> tuple[int, int] | None:
    token = tokens[index]
    if token.low not in MONTHS:
        return None
    is_bare_word = token.low in _MONTH_WORDS and token.text.islower()
    if is_bare_word and not _is_month_by_neighbours(tokens, index):
        return None
    end = index + 1
    return MONTHS[token.low], end + (tokens[end].text == "." and len(token.text) <= 4)


def _is_month_by_neighbours(tokens: Sequence[Token], index: int) -> bool:
    before, after = tokens[index - 1], tokens[index + 1]
    if after.text.isdecimal() or read_day_number(tokens, index + 1):
        return True
    return (
        before.low in ("in", "of", "since", "until", "mid", "early", "late", "from", "last", "next")
        or before.kind == "number"
        or (after.low in ("to", "of") and before.low in ("from", "between"))
    )


def _read_month_first(tokens: Sequence[Token], index: int, context: Context) -> Found | None:
    """Read "November 2017", "Nov. 5, 2017", "April of that same year", "April"."""
    found = _read_month_name(tokens, index)
    if found is None:
        return None
    month, end = found
    if tokens[index].low == "may" and _is_verb(tokens, index):
        return None
    place = end + (tokens[end].text in (",", "/", "-") or tokens[end].low == "the")
    day = read_day_number(tokens, place) if tokens[place].kind != "end" else None
    if day and not _is_clock_or_unit(tokens, day[1]):
        return _with_year(tokens, day[1], month, day[0], context)
    if not _is_month_alone(tokens, index, end):
        return None
    return _with_year(tokens, end, month, None, context)


def _is_month_alone(tokens: Sequence[Token], index: int, end: int) -> bool:
    """Say whether a month without a day is one: not in "Theresa May", "April Ryan", "March for"."""
    before, after = tokens[index - 1], tokens[end]
    if before.text in ("$", "#", "@") and is_glued(tokens, index):
        return False
    if after.text in HYPHENS and is_glued(tokens, end):
        return tokens[end + 1].low in MONTHS
    if before.low in _BEFORE_MONTH or after.text.isdecimal():
        return True
    is_closed = after.kind == "end" or after.low in ("of", "in", "last", "next", "this")
    if tokens[index].low in ("may", "march") and not is_closed:
        return False
    is_named = after.kind == "word" and after.text[0].isupper() and tokens[index].text[0].isupper()
    return not is_named and not (before.kind == "word" and before.text[0].isupper())


def _is_verb(tokens: Sequence[Token], index: int) -> bool:
    """Say whether "May" opens a question or stands behind a subject: "May I ask"."""
    after, before = tokens[index + 1], tokens[index - 1]
    if after.low in ("i", "we", "you", "he", "she", "it", "they", "not", "be", "have"):
        return True
    return before.low in ("i", "we", "you", "he", "she", "it", "they", "that", "which", "who")


def _is_clock_or_unit(tokens: Sequence[Token], end: int) -> bool:
    """Say whether the number before `end` is an hour or an amount: "April 5pm", "in May 20%"."""
    following = tokens[end]
    if following.text in ("%", ":") or following.low in ("am", "pm", "percent", "million"):
        return True
    return following.low in ("a", "p") and tokens[end + 1].text == "."


def _with_year(
    tokens: Sequence[Token], end: int, month: int, day: int | None, context: Context
) -> Found | None:
    """Finish a month, or a day of it, with the year that follows or the one that fits."""
    year = _read_year_behind(tokens, end)
    if year:
        period = periods.month(year[0], month) if day is None else _make_day(year[0], month, day)
        return (period or UNRESOLVED, year[1])
    anchored = _read_anchor_year(tokens, end, context)
    if anchored:
        number, end = anchored
        if number is None:
            return UNRESOLVED, end
        period = periods.month(number, month) if day is None else _make_day(number, month, day)
        return period or UNRESOLVED, end

    def in_year(number: int) -> Period | None:
        return periods.month(number, month) if day is None else _make_day(number, month, day)

    return _nearest(in_year, context) or UNRESOLVED, end


def _read_year_behind(tokens: Sequence[Token], end: int) -> tuple[int, int] | None:
    place = end + (tokens[end].text in (",", "/", "-") or tokens[end].low in ("of", "in"))
    year = _read_year(tokens, place)
    if year:
        return year
    token = tokens[place]
    if token.text in ("'", "’") and tokens[place + 1].text.isdecimal():
        return _two_digit_year(tokens[place + 1].text), place + 2
    is_short = token.text.isdecimal() and len(token.text) == 2 and tokens[end].low == "of"
    return (_two_digit_year(token.text), place + 1) if is_short else None


def _two_digit_year(text: str) -> int:
    number = int(text)
    return number if number > 99 else number + (2000 if number < 50 else 1900)


def _read_year(tokens: Sequence[Token], index: int) -> tuple[int, int] | None:
    """Return a year in four digits or in words ("nineteen eighty-six", "two thousand and six")."""
    token = tokens[index]
    if token.kind == "number":
        is_year = len(token.text) == 4 and token.text.isdecimal() and token.text[0] in "12"
        is_year = is_year and int(token.text) < 2200
        if not is_year or (is_glued(tokens, index + 1) and tokens[index + 1].text in "%:"):
            return None
        return int(token.text), index + 1
    return _read_spelled_year(tokens, index) if token.low in SMALL_NUMBERS else None


def _read_spelled_year(tokens: Sequence[Token], index: int) -> tuple[int, int] | None:
    numeral = read_numeral(tokens, index)
    if numeral is None:
        return None
    if numeral.form == "words":  # "two thousand and fifteen", "nineteen hundred ninety three"
        is_year = numeral.scale in (100, 1000) and 1500 <= numeral.value < 2100
        return (int(numeral.value), numeral.end) if is_year else None
    if numeral.form != "year":
        return None
    place = numeral.end - 1
    low = SMALL_NUMBERS[tokens[place].low]
    after = place + 1 + is_hyphen_between(tokens, place + 1)
    ones = SMALL_NUMBERS.get(tokens[after].low, 0)
    end = place + 1
    if low >= 20 and 0 < ones < 10:
        low, end = low + ones, after + 1
    return int(numeral.value) * 100 + low, end


def _read_anchor_year(
    tokens: Sequence[Token], end: int, context: Context
) -> tuple[int | None, int] | None:
    """Read "of that same year", "last year", "of next year" behind a month.

    The year is None where the text has named none and is of no day.
    """
    place = end + (tokens[end].low == "of") + (tokens[end + 1].low == "the")
    low = tokens[place].low
    if low in _SAME:
        place += 1 + (tokens[place + 1].low == "same")
        known = context.year or (context.on.year if context.on else None)
        return (known, place + 1) if tokens[place].low == "year" else None
    if low in _SHIFTS and tokens[place + 1].low == "year":
        shifted = context.on.year + _SHIFTS[low] if context.on else None
        return shifted, place + 2
    return None


def _nearest(in_year: Callable[[int], Period | None], context: Context) -> Period | None:
    """Return the newest occurrence that has begun, or the next one where the future is meant.

    In October "in November" is next month whatever the verb says.
    """
    if context.on is None:
        return None
    around = range(context.on.year - 8, context.on.year + 9)
    candidates = [period for period in map(in_year, around) if period and period.earliest]
    past = [p for p in candidates if p.earliest and p.earliest <= context.on]
    ahead = [p for p in candidates if p.latest and p.latest >= context.on]
    if not past or not ahead:
        only = past[-1:] or ahead[:1]
        return only[0] if only else None
    since, until = _days_away(past[-1], context.on), _days_away(ahead[0], context.on)
    is_ahead = context.is_future or (since > _LONG_AGO and until < _SOON)
    return ahead[0] if is_ahead and not (until > _LONG_AGO and since < _SOON) else past[-1]


def _days_away(period: Period, on: date) -> int:
    days = [abs((end - on).days) for end in (period.earliest, period.latest) if end]
    return min(days)


def _read_day_first(tokens: Sequence[Token], index: int, context: Context) -> Found | None:
    """Read "5 November 2017", "the fourth of July", "12 of Nov"."""
    day = read_day_number(tokens, index)
    if day is None:
        return None
    place = day[1]
    place += tokens[place].low == "of" or tokens[place].text in HYPHENS or tokens[place].text == "/"
    found = _read_month_name(tokens, place)
    if found is None:
        return None
    month, end = found
    return _with_year(tokens, end, month, day[0], context)


def _read_day_of_month(tokens: Sequence[Token], index: int, context: Context) -> Found | None:
    """Read "the 15th day of next month", "the 21st of this month", "21st this month"."""
    day = read_day_number(tokens, index)
    if day is None or (day[1] == index + 1 and tokens[index].kind == "number"):
        return None
    place = day[1] + (tokens[day[1]].low == "day")
    place += tokens[place].low == "of"
    if tokens[place].low == "the" and tokens[place + 1].low == "month":
        month, end = _shifted_unit("month", 0, context), place + 2
    elif tokens[place].low in _SHIFTS and tokens[place + 1].low == "month":
        month = _shifted_unit("month", _SHIFTS[tokens[place].low], context)
        end = place + 2
    else:
        return None
    if month.earliest is None:
        return UNRESOLVED, end
    return _make_day(month.earliest.year, month.earliest.month, day[0]) or UNRESOLVED, end


# Years, decades, centuries, quarters


def _read_plain_year(tokens: Sequence[Token], index: int, context: Context) -> Found | None:
    found = _read_year(tokens, index)
    if found is None or not _is_year_here(tokens, index, found[1], found[0]):
        return None
    year, end = found
    place = end + (tokens[end].text in ("-", "/"))
    quarter = _read_quarter_code(tokens, place)
    if quarter:
        return periods.quarter(year, quarter[0]), quarter[1]
    month = _read_month_name(tokens, end)
    if month and tokens[end].low not in _MONTH_WORDS and not tokens[month[1]].text.isdecimal():
        return periods.month(year, month[0]), month[1]
    season = _read_season_years(tokens, index, year)
    return season or (periods.year(year), end)


def _is_year_here(tokens: Sequence[Token], index: int, end: int, year: int) -> bool:
    before, after = tokens[index - 1], tokens[end]
    if tokens[index].kind == "word":
        return before.low in _BEFORE_YEAR or before.low in MONTHS
    if is_glued(tokens, index) and (before.kind == "word" or before.text in "$€£¥#_+/"):
        return False
    if before.text in HYPHENS and is_glued(tokens, index):
        is_period = tokens[index - 2].low in ("mid", "early", "late", "pre", "post", "-", "from")
        if not is_period and not _read_year(tokens, index - 2):
            return False
    if is_glued(tokens, end) and (after.kind in ("word", "number") and after.low != "'s"):
        return False
    if after.text in HYPHENS and is_glued(tokens, end) and tokens[end + 1].kind == "word":
        return tokens[end + 1].low in ("q", "based", "style", "era")
    is_usual = 1900 <= year < 2100
    if after.low in ("year", "day", "month", "week") and tokens[end + 1].low in ("old", "period"):
        return False
    if before.low in _BEFORE_YEAR or before.low in MONTHS or before.text in ("(", "="):
        return is_usual or before.low in _BEFORE_YEAR_AFAR
    return is_usual and not is_plural(after.low) and after.low not in _NOT_AFTER_YEAR


def _read_season_years(tokens: Sequence[Token], index: int, year: int) -> Found | None:
    """Read "2014-15" as both years."""
    dash, second = tokens[index + 1], tokens[index + 2]
    if dash.text not in "-–/" or not dash.text or not is_glued(tokens, index + 1):
        return None
    if not second.text.isdecimal() or len(second.text) != 2 or not is_glued(tokens, index + 2):
        return None
    if int(second.text) <= year % 100 or (
        is_glued(tokens, index + 3) and tokens[index + 3].text in "-/"
    ):
        return None
    latest = date(year - year % 100 + int(second.text), 12, 31)
    return Period(date(year, 1, 1), latest, "span"), index + 3


def _read_decade(tokens: Sequence[Token], index: int, context: Context) -> Found | None:
    """Read "1980s", "the 90s", "90 s"."""
    text, place = tokens[index].text, index + 1
    if not text.isdecimal() or len(text) not in (2, 4) or text[-1] != "0":
        return None
    is_plural_year = tokens[place].low == "s" or tokens[place].low == "'s"
    if tokens[place].text in ("'", "’") and tokens[place + 1].low == "s":
        place, is_plural_year = place + 1, True
    if not is_plural_year:
        return None
    before = tokens[index - 1]
    if len(text) == 2:
        if before.low not in ("the", "in", "early", "late", "mid", "'", "’"):
            return None
        first = int(text) + (2000 if int(text) < 30 else 1900)
    else:
        first = int(text)
        if not 1000 <= first < 2200:
            return None
    if first % 100 == 0 and first != 2000:
        return periods.century(first // 100 + 1), place + 1  # "the 1800s"
    return periods.decade(first), place + 1


def _read_century(tokens: Sequence[Token], index: int, context: Context) -> Found | None:
    del context
    numeral = read_ordinal(tokens, index)
    if numeral is None:
        return None
    place = numeral.end + is_hyphen_between(tokens, numeral.end)
    if tokens[place].low != "century" or not 1 <= numeral.value <= 30:
        return None
    return periods.century(int(numeral.value)), place + 1


def _read_quarter_code(tokens: Sequence[Token], index: int) -> tuple[int, int] | None:
    token = tokens[index]
    if token.low != "q" or tokens[index + 1].text not in ("1", "2", "3", "4"):
        return None
    return (int(tokens[index + 1].text), index + 2) if is_glued(tokens, index + 1) else None


def _read_coded_quarter(tokens: Sequence[Token], index: int, context: Context) -> Found | None:
    """Read "Q1 2017", "q1 of 2017", "Q1"."""
    quarter = _read_quarter_code(tokens, index)
    return _quarter_of_year(tokens, quarter, context) if quarter else None


def _quarter_of_year(
    tokens: Sequence[Token], quarter: tuple[int, int], context: Context, count: int = 4
) -> Found:
    number, end = quarter
    make = periods.quarter if count == 4 else periods.half
    year = _read_year_behind(tokens, end)
    if year:
        return make(year[0], number), year[1]
    anchored = _read_anchor_year(tokens, end, context)
    if anchored:
        return (make(anchored[0], number) if anchored[0] else UNRESOLVED), anchored[1]
    if tokens[end].low == "of" and tokens[end + 1].low == "the" and tokens[end + 2].low == "year":
        end += 3
    return _nearest(lambda year_number: make(year_number, number), context) or UNRESOLVED, end


def _read_named_year(tokens: Sequence[Token], index: int, context: Context) -> Found | None:
    """Read "the year 2011", "fiscal year 2008", "FY18", "last fiscal year", "calendar year"."""
    place = index
    shift = _SHIFTS.get(tokens[place].low)
    place += shift is not None
    kind = tokens[place].low
    if kind in ("cy", "fy") and tokens[place + 1].text.isdecimal():
        if not is_glued(tokens, place + 1) or len(tokens[place + 1].text) not in (2, 4):
            return None
        year = _two_digit_year(tokens[place + 1].text)
        return (periods.year(year) if kind == "cy" else UNRESOLVED), place + 2
    if kind in ("fiscal", "school", "calendar", "academic", "financial"):
        if tokens[place + 1].low != "year":
            return None
        if kind == "calendar" and shift is not None:
            return _shifted_unit("year", shift, context), place + 2
        number = _read_year(tokens, place + 2)
        return UNRESOLVED, number[1] if number else place + 2
    if kind != "year" or shift is not None:
        return None
    number = _read_year(tokens, place + 1 + (tokens[place + 1].low == "of"))
    if number is None:
        return None
    return periods.year(number[0]), number[1]


# Numbers with slashes, points and hyphens


def _read_numeric(tokens: Sequence[Token], index: int, context: Context) -> Found | None:
    """Read "2018-07-06", "5/17/2018", "23.04.2022", "20200701", "Dec-2018", "22/04"."""
    parts, mark, end = _read_parts(tokens, index)
    if len(parts) == 3:
        found = _from_three(parts, mark)
        return (found, end) if found else None
    if len(parts) == 2 and len(parts[0]) == 4 and mark in "-/":
        month = int(parts[1])
        is_season = month == (int(parts[0]) + 1) % 100
        if not 1 <= month <= 12 or is_season or not 1900 <= int(parts[0]) < 2100:
            return None
        return periods.month(int(parts[0]), month), end
    if len(parts) == 2 and mark == "/" and max(map(len, parts)) <= 2:
        return _from_two(tokens, index, parts, end, context)
    if len(parts) == 1 and len(parts[0]) == 8:
        text = parts[0]
        if not 1900 <= int(text[:4]) < 2100:
            return None
        found = _make_day(int(text[:4]), int(text[4:6]), int(text[6:]))
        return (found, end) if found else None
    return None


def _read_parts(tokens: Sequence[Token], index: int) -> tuple[list[str], str, int]:
    """Return the digits that one kind of mark joins (a month's name becomes its number)."""
    text = tokens[index].text
    if "." in text:
        return (
            (text.split("."), ".", index + 1) if text.replace(".", "").isdecimal() else ([], "", 0)
        )
    before = tokens[index - 1]
    if is_glued(tokens, index) and (before.kind in ("word", "number") or before.text in "/$€£+_:"):
        return [], "", 0
    parts, mark, place = [text], tokens[index + 1].text, index + 1
    while (
        len(parts) < 4
        and mark in ("-", "/")
        and tokens[place].text == mark
        and is_glued(tokens, place)
        and is_glued(tokens, place + 1)
    ):
        piece = tokens[place + 1]
        if piece.kind == "word" and piece.low in MONTHS:
            parts.append(f"m{MONTHS[piece.low]}")
        elif piece.text.isdecimal():
            parts.append(piece.text)
        else:
            break
        place += 2
    is_numeric = all(part.removeprefix("m").isdecimal() and len(part) <= 8 for part in parts)
    return (parts, mark, place) if is_numeric else ([], "", 0)


def _from_three(parts: list[str], mark: str) -> Period | None:
    named = [part for part in parts if part[0] == "m"]
    long = [part for part in parts if len(part) == 4 and part[0] != "m"]
    if named and long:
        rest = [part for part in parts if part not in (named[0], long[0])]
        return _make_day(int(long[0]), int(named[0][1:]), int(rest[0])) if rest else None
    if named:
        return None
    first, second, third = (int(part) for part in parts)
    if len(parts[0]) == 4:
        return _make_day(first, second, third)
    if len(parts[2]) not in (2, 4) or max(len(parts[0]), len(parts[1])) > 2:
        return None
    year = _two_digit_year(parts[2])
    is_day_first = mark == "." or first > 12
    if mark == "." and len(parts[2]) == 2:
        return None  # "1.2.33" is a version
    return _make_day(year, second, first) if is_day_first else _make_day(year, first, second)


def _from_two(
    tokens: Sequence[Token], index: int, parts: list[str], end: int, context: Context
) -> Found | None:
    """Read "22/04" and "9/11" as days; "1/2" and "24/7" are none."""
    first, second = int(parts[0]), int(parts[1])
    before = tokens[index - 1]
    if (first, second) == (9, 11) and before.low != "on":
        return periods.day(_ATTACKS), end
    is_announced = before.low in _SLASH_DATE_STARTS or before.low in WEEKDAYS
    is_fraction = first < second <= 10 or (first, second) == (24, 7)
    if not is_announced and (is_fraction or tokens[end].kind == "word"):
        return None
    month, day = (second, first) if first > 12 else (first, second)
    if not 1 <= month <= 12:
        return None

    def in_year(number: int) -> Period | None:
        return _make_day(number, month, day)

    return _nearest(in_year, context) or UNRESOLVED, end


# Weekdays and what lies around today


def _read_weekday_name(tokens: Sequence[Token], index: int) -> tuple[int, int] | None:
    token = tokens[index]
    if token.low not in WEEKDAYS:
        return None
    if token.low in _WEEKDAY_WORDS and token.text.islower():
        return None
    end = index + 1
    return WEEKDAYS[token.low], end + (tokens[end].text == "." and len(token.text) <= 5)


def _read_weekday(tokens: Sequence[Token], index: int, context: Context) -> Found | None:
    """Read "Thursday", "Tuesday, Jan 15", "Monday the 27th", "Wednesday of next week"."""
    found = _read_weekday_name(tokens, index)
    if found is None:
        return None
    weekday, end = found
    place = end + (tokens[end].text == ",")
    dated = (
        _read_month_first(tokens, place, context)
        or _read_day_first(tokens, place, context)
        or (_read_numeric(tokens, place, context) if tokens[place].kind == "number" else None)
    )
    if dated and dated[0].grain == "day":
        return dated
    place = end + (tokens[end].low == "of") + (tokens[end + (tokens[end].low == "of")].low == "the")
    if tokens[place].low in _SHIFTS and tokens[place + 1].low == "week":
        return _weekday_of(_shifted_unit("week", _SHIFTS[tokens[place].low], context), weekday), (
            place + 2
        )
    day = read_day_number(tokens, end + (tokens[end].low == "the"))
    is_date = day and (
        tokens[end].low == "the" or tokens[day[1] - 1].low in ("st", "nd", "rd", "th")
    )
    is_date = is_date or (day and tokens[day[1]].kind != "word" and tokens[day[1]].text not in ":-")
    if (day and is_date and tokens[end].kind != "word") or (
        day and is_date and tokens[end].low == "the"
    ):
        return _weekday_on(weekday, day[0], context), day[1]
    return _nearest_weekday(weekday, context), end


def _weekday_of(week: Period, weekday: int) -> Period:
    return periods.day(periods.add_days(week.earliest, weekday))


def _weekday_on(weekday: int, day: int, context: Context) -> Period:
    """Return the nearest day with this number that is this weekday."""
    if context.on is None:
        return UNRESOLVED
    for offset in (0, *(sign * n for n in range(1, 80) for sign in (1, -1))):
        start = periods.add_months(context.on.replace(day=1), offset)
        if start is None:
            continue
        found = _make_day(start.year, start.month, day)
        if found and found.earliest and found.earliest.weekday() == weekday:
            return found
    return UNRESOLVED


def _nearest_weekday(weekday: int, context: Context) -> Period:
    if context.on is None:
        return UNRESOLVED
    if context.is_future:
        return periods.day(context.on + timedelta(days=(weekday - context.on.weekday()) % 7))
    return periods.day(context.on - timedelta(days=(context.on.weekday() - weekday) % 7))


def _read_relative_day(tokens: Sequence[Token], index: int, context: Context) -> Found | None:
    """Read "today", "yesterday", "the day after tomorrow"."""
    low = tokens[index].low
    if low in _RELATIVE_DAYS:
        return periods.day(periods.add_days(context.on, _RELATIVE_DAYS[low])), index + 1
    if low != "day" or tokens[index + 1].low not in ("before", "after"):
        return None
    after = tokens[index + 1].low == "after"
    named = tokens[index + 2].low
    if named == ("tomorrow" if after else "yesterday"):
        return periods.day(periods.add_days(context.on, 2 if after else -2)), index + 3
    if tokens[index - 1].low == "the" and tokens[index + 2].kind in ("end", "mark"):
        return periods.day(periods.add_days(context.on, 1 if after else -1)), index + 2
    return None


def _read_shifted(tokens: Sequence[Token], index: int, context: Context) -> Found | None:
    """Read "last week", "next Friday", "this September", "the following year"."""
    low = tokens[index].low
    shift = _SHIFTS.get(low)
    if shift is None:
        return None
    place = index + 1
    unit = tokens[place].low
    if unit in _PERIOD_UNITS:
        period = _shifted_unit(unit, shift, context, is_past=low == "past")
        return _with_weekday(tokens, place + 1, unit, period)
    if unit == "fortnight":
        start = periods.add_days(context.on, 1 if shift > 0 else -14)
        return Period(start, periods.add_days(start, 13), "span"), place + 1
    if unit in _SEASONS:
        return UNRESOLVED, place + 1
    weekday = _read_weekday_name(tokens, place)
    if weekday:
        dated = _read_weekday(tokens, place, context)
        if dated and dated[1] > weekday[1]:
            return dated
        return _shifted_weekday(low, shift, weekday[0], context), weekday[1]
    return _read_shifted_month(tokens, place, shift, context)


def _with_weekday(tokens: Sequence[Token], end: int, unit: str, period: Period) -> Found:
    """Read on in "next week on Tuesday" and "next year's first quarter"."""
    if unit == "week":
        weekday = _read_weekday_name(tokens, end + (tokens[end].low == "on"))
        if weekday:
            return _weekday_of(period, weekday[0]), weekday[1]
    return period, end


def _shifted_weekday(low: str, shift: int, weekday: int, context: Context) -> Period:
    if context.on is None:
        return UNRESOLVED
    if low == "past":
        days = (context.on.weekday() - weekday) % 7 or 7
        return periods.day(context.on - timedelta(days=days))
    if low in ("coming", "upcoming"):
        days = (weekday - context.on.weekday()) % 7 or 7
        return periods.day(context.on + timedelta(days=days))
    return _weekday_of(_shifted_unit("week", shift, context), weekday)


def _read_shifted_month(
    tokens: Sequence[Token], place: int, shift: int, context: Context
) -> Found | None:
    month = _read_month_name(tokens, place)
    day_first = None if month else read_day_number(tokens, place)
    if day_first:
        after = day_first[1] + (tokens[day_first[1]].low == "of")
        month = _read_month_name(tokens, after)
    if month is None:
        return None
    number = month[0]
    day = day_first[0] if day_first else None

    def in_year(year: int) -> Period | None:
        return periods.month(year, number) if day is None else _make_day(year, number, day)

    if context.on is None:
        return UNRESOLVED, month[1]
    if shift == 0:
        return in_year(context.on.year) or UNRESOLVED, month[1]
    around = [in_year(context.on.year + offset) for offset in (-1, 0, 1)]
    known = [period for period in around if period and period.earliest and period.latest]
    past = [p for p in known if p.latest and p.latest < context.on]
    ahead = [p for p in known if p.earliest and p.earliest > context.on]
    chosen = past[-1:] if shift < 0 else ahead[:1]
    return chosen[0] if chosen else UNRESOLVED, month[1]


def _shifted_unit(unit: str, shift: int, context: Context, *, is_past: bool = False) -> Period:
    """Return this, the last or the next week, month, quarter, year, weekend, decade, century."""
    on = context.on
    if on is None:
        return UNRESOLVED
    if is_past and unit in ("week", "month", "year", "decade"):
        months = {"month": 1, "year": 12, "decade": 120}.get(unit)
        start = periods.add_months(on, -months) if months else periods.add_days(on, -7)
        return Period(start, on, "span")
    if unit in ("week", "weekend"):
        moved = periods.add_days(on, 7 * shift)
        make = periods.week if unit == "week" else periods.weekend
        return make(moved) if moved else UNRESOLVED
    months = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}[unit]
    moved = periods.add_months(on, shift * months)
    return _unit_of(unit, moved) if moved else UNRESOLVED


def _unit_of(unit: str, day: date) -> Period:
    """Return the month, quarter, year, decade or century that holds a day."""
    if unit == "month":
        return periods.month(day.year, day.month)
    if unit == "quarter":
        return periods.quarter(day.year, (day.month + 2) // 3)
    if unit == "decade":
        return periods.decade(max(day.year - day.year % 10, 1))
    return periods.year(day.year) if unit == "year" else periods.century(day.year // 100 + 1)


def _read_same(tokens: Sequence[Token], index: int, context: Context) -> Found | None:
    """Read "that same year", "the same month", "that weekend"."""
    if tokens[index].low not in _SAME:
        return None
    place = index + 1 + (tokens[index + 1].low == "same")
    unit = tokens[place].low
    if unit not in _PERIOD_UNITS:
        return None
    if unit == "year" and context.year:
        return periods.year(context.year), place + 1
    return _shifted_unit(unit, 0, context), place + 1


def _read_within(tokens: Sequence[Token], index: int, context: Context) -> Found | None:
    """Read "earlier this year", "later in the week": the part before or after today."""
    low = tokens[index].low
    if low not in ("earlier", "later"):
        return None
    place = index + 1 + (tokens[index + 1].low == "in")
    if tokens[place].low == "the" and tokens[place + 1].low in _PERIOD_UNITS:
        period, end = _shifted_unit(tokens[place + 1].low, 0, context), place + 2
    else:
        found = _read_shifted(tokens, place, context)
        if found is None:
            return None
        period, end = found
    on = context.on
    if on is None or period.earliest is None or period.latest is None:
        return period, end
    if not period.earliest <= on <= period.latest:
        return period, end
    if low == "earlier":
        return Period(period.earliest, on, "span"), end
    return Period(on, period.latest, "span"), end


# Parts of periods


def _read_part(tokens: Sequence[Token], index: int, context: Context) -> Found | None:
    """Read "early 2019", "mid-November", "the end of 2000", "end of this year"."""
    low = tokens[index].low
    name = _PARTS.get(low)
    if name is None:
        return None
    place = index + 1
    needs_of = low in ("beginning", "start", "middle", "end")
    if needs_of and tokens[place].low != "of":
        return None
    place += needs_of or tokens[place].text in HYPHENS
    place += tokens[place].low == "the"
    if needs_of and tokens[place].low in _PERIOD_UNITS and tokens[place].low != "decade":
        period, end = _shifted_unit(tokens[place].low, 0, context), place + 1
    else:
        found = _read_inner(tokens, place, context)
        if found is None:
            return None
        period, end = found
    return periods.part(period, name), end


def _read_nth_unit(tokens: Sequence[Token], index: int, context: Context) -> Found | None:
    """Read "the first week of 2015", "third quarter", "last four months of 2021", "week 3"."""
    is_last = tokens[index].low == "last"
    numeral = None if is_last else read_ordinal(tokens, index)
    if numeral is None and not is_last:
        return None
    number, place = (-1, index + 1) if numeral is None else (int(numeral.value), numeral.end)
    place += is_hyphen_between(tokens, place)
    unit = tokens[place].low
    if unit in ("quarter", "half") and not is_last and number <= (4 if unit == "quarter" else 2):
        if number < 1 or tokens[place + 1].low == "final":
            return None
        count = 4 if unit == "quarter" else 2
        if unit == "half" and not _names_year(tokens, place + 1):
            return None
        return _quarter_of_year(tokens, (number, place + 1), context, count)
    if unit in ("week", "month", "day") and tokens[place + 1].low == "of":
        whole = _read_inner(tokens, place + 2 + (tokens[place + 2].low == "the"), context)
        nth = _nth(whole[0], unit, number) if whole else None
        return (nth, whole[1]) if whole and nth else None
    return _read_several(tokens, place, number, context)


def _names_year(tokens: Sequence[Token], index: int) -> bool:
    place = index + (tokens[index].low == "of") + (tokens[index + 1].low == "the")
    is_year = _read_year(tokens, place) is not None
    return is_year or tokens[place].low == "year" or tokens[place + 1].low == "year"


def _read_several(
    tokens: Sequence[Token], place: int, number: int, context: Context
) -> Found | None:
    """Read "two weeks of 2021" behind "first" or "last"."""
    count = read_numeral(tokens, place)
    if count is None or abs(number) != 1 or not 1 < count.value <= 366:
        return None
    unit = tokens[count.end].low.removesuffix("s")
    if unit not in ("week", "month", "day", "year") or tokens[count.end + 1].low != "of":
        return None
    found = _read_inner(tokens, count.end + 2 + (tokens[count.end + 2].low == "the"), context)
    if found is None:
        return None
    first = _nth(found[0], unit, number)
    last = _nth(found[0], unit, number * int(count.value))
    if first is None or last is None:
        return None
    ends = (first, last) if number > 0 else (last, first)
    return Period(ends[0].earliest, ends[1].latest, "span"), found[1]


def _nth(period: Period, unit: str, number: int) -> Period | None:
    """Return the nth day, week, month or year of a period; negative numbers count backwards."""
    if period.earliest is None or period.latest is None:
        return UNRESOLVED
    if unit == "week":
        return periods.week_of(period, number)
    if unit == "day":
        start = period.earliest if number > 0 else period.latest
        moved = periods.add_days(start, number - 1 if number > 0 else number + 1)
        return periods.day(moved) if moved else None
    months = 12 if unit == "year" else 1
    start = period.earliest if number > 0 else period.latest
    steps = number - 1 if number > 0 else number + 1
    moved_month = periods.add_months(start, steps * months)
    return _unit_of(unit, moved_month) if moved_month else None


def _read_numbered_week(tokens: Sequence[Token], index: int, context: Context) -> Found | None:
    """Read "week 10", "week 3 of 2027"; "the week of the 18th", "week starting on Feb. 4"."""
    if tokens[index].low != "week":
        return None
    text, end = tokens[index + 1].text, index + 2
    if text.isdecimal() and len(text) <= 2 and 1 <= int(text) <= 53:
        year = _read_year(tokens, end + 1) if tokens[end].low == "of" else None
        number = year[0] if year else (context.on.year if context.on else None)
        found = periods.week_of(periods.year(number), int(text)) if number else None
        return found or UNRESOLVED, year[1] if year else end
    place = index + 1
    if tokens[place].low in ("starting", "beginning", "ending", "commencing"):
        place += 1 + (tokens[place + 1].low == "on")
    elif tokens[place].low == "of":
        place += 1
    else:
        return None
    return _week_of_day(tokens, place, context)


def _week_of_day(tokens: Sequence[Token], place: int, context: Context) -> Found | None:
    place += tokens[place].low == "the"
    found = _read_inner(tokens, place, context)
    if found and found[0].grain == "day":
        return (periods.week(found[0].earliest) if found[0].earliest else UNRESOLVED), found[1]
    day = read_day_number(tokens, place)
    if day is None or tokens[day[1] - 1].low not in ("st", "nd", "rd", "th"):
        return None
    if context.on is None:
        return UNRESOLVED, day[1]
    whole = _make_day(context.on.year, context.on.month, day[0])
    return (periods.week(whole.earliest) if whole and whole.earliest else UNRESOLVED), day[1]


def _read_week_commencing(tokens: Sequence[Token], index: int, context: Context) -> Found | None:
    """Read "w/c Feb 4"."""
    if [token.low for token in tokens[index : index + 3]] != ["w", "/", "c"]:
        return None
    return _week_of_day(tokens, index + 3, context)


def _read_holiday_date(tokens: Sequence[Token], index: int, context: Context) -> Found | None:
    """Read "Easter 2018", "Independence Day of this year", "Labor Day weekend"."""
    found = read_holiday(tokens, index)
    if found is None:
        return None
    fall, end = found
    is_weekend = tokens[end].low == "weekend"
    end += is_weekend
    year = _read_year_behind(tokens, end)
    anchored = None if year else _read_anchor_year(tokens, end, context)
    if year or anchored:
        number, end = year or anchored  # type: ignore[misc]
        period = periods.day(fall(number)) if number else UNRESOLVED
    else:
        period = _nearest(lambda number: periods.day(fall(number)), context) or UNRESOLVED
    if is_weekend or tokens[end].low == "weekend":
        end += not is_weekend
        period = _long_weekend(period)
    return period, end


def _long_weekend(day: Period) -> Period:
    """Return the weekend beside a holiday, from it or up to it."""
    if day.earliest is None:
        return UNRESOLVED
    weekday = day.earliest.weekday()
    if weekday <= 1:
        return Period(periods.add_days(day.earliest, -weekday - 2), day.earliest, "span")
    end = periods.weekend(day.earliest)
    return Period(day.earliest, end.latest, "span") if weekday in (3, 4) else end


def _read_weekend(tokens: Sequence[Token], index: int, context: Context) -> Found | None:
    """Read "the weekend", "the weekend of Halloween"."""
    if tokens[index].low != "weekend":
        return None
    if tokens[index + 1].low == "of":
        found = _read_inner(tokens, index + 2 + (tokens[index + 2].low == "the"), context)
        if found and found[0].earliest:
            return _long_weekend(found[0]), found[1]
    return _shifted_unit("weekend", 0, context), index + 1


def _read_possessive(tokens: Sequence[Token], index: int, context: Context) -> Found | None:
    """Read "next year's first quarter"."""
    low = tokens[index].low
    is_owned = tokens[index + 1].low == "year" and tokens[index + 2].low == "'s"
    if low not in _SHIFTS or not is_owned or context.on is None:
        return None
    numeral = read_ordinal(tokens, index + 3)
    if numeral is None or tokens[numeral.end].low not in ("quarter", "half"):
        return None
    year = context.on.year + _SHIFTS[low]
    is_quarter = tokens[numeral.end].low == "quarter"
    if not 1 <= numeral.value <= (4 if is_quarter else 2):
        return None
    make = periods.quarter if is_quarter else periods.half
    return make(year, int(numeral.value)), numeral.end + 1


Rule = Callable[[Sequence[Token], int, Context], Found | None]
_NUMBER_RULES: tuple[Rule, ...] = (
    _read_numeric,
    _read_day_first,
    _read_plain_year,
    _read_decade,
    _read_century,
    _read_day_of_month,
    _read_nth_unit,
)
_WORD_RULES: dict[str, list[Rule]] = {}


def _register(rule: Rule, words: Sequence[str] | frozenset[str]) -> None:
    for word in words:
        _WORD_RULES.setdefault(word, []).append(rule)


_register(_read_month_first, frozenset(MONTHS))
_register(_read_weekday, frozenset(WEEKDAYS))
_register(_read_relative_day, frozenset([*_RELATIVE_DAYS, "day"]))
_register(_read_shifted, frozenset(_SHIFTS))
_register(_read_possessive, frozenset(_SHIFTS))
_register(_read_named_year, frozenset([*_SHIFTS, "year", "fiscal", "school", "cy", "fy"]))
_register(_read_named_year, frozenset(["calendar", "academic", "financial"]))
_register(_read_same, _SAME)
_register(_read_within, frozenset(["earlier", "later"]))
_register(_read_part, frozenset(_PARTS))
_register(_read_coded_quarter, frozenset(["q"]))
_register(_read_numbered_week, frozenset(["week"]))
_register(_read_weekend, frozenset(["weekend"]))
_register(_read_week_commencing, frozenset(["w"]))
_register(_read_holiday_date, HOLIDAY_STARTS)
_register(_read_nth_unit, frozenset([*ORDINALS, "last"]))
for _rule in (_read_day_first, _read_century, _read_day_of_month):
    _register(_rule, frozenset([*ORDINALS, *SMALL_NUMBERS]))
_register(_read_plain_year, frozenset(SMALL_NUMBERS))
CALENDAR_STARTS = frozenset(_WORD_RULES)


def _rules(token: Token) -> Sequence[Rule]:
    if token.kind == "number":
        return _NUMBER_RULES
    return _WORD_RULES.get(token.low, ()) if token.kind == "word" else ()
