"""Sources from and to a CSV file."""

import csv
import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from claims.actions.sources import retire_source
from claims.admin import source_csv
from claims.exceptions import BadInput
from claims.models import Event, Person, Source
from tests.factories import make_source

pytestmark = pytest.mark.django_db

PATH = "/admin/claims/source/import/"
CONFIRM = "/admin/claims/source/process_import/"
EXPORT = "/admin/claims/source/export/"


def upload(client: Client, content: str | bytes) -> Any:
    data = content.encode() if isinstance(content, str) else content
    file = SimpleUploadedFile("sources.csv", data, "text/csv")
    return client.post(PATH, {"format": "0", "import_file": file})


def confirm(client: Client, preview: Any) -> Any:
    return client.post(CONFIRM, preview.context["confirm_form"].initial, follow=True)


def problems(response: Any) -> dict[int, list[str]]:
    """Return what is wrong, by row."""
    return {
        row.number: [problem for found in row.error_dict.values() for problem in found]
        for row in response.context["result"].invalid_rows
    }


def domains_of(source: Source) -> list[str]:
    return sorted(source.domains.values_list("domain", flat=True))


GOOD = """name,kind,domains,reliability,tier,origin_group,owner,notes
world bank,organisation,worldbank.org https://www.data.example/x,high,primary,,The Group,"A, b"
Fresh Source,Court,fresh.example,,,,,
Same as before,,,,,,,
"""


def test_preview_writes_nothing_and_shows_what_would_change(desk: Client) -> None:
    make_source(name="World Bank", domains=["worldbank.org"])
    make_source(name="Same as before")
    before = Event.objects.count()
    response = upload(desk, GOOD)
    assert response.status_code == 200
    assert dict(response.context["result"].totals) == {
        **dict.fromkeys(("delete", "error", "invalid"), 0),
        **{"new": 1, "update": 1, "skip": 1},
    }
    assert "<del>World Bank</del> <ins>world bank</ins>" in response.text
    assert "Same as before" not in response.text
    assert Source.objects.count() == 2
    assert Event.objects.count() == before


def test_import_writes_sources_domains_and_events(desk: Client, admin: Person) -> None:
    bank = make_source(name="World Bank", domains=["worldbank.org"])
    same = make_source(name="Same as before")
    response = confirm(desk, upload(desk, GOOD))
    assert "Imported: 1 added, 1 changed, 1 left as they were." in response.text
    bank.refresh_from_db()
    assert (bank.name, bank.reliability, bank.tier) == ("world bank", "high", "primary")
    assert (bank.owner, bank.notes) == ("The Group", "A, b")
    assert domains_of(bank) == ["data.example", "worldbank.org"]
    fresh = Source.objects.get(name="Fresh Source")
    assert (fresh.kind, fresh.reliability, fresh.tier) == ("court", "unrated", "secondary")
    assert domains_of(fresh) == ["fresh.example"]
    events = Event.objects.filter(person=admin).values_list("kind", "payload__source")
    assert set(events) == {("source_changed", bank.pk), ("source_added", fresh.pk)}
    same.refresh_from_db()
    assert same.kind == "other"


def test_import_leaves_the_columns_alone_that_the_file_has_not(desk: Client) -> None:
    source = make_source(name="Bank", owner="The state", domains=["bank.example"])
    confirm(desk, upload(desk, "name,notes\nBank,New\n"))
    source.refresh_from_db()
    assert (source.owner, source.notes) == ("The state", "New")
    assert domains_of(source) == ["bank.example"]


def test_import_takes_off_the_domains_that_the_file_leaves_out(desk: Client) -> None:
    source = make_source(name="Bank", domains=["a.example", "b.example"])
    confirm(desk, upload(desk, "name,domains\nBank,b.example\n"))
    assert domains_of(source) == ["b.example"]


