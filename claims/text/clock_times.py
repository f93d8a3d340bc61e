"""Times of day: "11 a.m.", "17:30", "half past seven", "from 5 to 6pm", "this evening"."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time

from claims.text.numerals import SMALL_NUMBERS
from claims.text.tokens import Token, is_glued, is_hyphen_between

__all__ = ["DAY_PARTS", "Clock", "read_clock", "read_clock_range"]

# The hours that the parts of a day stand for.
DAY_PARTS = {
    "morning": (time(8), time(12)),
    "afternoon": (time(12), time(16)),
    "evening": (time(16), time(20)),
    "night": (time(20), time(23, 59, 59)),
}
_NAMED = {"noon": time(12), "midday": time(12), "midnight": time(0)}
_FRACTIONS = {"half": 30, "quarter": 15}
_BEFORE_PART = frozenset(["early", "late", "mid", "later", "earlier"])
_LINKS = frozenset(["to", "till", "until", "through", "and", "-", "–", "—"])


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day, or a stretch of one; `end` is the token behind it.

    `is_sure` is false for a bare hour ("at 7"), which only a date beside it makes a time.
    `meridiem` is "a", "p" or empty.
    """

    earliest: time
    latest: time
    end: int
    is_sure: bool = True
    meridiem: str = ""


def read_clock(tokens: Sequence[Token], index: int) -> Clock | None:
    """Return the time of day written from `index` on; a bare hour comes back as unsure."""
    place = index
    if tokens[place].low in ("at", "around", "about", "@"):
        place += 1
    low = tokens[place].low
    if low in _NAMED:
        return Clock(_NAMED[low], _NAMED[low], place + 1)
    if low == "mid" and tokens[place + 1].low == "night":
        return Clock(time(0), time(0), place + 2)
    clock = _read_past(tokens, place) or _read_hour(tokens, place)
    if clock is not None:
        return _with_part_behind(tokens, clock)
    return _read_part_with_hour(tokens, place)


def read_clock_range(tokens: Sequence[Token], index: int) -> Clock | None:
    """Return "5 to 6pm", "between 2:20 and 3", "0730-0930" as one stretch."""
    is_marked = tokens[index].low in ("from", "between", "at")
    first = _read_hour(tokens, index + is_marked) or _read_named(tokens, index + is_marked)
    if first is None or tokens[first.end].low not in _LINKS:
        return None
    second = _read_hour(tokens, first.end + 1) or _read_named(tokens, first.end + 1)
    if second is None:
        return None
    second = _with_part_behind(tokens, second)
    is_sure = first.is_sure or second.is_sure
    earliest = first.earliest
    if (
        second.meridiem == "p"
        and not first.meridiem
        and first.earliest.hour < 12
        and (first.earliest.hour + 12 <= second.earliest.hour)
    ):
        earliest = earliest.replace(hour=earliest.hour + 12)
    elif not second.meridiem and first.earliest > second.earliest and second.earliest.hour < 12:
        second = _shift(second, 12)
    return Clock(earliest, second.earliest, second.end, is_sure, second.meridiem)


def _read_named(tokens: Sequence[Token], index: int) -> Clock | None:
    value = _NAMED.get(tokens[index].low)
    return Clock(value, value, index + 1) if value else None


def _read_hour(tokens: Sequence[Token], index: int) -> Clock | None:
    token = tokens[index]
    if token.kind == "number":
        return _read_digits(tokens, index)
    if token.low in SMALL_NUMBERS and 1 <= SMALL_NUMBERS[token.low] <= 12:
        return _read_words(tokens, index, SMALL_NUMBERS[token.low])
    return None


def _read_digits(tokens: Sequence[Token], index: int) -> Clock | None:
    """Read "7", "7.30pm", "17:30", "17:30:05", "0730"."""
    text, end = tokens[index].text, index + 1
    second, is_sure = 0, False
    hour, dot, minutes = text.partition(".")
    if dot:
        if len(minutes) != 2 or not hour.isdecimal() or not minutes.isdecimal():
            return None
    elif _is_pair(tokens, end):
        minutes, end, is_sure = tokens[end + 1].text, end + 2, True
        if _is_pair(tokens, end):
            second, end = int(tokens[end + 1].text), end + 2
    elif len(text) == 4 and text[0] in "01" and text.isdecimal():
        hour, minutes, is_sure = text[:2], text[2:], text[0] == "0"
    if not hour.isdecimal() or len(hour) > 2 or (minutes and not minutes.isdecimal()):
        return None
    return _with_meridiem(tokens, int(hour), int(minutes or 0), second, end, is_sure=is_sure)


def _is_pair(tokens: Sequence[Token], index: int) -> bool:
    """Say whether ":30" stands at `index`."""
    minutes = tokens[index + 1]
    return (
        tokens[index].text == ":"
        and is_glued(tokens, index)
        and is_glued(tokens, index + 1)
        and minutes.text.isdecimal()
        and len(minutes.text) == 2
    )


def _read_words(tokens: Sequence[Token], index: int, hour: int) -> Clock | None:
    """Read "seven", "five-thirty", "two forty five"."""
    end = index + 1
    place = end + is_hyphen_between(tokens, end)
    minutes = SMALL_NUMBERS.get(tokens[place].low, 0)
    if minutes < 10:
        return _with_meridiem(tokens, hour, 0, 0, end, is_sure=False)
    end = place + 1
    place = end + is_hyphen_between(tokens, end)
    ones = SMALL_NUMBERS.get(tokens[place].low, 0)
    if minutes >= 20 and 0 < ones < 10:
        minutes, end = minutes + ones, place + 1
    return _with_meridiem(tokens, hour, minutes, 0, end, is_sure=False)


