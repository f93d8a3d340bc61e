import datetime as dt
from functools import partial
from uuid import uuid4

import pytest
from django.utils import timezone

from claims.actions.citations import add_citation, withdraw_citation
from claims.actions.sources import merge_sources, retire_source
from claims.exceptions import BadInput, NotAllowed, NotFound, WrongState
from claims.models import Citation, Event, Source
from tests.at_once import at_once
from tests.factories import (
    make_admin,
    make_article,
    make_citation,
    make_claim,
    make_person,
    make_policy,
    make_reporter,
    make_reviewer,
    make_source,
    make_verdict,
)

pytestmark = pytest.mark.django_db


def test_add_citation_keeps_all_that_was_given():
    claim, source, reporter = make_claim(), make_source(tier="primary"), make_reporter()
    citation = add_citation(
        claim_id=claim.pk,
        source=source,
        url="https://example.org/report?page=3",
        passage=" 142 people were\non board. ",
        locator=" p. 3 ",
        stance="contradicts",
        read_at=dt.date(2026, 5, 13),
        by=reporter,
    )
    citation.refresh_from_db()
    assert (citation.source, citation.stance, citation.tier) == (source, "contradicts", "primary")
    assert (citation.passage, citation.locator) == ("142 people were\non board.", "p. 3")
    assert citation.read_at == dt.date(2026, 5, 13)
    assert citation.added_by == reporter
    event = claim.events.last()
    assert (event.kind, event.person) == (Event.Kind.CITATION_ADDED, reporter)
    assert event.payload == {
        "citation": citation.pk,
        "source": source.name,
        "stance": "contradicts",
        "url": citation.url,
        "locator": "p. 3",
        "passage": citation.passage,
    }


def test_add_citation_without_a_day_was_read_today_and_has_its_source_s_tier():
    citation = make_citation(tier="tertiary")
    assert citation.read_at == timezone.localdate()
    assert citation.tier == "tertiary"


def test_add_citation_of_a_name_finds_it_in_the_library():
    source = make_source(name="Ministry of Transport")
    assert make_citation(source_name=" ministry of  TRANSPORT ").source == source


def test_add_citation_of_a_new_name_adds_it_to_the_library():
    citation = make_citation(source_name="Harbour office")
    assert citation.source.name == "Harbour office"
    assert Event.objects.filter(kind=Event.Kind.SOURCE_ADDED).count() == 1


@pytest.mark.parametrize(
    "url",
    [
        "https://census.gov/",
        "http://www.Census.gov:8080/trade?x=1#y",
        "https://data.stats.census.gov./a",
    ],
)
def test_add_citation_of_an_address_finds_the_source_by_its_domain(url):
    make_source(domains=["example.org", "gov.uk"])
    census = make_source(domains=["census.gov"])
    assert make_citation(url=url).source == census


def test_add_citation_of_an_address_on_two_domains_takes_the_nearer_one():
    make_source(domains=["example.org"])
    paper = make_source(domains=["paper.example.org"])
    assert make_citation(url="https://www.paper.example.org/1").source == paper


@pytest.mark.parametrize(
    "fields",
    [
        {"url": "https://notcensus.gov/"},
        {"url": "https://census.gov.evil.example/"},
        {"url": "https://[::1/"},
        {"source_name": " "},
        {"url": ""},
    ],
)
def test_add_citation_without_a_source_asks_for_one(fields):
    make_source(domains=["census.gov"])
    with pytest.raises(BadInput, match="Name the source") as refusal:
        make_citation(**fields)
    assert refusal.value.field == "source_name"


def test_add_citation_of_a_name_too_long_is_refused():
    with pytest.raises(BadInput, match="at most 200"):
        make_citation(source_name="x" * 201)


def test_add_citation_of_a_merged_source_by_its_name_cites_the_heir():
    source, heir, admin = make_source(name="Old name"), make_source(), make_admin()
    merge_sources(source_id=source.pk, into_id=heir.pk, by=admin)
    assert make_citation(source_name="old name").source == heir