@pytest.mark.parametrize(
    "content",
    [
        "name,kind\nBank,court\n",
        "\ufeffname,kind\r\nBank,court\r\n",
        "name;kind\nBank;court\n",
        "name\tkind\nBank\tcourt\n",
        " Name ,KIND,,\nBank,court,,\n",
        "name,kind\n\n,\nBank,court",
    ],
)
def test_import_reads_what_spreadsheets_write(desk: Client, content: str) -> None:
    confirm(desk, upload(desk, content))
    assert Source.objects.get().kind == "court"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"name\nBj\xf6rn\n", "The file is not in UTF-8."),
        ("name\nBjörn\n".encode("utf-16"), "The file is not in UTF-8."),
        (b"", "There is nothing in that file."),
        ("name,kind\n", "There is no row under the header."),
        ("name,kind\n , \n", "There is no row under the header."),
        ("Bank,court\n", "“bank” is no column. The columns are name, kind,"),
        ("name,name\nBank,x\n", "The column name stands there twice."),
        ("kind\ncourt\n", "name has to be one of them"),
        ('name\n"Bank\n', "a quotation mark is never closed"),
        ("name\n" + "x\n" * 2001, "2000 fit. Cut it into parts."),
        (b"name\n" + b"x" * 2_000_000, "larger than 2 MB"),
        ("name\n" + "x" * 200_000, "cannot be read as CSV"),
    ],
)
def test_file_that_cannot_be_read_is_refused_with_a_sentence(desk: Client, content, told) -> None:
    response = upload(desk, content)
    assert response.status_code == 422
    assert told in response.text.replace("&quot;", '"')
    assert not Source.objects.exists()


def test_no_file_is_asked_for(desk: Client) -> None:
    response = desk.post(PATH, {"format": "0"})
    assert response.status_code == 422
    assert "Choose the file." in response.text


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (",court,,", "A source needs a name."),
        ("Bank,blog,,", "“blog” is no kind. Use one of: official_statistics,"),
        (f"{'x' * 201},,,", "The name has 201 characters; at most 200 fit."),
        (f"Bank,,,{'x' * 5001}", "The notes has 5001 characters"),
        ("Ba\0nk,,,", "There is a NUL in it"),
        ("Bank,,census,", "“census” is no domain."),
        ("Bank,,census.gov,", "census.gov belongs to Census Bureau already."),
        ("Bank,,,,too much", "The row has more cells than the header."),
        ("Gone,,,", "That source is retired: Closed."),
    ],
)
def test_row_that_cannot_be_used_is_told_by_its_number(desk: Client, admin, row, told) -> None:
    make_source(name="Census Bureau", domains=["census.gov"])
    gone = make_source(name="Gone")
    retire_source(source_id=gone.pk, reason="Closed.", by=admin)
    response = upload(desk, f"name,kind,domains,notes\nGood one,,,\n\n{row}\n")
    found = problems(response)
    assert response.status_code == 422
    assert list(found) == [4]
    assert any(told in problem for problem in found[4]), found
    assert "confirm_form" not in response.context
    assert not Source.objects.filter(name="Good one").exists()


def test_every_bad_row_and_cell_is_told_at_once(desk: Client) -> None:
    response = upload(desk, "name,kind,tier\n,blog,best\nOk,,\nX,blog,\n")
    assert {number: len(found) for number, found in problems(response).items()} == {2: 3, 4: 1}


@pytest.mark.parametrize(
    ("one", "two"), [("Bank,", "BANK,"), ("A,x.example", "B,y.example;x.example")]
)
def test_rows_that_contradict_each_other_are_told(desk: Client, one: str, two: str) -> None:
    response = upload(desk, f'name,domains\n"{one.split(",")[0]}","{one.split(",")[1]}"\n{two}\n')
    [(number, [told])] = problems(response).items()
    assert number == 3
    assert "row 2" in told.lower()


def test_names_are_compared_as_the_library_compares_them(desk: Client) -> None:
    make_source(name="Straße")
    totals = upload(desk, "name\nStrasse\nSTRAßE\n").context["result"].totals
    assert (totals["new"], totals["update"] + totals["skip"]) == (1, 1)


def test_import_after_the_library_changed_writes_nothing_and_says_why(desk: Client) -> None:
    preview = upload(desk, "name,domains\nBank,bank.example\nOther,\n")
    make_source(name="Somebody else", domains=["bank.example"])
    response = confirm(desk, preview)
    assert response.status_code == 422
    assert "The library changed since the preview: nothing was imported." in response.text
    assert "bank.example belongs to Somebody else already." in response.text
    assert list(Source.objects.values_list("name", flat=True)) == ["Somebody else"]


