from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.text.quote_marks import read_quoted_spans, split_passages


def outer(text):
    return [text[s.start : s.end] for s in read_quoted_spans(text) if s.depth == 0]


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("He said “we won” today.", "“we won”"),
        ('He said "we won" today.', '"we won"'),
        ("He said ''we won'' today.", "''we won''"),
        ("He said ``we won'' today.", "``we won''"),
        ("He said „wir haben gewonnen“ today.", "„wir haben gewonnen“"),
        ("Il a dit « nous avons gagné » hier.", "« nous avons gagné »"),
        ("Er sagte »wir haben gewonnen« gestern.", "»wir haben gewonnen«"),
        ("He said ‘we won’ today.", "‘we won’"),
        ("He said 'we won' today.", "'we won'"),
        ("彼は「勝った」と言った。", "「勝った」"),
        ('A mixed pair: “we won" today.', '“we won"'),
        ("A slip: “Mostly False.“ Then", "“Mostly False.“"),
    ],
)
def test_read_quoted_spans_any_form_of_marks_gives_the_passage(text, quoted):
    assert outer(text) == [quoted]


@pytest.mark.parametrize(
    "text",
    [
        "It's the workers' right, don't you think?",
        "The Smiths' house and the Joneses' car.",
        'He is 6\'2" tall and the board is 5" wide.',
        "In the ’90s it wasn’t so.",
        "Rock 'n' roll ain't dead.",
        "No marks at all.",
        "",
    ],
)
def test_read_quoted_spans_apostrophes_and_inches_give_nothing(text):
    assert read_quoted_spans(text) == []


def test_read_quoted_spans_nested_quotation_has_depth_one():
    spans = read_quoted_spans("She said: “He told me ‘never again’ and left.”")
    assert [span.depth for span in spans] == [0, 1]


def test_read_quoted_spans_straight_mark_closes_a_curly_inner_one():
    text = "“He said it was ‘very positive,'” Trump stated."
    spans = read_quoted_spans(text)
    assert [text[s.start : s.end] for s in spans] == [
        "“He said it was ‘very positive,'”",
        "‘very positive,'",
    ]


def test_read_quoted_spans_apostrophe_inside_single_marks_does_not_close_them():
    assert outer("'The workers' rights aren't gone,' he said.") == [
        "'The workers' rights aren't gone,'"
    ]


def test_read_quoted_spans_unclosed_paragraphs_give_one_span_each():
    text = "“First paragraph of it.\n\n“Second paragraph of it.\n\n“And the end,” she said."
    spans = read_quoted_spans(text)
    assert [span.is_closed for span in spans] == [False, False, True]
    assert [span.continues for span in spans] == [False, True, True]
    assert outer(text)[0] == "“First paragraph of it."


def test_read_quoted_spans_next_paragraph_without_opening_mark_is_still_quoted():
    text = "She said: “First paragraph.\n\nSecond paragraph.” Then she left."
    assert outer(text) == ["“First paragraph.", "Second paragraph.”"]


def test_read_quoted_spans_forgotten_closing_mark_ends_with_the_sentence():
    text = "The “fast plan was dropped. Nobody knew why. It rained."
    assert outer(text) == ["“fast plan was dropped."]


def test_read_quoted_spans_inner_marks_of_the_same_kind_nest_in_an_open_paragraph():
    text = '"WALLACE: It is called “Shark Tank.” Will you go?\n\n"PENCE: No."'
    assert outer(text) == ['"WALLACE: It is called “Shark Tank.” Will you go?', '"PENCE: No."']


def test_read_quoted_spans_emoji_before_them_count_as_one_code_point_each():
    text = "🏠🏠 “yes”"
    (span,) = read_quoted_spans(text)
    assert (span.start, span.end, span.words_start, span.words_end) == (3, 8, 4, 7)


def test_split_passages_wrapped_lines_stay_together():
    text = "One line that goes\non here.\n\nAnother.\n• A bullet\n• Another"
    assert [text[a:b] for a, b in split_passages(text)] == [
        "One line that goes\non here.",
        "Another.",
        "• A bullet",
        "• Another",
    ]


@given(st.text(alphabet="ab .,\n“”\"'‘’„«»", max_size=120))
def test_read_quoted_spans_any_text_gives_sorted_spans_inside_it(text):
    spans = read_quoted_spans(text)
    assert spans == sorted(spans, key=lambda span: (span.start, -span.end))
    for span in spans:
        assert 0 <= span.start <= span.words_start < span.words_end <= span.end <= len(text)


@given(st.text(alphabet="ab .,\n“”\"'‘’", max_size=120))
def test_read_quoted_spans_outer_spans_never_overlap(text):
    outer_spans = [span for span in read_quoted_spans(text) if span.depth == 0]
    for one, other in pairwise(outer_spans):
        assert one.end <= other.start
