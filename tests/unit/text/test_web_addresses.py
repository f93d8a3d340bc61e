import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.text.web_addresses import find_address


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("See https://www.census.gov/table-1.", "https://www.census.gov/table-1"),
        (
            "(https://en.wikipedia.org/wiki/Ferry_(boat))",
            "https://en.wikipedia.org/wiki/Ferry_(boat)",
        ),
        ("Quelle: «http://ard.de/a?b=c»", "http://ard.de/a?b=c"),
        ("from www.example.org/a, page 4", "https://www.example.org/a"),
        ("HTTPS://Example.ORG/A", "HTTPS://Example.ORG/A"),
        ("first http://a.example/1 then http://b.example/2", "http://a.example/1"),
        ("ask the ministry", ""),
        ("https://", ""),
        ("http://localhost/a", ""),
    ],
)
def test_find_address_takes_the_first_without_what_stands_around_it(text, address):
    assert find_address(text) == address


@given(st.text())
def test_find_address_any_text_gives_a_part_of_it_or_nothing(text):
    address = find_address(text)
    assert not address or address.removeprefix("https://") in text


def test_find_address_too_long_counts_as_none():
    assert find_address("https://a.example/" + "a" * 3_000) == ""
