import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.intake.errors import IntakeRefused
from claims.intake.plain import read_plain, read_text
from tests.unit.intake.checks import check_sound, kinds_and_texts, texts

ARTICLE = """Council raises ferry fares

By Ada Winterbourne

Fares on the Larkmouth ferry rise by 30% in May, the council said on Tuesday.

What the figures show

The ferry lost £840,000 last year. Fuel made up 41 per cent of its costs.

  • Fewer than 60 berths stay full
  • Children travel free
"""


def test_read_text_recognises_headings_and_list_items():
    document = read_text(ARTICLE)
    assert kinds_and_texts(document) == [
        ("paragraph", "Council raises ferry fares"),
        ("paragraph", "By Ada Winterbourne"),
        (
            "paragraph",
            "Fares on the Larkmouth ferry rise by 30% in May, the council said on Tuesday.",
        ),
        ("heading", "What the figures show"),
        (
            "paragraph",
            "The ferry lost £840,000 last year. Fuel made up 41 per cent of its costs.",
        ),
        ("list_item", "Fewer than 60 berths stay full"),
        ("list_item", "Children travel free"),
    ]
    assert document.title == "Council raises ferry fares"
    assert document.byline == "Ada Winterbourne"


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r", "\x85", "\u2028"])
def test_read_text_with_any_line_end_finds_the_paragraphs(line_end):
    text = f"First of all.{line_end}{line_end}Second of all."
    assert texts(read_text(text)) == ["First of all.", "Second of all."]


def test_read_text_with_wrapped_lines_joins_them():
    text = (
        "The harbour board voted on Tuesday to\nraise mooring fees by 30%, the first\n"
        "increase since 2014. A final decision on\nwinter sailings is due.\n\n"
        "Nobody was hurt in May, said the well-\nknown officer who runs the service in\nthe town."
    )
    assert texts(read_text(text)) == [
        "The harbour board voted on Tuesday to raise mooring fees by 30%, the first increase"
        " since 2014. A final decision on winter sailings is due.",
        "Nobody was hurt in May, said the well-known officer who runs the service in the town.",
    ]


def test_read_text_with_a_paragraph_per_line_keeps_them_apart():
    text = (
        "A short line\nFees rise by 30%, the first time since 2014, the board said.\nNobody left."
    )
    assert len(read_text(text).blocks) == 3


def test_read_text_with_numbers_takes_only_a_run_for_a_list():
    text = "1. First point here\n2. Second point here\n\n14. July was the day of the vote."
    assert kinds_and_texts(read_text(text)) == [
        ("list_item", "First point here"),
        ("list_item", "Second point here"),
        ("paragraph", "14. July was the day of the vote."),
    ]


def test_read_text_with_underlined_lines_takes_them_for_headings():
    text = "Ferry fares\n===========\n\nFares rise by 30%.\n\nCosts\n-----\nFuel is dear."
    document = read_text(text)
    assert [(b.kind, b.level) for b in document.blocks if b.kind == "heading"] == [
        ("heading", 1),
        ("heading", 2),
    ]


def test_read_plain_with_terminal_colours_leaves_no_trace_of_them():
    assert read_plain(b"Fees\x1b[31m rise\x00 by 30%.").text == "Fees rise by 30%."


@pytest.mark.parametrize("text", ["", " \n\t\n", "\u200b\ufeff", "\u202e\u202c"])
def test_read_text_without_words_refuses_as_empty(text):
    with pytest.raises(IntakeRefused, match="empty"):
        read_text(text)


@given(st.text())
def test_read_text_of_anything_is_sound_or_refused(text):
    try:
        document = read_text(text)
    except IntakeRefused:
        return
    check_sound(document)
