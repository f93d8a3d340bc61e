import pytest

from claims.text.phrases import tokenize_words
from claims.text.rankings import find_cause, find_comparison, find_ranking


def found(reader, text):
    tokens = tokenize_words(text, 0, len(text))
    markers = [reader(tokens, place) for place in range(len(tokens))]
    return [marker.words for marker in markers if marker is not None]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("the first time since 1990", ["first"]),
        ("the world’s two largest economies", ["largest"]),
        ("the most expensive form of transport", ["most expensive"]),
        ("the only woman to win", ["only"]),
        ("a record high for the index", ["record"]),
        ("it has never before happened", ["never before"]),
        ("the worst storm in decades", ["worst"]),
    ],
)
def test_find_ranking_checkable_rank_is_found(text, words):
    assert found(find_ranking, text) == words


@pytest.mark.parametrize(
    "text",
    [
        "the First Lady and the first half",
        "at first it rained",
        "at least ten, at most twenty",
        "most of the people",
        "one of the most complex relationships",
        "my best friend",
        "a second device",
        "his best answer was no",
        "the latest request",
    ],
)
def test_find_ranking_idioms_and_opinions_are_not(text):
    assert found(find_ranking, text) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("the storm led to floods", ["led to"]),
        ("closed because of rain", ["because"]),
        ("sales fell as a result of it", ["as a result"]),
        ("it rained", []),
    ],
)
def test_find_cause_reads_causes_and_effects(text, words):
    assert found(find_cause, text) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("wages are higher than prices", ["higher than"]),
        ("a larger share than before", ["larger … than"]),
        ("twice as many cars", ["twice as"]),
        ("more than 20 people", []),
        ("more than a dozen people", []),
        ("more than anything", []),
    ],
)
def test_find_comparison_needs_two_things_compared(text, words):
    assert found(find_comparison, text) == words
