import datetime as dt

import pytest
from django.conf import settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from claims.models import Article, Event, Person
from claims.text.chain import event_hash
from tests.factories import (
    EXACT,
    TEXT,
    make_article,
    make_citation,
    make_claim,
    make_confidential_article,
    make_editor,
    make_person,
    make_reporter,
    make_reviewer,
    make_verdict,
)
from tests.integration.api.conftest import assert_problem

pytestmark = pytest.mark.django_db


def test_article_create_from_text_answers_with_the_stored_draft(program):
    body = {"text": TEXT, "language": "en-GB", "external_id": "cms-1"}
    response = program.post("articles/", body)
    assert response.status_code == 201
    answer = response.json()
    article = Article.objects.get(pk=answer["id"])
    assert answer["url"] == f"http://testserver{article.get_absolute_url()}"
    assert response.headers["Location"] == f"/api/v1/articles/{article.pk}/"
    assert answer["title"] == "Ferry sank off the coast 🏠"
    assert (answer["language"], answer["external_id"]) == ("en-GB", "cms-1")
    assert answer["suggestions"] == []
    revision = answer["revision"]
    assert (revision["number"], revision["origin"]) == (1, "api")
    assert revision["text"] == article.revisions.get().text
    heading = revision["blocks"][0]
    assert heading["kind"] == "heading"
    assert revision["text"][heading["start"] : heading["end"]] == "Ferry sank off the coast 🏠"
    assert article.events.filter(kind=Event.Kind.ARTICLE_CREATED, person=program.person).exists()


def test_article_create_with_people_names_them_by_username(program):
    writer, colleague = make_reporter(), make_reviewer()
    body = {
        "text": TEXT,
        "title": " Ferry \u200b sank ",
        "confidential": True,
        "reporter": writer.username,
        "owner": colleague.username,
        "people": [program.person.username],
        "deadline": "2026-02-01T18:00:00+01:00",
    }
    answer = program.post("articles/", body).json()
    assert answer["title"] == "Ferry sank"
    assert answer["confidential"] is True
    assert answer["reporter"]["id"] == writer.pk
    assert answer["owner"]["username"] == colleague.username
    assert [person["id"] for person in answer["people"]] == [program.person.pk]
    assert answer["deadline"] == "2026-02-01T17:00:00.000000Z"


def test_article_create_by_a_reporter_makes_them_its_reporter(program_of):
    program = program_of(make_reporter())
    answer = program.post("articles/", {"text": TEXT, "title": None}).json()
    assert answer["reporter"]["id"] == program.person.pk


@pytest.mark.parametrize("field", ["html", "url", "file"])
def test_article_create_from_what_is_not_read_yet_is_refused(program, field):
    problem = assert_problem(program.post("articles/", {field: "https://a.example/"}), 422)
    assert problem["errors"][0]["field"] == field


def test_article_create_from_an_uploaded_file_is_refused(program):
    headers = {"Authorization": f"Bearer {program.token}"}
    response = program.client.post("/api/v1/articles/", {"file": "x"}, headers=headers)
    assert assert_problem(response, 422)["errors"][0]["field"] == "file"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "text"),
        ({"text": ""}, "text"),
        ({"text": " \u200b\n"}, "text"),
        ({"text": 5}, "text"),
        ({"text": "a\0b"}, "text"),
        ({"text": TEXT, "title": "x" * 301}, "title"),
        ({"text": TEXT, "title": ["x"]}, "title"),
        ({"text": TEXT, "language": "English"}, "language"),
        ({"text": TEXT, "external_id": "x" * 201}, "external_id"),
        ({"text": TEXT, "confidential": "yes"}, "confidential"),
        ({"text": TEXT, "confidential": 1}, "confidential"),
        ({"text": TEXT, "people": "anna"}, "people"),
        ({"text": TEXT, "people": [5]}, "people.0"),
        ({"text": TEXT, "people": ["nobody-here"]}, "people"),
        ({"text": TEXT, "reporter": "nobody-here"}, "reporter"),
        ({"text": TEXT, "owner": "nobody-here"}, "owner"),
        ({"text": TEXT, "deadline": "soon"}, "deadline"),
        ({"text": TEXT, "deadline": 1_700_000_000}, "deadline"),
        ({"text": TEXT, "deadline": "2026-02-01T18:00:00"}, "deadline"),
        ({"text": TEXT, "deadline": "0001-01-01T00:00:00+14:00"}, "deadline"),
        ({"text": TEXT, "deadline": "9999-12-31T23:59:59-14:00"}, "deadline"),
    ],
)
def test_article_create_with_bad_input_names_the_field(program, body, field):
    problem = assert_problem(program.post("articles/", body), 422)
    assert problem["type"] == "urn:newsdesk:bad-input"
    assert [error["field"] for error in problem["errors"]] == [field]
    assert not Article.objects.exists()


