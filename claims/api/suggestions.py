"""Calls about what the desk proposes to check: accepting it as claims, dismissing it by name."""

from typing import Annotated

from ninja import Router
from pydantic import ConfigDict, Field

from claims.actions.suggestions import (
    MOST_REASON_CODE_POINTS,
    NOT_CHECKABLE,
    accept_suggestions,
    dismiss_suggestions,
    restore_suggestions,
)
from claims.api import shapes
from claims.api.authentication import ApiRequest
from claims.api.describing import refusals
from claims.api.reading import ArticleId, Body, Id, Line
from claims.queries.api import get_claims_of, get_suggestions
from claims.queries.progress import get_progress

router = Router(tags=["Suggestions"])

MOST_IDS = 5_000


class Chosen(Body):
    """Which suggestions are meant."""

    model_config = ConfigDict(json_schema_extra={"example": {"ids": [71, 72]}})

    ids: Annotated[list[Id], Field(min_length=1, max_length=MOST_IDS)]
    """Ids of suggestions for the newest draft. Of an older draft: 409."""


class Dismissal(Chosen):
    """Which suggestions need no check, and why."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"ids": [73], "reason": "an opinion, not a fact"}}
    )

    reason: Annotated[Line, Field(max_length=MOST_REASON_CODE_POINTS)] = NOT_CHECKABLE
    """Why; it stays with them, as your name does."""


@router.get(
    "articles/{int:article_id}/suggestions/",
    response=shapes.Suggestions,
    openapi_extra=refusals(404),
)
def suggestion_list(request: ApiRequest, article_id: ArticleId) -> shapes.Suggestions:
    """List what the desk proposes to check in the newest draft, with what became of it.

    The desk judges nothing: it only points at places.
    """
    return shapes.Suggestions.of(get_suggestions(article_id, by=request.auth))


@router.post(
    "articles/{int:article_id}/suggestions/accept/",
    response=shapes.AcceptedSuggestions,
    openapi_extra=refusals(403, 404, 409, 422),
)
def suggestion_accept(
    request: ApiRequest, article_id: ArticleId, body: Chosen
) -> shapes.AcceptedSuggestions:
    """Make claims of suggestions. It takes the role reviewer.

    Each fact becomes one claim with a mention for every place that says it, whichever of them was
    named. A claim that stands there already is kept and takes the other places. Sent again, the
    call makes nothing more.
    """
    accepted = accept_suggestions(article_id=article_id, suggestion_ids=body.ids, by=request.auth)
    claims = get_claims_of([claim.pk for claim in accepted.claims])
    return shapes.AcceptedSuggestions(
        claims=[shapes.ClaimSummary.of(claim, request.build_absolute_uri) for claim in claims],
        coverage=_coverage(request, article_id),
    )


@router.post(
    "articles/{int:article_id}/suggestions/dismiss/",
    response=shapes.DismissedSuggestions,
    openapi_extra=refusals(403, 404, 409, 422),
)
def suggestion_dismiss(
    request: ApiRequest, article_id: ArticleId, body: Dismissal
) -> shapes.DismissedSuggestions:
    """Say in your name that places need no check. It takes the role reviewer."""
    count = dismiss_suggestions(
        article_id=article_id, suggestion_ids=body.ids, reason=body.reason, by=request.auth
    )
    return shapes.DismissedSuggestions(dismissed=count, coverage=_coverage(request, article_id))


@router.post(
    "articles/{int:article_id}/suggestions/restore/",
    response=shapes.Coverage,
    openapi_extra=refusals(403, 404, 409, 422),
)
def suggestion_restore(request: ApiRequest, article_id: ArticleId, body: Chosen) -> shapes.Coverage:
    """Take dismissals back. It takes the role reviewer."""
    restore_suggestions(article_id=article_id, suggestion_ids=body.ids, by=request.auth)
    return _coverage(request, article_id)


def _coverage(request: ApiRequest, article_id: int) -> shapes.Coverage:
    coverage = get_suggestions(article_id, by=request.auth)
    return shapes.Coverage.of(coverage, get_progress(article_id))
