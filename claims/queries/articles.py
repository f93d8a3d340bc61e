"""The list of articles."""

from typing import TypedDict

from django.contrib.postgres.search import SearchQuery
from django.db.models import Exists, OuterRef, Q

from claims.models import Article, Claim, Person
from claims.queries.desk import ArticleRow, article_rows
from claims.queries.paging import newest_first

ARTICLES_A_PAGE = 50


class ArticlesPage(TypedDict):
    rows: list[ArticleRow]
    after: int | None


def get_articles(
    *,
    by: Person,
    status: str = "",
    person: Person | None = None,
    text: str = "",
    after: int | None = None,
    limit: int = ARTICLES_A_PAGE,
) -> ArticlesPage:
    """Return the articles that `by` may see, newest first.

    Args:
        person: who owns, wrote or checks it.
        text: words of the title or the beginning of the text, as typed into a search box.
        after: the id of the last article of the page before.
    """
    articles = Article.objects.visible_to(by).select_related("owner", "reporter")
    if status:
        articles = articles.filter(status=status)
    if person:
        checks = Claim.objects.in_check().filter(article=OuterRef("pk"), assignee=person)
        articles = articles.filter(Q(owner=person) | Q(reporter=person) | Exists(checks))
    if text:
        query = SearchQuery(text, config="english", search_type="websearch")
        articles = articles.filter(Q(search=query) | Q(title__icontains=text))
    page = newest_first(articles, after=after, limit=limit)
    return {"rows": article_rows(page.rows), "after": page.after}
