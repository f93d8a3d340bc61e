"""Calls about the library of sources."""

from typing import Annotated

from django.http import HttpResponse
from django.urls import reverse
from ninja import Query, Router
from pydantic import ConfigDict, Field

from claims.actions.source_fields import MOST_NAME_CODE_POINTS, MOST_NOTES_CODE_POINTS
from claims.actions.sources import add_source
from claims.api import shapes
from claims.api.authentication import ApiRequest
from claims.api.describing import refusals
from claims.api.reading import Body, Line, Lines, OneOf, Paging, SourceId, Words, wanted
from claims.models import Source
from claims.queries.api import get_source, get_sources

router = Router(tags=["Sources"])

KnownKind = Annotated[str, OneOf(Source.Kind)]


class NewSource(Body):
    """A source for the library."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "name": "Ministry of Transport",
                "kind": "public_record",
                "tier": "primary",
                "domains": ["transport.example"],
            }
        }
    )

    name: Annotated[Line, Field(min_length=1, max_length=MOST_NAME_CODE_POINTS)]
    """Capitals do not count: a name that the library has already gives the source it has."""
    kind: KnownKind = Source.Kind.OTHER.value
    tier: Annotated[str, OneOf(Source.Tier)] = Source.Tier.SECONDARY.value
    """How near to the facts it is as a rule; each citation can say otherwise."""
    reliability: Annotated[str, OneOf(Source.Reliability)] = Source.Reliability.UNRATED.value
    origin_group: Annotated[Line, Field(max_length=MOST_NAME_CODE_POINTS)] = ""
    """Sources that share an origin share this name and count as one voice."""
    domains: Annotated[list[Annotated[str, Field(max_length=500)]], Field(max_length=50)] = []
    """Addresses on them and their subdomains belong to it: census.gov, or a whole address."""
    owner: Annotated[Line, Field(max_length=MOST_NAME_CODE_POINTS)] = ""
    notes: Annotated[Lines, Field(max_length=MOST_NOTES_CODE_POINTS)] = ""


class SourceFilter(Paging):
    """Which sources are wanted."""

    q: Words = wanted("", "Words of the name, the origin group or a domain.")
    kind: KnownKind = wanted("", "What it is.")


@router.get("sources/", response=shapes.Sources, openapi_extra=refusals(422))
def source_list(request: ApiRequest, filters: Query[SourceFilter]) -> shapes.Sources:
    """List the sources that can be cited, oldest first."""
    page = get_sources(
        by=request.auth,
        text=filters.q,
        kind=filters.kind,
        after=filters.after,
        limit=filters.limit,
    )
    return shapes.Sources(items=[shapes.Source.of(row) for row in page.rows], next=page.after)


@router.post("sources/", response={201: shapes.Source}, openapi_extra=refusals(403, 422))
def source_add(request: ApiRequest, body: NewSource, response: HttpResponse) -> shapes.Source:
    """Add a source to the library. It takes the role reporter or reviewer.

    Of one that is there already nothing changes: changing sources is for admins.
    """
    source = add_source(by=request.auth, **body.model_dump())
    response.headers["Location"] = reverse("api:source_detail", args=[source.pk])
    return shapes.Source.of(get_source(source.pk, by=request.auth))


@router.get("sources/{int:source_id}/", response=shapes.Source, openapi_extra=refusals(404))
def source_detail(request: ApiRequest, source_id: SourceId) -> shapes.Source:
    """Read a source, one that is retired or merged too."""
    return shapes.Source.of(get_source(source_id, by=request.auth))
