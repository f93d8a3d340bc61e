"""Articles: bringing one in, the list, the check page, details, history."""

import pytest
from django.test import Client

from claims.models import Article, Event, Person
from tests.factories import (
    make_article,
    make_claim,
    make_editor,
    make_person,
    make_reporter,
    make_reviewer,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("static_files")]

TEXT = "A headline\n\nThe first paragraph says 30%.\n\nThe second one says nothing."


@pytest.fixture
def editor(client: Client) -> Person:
    person = make_editor()
    client.force_login(person, backend="claims.sign_in.PersonBackend")
    return person


def test_article_create_makes_a_draft_of_what_was_pasted(client: Client, editor: Person) -> None:
    response = client.post("/articles/new/", {"text": TEXT, "language": "en"})
    article = Article.objects.get()
    assert response["Location"] == article.get_absolute_url()
    assert article.title == "A headline"
    assert [block["kind"] for block in article.revisions.get().blocks] == [
        "heading",
        "paragraph",
        "paragraph",
    ]
    assert article.owner == editor
    assert article.reporter is None


def test_article_create_by_a_reporter_is_theirs(client: Client) -> None:
    reporter = make_reporter()
    client.force_login(reporter, backend="claims.sign_in.PersonBackend")
    client.post("/articles/new/", {"text": TEXT})
    assert Article.objects.get().reporter == reporter


def test_article_create_by_somebody_without_a_role_is_403(client: Client) -> None:
    client.force_login(make_person(None), backend="claims.sign_in.PersonBackend")
    assert client.get("/articles/new/").status_code == 403
    assert client.post("/articles/new/", {"text": TEXT}).status_code == 403


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"text": ""}, "There is no text in it"),
        ({"text": " \n\u200b\u202e\0 "}, "There is no text in it"),
        ({"text": TEXT, "language": "<x>"}, "Write the language as a tag"),
        ({"text": TEXT, "title": "x" * 301}, "at most 300"),
        ({"text": TEXT, "deadline": "soon"}, "Write the deadline as"),
        ({"text": TEXT, "reporter": "999999"}, "not one of the available choices"),
    ],
)
def test_article_create_bad_input_is_422_and_keeps_the_text(
    client: Client, editor: Person, fields: dict[str, str], sentence: str
) -> None:
    response = client.post("/articles/new/", {"title": "Kept", **fields})
    assert response.status_code == 422
    assert sentence in response.text
    if fields["text"] == TEXT:
        assert "The first paragraph says 30%." in response.text
    assert not Article.objects.exists()


def test_article_create_of_too_much_text_gives_the_number(
    client: Client, editor: Person, settings
) -> None:
    settings.MAX_ARTICLE_CHARS = 1_000
    response = client.post("/articles/new/", {"text": "word " * 300})
    assert response.status_code == 422
    assert "The text has 1,500 characters; an article has at most 1,000." in response.text


def test_article_create_takes_as_much_text_as_is_allowed(client: Client, editor: Person) -> None:
    text = "\n\n".join(f"Paragraph {number} 🏠 says {number}%." for number in range(30_000))
    response = client.post("/articles/new/", {"text": text[:1_000_000], "title": "Long"})
    assert response.status_code == 302
    assert client.get(response["Location"]).status_code == 200


def test_article_list_filters_by_text_status_and_person(client: Client, editor: Person) -> None:
    mine = make_article(title="Ferry disaster", by=editor)
    other = make_article(title="Budget passed", text="Tariffs went up.")
    spiked = make_article(title="Spiked thing", text="Never ran.", status="spiked")

    def shown(query: str) -> set[Article]:
        page = client.get(f"/articles/?{query}")
        return {row["article"] for row in page.context["rows"]}

    assert shown("") == {mine, other, spiked}
    assert shown("q=tariff") == {other}
    assert shown("q=ferry") == {mine}
    assert shown("status=spiked") == {spiked}
    assert shown(f"person={editor.pk}") == {mine}
    assert shown("q=nothing+of+the+sort") == set()


