import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.intake import reading
from claims.intake.errors import IntakeRefused
from claims.intake.reading import read_document
from tests.unit.intake.checks import check_sound
from tests.unit.intake.files import make_docx, make_odt, make_pdf, p, r, zipped

PDF = make_pdf([[(60, 700, 10, "Fees rise by 30%.")]])
DOCX = make_docx(p(r("Fees rise by 30%.")))
ODT = make_odt("<text:p>Fees rise by 30%.</text:p>")
HTML = b"<!doctype html><p>Fees rise by 30%.</p>"
PLAIN = b"Fees rise by 30%."


@pytest.mark.parametrize("data", [PDF, DOCX, ODT, HTML, PLAIN])
@pytest.mark.parametrize(
    "filename", ["a.docx", "a.odt", "a.pdf", "a.html", "a.md", "a.txt", "a", None]
)
def test_read_document_goes_by_the_bytes_and_not_the_name(data, filename):
    document = read_document(data, filename=filename)
    check_sound(document)
    assert document.text == "Fees rise by 30%."


def test_read_document_says_when_the_name_is_wrong():
    document = read_document(PDF, filename="draft.docx")
    assert document.warnings[0] == (
        "The file is named as a Word document but is a PDF; it was read as a PDF."
    )


def test_read_document_takes_the_media_type_where_there_is_no_name():
    document = read_document(
        b"Fees *rise*.", filename=None, media_type="text/markdown; charset=utf-8"
    )
    assert document.text == "Fees rise."


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)


@pytest.mark.parametrize(
    ("data", "filename", "about"),
    [
        (b"", "a.docx", "empty"),
        (b"  \n\x00", "a.txt", "empty"),
        (b"\xef\xbb\xbf\n", "a.txt", "empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "a.txt", "not text but a picture"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "a.docx", "not a Word document but a picture"),
        (b"{\\rtf1 x}", "a.doc", "RTF"),
        (bytes(range(256)) * 8, "a.txt", "not text"),
        (bytes(range(256)) * 8, "a.pdf", "damaged"),
        (b"PK\x03\x04 cut off", "a.docx", "damaged"),
        (zipped({"word/other.xml": "<x/>"}), "a.docx", "damaged"),
        (zipped({"xl/workbook.xml": "<x/>"}), "a.xlsx", "spreadsheet"),
        (zipped({"readme.txt": "hello"}), "a.zip", "packed"),
        (OLE, "a.doc", "old Word"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "a.docx", "password"),
        (OLE + "Workbook".encode("utf-16-le"), "a.xls", "Office"),
    ],
)
def test_read_document_refuses_with_a_sentence_about_the_reason(data, filename, about):
    with pytest.raises(IntakeRefused, match=about) as refused:
        read_document(data, filename=filename)
    assert refused.value.sentence.endswith(".")


def test_read_document_over_the_limit_of_bytes_refuses(monkeypatch):
    monkeypatch.setattr(reading, "MAX_BYTES", 1_000_000)
    with pytest.raises(IntakeRefused, match="too large: 1 MB"):
        read_document(b"x" * 1_000_001, filename="a.txt")


def test_read_document_over_the_limit_of_text_refuses():
    with pytest.raises(IntakeRefused, match="too large"):
        read_document(PLAIN, filename="a.txt", max_code_points=5)


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html", "a.pdf"])
def test_read_document_of_ten_megabytes_of_text_refuses_soon(name):
    data = b"<html><p>" if name == "a.html" else b""
    data += b"The board met. " * 700_000
    started = time.process_time()
    with pytest.raises(IntakeRefused, match="too large"):
        read_document(data, filename=name)
    assert time.process_time() - started < 3


MIMETYPE = {"mimetype": "application/vnd.oasis.opendocument.text"}


@pytest.mark.parametrize(
    ("part", "rest"), [("word/document.xml", {}), ("content.xml", MIMETYPE)], ids=["docx", "odt"]
)
def test_read_document_of_a_packed_bomb_refuses_without_unpacking_it(part, rest):
    bomb = zipped({**rest, part: b"<w/>" * 15_000_000})
    with pytest.raises(IntakeRefused, match="too large"):
        read_document(bomb, filename="a.docx")


@pytest.mark.parametrize(
    ("part", "rest"), [("word/document.xml", {}), ("content.xml", MIMETYPE)], ids=["docx", "odt"]
)
def test_read_document_of_an_entity_bomb_refuses_without_expanding_it(part, rest):
    entities = "".join(f'<!ENTITY e{number + 1} "{f"&e{number};" * 10}">' for number in range(12))
    bomb = f'<!DOCTYPE d [<!ENTITY e0 "boom">{entities}]><d>&e12;</d>'
    started = time.process_time()
    with pytest.raises(IntakeRefused, match="damaged"):
        read_document(zipped({**rest, part: bomb}), filename="a.docx")
    assert time.process_time() - started < 1


def test_read_document_of_an_entity_bomb_in_html_expands_nothing():
    bomb = '<!DOCTYPE html [<!ENTITY a "boom"><!ENTITY b "&a;&a;&a;&a;">]><p>Words &b; stay.</p>'
    assert "boomboom" not in read_document(bomb.encode(), filename="a.html").text


def test_read_document_with_thousands_of_parts_refuses():
    parts = {f"word/{number}.xml": "x" for number in range(2100)}
    with pytest.raises(IntakeRefused, match="too large"):
        read_document(zipped(parts), filename="a.docx")


NAMES = st.sampled_from(["a.docx", "a.odt", "a.pdf", "a.html", "a.md", "a.txt", "a.bin", None])
STARTS = st.sampled_from([b"", b"PK\x03\x04", b"%PDF-1.4\n", b"<html>", b"\xff\xfe", b"\xfe\xff"])
URLS = st.sampled_from([None, "https://news.example/a"])


@given(STARTS, st.binary(max_size=300), NAMES, URLS)
def test_read_document_of_any_bytes_is_sound_or_refused(start, data, filename, url):
    try:
        document = read_document(start + data, filename=filename, url=url)
    except IntakeRefused:
        return
    check_sound(document)


@given(st.sampled_from([DOCX, ODT]), st.integers(0, 2000), st.binary(min_size=1, max_size=8))
def test_read_document_of_a_damaged_archive_is_sound_or_refused(whole, place, damage):
    data = bytearray(whole)
    data[place : place + len(damage)] = damage
    try:
        document = read_document(bytes(data), filename="a.docx")
    except IntakeRefused:
        return
    check_sound(document)
