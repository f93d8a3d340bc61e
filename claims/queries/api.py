"""What the JSON API shows beyond what the pages ask for: things whole, with all that is joined.

The lists of articles and claims are the pages' own (`get_articles`, `get_archive`). Everywhere a
row that does not exist and one that is not for `by` are the same: `NotFound`, or not in the list.
"""

import datetime as dt
from collections.abc import Collection
from typing import TypedDict, TypeVar

from django.db.models import Model, Prefetch, QuerySet, prefetch_related_objects

from claims.exceptions import NotFound
from claims.models import (
    ApiToken,
    Article,
    Citation,
    Claim,
    Event,
    Mention,
    Person,
    Revision,
    Source,
    Verdict,
)
from claims.queries.archive import get_archive
from claims.queries.coverage import Coverage, get_coverage
from claims.queries.paging import Page
from claims.queries.progress import Progress, get_progress
from claims.queries.release import Release, get_accepted_counts, get_release
from claims.queries.sources import get_library

Row = TypeVar("Row", bound=Model)

# The text of a draft is up to a megabyte, and its number is all that is wanted of it here.
_TEXTS = ("revision__text", "revision__blocks")


class ArticleFound(TypedDict):
    """An article, owner and reporter joined, with its newest draft."""

    article: Article
    revision: Revision
    people: list[Person]
    progress: Progress
    coverage: Coverage
    rests_on_reporter: int


class TokenFound(TypedDict):
    """A token that is in force. `last_used_at` is as fresh as a minute."""

    id: int
    person: int
    last_used_at: dt.datetime | None


def oldest_first(rows: QuerySet[Row], *, after: int, limit: int) -> Page:
    """Return up to `limit` rows newer than the one with the id `after`; 0: from the first on."""
    found = list(rows.filter(pk__gt=after).order_by("pk")[: limit + 1])
    more = len(found) > limit
    return Page(found[:limit], found[limit - 1].pk if more else None)


def get_article(article_id: int, *, by: Person) -> ArticleFound:
    """Return an article with its newest draft.

    Raises:
        NotFound: there is none, or none that `by` may see.
    """
    articles = Article.objects.visible_to(by).select_related("owner", "reporter").defer("search")
    article = articles.filter(pk=article_id).first()
    if article is None:
        raise NotFound
    return {
        "article": article,
        "revision": Revision.objects.filter(article=article).order_by("-number")[0],
        "people": list(article.people.order_by("username")),
        "progress": get_progress(article.pk),
        "coverage": get_coverage(article.pk),
        "rests_on_reporter": get_accepted_counts([article.pk]).get(article.pk, 0),
    }


def get_article_claims(article_id: int, *, by: Person, after: int = 0, limit: int) -> Page:
    """Return an article's claims with their mentions, in the order of their numbers.

    Raises:
        NotFound: there is no such article, or none that `by` may see.
    """
    _check_visible(article_id, by=by)
    # Numbers are given under the article's lock, so ids rise with them.
    claims = Claim.objects.in_check().filter(article=article_id).defer("search")
    page = oldest_first(claims, after=after, limit=limit)
    _join_places(page.rows)
    return page


def get_claims(
    *,
    by: Person,
    text: str = "",
    rating: str = "",
    source_id: int | None = None,
    article_id: int | None = None,
    after: int | None = None,
    limit: int,
) -> Page:
    """Return the claims of the archive with their mentions, newest first; see `get_archive`."""
    source = None
    if source_id is not None:
        source = Source.objects.filter(pk=source_id).first()
        if source is None:
            return Page([], None)
    archive = get_archive(
        by=by,
        text=text,
        rating=rating,
        source=source,
        article=article_id,
        after=after,
        limit=limit,
    )
    _join_places(archive["rows"])
    return Page(archive["rows"], archive["after"])


def get_claim(claim_id: int, *, by: Person) -> Claim:
    """Return a claim with its mentions, verdicts and citations, and who made each.

    Raises:
        NotFound: there is none, or none that `by` may see.
    """
    claim = Claim.objects.visible_to(by).filter(pk=claim_id).defer("search").first()
    if claim is None:
        raise NotFound
    _join_places([claim])
    verdicts = Verdict.objects.select_related("reviewer", "revision").defer(*_TEXTS)
    citations = Citation.objects.select_related("source", "added_by", "withdrawn_by")
    prefetch_related_objects(
        [claim],
        Prefetch("verdicts", verdicts.order_by("number")),
        Prefetch("citations", citations.order_by("id")),
    )
    return claim


