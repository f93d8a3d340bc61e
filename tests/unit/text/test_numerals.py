"""Numbers in digits and words."""

from decimal import Decimal

import pytest

from claims.text.numerals import read_numeral, read_ordinal, read_ratio
from claims.text.tokens import tokenize


def read(text):
    return read_numeral(tokenize(text), 0)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("twenty-five thousand", 25_000),
        ("fifteen hundred", 1500),
        ("one hundred and six", 106),
        ("one hundred fifty thousand", 150_000),
        ("two hundred and two thousand", 202_000),
        ("twenty-one trillion and three hundred", 21_000_000_000_300),
        ("a dozen", 12),
        ("two dozen", 24),
        ("half a dozen", 6),
        ("half a million", 500_000),
        ("a quarter of a million", 250_000),
        ("three and a half million", 3_500_000),
        ("one million and a half", 1_500_000),
        ("one billion and three quarters million", 1_000_750_000),
        ("1.3 thousand million", 1_300_000_000),
        ("4.1bn", 4_100_000_000),
        ("2-million", 2_000_000),
        ("13 lakh", 1_300_000),
        ("40 000", 40_000),
        ("3 hundred and 21", 321),
    ],
)
def test_read_numeral_of_whole_numbers_gives_their_value(text, value):
    numeral = read(text)
    assert numeral is not None
    assert numeral.value == value
    assert numeral.end == len(tokenize(text)) - 16


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("two-thirds", Decimal(2) / 3),
        ("one fifth", Decimal("0.2")),
        ("three quarters", Decimal("0.75")),
        ("½", Decimal("0.5")),
        ("2½", Decimal("2.5")),
        ("2 1/2", Decimal("2.5")),
        ("3/4", Decimal("0.75")),
        ("two and a half", Decimal("2.5")),
        ("two-and-a-half", Decimal("2.5")),
        ("five point nought four", Decimal("5.04")),
        ("one one-hundredth", Decimal("0.01")),
        ("three twenty-firsts", Decimal(3) / 21),
        ("2.48×10−5", Decimal("0.0000248")),
        ("4e3", Decimal(4000)),
        ("10^6", Decimal(10**6)),
    ],
)
def test_read_numeral_of_fractions_gives_their_value(text, value):
    numeral = read(text)
    assert numeral is not None
    assert abs(numeral.value - value) < Decimal("1e-20")


@pytest.mark.parametrize(
    "text", ["9/11", "24/7", "1.1.1.1", "007", "and", "thirds", "two quarters"]
)
def test_read_numeral_of_other_things_is_no_fraction(text):
    numeral = read(text)
    assert numeral is None or numeral.form != "fraction"


def test_read_numeral_behind_between_stops_at_and():
    numeral = read_numeral(tokenize("between one million and two million"), 1)
    assert numeral is not None
    assert numeral.value == 1_000_000


def test_read_numeral_spelled_year_is_a_year():
    numeral = read("nineteen ninety-six")
    assert numeral is not None
    assert numeral.form == "year"


def test_read_numeral_vague_plural_reaches_to_the_next_power():
    numeral = read("tens of thousands of voters")
    assert numeral is not None
    assert (numeral.value, numeral.upper) == (10_000, 100_000)


def test_read_numeral_newline_between_groups_keeps_them_apart():
    numeral = read("120\n345")
    assert numeral is not None
    assert numeral.value == 120


@pytest.mark.parametrize(
    ("text", "share"),
    [("one in five", "0.2"), ("nine out of ten", "0.9"), ("one-in-five", "0.2")],
)
def test_read_ratio_of_a_share_gives_it(text, share):
    tokens = tokenize(text)
    numeral = read_numeral(tokens, 0)
    assert numeral is not None
    ratio = read_ratio(tokens, numeral)
    assert ratio is not None
    assert ratio.value == Decimal(share)


@pytest.mark.parametrize("text", ["12 in six boxes", "one in 2019", "3 in town"])
def test_read_ratio_of_no_share_gives_none(text):
    tokens = tokenize(text)
    numeral = read_numeral(tokens, 0)
    assert numeral is not None
    assert read_ratio(tokens, numeral) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [("11th", 11), ("22nd", 22), ("twenty-fifth", 25), ("one hundred twenty fifth", 125)],
)
def test_read_ordinal_gives_its_place(text, value):
    ordinal = read_ordinal(tokenize(text), 0)
    assert ordinal is not None
    assert ordinal.value == value


@pytest.mark.parametrize("text", ["14st", "one fifth", "25", "two"])
def test_read_ordinal_of_no_ordinal_gives_none(text):
    assert read_ordinal(tokenize(text), 0) is None
