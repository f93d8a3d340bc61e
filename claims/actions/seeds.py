"""The sample: an article, a library, claims, and a few decisions made on them."""

import csv
import datetime as dt
import json
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from claims.actions.articles import create_article
from claims.actions.citations import add_citation
from claims.actions.claims import add_mention, create_claim
from claims.actions.locks import take_turn
from claims.actions.sources import add_source
from claims.actions.verdicts import record_verdict
from claims.intake.pasted import read_pasted
from claims.models import Article, Claim, Person, Revision, Source, SourceDomain
from claims.roles import Role
from claims.text.offsets import TextPosition

EXTERNAL_ID = "seed:trade-talks"


@transaction.atomic
def load_seeds(*, folder: Path) -> bool:
    """Load the sample of `folder`, once; say whether anything was loaded.

    The people in it have no password: nobody can sign in as one of them.
    """
    _wait_for_one_another()
    if Article.objects.filter(external_id=EXTERNAL_ID).exists():
        return False
    reporter = _sample_person("sample-reporter", "Sample", "Reporter", Role.REPORTER)
    reviewer = _sample_person("sample-reviewer", "Sample", "Reviewer", Role.REVIEWER)
    load_sources(folder / "sources.csv", by=reviewer)
    sample = json.loads((folder / "trade-talks.json").read_text())
    article = create_article(
        document=read_pasted((folder / "trade-talks.md").read_text()),
        by=reporter,
        title=sample["article"]["title"],
        language=sample["article"]["language"],
        origin=Revision.Origin.SEED,
        deadline=timezone.now() + dt.timedelta(days=sample["article"]["deadline_days"]),
        external_id=EXTERNAL_ID,
    )
    text = article.revisions.get(number=1).text
    for claim in sample["claims"]:
        _load_claim(article, text, claim, by=reviewer)
    return True


def _wait_for_one_another() -> None:
    """Of two starts at once, have the second wait for the first, however long, and find it done."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = 0")
    take_turn("load_seeds")


def load_sources(path: Path, *, by: Person) -> None:
    """Add the sources of a CSV file that the library has not."""
    with path.open(newline="") as file:
        for row in csv.DictReader(file):
            domains = row.pop("domains").split()
            if Source.objects.named(row["name"]).exists():
                continue
            source = add_source(
                by=by,
                name=row["name"],
                kind=row["kind"],
                reliability=row["reliability"],
                tier=row["tier"],
                origin_group=row["origin_group"],
                owner=row["owner"],
                notes=row["notes"],
            )
            taken = set(
                SourceDomain.objects.filter(domain__in=domains).values_list("domain", flat=True)
            )
            SourceDomain.objects.bulk_create(
                SourceDomain(source=source, domain=domain)
                for domain in domains
                if domain not in taken
            )


def _sample_person(username: str, first: str, last: str, role: Role) -> Person:
    from django.contrib.auth.models import Group

    person, made = Person.objects.get_or_create(
        username=username, defaults={"first_name": first, "last_name": last}
    )
    if made:
        person.set_unusable_password()
        person.save(update_fields=["password"])
        person.groups.add(Group.objects.get(name=role.value))
    return person


def _load_claim(article: Article, text: str, sample: dict[str, Any], *, by: Person) -> None:
    places = [_nth(text, mention["exact"], mention["occurrence"]) for mention in sample["mentions"]]
    claim = create_claim(
        article_id=article.pk,
        start=places[0].start,
        end=places[0].end,
        wording=sample["wording"],
        kind=sample["kind"],
        by=by,
    )
    for place in places[1:]:
        add_mention(claim_id=claim.pk, start=place.start, end=place.end, by=by)
    for citation in sample.get("citations", ()):
        add_citation(
            claim_id=claim.pk,
            source_name=citation["source"],
            url=citation["url"],
            passage=citation["passage"],
            locator=citation["locator"],
            stance=citation["stance"],
            read_at=dt.date.fromisoformat(citation["read_on"]),
            by=by,
        )
    if verdict := sample.get("verdict"):
        record_verdict(
            claim_id=claim.pk,
            rating=verdict["rating"],
            rationale=verdict["rationale"],
            version=Claim.objects.values_list("version", flat=True).get(pk=claim.pk),
            by=by,
        )


def _nth(text: str, exact: str, occurrence: int) -> TextPosition:
    start = -1
    for _ in range(occurrence):
        start = text.index(exact, start + 1)
    return TextPosition(start, start + len(exact))
