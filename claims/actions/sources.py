"""The library: finding, naming, changing, merging and retiring sources."""

from collections.abc import Collection
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
            raise _name_taken(cleaned["name"]) from None
        return Source.objects.in_use().named(cleaned["name"]).get()
    append_traces(describe_new_source(source, domains), by=by)
    return source


def describe_new_source(source: Source, domains: Collection[str]) -> list[Trace]:
    """Give a source that was just made its domains; return what the history says of it all."""
    payload: dict[str, Any] = {"source": source.pk, "name": source.name}
    traces: list[Trace] = [(Event.Kind.SOURCE_ADDED, payload)]
    if domains:
        _, payload["domains"] = write_domains(source, add=domains, traces=traces)
    return traces


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
    traces = write_source(source, check_source_fields(fields), add_domains, remove_domains)
    append_traces(traces, by=by)
    return source


def write_source(
    source: Source,
    fields: dict[str, str],
    add_domains: Collection[str] = (),
    remove_domains: Collection[str] = (),
) -> list[Trace]:
    """Write the fields and domains that differ; return what the history says of it.

    Called inside an action that holds the source's lock.
    """
    changed: dict[str, Any] = {}
    for name, value in fields.items():
        if getattr(source, name) != value:
            changed[name] = [getattr(source, name), value]
            setattr(source, name, value)
    if changed:
        try:
            with transaction.atomic():
                source.save(update_fields=list(changed))
        except IntegrityError:
            raise _name_taken(source.name) from None
    traces: list[Trace] = []
    if add_domains or remove_domains:
        before, after = write_domains(source, add=add_domains, remove=remove_domains, traces=traces)
        if before != after:
            changed["domains"] = [before, after]
    if changed:
        traces.insert(0, source_changed(source, changed))
    return traces


def write_domains(
    source: Source,
    *,
    add: Collection[str],
    remove: Collection[str] = (),
    traces: list[Trace],
) -> tuple[list[str], list[str]]:
    """Give and take domains; return those before and those after.

    A domain that a retired source has moves over, and `traces` says so.

    Raises:
        BadInput: one is no domain, or belongs to another source in use.
    """
    before = sorted(source.domains.values_list("domain", flat=True))
    wanted = (set(before) - set(remove)) | {_domain(typed) for typed in add}
    new = wanted - set(before)
    SourceDomain.objects.filter(source=source, domain__in=set(before) - wanted).delete()
    held = SourceDomain.objects.select_related("source").order_by("domain").filter(domain__in=new)
    for row in held:
        if row.source.retired_at is None:
            raise domain_taken(row.domain, row.source.name)
        lost = sorted(row.source.domains.values_list("domain", flat=True))
        row.delete()
        kept = [domain for domain in lost if domain != row.domain]
        traces.append(source_changed(row.source, {"domains": [lost, kept]}))
    try:
        with transaction.atomic():
            SourceDomain.objects.bulk_create(
                SourceDomain(source=source, domain=domain) for domain in sorted(new)
            )
    except IntegrityError:
        raise BadInput(
            "Somebody gave one of these domains to another source meanwhile. Reload the page.",
            field="domains",
        ) from None
    return before, sorted(wanted)


def domain_taken(domain: str, owner: str) -> BadInput:
    """Return the refusal to take a domain from a source in use."""
    return BadInput(
        f"{domain} belongs to {owner} already. Take it off there first, or merge the two.",
        field="domains",
    )


def source_changed(source: Source, changed: dict[str, Any]) -> Trace:
    """Return what the history says of a change: old and new value by field."""
    payload = {"source": source.pk, "name": source.name, "changed": changed}
    return Event.Kind.SOURCE_CHANGED, payload


def append_traces(traces: list[Trace], *, by: Person) -> None:
    """Append the events: the last thing an action does."""
    for kind, payload in traces:
        Event.objects.append(kind=kind, by=by, payload=payload)


def _name_taken(name: str) -> BadInput:
    return BadInput(
        f"The library has a source called {name} already. Change that one, or choose another name.",
        field="name",
    )


def _domain(typed: str) -> str:
    try:
        return read_domain(typed)
    except BadDomain as error:
        raise BadInput(str(error), field="domains") from None


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
