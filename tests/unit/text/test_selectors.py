import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from claims.text.offsets import TextPosition
from claims.text.selectors import (
    MOST_PLACES,
    QuoteNotFound,
    TextQuoteSelector,
    find_quote,
    find_words,
)

FEW_LETTERS = st.text(alphabet="ab 🏠", max_size=40)  # so that words repeat


def _agreement(text, start, end, selector):
    before = after = 0
    while before < min(start, len(selector.prefix)):
        if text[start - before - 1] != selector.prefix[-before - 1]:
            break
        before += 1
    while after < min(len(text) - end, len(selector.suffix)):
        if text[end + after] != selector.suffix[after]:
            break
        after += 1
    return before + after


@given(FEW_LETTERS, FEW_LETTERS.filter(bool), FEW_LETTERS, FEW_LETTERS)
def test_find_quote_gives_the_first_of_the_places_that_agree_most(text, exact, prefix, suffix):
    exact = exact[:3]
    selector = TextQuoteSelector(exact, prefix, suffix)
    places = [start for start in range(len(text)) if text.startswith(exact, start)]
    assume(places)
    scores = [_agreement(text, start, start + len(exact), selector) for start in places]
    best = places[scores.index(max(scores))]
    assert find_quote(text, selector) == TextPosition(best, best + len(exact))


@given(st.text(min_size=1, max_size=80), st.data())
def test_find_quote_with_all_that_stands_around_finds_the_very_place(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    selector = TextQuoteSelector(text[start:end], text[:start], text[end:])
    assert find_quote(text, selector) == TextPosition(start, end)


def test_find_quote_of_several_without_context_is_the_first():
    assert find_quote("ten and ten", TextQuoteSelector("ten")) == TextPosition(0, 3)


def test_find_quote_with_context_finds_the_later_one():
    text = "Ten died in May. 🏠 Ten died in June."
    assert find_quote(text, TextQuoteSelector("Ten", suffix=" died in June")) == TextPosition(
        19, 22
    )


def test_find_quote_finds_places_that_overlap():
    text = "aaab"
    assert find_quote(text, TextQuoteSelector("aa", suffix="b")) == TextPosition(1, 3)


@pytest.mark.parametrize("exact", ["eleven", "TEN", "ten  "])
def test_find_quote_of_words_that_are_not_there_is_refused(exact):
    with pytest.raises(QuoteNotFound, match="not in the text"):
        find_quote("ten and ten", TextQuoteSelector(exact))


@pytest.mark.parametrize(
    ("text", "typed", "found"),
    [
        ("He: “No warning,” he said", '"No warning," he said', "“No warning,” he said"),
        ("the captain’s words", "captain's words", "captain’s words"),
        ("from 1990–95 on", "1990-95", "1990–95"),
        ("minus −5 degrees", "-5 degrees", "−5 degrees"),
        ("some 10\u00a0000 people", "10 000 people", "10\u00a0000 people"),
        ("in two\n\nparagraphs", "two paragraphs", "two\n\nparagraphs"),
        ("all spaced   out\twords", "spaced out words", "spaced   out\twords"),
        ("The FERRY sank", "ferry sank", "FERRY sank"),
        ("Il dit « Non »", '" Non "', "« Non »"),
        ("🏠 a (b) [c] .*", "(b) [c] .*", "(b) [c] .*"),
        ("Πες γειά ΣΟΥ", "ΓΕΙΆ σου", "γειά ΣΟΥ"),
    ],
)
def test_find_words_as_typed_finds_them_as_set(text, typed, found):
    [place] = find_words(text, typed)
    assert text[place.start : place.end] == found


def test_find_words_prefers_the_capitals_that_were_typed():
    assert find_words("US or us", "us") == [TextPosition(6, 8)]
    assert find_words("US or Us", "us") == [TextPosition(0, 2), TextPosition(6, 8)]


@pytest.mark.parametrize("typed", ["", "  ", "\u00a0", "missing"])
def test_find_words_without_words_or_place_is_empty(typed):
    assert find_words("some text", typed) == []


def test_find_words_stops_at_the_most_places():
    assert len(find_words("ten " * (MOST_PLACES + 50), "ten")) == MOST_PLACES


@given(st.text(max_size=60), st.data())
def test_find_words_finds_any_words_of_the_text_where_they_stand(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    words = text[start:end].strip()
    assume(words)
    start = text.index(words, start)
    found = find_words(text, words)
    assert found
    # Places that overlap are told once, so it may be the neighbour that is found.
    assert any(place.start <= start < place.end for place in found)


@given(st.text(max_size=40), st.text(max_size=10))
def test_find_words_gives_places_in_order_inside_the_text(text, words):
    found = find_words(text, words)
    edges = [edge for place in found for edge in (place.start, place.end)]
    assert edges == sorted(edges)
    assert all(0 <= edge <= len(text) for edge in edges)
    assert all(place.start < place.end for place in found)
