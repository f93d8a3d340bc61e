from hypothesis import given
from hypothesis import strategies as st

from claims.text.word_difference import Piece, find_word_difference

TEXTS = st.lists(st.sampled_from(["a", "b", "never", "“again”", "🏠"]), max_size=12).map(" ".join)


def test_find_word_difference_of_one_word_is_that_word():
    assert find_word_difference("We never lost it.", "We nearly lost it.") == [
        Piece("same", "We"),
        Piece("removed", "never"),
        Piece("added", "nearly"),
        Piece("same", "lost it."),
    ]


@given(TEXTS, TEXTS)
def test_find_word_difference_reads_either_wording(before, after):
    pieces = find_word_difference(before, after)
    assert " ".join(p.text for p in pieces if p.kind != "added") == before
    assert " ".join(p.text for p in pieces if p.kind != "removed") == after


def test_find_word_difference_of_long_texts_compares_their_beginnings():
    pieces = find_word_difference("a " * 50_000, "b " * 50_000)
    assert sum(len(piece.text) for piece in pieces) < 5_000
