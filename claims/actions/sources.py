"""The library: finding, naming, changing, merging and retiring sources."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.db.models.functions import Length
from django.utils import timezone

from claims import rules
from claims.actions.locks import take_turn
from claims.actions.source_fields import check_source_fields
from claims.exceptions import BadInput, NotFound, WrongState
from claims.models import Citation, Event, Person, Source, SourceDomain
from claims.text.domains import BadDomain, host_of, read_domain

Trace = tuple[str, dict[str, Any]]
"""The kind and the payload of an event that an action is still to append."""


def find_source_by_url(url: str) -> Source | None:
    """Return the source whose domain `url` is on; of several, the one with the longest domain."""
    labels = host_of(url).split(".")
    suffixes = [".".join(labels[i:]) for i in range(len(labels))]
    rows = SourceDomain.objects.filter(domain__in=suffixes, source__retired_at=None)
    longest = rows.select_related("source").order_by(Length("domain").desc()).first()
    return longest.source if longest else None


@transaction.atomic
def find_or_add_source(*, by: Person, name: str = "", url: str = "") -> Source:
    """Return the library's source of that name, or of that address; a new name is added to it.

    Raises:
        NotAllowed: `by` may not name sources.
        BadInput: neither name nor a known address.
    """
    name = " ".join(name.split())
    if not name:
        source = find_source_by_url(url) if url else None
        if source is None:
            raise BadInput("Name the source, or choose one from the library.", field="source_name")
        return source
    if len(name) > 200:
        raise BadInput("A source's name has at most 200 characters.", field="source_name")
    # One in use comes first; one that is retired is found too, so that citing it can be refused.
    same_name = Source.objects.named(name).select_related("merged_into")
    found = same_name.order_by(F("retired_at").desc(nulls_first=True)).first()
    if found:
        return found.merged_into or found
    rules.check_can_add_source(by=by)
    return add_source(by=by, name=name)


@transaction.atomic
def add_source(
    *,
    by: Person,
    name: str,
    domains: Collection[str] = (),
    must_be_new: bool = False,
    **fields: str,
) -> Source:
    """Add a source to the library. Somebody who adds the same name meanwhile gets the same row.

    Args:
        must_be_new: refuse a name that the library has, instead of giving back what it has.
        domains: bare, or addresses whose host counts; see `claims.text.domains`.
        fields: kind, reliability, tier, origin_group, owner, notes.

    Raises:
        NotAllowed: `by` may not name sources.
        BadInput: a field cannot be stored, or a domain belongs to another source in use; or the
            name is taken and must be new.
    """
    rules.check_can_add_source(by=by)
    cleaned = check_source_fields({"name": name, **fields})
    try:
        with transaction.atomic():
            source = Source.objects.create(**cleaned)
    except IntegrityError:
        if must_be_new:
            raise name_taken(cleaned["name"]) from None
        return Source.objects.in_use().named(cleaned["name"]).get()
    if not domains:  # as when somebody cites a new source: a statement less for each
        append_traces([source_added(source, ())], by=by)
        return source
    written = write_domains([DomainChange(source, add=domains)])
    append_traces([source_added(source, written.after[source.pk]), *written.traces], by=by)
    return source


def source_added(source: Source, domains: Collection[str]) -> Trace:
    """Return what the history says of a new source."""
    payload: dict[str, Any] = {"source": source.pk, "name": source.name}
    return Event.Kind.SOURCE_ADDED, payload | ({"domains": sorted(domains)} if domains else {})


@transaction.atomic
def change_source(
    *,
    source_id: int,
    by: Person,
    add_domains: Collection[str] = (),
    remove_domains: Collection[str] = (),
    **fields: str,
) -> Source:
    """Change what the library says of a source. What is not given stays as it is.

    Args:
        add_domains: bare, or addresses whose host counts. One of a retired source moves over.
        fields: name, kind, reliability, tier, origin_group, owner, notes.

    Raises:
        NotAllowed: `by` is no admin.
        NotFound: there is no such source.
        WrongState: it is retired.
        BadInput: a field cannot be stored, the name is taken, or a domain belongs to another
            source in use.
    """
    source = _lock_source(source_id)
    rules.check_can_change_source(source, by=by)
    changed = differences(source, check_source_fields(fields))
    if changed:
        try:
            with transaction.atomic():
                source.save(update_fields=list(changed))
        except IntegrityError:
            raise name_taken(source.name) from None
    written = write_domains([DomainChange(source, add=add_domains, remove=remove_domains)])
    changed |= written.changed(source)
    traces = [source_changed(source, changed)] if changed else []
    append_traces([*traces, *written.traces], by=by)
    return source


def differences(source: Source, fields: Mapping[str, str]) -> dict[str, Any]:
    """Put `fields` on the source; return old and new value of each that differs."""
    changed: dict[str, Any] = {}
    for name, value in fields.items():
        if getattr(source, name) != value:
            changed[name] = [getattr(source, name), value]
            setattr(source, name, value)
    return changed


@dataclass(frozen=True, slots=True)
class DomainChange:
    """Domains that a source gets and loses, bare or as addresses whose host counts."""

    source: Source
    add: Collection[str]
    remove: Collection[str] = ()
    replaces: bool = False
    """Whether the source keeps only what it gets."""
    where: str = ""
    """What a refusal begins with: "Row 7: "."""


@dataclass(frozen=True, slots=True)
class DomainsWritten:
    """The domains by the id of their source, and what history says of other sources."""

    before: dict[int, list[str]]
    after: dict[int, list[str]]
    traces: list[Trace]

    def changed(self, source: Source) -> dict[str, Any]:
        """Return the domains of `source` before and after, if they differ."""
        before, after = self.before[source.pk], self.after[source.pk]
        return {"domains": [before, after]} if before != after else {}


def write_domains(changes: Sequence[DomainChange]) -> DomainsWritten:
    """Give and take domains, in as many statements for a thousand sources as for one.

    A domain that a retired source has moves over. Called inside an action that holds the locks of
    the sources.

    Raises:
        BadInput: one is no domain, is given twice, or belongs to another source in use.
    """
    before = _domains_of({change.source.pk for change in changes})
    after: dict[int, set[str]] = {}
    given: dict[str, DomainChange] = {}
    for change in changes:
        had = set(before[change.source.pk])
        kept = set() if change.replaces else had - set(change.remove)
        after[change.source.pk] = wanted = kept | _read_domains(change)
        for domain in wanted - had:
            if given.setdefault(domain, change) is not change:
                raise _about_domains(f"{change.where}{domain} is given to two sources.")
    _take_domains(before, after)
    traces = _take_from_retired(given)
    rows = [SourceDomain(source=given[domain].source, domain=domain) for domain in sorted(given)]
    try:
        with transaction.atomic():
            SourceDomain.objects.bulk_create(rows)
    except IntegrityError:
        raise _about_domains(
            "Somebody gave one of these domains to another source meanwhile. Try again."
        ) from None
    return DomainsWritten(before, {pk: sorted(each) for pk, each in after.items()}, traces)


def _domains_of(source_ids: Collection[int]) -> dict[int, list[str]]:
    domains: dict[int, list[str]] = {pk: [] for pk in source_ids}
    rows = SourceDomain.objects.filter(source__in=source_ids).order_by("domain")
    for source_id, domain in rows.values_list("source_id", "domain"):
        domains[source_id].append(domain)
    return domains


def _read_domains(change: DomainChange) -> set[str]:
    try:
        return {read_domain(typed) for typed in change.add}
    except BadDomain as error:
        raise _about_domains(f"{change.where}{error}") from None


def _take_domains(before: dict[int, list[str]], after: dict[int, set[str]]) -> None:
    """Take off what the sources have no more, before somebody else is given it."""
    gone = {domain for pk, domains in before.items() for domain in set(domains) - after[pk]}
    if gone:
        SourceDomain.objects.filter(domain__in=gone, source__in=before).delete()


def _take_from_retired(given: Mapping[str, DomainChange]) -> list[Trace]:
    """Take the domains from the retired sources that have them; return what history says of it."""
    if not given:
        return []
    held = SourceDomain.objects.filter(domain__in=given).select_related("source").order_by("domain")
    sources: dict[int, Source] = {}
    for row in held:
        if row.source.retired_at is None:
            raise domain_taken(row.domain, row.source.name, where=given[row.domain].where)
        sources[row.source_id] = row.source
    before = _domains_of(sources)
    SourceDomain.objects.filter(pk__in=[row.pk for row in held]).delete()
    return [
        source_changed(
            source,
            {"domains": [before[pk], [each for each in before[pk] if each not in given]]},
        )
        for pk, source in sources.items()
    ]


def _about_domains(detail: str) -> BadInput:
    return BadInput(detail, field="domains")


def domain_taken(domain: str, owner: str, *, where: str = "") -> BadInput:
    """Return the refusal to take a domain from a source in use."""
    return _about_domains(
        f"{where}{domain} belongs to {owner} already. Take it off there first, or merge the two."
    )


def source_changed(source: Source, changed: dict[str, Any]) -> Trace:
    """Return what the history says of a change: old and new value by field."""
    payload = {"source": source.pk, "name": source.name, "changed": changed}
    return Event.Kind.SOURCE_CHANGED, payload


def append_traces(traces: list[Trace], *, by: Person) -> None:
    """Append the events: the last thing an action does."""
    Event.objects.bulk_create(
        Event(kind=kind, person=by, payload=payload) for kind, payload in traces
    )


def name_taken(name: str, *, where: str = "") -> BadInput:
    """Return the refusal to call two sources in use the same."""
    return BadInput(
        f"{where}The library has a source called {name} already. Change that one, or choose another"
        " name.",
        field="name",
    )


def _lock_source(source_id: int) -> Source:
    source = Source.objects.select_for_update(no_key=True).filter(pk=source_id).first()
    if source is None:
        raise NotFound
    return source


@transaction.atomic
def merge_sources(*, source_id: int, into_id: int, by: Person) -> Source:
    """Have one source take the citations and domains of another, which retires.

    Nothing is lost: the merged one stays in the library and points at its heir.

    Raises:
        NotAllowed: `by` is no admin.
        NotFound: one of them does not exist.
        WrongState: they are one, or one of them is merged or retired already.
    """
    rules.check_can_merge_sources(by=by)
    if source_id == into_id:
        raise WrongState("A source cannot be merged into itself. Choose another one.")
    # Two admins may merge the same pair at once, or three a ring. Only one merges at a time, so
    # that all the rows it writes are known, and locked in one order, from the start.
    take_turn("merge_sources")
    rows = (
        Source.objects.select_for_update(no_key=True)
        .filter(Q(pk__in=[source_id, into_id]) | Q(merged_into=source_id))
        .order_by("pk")
    )
    found = {source.pk: source for source in rows}
    if not {source_id, into_id} <= found.keys():
        raise NotFound
    source, heir = found[source_id], found[into_id]
    for each in (source, heir):
        if each.retired_at:
            raise WrongState(f"{each.name} is retired or merged already. Reload the list.")
    moved = Citation.objects.filter(source=source).update(source=heir)
    SourceDomain.objects.filter(source=source).update(source=heir)
    Source.objects.filter(merged_into=source).update(merged_into=heir)
    source.retired_at = timezone.now()
    source.retired_reason = f"Merged into {heir.name}."
    source.merged_into = heir
    source.save(update_fields=["retired_at", "retired_reason", "merged_into"])
    Event.objects.append(
        kind=Event.Kind.SOURCE_MERGED,
        by=by,
        payload={
            "source": source.pk,
            "name": source.name,
            "into": heir.pk,
            "into_name": heir.name,
            "citations": moved,
        },
    )
    return heir


@transaction.atomic
def retire_source(*, source_id: int, reason: str, by: Person) -> Source:
    """Take a source out of use. Verdicts that rest on it stay; new ones cannot.

    Raises:
        NotAllowed: `by` is no admin.
        NotFound: there is no such source.
        WrongState: it is retired already.
        BadInput: no reason is given.
    """
    rules.check_can_retire_source(by=by)
    source = _lock_source(source_id)
    if source.retired_at:
        raise WrongState(f"{source.name} is retired already: {source.retired_reason}")
    if not reason.strip():
        raise BadInput("Say why the source is retired: reviewers will read it.", field="reason")
    source.retired_at = timezone.now()
    source.retired_reason = reason.strip()
    source.save(update_fields=["retired_at", "retired_reason"])
    Event.objects.append(
        kind=Event.Kind.SOURCE_RETIRED,
        by=by,
        payload={"source": source.pk, "name": source.name, "reason": source.retired_reason},
    )
    return source


@transaction.atomic
def restore_source(*, source_id: int, by: Person) -> Source:
    """Bring a retired source back into use, with the domains that nobody took meanwhile.

    Raises:
        NotAllowed: `by` is no admin.
        NotFound: there is no such source.
        WrongState: it is in use, or merged, or its name has been given to another.
    """
    source = _lock_source(source_id)
    rules.check_can_restore_source(source, by=by)
    reason, source.retired_at, source.retired_reason = source.retired_reason, None, ""
    try:
        with transaction.atomic():
            source.save(update_fields=["retired_at", "retired_reason"])
    except IntegrityError:
        raise WrongState(
            f"Another source is called {source.name} now. Rename that one first."
        ) from None
    append_traces([source_changed(source, {"retired": [reason, ""]})], by=by)
    return source
