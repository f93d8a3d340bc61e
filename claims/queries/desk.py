"""My desk: the articles with me, and what changed on them since I last looked."""

import datetime as dt
from typing import TypedDict

from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils import timezone

from claims.models import Article, Claim, Event, Mention, Person, Revision
from claims.queries.history import Happening, in_words
from claims.queries.progress import NOTHING, Progress, get_progress_of
from claims.queries.release import get_accepted_counts

ARTICLES_ON_DESK = 30
NEWS_ON_DESK = 12
RECHECKS_ON_DESK = 10
SOON = dt.timedelta(hours=24)


class ArticleRow(TypedDict):
    """An article in a list. `rests_on_reporter` counts the claims accepted as unsourced."""

    article: Article
    progress: Progress
    rests_on_reporter: int
    due: str


class Recheck(TypedDict):
    """A claim that waits for somebody to look at it again, and why."""

    claim: Claim
    reasons: list[str]


class DeskPage(TypedDict):
    """What My desk shows. `newest_event` is what has been seen once the page is read."""

    rechecks: list[Recheck]
    recheck_count: int
    mine: list[ArticleRow]
    others: list[ArticleRow]
    news: list[Happening]
    news_count: int
    newest_event: int


def get_desk(person: Person) -> DeskPage:
    """Return the articles in review: those with `person`, then a few others; and the news."""
    open_articles = (
        Article.objects.visible_to(person)
        .filter(status=Article.Status.IN_REVIEW)
        .select_related("owner", "reporter")
    )
    assigned = Claim.objects.in_check().filter(article=OuterRef("pk"), assignee=person)
    with_me = Q(owner=person) | Q(reporter=person) | Exists(assigned)
    mine = list(open_articles.filter(with_me).order_by("-pk")[:ARTICLES_ON_DESK])
    others = list(
        open_articles.exclude(pk__in=[article.pk for article in mine]).order_by("-pk")[:10]
    )
    rows = article_rows([*mine, *others])
    news = (
        Event.objects.visible_to(person)
        .filter(pk__gt=person.seen_event)
        .exclude(person=person)
        .select_related("person", "claim", "article")
        .order_by("-pk")
    )
    recent = list(news[: NEWS_ON_DESK + 1])
    happenings = in_words(recent[:NEWS_ON_DESK])
    for happening, event in zip(happenings, recent, strict=False):
        happening["article_title"] = event.article.title if event.article else ""
    rechecks = _rechecks(mine)
    return {
        "rechecks": rechecks[:RECHECKS_ON_DESK],
        "recheck_count": len(rechecks),
        "mine": sorted(rows[: len(mine)], key=_by_deadline),
        "others": rows[len(mine) :],
        "news": happenings,
        "news_count": len(recent),
        "newest_event": recent[0].pk if recent else person.seen_event,
    }


def _rechecks(articles: list[Article]) -> list[Recheck]:
    """Return what has to be looked at first: lapsed decisions, and places that are gone."""
    newest = Revision.objects.filter(article=OuterRef("article")).order_by("-number")
    lost = Mention.objects.orphans().filter(claim=OuterRef("pk"), revision=OuterRef("newest"))
    by_id = {article.pk: article for article in articles}
    waiting = (
        Claim.objects.in_check()
        .filter(article__in=by_id)
        .annotate(newest=Subquery(newest.values("pk")[:1]))
        .filter(~Q(recheck=[]) | Exists(lost))
        .defer("search")
        .order_by("article", "number")
    )
    rechecks: list[Recheck] = []
    for claim in waiting[: RECHECKS_ON_DESK * 10]:
        claim.article = by_id[claim.article_id]
        rechecks.append(
            {"claim": claim, "reasons": claim.recheck or ["Some of its words are gone."]}
        )
    rechecks.sort(key=lambda each: _by_deadline_of(each["claim"].article))
    return rechecks


def article_rows(articles: list[Article]) -> list[ArticleRow]:
    """Return articles with how far each has come and how its deadline stands."""
    progress = get_progress_of(article.pk for article in articles)
    accepted = get_accepted_counts(article.pk for article in articles)
    now = timezone.now()
    return [
        {
            "article": article,
            "progress": progress.get(article.pk, NOTHING),
            "rests_on_reporter": accepted.get(article.pk, 0),
            "due": _due(article, now),
        }
        for article in articles
    ]


def _due(article: Article, now: dt.datetime) -> str:
    if article.deadline is None or article.status != Article.Status.IN_REVIEW:
        return ""
    if article.deadline < now:
        return "late"
    return "soon" if article.deadline - now < SOON else "later"


def _by_deadline(row: ArticleRow) -> tuple[bool, dt.datetime, int]:
    return _by_deadline_of(row["article"])


def _by_deadline_of(article: Article) -> tuple[bool, dt.datetime, int]:
    return article.deadline is None, article.deadline or timezone.now(), -article.pk
