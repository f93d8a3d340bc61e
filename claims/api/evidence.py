"""Calls about evidence and what is decided on it: citations and verdicts."""

from typing import Annotated

from ninja import Router
from pydantic import ConfigDict, Field

from claims.actions.citations import add_citation, withdraw_citation
from claims.actions.source_fields import MOST_NAME_CODE_POINTS
from claims.actions.verdicts import confirm_verdict, record_verdict
from claims.api import shapes
from claims.api.authentication import ApiRequest
from claims.api.describing import refusals
from claims.api.reading import (
    Body,
    CitationId,
    ClaimId,
    Day,
    Id,
    IdempotencyKey,
    Line,
    Lines,
    OneOf,
    Version,
    WebAddress,
    key_of,
)
from claims.exceptions import BadInput, NotFound
from claims.models import Citation, Source, Verdict
from claims.queries.api import get_citation, get_source, get_verdict

router = Router(tags=["Evidence and verdicts"])

MOST_WORDS = 20_000

Passage = Annotated[Lines, Field(max_length=MOST_WORDS)]


class NewCitation(Body):
    """A source as evidence for a claim: `source`, or `source_name`, or the domain of `url`."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "source_name": "Ministry of Transport",
                "url": "https://transport.example/report.pdf",
                "passage": "There were 142 people on board.",
                "locator": "page 4",
                "stance": "supports",
            }
        }
    )

    source: Id | None = None
    """The id of a source of the library."""
    source_name: Annotated[Line, Field(max_length=MOST_NAME_CODE_POINTS)] = ""
    """The name of a source. One that the library does not have is added to it."""
    url: WebAddress = ""
    """Where it was read: an http or https address."""
    passage: Passage = ""
    """The words it rests on."""
    locator: Annotated[Line, Field(max_length=200)] = ""
    """Page, paragraph, table row or time stamp."""
    stance: Annotated[str, OneOf(Citation.Stance)]
    """What it says to the claim."""
    tier: Annotated[str, OneOf(Source.Tier)] | None = None
    """How near to the fact it is for this claim; the source's own tier when left out."""
    read_at: Day | None = None
    """The day it was read; today when left out."""


class Withdrawal(Body):
    """Why a citation goes."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"reason": "The report was corrected on 3 February."}}
    )

    reason: Annotated[Line, Field(min_length=1, max_length=2_000)]
    """Reviewers will read it."""


class Confirmation(Body):
    """A lapsed decision still holds."""

    model_config = ConfigDict(json_schema_extra={"example": {"version": 3}})

    version: Version


class NewVerdict(Body):
    """A decision."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "rating": "verified",
                "rationale": "The ministry's report gives the same number.",
                "version": 2,
            }
        }
    )

    rating: Annotated[str, OneOf(Verdict.Rating)]
    rationale: Passage = ""
    """Why. Disputed and unsourced need it."""
    version: Version
    question: Annotated[str, OneOf(Verdict.Question)] = Verdict.Question.TRUTH.value
    """truth: is it true? attribution, of a quotation only: was it said?"""


@router.post(
    "claims/{int:claim_id}/citations/",
    response={201: shapes.WrittenCitation},
    openapi_extra=refusals(403, 404, 409, 422),
)
def citation_add(
    request: ApiRequest, claim_id: ClaimId, body: NewCitation, key: IdempotencyKey = ""
) -> shapes.WrittenCitation:
    """Cite a source as evidence for a claim. It takes the role reporter or reviewer."""
    citation = add_citation(
        claim_id=claim_id,
        source=_chosen_source(request, body),
        source_name=body.source_name,
        url=body.url,
        passage=body.passage,
        locator=body.locator,
        stance=body.stance,
        tier=body.tier or "",
        read_at=body.read_at,
        idempotency_key=key_of(request, key, body),
        by=request.auth,
    )
    return shapes.WrittenCitation.of(get_citation(citation.pk))


def _chosen_source(request: ApiRequest, body: NewCitation) -> Source | None:
    if body.source is None:
        return None
    try:
        return get_source(body.source, by=request.auth)
    except NotFound:
        raise BadInput("The library has no source of that id.", field="source") from None


@router.post(
    "citations/{int:citation_id}/withdraw/",
    response=shapes.WrittenCitation,
    openapi_extra=refusals(403, 404, 409, 422),
)
def citation_withdraw(
    request: ApiRequest, citation_id: CitationId, body: Withdrawal
) -> shapes.WrittenCitation:
    """Take a citation out of use. A verdict that the others do not carry lapses.

    Whoever added it may; so may a reviewer. It stays on record, with the reason.
    """
    withdraw_citation(citation_id=citation_id, reason=body.reason, by=request.auth)
    return shapes.WrittenCitation.of(get_citation(citation_id))


@router.post(
    "claims/{int:claim_id}/verdicts/confirm/",
    response={201: list[shapes.RecordedVerdict]},
    openapi_extra=refusals(403, 404, 409, 422),
)
def verdict_confirm(
    request: ApiRequest, claim_id: ClaimId, body: Confirmation, key: IdempotencyKey = ""
) -> list[shapes.RecordedVerdict]:
    """Say of a claim that asks for a recheck that what was decided still holds.

    It gets the same verdicts anew, on the words and citations that it has now, by the same rules
    as any verdict.
    """
    verdicts = confirm_verdict(
        claim_id=claim_id,
        version=body.version,
        idempotency_key=key_of(request, key, body),
        by=request.auth,
    )
    return [shapes.RecordedVerdict.of(get_verdict(verdict.pk)) for verdict in verdicts]


@router.post(
    "claims/{int:claim_id}/verdicts/",
    response={201: shapes.RecordedVerdict},
    openapi_extra=refusals(403, 404, 409, 422),
)
def verdict_record(
    request: ApiRequest, claim_id: ClaimId, body: NewVerdict, key: IdempotencyKey = ""
) -> shapes.RecordedVerdict:
    """Decide a claim. It takes the role reviewer, and somebody who did not write the article.

    The evidence policy for the kind of claim has to be met: otherwise 422, and `unmet` says what
    is missing. A claim that changed since `version`: 409, and `current` says what is there now.
    """
    verdict = record_verdict(
        claim_id=claim_id,
        rating=body.rating,
        rationale=body.rationale,
        version=body.version,
        question=body.question,
        idempotency_key=key_of(request, key, body),
        by=request.auth,
    )
    return shapes.RecordedVerdict.of(get_verdict(verdict.pk))
