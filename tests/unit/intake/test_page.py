import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.intake.errors import IntakeRefused
from claims.intake.page import read_page
from tests.unit.intake.checks import check_sound, kinds_and_texts, texts

URL = "https://news.example/2026/ferry"
FIRST = (
    "The harbour board voted on Tuesday to raise mooring fees by 30%, the first increase since"
    " 2014, after a debate of four hours in the town hall of Larkmouth."
)
SECOND = (
    "Opponents said fewer than 60 of the harbour's 412 berths would stay full, and the guild of"
    " boat users, which counts 188 members, said it had not been consulted."
)
THIRD = (
    "The ferry lost £840,000 last year, up from £610,000 in 2022, and fuel made up 41 per cent of"
    " its costs, according to a report by the auditors of the harbour."
)
NAV = (
    "<nav><ul>"
    + "".join(f"<li><a href=/{i}>Section {i}</a></li>" for i in range(8))
    + "</ul></nav>"
)
TAIL = (
    "<section class=most-read><h3>Most read</h3><ul><li><a href=/c>Cat in a tree</a></li></ul>"
    "</section><section id=comments><h3>Comments</h3><p>First! Nobody votes any more here.</p>"
    "</section><footer><p>© 2026 Courier Media. All rights reserved.</p></footer>"
)


def page(body, *, head="", title="Fees to rise | The Courier"):
    return (
        f"<!doctype html><html lang=en-GB><head><meta charset=utf-8><title>{title}</title>{head}"
        f"</head><body>{NAV}{body}{TAIL}</body></html>"
    ).encode()


def read(body, **parts):
    document = read_page(page(body, **parts), url=URL)
    check_sound(document)
    return document


def test_read_page_takes_the_article_and_nothing_around_it():
    document = read(
        f"<article><h1>Fees to rise</h1><p class=byline>By Ada Winterbourne</p><p>{FIRST}</p>"
        f"<h2>The figures</h2><p>{SECOND}</p><blockquote><p>“We had to,” she said.</p></blockquote>"
        f"<div class=ad-slot>Advertisement</div><p>{THIRD}</p></article>"
    )
    assert kinds_and_texts(document) == [
        ("paragraph", FIRST),
        ("heading", "The figures"),
        ("paragraph", SECOND),
        ("quote", "“We had to,” she said."),
        ("paragraph", THIRD),
    ]
    assert (document.title, document.byline) == ("Fees to rise", "Ada Winterbourne")
    assert document.language == "en-GB"


@pytest.mark.parametrize(
    "body",
    [
        f"<div class='txt par'>{FIRST}</div><div class='txt par'>{SECOND}</div>"
        f"<div class='txt par'>{THIRD}</div>",
        f"{FIRST}<br><br>{SECOND}<br>\n<br>{THIRD}",
        f"<p>{FIRST}<p>{SECOND}<p>{THIRD}",
    ],
)
@pytest.mark.parametrize(
    "frame",
    [
        "<article>{}</article>",
        "<div id=content><div class=story>{}</div></div>",
        "<table><tr><td class=nav>Menu</td><td class=main>{}</td></tr></table>",
        "<section class=c-entry>{}</section>",
        "<div role=main><div itemprop=articleBody>{}</div></div>",
    ],
)
def test_read_page_finds_paragraphs_in_any_markup(frame, body):
    document = read(frame.format(f"<h1>Fees to rise</h1>{body}"))
    assert texts(document) == [FIRST, SECOND, THIRD]


def test_read_page_keeps_words_in_links_and_marks():
    linked = FIRST.replace("harbour board", "har<a href=/t>bour bo</a>ard").replace(
        "30%", "<b>3</b>0%"
    )
    assert texts(read(f"<article><p>{linked}</p><p>{SECOND}</p></article>")) == [FIRST, SECOND]


def test_read_page_takes_a_heading_in_a_box_of_its_own():
    document = read(
        f"<article><p>{FIRST}</p><div class=subhead><h2>The figures</h2></div><p>{SECOND}</p>"
        "</article>"
    )
    assert ("heading", "The figures") in kinds_and_texts(document)