def _with_meridiem(
    tokens: Sequence[Token], hour: int, minute: int, second: int, end: int, *, is_sure: bool
) -> Clock | None:
    """Add "a.m.", "pm", "p . m .", "o'clock"; None for a time that no clock shows."""
    if hour > 24 or minute > 59 or second > 59:
        return None
    meridiem, after = _read_meridiem(tokens, end)
    if meridiem and not 1 <= hour <= 12 and not (meridiem == "p" and hour < 24):
        return None
    if meridiem == "p" and hour < 12:
        hour += 12
    elif meridiem == "a" and hour == 12:
        hour = 12 if minute == 0 and tokens[end - 2].text in "-–" else 0
    if not meridiem and tokens[end].low in ("o'clock", "oclock", "ish"):
        after, is_sure = end + 1, True
    elif not meridiem and tokens[end].low == "o" and tokens[end + 2].low == "clock":
        after, is_sure = end + 3, True
    value = time(hour % 24, minute, second)
    return Clock(value, value, after, is_sure or meridiem != "", meridiem)


def _read_meridiem(tokens: Sequence[Token], index: int) -> tuple[str, int]:
    place = index + (tokens[index].text == "." and tokens[index + 1].low in ("am", "pm"))
    low = tokens[place].low
    if low in ("am", "pm"):
        return low[0], place + 1
    if low not in ("a", "p"):
        return "", index
    place = index + 1 + (tokens[index + 1].text == ".")
    if tokens[place].low == "m":
        return low, place + 1 + (tokens[place + 1].text == ".")
    is_short = is_glued(tokens, index) and tokens[index].text.islower()
    return (low, index + 1) if is_short and tokens[index + 1].kind != "word" else ("", index)


def _read_past(tokens: Sequence[Token], index: int) -> Clock | None:
    """Read "half past seven", "15 past seven", "quarter to eight"."""
    token = tokens[index]
    if token.low in _FRACTIONS:
        minutes = _FRACTIONS[token.low]
    elif token.text.isdecimal() and len(token.text) <= 2:
        minutes = int(token.text)
    else:
        minutes = SMALL_NUMBERS.get(token.low, 0)
    place = index + 1
    if minutes >= 20 and is_hyphen_between(tokens, place):
        minutes += SMALL_NUMBERS.get(tokens[place + 1].low, 0)
        place += 2
    place += tokens[place].low in ("minutes", "mins")
    link = tokens[place].low
    is_past = link == "past"
    if not 0 < minutes < 60 or not (is_past or (link == "to" and token.low in _FRACTIONS)):
        return None
    hour = _read_hour(tokens, place + 1)
    if hour is None or hour.earliest.minute:
        return None
    total = hour.earliest.hour * 60 + (minutes if is_past else -minutes)
    value = time(total // 60 % 24, total % 60)
    return Clock(value, value, hour.end, True, hour.meridiem)


def _with_part_behind(tokens: Sequence[Token], clock: Clock) -> Clock:
    """Apply "in the morning" or "early evening" behind an hour."""
    place = clock.end
    if tokens[place].low in ("in", "at"):
        place += 1 + (tokens[place + 1].low in ("the", "this"))
    place += tokens[place].low in _BEFORE_PART
    name = tokens[place].low
    if name not in DAY_PARTS or (place == clock.end and not clock.is_sure):
        return clock
    if clock.meridiem or clock.earliest.hour > 12:
        return Clock(clock.earliest, clock.latest, place + 1, True, clock.meridiem)
    is_late = name in ("afternoon", "evening") or (name == "night" and clock.earliest.hour > 5)
    moved = _shift(clock, 12) if is_late and clock.earliest.hour < 12 else clock
    return Clock(moved.earliest, moved.latest, place + 1, True, "p" if is_late else "a")


def _read_part_with_hour(tokens: Sequence[Token], index: int) -> Clock | None:
    """Read "in the morning at 7", "late evening at 10:00" and the bare part of a day."""
    place = index
    if tokens[place].low in _BEFORE_PART:
        place += 1
        place += tokens[place].low == "in"
    if tokens[place].low == "in":
        place += 1
    place += tokens[place].low == "the"
    name = tokens[place].low.removesuffix("s")
    if name not in DAY_PARTS:
        return None
    earliest, latest = DAY_PARTS[name]
    end = place + 1
    hour = _read_hour(tokens, end + (tokens[end].low == "at"))
    if hour and (hour.is_sure or tokens[end].low == "at"):
        is_late = name in ("afternoon", "evening", "night") and not hour.meridiem
        hour = _shift(hour, 12) if is_late and 4 < hour.earliest.hour < 12 else hour
        return Clock(hour.earliest, hour.latest, hour.end)
    middle = time((earliest.hour + min(latest.hour + (latest.minute > 0), 24)) // 2)
    leading = tokens[index].low
    if leading in ("early", "earlier"):
        latest = middle
    elif leading in ("late", "later"):
        earliest = middle
    return Clock(earliest, latest, end)


def _shift(clock: Clock, hours: int) -> Clock:
    moved = time((clock.earliest.hour + hours) % 24, clock.earliest.minute, clock.earliest.second)
    return Clock(moved, moved, clock.end, clock.is_sure, clock.meridiem)
