"""Days with a name, and when they fall."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import partial

from claims.text.nouns import is_plural
from claims.text.tokens import Token

__all__ = ["HOLIDAY_STARTS", "read_holiday"]


def _fixed(month: int, day: int, year: int) -> date:
    return date(year, month, day)


def _nth_weekday(month: int, weekday: int, number: int, year: int) -> date:
    """Return the nth Monday (0) ... Sunday (6) of a month; a negative number counts backwards."""
    if number > 0:
        first = date(year, month, 1)
        return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (number - 1))
    last = date(year, month + 1, 1) - timedelta(days=1)
    return last - timedelta(days=(last.weekday() - weekday) % 7)


def _easter(offset: int, year: int) -> date:
    """Return Easter Sunday plus some days (the anonymous Gregorian computus)."""
    golden, hundred = year % 19, year // 100
    epact = (hundred - hundred // 4 - (8 * hundred + 13) // 25 + 19 * golden + 15) % 30
    epact -= (epact // 28) * (1 - (29 // (epact + 1)) * ((21 - golden) // 11))
    weekday = (year + year // 4 + epact + 2 - hundred + hundred // 4) % 7
    days = epact - weekday
    month = 3 + (days + 40) // 44
    return date(year, month, days + 28 - 31 * (month // 4)) + timedelta(days=offset)


def _thanksgiving(offset: int, year: int) -> date:
    return _nth_weekday(11, 3, 4, year) + timedelta(days=offset)


_HOLIDAYS: dict[str, Callable[[int], date]] = {
    "new year's day": partial(_fixed, 1, 1),
    "new year's eve": partial(_fixed, 12, 31),
    "martin luther king day": partial(_nth_weekday, 1, 0, 3),
    "mlk day": partial(_nth_weekday, 1, 0, 3),
    "valentine's day": partial(_fixed, 2, 14),
    "presidents day": partial(_nth_weekday, 2, 0, 3),
    "presidents' day": partial(_nth_weekday, 2, 0, 3),
    "international women's day": partial(_fixed, 3, 8),
    "st patrick's day": partial(_fixed, 3, 17),
    "saint patrick's day": partial(_fixed, 3, 17),
    "saint patrick": partial(_fixed, 3, 17),
    "earth day": partial(_fixed, 4, 22),
    "good friday": partial(_easter, -2),
    "easter": partial(_easter, 0),
    "easter sunday": partial(_easter, 0),
    "easter monday": partial(_easter, 1),
    "pentecost": partial(_easter, 49),
    "may day": partial(_fixed, 5, 1),
    "mother's day": partial(_nth_weekday, 5, 6, 2),
    "memorial day": partial(_nth_weekday, 5, 0, -1),
    "juneteenth": partial(_fixed, 6, 19),
    "freedom day": partial(_fixed, 6, 19),
    "jubilee day": partial(_fixed, 6, 19),
    "father's day": partial(_nth_weekday, 6, 6, 3),
    "independence day": partial(_fixed, 7, 4),
    "bastille day": partial(_fixed, 7, 14),
    "labor day": partial(_nth_weekday, 9, 0, 1),
    "labour day": partial(_nth_weekday, 9, 0, 1),
    "columbus day": partial(_nth_weekday, 10, 0, 2),
    "halloween": partial(_fixed, 10, 31),
    "guy fawkes night": partial(_fixed, 11, 5),
    "veterans day": partial(_fixed, 11, 11),
    "remembrance day": partial(_fixed, 11, 11),
    "thanksgiving": partial(_thanksgiving, 0),
    "thanksgiving day": partial(_thanksgiving, 0),
    "black friday": partial(_thanksgiving, 1),
    "cyber monday": partial(_thanksgiving, 4),
    "christmas": partial(_fixed, 12, 25),
    "christmas day": partial(_fixed, 12, 25),
    "christmas eve": partial(_fixed, 12, 24),
    "xmas": partial(_fixed, 12, 25),
    "boxing day": partial(_fixed, 12, 26),
}
HOLIDAY_STARTS = frozenset(name.split()[0] for name in _HOLIDAYS)
_MAX_WORDS = 4


def read_holiday(tokens: Sequence[Token], index: int) -> tuple[Callable[[int], date], int] | None:
    """Return the function from year to day for the holiday named at `index`, and its end."""
    best, name = None, ""
    for place in range(index, index + _MAX_WORDS):
        name += (" " if name else "") + tokens[place].low
        if name in _HOLIDAYS and not _is_part_of_name(tokens, index, place + 1):
            best = _HOLIDAYS[name], place + 1
    return best


def _is_part_of_name(tokens: Sequence[Token], index: int, end: int) -> bool:
    """Say whether one word is only the first of a name or a thing: "Easter Island", "trees"."""
    following = tokens[end]
    if end > index + 1 or following.kind != "word":
        return False
    return following.text[0].isupper() or is_plural(following.low)
