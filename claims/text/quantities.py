"""Amounts in a text: what is said to be how much, in any of the ways newspapers write it.

"$295 billion", "US$295bn" and "295,000 million dollars" are one amount; "90-minute" is "one and a
half hours" and is not "90-day". Years, dates, clock times, ordinals and numbers that are part of a
name ("Boeing 787") are no amounts.
"""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from claims.text.numerals import ARITHMETIC
from claims.text.quantity_reader import Quantity, Reader

__all__ = ["Quantity", "quantity_line", "read_quantities", "same_quantity"]

_APPROXIMATE = frozenset(["about", "nearly"])


def read_quantities(text: str) -> list[Quantity]:
    """Return the amounts in `text` in order; they do not overlap."""
    return list(Reader(text).read())


def quantity_line(text: str) -> list[dict[str, Any]]:
    """Return the amounts of `text` as JSON values.

    Each has `start`, `end`, `exact`, `value` (a number, or a list of the two ends of a range),
    `unit`, `dimension` and `modifier` (with the direction in front: "up", "down about").
    """
    return [
        {
            "start": quantity.start,
            "end": quantity.end,
            "exact": quantity.exact,
            "value": _json_value(quantity),
            "unit": quantity.unit,
            "dimension": quantity.dimension,
            "modifier": " ".join(filter(None, [quantity.direction, quantity.modifier])) or None,
        }
        for quantity in read_quantities(text)
    ]


def same_quantity(one: Quantity, other: Quantity) -> bool:
    """Say whether two amounts are equal after conversion.

    A false yes is worse than a missed one: bounds ("more than") and directions must agree, what
    is counted must have the same name, currencies are never converted, a month is no number of
    days. "About" and "nearly" do not count. A share equals a percentage ("one in five", "20%");
    one that has no short decimal ("two-thirds") equals it where it rounds to it ("66.7%").
    """
    if _bound(one) != _bound(other) or (one.upper is None) != (other.upper is None):
        return False
    kinds = {one.measure.base, other.measure.base}
    if kinds == {"share", "percent"}:
        share, percent = (one, other) if one.measure.base == "share" else (other, one)
        return _is_share_in_percent(share, percent)
    if kinds == {"share", ""}:  # "a quarter", "0.25"
        return _ends(one) == _ends(other)
    return len(kinds) == 1 and all(map(_is_equal, _ends(one), _ends(other)))


def _bound(quantity: Quantity) -> str | None:
    return None if quantity.modifier in _APPROXIMATE else quantity.modifier


def _signed(quantity: Quantity) -> list[Decimal]:
    values = [quantity.value] if quantity.upper is None else [quantity.value, quantity.upper]
    return [v.copy_negate() for v in values] if quantity.direction == "down" else values


def _ends(quantity: Quantity) -> list[Fraction]:
    unit = quantity.measure
    return [Fraction(value) * unit.factor + unit.offset for value in _signed(quantity)]


def _is_equal(one: Fraction, other: Fraction) -> bool:
    # "6 feet 2 inches" has no finite decimal in feet: it is kept to 34 digits.
    return one == other or abs(one - other) * 10**24 < abs(one)


def _is_share_in_percent(share: Quantity, percent: Quantity) -> bool:
    if share.upper is not None or percent.upper is not None or percent.unit != "percent":
        return False
    exact = ARITHMETIC.multiply(_signed(share)[0], Decimal(100))
    said = _signed(percent)[0]
    if exact == said:
        return True
    is_endless = len(exact.normalize(ARITHMETIC).as_tuple().digits) > 8
    places = Decimal(1).scaleb(min(int(said.as_tuple().exponent), 0))
    return is_endless and exact.quantize(places, ROUND_HALF_UP) == said


def _json_value(quantity: Quantity) -> Any:
    if quantity.upper is None:
        return _json_number(quantity.value)
    return [_json_number(quantity.value), _json_number(quantity.upper)]


def _json_number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)
