from functools import partial
from uuid import uuid4

import pytest

from claims.actions.citations import withdraw_citation
from claims.actions.claims import change_claim
from claims.actions.sources import retire_source
from claims.actions.verdicts import record_verdict
from claims.exceptions import BadInput, EvidenceMissing, NotAllowed, NotFound, Stale, WrongState
from claims.models import Citation, Event, Verdict
from claims.rules import can, check_can_give_verdicts, evidence_of
from claims.text.evidence import evidence_digest
from tests.at_once import at_once
from tests.factories import (
    make_admin,
    make_article,
    make_citation,
    make_claim,
    make_editor,
    make_policy,
    make_reporter,
    make_reviewer,
    make_source,
    make_verdict,
    stored_version,
)

pytestmark = pytest.mark.django_db

QUOTATION = {"exact": "We had no warning", "kind": "quotation"}


def _decide(claim, by=None, rating="verified", **fields):
    fields = {"rationale": "Because."} | fields
    if "version" not in fields:
        fields["version"] = stored_version(claim)
    return record_verdict(claim_id=claim.pk, rating=rating, by=by or make_reviewer(), **fields)


@pytest.mark.parametrize("rating", ["verified", "disputed", "unsourced"])
def test_record_verdict_rates_the_claim(rating):
    claim, reviewer = make_claim(citations=1), make_reviewer()
    verdict = _decide(claim, rating=rating, by=reviewer)
    claim.refresh_from_db()
    assert (claim.rating, claim.version, claim.recheck) == (rating, 2, [])
    verdict.refresh_from_db()
    assert (verdict.number, verdict.question, verdict.rationale) == (1, "truth", "Because.")
    assert (verdict.reviewer, verdict.wording) == (reviewer, claim.wording)
    assert verdict.revision == claim.article.revisions.get()
    citations = Citation.objects.in_use_for(claim)
    assert verdict.evidence_digest == evidence_digest(evidence_of(citations))
    event = claim.events.last()
    assert (event.kind, event.person) == (Event.Kind.VERDICT_RECORDED, reviewer)
    assert event.payload == {
        "verdict": verdict.pk,
        "question": "truth",
        "rating": rating,
        "rationale": "Because.",
    }


@pytest.mark.parametrize("before", [0, 20])
def test_record_verdict_takes_four_statements_whatever_the_claim_has(
    before, django_assert_num_queries
):
    claim, reviewer = make_claim(citations=1 + before), make_reviewer()
    for _ in range(before):
        make_verdict(claim=claim)
    version = stored_version(claim)
    reviewer.get_all_permissions()  # as the sign-in has read them
    # The claim and its evidence, the verdict, the claim, the event; and the transaction's two.
    with django_assert_num_queries(6):
        _decide(claim, by=reviewer, version=version)


def test_record_verdict_again_counts_on_and_keeps_the_first():
    claim = make_claim(citations=1)
    _decide(claim)
    _decide(claim, rating="disputed")
    claim.refresh_from_db()
    assert claim.rating == "disputed"
    assert list(claim.verdicts.values_list("number", "rating")) == [
        (1, "verified"),
        (2, "disputed"),
    ]


@pytest.mark.parametrize(
    ("truth", "attribution", "carried"),
    [
        ("verified", "verified", "verified"),
        ("verified", "unsourced", "unsourced"),
        ("unsourced", "verified", "unsourced"),
        ("disputed", "unsourced", "disputed"),
        ("verified", "disputed", "disputed"),
    ],
)
def test_record_verdict_of_a_quotation_carries_the_less_favourable_answer(
    truth, attribution, carried
):
    claim = make_claim(citations=1, **QUOTATION)
    _decide(claim, rating=attribution, question="attribution")
    _decide(claim, rating=truth, question="truth")
    claim.refresh_from_db()
    assert claim.rating == carried


def test_record_verdict_anew_on_one_question_counts_for_that_question():
    claim = make_claim(citations=1, **QUOTATION)
    _decide(claim, rating="disputed", question="attribution")
    _decide(claim, rating="verified", question="truth")
    _decide(claim, rating="verified", question="attribution")
    claim.refresh_from_db()
    assert claim.rating == "verified"


def test_record_verdict_whether_it_was_said_is_for_quotations_alone():
    with pytest.raises(BadInput, match="Only of a quotation") as refusal:
        _decide(make_claim(citations=1, kind="figure"), question="attribution")
    assert refusal.value.field == "question"


def test_record_verdict_answers_a_recheck():
    claim = make_claim(citations=1, rating="verified")
    change_claim(
        claim_id=claim.pk,
        wording="Other words.",
        kind=claim.kind,
        version=claim.version,
        by=make_reviewer(),
    )
    verdict = _decide(claim)
    claim.refresh_from_db()
    assert (claim.rating, claim.recheck) == ("verified", [])
    assert verdict.wording == "Other words."


@pytest.mark.parametrize(
    ("rating", "rationale", "says"),
    [
        ("verified", "Because.", "Cite one first"),
        ("disputed", "Because.", "Disputed needs a citation"),
        ("unsourced", " ", "where you looked"),
    ],
)
def test_record_verdict_that_the_evidence_does_not_carry_is_refused(rating, rationale, says):
    claim = make_claim()
    with pytest.raises(EvidenceMissing) as refusal:
        _decide(claim, rating=rating, rationale=rationale)
    assert says in refusal.value.unmet[0]
    claim.refresh_from_db()
    assert (claim.rating, claim.version) == ("", 1)
    assert not claim.verdicts.exists()
    assert claim.events.count() == 1


