"""Calls about articles: bringing in copy, finding it again, its history."""

from typing import Annotated

from django.http import HttpResponse
from django.urls import reverse
from ninja import Query, Router, Status
from pydantic import ConfigDict, Field
from pydantic.json_schema import SkipJsonSchema

from claims.actions.articles import MOST_TITLE_CODE_POINTS, create_article
from claims.actions.revisions import add_revision
from claims.api import shapes
from claims.api.authentication import ApiRequest
from claims.api.describing import refusals
from claims.api.reading import (
    ArticleId,
    Body,
    Flag,
    Language,
    Line,
    Moment,
    OneOf,
    Paging,
    Words,
    wanted,
)
from claims.exceptions import BadInput
from claims.forms.copy import read_copy
from claims.models import Article, Person, Revision
from claims.queries.api import get_article, get_events, get_people
from claims.queries.articles import get_articles

router = Router(tags=["Articles"])

_LATER = "The desk cannot read that yet. Send the article's words in the field text."

Username = Annotated[str, Field(max_length=150)]


class NewArticle(Body):
    """Copy to be checked."""

    model_config = ConfigDict(
        json_schema_extra={
            "required": ["text"],
            "example": {
                "title": "Ferry sank",
                "text": "# Ferry sank\n\nThe ferry carried 142 people.",
                "language": "en",
                "external_id": "cms-4711",
            },
        }
    )

    text: str = ""
    """The words. Blank lines part the paragraphs; `#` marks a heading, `-` a list item."""
    title: Annotated[Line, Field(max_length=MOST_TITLE_CODE_POINTS)] | None = None
    """Left out: the first heading of the text, or how it begins."""
    language: Language | None = None
    """A BCP 47 tag such as en-GB; en when left out."""
    external_id: Annotated[Line, Field(max_length=200)] | None = None
    """What the article is called where it comes from. Each one is taken once."""
    confidential: Flag = False
    """Have only its owner, its reporter and `people` see it."""
    people: Annotated[list[Username], Field(max_length=100)] = []
    """Usernames of those who may see it while it is confidential."""
    reporter: Username | None = None
    """Username of who wrote it, who then cannot decide its claims. Left out: you, if you are a
    reporter, and otherwise somebody outside the desk."""
    owner: Username | None = None
    """Username of who answers for the check; you when left out."""
    deadline: Moment | None = None
    """With its offset from UTC, e.g. 2026-02-01T18:00:00Z."""
    html: SkipJsonSchema[object] = None
    url: SkipJsonSchema[object] = None
    file: SkipJsonSchema[object] = None


class NewRevision(Body):
    """The next draft of an article."""

    model_config = ConfigDict(
        json_schema_extra={
            "required": ["text"],
            "example": {"text": "# Ferry sank\n\nThe ferry carried 124 people."},
        }
    )

    text: str = ""
    """The words. Blank lines part the paragraphs; `#` marks a heading, `-` a list item."""
    title: Annotated[Line, Field(max_length=MOST_TITLE_CODE_POINTS)] | None = None
    """A new headline for the article; it keeps its own when left out."""


class ArticleFilter(Paging):
    """Which articles are wanted."""

    status: Annotated[str, OneOf(Article.Status)] = wanted("", "Where the check stands.")
    q: Words = wanted("", "Words of the title or of the beginning of the text.")


@router.post(
    "articles/",
    response={201: shapes.CreatedArticle},
    openapi_extra=refusals(403, 422),
)
def article_create(
    request: ApiRequest, body: NewArticle, response: HttpResponse
) -> shapes.CreatedArticle:
    """Bring in an article.

    Its text is cleaned (NFC, no invisible characters, blocks joined by one blank line) and becomes
    draft 1; the answer has it as it is stored, and all offsets refer to that. The desk proposes
    what to check in it, and judges nothing. It takes the role reporter.
    """
    for name in ("html", "url", "file"):
        if getattr(body, name) is not None:
            raise BadInput(_LATER, field=name)
    people = _named_people(body)
    article = create_article(
        document=read_copy(body.text),
        title=body.title or "",
        language=body.language or "",
        origin=Revision.Origin.API,
        reporter=people[body.reporter] if body.reporter else None,
        owner=people[body.owner] if body.owner else None,
        deadline=body.deadline,
        confidential=body.confidential,
        people=[people[username] for username in body.people],
        external_id=body.external_id or None,
        by=request.auth,
    )
    found = get_article(article.pk, by=request.auth)
    response.headers["Location"] = reverse("api:article_detail", args=[article.pk])
    suggestions = [shapes.Suggestion.of(item) for item in found["coverage"].items]
    return shapes.CreatedArticle.found(found, request.build_absolute_uri, suggestions=suggestions)


def _named_people(body: NewArticle) -> dict[str, Person]:
    named = {
        username: field
        for field, usernames in (
            ("people", body.people),
            ("owner", [body.owner]),
            ("reporter", [body.reporter]),
        )
        for username in usernames
        if username
    }
    people = get_people(named) if named else {}
    for username, field in named.items():
        if username not in people:
            raise BadInput(f"Nobody at the desk is called {username}.", field=field)
    return people


@router.post(
    "articles/{int:article_id}/revisions/",
    response={201: shapes.AddedRevision, 200: shapes.AddedRevision},
    openapi_extra=refusals(403, 404, 409, 422),
)
def revision_create(
    request: ApiRequest, article_id: ArticleId, body: NewRevision
) -> Status[shapes.AddedRevision]:
    """Send the next draft of an article. It takes the role reporter.

    Every mention is carried to it; `anchors` says where to, and what changed. A claim whose words
    were edited or are gone has to be decided again. A text that is the newest draft's already is
    not added: 200 instead of 201.
    """
    added = add_revision(
        article_id=article_id,
        document=read_copy(body.text),
        title=body.title or "",
        origin=Revision.Origin.API,
        by=request.auth,
    )
    return Status(201 if added.is_new else 200, shapes.AddedRevision.of(added))


@router.get("articles/", response=shapes.Articles, openapi_extra=refusals(422))
def article_list(request: ApiRequest, filters: Query[ArticleFilter]) -> shapes.Articles:
    """List the articles that you may see, newest first."""
    page = get_articles(
        by=request.auth,
        status=filters.status,
        text=filters.q,
        after=filters.after or None,
        limit=filters.limit,
    )
    locate = request.build_absolute_uri
    items = [shapes.ArticleSummary.of(row, locate) for row in page["rows"]]
    return shapes.Articles(items=items, next=page["after"])


@router.get("articles/{int:article_id}/", response=shapes.Article, openapi_extra=refusals(404))
def article_detail(request: ApiRequest, article_id: ArticleId) -> shapes.Article:
    """Read an article with its newest draft."""
    found = get_article(article_id, by=request.auth)
    return shapes.Article.found(found, request.build_absolute_uri)


@router.get(
    "articles/{int:article_id}/events/", response=shapes.Events, openapi_extra=refusals(404, 422)
)
def article_history(
    request: ApiRequest, article_id: ArticleId, filters: Query[Paging]
) -> shapes.Events:
    """Read what happened to an article and its claims, oldest first, each event sealed."""
    page = get_events(article_id, by=request.auth, after=filters.after, limit=filters.limit)
    return shapes.Events(items=[shapes.Event.of(event) for event in page.rows], next=page.after)
