import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claims.models import Article, Claim, Event, Mention
from tests.factories import (
    EXACT,
    make_article,
    make_citation,
    make_claim,
    make_confidential_article,
    make_mention,
    make_person,
    make_reporter,
    make_reviewer,
    make_revision,
    stored_version,
)
from tests.integration.api.conftest import assert_problem

pytestmark = pytest.mark.django_db


def _place(article, exact=EXACT):
    text = make_revision(article).text
    start = text.index(exact)
    return {"start": start, "end": start + len(exact)}


def test_claim_create_by_offsets_counts_code_points(program):
    article = make_article()
    place = _place(article, "أمينة")  # behind an emoji: a count in UTF-16 units is off by one
    response = program.post(f"articles/{article.pk}/claims/", {**place, "kind": "name"})
    assert response.status_code == 201
    answer = response.json()
    claim = Claim.objects.get(pk=answer["id"])
    assert response.headers["Location"] == f"/api/v1/claims/{claim.pk}/"
    assert answer["url"] == f"http://testserver{claim.get_absolute_url()}"
    assert (answer["article"], answer["number"], answer["version"]) == (article.pk, 1, 1)
    assert (answer["wording"], answer["kind"], answer["rating"]) == ("أمينة", "name", "")
    (mention,) = answer["mentions"]
    assert mention["exact"] == "أمينة"
    assert {"start": mention["start"], "end": mention["end"]} == place
    assert (mention["revision"], mention["state"]) == (1, "kept")
    assert answer["verdicts"] == answer["citations"] == []
    event = claim.events.get(kind=Event.Kind.CLAIM_CREATED)
    assert event.person == program.person


def test_claim_create_by_quotation_takes_the_place_that_fits(program):
    article = make_article()
    text = make_revision(article).text
    body = {"exact": EXACT, "prefix": "years: ", "wording": " It carried  142. "}
    answer = program.post(f"articles/{article.pk}/claims/", body).json()
    assert answer["mentions"][0]["start"] == text.rindex(EXACT)
    assert answer["wording"] == "It carried 142."


def test_claim_create_by_quotation_in_pieces_finds_it_composed(program):
    article = make_article(text="Le café.\n\nDas Café hat 142 Plätze.")
    body = {"exact": "142 Pla\u0308tze", "revision": 1}
    answer = program.post(f"articles/{article.pk}/claims/", body).json()
    assert answer["mentions"][0]["exact"] == "142 Plätze"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "start"),
        ({"start": 5}, "start"),
        ({"exact": "   "}, "exact"),
        ({"exact": "not in it"}, "exact"),
        ({"start": 5, "end": 2}, "exact"),
        ({"start": 0, "end": 10**6}, "exact"),
        ({"start": 0, "end": 10**30}, "end"),
        ({"start": -1, "end": 3}, "start"),
        ({"start": "0", "end": 3}, "start"),
        ({"start": 0.0, "end": 3}, "start"),
        ({"start": 0, "end": True}, "end"),
        ({"start": 0, "end": 5, "exact": "other words"}, "exact"),
        ({"exact": EXACT, "kind": "rumour"}, "kind"),
        ({"exact": EXACT, "kind": ["figure"]}, "kind"),
        ({"exact": EXACT, "wording": "x" * 2001}, "wording"),
        ({"exact": EXACT, "prefix": "x" * 201}, "prefix"),
        ({"exact": EXACT, "revision": 10**12}, "revision"),
        ({"exact": "142\0people"}, "exact"),
    ],
)
def test_claim_create_with_bad_input_names_the_field(program, body, field):
    article = make_article()
    problem = assert_problem(program.post(f"articles/{article.pk}/claims/", body), 422)
    assert [error["field"] for error in problem["errors"]] == [field]
    assert not Claim.objects.exists()


def test_claim_create_for_another_draft_is_refused(program):
    article = make_article()
    body = {"exact": EXACT, "revision": 2}
    problem = assert_problem(program.post(f"articles/{article.pk}/claims/", body), 409)
    assert problem["type"] == "urn:newsdesk:wrong-state"


def test_claim_create_on_a_closed_article_is_refused(program):
    article = make_article(status=Article.Status.CLEARED)
    assert_problem(program.post(f"articles/{article.pk}/claims/", {"exact": EXACT}), 409)


def test_claim_create_by_a_reporter_is_refused(program_of):
    article = make_article()
    response = program_of(make_reporter()).post(f"articles/{article.pk}/claims/", {"exact": EXACT})
    assert_problem(response, 403)


def test_claim_create_on_an_article_not_for_you_is_not_found(program):
    hidden = make_confidential_article()
    assert_problem(program.post(f"articles/{hidden.pk}/claims/", {"exact": EXACT}), 404)


@pytest.mark.parametrize(
    "key", ["5430e643-6f3b-4a8d-9e57-d1d55eaf8204", "cms-call-17", "Schlüssel 1"]
)
def test_claim_create_again_with_the_same_key_marks_once(program, key):
    article = make_article()
    body = {"exact": EXACT}
    answers = [
        program.post(f"articles/{article.pk}/claims/", body, idempotency_key=key) for _ in range(2)
    ]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    assert Claim.objects.count() == 1


