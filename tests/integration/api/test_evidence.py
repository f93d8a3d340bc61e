import uuid

import pytest

from claims.models import Article, Citation, Claim, Event, Source, Verdict
from tests.factories import (
    RATIONALE,
    make_article,
    make_citation,
    make_claim,
    make_confidential_article,
    make_person,
    make_policy,
    make_reporter,
    make_reviewer,
    make_source,
    make_verdict,
    stored_version,
)
from tests.integration.api.conftest import assert_problem

pytestmark = pytest.mark.django_db

VERIFIED = {"rating": "verified", "rationale": RATIONALE}
SUPPORTS = {"source_name": "Ministry of Transport", "passage": "142.", "stance": "supports"}


def _cite(claim):
    return f"claims/{claim.pk}/citations/"


def _decide(claim):
    return f"claims/{claim.pk}/verdicts/"


def test_citation_add_by_name_adds_the_source_to_the_library(program):
    claim = make_claim()
    body = {
        **SUPPORTS,
        "url": "HTTPS://Transport.Example/report.pdf#page=4",
        "passage": "There were 142\u200b people\r\n\r\non board.",
        "locator": "  page  4 ",
        "tier": "primary",
        "read_at": "2025-01-31",
    }
    response = program.post(_cite(claim), body)
    assert response.status_code == 201
    answer = response.json()
    citation = Citation.objects.get(pk=answer["id"])
    assert (answer["claim"], answer["source"]) == (claim.pk, Source.objects.get().pk)
    assert answer["source_name"] == "Ministry of Transport"
    assert answer["url"] == "https://Transport.Example/report.pdf#page=4"
    assert answer["passage"] == citation.passage == "There were 142 people\n\non board."
    assert answer["locator"] == "page 4"
    assert (answer["tier"], answer["read_at"]) == ("primary", "2025-01-31")
    assert answer["added_by"]["id"] == program.person.pk
    assert answer["claim_state"] == {"version": stored_version(claim), "rating": "", "recheck": []}
    assert claim.events.filter(kind=Event.Kind.CITATION_ADDED).exists()


def test_citation_add_by_id_or_by_domain_takes_the_source_of_the_library(program):
    source = make_source(domains=["transport.example"], tier="primary")
    claim = make_claim()
    by_id = program.post(_cite(claim), {"source": source.pk, "stance": "context"}).json()
    address = {"url": "https://www.transport.example/report", "stance": "contradicts"}
    by_domain = program.post(_cite(claim), address).json()
    assert by_id["source"] == by_domain["source"] == source.pk
    assert by_id["tier"] == "primary"
    assert Source.objects.count() == 1


def test_citation_add_by_a_reporter_on_their_own_article_is_recorded(program_of):
    reporter = make_reporter()
    claim = make_claim(article=make_article(by=reporter), by=make_reviewer())
    assert program_of(reporter).post(_cite(claim), SUPPORTS).status_code == 201


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"stance": None}, "stance"),
        ({"stance": "likes"}, "stance"),
        ({"source_name": ""}, "source_name"),
        ({"source_name": "x" * 201}, "source_name"),
        ({"source": 2**62}, "source"),
        ({"source": 10**30}, "source"),
        ({"source": "3"}, "source"),
        ({"url": "ftp://transport.example/"}, "url"),
        ({"url": "javascript:alert(1)"}, "url"),
        ({"url": "http://[::1"}, "url"),
        ({"url": "https://a.example/" + "x" * 2000}, "url"),
        ({"passage": "a\0b"}, "passage"),
        ({"url": "a.example/" + "x" * 1988}, "url"),  # fits until it gets its https
        ({"locator": "x" * 201}, "locator"),
        ({"locator": "\u0958" * 200}, "locator"),  # fits until NFC takes its letters apart
        ({"tier": "best"}, "tier"),
        ({"read_at": "31 January"}, "read_at"),
        ({"read_at": 20250131}, "read_at"),
        ({"read_at": "2999-01-01"}, "read_at"),
    ],
)
def test_citation_add_with_bad_input_names_the_field(program, change, field):
    problem = assert_problem(program.post(_cite(make_claim()), {**SUPPORTS, **change}), 422)
    assert [error["field"] for error in problem["errors"]] == [field]
    assert not Citation.objects.exists()


