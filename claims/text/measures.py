"""Finds the unit that a number stands with: in front of it ("$", "CNY") or behind it ("km/h").

Here only the words beside the number are read; the tables are in `units`.
"""

from collections.abc import Sequence

from claims.text.nouns import FUNCTION_WORDS, singular
from claims.text.tokens import Token, is_glued, is_hyphen_between
from claims.text.units import AMBIGUOUS_CODES, CODES, NAMES, SIGNS, SYMBOLS, Unit, per, power_of
from claims.text.wordlists import word_set

__all__ = ["read_currency_before", "read_rate", "read_unit"]

_MINUS = frozenset("-−")
_MAX_NAME_WORDS = 4
_OPENING = {"(": ")", "[": "]", "{": "}", "<": ">"}
# Letters that follow a number for other reasons: "iPhone 5s", "Section 5A", "Plan B".
_NEVER_GLUED = frozenset(["s", "A", "K"])
_GLUED_ONLY = frozenset(["p", "C", "F", "d", "h", "V", "W", "c", "PS", "A", "kt", "st", "pc", "in"])
# "US $150", "c $ 1.34"; a lone "a" or "s" is a word.
_SPACED_DOLLARS = frozenset(["us", "c", "hk", "nt", "nz", "au", "ca", "sg"])
_POWERS = {"2": 2, "²": 2, "3": 3, "³": 3}
_SQUARE = frozenset(["square", "sq"])
_CUBIC = frozenset(["cubic", "cu"])
_POWER_WORDS = {"squared": 2, "cubed": 3}
_RATE_ADVERBS = {
    "annually": "year",
    "yearly": "year",
    "monthly": "month",
    "weekly": "week",
    "daily": "day",
    "hourly": "hour",
    "nightly": "night",
}
# What an article makes a rate of: "$5 a head"; any unit of time does so too.
_PORTIONS = word_set(
    "share barrel ounce pound gallon litre liter pint ton tonne bushel head person piece night "
    "kilo kilogram bottle pack packet ticket seat vote mile kilometre kilometer square unit "
    "hectare acre plate ride trip visit game match word shift bag box copy"
)
_NO_RATE_BEFORE = word_set("ago earlier later before after old long away from since on")
_WEIGHT_WORDS = word_set(
    "weigh weighs weighed weighing weight lose lost gain gained heavier lighter lbs body baby "
    "cocaine heroin fentanyl drugs meat beef fish bomb bombs explosive explosives cargo"
)
_MONEY_WORDS = word_set(
    "cost costs costing pay pays paid paying price priced prices worth fine fined fee fees bill "
    "spend spent spending spends salary salaries wage wages earn earned earning earns profit "
    "profits revenue revenues debt debts sterling fund funds funding budget loan loans tax taxes "
    "bank pence value valued sold sell buy bought invest invested investment cash money donated "
    "charge charged charges savings refund compensation reward"
)
_CONTEXT_TOKENS = 12


def read_currency_before(
    tokens: Sequence[Token], index: int, floor: int
) -> tuple[Unit, int] | None:
    """Return the currency in front of the number at `index` and the place where it begins.

    Args:
        tokens: of the whole text.
        index: the number's first token.
        floor: tokens before this place belong to another amount.
    """
    place = index - 1
    if tokens[place].text in _MINUS and is_glued(tokens, index):
        place -= 1  # "$-99.99"
    if place < floor:
        return None
    sign = tokens[place]
    if sign.kind == "mark":
        found = _read_sign(tokens, place)
    elif sign.kind == "word":
        found = _read_code(tokens, place, is_attached=is_glued(tokens, place + 1))
    else:
        found = None
    return found if found and found[1] >= floor else None


def _read_sign(tokens: Sequence[Token], place: int) -> tuple[Unit, int] | None:
    sign, before = tokens[place], tokens[place - 1]
    if sign.text == "=" and before.text == "Y" and is_glued(tokens, place):
        return CODES["JPY"], place - 1  # how wires write the yen sign in plain characters
    if sign.text == "." and before.text in ("Rs", "Rp", "KSh") and is_glued(tokens, place):
        return SIGNS[before.text], place - 1
    unit = SIGNS.get(sign.text)
    if unit is None or (before.kind == "number" and is_glued(tokens, place)):
        return None
    if sign.text != "$":
        return unit, place
    if is_glued(tokens, place) and before.kind == "word":
        national = SIGNS.get(f"{before.text}$") or CODES.get(before.text)
        return (national, place - 1) if national else (unit, place)
    if before.low in _SPACED_DOLLARS and before.text != before.low.title():
        return SIGNS[f"{before.low.upper()}$"], place - 1
    first = _abbreviated_states(tokens, place)
    return (CODES["USD"], first) if first is not None else (unit, place)


def _abbreviated_states(tokens: Sequence[Token], end: int) -> int | None:
    """Return where "U.S." begins that ends before `end`, or None."""
    place = end - (tokens[end - 1].text == ".")
    letters = [token.low for token in tokens[max(place - 3, 0) : place]]
    return place - 3 if letters == ["u", ".", "s"] else None