def test_claim_create_with_the_key_of_somebody_else_marks_another(program, program_of):
    article, key = make_article(), str(uuid.uuid4())
    for each in (program, program_of(make_reviewer())):
        path = f"articles/{article.pk}/claims/"
        assert each.post(path, {"exact": EXACT}, idempotency_key=key).status_code == 201
    assert Claim.objects.count() == 2


def test_claim_create_with_the_key_of_another_call_marks_another(program):
    first, second = make_article(), make_article()
    for article, exact in ((first, EXACT), (first, "sank"), (second, EXACT)):
        path = f"articles/{article.pk}/claims/"
        response = program.post(path, {"exact": exact}, idempotency_key="always the same")
        assert response.status_code == 201
    assert Claim.objects.count() == 3


def test_claim_create_with_a_key_too_long_is_refused(program):
    article = make_article()
    response = program.post(
        f"articles/{article.pk}/claims/", {"exact": EXACT}, idempotency_key="x" * 256
    )
    assert assert_problem(response, 422)["errors"][0]["field"] == "Idempotency-Key"


def test_claim_detail_tells_all_of_it(program):
    claim = make_claim(rating="verified")
    answer = program.get(f"claims/{claim.pk}/").json()
    assert (answer["rating"], answer["version"], answer["recheck"]) == (
        "verified",
        stored_version(claim),
        [],
    )
    (verdict,) = answer["verdicts"]
    assert (verdict["rating"], verdict["question"], verdict["revision"]) == ("verified", "truth", 1)
    assert verdict["reviewer"]["name"]
    (citation,) = answer["citations"]
    stored = claim.citations.get()
    assert (citation["source"], citation["source_name"]) == (stored.source_id, stored.source.name)
    assert citation["withdrawn_at"] is None
    assert citation["read_at"] == stored.read_at.isoformat()


def test_claim_detail_of_one_not_for_you_is_as_of_none(program):
    claim = make_claim(article=make_confidential_article())
    refused = program.get(f"claims/{claim.pk}/")
    missing = program.get(f"claims/{claim.pk + 1000}/")
    assert assert_problem(refused, 404) == assert_problem(missing, 404)


def test_claim_list_finds_by_words_rating_source_and_article(program):
    ferry = make_claim(rating="verified")
    talks = make_claim(exact="Talks were held in Geneva", citations=1)
    make_claim(article=make_confidential_article())
    source = talks.citations.get().source_id
    assert _ids(program.get("claims/")) == [talks.pk, ferry.pk]
    assert _ids(program.get("claims/", q="geneva")) == [talks.pk]
    assert _ids(program.get("claims/", rating="verified")) == [ferry.pk]
    assert _ids(program.get("claims/", rating="open")) == [talks.pk]
    assert _ids(program.get("claims/", source=source)) == [talks.pk]
    assert _ids(program.get("claims/", source=2**62)) == []
    assert _ids(program.get("claims/", article=ferry.article_id)) == [ferry.pk]
    assert _ids(program.get("claims/", article=ferry.article_id, rating="open")) == []


def test_claim_list_in_pages_gives_each_claim_once(program):
    claims = [make_claim() for _ in range(3)]
    first = program.get("claims/", limit=2).json()
    rest = program.get("claims/", limit=2, after=first["next"]).json()
    assert [row["id"] for row in first["items"] + rest["items"]] == [
        claim.pk for claim in reversed(claims)
    ]
    assert rest["next"] is None


@pytest.mark.parametrize(
    ("name", "value"),
    [("rating", "true"), ("source", "0"), ("source", "x"), ("article", "9" * 30)],
)
def test_claim_list_with_a_bad_filter_names_it(program, name, value):
    problem = assert_problem(program.get("claims/", **{name: value}), 422)
    assert problem["errors"][0]["field"] == name


def test_claim_list_takes_as_many_statements_for_ten_as_for_one(program):
    _make_busy_claim()
    with CaptureQueriesContext(connection) as one:
        program.get("claims/")
    for _ in range(9):
        _make_busy_claim()
    with CaptureQueriesContext(connection) as ten:
        assert len(program.get("claims/").json()["items"]) == 10
    assert len(ten) <= len(one)


def test_article_claim_list_is_in_the_order_of_numbers(program):
    article = make_article()
    claims = [make_claim(article=article, exact=exact) for exact in ("sank", EXACT, "12 May")]
    make_claim()
    first = program.get(f"articles/{article.pk}/claims/", limit=2).json()
    rest = program.get(f"articles/{article.pk}/claims/", after=first["next"]).json()
    assert [row["id"] for row in first["items"]] == [claims[0].pk, claims[1].pk]
    assert [row["number"] for row in rest["items"]] == [3]
    assert first["items"][1]["mentions"][0]["exact"] == EXACT