def test_add_citation_of_a_retired_source_is_refused():
    source = make_source(name="Rumours")
    retire_source(source_id=source.pk, reason="It made things up.", by=make_admin())
    with pytest.raises(WrongState, match=r"Rumours is retired: It made things up\."):
        make_citation(source=source)  # as it was read before it was retired
    with pytest.raises(WrongState, match="is retired"):
        make_citation(source_name="rumours")


def test_add_citation_of_a_merged_source_says_which_took_its_place():
    source, heir = make_source(), make_source(name="The heir")
    merge_sources(source_id=source.pk, into_id=heir.pk, by=make_admin())
    with pytest.raises(WrongState, match="Cite The heir instead"):
        make_citation(source=source)


def test_add_citation_read_in_the_future_is_refused():
    with pytest.raises(BadInput, match="in the future") as refusal:
        make_citation(read_at=timezone.localdate() + dt.timedelta(days=2))
    assert refusal.value.field == "read_at"


def test_add_citation_read_tomorrow_allows_for_time_zones():
    assert make_citation(read_at=timezone.localdate() + dt.timedelta(days=1)).pk


def test_add_citation_with_the_same_key_again_gives_the_same_citation():
    claim, reviewer, key = make_claim(), make_reviewer(), uuid4()
    first = make_citation(claim=claim, by=reviewer, idempotency_key=key)
    assert make_citation(claim=claim, by=reviewer, idempotency_key=key) == first
    assert claim.citations.count() == 1


@pytest.mark.parametrize("same_claim", [True, False])
def test_add_citation_with_a_key_of_something_else_is_refused(same_claim):
    claim, reviewer, key = make_claim(), make_reviewer(), uuid4()
    make_citation(claim=claim, by=reviewer, idempotency_key=key)
    other = (claim, make_reviewer()) if same_claim else (make_claim(), reviewer)
    with pytest.raises(BadInput, match="sent before, for something else"):
        make_citation(claim=other[0], by=other[1], idempotency_key=key)
    assert Citation.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_add_citation_with_the_same_key_at_once_is_one_citation():
    claim, reviewer, source = make_claim(), make_reviewer(), make_source()
    cite = partial(make_citation, claim=claim, source=source, by=reviewer, idempotency_key=uuid4())
    assert len({citation.pk for citation in at_once([cite] * 4)}) == 1
    assert claim.citations.count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_round", range(3))
def test_add_citation_while_its_source_is_merged_loses_none(_round):
    claims, source, heir = [make_claim() for _ in range(4)], make_source(), make_source()
    people, admin = [make_reviewer() for _ in claims], make_admin()
    answers = at_once(
        [
            *(
                partial(make_citation, claim=claim, source=source, by=person)
                for claim, person in zip(claims, people, strict=True)
            ),
            partial(merge_sources, source_id=source.pk, into_id=heir.pk, by=admin),
        ]
    )
    refused = [answer for answer in answers if isinstance(answer, Exception)]
    assert all(isinstance(each, WrongState) for each in refused)
    assert Citation.objects.filter(source=heir).count() == 4 - len(refused)
    assert not Citation.objects.filter(source=source).exists()


def test_add_citation_without_a_role_is_refused():
    with pytest.raises(NotFound):
        make_citation(source=make_source(), by=make_person(None))


@pytest.mark.parametrize("status", ["cleared", "published", "spiked"])
def test_add_citation_in_a_closed_article_is_refused(status):
    claim = make_claim()
    claim.article.status = status
    claim.article.save()
    with pytest.raises(WrongState, match="its claims are closed"):
        make_citation(claim=claim)
    assert not claim.citations.exists()


def _withdraw(citation, by=None, reason="It says something else."):
    return withdraw_citation(citation_id=citation.pk, reason=reason, by=by or citation.added_by)


