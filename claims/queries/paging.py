"""Pages of a long list by key: the deepest costs what the first does."""

from typing import Any, NamedTuple, TypeVar

from django.db.models import Model, QuerySet

Row = TypeVar("Row", bound=Model)


class Page(NamedTuple):
    """Rows, newest first, and the key after which the next page begins, or None."""

    rows: list[Any]
    after: int | None


def newest_first(rows: QuerySet[Row], *, after: int | None, limit: int) -> Page:
    """Return up to `limit` rows older than the one with the id `after`."""
    if after is not None:
        rows = rows.filter(pk__lt=after)
    found = list(rows.order_by("-pk")[: limit + 1])
    more = len(found) > limit
    return Page(found[:limit], found[limit - 1].pk if more else None)