def get_suggestions(article_id: int, *, by: Person) -> Coverage:
    """Return the checkable items of an article's newest draft.

    Raises:
        NotFound: there is no such article, or none that `by` may see.
    """
    _check_visible(article_id, by=by)
    return get_coverage(article_id)


def get_claims_of(claim_ids: Collection[int]) -> list[Claim]:
    """Return claims that somebody just touched, with their mentions, by number."""
    claims = list(Claim.objects.filter(pk__in=claim_ids).defer("search").order_by("number"))
    _join_places(claims)
    return claims


def get_article_release(article_id: int, *, by: Person) -> Release:
    """Return how far an article's check is from its end.

    Raises:
        NotFound: there is no such article, or none that `by` may see.
    """
    article = Article.objects.visible_to(by).filter(pk=article_id).defer("search").first()
    if article is None:
        raise NotFound
    return get_release(article, by=by)


def get_claim_words(claim_id: int, *, by: Person) -> tuple[str, str]:
    """Return the wording and the kind of a claim.

    Raises:
        NotFound: there is none, or none that `by` may see.
    """
    words = Claim.objects.visible_to(by).filter(pk=claim_id).values_list("wording", "kind")
    found = words.first()
    if found is None:
        raise NotFound
    return found


def get_mention(mention_id: int) -> Mention:
    """Return a mention that was just added, with its claim and all else an answer says."""
    mentions = Mention.objects.select_related("claim", "revision", "created_by")
    return mentions.defer("claim__search", *_TEXTS).get(pk=mention_id)


def get_verdict(verdict_id: int) -> Verdict:
    """Return a verdict that was just recorded, with its claim and all else an answer says."""
    verdicts = Verdict.objects.select_related("claim", "revision", "reviewer")
    return verdicts.defer("claim__search", *_TEXTS).get(pk=verdict_id)


def get_citation(citation_id: int) -> Citation:
    """Return a citation that was just written, with its claim and all else an answer says."""
    citations = Citation.objects.select_related("claim", "source", "added_by", "withdrawn_by")
    return citations.defer("claim__search").get(pk=citation_id)


def get_sources(*, by: Person, text: str = "", kind: str = "", after: int = 0, limit: int) -> Page:
    """Return the library's sources in use with their domains, oldest first."""
    if not by.has_perm("claims.view_source"):
        return Page([], None)
    return oldest_first(get_library(text=text, kind=kind), after=after, limit=limit)


def get_source(source_id: int, *, by: Person) -> Source:
    """Return a source with its domains, a retired one too.

    Raises:
        NotFound: there is none, or `by` may not see the library.
    """
    source = Source.objects.prefetch_related("domains").filter(pk=source_id).first()
    if source is None or not by.has_perm("claims.view_source"):
        raise NotFound
    return source


def get_events(article_id: int, *, by: Person, after: int = 0, limit: int) -> Page:
    """Return an article's history, oldest first.

    Raises:
        NotFound: there is no such article, or none that `by` may see.
    """
    _check_visible(article_id, by=by)
    events = Event.objects.filter(article=article_id).select_related("person")
    return oldest_first(events, after=after, limit=limit)


def get_people(usernames: Collection[str]) -> dict[str, Person]:
    """Return those of the people who may sign in, by username; the unknown are left out."""
    people = Person.objects.filter(username__in=usernames, is_active=True)
    return {person.username: person for person in people}


def get_token(digest: str) -> TokenFound | None:
    """Return the token with that digest, unless it was revoked or its person may not sign in."""
    token = (
        ApiToken.objects.filter(digest=digest, revoked_at=None, person__is_active=True)
        .values("id", "person", "last_used_at")
        .first()
    )
    return TokenFound(**token) if token else None


def _check_visible(article_id: int, *, by: Person) -> None:
    if not Article.objects.visible_to(by).filter(pk=article_id).exists():
        raise NotFound


def _join_places(claims: list[Claim]) -> None:
    mentions = Mention.objects.select_related("revision", "created_by").defer(*_TEXTS)
    places = Prefetch("mentions", mentions.order_by("revision__number", "start", "end"))
    prefetch_related_objects(claims, "assignee", places)