def test_citation_add_of_a_retired_source_is_refused(program):
    source = make_source()
    Source.objects.filter(pk=source.pk).update(
        retired_at="2025-01-01T00:00:00Z", retired_reason="It closed."
    )
    body = {"source": source.pk, "stance": "supports"}
    assert_problem(program.post(_cite(make_claim()), body), 409)


def test_citation_add_again_with_the_same_key_cites_once(program):
    claim, key = make_claim(), str(uuid.uuid4())
    answers = [program.post(_cite(claim), SUPPORTS, idempotency_key=key) for _ in range(2)]
    assert answers[0].json() == answers[1].json()
    assert Citation.objects.count() == 1


def test_citation_add_by_the_wrong_person_or_on_a_closed_article_is_refused(program, program_of):
    claim = make_claim()
    assert_problem(program_of(make_person(None)).post(_cite(claim), SUPPORTS), 404)
    hidden = make_claim(article=make_confidential_article())
    assert_problem(program.post(_cite(hidden), SUPPORTS), 404)
    Article.objects.filter(pk=claim.article_id).update(status=Article.Status.CLEARED)
    assert_problem(program.post(_cite(claim), SUPPORTS), 409)


def test_citation_withdraw_lapses_the_verdict_it_carried(program):
    claim = make_claim(rating="verified")
    citation = claim.citations.get()
    response = program.post(f"citations/{citation.pk}/withdraw/", {"reason": "It was corrected."})
    assert response.status_code == 200
    answer = response.json()
    assert answer["withdrawn_reason"] == "It was corrected."
    assert answer["withdrawn_by"]["id"] == program.person.pk
    assert answer["withdrawn_at"].endswith("Z")
    assert answer["claim_state"]["rating"] == ""
    assert answer["claim_state"]["recheck"]
    again = program.post(f"citations/{citation.pk}/withdraw/", {"reason": "It was corrected."})
    assert_problem(again, 409)


@pytest.mark.parametrize("body", [{}, {"reason": ""}, {"reason": " \u200b"}, {"reason": 5}])
def test_citation_withdraw_without_a_reason_is_refused(program, body):
    citation = make_citation()
    problem = assert_problem(program.post(f"citations/{citation.pk}/withdraw/", body), 422)
    assert problem["errors"][0]["field"] == "reason"
    citation.refresh_from_db()
    assert citation.withdrawn_at is None


def test_citation_withdraw_by_the_wrong_person_is_refused(program, program_of):
    citation = make_citation()
    body = {"reason": "It was corrected."}
    assert_problem(
        program_of(make_reporter()).post(f"citations/{citation.pk}/withdraw/", body), 403
    )
    hidden = make_citation(claim=make_claim(article=make_confidential_article()))
    refused = program.post(f"citations/{hidden.pk}/withdraw/", body)
    missing = program.post(f"citations/{hidden.pk + 1000}/withdraw/", body)
    assert assert_problem(refused, 404) == assert_problem(missing, 404)


def test_verdict_record_rates_the_claim(program):
    claim = make_claim(citations=1)
    response = program.post(_decide(claim), {**VERIFIED, "version": 1})
    assert response.status_code == 201
    answer = response.json()
    claim.refresh_from_db()
    assert claim.rating == answer["rating"] == "verified"
    assert (answer["claim"], answer["number"], answer["question"]) == (claim.pk, 1, "truth")
    assert (answer["rationale"], answer["wording"]) == (RATIONALE, claim.wording)
    assert answer["reviewer"]["id"] == program.person.pk
    assert answer["claim_state"] == {"version": 2, "rating": "verified", "recheck": []}
    assert claim.events.filter(kind=Event.Kind.VERDICT_RECORDED).count() == 1


def test_verdict_record_on_a_quotation_asks_two_questions(program):
    claim = make_claim(kind="quotation", citations=1)
    said = {**VERIFIED, "question": "attribution", "version": 1}
    assert program.post(_decide(claim), said).json()["question"] == "attribution"
    untrue = {"rating": "disputed", "rationale": "There was a warning.", "version": 2}
    answer = program.post(_decide(claim), untrue).json()
    assert answer["claim_state"]["rating"] == "disputed"


def test_verdict_record_without_evidence_says_what_is_missing(program):
    claim = make_claim()
    problem = assert_problem(program.post(_decide(claim), {**VERIFIED, "version": 1}), 422)
    assert problem["type"] == "urn:newsdesk:evidence-missing"
    assert len(problem["unmet"]) == 1
    assert "supporting citation" in problem["unmet"][0]
    assert not Verdict.objects.exists()