def test_article_create_with_too_much_text_is_refused(program, settings):
    settings.MAX_ARTICLE_CHARS = 50
    problem = assert_problem(program.post("articles/", {"text": "word " * 20}), 422)
    assert problem["errors"][0]["field"] == "text"
    assert "at most 50" in problem["detail"]


def test_article_create_with_an_external_id_that_is_taken_is_refused(program):
    body = {"text": TEXT, "external_id": "cms-1"}
    program.post("articles/", body)
    problem = assert_problem(program.post("articles/", body), 422)
    assert problem["errors"][0]["field"] == "external_id"


def test_article_create_with_a_title_of_nothing_takes_it_from_the_text(program):
    answer = program.post("articles/", {"text": TEXT, "title": "  ", "external_id": " "}).json()
    assert answer["title"] == "Ferry sank off the coast 🏠"
    assert answer["external_id"] is None


def test_article_create_by_somebody_without_a_role_is_refused(program_of):
    problem = assert_problem(program_of(make_person(None)).post("articles/", {"text": TEXT}), 403)
    assert problem["type"] == "urn:newsdesk:not-allowed"


def test_article_detail_tells_how_far_it_has_come(program):
    article = make_article(deadline=timezone.now() + dt.timedelta(days=1))
    make_claim(article=article)
    make_verdict(claim=make_claim(article=article))
    answer = program.get(f"articles/{article.pk}/").json()
    assert answer["progress"] == {
        "verified": 1,
        "disputed": 0,
        "unsourced": 0,
        "open": 1,
        "recheck": 0,
        "total": 2,
    }
    assert answer["coverage"]["claims"] == 2
    assert answer["coverage"]["decided"] == 1
    assert answer["revision"]["text"] == article.revisions.get().text
    assert answer["created_at"].endswith("Z")


def test_article_detail_of_one_not_for_you_is_as_of_none(program):
    hidden = make_confidential_article()
    refused = program.get(f"articles/{hidden.pk}/")
    missing = program.get(f"articles/{hidden.pk + 1000}/")
    assert assert_problem(refused, 404) == assert_problem(missing, 404)


def test_article_detail_of_a_confidential_one_opens_to_those_named(program):
    article = make_confidential_article(people=[program.person])
    assert program.get(f"articles/{article.pk}/").status_code == 200


def test_article_list_gives_what_one_may_see_newest_first(program):
    articles = [make_article() for _ in range(3)]
    make_confidential_article()
    answer = program.get("articles/").json()
    assert [row["id"] for row in answer["items"]] == [each.pk for each in reversed(articles)]
    assert answer["next"] is None
    assert "revision" not in answer["items"][0]


def test_article_list_in_pages_gives_each_article_once(program):
    articles = [make_article() for _ in range(5)]
    seen, after = [], ""
    while after is not None:
        page = program.get("articles/", limit=2, after=after).json()
        seen += [row["id"] for row in page["items"]]
        after = page["next"]
    assert seen == [article.pk for article in reversed(articles)]


