"""What is only looked at: nothing changes it, and nobody sees what is not for them."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from claims.admin import base
from claims.models import Article, Claim, Event, Verdict
from tests.factories import (
    make_claim,
    make_confidential_article,
    make_reviewer,
    make_source,
    make_token,
)

pytestmark = pytest.mark.django_db

MODELS = ["article", "revision", "claim", "mention", "citation", "verdict", "event"]
SECRET = "the minister resigned"


def path(model: str, *parts: object) -> str:
    return "/".join(["/admin/claims", model, *map(str, parts), ""])


def row_of(claim: Claim, model: str) -> Any:
    return {
        "article": claim.article,
        "revision": claim.article.revisions.get(),
        "claim": claim,
        "mention": claim.mentions.first(),
        "citation": claim.citations.first(),
        "verdict": claim.verdicts.first(),
        "event": claim.events.last(),
    }[model]


def make_secret_claim(**fields: Any) -> Claim:
    text = f"Behind closed doors {SECRET} on Tuesday."
    article = make_confidential_article(text=text, title=f"How {SECRET}", **fields)
    return make_claim(article=article, exact=SECRET, citations=1, rating="verified")


@pytest.mark.parametrize("model", MODELS)
def test_row_is_shown_and_cannot_be_changed(signed_in, chief, model: str) -> None:
    row = row_of(make_claim(citations=1, rating="verified"), model)
    client = signed_in(chief)
    assert str(row.pk) in client.get(path(model)).text
    page = client.get(path(model, row.pk, "change"))
    assert page.status_code == 200
    assert 'name="_save"' not in page.text
    assert client.get(path(model, "add")).status_code == 404
    assert client.get(path(model, row.pk, "delete")).status_code == 404
    before = type(row).objects.values().get(pk=row.pk)
    count = type(row).objects.count()
    for parts in (("add",), (row.pk, "change"), (row.pk, "delete")):
        assert client.post(path(model, *parts), {"post": "yes"}).status_code == 403
    client.post(path(model), {"action": "delete_selected", "_selected_action": row.pk})
    assert type(row).objects.values().get(pk=row.pk) == before
    assert type(row).objects.count() == count


@pytest.mark.parametrize("model", MODELS)
def test_row_of_a_confidential_article_is_hidden_from_who_is_not_named(
    signed_in, chief, desk: Client, model: str
) -> None:
    row = row_of(make_secret_claim(), model)
    for client in (desk, signed_in(chief)):
        response = client.get(path(model))
        assert row not in list(response.context["cl"].result_list)
        assert SECRET not in response.text
        assert client.get(path(model, row.pk, "change")).status_code == 404
        assert client.get(path(model, row.pk, "history")).status_code == 404
        assert SECRET not in client.get(path(model) + "?q=minister").text


@pytest.mark.parametrize("model", MODELS)
def test_row_of_a_confidential_article_is_shown_to_who_is_named(desk, admin, model: str) -> None:
    row = row_of(make_secret_claim(people=[admin]), model)
    assert row in list(desk.get(path(model)).context["cl"].result_list)
    assert desk.get(path(model, row.pk, "change")).status_code == 200


@pytest.mark.parametrize("model", MODELS)
def test_list_takes_as_many_statements_for_ten_rows_as_for_one(desk: Client, model: str) -> None:
    def statements() -> int:
        desk.get(path(model))
        with CaptureQueriesContext(connection) as captured:
            assert desk.get(path(model)).status_code == 200
        return len(captured)

    make_claim(citations=1, rating="verified")
    one = statements()
    for _ in range(9):
        make_claim(citations=1, rating="verified")
    assert statements() == one


@pytest.mark.parametrize(
    ("model", "query", "count"),
    [
        ("article", "q=ferry", 1),
        ("article", "q=nowhere", 0),
        ("article", "status__exact=in_review", 2),
        ("article", "confidential__exact=1", 0),
        ("revision", "q=ferry", 1),
        ("revision", "origin__exact=paste", 2),
        ("claim", "q=142+people", 1),
        ("claim", "q=%22quarrel+-+OR+%21%28", 1),
        ("claim", "rating__exact=verified", 1),
        ("claim", "kind__exact=figure", 0),
        ("mention", "q=people", 1),
        ("mention", "state__exact=kept", 2),
        ("citation", "q=people", 1),
        ("citation", "stance__exact=supports", 1),
        ("citation", "withdrawn_at__isempty=1", 1),
        ("verdict", "q=people", 1),
        ("verdict", "rating__exact=disputed", 0),
        ("verdict", "question__exact=truth", 1),
        ("event", "kind__exact=verdict_recorded", 1),
        ("event", "kind__exact=verdict_recorded&q=nobody", 0),
        ("event", "of=nonsense&kind__exact=verdict_recorded", 1),
    ],
)
def test_list_is_searched_and_filtered(desk: Client, model: str, query: str, count: int) -> None:
    make_claim(exact="142 people", citations=1, rating="verified")
    make_claim(exact="a quarrel over fish")
    response = desk.get(f"{path(model)}?{query}")
    assert response.status_code == 200
    assert len(response.context["cl"].result_list) == count


def test_article_is_found_by_its_number(desk: Client) -> None:
    claim = make_claim()
    make_claim()
    for number, found in ((claim.article_id, [claim.article]), ("9" * 30, [])):
        response = desk.get(f"{path('article')}?q={number}")
        assert list(response.context["cl"].result_list) == found


def test_events_are_found_by_chain_and_by_person(desk: Client) -> None:
    claim = make_claim()
    make_claim()
    by = claim.created_by.username
    for query in (f"article-{claim.article_id}", f"Article-{claim.article_id}", by.upper()):
        found = desk.get(path("event"), {"q": query}).context["cl"].result_list
        assert {event.article_id for event in found} == {claim.article_id}


def test_events_of_library_and_people_are_for_who_sees_the_accounts(signed_in, desk) -> None:
    make_source(name="Court")
    make_token(name="the CMS")
    assert len(desk.get(f"{path('event')}?of=library").context["cl"].result_list) == 2
    reviewer = signed_in(make_reviewer(is_staff=True))
    assert list(reviewer.get(path("event")).context["cl"].result_list) == []
    event = Event.objects.filter(article=None).last()
    assert event is not None
    assert reviewer.get(path("event", event.pk, "change")).status_code == 404


def test_event_page_shows_payload_and_seal(desk: Client) -> None:
    event = make_claim().events.get(kind="claim_created")
    page = desk.get(path("event", event.pk, "change")).text
    assert event.hash in page
    assert "142 people" in page


def test_page_leads_to_the_desk(desk: Client) -> None:
    claim = make_claim(citations=1, rating="verified")
    for model in MODELS:
        page = desk.get(path(model, row_of(claim, model).pk, "change")).text
        assert "Open at the desk" in page
        assert claim.article.get_absolute_url() in page or claim.get_absolute_url() in page


def test_history_of_a_claim_tells_what_was_done(desk: Client) -> None:
    claim = make_claim(citations=1, rating="verified")
    page = desk.get(path("claim", claim.pk, "history")).text
    assert str(Verdict.objects.get().reviewer) in page
    assert "verified" in page


def test_pages_go_so_far_and_say_so(desk: Client, monkeypatch) -> None:
    monkeypatch.setattr(base, "MOST_PAGED", 60)
    claim = make_claim()
    Article.objects.bulk_create(
        Article(title=f"Article {n}", slug=f"article-{n}", owner=claim.created_by)
        for n in range(70)
    )
    response = desk.get(path("article"))
    assert "the newest 60 articles; search or filter to see older ones" in response.text
    assert response.context["cl"].paginator.num_pages == 2
    assert desk.get(f"{path('article')}?p=2").status_code == 200
    assert len(desk.get(f"{path('article')}?q=69").context["cl"].result_list) == 0


def test_texts_of_drafts_are_not_read_for_a_list(desk: Client) -> None:
    make_claim()
    for model in ("revision", "mention"):
        with CaptureQueriesContext(connection) as captured:
            desk.get(path(model))
        assert not [query for query in captured if '"claims_revision"."text"' in query["sql"]]
