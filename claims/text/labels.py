"""Numbers that are no amounts: years and dates, clock times, codes, names such as "Boeing 787"."""

from collections.abc import Sequence

from claims.text.nouns import FUNCTION_WORDS
from claims.text.numerals import ORDINALS, Numeral, is_ordinal_suffix
from claims.text.tokens import HYPHENS, Token, is_glued
from claims.text.wordlists import word_list, word_set

__all__ = [
    "MONTHS",
    "is_clock",
    "is_code",
    "is_counted_year",
    "is_date",
    "is_label",
    "is_named",
    "is_numbered",
    "is_ordinal",
    "is_time_title",
    "is_year",
]

MONTHS = {
    word: 1 + place // 3
    for place, word in enumerate(
        word_list(
            "january jan january february feb february march mar march april apr april may may may "
            "june jun june july jul july august aug august september sept sep october oct october "
            "november nov november december dec december"
        )
    )
}
_YEARS = range(1000, 2200)
_BEFORE_YEAR = word_set(
    "in since by until till during before after from year early late mid spring summer autumn fall "
    "winter fiscal through circa"
)
_LABELLED = word_set(
    "page pages section chapter article channel row game number no nos nrs version phase grade "
    "category type episode season room model figure table item rule volume vol line lines platform "
    "gate district ward zone highway route flight tier lot apartment apt suite box track exit "
    "paragraph clause appendix step question exercise exercises building interstate psalm verse "
    "week day year act title part level"
)
_AFTER_WEEKDAY = word_set(
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri "
    "sat sun"
)
_APOSTROPHES = frozenset("'’`")
_EMERGENCY = frozenset(["911", "999", "112"])
_MAX_COUNT_DIGITS = 15  # longer ones without separators are identifiers
_CLOCK_WORDS = frozenset(["am", "pm", "gmt", "bst", "est", "edt", "pst", "cet", "o'clock"])
_PEOPLE = word_set(
    "people persons men women children soldiers troops police civilians employees workers students "
    "patients deaths cases others more"
)
_ORDINAL_SUFFIXES = frozenset(["st", "nd", "rd", "th"])
_STREETS = word_set(
    "street st road rd avenue ave lane ln drive dr boulevard blvd way court square place"
)


def is_year(numeral: Numeral, tokens: Sequence[Token]) -> bool:
    """Say whether a number has the shape of a year: four digits without separators, or spelled."""
    if numeral.form == "year":
        return True
    text = tokens[numeral.first].text
    is_bare = numeral.form == "digits" and numeral.end == numeral.first + 1
    return is_bare and len(text) == 4 and text.isdecimal() and int(text) in _YEARS


def is_counted_year(numeral: Numeral, tokens: Sequence[Token]) -> bool:
    """Say whether a year stands before a plural noun as a year: "in 2020 people voted"."""
    before = tokens[numeral.first - 1]
    is_modern = numeral.form == "year" or int(tokens[numeral.first].text) in range(1800, 2100)
    return is_modern and (before.low in _BEFORE_YEAR or before.low in MONTHS or before.text == "(")


def is_date(numeral: Numeral, tokens: Sequence[Token]) -> bool:
    """Say whether a number is part of a date: "September 8", "12 of June", "1980s", "5/17/2018"."""
    first, end = numeral.first, numeral.end
    if tokens[end].low in ("s", "'s") and is_glued(tokens, end) and tokens[first].kind == "number":
        return True
    if tokens[end].text in _APOSTROPHES and tokens[end + 1].low == "s":
        return is_glued(tokens, end) and is_glued(tokens, end + 1)  # "the 80’s"
    if _is_joined(tokens, first, end, "/") or _is_hyphen_date(tokens, first, end):
        return True
    if _is_second_year(tokens, first):
        return True
    if numeral.value != int(numeral.value) or numeral.scale > 1:
        return False
    is_day = 1 <= numeral.value <= 31
    return (is_day or is_year(numeral, tokens)) and (
        _is_after_month(tokens, first, is_day=is_day) or (is_day and _is_before_month(tokens, end))
    )


def _is_second_year(tokens: Sequence[Token], first: int) -> bool:
    """Say whether a number ends a pair of years or shortens one: "2015-16", "'11"."""
    text = tokens[first].text
    if len(text) != 2 or not text.isdecimal():
        return False
    if tokens[first - 1].text in _APOSTROPHES:
        return is_glued(tokens, first) and not is_glued(tokens, first - 1)
    before = tokens[first - 2].text
    return _is_link(tokens, first - 1) and len(before) == 4 and before[:2] in ("19", "20")


