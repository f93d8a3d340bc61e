import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.intake.document import DocumentBuilder, Mark, clean_line
from claims.intake.errors import IntakeRefused
from tests.unit.intake.checks import check_sound, notes, texts


def build(*blocks, **fields):
    builder = DocumentBuilder()
    for block in blocks:
        builder.add("paragraph", block if isinstance(block, list) else [block])
    return builder.build(**fields)


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("cafe\u0301", "café"),
        ("10² ½ m² ﬁ", "10² ½ m² ﬁ"),
        ("a \t\n b", "a b"),
        ("8,5\xa0% and 1\u202f000", "8,5\xa0% and 1\u202f000"),
        ("1.\xa0 Next", "1. Next"),
        ("co\xadop\u200b\ufeff", "coop"),
        ("a\x00b\x07\x1bc", "abc"),
        ("half \ud800 pair", "half pair"),
        ("می\u200cخواهم 👩\u200d🌾", "می\u200cخواهم 👩\u200d🌾"),
        ("a\u202eb\u2066c\u2069", "abc"),
        ("line\u2028break", "line break"),
        ("A\ufdd0\U0001fffeB", "AB"),
        ("e\u200b\u0301", "é"),
    ],
)
def test_clean_line_keeps_what_is_read_and_drops_what_is_not(raw, clean):
    assert clean_line(raw) == clean


def test_add_with_one_line_break_keeps_one_block():
    assert texts(build("Line one\u2028line two")) == ["Line one line two"]


def test_add_with_two_line_breaks_makes_two_blocks():
    assert texts(build(["One\u2028", " \u2028Two"])) == ["One", "Two"]


def test_add_with_preformatted_text_keeps_lines_and_splits_at_blank_ones():
    builder = DocumentBuilder()
    builder.add("preformatted", ["if x:\r\n\ty = 1\n\n\nz  = 2\n"])
    assert texts(builder.build()) == ["if x:\n    y = 1", "z  = 2"]


def test_add_with_direction_overrides_warns():
    document = build("\u202eevil\u202c")
    assert document.text == "evil"
    assert "direction" in document.warnings[0]


def test_add_beyond_the_limit_refuses():
    builder = DocumentBuilder(max_code_points=10)
    builder.add("paragraph", ["0123456"])
    with pytest.raises(IntakeRefused, match="too large"):
        builder.add("paragraph", ["89"])


def test_build_without_blocks_refuses_as_empty():
    with pytest.raises(IntakeRefused, match="empty"):
        DocumentBuilder().build()


def test_note_with_a_range_stands_on_its_words():
    builder = DocumentBuilder()
    pieces = ["  Fees  rise by ", Mark("c", "start"), " 30% ", Mark("c", "end"), "soon."]
    builder.add("paragraph", ["Before."])
    builder.add("paragraph", pieces)
    builder.note("c", "comment", " Net or\ngross? ", "Ed")
    document = builder.build()
    assert notes(document) == [("comment", "30%", "Net or gross?")]
    assert document.notes[0].author == "Ed"


def test_note_over_several_blocks_reaches_from_first_to_last():
    builder = DocumentBuilder()
    builder.add("paragraph", ["One ", Mark("c", "start"), "two"])
    builder.add("paragraph", ["three", Mark("c", "end"), " four"])
    builder.note("c", "comment", "why?")
    assert notes(builder.build()) == [("comment", "two\n\nthree", "why?")]


def test_note_at_a_point_stands_on_the_words_since_the_last_mark_or_sentence():
    builder = DocumentBuilder()
    builder.add(
        "paragraph",
        [
            "It was late. Fees rose by 30%",
            Mark("a", "point"),
            ", the first rise",
            Mark("b", "point"),
        ],
    )
    builder.note("a", "footnote", "Minutes")
    builder.note("b", "footnote", "Report")
    assert notes(builder.build()) == [
        ("footnote", "Fees rose by 30%", "Minutes"),
        ("footnote", "the first rise", "Report"),
    ]


def test_note_marks_side_by_side_stand_on_the_same_words():
    builder = DocumentBuilder()
    builder.add("paragraph", ["Fees rose.", Mark("a", "point"), Mark("b", "point")])
    builder.note("a", "footnote", "A")
    builder.note("b", "footnote", "B")
    assert [words for _, words, _ in notes(builder.build())] == ["Fees rose.", "Fees rose."]


def test_note_without_a_place_is_left_out_with_a_warning():
    builder = DocumentBuilder()
    builder.add("paragraph", ["Text."])
    builder.note("gone", "comment", "on deleted words")
    document = builder.build()
    assert document.notes == ()
    assert document.warnings


PIECES = st.lists(
    st.one_of(
        st.text(),
        st.text(alphabet="e\u0301\u0323\u1100\u1161 \xa0\u2028.%"),
        st.builds(Mark, st.sampled_from("abc"), st.sampled_from(["start", "end", "point"])),
    ),
    max_size=8,
)
KINDS = st.sampled_from(["paragraph", "quote", "list_item", "preformatted"])


@given(st.lists(st.tuples(KINDS, PIECES), max_size=6))
def test_build_of_anything_is_sound(blocks):
    builder = DocumentBuilder()
    for kind, pieces in blocks:
        builder.add(kind, pieces)
    for key in "abc":
        builder.note(key, "footnote", f"note {key}")
    if builder.blocks:
        check_sound(builder.build())


@given(st.text())
def test_clean_line_twice_changes_nothing(text):
    once = clean_line(text)
    assert clean_line(once) == once