def test_withdraw_citation_keeps_it_and_says_why():
    citation = make_citation()
    _withdraw(citation, reason=" It says something else.\n")
    citation.refresh_from_db()
    assert citation.withdrawn_at
    assert citation.withdrawn_by == citation.added_by
    assert citation.withdrawn_reason == "It says something else."
    assert not Citation.objects.in_use().exists()
    claim = citation.claim
    claim.refresh_from_db()
    assert claim.version == 2
    event = claim.events.last()
    assert event.kind == Event.Kind.CITATION_WITHDRAWN
    assert event.payload == {
        "citation": citation.pk,
        "source": citation.source.name,
        "reason": "It says something else.",
    }


def test_withdraw_citation_that_carried_the_verdict_asks_for_a_recheck():
    claim = make_claim(citations=1, rating="verified")
    citation = claim.citations.get()
    _withdraw(citation)
    claim.refresh_from_db()
    assert claim.rating == ""
    assert claim.recheck[0] == f"A citation of {citation.source.name} was withdrawn."
    assert "Verified needs a supporting citation" in claim.recheck[1]
    assert [event.kind for event in claim.events.all()][-2:] == [
        "citation_withdrawn",
        "verdict_lapsed",
    ]


def test_withdraw_citation_that_the_verdict_can_do_without_keeps_it():
    claim = make_claim(citations=2, rating="verified")
    _withdraw(claim.citations.first())
    claim.refresh_from_db()
    assert (claim.rating, claim.recheck) == ("verified", [])


def test_withdraw_citation_counts_by_the_policy_of_the_claim_s_kind():
    make_policy("figure", verified_citations=2)
    claim = make_claim(kind="figure", citations=2, rating="verified")
    _withdraw(claim.citations.first())
    claim.refresh_from_db()
    assert claim.rating == ""


def test_withdraw_citation_twice_is_refused():
    citation = make_citation()
    _withdraw(citation)
    with pytest.raises(WrongState, match="withdrawn already"):
        _withdraw(citation)


@pytest.mark.django_db(transaction=True)
def test_withdraw_citation_at_once_is_done_once():
    citation = make_citation()
    people = [make_reviewer() for _ in range(4)]
    answers = at_once([partial(_withdraw, citation, by=person) for person in people])
    assert sum(isinstance(answer, WrongState) for answer in answers) == 3
    assert Event.objects.filter(kind=Event.Kind.CITATION_WITHDRAWN).count() == 1


@pytest.mark.parametrize("reason", ["", " \n"])
def test_withdraw_citation_without_a_reason_is_refused(reason):
    with pytest.raises(BadInput, match="Say why"):
        _withdraw(make_citation(), reason=reason)


def test_withdraw_citation_is_for_its_author_and_for_reviewers():
    reporter = make_reporter()
    assert _withdraw(make_citation(by=reporter)).withdrawn_by == reporter
    reviewer = make_reviewer()
    assert _withdraw(make_citation(), by=reviewer).withdrawn_by == reviewer
    with pytest.raises(NotAllowed, match="Only its author or a reviewer"):
        _withdraw(make_citation(), by=make_reporter())


def test_withdraw_citation_in_a_closed_article_is_refused():
    citation = make_citation()
    citation.claim.article.status = "published"
    citation.claim.article.save()
    with pytest.raises(WrongState, match="its claims are closed"):
        _withdraw(citation)


def test_withdraw_citation_that_does_not_exist_is_not_found():
    with pytest.raises(NotFound):
        withdraw_citation(citation_id=0, reason="Gone.", by=make_reviewer())


def test_citations_of_another_claim_do_not_carry_a_verdict():
    article = make_article()
    make_claim(article=article, citations=2)
    other = make_claim(article=article)
    make_verdict(claim=other)  # adds the one it needs
    assert Citation.objects.in_use_for(other).count() == 1
    assert Source.objects.count() == 3
