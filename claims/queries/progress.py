"""How far the check of an article has come."""

from collections.abc import Iterable
from typing import Any, TypedDict

from django.db.models import Count, Q

from claims.models import Claim

STATES = ("verified", "disputed", "unsourced", "open")


class Progress(TypedDict):
    """Claims by what was decided. `recheck` counts those of `open` whose decision has lapsed."""

    verified: int
    disputed: int
    unsourced: int
    open: int
    recheck: int
    total: int


_COUNTS = {
    "verified": Count("pk", filter=Q(rating="verified")),
    "disputed": Count("pk", filter=Q(rating="disputed")),
    "unsourced": Count("pk", filter=Q(rating="unsourced")),
    "open": Count("pk", filter=Q(rating="")),
    "recheck": Count("pk", filter=~Q(recheck=[])),
    "total": Count("pk"),
}
NOTHING: Progress = {
    "verified": 0,
    "disputed": 0,
    "unsourced": 0,
    "open": 0,
    "recheck": 0,
    "total": 0,
}


def get_progress(article_id: int) -> Progress:
    """Return how far one article has come."""
    # By group and not with _COUNTS: every verdict waits for this, and to compose six filtered
    # counts takes Django longer than the database takes to count.
    claims = Claim.objects.in_check().filter(article=article_id).order_by()
    groups = claims.values_list("rating", "recheck").annotate(Count("pk"))
    progress = NOTHING.copy()
    for rating, recheck, count in groups:
        progress[rating or "open"] += count  # type: ignore[literal-required]
        progress["recheck"] += count if recheck else 0
        progress["total"] += count
    return progress


def get_progress_of(article_ids: Iterable[int]) -> dict[int, Progress]:
    """Return how far each of several articles has come, in one statement."""
    claims = Claim.objects.in_check().filter(article__in=list(article_ids)).order_by()
    rows: Any = claims.values("article").annotate(**_COUNTS)
    return {row["article"]: {name: row[name] for name in _COUNTS} for row in rows}  # type: ignore[misc]