def test_import_that_the_action_refuses_writes_nothing(desk: Client, monkeypatch) -> None:
    # The rows are good when they are read, and no more when they are written.
    preview = upload(desk, "name\nBank\nOther\n")

    def refuse(**kwargs: Any) -> None:
        Source.objects.create(name="Half of it")
        raise BadInput("Row 2: Somebody was faster.")

    monkeypatch.setattr(source_csv, "import_sources", refuse)
    response = confirm(desk, preview)
    assert response.status_code == 422
    assert "Row 2: Somebody was faster." in response.text
    assert not Source.objects.exists()


@pytest.mark.parametrize(
    "change",
    [
        {"import_file_name": "altered"},
        {"import_file_name": ""},
        {"import_file_name": "/etc/passwd"},
        {"format": "7"},
        {"format": "x"},
    ],
)
def test_confirmation_that_was_tampered_with_is_refused(desk: Client, change) -> None:
    preview = upload(desk, "name\nBank\n")
    sent = {**preview.context["confirm_form"].initial, **change}
    response = desk.post(CONFIRM, sent, follow=True)
    assert response.redirect_chain == [(PATH, 302)]
    assert "Upload the file again." in response.text
    assert not Source.objects.exists()


def test_confirmation_keeps_no_file_on_the_server(desk: Client, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    confirm(desk, upload(desk, "name\nBank\n"))
    assert list(tmp_path.iterdir()) == []
    assert Source.objects.exists()


def test_confirmation_without_a_preview_is_refused(desk: Client) -> None:
    assert desk.get(CONFIRM).status_code == 405
    assert desk.post(CONFIRM).headers["Location"] == PATH


def test_import_of_many_rows_asks_little_of_the_database_before_it_writes(desk: Client) -> None:
    def asked(rows: int) -> int:
        content = "name,domains\n" + "".join(f"S{n},s{n}.example\n" for n in range(rows))
        with CaptureQueriesContext(connection) as captured:
            assert upload(desk, content).status_code == 200
        return len([q for q in captured if "SAVEPOINT" not in q["sql"]])

    asked(1)
    assert asked(30) == asked(1)


# --- Export -----------------------------------------------------------------------------------


def exported(client: Client, query: str = "") -> list[dict[str, str]]:
    response = client.get(EXPORT + query)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert response.headers["Content-Disposition"].startswith('attachment; filename="sources-20')
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


def test_export_has_the_columns_of_the_seeds(desk: Client) -> None:
    make_source(name="Bänk", kind="court", notes="a, b\n\nc", domains=["b.example", "a.example"])
    (row,) = exported(desk)
    assert row == {
        "name": "Bänk",
        "kind": "court",
        "domains": "a.example b.example",
        "reliability": "unrated",
        "tier": "secondary",
        "origin_group": "",
        "owner": "",
        "notes": "a, b\n\nc",
    }


@pytest.mark.parametrize("name", ["=1+1", "+1", "-x", "@x", "'=x"])
def test_export_is_no_formula_and_comes_back_as_it_was(desk: Client, name: str) -> None:
    make_source(name=name, notes="-12.5")
    (row,) = exported(desk)
    assert row["name"] == f"'{name}"
    assert row["notes"] == "-12.5"
    totals = upload(desk, desk.get(EXPORT).content).context["result"].totals
    assert (totals["skip"], totals["new"], totals["update"]) == (1, 0, 0)


def test_export_leaves_out_what_is_retired_unless_asked(desk: Client, admin: Person) -> None:
    make_source(name="In use")
    gone = make_source(name="Gone")
    retire_source(source_id=gone.pk, reason="Closed.", by=admin)
    assert [row["name"] for row in exported(desk)] == ["In use"]
    assert [row["name"] for row in exported(desk, "?state=retired")] == ["Gone"]


def test_export_follows_search_and_filters(desk: Client) -> None:
    make_source(name="A", kind="court")
    make_source(name="B", kind="company")
    assert [row["name"] for row in exported(desk, "?kind__exact=court")] == ["A"]
    assert [row["name"] for row in exported(desk, "?q=B")] == ["B"]


def test_export_of_the_seeds_changes_nothing_when_it_comes_back(desk: Client, settings) -> None:
    seeds = (settings.SEEDS / "sources.csv").read_bytes()
    confirm(desk, upload(desk, seeds))
    count = Source.objects.count()
    assert count == seeds.decode().count("\n") - 1
    totals = upload(desk, desk.get(EXPORT).content).context["result"].totals
    assert totals["skip"] == count
