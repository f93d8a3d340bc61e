"""What the use of a token leaves behind."""

import datetime as dt

from django.db.models import Q
from django.utils import timezone

from claims.models import ApiToken, Person

REMEMBERED_EVERY = dt.timedelta(minutes=1)


def note_token_use(*, token_id: int, last_used_at: dt.datetime | None, by: Person) -> None:
    """Remember that a token was used just now, to the minute: one short statement, or none.

    Args:
        last_used_at: as it was read with the token; a fresh one costs nothing.
        by: whose token it is.
    """
    now = timezone.now()
    stale = now - REMEMBERED_EVERY
    if last_used_at is None or last_used_at < stale:
        # Of many calls at once the first writes; the others find it written.
        ApiToken.objects.filter(
            Q(last_used_at=None) | Q(last_used_at__lt=stale), pk=token_id, person=by
        ).update(last_used_at=now)
