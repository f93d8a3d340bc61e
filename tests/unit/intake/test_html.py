import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.intake.errors import IntakeRefused
from claims.intake.html import read_html, read_markup
from claims.intake.words import word_set
from tests.unit.intake.checks import check_sound, kinds_and_texts, notes, texts


def test_read_markup_reads_every_kind_of_block():
    document = read_markup(
        "<html lang=en><head><title>T</title><meta name=author content='Ada W'></head><body>"
        "<h2>Head</h2>loose text<p>One<br>two</p><blockquote><p>Said.</p></blockquote>"
        "<ul><li>Item<ol><li>Inner</ol></ul><table><caption>Cap</caption><tr><th>Year<td>2014"
        "</table><figure><img alt=x><figcaption>Harbour</figcaption></figure>"
        "<pre>a\n  b</pre><div role=heading aria-level=3>Role</div>"
    )
    assert kinds_and_texts(document) == [
        ("heading", "Head"),
        ("paragraph", "loose text"),
        ("paragraph", "One two"),
        ("quote", "Said."),
        ("list_item", "Item"),
        ("list_item", "Inner"),
        ("caption", "Cap"),
        ("table_cell", "Year"),
        ("table_cell", "2014"),
        ("caption", "Harbour"),
        ("preformatted", "a\n  b"),
        ("heading", "Role"),
    ]
    assert (document.title, document.byline, document.language) == ("Head", "Ada W", "en")


def test_read_markup_with_breaks_makes_paragraphs():
    document = read_markup("<div>One.<br> <br/>Two.<span><br><br></span>Three.<br>Still.</div>")
    assert texts(document) == ["One.", "Two.", "Three. Still."]


@pytest.mark.parametrize(
    "hidden",
    [
        "<p hidden>no</p>",
        "<p style='display : none'>no</p>",
        "<p style='color:red; visibility:hidden'>no</p>",
        "<p style='font-size:0px'>no</p>",
        "<span style='mso-hide:all'>no</span>",
    ],
)
def test_read_markup_leaves_hidden_text_out_with_a_warning(hidden):
    document = read_markup(f"<p>Yes.</p>{hidden}")
    assert document.text == "Yes."
    assert any("Hidden" in warning for warning in document.warnings)


def test_read_markup_with_a_sizeless_container_keeps_its_sized_children():
    document = read_markup("<div style='font-size:0'><p style='font-size:16px'>Yes.</p></div>")
    assert document.text == "Yes."


def test_read_markup_takes_deletions_out_and_insertions_in():
    document = read_markup("<p>Fees rise by <del>25%</del><ins>30%</ins>.</p>")
    assert document.text == "Fees rise by 30%."
    assert "tracked" in document.warnings[0]


@pytest.mark.parametrize(
    "mark",
    [
        "<sup><a href='#n1'>1</a></sup>",
        "<a href='#n1'><sup>1</sup></a>",
        "<sup><a href='#n1'>[1]</a></sup>",
        "<a href='#n1'>[1]</a>",
        "<sup><a href='#n1'>*</a></sup>",
    ],
)
def test_read_markup_turns_footnotes_into_notes(mark):
    document = read_markup(
        f"<p>Fees rise by 30%{mark}, the first time.</p>"
        "<section><ol><li id=n1>1. Minutes, page 7. <a href='#r1'>↩</a></li></ol></section>"
    )
    assert document.text == "Fees rise by 30%, the first time."
    assert notes(document) == [("footnote", "Fees rise by 30%", "Minutes, page 7.")]
    assert any("Footnotes" in warning for warning in document.warnings)


def test_read_markup_with_a_typed_mark_leaves_it_out():
    document = read_markup("<p>In 2014<sup>[2]</sup> it rose.</p>")
    assert document.text == "In 2014 it rose."
    assert document.warnings


def test_read_markup_keeps_raised_and_lowered_figures_apart():
    text = read_markup(
        "<p>10<sup>2</sup> m<sup>2</sup>, CO<sub>2</sub>, 10<sup>-3</sup>, 1<sup>st</sup></p>"
    ).text
    assert text == "10² m², CO₂, 10⁻³, 1st"


def test_read_markup_with_an_office_paste_reads_the_text_alone():
    document = read_markup(
        "<p class=MsoTitle>Fares rise</p><!--[if !supportLists]--><p class=MsoListParagraph>"
        "<span style='mso-list:Ignore'>·<span>&nbsp; </span></span>One point</p><![endif]>"
        "<p class=MsoListBullet>·&nbsp; Other point</p><p class=MsoNormal><o:p>&nbsp;</o:p></p>"
        "<div style='mso-element:comment-list'><p>Ask Dana.</p></div>"
    )
    assert kinds_and_texts(document) == [
        ("heading", "Fares rise"),
        ("list_item", "One point"),
        ("list_item", "Other point"),
    ]
    assert any("Comments" in warning for warning in document.warnings)


def test_read_markup_tells_layout_tables_from_tables_of_values():
    document = read_markup(
        "<table><tr><td><h2>Head</h2>Text of the page.</td></tr></table>"
        "<table><tr><td>2014</td><td>25%</td></tr></table>"
    )
    assert [kind for kind, _ in kinds_and_texts(document)] == [
        "heading",
        "paragraph",
        "table_cell",
        "table_cell",
    ]


def test_read_markup_of_hostile_markup_keeps_words_only():
    document = read_markup(
        "<p onclick=alert(1)>Safe.</p><script>alert(2)</script><svg onload=x><style>p{}</style>"
        "</svg><iframe src=//evil.invalid>frame</iframe><template>tpl</template>"
        "<a href='java\tscript:x'>link</a><select><option>opt</select><textarea>area</textarea>"
    )
    assert document.text == "Safe.\n\nlink"


@pytest.mark.parametrize(
    "markup",
    [
        "<div>" * 20_000 + "deep",
        "<p " + "a=1 " * 100_000 + ">attributes",
        "<b><i>" * 5000 + "x",
    ],
)
def test_read_markup_of_twisted_markup_refuses(markup):
    with pytest.raises(IntakeRefused, match="nested"):
        read_markup(markup)


def test_read_markup_with_tags_inside_scripts_does_not_count_them():
    script = "<script>var a = '" + "<div>" * 1000 + "'</script>"
    assert read_markup(f"{script}<p>Text.</p>").text == "Text."


def test_read_html_with_a_wrong_declaration_believes_the_bytes():
    assert read_html("<meta charset=latin1><p>café €".encode()).text == "café €"


def test_read_html_with_a_declared_encoding_uses_it():
    data = "<meta charset=iso-8859-2><p>łódź</p>".encode("iso8859-2")
    assert read_html(data).text == "łódź"


def test_read_html_without_text_refuses_as_empty():
    with pytest.raises(IntakeRefused, match="empty"):
        read_html(b"<html><body><img src=x></body></html>")


TAGS = word_set(
    """
    <p> </p> <div> <table><tr><td> </table> <sup> <a/href='#x'>1</a> <li/id=x> <br> <pre> <del> <h1>
    <blockquote> <!-- --> <![CDATA[ &amp; &#0; &#xD800; <o:p> < > </
    """
)
SCRAPS = st.lists(st.one_of(st.sampled_from(sorted(TAGS)), st.text(max_size=5)), max_size=30)


@given(SCRAPS)
def test_read_markup_of_anything_is_sound_or_refused(scraps):
    try:
        document = read_markup("".join(scraps))
    except IntakeRefused:
        return
    check_sound(document)
