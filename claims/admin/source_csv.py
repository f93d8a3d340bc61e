"""Sources as a CSV file: the columns of `seeds/sources.csv`, in UTF-8."""

import csv
import io
from collections import Counter
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models.functions import Lower
from django.utils.html import format_html
from django.utils.safestring import SafeString
from import_export.fields import Field
from import_export.formats.base_formats import CSV
from import_export.instance_loaders import BaseInstanceLoader
from import_export.resources import Diff, ModelResource
from import_export.results import Result
from tablib import Dataset

from claims.actions.source_fields import clean_source_fields
from claims.actions.source_import import SourceRow, fold_names, import_sources
from claims.actions.sources import domain_taken
from claims.exceptions import BadInput, ClaimsError
from claims.intake.cleaning import clean_text
from claims.models import Source, SourceDomain
from claims.text.csv_cells import guard_cell, unguard_cell
from claims.text.domains import BadDomain, read_domain

COLUMNS = ("name", "kind", "domains", "reliability", "tier", "origin_group", "owner", "notes")
MOST_BYTES = 2_000_000
MOST_ROWS = 2_000
# Columns of our own beside those of the file; a file cannot bring them.
_NUMBER, _MORE = "#number", "#more"


# --- The file ---------------------------------------------------------------------------------


def decode_csv(data: bytes) -> str:
    """Return the text of a file.

    Raises:
        BadInput: it is too large, or not UTF-8.
    """
    check_size(len(data))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadInput(
            "The file is not in UTF-8. In the spreadsheet, save it as “CSV UTF-8”, then upload it"
            " again."
        ) from None


def check_size(size_bytes: int) -> None:
    """Refuse a file before it is read.

    Raises:
        BadInput: it is too large.
    """
    if size_bytes > MOST_BYTES:
        raise BadInput(f"The file is larger than {MOST_BYTES // 1_000_000} MB. Cut it into parts.")


def read_csv(text: str) -> Dataset:
    """Return the rows under the header, each with its number in the file and what it has too much.

    Comma, semicolon or tab may separate; the header tells which. Empty rows are left out.

    Raises:
        BadInput: it is no CSV, or the header names no or other columns.
    """
    first = text.partition("\n")[0]
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count), strict=True
    )
    try:
        records = list(enumerate(reader, 1))
    except csv.Error:
        raise BadInput(
            f"Line {reader.line_num} cannot be read as CSV: a quotation mark is never closed, or"
            " stands where none may. Double the ones that belong to the text."
        ) from None
    header = _read_header(records[0][1] if records else [])
    rows = [(number, cells) for number, cells in records[1:] if any(map(str.strip, cells))]
    if not rows:
        raise BadInput("There is no row under the header.")
    if len(rows) > MOST_ROWS:
        raise BadInput(f"The file has {len(rows)} rows; {MOST_ROWS} fit. Cut it into parts.")
    dataset = Dataset(headers=[*header, _NUMBER, _MORE])
    for number, cells in rows:
        padded = cells[: len(header)] + [""] * (len(header) - len(cells))
        dataset.append([*padded, number, "".join(cells[len(header) :]).strip()])
    return dataset


def _read_header(cells: list[str]) -> list[str]:
    header = [cell.strip().casefold().replace(" ", "_") for cell in cells]
    while header and not header[-1]:
        header.pop()
    for name, times in Counter(header).items():
        if name not in COLUMNS:
            raise BadInput(f"“{name[:80]}” is no column. The columns are {', '.join(COLUMNS)}.")
        if times > 1:
            raise BadInput(f"The column {name} stands there twice. Leave it once.")
    if "name" not in header:
        raise BadInput("The first row has to name the columns, and name has to be one of them.")
    return header


class SourceCsv(CSV):  # type: ignore[misc]
    """The one format on offer."""

    CONTENT_TYPE = "text/csv; charset=utf-8"

    def create_dataset(self, in_stream: str, **kwargs: Any) -> Dataset:
        return read_csv(in_stream)


# --- Its rows ---------------------------------------------------------------------------------


class ByName(BaseInstanceLoader):  # type: ignore[misc]
    """Finds the sources and domains that the rows name, in four statements."""

    def __init__(self, resource: Any, dataset: Dataset) -> None:
        super().__init__(resource, dataset)
        rows = dataset.dict if dataset.headers else []
        self.folds = fold_names({name_of(row) for row in rows})
        named: Any = Source.objects.annotate(folded=Lower("name")).prefetch_related("domains")
        self.sources: dict[str, Any] = {}
        self.retired: dict[str, str] = {}
        for source in named.filter(folded__in=set(self.folds.values())):
            if source.retired_at:
                self.retired[source.folded] = source.retired_reason
            else:
                self.sources[source.folded] = source
        domains = {
            domain
            for row in rows
            for typed in split_domains(row.get("domains", ""))
            if (domain := _domain_or_none(typed))
        }
        owned = SourceDomain.objects.filter(domain__in=domains, source__retired_at=None)
        self.owners = {row.domain: row.source for row in owned.select_related("source")}
        resource.loader = self

    def get_instance(self, row: Any) -> Any:
        source = self.sources.get(self.folds[name_of(row)])
        if source is not None:
            source.domain_list = " ".join(sorted(each.domain for each in source.domains.all()))
        return source


def name_of(row: Any) -> str:
    """Return the name in a row as it would be stored."""
    return clean_text(unguard_cell(row["name"]))


def split_domains(cell: str) -> list[str]:
    """Return what stands in a cell of domains, a space, comma or semicolon between."""
    return cell.replace(",", " ").replace(";", " ").split()


