import time
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from claims.text.marking import Segment, Span, cut_at, cut_into_segments


@st.composite
def layouts(draw):
    """Blocks with two code points between them, as in an article, and spans anywhere."""
    lengths = draw(st.lists(st.integers(1, 12), min_size=1, max_size=5))
    blocks, position = [], 0
    for length in lengths:
        blocks.append((position, position + length))
        position += length + 2
    places = st.tuples(st.integers(0, position), st.integers(1, 12))
    spans = [
        Span(claim, start, start + length)
        for claim, (start, length) in draw(
            st.lists(st.tuples(st.integers(1, 4), places), max_size=8, unique=True)
        )
    ]
    return blocks, spans


def _under(spans, position):
    return {span.claim for span in spans if span.start <= position < span.end}


@given(layouts())
def test_segments_tile_each_block_without_gap(layout):
    blocks, spans = layout
    pieces = list(cut_into_segments(blocks, spans))
    assert len(pieces) == len(blocks)
    for (start, end), segments in zip(blocks, pieces, strict=True):
        assert [segments[0].start, segments[-1].end] == [start, end]
        edges = [(one.end, two.start) for one, two in pairwise(segments)]
        assert all(left == right for left, right in edges)
        assert all(segment.start < segment.end for segment in segments)


@given(layouts())
def test_segments_lie_under_exactly_the_claims_that_cover_them(layout):
    blocks, spans = layout
    for segments in cut_into_segments(blocks, spans):
        for segment in segments:
            for position in range(segment.start, segment.end):
                assert set(segment.claims) == _under(spans, position)
            assert len(set(segment.claims)) == len(segment.claims)


@given(layouts())
def test_segments_are_as_few_as_can_be(layout):
    blocks, spans = layout
    edges = {edge for span in spans for edge in (span.start, span.end)}
    for segments in cut_into_segments(blocks, spans):
        assert {segment.start for segment in segments[1:]} <= edges


@given(layouts())
def test_segments_begin_each_span_once_where_it_first_shows(layout):
    blocks, spans = layout
    shown = [position for start, end in blocks for position in range(start, end)]
    expected = sorted(
        (next(position for position in shown if position >= span.start), span.claim)
        for span in spans
        if any(span.start <= position < span.end for position in shown)
    )
    begun = sorted(
        (segment.start, claim)
        for segments in cut_into_segments(blocks, spans)
        for segment in segments
        for claim in segment.begins
    )
    assert begun == expected


@given(layouts())
def test_segments_name_the_claim_with_the_shortest_mention_first(layout):
    blocks, spans = layout
    for segments in cut_into_segments(blocks, spans):
        for segment in segments:
            over = [span for span in spans if span.start <= segment.start < span.end]
            shortest = [
                min(span.end - span.start for span in over if span.claim == claim)
                for claim in segment.claims
            ]
            assert shortest == sorted(shortest)


@given(layouts(), st.randoms())
def test_segments_do_not_depend_on_the_order_of_spans(layout, random):
    blocks, spans = layout
    shuffled = list(spans)
    random.shuffle(shuffled)
    assert list(cut_into_segments(blocks, spans)) == list(cut_into_segments(blocks, shuffled))


def test_segments_of_a_nested_mention_are_three():
    [segments] = cut_into_segments([(0, 30)], [Span(1, 4, 20), Span(2, 8, 12)])
    assert segments == [
        Segment(0, 4, (), ()),
        Segment(4, 8, (1,), (1,)),
        Segment(8, 12, (2, 1), (2,)),
        Segment(12, 20, (1,), ()),
        Segment(20, 30, (), ()),
    ]


def test_segments_of_a_mention_over_two_blocks_begin_it_once():
    first, second = cut_into_segments([(0, 5), (7, 12)], [Span(1, 3, 9)])
    assert first == [Segment(0, 3, (), ()), Segment(3, 5, (1,), (1,))]
    assert second == [Segment(7, 9, (1,), ()), Segment(9, 12, (), ())]


def test_segments_of_an_empty_block_are_one_empty_piece():
    assert list(cut_into_segments([(0, 0)], [])) == [[Segment(0, 0, (), ())]]


def test_segments_of_ten_thousand_spans_are_cut_quickly():
    spans = [Span(claim, claim * 50, claim * 50 + 60) for claim in range(10_000)]
    blocks = [(start, start + 498) for start in range(0, 500_100, 500)]
    since = time.process_time()
    pieces = sum(len(segments) for segments in cut_into_segments(blocks, spans))
    assert pieces > 20_000
    assert time.process_time() - since < 3


@given(st.lists(st.integers(0, 30), unique=True).map(sorted))
def test_cut_at_keeps_every_code_point_and_ends_at_each_stop(stops):
    segments = [Segment(0, 10, (1,), (1,)), Segment(10, 25, (), ())]
    parts = list(cut_at(segments, stops))
    assert [(part.start, part.end) for part in parts] == list(
        pairwise([0, *sorted({stop for stop in stops if 0 < stop < 25} | {10}), 25])
    )
    assert [part.begins for part in parts if part.begins] == [(1,)]
