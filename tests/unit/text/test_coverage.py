"""A place is covered where one mark shares half of the shorter of the two."""

import time

from hypothesis import given
from hypothesis import strategies as st

from claims.text.coverage import are_covered, covers

SPANS = st.builds(
    lambda start, length: (start, start + length), st.integers(0, 60), st.integers(1, 30)
)


def test_covers_mark_inside_the_place_is_true():
    assert covers((10, 12), (5, 30))


def test_covers_mark_around_the_place_is_true():
    assert covers((0, 100), (40, 45))


def test_covers_half_of_the_shorter_is_true():
    assert covers((0, 10), (5, 25))


def test_covers_less_than_half_of_the_shorter_is_false():
    assert not covers((0, 10), (6, 25))


def test_covers_touching_edges_is_false():
    assert not covers((0, 10), (10, 11))


@given(st.lists(SPANS, max_size=20), st.lists(SPANS, max_size=20))
def test_are_covered_agrees_with_asking_every_mark(places, marks):
    expected = [any(covers(mark, place) for mark in marks) for place in places]
    assert are_covered(places, marks) == expected


@given(st.lists(SPANS, min_size=1, max_size=20), st.lists(SPANS, max_size=20))
def test_are_covered_more_marks_never_uncover_a_place(places, marks):
    before = are_covered(places, marks[1:])
    after = are_covered(places, marks)
    assert all(now or not then for then, now in zip(before, after, strict=True))


def test_are_covered_thousands_of_nested_marks_take_no_time():
    places = [(at * 10, at * 10 + 40) for at in range(2_000)]
    marks = [(at, 30_000 - at) for at in range(10_000)]
    begin = time.process_time()
    assert all(are_covered(places[:1_500], marks))
    assert time.process_time() - begin < 0.5
