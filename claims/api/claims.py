"""Calls about claims: marking, finding and wording them, and the places that make them."""

from typing import Annotated, Any

from django.http import HttpResponse
from django.urls import reverse
from ninja import Query, Router
from pydantic import ConfigDict, Field

from claims.actions.claims import (
    MOST_MENTION_CODE_POINTS,
    MOST_WORDING_CODE_POINTS,
    add_mention,
    change_claim,
    create_claim,
)
from claims.actions.orphans import close_orphan, reopen_claim
from claims.api import shapes
from claims.api.authentication import ApiRequest
from claims.api.describing import refusals
from claims.api.reading import (
    LARGEST_ID,
    ArticleId,
    Body,
    ClaimId,
    IdempotencyKey,
    Line,
    MentionId,
    Offset,
    OneOf,
    Paging,
    Quoted,
    Version,
    Words,
    key_of,
    wanted,
)
from claims.models import Claim
from claims.queries.api import (
    get_article_claims,
    get_claim,
    get_claim_words,
    get_claims,
    get_mention,
)
from claims.queries.archive import OPEN
from claims.text.selectors import TextQuoteSelector

router = Router(tags=["Claims"])

MOST_CONTEXT_CODE_POINTS = 200

Wording = Annotated[Line, Field(max_length=MOST_WORDING_CODE_POINTS)]
KnownKind = Annotated[str, OneOf(Claim.Kind)]
Around = Annotated[Quoted, Field(max_length=MOST_CONTEXT_CODE_POINTS)]


class Place(Body):
    """Words of the newest draft: `start` and `end`, or `exact` with what stands around it."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"start": 30, "end": 40, "exact": "142 people"}}
    )

    start: Offset | None = None
    """Where the words begin, in Unicode code points of the text. JavaScript and Java count UTF-16
    units: there, an emoji is two."""
    end: Offset | None = None
    """Where they end, in code points, this one excluded."""
    exact: Annotated[Quoted, Field(max_length=2 * MOST_MENTION_CODE_POINTS)] = ""
    """The words. Beside `start` and `end` they are compared with what stands there."""
    prefix: Around = ""
    """What stands before them. Of several places, the one that agrees longest is taken."""
    suffix: Around = ""
    """What stands after them."""
    revision: Offset | None = None
    """The number of the draft that the place is meant for. A newer one by now: 409."""

    def found(self) -> dict[str, Any]:
        """Return the place as the actions take it."""
        if self.start is None and self.end is None and self.exact:
            quote = TextQuoteSelector(self.exact, self.prefix, self.suffix)
            return {"quote": quote, "revision": self.revision}
        return self.model_dump(include={"start", "end", "exact", "revision"})


class NewClaim(Place):
    """A claim to mark."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "exact": "142 people",
                "prefix": "The ferry carried ",
                "wording": "The ferry carried 142 people.",
                "kind": "figure",
                "revision": 1,
            }
        }
    )

    wording: Wording = ""
    """The claim in the desk's words; the marked words when left out."""
    kind: KnownKind = Claim.Kind.OTHER.value
    """What it is about; the evidence policy depends on it."""


class ClaimChange(Body):
    """What to change of a claim. Other words void the verdict that was made on the old ones."""

    model_config = ConfigDict(json_schema_extra={"example": {"kind": "figure", "version": 2}})

    wording: Wording | None = None
    kind: KnownKind | None = None
    version: Version


class ClaimFilter(Paging):
    """Which claims are wanted."""

    q: Words = wanted("", "Words of the wording, or of what was marked.")
    rating: Annotated[str, OneOf(Claim.Rating, OPEN)] = wanted(
        "", "What was decided; open: nothing, or no longer."
    )
    source: int = wanted(0, "The id of a source that it cites.", ge=1, le=LARGEST_ID)
    article: int = wanted(0, "The id of the article.", ge=1, le=LARGEST_ID)


@router.get(
    "articles/{int:article_id}/claims/",
    response=shapes.Claims,
    openapi_extra=refusals(404, 422),
)
def article_claim_list(
    request: ApiRequest, article_id: ArticleId, filters: Query[Paging]
) -> shapes.Claims:
    """List the claims of an article by their numbers."""
    page = get_article_claims(article_id, by=request.auth, after=filters.after, limit=filters.limit)
    locate = request.build_absolute_uri
    items = [shapes.ClaimSummary.of(claim, locate) for claim in page.rows]
    return shapes.Claims(items=items, next=page.after)


