"""Bringing in copy."""

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.text import slugify

from claims import rules
from claims.actions.constraints import broken_constraint
from claims.actions.drafts import OriginalFile, add_draft, check_text
from claims.actions.locks import lock_article
from claims.actions.verdicts import lapse_verdict
from claims.exceptions import BadInput
from claims.intake.document import Document
from claims.models import Article, Claim, Event, Person, Revision
from claims.roles import Role

MOST_TITLE_CODE_POINTS = 300
MOST_FIRST_WORDS_CODE_POINTS = 80


@transaction.atomic
def create_article(
    *,
    document: Document,
    by: Person,
    title: str = "",
    language: str = "",
    origin: str = Revision.Origin.PASTE,
    reporter: Person | None = None,
    owner: Person | None = None,
    deadline: dt.datetime | None = None,
    confidential: bool = False,
    people: Collection[Person] = (),
    external_id: str | None = None,
    original: OriginalFile | None = None,
) -> Article:
    """Make an article of a document, its text the first draft.

    Args:
        document: as the intake read it.
        title: the document's own, or its first words, when empty.
        reporter: who wrote it; `by` when None and `by` is a reporter.
        owner: who answers for the check; `by` when None.
        people: who may see it while it is confidential, besides owner and reporter.
        external_id: what the article is called where it comes from.
        original: the file that the document was read from, if it was one.

    Raises:
        NotAllowed: `by` may not bring in copy.
        BadInput: no text, too much of it, or an `external_id` that is taken.
    """
    rules.check_can_create_article(by=by)
    check_text(document.text)
    title = " ".join((title or document.title or _first_words(document.text)).split())
    if reporter is None and by.groups.filter(name=Role.REPORTER).exists():
        reporter = by
    article = _create_row(
        title=title[:MOST_TITLE_CODE_POINTS],
        language=language or document.language or "en",
        owner=owner or by,
        reporter=reporter,
        deadline=deadline,
        confidential=confidential,
        external_id=external_id or None,
    )
    if people:
        article.people.set(people)
    Event.objects.append(
        kind=Event.Kind.ARTICLE_CREATED, article=article, by=by, payload={"title": article.title}
    )
    add_draft(article, document, number=1, origin=origin, original=original, by=by)
    return article


def _create_row(*, title: str, external_id: str | None, **fields: Any) -> Article:
    while True:
        slug = _free_slug(title)
        try:
            with transaction.atomic():
                return Article.objects.create(
                    title=title, slug=slug, external_id=external_id, **fields
                )
        except IntegrityError as error:
            constraint = broken_constraint(error)
            if "external_id" in constraint:
                raise BadInput(
                    f"The external_id {external_id} is taken. Send another one, or none.",
                    field="external_id",
                ) from None
            if "slug" not in constraint:
                raise
            # Somebody took it between our look and our writing, so that now it is seen as taken.


@transaction.atomic
def change_article(
    *,
    article_id: int,
    by: Person,
    title: str,
    owner: Person,
    reporter: Person | None,
    deadline: dt.datetime | None,
    confidential: bool,
    people: Collection[Person],
) -> Article:
    """Change what surrounds the text: title, people, deadline, who may see it.

    Raises:
        NotFound, NotAllowed: see `rules.check_can_change_article`.
        BadInput: the title is empty.
    """
    article = lock_article(article_id, by=by)
    rules.check_can_change_article(article, by=by)
    title = " ".join(title.split())[:MOST_TITLE_CODE_POINTS]
    if not title:
        raise BadInput("An article needs a title.", field="title")
    if reporter != article.reporter:
        rules.check_can_change_reporter(article, by=by)
    wanted = {
        "title": title,
        "owner": owner,
        "reporter": reporter,
        "deadline": deadline,
        "confidential": confidential,
    }
    changed: dict[str, Any] = {
        name: [_in_words(getattr(article, name)), _in_words(value)]
        for name, value in wanted.items()
        if getattr(article, name) != value
    }
    for name, value in wanted.items():
        setattr(article, name, value)
    article.save(update_fields=list(wanted))
    if "reporter" in changed and reporter:
        _lapse_verdicts_of(reporter, article, by=by)
    before = set(article.people.all())
    if before != set(people):
        changed["people"] = [sorted(map(str, before)), sorted(map(str, people))]
        article.people.set(people)
    if changed:
        Event.objects.append(
            kind=Event.Kind.ARTICLE_CHANGED, article=article, by=by, payload=changed
        )
    return article


def _lapse_verdicts_of(reporter: Person, article: Article, *, by: Person) -> None:
    """Void what somebody decided of an article that, as it turns out, they wrote."""
    own = Claim.objects.filter(verdicts__reviewer=reporter, verdicts__number__gt=F("lapsed"))
    ids = own.filter(article=article).values("pk")
    locked = Claim.objects.filter(pk__in=ids).select_for_update(no_key=True).order_by("pk")
    for claim in locked:
        claim.article = article
        claim.version += 1
        claim.save(update_fields=["version"])
        if claim.rating:
            lapse_verdict(claim, reasons=[f"{reporter}, who decided it, wrote the article."], by=by)


def _in_words(value: object) -> str | bool | None:
    if value is None or isinstance(value, bool):
        return value
    return value.isoformat() if isinstance(value, dt.datetime) else str(value)


def _first_words(text: str) -> str:
    """Return how a text without a headline begins, cut between two words."""
    first = text.strip().partition("\n")[0]
    if len(first) <= MOST_FIRST_WORDS_CODE_POINTS:
        return first
    cut = first[:MOST_FIRST_WORDS_CODE_POINTS]
    return f"{cut.rpartition(' ')[0] or cut}…"


def _free_slug(title: str) -> str:
    """Return a slug for `title` that no article has."""
    base = slugify(title)[:60].strip("-") or "article"
    taken = set(Article.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    if base not in taken:
        return base
    number = 2
    while f"{base}-{number}" in taken:
        number += 1
    return f"{base}-{number}"
