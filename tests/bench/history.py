"""Checking a long history, and that it finds one changed byte."""

import time
from statistics import median

from django.db import connection

from claims.models import Event
from claims.queries.chain import find_faults
from tests.bench.rows import make_many_articles
from tests.bench.site import Site
from tests.bench.table import Figure
from tests.factories import make_reviewer

EVENTS, ARTICLES = 100_000, 500
BATCHES = 10  # commits, because a chain's head that is written often gets slow within one

EVENT = """
INSERT INTO claims_event (article_id, claim_id, person_id, kind, payload)
SELECT article_id, claims_claim.id, %(person)s, 'verdict_recorded', jsonb_build_object(
    'verdict', count, 'question', 'truth', 'rating', 'verified', 'rationale',
    'The ministry’s report gives the same number as “the captain” did, on page ' || count)
FROM claims_claim JOIN claims_article ON claims_article.id = article_id,
     generate_series(1, %(each)s) AS count
WHERE slug LIKE 'told-%%'
"""


def measure(site: Site) -> list[Figure]:
    make_many_articles(ARTICLES, name="told")
    person = make_reviewer()
    each = EVENTS // ARTICLES // BATCHES
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        for _ in range(BATCHES):
            cursor.execute(EVENT, {"person": person.pk, "each": each})
        cursor.execute("VACUUM ANALYZE claims_event, claims_chainhead")
    times = []
    for _ in range(3):
        began = time.perf_counter()
        is_whole = not list(find_faults())
        times.append(time.perf_counter() - began)
    count = Event.objects.count()
    altered = _alter_a_byte()
    is_found = is_whole and [fault.event_id for fault in find_faults()] == [altered]
    return [
        Figure(f"verify_history, {count:,} events", f"{median(times):.2f} s", "about 1 s"),
        Figure("verify_history names the one changed byte", str(is_found), "True", is_found),
    ]


def _alter_a_byte() -> int:
    """Change a letter in the middle of the history, as the tables' owner can; return its event."""
    middle = Event.objects.count() // 2
    event: int = Event.objects.order_by("pk").values_list("pk", flat=True)[middle]
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE claims_event DISABLE TRIGGER event_never_changed")
        cursor.execute(
            "UPDATE claims_event SET payload = replace(payload::text, 'captain', 'captaim')::jsonb"
            " WHERE id = %s",
            [event],
        )
        cursor.execute("ALTER TABLE claims_event ENABLE TRIGGER event_never_changed")
    return event
