"""A whole file of sources at once."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db import IntegrityError, connection, transaction
from django.db.models.functions import Lower

from claims import rules
from claims.actions.source_fields import check_source_fields
from claims.actions.sources import (
    DomainChange,
    append_traces,
    differences,
    name_taken,
    source_added,
    source_changed,
    write_domains,
)
from claims.exceptions import BadInput
from claims.models import Person, Source


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A row of the file. `domains` is None where the file has no such column."""

    number: int
    source_id: int | None
    """The source that it changes; None where it adds one."""
    fields: Mapping[str, str]
    domains: Collection[str] | None

    @property
    def where(self) -> str:
        """Return what a refusal of this row begins with."""
        return f"Row {self.number}: "


@transaction.atomic
def import_sources(*, rows: Sequence[SourceRow], by: Person) -> None:
    """Add and change the sources that the rows name: all of them, or none.

    The rows are written together and the events last: whoever cites meanwhile does not wait for
    thousands of statements.

    Raises:
        NotAllowed: `by` is no admin.
        BadInput: a row cannot be written any more; the text names it.
    """
    rules.check_can_import_sources(by=by)
    fields = [_fields(row) for row in rows]
    locked = _lock(rows)
    _check_names(rows, fields)
    sources = [
        locked[row.source_id] if row.source_id else Source(**each)
        for row, each in zip(rows, fields, strict=True)
    ]
    changed = [differences(source, each) for source, each in zip(sources, fields, strict=True)]
    try:
        with transaction.atomic():
            Source.objects.bulk_create([source for source in sources if source.pk is None])
            for source, names in zip(sources, changed, strict=True):
                if names:
                    source.save(update_fields=list(names))
    except IntegrityError:
        raise BadInput(
            "Somebody gave a source one of these names meanwhile. Upload the file again."
        ) from None
    written = write_domains(
        [_domain_change(row, source) for row, source in zip(rows, sources, strict=True)]
    )
    traces = []
    for row, source, names in zip(rows, sources, changed, strict=True):
        if row.source_id is None:
            traces.append(source_added(source, written.after[source.pk]))
        elif everything := names | written.changed(source):
            traces.append(source_changed(source, everything))
    append_traces([*traces, *written.traces], by=by)


def fold_names(names: Collection[str]) -> dict[str, str]:
    """Return each name as the database compares it: what Python calls small letters differs."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, lower(name) FROM unnest(%s::text[]) AS name", [list(set(names))]
        )
        return dict(cursor.fetchall())


def _fields(row: SourceRow) -> dict[str, str]:
    try:
        return check_source_fields(row.fields)
    except BadInput as refusal:
        raise BadInput(f"{row.where}{refusal.detail}", field=refusal.field) from None


def _lock(rows: Sequence[SourceRow]) -> dict[int, Source]:
    ids = {row.source_id for row in rows if row.source_id}
    locked = Source.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk")
    sources = {source.pk: source for source in locked}
    for row in rows:
        source = sources.get(row.source_id) if row.source_id else None
        if row.source_id and (source is None or source.retired_at):
            raise BadInput(
                f"{row.where}Somebody retired that source meanwhile. Upload the file again."
            )
    return sources


def _check_names(rows: Sequence[SourceRow], fields: Sequence[dict[str, str]]) -> None:
    """Refuse the row that would give a source a name which another in use has."""
    folds = fold_names([each["name"] for each in fields])
    named = Source.objects.in_use().annotate(folded=Lower("name"))
    taken = dict(named.filter(folded__in=set(folds.values())).values_list("folded", "pk"))
    for row, each in zip(rows, fields, strict=True):
        who = row.source_id or -row.number  # a new source has no id yet
        if taken.setdefault(folds[each["name"]], who) != who:
            raise name_taken(each["name"], where=row.where)


def _domain_change(row: SourceRow, source: Source) -> DomainChange:
    replaces = row.domains is not None
    return DomainChange(source, add=row.domains or (), replaces=replaces, where=row.where)
