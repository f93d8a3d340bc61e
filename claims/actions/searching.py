"""What the archive finds claims by."""

from collections.abc import Collection

from django.db import connection

# By hand, for thousands at once: a new draft may change the words of every claim.
_REFRESH = """
    UPDATE claims_claim SET search = to_tsvector('english', left(concat_ws(' ', wording, (
        SELECT string_agg(DISTINCT exact, ' ') FROM claims_mention WHERE claim_id = claims_claim.id
    )), 100000)) WHERE id = ANY(%s)
"""


def refresh_search(claim_ids: Collection[int]) -> None:
    """Have the archive find claims by their wording and by the words they were marked on."""
    if claim_ids:
        with connection.cursor() as cursor:
            cursor.execute(_REFRESH, [list(claim_ids)])