def test_record_verdict_goes_by_the_policy_of_the_kind_and_else_by_the_general_one():
    make_policy("", verified_citations=3)
    make_policy("figure", verified_citations=1)
    assert _decide(make_claim(kind="figure", citations=1)).pk
    with pytest.raises(EvidenceMissing, match="3 supporting citations"):
        _decide(make_claim(kind="date", citations=2))


def test_record_verdict_counts_sources_of_one_origin_as_one_voice():
    make_policy("", verified_citations=2, verified_origins=2)
    claim = make_claim()
    for _ in range(2):
        make_citation(claim=claim, source=make_source(origin_group="The wire"))
    with pytest.raises(EvidenceMissing, match="come from one origin"):
        _decide(claim)
    make_citation(claim=claim)
    assert _decide(claim).pk


def test_record_verdict_on_a_retired_source_is_refused():
    claim = make_claim(citations=1)
    retire_source(source_id=claim.citations.get().source_id, reason="Gone.", by=make_admin())
    with pytest.raises(EvidenceMissing, match="retired"):
        _decide(claim)


@pytest.mark.parametrize("version", [0, 2, 99])
def test_record_verdict_of_another_version_is_stale(version):
    claim = make_claim(citations=1)
    with pytest.raises(Stale) as refusal:
        _decide(claim, version=version)
    assert refusal.value.current == {"version": 1, "rating": ""}
    assert not claim.verdicts.exists()


def test_record_verdict_after_somebody_else_shows_what_they_decided():
    claim, first = make_claim(citations=1), make_reviewer(first_name="Ada", last_name="L")
    verdict = _decide(claim, by=first, rating="disputed", rationale="It was 124.")
    with pytest.raises(Stale) as refusal:
        _decide(claim, version=1)
    assert refusal.value.current == {
        "version": 2,
        "rating": "disputed",
        "rationale": "It was 124.",
        "reviewer": "Ada L",
        "created_at": verdict.created_at.isoformat(),
    }


def test_record_verdict_after_a_citation_was_withdrawn_is_stale():
    claim = make_claim(citations=2)
    seen = stored_version(claim)
    citation = claim.citations.first()
    withdraw_citation(citation_id=citation.pk, reason="Wrong.", by=citation.added_by)
    with pytest.raises(Stale):
        _decide(claim, version=seen)


def test_record_verdict_with_the_same_key_again_gives_the_same_verdict():
    claim, reviewer, key = make_claim(citations=1), make_reviewer(), uuid4()
    send = partial(_decide, claim, by=reviewer, version=1, idempotency_key=key)
    first = send()
    assert send() == first
    assert send().claim.rating == "verified"
    assert claim.verdicts.count() == 1
    assert claim.events.filter(kind=Event.Kind.VERDICT_RECORDED).count() == 1


@pytest.mark.django_db(transaction=True)
def test_record_verdict_with_the_same_key_at_once_and_later_is_one_verdict():
    claim, reviewer = make_claim(citations=1), make_reviewer()
    send = partial(_decide, claim, by=reviewer, version=1, idempotency_key=uuid4())
    answers = [*at_once([send] * 4), send()]
    assert len({verdict.pk for verdict in answers}) == 1
    assert claim.verdicts.count() == 1


def test_record_verdict_with_the_key_of_somebody_else_is_stale():
    claim, key = make_claim(citations=1), uuid4()
    _decide(claim, version=1, idempotency_key=key)
    with pytest.raises(Stale):
        _decide(claim, version=1, idempotency_key=key)


def test_record_verdict_with_a_key_of_another_claim_is_refused():
    reviewer, key = make_reviewer(), uuid4()
    _decide(make_claim(citations=1), by=reviewer, idempotency_key=key)
    other = make_claim(citations=1)
    with pytest.raises(BadInput, match="sent before, for something else"):
        _decide(other, by=reviewer, idempotency_key=key)
    assert Verdict.objects.count() == 1


def test_record_verdict_by_a_reporter_is_refused():
    with pytest.raises(NotAllowed, match="takes the role reviewer"):
        _decide(make_claim(citations=1), by=make_reporter())


@pytest.mark.parametrize("make", [make_reviewer, make_editor, make_admin])
def test_record_verdict_on_one_s_own_article_is_refused_whatever_the_role(make):
    writer = make()
    claim = make_claim(article=make_article(reporter=writer), citations=1)
    with pytest.raises(NotAllowed, match="You wrote this article"):
        _decide(claim, by=writer)


def test_record_verdict_by_somebody_whose_account_was_closed_is_refused():
    claim, reviewer = make_claim(citations=1), make_reviewer(is_active=False)
    with pytest.raises(NotFound):
        _decide(claim, by=reviewer)
    assert not can(check_can_give_verdicts, claim.article, by=reviewer)


@pytest.mark.parametrize("status", ["cleared", "published", "spiked"])
def test_record_verdict_in_a_closed_article_is_refused(status):
    claim = make_claim(citations=1)
    claim.article.status = status
    claim.article.save()
    with pytest.raises(WrongState, match="its claims are closed"):
        _decide(claim)
