import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.intake.document import MAX_CODE_POINTS
from claims.intake.docx import read_docx
from claims.intake.errors import IntakeRefused
from tests.unit.intake.checks import check_sound, kinds_and_texts, notes, texts
from tests.unit.intake.files import W, make_docx, p, r, zipped


def read(body, **parts):
    document = read_docx(make_docx(body, **parts), max_code_points=MAX_CODE_POINTS)
    check_sound(document)
    return document


def ins(*runs):
    return f'<w:ins w:id="1" w:author="Ed">{"".join(runs)}</w:ins>'


def dele(text):
    return f'<w:del w:id="2"><w:r><w:delText>{text}</w:delText></w:r></w:del>'


def field(code, result):
    begin, middle, end = (
        f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")
    )
    return f"{begin}<w:r><w:instrText>{code}</w:instrText></w:r>{middle}{result}{end}"


def whole(namespace, body):
    return f'<w:document xmlns:w="{namespace}"><w:body>{body}</w:body></w:document>'


def comments(*texts):
    inner = "".join(
        f'<w:comment w:id="{i}" w:author="Ed"><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:comment>'
        for i, text in enumerate(texts)
    )
    return f'<w:comments xmlns:w="{W}">{inner}</w:comments>'


def footnotes(text):
    return (
        f'<w:footnotes xmlns:w="{W}"><w:footnote w:type="separator" w:id="-1"><w:p/></w:footnote>'
        f'<w:footnote w:id="1"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t>{text}</w:t></w:r></w:p>'
        "</w:footnote></w:footnotes>"
    )


def test_read_docx_takes_kinds_from_styles():
    numbered = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    document = read(
        p(r("Fares rise"), style="Titel")
        + p(r("What happened"), style="Berschrift1")
        + p(r("Own"), style="Own")
        + p(r("Said."), style="Zitat")
        + p(r("Point"), properties=numbered)
        + p(r("Plain"))
    )
    assert kinds_and_texts(document) == [
        ("heading", "Fares rise"),
        ("heading", "What happened"),
        ("heading", "Own"),
        ("quote", "Said."),
        ("list_item", "Point"),
        ("paragraph", "Plain"),
    ]
    assert [b.level for b in document.blocks] == [1, 1, 2, 0, 0, 0]
    assert (document.title, document.language) == ("Fares rise", "en-GB")


def test_read_docx_accepts_tracked_changes():
    document = read(p(r("Fees rise by "), dele("25%"), ins(r("30%")), r(".")))
    assert document.text == "Fees rise by 30%."
    assert "tracked" in document.warnings[0]


def test_read_docx_with_a_deleted_paragraph_mark_joins_the_paragraphs():
    gone = '<w:rPr><w:del w:id="3"/></w:rPr>'
    document = read(p(r("Fees rise"), properties=gone) + p(r(" by 30%.")) + p(r("Next.")))
    assert texts(document) == ["Fees rise by 30%.", "Next."]


def test_read_docx_shows_a_moved_paragraph_once():
    mark = '<w:rPr><w:moveFrom w:id="5"/></w:rPr>'
    document = read(
        p(f'<w:moveFrom w:id="4">{r("Moved.")}</w:moveFrom>', properties=mark)
        + p(r("First."))
        + p(f'<w:moveTo w:id="6">{r("Moved.")}</w:moveTo>')
    )
    assert texts(document) == ["First.", "Moved."]


def test_read_docx_leaves_deleted_table_rows_out():
    row = "<w:tr>{}<w:tc>{}</w:tc></w:tr>"
    gone = '<w:trPr><w:del w:id="1"/></w:trPr>'
    document = read(f"<w:tbl>{row.format('', p(r('In')))}{row.format(gone, p(r('Out')))}</w:tbl>")
    assert kinds_and_texts(document) == [("table_cell", "In")]