def _is_after_month(tokens: Sequence[Token], first: int, *, is_day: bool) -> bool:
    place = first - 1
    while tokens[place].text in (".", ",") or tokens[place].low in ("the", "of"):
        place -= 1
        if place < first - 3:
            return False
    token = tokens[place]
    if token.low in _AFTER_WEEKDAY and is_day and place == first - 1:
        return True
    return token.low in MONTHS and _is_month_name(token)


def _is_before_month(tokens: Sequence[Token], end: int) -> bool:
    place = end + (tokens[end].low in _ORDINAL_SUFFIXES)
    place += tokens[place].low == "of"
    place += tokens[place].text in HYPHENS
    return tokens[place].low in MONTHS and _is_month_name(tokens[place])


def _is_month_name(token: Token) -> bool:
    return token.text[0].isupper() or token.low not in ("may", "march", "mar", "dec", "sep", "jan")


def _is_joined(tokens: Sequence[Token], first: int, end: int, mark: str) -> bool:
    """Say whether a mark joins the number to another one: "5/17", "16:30"."""
    joins_after = (
        tokens[end].text == mark
        and is_glued(tokens, end)
        and tokens[end + 1].kind == "number"
        and is_glued(tokens, end + 1)
    )
    joins_before = (
        tokens[first - 1].text == mark
        and is_glued(tokens, first)
        and tokens[first - 2].kind == "number"
        and is_glued(tokens, first - 1)
    )
    return joins_after or joins_before


def _is_hyphen_date(tokens: Sequence[Token], first: int, end: int) -> bool:
    """Say whether hyphens make a chain of three numbers: "2020-07-01", a telephone number."""
    links = 0
    place = end
    while _is_link(tokens, place) and links < 2:
        links += 1
        place += 2
    place = first - 1
    while _is_link(tokens, place) and links < 2:
        links += 1
        place -= 2
    return links >= 2


def _is_link(tokens: Sequence[Token], place: int) -> bool:
    return (
        tokens[place].text in ("-", "‐", "‑", "–")
        and is_glued(tokens, place)
        and is_glued(tokens, place + 1)
        and tokens[place - 1].kind == "number"
        and tokens[place + 1].kind == "number"
    )


def is_clock(numeral: Numeral, tokens: Sequence[Token]) -> bool:
    """Say whether a number is a time of day: "11 a.m.", "16:30", "1.05am", "7 o'clock"."""
    if _is_joined(tokens, numeral.first, numeral.end, ":"):
        return True
    if numeral.form not in ("digits", "words") or numeral.value >= 24 or numeral.scale > 1:
        return False
    digits = tokens[numeral.first].text
    if "." in digits and len(digits.rpartition(".")[2]) != 2:
        return False
    following = tokens[numeral.end]
    if following.low in ("to", "and", "-", "–") and tokens[numeral.end + 1].kind == "number":
        is_meridiem = tokens[numeral.end + 2].low in ("am", "pm")  # "2 to 3 p.m."
        return is_meridiem or _is_dotted_meridiem(tokens, numeral.end + 2)
    if following.low in _CLOCK_WORDS:
        return True
    return _is_dotted_meridiem(tokens, numeral.end)


def _is_dotted_meridiem(tokens: Sequence[Token], index: int) -> bool:
    is_dotted = tokens[index].low in ("a", "p") and tokens[index + 1].text == "."
    return is_dotted and tokens[index + 2].low == "m"


def is_ordinal(numeral: Numeral, tokens: Sequence[Token]) -> bool:
    """Say whether a number is an ordinal: "22nd", "twenty-fifth"."""
    end = numeral.end
    if is_ordinal_suffix(tokens, end):
        return True
    if numeral.form != "words":
        return False
    place = end + (tokens[end].text in HYPHENS)
    return tokens[place].low in ORDINALS and tokens[place].low != "second"


def is_code(numeral: Numeral, tokens: Sequence[Token]) -> bool:
    """Say whether a number is glued to a name in front of it: "S23", "SCP-173", "#4"."""
    first = numeral.first
    if not is_glued(tokens, first) or first == 0:
        return False
    before = tokens[first - 1]
    if before.kind == "word" or before.text in ("_", "#", "@", "&", "\\"):
        return True
    if before.text not in HYPHENS or not is_glued(tokens, first - 1):
        return False
    return tokens[first - 2].kind == "word" and tokens[first - 2].low not in ("to", "and", "or")


