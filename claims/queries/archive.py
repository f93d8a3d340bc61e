"""The archive: every claim ever checked, but those joined to another or closed."""

from typing import TypedDict

from django.contrib.postgres.search import SearchQuery
from django.db.models import Count, Exists, OuterRef

from claims.models import Citation, Claim, Person, Source
from claims.queries.paging import newest_first

CLAIMS_A_PAGE = 50
OPEN = "open"


class ArchivePage(TypedDict):
    """`rows` are claims with their article joined and `citation_count`, those in use."""

    rows: list[Claim]
    after: int | None


def get_archive(
    *,
    by: Person,
    text: str = "",
    rating: str = "",
    source: Source | None = None,
    article: int | None = None,
    after: int | None = None,
    limit: int = CLAIMS_A_PAGE,
) -> ArchivePage:
    """Return the claims that `by` may see, newest first.

    Args:
        text: words of the wording or of a mention, as typed into a search box.
        rating: a rating, or "open" for claims without one.
        source: only claims that cite it.
        after: the id of the last claim of the page before.
    """
    claims = Claim.objects.visible_to(by).in_check().select_related("article")
    if text:
        query = SearchQuery(text, config="english", search_type="websearch")
        claims = claims.filter(search=query)
    if rating:
        claims = claims.filter(rating="" if rating == OPEN else rating)
    if source:
        cited = Citation.objects.in_use().filter(claim=OuterRef("pk"), source=source)
        claims = claims.filter(Exists(cited))
    if article:
        claims = claims.filter(article=article)
    page = newest_first(claims, after=after, limit=limit)
    counts = dict(
        Citation.objects.in_use()
        .filter(claim__in=[claim.pk for claim in page.rows])
        .order_by()
        .values_list("claim")
        .annotate(Count("pk"))
    )
    for claim in page.rows:
        claim.citation_count = counts.get(claim.pk, 0)
    return {"rows": page.rows, "after": page.after}
