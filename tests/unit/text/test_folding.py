import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.text.folding import fold, same_words

TRICKY = (
    "aé e\u0301\u0327 “”‘’«»–—−-\u00a0\u202f\u2009  \u00ad\u200b\u200d👩🏽‍🌾٣10²½ﬁ\n\r\u1100\u1161"
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("“a tax”, she said", '"a tax", she said'),
        ("the harbour’s fee", "the harbour's fee"),
        ("« mot »", "“mot”"),
        ("»Wort« sagte er", '"Wort" sagte er'),
        ("30\u00a0% of it", "30 % of it"),
        ("two  spaces\n\nand more", "two spaces and more"),
        ("3–17 May", "3-17 May"),
        ("−3 °C", "-3 °C"),
        ("e\u0301lan", "élan"),
        ("inter\u00adesting", "interesting"),
        ("zero\u200bwidth", "zerowidth"),
        ("\ufeffstart", "start"),
        ("طـــالب", "طالب"),
    ],
)
def test_same_words_typography_only_is_true(one, other):
    assert same_words(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("10²", "102"),
        ("½", "1⁄2"),
        ("Hübner", "Hubner"),
        ("US", "us"),
        ("840,000", "840.000"),
        ("٤", "4"),
        ("−30%", "30%"),
        ("a “tax”", "a tax"),
        ("5 - 3", "5-3"),
        ("👩‍🌾", "👩🌾"),
        ("per cent", "percent"),
        ("Xi\u0430", "Xia"),
    ],
)
def test_same_words_different_fact_is_false(one, other):
    assert not same_words(one, other)


def test_to_source_span_behind_replacements_points_at_the_same_words():
    text = "e\u0301te\u0301  “a\u00ad\u00ad b”"
    folded = fold(text)
    at = folded.text.index("a b")
    start, end = folded.to_source(at, at + 3)
    assert text[start:end] == "a\u00ad\u00ad b"


@given(st.text(alphabet=TRICKY, max_size=60), st.data())
def test_fold_any_span_comes_back_with_the_same_words(text, data):
    folded = fold(text)
    start = data.draw(st.integers(0, len(folded.text)))
    end = data.draw(st.integers(start, len(folded.text)))
    back = folded.to_source(start, end)
    assert 0 <= back[0] <= back[1] <= len(text)
    there = folded.to_folded(*back)
    assert there[0] <= start
    assert there[1] >= end


@given(st.text(alphabet=TRICKY, max_size=60))
def test_fold_twice_changes_nothing_more(text):
    once = fold(text).text
    assert fold(once).text == once


@given(st.text(max_size=80))
def test_fold_composed_and_decomposed_are_the_same_words(text):
    assert same_words(unicodedata.normalize("NFD", text), unicodedata.normalize("NFC", text))
