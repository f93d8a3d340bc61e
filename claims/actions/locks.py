"""Rows to change, locked until the transaction ends, if the person may see them at all.

No lock here is on a row's key (`no_key`): events, verdicts and citations refer to these rows, and
whoever writes one would wait at their commit, with the chain in their hands: a deadlock.
"""

from typing import Any, NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, JSONObject

from claims.exceptions import NotFound
from claims.models import (
    Article,
    Citation,
    Claim,
    EvidencePolicy,
    Person,
    Revision,
    Source,
    Verdict,
)
from claims.rules import policy_of
from claims.text.evidence import Policy

_POLICY_FIELDS = {
    name: name
    for name in (
        "kind",
        "verified_citations",
        "verified_origins",
        "verified_tier",
        "disputed_citations",
    )
}


class LockedClaim(NamedTuple):
    """A claim whose row is locked, and what was read along with it."""

    claim: Claim
    policy: Policy
    revision_id: int
    """The newest draft of its article."""
    next_verdict: int
    """The number that its next verdict takes."""
    ratings: dict[str, str | None]
    """The newest rating on each question."""


def lock_article(article_id: int, *, by: Person) -> Article:
    """Return the article, locked.

    Raises:
        NotFound: there is none, or none that `by` may see.
    """
    articles = Article.objects.visible_to(by).select_for_update(of=("self",), no_key=True)
    article = articles.filter(pk=article_id).first()
    if article is None:
        raise NotFound
    return article


def lock_claim(claim_id: int, *, by: Person) -> LockedClaim:
    """Return the claim, locked, with its article and what a verdict needs, in one statement.

    Raises:
        NotFound: there is none, or none that `by` may see.
    """
    policies = EvidencePolicy.objects.filter(Q(kind="") | Q(kind=OuterRef("kind")))
    revisions = Revision.objects.filter(article=OuterRef("article")).order_by("-number")
    verdicts = Verdict.objects.filter(claim=OuterRef("pk")).order_by("-number")
    claim = (
        Claim.objects.visible_to(by)
        .select_related("article")
        .annotate(
            policies=ArraySubquery(policies.values(row=JSONObject(**_POLICY_FIELDS))),
            revision_id=Subquery(revisions.values("pk")[:1]),
            # Read before the lock is had; true all the same while `version` is the one expected,
            # as every verdict raises it.
            verdict_number=Coalesce(Subquery(verdicts.values("number")[:1]), 0) + 1,
            **{
                question: Subquery(verdicts.filter(question=question).values("rating")[:1])
                for question in Verdict.Question.values
            },
        )
        .select_for_update(of=("self",), no_key=True)
        .filter(pk=claim_id)
        .first()
    )
    if claim is None:
        raise NotFound
    found: Any = claim  # with what was annotated
    rows = [EvidencePolicy(**row) for row in found.policies]
    return LockedClaim(
        claim,
        policy=policy_of(rows, claim.kind),
        revision_id=found.revision_id,
        next_verdict=found.verdict_number,
        ratings={question: getattr(claim, question) for question in Verdict.Question.values},
    )


def lock_citation(citation_id: int, *, claim: Claim) -> Citation:
    """Return the citation, locked after its claim and its source joined."""
    citations = Citation.objects.select_for_update(of=("self",), no_key=True)
    found = citations.select_related("source").get(pk=citation_id)
    found.claim = claim
    return found


def lock_source(source_id: int) -> Source:
    """Return the source as it is now, locked, so that it is not merged or retired meanwhile."""
    sources = Source.objects.select_for_update(of=("self",), no_key=True)
    return sources.select_related("merged_into").get(pk=source_id)


def newest_revision(article_id: int) -> Revision:
    """Return the draft in force."""
    return Revision.objects.filter(article=article_id).order_by("-number")[0]