def _read_code(
    tokens: Sequence[Token], place: int, *, is_attached: bool
) -> tuple[Unit, int] | None:
    text = tokens[place].text
    if text in CODES and text not in AMBIGUOUS_CODES:
        return CODES[text], place
    if text in SIGNS and (is_attached or text != "PS"):
        return SIGNS[text], place
    return None


def read_unit(
    tokens: Sequence[Token], index: int, *, after_digits: bool
) -> tuple[Unit, int] | None:
    """Return the unit written from `index` on, with the rate behind it, and the place after both.

    Args:
        tokens: of the whole text.
        index: the first token behind the number.
        after_digits: abbreviations such as "km" count only behind digits.
    """
    found = _read_simple_unit(tokens, index, after_digits=after_digits)
    return read_rate(tokens, *found) if found else None


def _read_simple_unit(
    tokens: Sequence[Token], index: int, *, after_digits: bool
) -> tuple[Unit, int] | None:
    token = tokens[index]
    if token.kind == "mark":
        if is_hyphen_between(tokens, index):
            return _read_word_unit(tokens, index + 1, after_digits=after_digits)
        return _read_mark(tokens, index, after_digits=after_digits)
    if token.kind == "word":
        return _read_word_unit(tokens, index, after_digits=after_digits)
    return None


def _read_mark(
    tokens: Sequence[Token], index: int, *, after_digits: bool
) -> tuple[Unit, int] | None:
    text = tokens[index].text
    if text == "°":
        unit = SYMBOLS.get(f"°{tokens[index + 1].text}")
        return (unit, index + 2) if unit else (SYMBOLS["°"], index + 1)
    if text in _OPENING and tokens[index + 2].text == _OPENING[text]:
        unit = SYMBOLS.get(tokens[index + 1].text) if len(tokens[index + 1].text) > 1 else None
        return (unit, index + 3) if unit and after_digits else None
    if text in ("'", '"', "′", "″"):
        return _read_prime(tokens, index) if after_digits else None
    if text in SIGNS and tokens[index + 1].kind != "number":
        return SIGNS[text], index + 1
    unit = SYMBOLS.get(text)
    return (unit, index + 1) if unit and unit.dimension == "percent" else None


def _read_prime(tokens: Sequence[Token], index: int) -> tuple[Unit, int] | None:
    """Read 30' as feet, 10" as inches and 6'2" as both, unless the mark closes a quotation."""
    mark = tokens[index].text
    is_foot = mark in "'′"
    unit = SYMBOLS["′" if is_foot else "″"]
    if mark in "′″":
        return (unit, index + 1) if tokens[index + 1].low != "s" else None
    if is_foot and tokens[index + 1].kind == "number" and is_glued(tokens, index + 1):
        return (unit, index + 1) if tokens[index + 2].text in ('"', "″") else None
    if not is_foot and tokens[index - 2].text == "'" and is_glued(tokens, index - 1):
        return unit, index + 1
    opened = sum(token.text == mark for token in tokens[max(0, index - 60) : index])
    is_before_word = tokens[index + 1].kind == "word" and not is_glued(tokens, index + 1)
    return (unit, index + 1) if opened % 2 == 0 and is_before_word else None


def _read_word_unit(
    tokens: Sequence[Token], index: int, *, after_digits: bool
) -> tuple[Unit, int] | None:
    low = tokens[index].low
    if low in _SQUARE or low in _CUBIC:
        return _read_power_before(tokens, index, 2 if low in _SQUARE else 3)
    found = _read_symbol(tokens, index) if after_digits else None
    found = found or _read_name(tokens, index)
    if found is None:
        return None
    unit, end = found
    if low in ("pound", "pounds") and unit.name == "pound":
        unit = _pound(tokens, index)
    return _with_power(tokens, unit, end)


def _read_symbol(tokens: Sequence[Token], index: int) -> tuple[Unit, int] | None:
    text = tokens[index].text
    is_attached = is_glued(tokens, index)
    unit = SYMBOLS.get(text) or (None if text in AMBIGUOUS_CODES else CODES.get(text))
    if unit is None:
        return (SIGNS[text], index + 1) if text in SIGNS and text != "PS" else None
    if is_attached and text in _NEVER_GLUED:
        return None
    is_divided = tokens[index + 1].text == "/"
    if not is_attached and text in _GLUED_ONLY and not is_divided:
        return (unit, index + 1) if text == "in" and _is_inch(tokens, index) else None
    if text in ("s", "K") and not is_divided:
        return (unit, index + 1) if not is_attached and tokens[index + 1].kind != "word" else None
    return unit, index + 1


def _is_inch(tokens: Sequence[Token], index: int) -> bool:
    following = tokens[index + 1]
    if following.low in ("thick", "long", "wide", "tall", "high", "deep", "gap", "x"):
        return True
    return following.kind == "end" or (following.text in ".);" and tokens[index + 2].kind == "end")


