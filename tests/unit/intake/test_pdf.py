import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfWriter

from claims.intake.errors import IntakeRefused
from claims.intake.pdf import read_pdf
from tests.unit.intake.checks import check_sound, kinds_and_texts, texts
from tests.unit.intake.files import make_pdf


def column(x, top, *lines, size=10):
    return [(x, top - 12 * number, size, line) for number, line in enumerate(lines)]


def test_read_pdf_joins_lines_and_hyphens_across_columns():
    page = [
        *column(
            60, 700, "Fees rise by 30%, the first increase", "since 2014. The board looked at in-"
        ),
        *column(
            310, 700, "frastructure and at the well-known", "harbour, and it closed the berths."
        ),
    ]
    document = read_pdf(make_pdf([page]))
    check_sound(document)
    assert document.text == (
        "Fees rise by 30%, the first increase since 2014. The board looked at infrastructure and at"
        " the well-known harbour, and it closed the berths."
    )
    assert "PDF" in document.warnings[0]


def test_read_pdf_parts_paragraphs_and_takes_large_type_for_headings():
    page = [
        (60, 750, 18, "Ferry fares rise"),
        *column(60, 700, "The board voted on Tuesday to raise", "the fees by 30 per cent in May."),
        *column(60, 660, "The chair said it would bring in a", "million a year for the service."),
    ]
    assert kinds_and_texts(read_pdf(make_pdf([page]))) == [
        ("heading", "Ferry fares rise"),
        ("paragraph", "The board voted on Tuesday to raise the fees by 30 per cent in May."),
        ("paragraph", "The chair said it would bring in a million a year for the service."),
    ]


def test_read_pdf_leaves_running_heads_and_page_numbers_out():
    pages = [
        [
            (60, 810, 9, "Larkmouth Gazette"),
            *column(60, 700, f"Page text number {number} of the long report on the ferry."),
            (290, 30, 9, f"Page {number} of 3"),
        ]
        for number in (1, 2, 3)
    ]
    document = read_pdf(make_pdf(pages))
    assert texts(document) == [
        f"Page text number {number} of the long report on the ferry." for number in (1, 2, 3)
    ]
    assert any("Running heads" in warning for warning in document.warnings)


def test_read_pdf_with_pages_of_pictures_counts_them():
    document = read_pdf(make_pdf([column(60, 700, "Some text of the report."), []]))
    assert any("1 of 2 pages" in warning for warning in document.warnings)


def test_read_pdf_without_text_refuses_as_scanned():
    with pytest.raises(IntakeRefused, match="scanned"):
        read_pdf(make_pdf([[]]))


@pytest.mark.parametrize("data", [b"%PDF-1.4\nnothing", b"%PDF-1.7 /Root /Encrypt", b"%PDF-"])
def test_read_pdf_of_rubble_refuses_as_damaged(data):
    with pytest.raises(IntakeRefused, match=r"damaged|password"):
        read_pdf(data)


def test_read_pdf_with_a_password_refuses_and_says_so():
    writer = PdfWriter(io.BytesIO(make_pdf([column(60, 700, "Fees rise by 30%")])))
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    with pytest.raises(IntakeRefused, match="protected by a password"):
        read_pdf(out.getvalue())


def test_read_pdf_with_too_much_text_refuses():
    with pytest.raises(IntakeRefused, match="too large"):
        read_pdf(make_pdf([column(60, 700, "x" * 50)]), max_code_points=40)


@given(st.integers(0, 800), st.binary(min_size=1, max_size=20))
def test_read_pdf_with_any_damage_is_sound_or_refused(place, damage):
    data = bytearray(make_pdf([column(60, 700, "Fees rise by 30%", "since 2014.")]))
    data[place : place + len(damage)] = damage
    try:
        document = read_pdf(bytes(data))
    except IntakeRefused:
        return
    check_sound(document)