def is_label(numeral: Numeral, tokens: Sequence[Token]) -> bool:
    """Say whether a number without a unit names something: "Game 2", "787 Dreamliner", "page 5"."""
    first, end = numeral.first, numeral.end
    before = tokens[first - 1]
    if numeral.form != "digits" or numeral.scale > 1:
        is_capital = tokens[first].text[:1].isupper() and before.text[:1].isupper()
        return numeral.form == "words" and (before.low in _LABELLED or is_capital)
    if (
        is_numbered(numeral, tokens)
        or before.low in _LABELLED
        or _is_list_marker(tokens, first, end)
    ):
        return True
    text = tokens[first].text
    if numeral.value != int(numeral.value) or "," in text:
        return False
    return (
        len(text) > _MAX_COUNT_DIGITS
        or text in _EMERGENCY
        or _is_after_initials(tokens, first)
        or _is_after_name(tokens, first)
        or _is_before_name(tokens, end)
    )


def is_numbered(numeral: Numeral, tokens: Sequence[Token]) -> bool:
    """Say whether "number", "No." or a dot of a list stands beside: "the No. 1 issue"."""
    first = numeral.first
    place = first - 1 - (tokens[first - 1].text in HYPHENS)
    if tokens[place].low in ("number", "numbers"):
        return True
    if tokens[place].text == "." and tokens[place - 1].low in ("no", "nos", "nrs", "vol", "fig"):
        return True
    is_item = first == 0 and tokens[numeral.end].text in (".", ")")
    return is_item and tokens[first].kind == "number" and numeral.value < 100


def _is_after_initials(tokens: Sequence[Token], first: int) -> bool:
    """Say whether a number stands behind initials: "H.R. 2847", but not behind "U.S."."""
    initial = tokens[first - 2].text
    if tokens[first - 1].text != "." or len(initial) != 1 or not initial.isupper():
        return False
    return not (initial == "S" and tokens[first - 4].text == "U")


def _is_after_name(tokens: Sequence[Token], first: int) -> bool:
    before = tokens[first - 1]
    if before.kind != "word" or before.low in FUNCTION_WORDS or tokens[first].start < 1:
        return False
    return any(letter.isupper() for letter in before.text) and before.text not in ("I", "A")


def is_named(numeral: Numeral, tokens: Sequence[Token], noun: Token) -> bool:
    """Say whether a count is really a name before a noun: "iPhone 11 cameras", "S&P 500 stocks"."""
    first = numeral.first
    text = tokens[first].text
    if numeral.form != "digits" or numeral.scale > 1 or not text.isdecimal() or len(text) > 3:
        return False
    if noun.low in _PEOPLE or not _is_after_name(tokens, first):
        return False
    return noun.text[0].islower()  # in a headline capitals tell nothing


def _is_before_name(tokens: Sequence[Token], end: int) -> bool:
    following = tokens[end]
    if following.kind != "word" or not following.text[0].isupper():
        return False
    if following.low in MONTHS or following.low in _AFTER_WEEKDAY:
        return False
    return following.low not in FUNCTION_WORDS or following.low in _STREETS


def is_time_title(tokens: Sequence[Token], numeral: Numeral, end: int) -> bool:
    """Say whether a length of time is a name: "World Cup 2018 day five", "he was on 60 Minutes".

    `end` is the place behind the unit.
    """
    is_after_capital = tokens[numeral.first - 1].text[:1].isupper()
    if is_year(numeral, tokens) and end == numeral.end + 1:
        return is_after_capital or tokens[end].kind == "number"
    if numeral.form != "digits" or numeral.first == 0 or is_after_capital:
        return False
    word = tokens[end - 1].text
    return len(word) > 3 and word[0].isupper() and word[1:].islower()


def _is_list_marker(tokens: Sequence[Token], first: int, end: int) -> bool:
    """Say whether a number opens a list item, "1." or "2)", or stands alone in brackets."""
    if tokens[first - 1].text in ("(", "[") and tokens[end].text in (")", "]"):
        return True
    return tokens[end].text == ")" and tokens[first - 1].text not in ("(", "-")