def test_read_docx_ignores_what_the_formatting_was_before():
    change = '<w:pPrChange w:id="9"><w:pPr><w:pStyle w:val="Berschrift1"/></w:pPr></w:pPrChange>'
    former = "<w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange>"
    document = read(p(r("Text", former), properties=change))
    assert kinds_and_texts(document) == [("paragraph", "Text")]


def test_read_docx_reads_what_fields_show():
    nested = field("IF x", field("REF y", r("30%")))
    document = read(p(r("Fees: "), nested, r(".")) + p(field("HYPERLINK z", r("link"))))
    assert texts(document) == ["Fees: 30%.", "link"]


def test_read_docx_with_a_field_never_closed_keeps_what_follows():
    broken = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>X</w:instrText></w:r>'
    assert texts(read(p(broken) + p(r("After.")))) == ["After."]


def test_read_docx_leaves_hidden_text_out_by_run_and_by_style():
    document = read(
        p(r("Shown."), r("Not", "<w:vanish/>"), r(" Back.", '<w:vanish w:val="0"/>'))
        + p(r("Not either"), style="Unseen")
    )
    assert document.text == "Shown. Back."
    assert any("Hidden" in warning for warning in document.warnings)


def test_read_docx_reads_text_boxes_once_and_after_their_paragraph():
    box = f"<w:txbxContent>{p(r('Boxed.'))}</w:txbxContent>"
    drawn = (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>{box}</wps:txbx>'
        f"</w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict>"
        "</mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert texts(read(p(r("Before "), drawn, r("after.")))) == ["Before after.", "Boxed."]


def test_read_docx_with_only_a_fallback_reads_that():
    fallback = f"<mc:AlternateContent><mc:Fallback>{r('Old.')}</mc:Fallback></mc:AlternateContent>"
    assert read(p(fallback)).text == "Old."


def test_read_docx_leaves_a_control_s_placeholder_out():
    control = "<w:sdt><w:sdtPr>{}</w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
    document = read(
        p(
            r("By "),
            control.format("", r("Ada")),
            control.format("<w:showingPlcHdr/>", r("Click here")),
        )
    )
    assert document.text == "By Ada"


def test_read_docx_keeps_raised_figures_from_the_figure_before():
    up = '<w:vertAlign w:val="superscript"/>'
    document = read(p(r("In 2014"), r("2", up), r(", 30%"), r("[1]", up), r(" and 1"), r("st", up)))
    assert document.text == "In 2014², 30% and 1st"
    assert any("typed" in warning for warning in document.warnings)


def test_read_docx_reads_special_characters():
    run = (
        "<w:r><w:t>e</w:t><w:noBreakHyphen/><w:t>ferry</w:t><w:tab/><w:t>co</w:t><w:softHyphen/>"
        '<w:t>op</w:t><w:sym w:font="Symbol" w:char="F0B3"/><w:t>5</w:t>'
        '<w:sym w:font="Wingdings" w:char="F04A"/></w:r>'
    )
    document = read(p(run, properties="<w:tabs><w:tab w:val='left'/></w:tabs>"))
    assert document.text == "e-ferry coop≥5"
    assert any("symbol" in warning for warning in document.warnings)


def test_read_docx_binds_comments_to_their_words():
    body = p(
        r("Fees rise by "),
        '<w:commentRangeStart w:id="0"/>',
        r("30%"),
        '<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>',
        r(" soon."),
    )
    document = read(body, comments=comments("Net or gross?"))
    assert document.text == "Fees rise by 30% soon."
    assert notes(document) == [("comment", "30%", "Net or gross?")]
    assert document.notes[0].author == "Ed"
    assert any("Comments" in warning for warning in document.warnings)


def test_read_docx_binds_a_comment_across_paragraphs():
    body = (
        p(r("One "), '<w:commentRangeStart w:id="0"/>', r("two"))
        + p(r("three"))
        + '<w:commentRangeEnd w:id="0"/>'
        + p(r("four"))
    )
    document = read(body, comments=comments("why?"))
    assert notes(document) == [("comment", "two\n\nthree", "why?")]


def test_read_docx_takes_a_footnote_s_mark_out_of_the_text():
    mark = "<w:r><w:t>by 30%</w:t><w:footnoteReference w:id='1'/><w:t>, first</w:t></w:r>"
    document = read(p(r("Fees rise "), mark), footnotes=footnotes("Minutes, page 7."))
    assert document.text == "Fees rise by 30%, first"
    assert notes(document) == [("footnote", "Fees rise by 30%", "Minutes, page 7.")]


def test_read_docx_drops_the_footnote_of_a_deleted_mark():
    gone = "<w:del w:id='1'><w:r><w:footnoteReference w:id='1'/></w:r></w:del>"
    document = read(p(r("Text."), gone), footnotes=footnotes("Old."))
    assert document.notes == ()


def test_read_docx_warns_of_macros():
    data = zipped(
        {
            "word/document.xml": whole(W, p(r("Text."))),
            "word/vbaProject.bin": b"macro",
        }
    )
    document = read_docx(data, max_code_points=100)
    assert document.text == "Text."
    assert "macros" in document.warnings[0]


def test_read_docx_in_the_strict_form_is_read():
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    data = zipped({"word/document.xml": whole(strict, p(r("Text.")))})
    assert read_docx(data, max_code_points=100).text == "Text."


def test_read_docx_with_a_doctype_refuses_and_expands_nothing():
    bomb = '<!DOCTYPE d [<!ENTITY x "boom">]>' + whole(W, p(r("&x;")))
    with pytest.raises(IntakeRefused, match="damaged"):
        read_docx(zipped({"word/document.xml": bomb}), max_code_points=100)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be"])
def test_read_docx_with_a_doctype_in_utf_16_refuses(encoding):
    bomb = '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE d [<!ENTITY x "boom">]><d>&x;</d>'
    with pytest.raises(IntakeRefused, match="damaged"):
        read_docx(zipped({"word/document.xml": bomb.encode(encoding)}), max_code_points=100)


def test_read_docx_with_a_style_based_on_itself_comes_to_an_end():
    styles = (
        f'<w:styles xmlns:w="{W}"><w:style w:styleId="A"><w:basedOn w:val="B"/></w:style>'
        '<w:style w:styleId="B"><w:basedOn w:val="A"/></w:style></w:styles>'
    )
    assert read(p(r("Text."), style="A"), styles=styles).text == "Text."


ELEMENTS = st.recursive(
    st.sampled_from(
        [
            r("30%"),
            r("x", "<w:vanish/>"),
            "<w:br/>",
            '<w:fldChar w:fldCharType="begin"/>',
            '<w:fldChar w:fldCharType="end"/>',
            '<w:commentRangeStart w:id="0"/>',
            '<w:commentRangeEnd w:id="0"/>',
            '<w:footnoteReference w:id="1"/>',
            "<w:rPr><w:del/></w:rPr>",
        ]
    ),
    lambda inner: st.builds(
        lambda name, parts: f"<{name}>{''.join(parts)}</{name}>",
        st.sampled_from(
            [
                "w:p",
                "w:r",
                "w:t",
                "w:tbl",
                "w:tr",
                "w:tc",
                "w:ins",
                "w:del",
                "w:pPr",
                "w:trPr",
                "w:txbxContent",
                "w:sdt",
                "mc:AlternateContent",
                "mc:Choice",
                "mc:Fallback",
            ]
        ),
        st.lists(inner, max_size=4),
    ),
    max_leaves=20,
)


@given(st.lists(ELEMENTS, max_size=5))
def test_read_docx_of_any_nesting_is_sound_or_refused(elements):
    data = make_docx("".join(elements), comments=comments("c"), footnotes=footnotes("f"))
    try:
        document = read_docx(data, max_code_points=1000)
    except IntakeRefused:
        return
    check_sound(document)