def _read_name(tokens: Sequence[Token], index: int) -> tuple[Unit, int] | None:
    """Return the longest name of a unit from `index` on; "U.S. dollars" is "us dollars"."""
    best = None
    name, place = "", index
    for _ in range(_MAX_NAME_WORDS):
        if tokens[place].kind != "word":
            break
        if (
            tokens[place].low == "u"
            and tokens[place + 1].text == "."
            and (tokens[place + 2].low == "s")
        ):
            name, place = "us", place + 3 + (tokens[place + 3].text == ".")
        else:
            name += (" " if name else "") + tokens[place].low
            place += 1
        unit = NAMES.get(name)
        if unit:
            best = unit, place
        place += is_hyphen_between(tokens, place)
    return best


def _read_power_before(
    tokens: Sequence[Token], index: int, exponent: int
) -> tuple[Unit, int] | None:
    """Read "square miles", "sq. ft", "cubic metres"."""
    place = index + 1 + (tokens[index + 1].text == ".")
    place += is_hyphen_between(tokens, place)
    token = tokens[place]
    unit = NAMES.get(token.low) or SYMBOLS.get(token.text)
    if unit is None or unit.dimension != "length":
        return None
    return power_of(unit, exponent), place + 1


def _with_power(tokens: Sequence[Token], unit: Unit, end: int) -> tuple[Unit, int]:
    """Append "2", "^2" or "squared" to a unit of length."""
    if unit.dimension != "length":
        return unit, end
    following = tokens[end]
    if following.low in _POWER_WORDS:
        return power_of(unit, _POWER_WORDS[following.low]), end + 1
    place = end + (following.text == "^")
    exponent = _POWERS.get(tokens[place].text)
    if exponent and is_glued(tokens, place):
        return power_of(unit, exponent), place + 1
    return unit, end


def _pound(tokens: Sequence[Token], index: int) -> Unit:
    """Decide between money and weight by the words around "pounds"."""
    before = [token.low for token in tokens[max(0, index - _CONTEXT_TOKENS) : index]]
    around = set(before) | {token.low for token in tokens[index + 1 : index + 6]}
    if around & _WEIGHT_WORDS:
        return NAMES["pound"]
    is_large = bool({"million", "billion", "trillion", "m", "bn", "mn"} & set(before[-2:]))
    return CODES["GBP"] if is_large or around & _MONEY_WORDS or "£" in around else NAMES["pound"]


def read_rate(tokens: Sequence[Token], unit: Unit, end: int) -> tuple[Unit, int]:
    """Append "per barrel", "a year", "/hour" or "annually" to a unit, if one of them follows."""
    for _ in range(2):  # "J/m^2 per year"
        found = _read_denominator(tokens, end)
        if found is None:
            break
        unit, end = per(unit, found[0]), found[1]
    return unit, end


def _read_denominator(tokens: Sequence[Token], index: int) -> tuple[Unit, int] | None:
    place = index + is_hyphen_between(tokens, index)
    low = tokens[place].low
    if low == "per":
        return _read_portion(tokens, place + 1 + is_hyphen_between(tokens, place + 1))
    if low in _RATE_ADVERBS:
        return _portion(_RATE_ADVERBS[low]), place + 1
    if low in ("a", "an"):
        return _read_article_rate(tokens, place + 1)
    if low in ("each", "every") and _is_time(tokens[place + 1].low):
        return NAMES[tokens[place + 1].low], place + 2
    if low == "/" and is_glued(tokens, place) and is_glued(tokens, place + 1):
        return _read_portion(tokens, place + 1)
    return None


def _read_article_rate(tokens: Sequence[Token], index: int) -> tuple[Unit, int] | None:
    place = index + is_hyphen_between(tokens, index)
    low = tokens[place].low
    if not _is_time(low) and low not in _PORTIONS:
        return None
    found = _read_portion(tokens, place)
    return None if found and tokens[found[1]].low in _NO_RATE_BEFORE else found


def _is_time(low: str) -> bool:
    return low in NAMES and NAMES[low].dimension == "time" and NAMES[low].name == low


def _read_portion(tokens: Sequence[Token], index: int) -> tuple[Unit, int] | None:
    """Return what a rate is for: a unit, or the noun that stands there."""
    token = tokens[index]
    if token.kind != "word":
        return None
    if token.low in _SQUARE or token.low in _CUBIC:
        return _read_power_before(tokens, index, 2 if token.low in _SQUARE else 3)
    found = _read_name(tokens, index)
    if found is None and token.text in SYMBOLS:
        found = SYMBOLS[token.text], index + 1
    if found:
        return _with_power(tokens, *found)
    if token.low in FUNCTION_WORDS:
        return None
    return _portion(singular(token.low)), index + 1


def _portion(noun: str) -> Unit:
    return NAMES.get(noun) or Unit(noun, "count", noun)