@pytest.mark.parametrize(
    "figure",
    [
        "<figure><img src=x><figcaption>The town hall in winter.</figcaption></figure>",
        "<div class=wp-caption><img><p class=wp-caption-text>The town hall in winter.</p></div>",
    ],
)
def test_read_page_takes_captions_among_the_paragraphs(figure):
    document = read(f"<article><p>{FIRST}</p>{figure}<p>{SECOND}</p><p>{THIRD}</p></article>")
    assert ("caption", "The town hall in winter.") in kinds_and_texts(document)


def test_read_page_takes_a_table_of_figures():
    rows = "".join(
        f"<tr><td><a href=/t{y}>Year {y}</a></td><td>{y % 97}</td></tr>" for y in range(2014, 2024)
    )
    document = read(f"<article><p>{FIRST}</p><table>{rows}</table><p>{SECOND}</p></article>")
    assert ("table_cell", "Year 2020") in kinds_and_texts(document)


def test_read_page_leaves_hidden_and_deleted_text_out():
    body = FIRST.replace("by 30%", "by <del>25%</del> 30%<span style='display:none'> secret</span>")
    document = read(f"<article><p>{body}</p><p hidden>{THIRD}</p><p>{SECOND}</p></article>")
    assert texts(document) == [FIRST, SECOND]
    assert document.warnings


@pytest.mark.parametrize(
    ("mark", "shown"),
    [
        ("<sup><a href='#n1'>1</a></sup>", ""),
        ("<sup><a href='#n1'>[1]</a></sup>", "[1]"),
        ("<sup>2</sup>", "²"),
    ],
)
def test_read_page_lets_no_raised_figure_run_into_a_figure(mark, shown):
    body = FIRST.replace("since 2014", f"since 2014{mark}")
    document = read(f"<article><p>{body}</p><p>{SECOND}</p></article>")
    assert texts(document)[0] == FIRST.replace("since 2014", f"since 2014{shown}")


def linked_data(**fields):
    node = {"@context": "https://schema.org", "@type": "NewsArticle", **fields}
    graph = json.dumps({"@graph": [{"@type": "WebSite"}, node]})
    return f'<script type="application/ld+json">{graph}</script>'


ARTICLE = f"<article><p>{FIRST}</p><p>{SECOND}</p></article>"


@pytest.mark.parametrize(
    ("head", "body", "byline"),
    [
        (
            linked_data(author=[{"name": "Ada W. Green"}, {"name": "Jo Bell"}]),
            "",
            "Ada W. Green, Jo Bell",
        ),
        (linked_data(author="Ada Green"), "", "Ada Green"),
        (linked_data(author={"@type": "Person", "name": "By Ada Green"}), "", "Ada Green"),
        ("<meta name=author content='Ada Green'>", "", "Ada Green"),
        ("<meta name=author content='https://social.example/ada'>", "", ""),
        ("", "<p>Posted on 5 April 2026 by ada | Leave a comment</p>", "ada"),
        (
            "",
            "<p class=entry-meta>Von <a rel=author href=/a>Ada von Green</a></p>",
            "Ada von Green",
        ),
        ("", "<span class='author vcard'><a class='url fn'>Ada Green</a></span>", "Ada Green"),
    ],
)
def test_read_page_finds_the_byline(head, body, byline):
    document = read(ARTICLE.replace("<p>", f"<h1>Fees to rise</h1>{body}<p>", 1), head=head)
    assert document.byline == byline


@pytest.mark.parametrize(
    ("head", "day"),
    [
        (
            linked_data(datePublished="2026-05-12T08:30:00+01:00", dateModified="2026-06-01"),
            "2026-05-12",
        ),
        ("<meta property=article:published_time content=2026-05-12T08:30:00Z>", "2026-05-12"),
        ("<script type='application/ld+json'>not json</script>", "2026-05-13"),
    ],
)
def test_read_page_finds_the_day_of_publication(head, day):
    body = ARTICLE.replace("<p>", "<time datetime=2026-05-13>13 May 2026</time><p>", 1)
    assert read(body, head=head).published == day


@pytest.mark.parametrize(
    ("heading", "head_title", "title"),
    [
        ("<h1>Fees to rise</h1>", "Fees to rise | The Courier", "Fees to rise"),
        ("<h1>The Courier</h1><h2>Fees to rise</h2>", "Fees to rise - The Courier", "Fees to rise"),
        ("", "Fees to rise – news.example", "Fees to rise"),
        ("<h1>Only here</h1>", "", "Only here"),
    ],
)
def test_read_page_finds_the_title(heading, head_title, title):
    assert read(f"{heading}{ARTICLE}", title=head_title).title == title


