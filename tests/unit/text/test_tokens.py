"""Tokens and the notations of digits."""

from decimal import Decimal

import pytest

from claims.text.tokens import parse_digits, tokenize


def texts(text):
    return [token.text for token in tokenize(text) if token.kind != "end"]


@pytest.mark.parametrize(
    ("digits", "value"),
    [
        ("25", "25"),
        ("0", "0"),
        (".08", "0.08"),
        ("1,500", "1500"),
        ("1.500", "1.500"),
        ("1,5", "1.5"),
        ("0,125", "0.125"),
        ("1,234,567.89", "1234567.89"),
        ("12,34,567.89", "1234567.89"),
        ("1.234,56", "1234.56"),
        ("12.500.000", "12500000"),
        ("1'000'000", "1000000"),
        ("1’000,50", "1000.50"),
        ("٣٤", "34"),
        ("١٬٢٣٤٫٥", "1234.5"),
    ],
)
def test_parse_digits_in_each_notation_gives_the_value(digits, value):
    assert parse_digits(digits) == Decimal(value)


@pytest.mark.parametrize("digits", ["1.2.3", "192.168.1.2", "007", "1,23,4", "9" * 25, "12,345,6"])
def test_parse_digits_outside_any_notation_gives_none(digits):
    assert parse_digits(digits) is None


def test_tokenize_list_without_spaces_parts_the_numbers():
    assert texts("22,24,26,31.") == ["22", "24", "26", "31", "."]


def test_tokenize_possessive_keeps_it_with_its_word():
    assert texts("the world’s 2½") == ["the", "world’s", "2", "½"]


def test_tokenize_link_is_one_token_without_numbers():
    tokens = tokenize("see https://example.org/30%25?x=2017 now")
    assert [token.kind for token in tokens][:3] == ["word", "link", "word"]


def test_tokenize_emoji_before_a_number_counts_code_points():
    text = "🏠🏠 30%"
    (number,) = (token for token in tokenize(text) if token.kind == "number")
    assert text[number.start : number.end] == "30"
