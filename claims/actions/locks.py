"""Rows to change, locked until the transaction ends, if the person may see them at all.

No lock here is on a row's key (`no_key`): events, verdicts and citations refer to these rows, and
whoever writes one would wait at their commit, with the chain in their hands: a deadlock.

The order is article, claims by id, citation, verdict. Whoever changes a claim shares its article's
row with others who do, and is kept out by whoever changes the article itself: clears it, say.
Nobody takes an article's row for themselves after a claim's.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple, TypeVar

from django.db import connection
from django.db.models import Field, Model

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
from claims.models.article import is_visible
from claims.rules import evidence_of, policy_of
from claims.text.evidence import Evidence, Policy

Row = TypeVar("Row", bound=Model)


class LockedClaim(NamedTuple):
    """A claim whose row is locked, and what was read along with it."""

    claim: Claim
    evidence: list[Evidence]
    """The citations in use, as the rule sees them."""
    policy: Policy
    revision_id: int
    """The newest draft of its article."""
    next_verdict: int
    """The number that its next verdict takes."""
    is_in_draft: bool
    """Whether a place in that draft makes the claim."""
    ratings: dict[str, str | None]
    """The newest rating on each question that counts: not lapsed, and the kind's to ask."""


def take_turn(action: str) -> None:
    """Have `action` done by one after the other, each until its transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"newsdesk {action}"])


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


def lock_check(article_id: int, *, by: Person) -> Article:
    """Return the article, locked with all its claims: nothing of its check changes meanwhile.

    Raises:
        NotFound: there is none, or none that `by` may see.
    """
    article = lock_article(article_id, by=by)
    claims = Claim.objects.filter(article=article).order_by("pk")
    list(claims.select_for_update(no_key=True).values_list("pk"))
    return article


def lock_claim(claim_id: int, *, by: Person) -> LockedClaim:
    """Return the claim, locked, with its article and what a verdict needs, in one statement.

    The article's row is shared: it cannot be cleared or get a new draft meanwhile.

    Raises:
        NotFound: there is none, or none that `by` may see.
    """
    with connection.cursor() as cursor:
        cursor.execute(_claim_statement(), [claim_id])
        row = cursor.fetchone()
    if row is None:
        raise NotFound
    columns = len(_fields(Claim))
    claim = _read(Claim, row[:columns])
    claim.article = _read(Article, row[columns:-7])
    if not is_visible(claim.article, by):
        raise NotFound
    policies, cited, revision_id, is_in_draft, number, *ratings = row[-7:]
    citations = [Citation(**each["citation"], source=Source(**each["source"])) for each in cited]
    return LockedClaim(
        claim,
        evidence=evidence_of(citations),
        policy=policy_of([EvidencePolicy(**policy) for policy in policies], claim.kind),
        revision_id=revision_id,
        is_in_draft=is_in_draft,
        next_verdict=number,
        ratings=dict(zip(_QUESTIONS, ratings, strict=True)),
    )


_QUESTIONS = (Verdict.Question.TRUTH.value, Verdict.Question.ATTRIBUTION.value)


@cache
def _claim_statement() -> str:
    """Return the statement that locks a claim and reads what stands around it.

    By hand: Django takes longer to compose it than PostgreSQL to run it, and every verdict begins
    with it. Article and claim are as they are once the locks are had. What is read beside them was
    read before; that holds all the same while `version` is the expected one, for every verdict and
    every withdrawal raises it.
    """
    columns = ", ".join(
        f'{table}."{field.column}"'
        for table, model in (("claim", Claim), ("article", Article))
        for field in _fields(model)
    )
    ratings = ", ".join(
        f"""(SELECT rating FROM claims_verdict WHERE claim_id = claim.id
            AND question = '{question}' AND number > claim.lapsed
            AND (question = 'truth' OR claim.kind = 'quotation') ORDER BY number DESC LIMIT 1)"""
        for question in _QUESTIONS
    )
    return f"""
        SELECT {columns},
            (SELECT coalesce(json_agg(to_json(policy)), '[]') FROM claims_evidencepolicy policy
                WHERE policy.kind IN ('', claim.kind)),
            (SELECT coalesce(json_agg(json_build_object(
                    'citation', to_jsonb(citation) - 'source_id', 'source', to_jsonb(source)
                ) ORDER BY citation.id), '[]')
                FROM claims_citation citation JOIN claims_source source
                ON source.id = citation.source_id
                WHERE citation.claim_id = claim.id AND citation.withdrawn_at IS NULL),
            (SELECT id FROM claims_revision WHERE article_id = article.id
                ORDER BY number DESC LIMIT 1),
            EXISTS (SELECT FROM claims_mention WHERE claim_id = claim.id AND start IS NOT NULL
                AND revision_id = (SELECT id FROM claims_revision WHERE article_id = article.id
                    ORDER BY number DESC LIMIT 1)),
            (SELECT coalesce(max(number), 0) + 1 FROM claims_verdict WHERE claim_id = claim.id),
            {ratings}
        FROM claims_claim claim JOIN claims_article article ON article.id = claim.article_id
        WHERE claim.id = %s
        FOR SHARE OF article FOR NO KEY UPDATE OF claim
    """


@cache
def _fields(model: type[Model]) -> "list[Field[Any, Any]]":
    """Return the columns of a model but the search index, which nobody reads."""
    return [field for field in model._meta.concrete_fields if field.name != "search"]


def _read(model: type[Row], values: Sequence[Any]) -> Row:
    """Return a row as Django would, from its columns in the order of `_fields`."""
    read = [
        field.from_db_value(value, None, connection) if hasattr(field, "from_db_value") else value
        for field, value in zip(_fields(model), values, strict=True)
    ]
    return model.from_db("default", [field.attname for field in _fields(model)], read)


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
