"""The drafts side by side: which two, what differs, and what became of each claim."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from claims.actions.revisions import add_revision
from claims.intake.pasted import read_pasted
from claims.models import Article, Claim, Mention, Person
from tests.factories import (
    make_article,
    make_claim,
    make_confidential_article,
    make_editor,
    make_mention,
    make_reviewer,
    make_verdict,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("static_files")]

OLD = """Fees to rise 30% in Larkmouth

The harbour board voted on Tuesday to raise fees by 30%. The vote was 7 to 4.

The ferry lost £840,000 last year. Nobody had expected it.

Opponents said fewer than 60 berths would stay full & <b>empty</b>."""
NEW = """Fees to rise 80% in Larkmouth

Opponents said fewer than 60 berths would stay full & <b>empty</b>.

The harbour board voted on Tuesday to raise fees by 30%. The vote was 7 to 4.

Nobody had expected it."""


@pytest.fixture
def reviewer(client: Client) -> Person:
    person = make_reviewer()
    client.force_login(person, backend="claims.sign_in.PersonBackend")
    return person


def revise(article: Article, text: str) -> None:
    add_revision(article_id=article.pk, document=read_pasted(text), by=make_editor())


@pytest.fixture
def article() -> Article:
    """An article of two drafts, with a claim kept, one moved, one edited and one orphaned."""
    article = make_article(text=OLD)
    for exact in ("The vote was 7 to 4", "fewer than 60 berths", "rise 30%", "£840,000"):
        claim = make_claim(article=article, exact=exact)
        make_verdict(claim=claim)
    revise(article, NEW)
    return article


def page(client: Client, article: Article, query: str = "") -> str:
    response = client.get(f"/articles/{article.pk}/revisions/{query}")
    assert response.status_code == 200
    return response.text


def looks(html: str) -> str:
    return html[html.index('id="looks"') : html.index('id="comparison"')]


def row(html: str, words: str) -> str:
    """Return the row that has `words` in it, tags aside."""
    rows = re.split(r'<div class="row"', html[html.index('id="comparison"') :])[1:]
    (found,) = (each for each in rows if words in re.sub(r"<[^>]+>", "", each))
    return found


def test_revision_list_with_one_draft_says_so_and_compares_nothing(
    client: Client, reviewer: Person
) -> None:
    html = page(client, make_article())
    assert "There is one draft so far" in html
    assert "<select" not in html
    assert 'id="comparison"' not in html


def test_revision_list_lists_first_what_needs_a_look_with_old_and_new_words(
    client: Client, reviewer: Person, article: Article
) -> None:
    html = looks(page(client, article))
    edited, orphaned = article.claims.filter(rating="").order_by("number")
    assert re.search(r"Needs a look <span[^>]*>2<", html)
    assert html.index(f"?claim={edited.pk}") < html.index(f"?claim={orphaned.pk}")
    assert "Edited: number" in html
    assert '<del dir="auto">rise 30%</del>' in html
    assert '<ins dir="auto">rise 80%</ins>' in html
    assert 'Gone: <del dir="auto">£840,000</del>' in html
    assert html.count("?claim=") == 2
    assert [each for each in ("1 kept", "1 moved", "1 edited", "1 orphaned") if each in html] == [
        "1 kept",
        "1 moved",
        "1 edited",
        "1 orphaned",
    ]


def test_revision_list_claim_decided_again_needs_no_look_and_stays_edited(
    client: Client, reviewer: Person, article: Article
) -> None:
    claim = Claim.objects.get(article=article, wording__contains="80%")
    make_verdict(claim=claim)
    html = page(client, article)
    assert f"?claim={claim.pk}" not in looks(html)
    assert "Edited: number" in row(html, "Fees to rise 80%")


def test_revision_list_shows_words_removed_and_added_as_del_and_ins(
    client: Client, reviewer: Person, article: Article
) -> None:
    html = row(page(client, article), "Fees to rise 80%")
    assert re.search(r"<ins><mark [^>]*>80</mark></ins>", html)
    assert re.search(r"<del><mark [^>]*>30</mark></del>", html)


def test_revision_list_names_in_the_margin_what_became_of_each_claim(
    client: Client, reviewer: Person, article: Article
) -> None:
    html = page(client, article)
    for words, state in (
        ("The vote was 7 to 4", "Kept"),
        ("Fees to rise 80%", "Edited: number"),
        ("The ferry lost", "Orphaned"),
    ):
        assert state in row(html, words)
    moved = [each for each in re.split(r'<div class="row"', html) if "&lt;b&gt;" in each]
    assert len(moved) == 2
    assert all('data-fate="moved"' in each for each in moved)
    assert "Moved here from below" in moved[0]
    assert "Moved up" in moved[1]


def test_revision_list_text_of_a_draft_is_never_markup(
    client: Client, reviewer: Person, article: Article
) -> None:
    html = page(client, article)
    assert "<b>" not in html
    assert "&amp; &lt;b&gt;empty" in html


def test_revision_list_old_and_new_choose_the_drafts_in_either_order(
    client: Client, reviewer: Person, article: Article
) -> None:
    revise(article, NEW.replace("Tuesday", "Friday"))
    assert "Draft 2 beside draft 3" in page(client, article)
    assert "Draft 1 beside draft 3" in page(client, article, "?old=1&new=3")
    assert "Draft 1 beside draft 2" in page(client, article, "?old=2&new=1")
    assert "Draft 2 beside draft 3" in page(client, article, "?old=&new=&other=x")


def test_revision_list_over_several_drafts_follows_each_claim_through_all(
    client: Client, reviewer: Person, article: Article
) -> None:
    revise(article, NEW.replace("80%", "90%"))
    html = looks(page(client, article, "?old=1&new=3"))
    assert '<del dir="auto">rise 30%</del>' in html
    assert '<ins dir="auto">rise 90%</ins>' in html
    assert 'Gone: <del dir="auto">£840,000</del>' in html


def test_revision_list_orphan_of_an_earlier_draft_still_needs_a_look(
    client: Client, reviewer: Person, article: Article
) -> None:
    revise(article, NEW.replace("Tuesday", "Friday"))
    html = looks(page(client, article))
    assert "Its words were gone before draft 3" in html


def test_revision_list_orphan_that_was_closed_needs_no_look(
    client: Client, reviewer: Person, article: Article
) -> None:
    orphan = Mention.objects.get(state="orphaned")
    orphan.closed_by, orphan.closed_at = reviewer, orphan.created_at
    orphan.save()
    html = page(client, article)
    assert "Gone:" not in looks(html)
    assert "Orphaned" in row(html, "The ferry lost")


def test_revision_list_claim_marked_in_the_new_draft_is_new(
    client: Client, reviewer: Person, article: Article
) -> None:
    claim = make_claim(article=article, exact="harbour board")
    html = page(client, article)
    assert f"?claim={claim.pk}" in row(html, "harbour board")
    assert "1 new" in looks(html)


def test_revision_list_two_places_that_became_one_are_no_orphan(
    client: Client, reviewer: Person
) -> None:
    article = make_article(text="It sank on Monday.\n\nNobody saw that it sank.")
    claim = make_claim(article=article, exact="It sank")
    make_mention(claim=claim, exact="saw that it sank")
    revise(article, "It sank on Monday.\n\nNobody saw that it sank. Or did they?")
    Mention.objects.get(revision__number=2, exact="saw that it sank").delete()
    html = page(client, article)
    assert "1 kept" in looks(html)
    assert "Gone:" not in looks(html)
    assert "orphaned" not in looks(html)


def test_revision_list_long_unchanged_stretch_is_folded(client: Client, reviewer: Person) -> None:
    paragraphs = [f"Paragraph {n} says little of the ferry." for n in range(12)]
    article = make_article(text="\n\n".join(paragraphs))
    make_claim(article=article, exact="Paragraph 9 says")
    revise(article, "\n\n".join(["Paragraph 0 says much.", *paragraphs[1:]]))
    html = page(client, article)
    assert "10 paragraphs unchanged, with 1 claim<" in html
    assert html.count('<div class="row"') == 12


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("?old=1&new=9", "There is no such draft"),
        ("?old=x&new=2", "There is no such draft"),
        ("?old=-1", "There is no such draft"),
        ("?new=" + "9" * 400, "There is no such draft"),
        ("?old=2&new=2", "Choose two different drafts"),
    ],
)
def test_revision_list_bad_choice_is_422_with_the_form_kept(
    client: Client, reviewer: Person, article: Article, query: str, sentence: str
) -> None:
    response = client.get(f"/articles/{article.pk}/revisions/{query}")
    assert response.status_code == 422
    assert sentence in response.text
    assert "<select" in response.text
    assert 'id="comparison"' not in response.text


def test_revision_list_of_somebody_elses_confidential_article_is_404(
    client: Client, reviewer: Person
) -> None:
    article = make_confidential_article(text=OLD)
    revise_as_owner(article)
    assert client.get(f"/articles/{article.pk}/revisions/").status_code == 404
    assert client.get(f"/articles/{article.pk}/revisions/?old=1&new=9").status_code == 404


def revise_as_owner(article: Article) -> None:
    add_revision(article_id=article.pk, document=read_pasted(NEW), by=article.owner)


def test_revision_list_is_linked_from_the_check_and_the_history(
    client: Client, reviewer: Person, article: Article
) -> None:
    link = f'href="/articles/{article.pk}/revisions/"'
    assert link in client.get(f"/articles/{article.pk}/").text
    assert link in client.get(f"/articles/{article.pk}/history/").text


def test_revision_list_costs_the_same_for_ten_claims_and_for_three_hundred(
    client: Client, reviewer: Person
) -> None:
    costs = []
    for count in (10, 300):
        sentences = [f"Boat {n} carried {n + 3} people." for n in range(count)]
        article = make_article(text="\n\n".join(sentences))
        editor = make_editor()
        for sentence in sentences:
            make_claim(article=article, exact=sentence, by=editor)
        revise(article, "\n\n".join(sentences).replace("7", "8"))
        client.get(f"/articles/{article.pk}/revisions/")
        with CaptureQueriesContext(connection) as captured:
            html = page(client, article)
        assert html.count('class="number"') >= count
        costs.append(len(captured))
    assert costs[0] == costs[1]
