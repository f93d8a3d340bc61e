"""Several people at one article at once: nobody waits for ever, nothing is lost."""

from functools import partial

import pytest

from claims.actions.articles import create_article
from claims.actions.citations import add_citation
from claims.actions.claims import create_claim
from claims.actions.people import change_person
from claims.actions.sources import add_source
from claims.actions.verdicts import record_verdict
from claims.exceptions import Stale
from claims.intake.pasted import read_pasted
from claims.models import Article, Event
from claims.queries.chain import find_faults
from claims.text.selectors import TextQuoteSelector
from tests.at_once import at_once
from tests.factories import (
    make_admin,
    make_article,
    make_citation,
    make_claim,
    make_editor,
    make_reviewer,
    make_source,
    stored_version,
)

pytestmark = pytest.mark.django_db(transaction=True)


def test_marking_citing_and_deciding_at_once_all_succeed():
    article = make_article()
    claims = [make_claim(article=article, citations=1) for _ in range(3)]
    source, people = make_source(), [make_reviewer() for _ in range(9)]
    mark = partial(create_claim, article_id=article.pk, quote=TextQuoteSelector("sank"))
    for _ in range(3):
        versions = [stored_version(claim) for claim in claims]
        answers = at_once(
            [
                *(partial(mark, by=person) for person in people[:3]),
                *(
                    partial(add_citation, claim_id=claim.pk, source=source, locator="p. 1", by=each)
                    for claim, each in zip(claims, people[3:6], strict=True)
                ),
                *(
                    partial(
                        record_verdict,
                        claim_id=claim.pk,
                        rating="verified",
                        rationale="",
                        version=version,
                        by=person,
                    )
                    for claim, version, person in zip(claims, versions, people[6:], strict=True)
                ),
            ]
        )
        assert not [answer for answer in answers if isinstance(answer, Exception)]
    assert list(find_faults()) == []


def test_changing_people_while_they_work_holds_nobody_up():
    admin, people = make_admin(), [make_editor() for _ in range(4)]
    answers = at_once(
        [
            *(
                partial(change_person, person_id=each.pk, by=admin, first_name="A")
                for each in people
            ),
            *(partial(add_source, name=f"Ministry {each.pk}", by=each) for each in people),
        ]
    )
    assert not [answer for answer in answers if isinstance(answer, Exception)]


def test_articles_of_one_title_at_once_each_get_an_address():
    people = [make_editor() for _ in range(6)]
    document = read_pasted("Ferry sank\n\nIt carried 142 people.")
    answers = at_once([partial(create_article, document=document, by=each) for each in people])
    assert not [answer for answer in answers if isinstance(answer, Exception)]
    slugs = set(Article.objects.values_list("slug", flat=True))
    assert slugs == {"ferry-sank", *(f"ferry-sank-{number}" for number in range(2, 7))}


def test_verdicts_by_eight_on_each_of_four_claims_are_one_each_and_none_is_lost():
    article = make_article()
    claims = [make_claim(article=article, citations=1) for _ in range(4)]
    people = [make_reviewer() for _ in range(8)]
    ratings = ["verified", "disputed", "unsourced", "verified"] * 2
    for claim in claims:
        answers = at_once(
            [
                partial(
                    record_verdict,
                    claim_id=claim.pk,
                    rating=rating,
                    rationale=f"Because {person}.",
                    version=claim.version,
                    by=person,
                )
                for person, rating in zip(people, ratings, strict=True)
            ]
        )
        accepted = [answer for answer in answers if not isinstance(answer, Exception)]
        refused = [answer for answer in answers if isinstance(answer, Stale)]
        assert [len(accepted), len(refused)] == [1, 7]
        verdict = claim.verdicts.get()
        claim.refresh_from_db()
        assert verdict.pk == accepted[0].pk
        assert (claim.rating, claim.version) == (verdict.rating, 2)
        # Each of the others is told which decision came first.
        assert {refusal.current["rationale"] for refusal in refused} == {verdict.rationale}
    assert Event.objects.filter(kind=Event.Kind.VERDICT_RECORDED).count() == 4
    assert list(find_faults()) == []


def test_verdicts_by_all_on_all_claims_at_once_are_one_a_claim():
    article = make_article()
    claims = [make_claim(article=article, citations=1) for _ in range(4)]
    people = [make_reviewer() for _ in range(2)]
    answers = at_once(
        [
            partial(
                record_verdict,
                claim_id=claim.pk,
                rating="verified",
                rationale="",
                version=claim.version,
                by=person,
            )
            for claim in claims
            for person in people
        ]
    )
    assert sum(isinstance(answer, Stale) for answer in answers) == 4
    assert sum(not isinstance(answer, Exception) for answer in answers) == 4
    assert [claim.verdicts.count() for claim in claims] == [1, 1, 1, 1]


def test_claims_marked_at_once_are_numbered_without_gaps():
    article = make_article()
    people = [make_reviewer() for _ in range(8)]
    quote = TextQuoteSelector("142 people")
    answers = at_once(
        [partial(create_claim, article_id=article.pk, quote=quote, by=each) for each in people]
    )
    assert sorted(claim.number for claim in answers) == list(range(1, 9))


def test_citations_of_one_new_name_at_once_share_a_source():
    claim = make_claim()
    people = [make_reviewer() for _ in range(6)]
    answers = at_once(
        [
            partial(add_citation, claim_id=claim.pk, source_name=name, locator="p. 1", by=person)
            for person, name in zip(people, ["İzmir", "izmir", "IZMIR"] * 2, strict=True)
        ]
    )
    assert len({citation.source_id for citation in answers}) == 1
    assert claim.citations.count() == 6
    assert make_citation(claim=claim, source_name="izmir").source == answers[0].source