def test_article_claim_list_of_an_article_not_for_you_is_not_found(program):
    hidden = make_confidential_article()
    assert_problem(program.get(f"articles/{hidden.pk}/claims/"), 404)


def test_article_claim_list_takes_as_many_statements_for_ten_as_for_one(program):
    article = make_article()
    _make_busy_claim(article)
    with CaptureQueriesContext(connection) as one:
        program.get(f"articles/{article.pk}/claims/")
    for _ in range(9):
        _make_busy_claim(article)
    with CaptureQueriesContext(connection) as ten:
        assert len(program.get(f"articles/{article.pk}/claims/").json()["items"]) == 10
    assert len(ten) <= len(one)


def test_claim_detail_takes_as_many_statements_for_many_citations_as_for_one(program):
    claim = make_claim(citations=1, rating="verified")
    with CaptureQueriesContext(connection) as one:
        program.get(f"claims/{claim.pk}/")
    for _ in range(5):
        make_citation(claim=claim)
    make_mention(claim=claim)
    with CaptureQueriesContext(connection) as many:
        program.get(f"claims/{claim.pk}/")
    assert len(many) <= len(one)


def test_claim_edit_changes_what_was_sent_and_keeps_the_rest(program):
    claim = make_claim(kind="figure")
    response = program.patch(f"claims/{claim.pk}/", {"wording": "It carried 142.", "version": 1})
    assert response.status_code == 200
    answer = response.json()
    assert (answer["wording"], answer["kind"]) == ("It carried 142.", "figure")
    assert answer["version"] == stored_version(claim) == 2
    answer = program.patch(f"claims/{claim.pk}/", {"kind": "event", "version": 2}).json()
    assert (answer["wording"], answer["kind"]) == ("It carried 142.", "event")


def test_claim_edit_of_the_wording_voids_the_verdict(program):
    claim = make_claim(rating="verified")
    body = {"wording": "It carried 143.", "version": stored_version(claim)}
    answer = program.patch(f"claims/{claim.pk}/", body).json()
    assert answer["rating"] == ""
    assert answer["recheck"]
    assert len(answer["verdicts"]) == 1


def test_claim_edit_of_a_claim_that_changed_since_is_refused(program):
    claim = make_claim()
    program.patch(f"claims/{claim.pk}/", {"wording": "First.", "version": 1})
    response = program.patch(f"claims/{claim.pk}/", {"wording": "Second.", "version": 1})
    problem = assert_problem(response, 409)
    assert problem["type"] == "urn:newsdesk:stale"
    assert problem["current"] == {"version": 2, "rating": ""}
    claim.refresh_from_db()
    assert claim.wording == "First."


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"wording": "No version."}, "version"),
        ({"wording": " ", "version": 1}, "wording"),
        ({"kind": "rumour", "version": 1}, "kind"),
        ({"version": "1"}, "version"),
        ({"version": 1.0}, "version"),
        ([{"version": 1}], "body"),
        ("wording", "body"),
    ],
)
def test_claim_edit_with_bad_input_names_the_field(program, body, field):
    claim = make_claim()
    sent = f'"{body}"' if isinstance(body, str) else body
    problem = assert_problem(program.patch(f"claims/{claim.pk}/", sent), 422)
    assert problem["errors"][0]["field"] == field


def test_claim_edit_by_the_wrong_person_is_refused(program_of):
    claim = make_claim()
    response = program_of(make_reporter()).patch(f"claims/{claim.pk}/", {"version": 1})
    assert_problem(response, 403)
    response = program_of(make_person(None)).patch(f"claims/{claim.pk}/", {"version": 1})
    assert_problem(response, 404)


def test_mention_add_marks_another_place_once(program):
    claim = make_claim()
    for _ in range(2):
        response = program.post(f"claims/{claim.pk}/mentions/", {"exact": "sank"})
        assert response.status_code == 201
        answer = response.json()
        assert (answer["claim"], answer["exact"]) == (claim.pk, "sank")
        assert answer["claim_state"]["version"] == stored_version(claim) == 2
    assert Mention.objects.filter(claim=claim).count() == 2


def test_mention_add_by_the_wrong_person_or_on_a_closed_article_is_refused(program, program_of):
    claim = make_claim()
    path, body = f"claims/{claim.pk}/mentions/", {"exact": "sank"}
    assert_problem(program_of(make_reporter()).post(path, body), 403)
    Article.objects.filter(pk=claim.article_id).update(status=Article.Status.SPIKED)
    assert_problem(program.post(path, body), 409)
    hidden = make_claim(article=make_confidential_article())
    assert_problem(program.post(f"claims/{hidden.pk}/mentions/", body), 404)


def _ids(response):
    return [row["id"] for row in response.json()["items"]]


def _make_busy_claim(article=None):
    claim = make_claim(article=article, citations=1)
    make_mention(claim=claim)
    Claim.objects.filter(pk=claim.pk).update(assignee=make_reviewer())