@router.post(
    "articles/{int:article_id}/claims/",
    response={201: shapes.Claim},
    openapi_extra=refusals(403, 404, 409, 422),
)
def claim_create(
    request: ApiRequest,
    article_id: ArticleId,
    body: NewClaim,
    response: HttpResponse,
    key: IdempotencyKey = "",
) -> shapes.Claim:
    """Mark words of the newest draft as a claim. It takes the role reviewer.

    White space at the edges of the place is left out.
    """
    created = create_claim(
        article_id=article_id,
        wording=body.wording,
        kind=body.kind,
        idempotency_key=key_of(request, key, body),
        by=request.auth,
        **body.found(),
    )
    response.headers["Location"] = reverse("api:claim_detail", args=[created.pk])
    claim = get_claim(created.pk, by=request.auth)
    return shapes.Claim.of(claim, request.build_absolute_uri)


@router.get("claims/", response=shapes.Claims, openapi_extra=refusals(422))
def claim_list(request: ApiRequest, filters: Query[ClaimFilter]) -> shapes.Claims:
    """Search the archive: every claim that you may see, newest first."""
    page = get_claims(
        by=request.auth,
        text=filters.q,
        rating=filters.rating,
        source_id=filters.source or None,
        article_id=filters.article or None,
        after=filters.after or None,
        limit=filters.limit,
    )
    locate = request.build_absolute_uri
    items = [shapes.ClaimSummary.of(claim, locate) for claim in page.rows]
    return shapes.Claims(items=items, next=page.after)


@router.get("claims/{int:claim_id}/", response=shapes.Claim, openapi_extra=refusals(404))
def claim_detail(request: ApiRequest, claim_id: ClaimId) -> shapes.Claim:
    """Read a claim with its mentions, verdicts and citations."""
    return shapes.Claim.of(get_claim(claim_id, by=request.auth), request.build_absolute_uri)


@router.patch(
    "claims/{int:claim_id}/",
    response=shapes.Claim,
    openapi_extra=refusals(403, 404, 409, 422),
)
def claim_edit(request: ApiRequest, claim_id: ClaimId, body: ClaimChange) -> shapes.Claim:
    """Give a claim other words or another kind. It takes the role reviewer."""
    # What is left out stays. Should it change right now, `version` is refused under the lock.
    wording, kind = get_claim_words(claim_id, by=request.auth)
    change_claim(
        claim_id=claim_id,
        wording=wording if body.wording is None else body.wording,
        kind=body.kind or kind,
        version=body.version,
        by=request.auth,
    )
    return shapes.Claim.of(get_claim(claim_id, by=request.auth), request.build_absolute_uri)


@router.post(
    "mentions/{int:mention_id}/close/",
    response=shapes.Claim,
    openapi_extra=refusals(403, 404, 409),
)
def mention_close(request: ApiRequest, mention_id: MentionId) -> shapes.Claim:
    """Close an orphan: its words are gone. A claim that has no other place closes with it."""
    claim = close_orphan(mention_id=mention_id, by=request.auth)
    return shapes.Claim.of(get_claim(claim.pk, by=request.auth), request.build_absolute_uri)


@router.post(
    "claims/{int:claim_id}/reopen/",
    response=shapes.Claim,
    openapi_extra=refusals(403, 404, 409),
)
def claim_reopen(request: ApiRequest, claim_id: ClaimId) -> shapes.Claim:
    """Take a closed claim back into the check; its words have to be marked in the draft anew."""
    claim = reopen_claim(claim_id=claim_id, by=request.auth)
    return shapes.Claim.of(get_claim(claim.pk, by=request.auth), request.build_absolute_uri)


@router.post(
    "claims/{int:claim_id}/mentions/",
    response={201: shapes.AddedMention},
    openapi_extra=refusals(403, 404, 409, 422),
)
def mention_add(request: ApiRequest, claim_id: ClaimId, body: Place) -> shapes.AddedMention:
    """Mark another place of the newest draft that makes the claim. Twice the same is once."""
    mention = add_mention(claim_id=claim_id, by=request.auth, **body.found())
    return shapes.AddedMention.of(get_mention(mention.pk))