def test_read_page_takes_its_own_summary_for_the_standfirst():
    lead = "Boat owners are to pay a third more from May, and some will leave the harbour."
    document = read(
        f"<article><h1>Fees to rise</h1><p>{lead}</p><p>{FIRST}</p><p>{SECOND}</p></article>",
        head=f'<meta name=description content="{lead}">',
    )
    assert document.standfirst == lead


def test_read_page_without_an_article_refuses():
    with pytest.raises(IntakeRefused):
        read_page(b"<html><body><script>app()</script></body></html>", url=URL)


PASSWORD = (
    "<form method=post><input name=email><input type=password><button>Sign in</button></form>"
)
TERMS = "<p>By signing in you agree to our terms of use and to our privacy notice, of May 2024.</p>"


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("Sign in", f"<main><h1>Sign in to read on</h1>{PASSWORD}{TERMS}</main>"),
        ("The Courier", f"<main><h1>Welcome back</h1>{PASSWORD}{TERMS}</main>"),
        ("Log in | The Courier", f"<form><input type=email><button>Next</button></form>{TERMS}"),
        ("Anmelden", f"<div><h1>Anmelden</h1><input name=user></div>{TERMS}"),
        ("Sign in", f"<main>{PASSWORD}</main>"),
    ],
    ids=["both", "password alone", "name first", "German", "no text"],
)
def test_read_page_that_asks_for_a_sign_in_refuses_and_says_so(title, body):
    with pytest.raises(IntakeRefused, match="asks for a sign-in") as refused:
        read_page(page(body, title=title), url=URL)
    assert refused.value.sentence.endswith("paste it.")


@pytest.mark.parametrize(
    "body",
    [
        f"<header>{PASSWORD}</header><article><h1>Fees to rise</h1><p>{FIRST}</p></article>",
        f"<div hidden>{PASSWORD}</div><article><h1>Fees to rise</h1><p>{FIRST}</p></article>",
        f"<main><h1>Fees to rise</h1><p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p><p>{FIRST} {SECOND}"
        f"</p>{PASSWORD}</main>",
        f"<article><h1>Sign in wood found at the harbour</h1><p>{FIRST}</p></article>",
    ],
    ids=["form in the head", "hidden form", "long text", "only the words"],
)
def test_read_page_with_an_article_beside_a_sign_in_is_read(body):
    assert FIRST in texts(read(body))


def test_read_page_of_hostile_markup_keeps_words_only():
    document = read(
        f"<article><h1>Fees to rise</h1><p onclick='alert(1)'>{FIRST}</p><script>alert(2)</script>"
        f"<p>{SECOND} <a href='java\tscript:alert(3)'>More.</a><img src=x onerror=alert(4)></p>"
        f"<iframe src='javascript:alert(5)'></iframe><svg onload=alert(6)></svg><p>{THIRD}</p>"
        "</article>"
    )
    assert texts(document) == [FIRST, f"{SECOND} More.", THIRD]


def test_read_page_reads_the_same_page_the_same_way_twice():
    data = page(ARTICLE)
    assert read_page(data, url=URL) == read_page(data, url=URL)


@given(
    st.lists(
        st.one_of(
            st.sampled_from(
                [
                    f"<p>{FIRST}</p>",
                    f"<div>{SECOND}</div>",
                    "<article>",
                    "</article>",
                    "<table><tr><td>",
                    "</table>",
                    "<sup><a href='#x'>1</a></sup>",
                    "<h1>",
                    "<br><br>",
                    "&#1;",
                    "<li>",
                    "\U000f0000",
                    "<figcaption>",
                    "<blockquote>",
                    "</div>",
                    "<script>",
                    "<del>",
                ]
            ),
            st.text(max_size=5),
        ),
        max_size=12,
    )
)
def test_read_page_of_anything_is_sound_or_refused(scraps):
    try:
        document = read_page(page("".join(scraps)), url=URL)
    except IntakeRefused:
        return
    check_sound(document)