def test_verdict_record_is_held_to_the_policy_of_the_kind(program):
    make_policy("figure", verified_citations=2, verified_origins=2)
    claim = make_claim(kind="figure", citations=1)
    response = program.post(_decide(claim), {**VERIFIED, "version": 1})
    assert "2 supporting citations" in assert_problem(response, 422)["unmet"][0]
    make_citation(claim=claim)
    body = {**VERIFIED, "version": stored_version(claim)}
    assert program.post(_decide(claim), body).status_code == 201


def test_verdict_record_on_a_claim_that_changed_since_shows_the_other_verdict(program, program_of):
    claim = make_claim(citations=1)
    other = program_of(make_reviewer(first_name="Amina", last_name="Idrissi"))
    doubt = {"rating": "disputed", "rationale": "The report says 124.", "version": 1}
    assert other.post(_decide(claim), doubt).status_code == 201
    problem = assert_problem(program.post(_decide(claim), {**VERIFIED, "version": 1}), 409)
    assert problem["type"] == "urn:newsdesk:stale"
    current = problem["current"]
    assert current.pop("created_at").endswith("Z")
    assert current == {
        "version": 2,
        "rating": "disputed",
        "rationale": "The report says 124.",
        "reviewer": "Amina Idrissi",
    }
    assert Verdict.objects.count() == 1


@pytest.mark.parametrize("key", ["5430e643-6f3b-4a8d-9e57-d1d55eaf8204", "retry-1"])
def test_verdict_record_again_with_the_same_key_records_once(program, key):
    claim = make_claim(citations=1)
    body = {**VERIFIED, "version": 1}
    answers = [program.post(_decide(claim), body, idempotency_key=key) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [201, 201, 201]
    assert answers[0].json() == answers[1].json() == answers[2].json()
    assert Verdict.objects.count() == 1


def test_verdict_record_with_one_key_for_everything_records_each(program):
    first, second = make_claim(citations=1), make_claim(citations=1)
    for claim, version in ((first, 1), (second, 1), (first, 2)):
        body = {**VERIFIED, "version": version}
        response = program.post(_decide(claim), body, idempotency_key="always the same")
        assert response.status_code == 201
    assert Verdict.objects.count() == 3


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"rating": None}, "rating"),
        ({"rating": "true"}, "rating"),
        ({"rating": ["verified"]}, "rating"),
        ({"version": None}, "version"),
        ({"version": "1"}, "version"),
        ({"version": True}, "version"),
        ({"version": 10**30}, "version"),
        ({"rationale": "x" * 20_001}, "rationale"),
        ({"question": "why"}, "question"),
        ({"question": "attribution"}, "question"),
    ],
)
def test_verdict_record_with_bad_input_names_the_field(program, change, field):
    claim = make_claim(citations=1)
    body = {**VERIFIED, "version": 1, **change}
    problem = assert_problem(program.post(_decide(claim), body), 422)
    assert [error["field"] for error in problem["errors"]] == [field]
    assert not Verdict.objects.exists()


def test_verdict_record_by_the_wrong_person_is_refused(program_of):
    writer = make_person("editor")
    claim = make_claim(article=make_article(reporter=writer), citations=1)
    body = {**VERIFIED, "version": 1}
    assert_problem(program_of(writer).post(_decide(claim), body), 403)
    assert_problem(program_of(make_reporter()).post(_decide(claim), body), 403)
    assert_problem(program_of(make_person(None)).post(_decide(claim), body), 404)
    assert not Verdict.objects.exists()


def test_verdict_record_on_a_closed_article_is_refused(program):
    claim = make_claim(citations=1)
    Article.objects.filter(pk=claim.article_id).update(status=Article.Status.PUBLISHED)
    problem = assert_problem(program.post(_decide(claim), {**VERIFIED, "version": 1}), 409)
    assert problem["type"] == "urn:newsdesk:wrong-state"


def test_verdict_record_after_a_lapse_takes_the_claim_out_of_recheck(program):
    claim = make_claim()
    make_verdict(claim=claim)
    program.patch(f"claims/{claim.pk}/", {"wording": "New.", "version": stored_version(claim)})
    body = {**VERIFIED, "version": stored_version(claim)}
    assert program.post(_decide(claim), body).json()["claim_state"]["recheck"] == []
    assert Claim.objects.get(pk=claim.pk).rating == "verified"
