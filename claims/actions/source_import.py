"""A whole file of sources at once."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from claims import rules
from claims.actions.source_fields import check_source_fields
from claims.actions.sources import Trace, append_traces, describe_new_source, write_source
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


@transaction.atomic
def import_sources(*, rows: Sequence[SourceRow], by: Person) -> None:
    """Add and change the sources that the rows name: all of them, or none.

    The events come last, so that the chain they lock is not held while the rows are written.

    Raises:
        NotAllowed: `by` is no admin.
        BadInput: a row cannot be written any more; the text names it.
    """
    rules.check_can_import_sources(by=by)
    ids = [row.source_id for row in rows if row.source_id is not None]
    locked = Source.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk")
    sources = {source.pk: source for source in locked}
    traces: list[Trace] = []
    for row in rows:
        try:
            if row.source_id is None:
                traces += _add(row)
            else:
                traces += _change(sources.get(row.source_id), row)
        except BadInput as refusal:
            raise BadInput(f"Row {row.number}: {refusal.detail}", field=refusal.field) from None
    append_traces(traces, by=by)


def _add(row: SourceRow) -> list[Trace]:
    try:
        with transaction.atomic():
            source = Source.objects.create(**check_source_fields(row.fields))
    except IntegrityError:
        raise BadInput("Somebody added a source of that name meanwhile. Upload it again.") from None
    return describe_new_source(source, row.domains or ())


def _change(source: Source | None, row: SourceRow) -> list[Trace]:
    if source is None or source.retired_at:
        raise BadInput("Somebody retired that source meanwhile. Upload the file again.")
    add, remove = row.domains or (), tuple[str, ...]()
    if row.domains is not None:
        before = source.domains.values_list("domain", flat=True)
        remove = tuple(set(before) - set(row.domains))
    return write_source(source, check_source_fields(row.fields), add, remove)
