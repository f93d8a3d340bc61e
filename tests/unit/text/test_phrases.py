import pytest

from claims.text.phrases import content_stems, phrase_left, phrase_right, tokenize_words


def tokens_of(text):
    return tokenize_words(text, 0, len(text))


def place_of(tokens, word):
    return next(place for place, token in enumerate(tokens) if token.text == word)


@pytest.mark.parametrize(
    ("text", "word", "right"),
    [
        ("a $295 billion trade deficit with China represents a challenge", "$295", "with China"),
        ("talks on tariffs aimed at peace", "talks", "tariffs"),
        ("a long call following the vote", "long", "call"),
        ("topics involving Russia, Ukraine, and Iran, and others", "topics", "and Iran"),
        ("a fine of $5 or more for speeding and it rained", "$5", "for speeding"),
        ("a board meeting in May; then", "board", "in May"),
    ],
)
def test_phrase_right_noun_phrase_ends_where_something_new_begins(text, word, right):
    tokens = tokens_of(text)
    end = phrase_right(tokens, place_of(tokens, word), len(tokens))
    assert text[: tokens[end - 1].end].endswith(right)


@pytest.mark.parametrize(
    ("text", "word", "left"),
    [
        ("As a measure, Trump has cut tariffs to 30%", "30%", "Trump"),
        ("talks on the trade imbalance, which reached $295 today", "$295", "trade"),
        ("She said that sales rose to 30%", "30%", "sales"),
        ("Ana Torres and Peter Smith paid 30%", "30%", "Ana"),
        ("it rained and sales rose to 30%", "30%", "sales"),
    ],
)
def test_phrase_left_clause_begins_behind_the_last_boundary(text, word, left):
    tokens = tokens_of(text)
    assert tokens[phrase_left(tokens, place_of(tokens, word))].text == left


def test_phrase_right_never_passes_its_ceiling():
    tokens = tokens_of("red green blue white black")
    assert phrase_right(tokens, 0, 3) == 3


def test_content_stems_inflections_and_synonyms_share_a_stem():
    assert content_stems(tokens_of("exchanged invitations")) & content_stems(
        tokens_of("exchanging an invitation")
    )
    assert content_stems(tokens_of("the trade imbalance")) == content_stems(
        tokens_of("a trade deficit")
    )


def test_content_stems_small_words_and_figures_are_left_out():
    assert content_stems(tokens_of("of the 30% and $5 in 2024")) == frozenset()


def test_tokenize_words_keeps_abbreviations_and_possessives_whole():
    text = "Mr. Smith’s U.S. visit, the workers’ $1,500.50 and he’s"
    assert [token.text for token in tokens_of(text)] == [
        "Mr.", "Smith’s", "U.S.", "visit", ",", "the", "workers’", "$1,500.50", "and", "he",
    ]  # fmt: skip
