"""Calls that join claims and split them."""

from typing import Annotated

from django.http import HttpResponse
from django.urls import reverse
from ninja import Router
from pydantic import ConfigDict, Field

from claims.actions.joining import join_claims, split_claim, unjoin_claim
from claims.api import shapes
from claims.api.authentication import ApiRequest
from claims.api.claims import Wording
from claims.api.describing import refusals
from claims.api.reading import Body, ClaimId, Id, Version
from claims.queries.api import get_claim

router = Router(tags=["Claims"])

MOST_MENTIONS = 10_000


class Join(Body):
    """Which claim goes on, and which versions of both you saw."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"into": 9, "version": 2, "into_version": 3}}
    )

    into: Id
    """The claim that takes over the places and the citations."""
    version: Version
    into_version: Version


class Split(Body):
    """Which places become a claim of their own."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {"mentions": [31], "version": 2, "wording": "142 people were on board."}
        }
    )

    mentions: Annotated[list[Id], Field(max_length=MOST_MENTIONS)]
    """Ids of mentions of the newest draft: one at least, and not all."""
    version: Version
    wording: Wording = ""
    """The new claim in the desk's words; the words at its first place when left out."""


class Unjoin(Body):
    """Which version of the joined claim you saw."""

    model_config = ConfigDict(json_schema_extra={"example": {"version": 3}})

    version: Version


@router.post(
    "claims/{int:claim_id}/join/",
    response=shapes.Claim,
    openapi_extra=refusals(403, 404, 409, 422),
)
def claim_join(request: ApiRequest, claim_id: ClaimId, body: Join) -> shapes.Claim:
    """Join a claim to another of its article; the answer is the one that goes on.

    The joined one stays, with its verdicts, citations and history. The other keeps its rating where
    the joined one was open or had the same; otherwise it asks for a recheck.
    """
    join_claims(
        claim_id=claim_id,
        into_id=body.into,
        version=body.version,
        into_version=body.into_version,
        by=request.auth,
    )
    return shapes.Claim.of(get_claim(body.into, by=request.auth), request.build_absolute_uri)


@router.post(
    "claims/{int:claim_id}/split/",
    response={201: shapes.Claim},
    openapi_extra=refusals(403, 404, 409, 422),
)
def claim_split(
    request: ApiRequest, claim_id: ClaimId, body: Split, response: HttpResponse
) -> shapes.Claim:
    """Make a claim of its own of some of a claim's places; the answer is the new one.

    It takes along a copy of the citations, and no verdict.
    """
    split = split_claim(
        claim_id=claim_id,
        mention_ids=body.mentions,
        version=body.version,
        wording=body.wording,
        by=request.auth,
    )
    response.headers["Location"] = reverse("api:claim_detail", args=[split.pk])
    return shapes.Claim.of(get_claim(split.pk, by=request.auth), request.build_absolute_uri)


@router.post(
    "claims/{int:claim_id}/unjoin/",
    response=shapes.Claim,
    openapi_extra=refusals(403, 404, 409, 422),
)
def claim_unjoin(request: ApiRequest, claim_id: ClaimId, body: Unjoin) -> shapes.Claim:
    """Take a joined claim out again: the places that came with it go back."""
    unjoin_claim(claim_id=claim_id, version=body.version, by=request.auth)
    return shapes.Claim.of(get_claim(claim_id, by=request.auth), request.build_absolute_uri)