def test_article_list_filters_by_status_and_words(program):
    ferry, other = make_article(), make_article(text="Trade talks\n\nThey talk in Geneva.")
    Article.objects.filter(pk=other.pk).update(status=Article.Status.SPIKED)
    assert _ids(program.get("articles/", status="spiked")) == [other.pk]
    assert _ids(program.get("articles/", q="ferry")) == [ferry.pk]
    assert _ids(program.get("articles/", q="ferry", status="spiked")) == []
    assert _ids(program.get("articles/", q="", status="", after="")) == [other.pk, ferry.pk]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("status", "lost"),
        ("limit", "0"),
        ("limit", "201"),
        ("limit", "many"),
        ("after", "-1"),
        ("after", "9" * 30),
        ("after", "1.5"),
        ("q", "x" * 201),
    ],
)
def test_article_list_with_a_bad_filter_names_it(program, name, value):
    problem = assert_problem(program.get("articles/", **{name: value}), 422)
    assert problem["errors"][0]["field"] == name


def test_article_list_takes_as_many_statements_for_ten_as_for_one(
    program, django_assert_max_num_queries
):
    make_claim(article=make_article())
    with CaptureQueriesContext(_connection()) as one:
        program.get("articles/")
    for _ in range(9):
        make_claim(article=make_article())
    with CaptureQueriesContext(_connection()) as ten:
        assert len(program.get("articles/").json()["items"]) == 10
    assert len(ten) <= len(one)


def test_article_history_is_sealed_and_oldest_first(program):
    claim = make_claim(rating="verified")
    events = program.get(f"articles/{claim.article_id}/events/").json()["items"]
    assert [event["kind"] for event in events][:3] == [
        "article_created",
        "revision_added",
        "claim_created",
    ]
    assert [event["sequence"] for event in events] == list(range(1, len(events) + 1))
    previous = ""
    for event in events:
        row = {name: event[name] for name in ("chain", "sequence", "article", "claim", "kind")}
        row |= {"person": event["person"]["id"], "payload": event["payload"], "at": event["at"]}
        assert event["previous_hash"] == previous
        assert event["hash"] == event_hash(previous, row)
        previous = event["hash"]


def test_article_history_in_pages_goes_on_where_it_ended(program):
    article = make_claim(rating="verified").article
    whole = program.get(f"articles/{article.pk}/events/").json()
    assert whole["next"] is None
    first = program.get(f"articles/{article.pk}/events/", limit=2).json()
    rest = program.get(f"articles/{article.pk}/events/", after=first["next"]).json()
    assert first["items"] + rest["items"] == whole["items"]
    last = whole["items"][-1]["id"]
    make_citation(claim=article.claims.get())
    news = program.get(f"articles/{article.pk}/events/", after=last).json()["items"]
    assert news[-1]["kind"] == "citation_added"


def test_article_history_of_one_not_for_you_is_not_found(program):
    hidden = make_confidential_article()
    assert_problem(program.get(f"articles/{hidden.pk}/events/"), 404)


def test_article_history_takes_as_many_statements_for_ten_as_for_one(program):
    article = make_article(by=make_editor())
    with CaptureQueriesContext(_connection()) as few:
        program.get(f"articles/{article.pk}/events/")
    for _ in range(8):
        make_claim(article=article, exact=EXACT, by=make_editor())
    with CaptureQueriesContext(_connection()) as many:
        assert len(program.get(f"articles/{article.pk}/events/").json()["items"]) == 10
    assert len(many) <= len(few)


def test_article_create_too_large_to_read_is_refused(program):
    body = b'{"text": "' + b"x" * settings.DATA_UPLOAD_MAX_MEMORY_SIZE + b'"}'
    assert_problem(program.post("articles/", body), 413)
    assert Person.objects.filter(pk=program.person.pk).exists()


def _ids(response):
    return [row["id"] for row in response.json()["items"]]


def _connection():
    from django.db import connection

    return connection
