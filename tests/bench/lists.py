"""The long lists: what the deepest page costs against the first."""

from django.db import connection

from tests.bench.rows import make_many_articles
from tests.bench.site import Site
from tests.bench.table import Figure, at_most
from tests.bench.timing import in_turn

ROWS = 100_000
SOURCES = 10_000
ROUNDS, EACH = 7, 7

SOURCE = """
INSERT INTO claims_source (name, kind, reliability, tier, origin_group, owner, notes,
                           retired_reason, created_at)
SELECT CASE number %% 3 WHEN 0 THEN 'Ministry of ' WHEN 1 THEN 'Office for ' ELSE 'Daily ' END
       || md5(number::text), 'other', 'unrated', 'secondary', '', '', '', '', now()
FROM generate_series(1, %(sources)s) AS number
"""


def measure(site: Site) -> list[Figure]:
    make_many_articles(ROWS, name="listed")
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute(SOURCE, {"sources": SOURCES})
        for table in ("claims_article", "claims_claim", "claims_source"):
            cursor.execute(f"VACUUM ANALYZE {table}")
        cursor.execute("RESET statement_timeout")
    visitor = site.visitor()
    figures = []
    for path, table, condition in (
        ("/claims/", "claims_claim", "true"),
        ("/articles/", "claims_article", "true"),
        ("/claims/?q=ministry", "claims_claim", "search @@ to_tsquery('english', 'ministry')"),
        ("/claims/?q=ferry", "claims_claim", "search @@ to_tsquery('english', 'ferry')"),
        ("/claims/?rating=open", "claims_claim", "rating = ''"),
        ("/articles/?q=ministry", "claims_article", "title LIKE '%ministry%'"),
        ("/articles/?q=ferry", "claims_article", "title LIKE '%ferry%'"),
    ):
        after = _last_page(table, condition)
        deepest = visitor.get(f"{path}{'&' if '?' in path else '?'}after={after}")
        first = visitor.get(path)
        visitor.seconds(deepest), visitor.seconds(first)
        slow, quick, ratio = in_turn(
            lambda wanted=deepest: visitor.seconds(wanted),  # type: ignore[misc]
            lambda wanted=first: visitor.seconds(wanted),  # type: ignore[misc]
            rounds=ROUNDS,
            each=EACH,
        )
        note = f"{slow * 1000:.1f} ms, {quick * 1000:.1f} ms"
        name = f"{path} of {ROWS:,}: deepest page by the first"
        figures.append(at_most(name, ratio, 1.3, note=note))
    for typed in ("min", "ministry%20of%204", "zzz"):
        wanted = visitor.get(f"/sources/options/?source_name={typed}", **{"HX-Request": "true"})
        taken = sorted(visitor.seconds(wanted) for _ in range(15))[7]
        name = f"sources as one types “{typed.replace('%20', ' ')}”, of {SOURCES:,}"
        figures.append(Figure(name, f"{taken * 1000:.1f} ms"))
    return figures


def _last_page(table: str, condition: str) -> int:
    """Return the id after which the last whole page of the rows made here begins.

    Not of all rows: what other benches made before has citations and verdicts to show, and would
    be compared with a first page of rows without.
    """
    chosen = (
        "article_id IN (SELECT id FROM claims_article WHERE slug LIKE 'listed-%'"
        " AND NOT confidential)"
    )
    if table == "claims_article":
        chosen = "slug LIKE 'listed-%' AND NOT confidential"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id FROM {table} WHERE {condition} AND {chosen} ORDER BY id OFFSET 50 LIMIT 1"
        )
        return int(cursor.fetchone()[0])
