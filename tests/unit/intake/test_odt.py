import pytest

from claims.intake.document import MAX_CODE_POINTS
from claims.intake.errors import IntakeRefused
from claims.intake.odt import read_odt
from tests.unit.intake.checks import check_sound, kinds_and_texts, notes
from tests.unit.intake.files import make_odt

STYLES = (
    '<style:style style:name="P1" style:parent-style-name="Quotations"/>'
    '<style:style style:name="T1"><style:text-properties text:display="none"/></style:style>'
    '<style:style style:name="T2"><style:text-properties style:text-position="super 58%"/>'
    "</style:style>"
    '<style:style style:name="S1"><style:section-properties text:display="none"/></style:style>'
)


def read(body, styles=STYLES, **parts):
    document = read_odt(make_odt(body, styles=styles, **parts), max_code_points=MAX_CODE_POINTS)
    check_sound(document)
    return document


def test_read_odt_takes_kinds_from_elements_and_styles():
    document = read(
        '<text:h text:outline-level="2">Head</text:h><text:p text:style-name="Title">Fares</text:p>'
        '<text:p text:style-name="P1">Said.</text:p>'
        "<text:list><text:list-item><text:p>Point</text:p></text:list-item></text:list>"
        "<table:table><table:table-row><table:table-cell><text:p>2014</text:p></table:table-cell>"
        "</table:table-row></table:table>"
        '<text:p text:style-name="Preformatted_20_Text">x  = 1</text:p><text:p>Plain</text:p>'
    )
    assert kinds_and_texts(document) == [
        ("heading", "Head"),
        ("heading", "Fares"),
        ("quote", "Said."),
        ("list_item", "Point"),
        ("table_cell", "2014"),
        ("preformatted", "x  = 1"),
        ("paragraph", "Plain"),
    ]
    assert document.title == "Fares"


def test_read_odt_reads_spaces_tabs_and_breaks():
    document = read(
        '<text:p>A<text:s text:c="3"/>b<text:tab/>c<text:line-break/>d<text:soft-page-break/>'
        "e</text:p>"
    )
    assert document.text == "A b c de"


def test_read_odt_accepts_tracked_changes():
    document = read(
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>25%</text:p>"
        "</text:deletion></text:changed-region></text:tracked-changes>"
        "<text:p>By <text:change/><text:change-start/>30%<text:change-end/>.</text:p>"
    )
    assert document.text == "By 30%."
    assert "tracked" in document.warnings[0]


def test_read_odt_turns_notes_and_comments_into_notes():
    document = read(
        '<text:p>Fees rise by 30%<text:note text:note-class="endnote"><text:note-citation>1'
        "</text:note-citation><text:note-body><text:p>Minutes.</text:p></text:note-body></text:note>,"
        ' <office:annotation office:name="a"><dc:creator>Ed</dc:creator>'
        "<dc:date>2026-01-01</dc:date>"
        "<text:p>Net?</text:p></office:annotation>the first<office:annotation-end office:name="
        '"a"/> time<office:annotation><text:p>Sure?</text:p></office:annotation>.</text:p>'
    )
    assert document.text == "Fees rise by 30%, the first time."
    assert notes(document) == [
        ("endnote", "Fees rise by 30%", "Minutes."),
        ("comment", "the first", "Net?"),
        ("comment", "the first time", "Sure?"),
    ]
    assert {note.author for note in document.notes} == {"", "Ed"}


def test_read_odt_leaves_hidden_text_out():
    document = read(
        '<text:p>Shown <text:span text:style-name="T1">not </text:span>again.</text:p>'
        '<text:section text:style-name="S1"><text:p>Not</text:p></text:section>'
        '<text:section text:display="none"><text:p>Not</text:p></text:section>'
    )
    assert document.text == "Shown again."
    assert any("Hidden" in warning for warning in document.warnings)


def test_read_odt_keeps_raised_figures_apart():
    document = read('<text:p>In 2014<text:span text:style-name="T2">2</text:span>.</text:p>')
    assert document.text == "In 2014²."


def test_read_odt_reads_text_boxes_after_their_paragraph():
    document = read(
        "<text:p>Before <draw:frame><draw:text-box><text:p>Boxed.</text:p></draw:text-box>"
        "</draw:frame>after.</text:p>"
    )
    assert kinds_and_texts(document) == [("paragraph", "Before after."), ("paragraph", "Boxed.")]


def test_read_odt_that_is_encrypted_refuses():
    manifest = '<m:manifest xmlns:m="x"><m:encryption-data/></m:manifest>'
    with pytest.raises(IntakeRefused, match="password"):
        read("<text:p>x</text:p>", **{"META-INF/manifest.xml": manifest})


def test_read_odt_without_content_refuses_as_empty():
    with pytest.raises(IntakeRefused, match="empty"):
        read("<text:p/>")