def test_article_list_pages_by_key_and_under_htmx_gives_the_list_alone(
    client: Client, editor: Person, htmx: dict[str, str]
) -> None:
    made = [make_article(by=editor) for _ in range(51)]
    first = client.get("/articles/", headers=htmx)
    assert "<html" not in first.text
    assert len(first.context["rows"]) == 50
    second = client.get(f"/articles/?after={first.context['after']}")
    assert [row["article"] for row in second.context["rows"]] == [made[0]]
    assert second.context["after"] is None


def test_article_check_of_another_articles_claim_shows_none_in_hand(
    client: Client, editor: Person
) -> None:
    claim = make_claim()
    other = make_article()
    page = client.get(f"/articles/{other.pk}/?claim={claim.pk}")
    assert page.status_code == 200
    assert "No claim in hand" in page.text


def test_article_check_restored_from_history_is_a_whole_page(
    client: Client, editor: Person, htmx: dict[str, str]
) -> None:
    article = make_article()
    headers = {**htmx, "HX-History-Restore-Request": "true"}
    response = client.get(article.get_absolute_url(), headers=headers)
    assert "<html" in response.text
    assert "HX-Request" in response.headers["Vary"]


def test_article_edit_changes_details_and_writes_an_event(client: Client, editor: Person) -> None:
    article = make_article(by=editor)
    reader = make_reviewer()
    form = {
        "title": "Another title",
        "owner": editor.pk,
        "confidential": "on",
        "people": [reader.pk],
        "deadline": "2030-01-31T18:00",
    }
    assert client.post(f"/articles/{article.pk}/edit/", form).status_code == 302
    article.refresh_from_db()
    assert (article.title, article.confidential) == ("Another title", True)
    assert list(article.people.all()) == [reader]
    event = article.events.get(kind=Event.Kind.ARTICLE_CHANGED)
    assert set(event.payload) == {"title", "deadline", "confidential", "people"}


def test_article_edit_by_a_stranger_to_it_is_403(client: Client) -> None:
    article = make_article()
    client.force_login(make_reviewer(), backend="claims.sign_in.PersonBackend")
    assert client.get(f"/articles/{article.pk}/edit/").status_code == 403


def test_article_history_tells_who_did_what(client: Client, editor: Person) -> None:
    claim = make_claim(citations=1, rating="verified")
    page = client.get(f"/articles/{claim.article_id}/history/").text
    for words in ("brought in the article", "marked claim 1", "cited", "rated claim 1 verified"):
        assert words in page


def test_desk_shows_what_others_did_until_it_is_marked_as_seen(
    client: Client, editor: Person
) -> None:
    article = make_article(by=editor)
    make_claim(article=article, by=make_reviewer())
    page = client.get("/")
    assert "marked claim 1" in page.text
    client.post("/seen/", {"event": page.context["newest_event"]})
    assert "Nothing new" in client.get("/").text


def test_claim_list_finds_by_wording_mention_rating_source_and_article(
    client: Client, editor: Person
) -> None:
    verified = make_claim(citations=1, rating="verified", wording="The boat was full.")
    other = make_claim(exact="12 May", wording="It happened in spring.")
    source = verified.citations.get().source

    def shown(query: str) -> set:
        return set(client.get(f"/claims/?{query}").context["rows"])

    assert shown("") == {verified, other}
    assert shown("q=boats") == {verified}
    assert shown("q=%2212+May%22") == {other}
    assert shown("rating=open") == {other}
    assert shown("rating=verified") == {verified}
    assert shown(f"source={source.name}") == {verified}
    assert shown("source=Nobody") == set()
    assert shown(f"article={other.article_id}") == {other}


def test_health_tells_live_from_ready(client: Client, monkeypatch) -> None:
    assert client.get("/health/live").json() == {"status": "live"}
    assert client.get("/health/ready").status_code == 200
    monkeypatch.setattr("newsdesk.health.database_problem", lambda: "database")
    response = client.get("/health/ready")
    assert (response.status_code, response.headers["Retry-After"]) == (503, "5")
