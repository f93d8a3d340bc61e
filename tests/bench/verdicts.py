"""Recording a verdict, against a view that does as little as that can be done with."""

import itertools
import re
import threading
import time
from collections.abc import Callable
from statistics import median
from uuid import uuid4

from claims.models import Claim
from tests.bench import bare
from tests.bench.rows import make_checked_article
from tests.bench.site import HTMX, Site, Visitor
from tests.bench.table import Figure, at_least, at_most
from tests.bench.timing import in_turn

CLIENTS = 8
ROUNDS = 5
EACH = 40
TOGETHER_S = 1.5
RATIONALE = "The ministry's report gives the same number."
RATINGS = itertools.cycle(("verified", "disputed", "verified", "unsourced"))


class Desk:
    """Somebody with claims of their own to decide, and as many rows of the yardstick."""

    def __init__(self, visitor: Visitor, claims: list[Claim]) -> None:
        self.visitor = visitor
        self._versions = {claim.pk: claim.version for claim in claims}
        self._claims = itertools.cycle([claim.pk for claim in claims])
        rows = bare.Row.objects.bulk_create(bare.Row() for _ in claims)
        self._row_versions = {row.pk: 1 for row in rows}
        self._rows = itertools.cycle([row.pk for row in rows])

    def decide(self) -> float:
        """Record a verdict as the page's form does; return the seconds it took."""
        claim = next(self._claims)
        form = {
            "csrfmiddlewaretoken": self.visitor.token,
            "version": self._versions[claim],
            "rationale": RATIONALE,
            "rating": next(RATINGS),
            "idempotency_key": uuid4(),
        }
        path = f"/claims/{claim}/verdict/"
        taken = self.visitor.seconds(self.visitor.post(path, form, **HTMX))
        self._versions[claim] += 1
        return taken

    def write(self) -> float:
        """Have the yardstick do its work; return the seconds it took."""
        row = next(self._rows)
        form = {
            "csrfmiddlewaretoken": self.visitor.token,
            "version": self._row_versions[row],
            "rationale": RATIONALE,
            "rating": next(RATINGS),
        }
        path = f"/bench/rows/{row}/"
        taken = self.visitor.seconds(self.visitor.post(path, form, **HTMX))
        self._row_versions[row] += 1
        return taken


def measure(site: Site) -> list[Figure]:
    bare.create_tables()
    figures = []
    for words, count in ((5_000, 40), (50_000, 1_000)):
        _, claims = make_checked_article(words=words, claims=count)
        named = f"verdict, article of {count:,} claims"
        alone = Desk(site.visitor(), claims)
        for _ in range(20):
            alone.decide(), alone.write()
        if count == 40:
            figures.append(_count_statements(site, alone))
        ours, theirs, ratio = in_turn(alone.decide, alone.write, rounds=ROUNDS, each=EACH)
        note = f"{ours * 1000:.1f} ms, bare view {theirs * 1000:.1f} ms"
        figures.append(at_most(f"{named}: p50 by the bare view's", ratio, 2, note=note))
        # Whoever was alone has moved the versions on.
        claims = list(Claim.objects.filter(article=claims[0].article_id))
        figures.append(_together(site, claims, f"{named}: {CLIENTS} clients, rate"))
    apart = [make_checked_article(words=1_000, claims=20)[1] for _ in range(CLIENTS)]
    claims = [claim for row in zip(*apart, strict=True) for claim in row]
    figures.append(_together(site, claims, f"verdict, {CLIENTS} articles: {CLIENTS} clients, rate"))
    return figures


def _count_statements(site: Site, desk: Desk) -> Figure:
    site.log_statements(on=True)
    begin = site.log_bytes()
    desk.decide()
    time.sleep(0.3)
    statements = site.logged_statements(begin)
    site.log_statements(on=False)
    count = len([each for each in statements if re.search(r"\w", each)])
    return at_most("verdict: statements, BEGIN and COMMIT counted", count, 12)


def _together(site: Site, claims: list[Claim], name: str) -> Figure:
    """Let several people decide at once, each their own claims, and the yardstick in turn."""
    desks = [Desk(site.visitor(), claims[index::CLIENTS]) for index in range(CLIENTS)]
    ours, theirs, ratios = [], [], []
    for _ in range(ROUNDS):
        ours.append(_rate([desk.decide for desk in desks]))
        theirs.append(_rate([desk.write for desk in desks]))
        ratios.append(ours[-1] / theirs[-1])
    note = f"{median(ours):.0f}/s, bare view {median(theirs):.0f}/s"
    return at_least(f"{name} by the bare view's", median(ratios), 0.45, note=note)


def _rate(calls: list[Callable[[], float]]) -> float:
    """Return how many calls a second are done when all are repeated side by side."""
    done = [0] * len(calls)
    failed: list[BaseException] = []
    began = time.perf_counter()

    def repeat(index: int) -> None:
        try:
            while time.perf_counter() - began < TOGETHER_S:
                calls[index]()
                done[index] += 1
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=repeat, args=(index,)) for index in range(len(calls))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]
    return sum(done) / (time.perf_counter() - began)
