import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.text.offsets import (
    CONTEXT_CODE_POINTS,
    BadPosition,
    TextPosition,
    check_position,
    splits_character,
    surroundings,
)

# What a reader sees as one character each; none of them joins what stands beside it.
CHARACTERS = {
    "letter": "a",
    "astral emoji": "🏠",
    "accent in pieces": "x\u0304",
    "two accents": "o\u0323\u0302",
    "enclosed": "a\u20dd",
    "skin tone": "👍🏽",
    "text heart as emoji": "❤\ufe0f",
    "keycap": "1\ufe0f\u20e3",
    "flag": "🇩🇰",
    "flag of Scotland": "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
    "family": "👩\u200d👩\u200d👧\u200d👦",
    "profession": "👩🏾\u200d⚕\ufe0f",
    "rainbow flag": "🏳\ufe0f\u200d🌈",
    "head shaking": "🙂\u200d↔\ufe0f",
    "Hangul syllable": "각",
    "Hangul in pieces": "\u1112\u1161\u11ab",
    "old Hangul": "\u1112\u119e\u11ab",
    "syllable with one more final": "각\u11a8",
    "Arabic letter": "م",
    "Arabic with shadda and fatha": "م\u0651\u064e",
    "Hebrew with points": "ש\u05c1\u05b8",
    "Devanagari with vowel sign": "कि",
    "Devanagari conjunct": "क्षि",
    "Thai with am": "น้ำ",
    "half-width katakana with mark": "ｶﾞ",
    "Persian before a zero-width non-joiner": "ی\u200c",
    "dash": "–",
}
TEXTS = st.lists(st.sampled_from(sorted(CHARACTERS.values())), min_size=1, max_size=12)


def _edges(characters):
    position, edges = 0, {0}
    for character in characters:
        position += len(character)
        edges.add(position)
    return edges


@pytest.mark.parametrize("character", CHARACTERS.values(), ids=CHARACTERS.keys())
def test_splits_character_within_one_is_true_and_at_its_edges_false(character):
    text = f"b{character}c"
    inside = {offset for offset in range(len(text) + 1) if splits_character(text, offset)}
    assert inside == set(range(2, 1 + len(character)))


def test_splits_character_between_two_flags_is_false():
    text = "🇩🇰🇸🇪🇳🇴"
    assert [splits_character(text, offset) for offset in range(7)] == [
        False,
        True,
        False,
        True,
        False,
        True,
        False,
    ]


def test_splits_character_at_the_ends_of_a_text_is_false():
    assert not splits_character("\u0301a\u0301", 0)
    assert not splits_character("\u0301a\u0301", 3)


def test_splits_character_after_white_space_lets_a_lone_accent_begin():
    assert not splits_character("a \u0301b", 2)


@given(TEXTS)
def test_splits_character_in_any_sequence_is_true_exactly_inside_characters(characters):
    text = "".join(characters)
    edges = _edges(characters)
    assert all(splits_character(text, offset) != (offset in edges) for offset in range(len(text)))


@given(TEXTS, st.data())
def test_check_position_never_accepts_a_place_that_splits(characters, data):
    text = "".join(characters)
    start = data.draw(st.integers(-2, len(text) + 2))
    end = data.draw(st.integers(-2, len(text) + 2))
    edges = _edges(characters)
    try:
        position = check_position(text, start, end)
    except BadPosition:
        assert not (start in edges and end in edges and start < end)
    else:
        assert {position.start, position.end} <= edges
        assert position == TextPosition(start, end)


@given(st.text(max_size=30), st.integers(-1, 31), st.integers(-1, 31))
def test_check_position_on_any_text_gives_words_within_what_was_selected(text, start, end):
    try:
        position = check_position(text, start, end)
    except BadPosition:
        pass
    else:
        words = text[position.start : position.end]
        assert words == text[start:end].strip()
        assert words


def test_check_position_takes_white_space_off_the_edges():
    text = "He said \u00a0142 people\n drowned"
    assert check_position(text, 7, 21) == TextPosition(9, 19)


@pytest.mark.parametrize(
    ("start", "end", "says"),
    [
        (-1, 2, "outside the text"),
        (0, 7, "outside the text"),
        (7, 8, "outside the text"),
        (4, 2, "ends before it begins"),
        (2, 2, "Nothing is selected"),
        (2, 3, "Nothing is selected"),
        (3, 5, "cuts a character in two"),
        (5, 6, "cuts a character in two"),
    ],
)
def test_check_position_that_is_none_says_why(start, end, says):
    with pytest.raises(BadPosition, match=says):
        check_position("ab cx\u0304", start, end)


def test_check_position_counts_code_points_and_not_utf16_units():
    text = "🏠🏠 142 people"
    assert check_position(text, 3, 13) == TextPosition(3, 13)
    assert text[3:13] == "142 people"


@given(st.text(max_size=100), st.integers(0, 100), st.integers(0, 100))
def test_surroundings_are_what_stands_beside(text, first, second):
    start, end = sorted((min(first, len(text)), min(second, len(text))))
    prefix, suffix = surroundings(text, start, end)
    assert text[:start].endswith(prefix)
    assert text[end:].startswith(suffix)
    assert len(prefix) == min(start, CONTEXT_CODE_POINTS)
    assert len(suffix) == min(len(text) - end, CONTEXT_CODE_POINTS)
