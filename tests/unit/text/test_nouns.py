"""What a number counts."""

import pytest

from claims.text.nouns import is_plural, read_counted, singular
from claims.text.tokens import tokenize


@pytest.mark.parametrize(
    ("plural", "one"),
    [
        ("soldiers", "soldier"),
        ("cities", "city"),
        ("boxes", "box"),
        ("launches", "launch"),
        ("losses", "loss"),
        ("houses", "house"),
        ("heroes", "hero"),
        ("shoes", "shoe"),
        ("buses", "bus"),
        ("children", "child"),
        ("congresswomen", "congresswoman"),
        ("wolves", "wolf"),
        ("movies", "movie"),
        ("people", "people"),
        ("staff", "staff"),
        ("Americans", "American"),
    ],
)
def test_singular_of_a_plural_is_its_one(plural, one):
    assert is_plural(plural.lower())
    assert singular(plural) == one


@pytest.mark.parametrize("word", ["politics", "texas", "is", "this", "various", "business", "us"])
def test_is_plural_of_other_words_is_false(word):
    assert not is_plural(word)


@pytest.mark.parametrize(
    ("text", "noun"),
    [
        ("shipping containers in port", "shipping container"),
        ("more picks", "pick"),
        ("gas-only powertrain options:", "gas-only powertrain option"),
        ("sports cars were sold", "sports car"),
        ("staff calligraphers", "staff calligrapher"),
        ("page document", "page"),
    ],
)
def test_read_counted_stops_at_the_plural(text, noun):
    found = read_counted(tokenize(text), 0)
    assert found is not None
    assert found[0] == noun


@pytest.mark.parametrize("text", ["by tender", "of them", ", and boxes", "he’s friends"])
def test_read_counted_behind_the_phrase_gives_none(text):
    assert read_counted(tokenize(text), 0) is None


def test_read_counted_of_one_takes_the_singular():
    found = read_counted(tokenize("particular demand that seems"), 0, is_one=True)
    assert found is not None
    assert found[0] == "particular demand"
