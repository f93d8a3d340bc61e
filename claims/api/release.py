"""Calls about the end of a check: what is missing, sign-offs, clearing, and taking it back."""

from typing import Annotated

from ninja import Query, Router
from pydantic import ConfigDict, Field

from claims.actions.release import accept_unsourced, clear_article, reopen_article, sign_off
from claims.api import shapes
from claims.api.authentication import ApiRequest
from claims.api.describing import refusals
from claims.api.reading import ArticleId, Body, ClaimId, Line, Paging, Version
from claims.queries.api import get_article, get_article_release

router = Router(tags=["Release"])

Reason = Annotated[Line, Field(min_length=1, max_length=2_000)]


class NewSignOff(Body):
    """What is signed off. The body may be left out."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"digest": shapes.SignOff._example["digest"]}}
    )

    digest: Annotated[str, Field(max_length=64)] = ""
    """`digest` of the release that you looked at. Another one by now: 409. Left out: what is there
    is signed as it is."""


class NewAcceptance(Body):
    """Why an unsourced claim may stand."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {"reason": shapes.Acceptance._example["reason"], "version": 2}
        }
    )

    reason: Reason
    """Whoever looks at the release of the article will read it."""
    version: Version


class Reopening(Body):
    """Why an article goes back."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"reason": "The ministry corrected its figure."}}
    )

    reason: Reason
    """It stands in the history."""


@router.get(
    "articles/{int:article_id}/release/", response=shapes.Release, openapi_extra=refusals(404)
)
def article_release(request: ApiRequest, article_id: ArticleId) -> shapes.Release:
    """Read what a check still lacks before its article can be cleared."""
    return shapes.Release.of(get_article_release(article_id, by=request.auth))


@router.get(
    "articles/{int:article_id}/sign-offs/",
    response=shapes.SignOffs,
    openapi_extra=refusals(404, 422),
)
def sign_off_list(
    request: ApiRequest, article_id: ArticleId, filters: Query[Paging]
) -> shapes.SignOffs:
    """List who has vouched for a check, oldest first, and whether each sign-off still holds."""
    lines = get_article_release(article_id, by=request.auth)["sign_offs"][::-1]
    rest = [line for line in lines if line["sign_off"].pk > filters.after]
    page = rest[: filters.limit]
    following = page[-1]["sign_off"].pk if len(rest) > len(page) else None
    return shapes.SignOffs(items=[shapes.SignOff.of(line) for line in page], next=following)


@router.post(
    "articles/{int:article_id}/sign-offs/",
    response={201: shapes.SignOff},
    openapi_extra=refusals(403, 404, 409, 422),
)
def sign_off_create(
    request: ApiRequest, article_id: ArticleId, body: NewSignOff | None = None
) -> shapes.SignOff:
    """Vouch for the check of an article as it stands. It takes a reviewer who is a second person.

    Neither who wrote the article nor who alone decided all its claims is one. While the check is
    not complete: 422, and `unmet` says what is missing. Any change to text, verdicts or citations
    lapses it. Given twice, it is one.
    """
    digest = body.digest if body else ""
    given = sign_off(article_id=article_id, digest=digest, by=request.auth)
    lines = get_article_release(article_id, by=request.auth)["sign_offs"]
    return shapes.SignOff.of(next(line for line in lines if line["sign_off"] == given))


@router.post(
    "articles/{int:article_id}/clear/",
    response=shapes.Article,
    openapi_extra=refusals(403, 404, 409, 422),
)
def article_clear(request: ApiRequest, article_id: ArticleId) -> shapes.Article:
    """End the check of an article. It takes the role editor.

    While anything is missing: 422, and `unmet` says what. A cleared article's claims are closed;
    a new draft takes it back into review.
    """
    clear_article(article_id=article_id, by=request.auth)
    return _article(request, article_id)


@router.post(
    "articles/{int:article_id}/reopen/",
    response=shapes.Article,
    openapi_extra=refusals(403, 404, 409, 422),
)
def article_reopen(request: ApiRequest, article_id: ArticleId, body: Reopening) -> shapes.Article:
    """Take an article back into review, so that its claims can be changed. It takes an editor."""
    reopen_article(article_id=article_id, reason=body.reason, by=request.auth)
    return _article(request, article_id)


def _article(request: ApiRequest, article_id: int) -> shapes.Article:
    found = get_article(article_id, by=request.auth)
    return shapes.Article.found(found, request.build_absolute_uri)


@router.post(
    "claims/{int:claim_id}/acceptances/",
    response={201: shapes.Acceptance},
    openapi_extra=refusals(403, 404, 409, 422),
)
def unsourced_accept(
    request: ApiRequest, claim_id: ClaimId, body: NewAcceptance
) -> shapes.Acceptance:
    """Let an unsourced claim stand: it rests on the reporter. It takes the role editor.

    It is bound to the verdict and ends with it.
    """
    accepted = accept_unsourced(
        claim_id=claim_id, reason=body.reason, version=body.version, by=request.auth
    )
    return shapes.Acceptance.of(accepted, claim=claim_id)