def _domain_or_none(typed: str) -> str | None:
    try:
        return read_domain(typed)
    except BadDomain:
        return None


class CellDiff(Diff):  # type: ignore[misc]
    """Old and new cell, marked by elements alone: the content policy allows no inline style."""

    def as_html(self) -> list[SafeString]:
        cells = []
        for old, new in zip(self.left, self.right, strict=True):
            if self.new or old == new:
                cells.append(format_html("{}", new or ""))
            else:
                cells.append(format_html("<del>{}</del> <ins>{}</ins>", old or "—", new or "—"))
        return cells


class ImportResult(Result):  # type: ignore[misc]
    """Numbers the rows as the file does, its header and empty rows counted."""

    def append_invalid_row(self, number: int, row: Any, validation_error: Any) -> None:
        super().append_invalid_row(row[_NUMBER], row, validation_error)


class SourceResource(ModelResource):  # type: ignore[misc]
    """A row of the file against a source of the library.

    The rows are read and checked one by one; what is good is handed to the action
    `import_sources` in one piece, which checks again under its locks and writes all or nothing.
    """

    domains = Field(column_name="domains", attribute="domain_list")

    class Meta:
        model = Source
        fields = COLUMNS
        import_id_fields = ("name",)
        instance_loader_class = ByName
        skip_unchanged = True
        report_skipped = True
        use_transactions = True

    loader: ByName

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.rows: list[SourceRow] = []
        self.names: dict[str, int] = {}
        self.domain_rows: dict[str, int] = {}

    @classmethod
    def get_diff_class(cls) -> type[Diff]:
        return CellDiff

    @classmethod
    def get_result_class(cls) -> type[Result]:
        return ImportResult

    def import_row(self, row: Any, instance_loader: Any, **kwargs: Any) -> Any:
        result = super().import_row(row, instance_loader, **kwargs)
        for error in result.errors:
            raise error.error  # a bug, not a bad row: those are validation errors
        return result

    def handle_import_error(
        self, result: Any, error: Exception, raise_errors: bool = False
    ) -> None:
        if not isinstance(error, ClaimsError):
            raise error
        super().handle_import_error(result, error, raise_errors)

    def import_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
        """Put what the row says on the instance.

        Raises:
            ValidationError: with a sentence for each cell that cannot be used.
        """
        cells = {name: unguard_cell(row[name]) for name in COLUMNS if name in row}
        typed = cells.pop("domains", None)
        fields, problems = clean_source_fields(cells)
        problems |= self._name_problem(row)
        domains = None
        if typed is not None:
            domains, problem = self._domains(typed, row, instance)
            problems |= {"domains": problem} if problem else {}
            instance.domain_list = " ".join(sorted(domains))
        problems |= {
            name: "There is a NUL in it, which is no character of any text. Take it out."
            for name in COLUMNS
            if "\0" in row.get(name, "")
        }
        if row[_MORE]:
            problems[NON_FIELD_ERRORS] = (
                "The row has more cells than the header. Put cells with a comma in them into"
                " quotation marks."
            )
        for name, value in fields.items():
            setattr(instance, name, value)
        if problems:
            raise ValidationError({name: [problem] for name, problem in problems.items()})
        self.row = SourceRow(row[_NUMBER], instance.pk, fields, domains)

    def validate_instance(
        self, instance: Any, import_validation_errors: Any = None, validate_unique: bool = True
    ) -> None:
        if import_validation_errors:
            raise ValidationError(import_validation_errors)

    def save_instance(self, instance: Any, is_create: bool, row: Any, **kwargs: Any) -> None:
        """Keep the row for the action."""
        self.rows.append(self.row)

    def after_import(self, dataset: Dataset, result: Any, **kwargs: Any) -> None:
        """Have the action write the rows, unless this is the preview or one of them is bad."""
        if not kwargs["dry_run"] and not result.has_errors() and not result.has_validation_errors():
            import_sources(rows=self.rows, by=kwargs["user"])

    def export_resource(
        self, instance: Any, selected_fields: Any = None, **kwargs: Any
    ) -> list[str]:
        instance.domain_list = " ".join(sorted(each.domain for each in instance.domains.all()))
        cells = super().export_resource(instance, selected_fields, **kwargs)
        return [guard_cell(str(cell or "")) for cell in cells]

    def _name_problem(self, row: Any) -> dict[str, str]:
        folded = self.loader.folds[name_of(row)]
        earlier = self.names.setdefault(folded, row[_NUMBER])
        if folded and earlier != row[_NUMBER]:
            return {"name": f"Row {earlier} is about the same source. Leave one of the two."}
        if folded in self.loader.retired and folded not in self.loader.sources:
            reason = self.loader.retired[folded]
            return {
                "name": f"That source is retired: {reason} Bring it back first, or leave it out."
            }
        return {}

    def _domains(self, typed: str, row: Any, instance: Any) -> tuple[set[str], str]:
        """Return the domains of a cell, and what is wrong with them."""
        domains: set[str] = set()
        for each in split_domains(typed):
            try:
                domain = read_domain(each)
            except BadDomain as error:
                return domains, str(error)
            owner = self.loader.owners.get(domain)
            if owner is not None and owner.pk != instance.pk:
                return domains, domain_taken(domain, owner.name).detail
            earlier = self.domain_rows.setdefault(domain, row[_NUMBER])
            if earlier != row[_NUMBER]:
                return domains, f"{domain} is in row {earlier} too. A domain has one source."
            domains.add(domain)
        return domains, ""
