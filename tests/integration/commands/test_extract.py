"""Without a database throughout: none of these tests may touch one."""

import io
import json
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.unit.intake.files import make_docx, make_odt, make_pdf, p, r

ROOT = Path(__file__).parents[3]
SENTENCE = "The board voted on Tuesday to raise the fees by 30%, the first time since 2014. "
PAGE = f"<title>T</title><nav><a href=/>Home</a></nav><article><p>{SENTENCE * 4}</p></article>"


def _extract(*arguments):
    out = StringIO()
    call_command("extract", *map(str, arguments), stdout=out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


@pytest.fixture
def typed(monkeypatch):
    """Give the command what is typed or piped into it."""

    def give(data):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data), encoding="utf-8"))

    return give


@pytest.fixture
def page(tmp_path):
    path = tmp_path / "page.html"
    path.write_text(PAGE, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.docx", make_docx(p(r("Fees rise by 30%.")))),
        ("a.odt", make_odt("<text:p>Fees rise by 30%.</text:p>")),
        ("a.pdf", make_pdf([[(72, 700, 12, "Fees rise by 30%.")]])),
        ("a.html", b"<p>Fees rise by 30%.</p>"),
        ("a.md", b"Fees *rise* by 30%."),
        ("a.txt", b"Fees rise by 30%."),
    ],
    ids=["docx", "odt", "pdf", "html", "md", "txt"],
)
def test_extract_of_a_file_prints_what_is_in_it(tmp_path, name, data):
    path = tmp_path / name
    path.write_bytes(data)
    (answer,) = _extract(path)
    assert (answer["path"], answer["ok"], answer["error"]) == (str(path), True, "")
    assert answer["text"] == "Fees rise by 30%."
    assert answer["blocks"] == [
        {"kind": "paragraph", "level": 0, "start": 0, "end": 17, "text": "Fees rise by 30%."}
    ]


def test_extract_of_several_files_goes_on_after_one_that_is_refused(tmp_path):
    (tmp_path / "empty.docx").touch()
    (tmp_path / "a.txt").write_text("🏠 “Fees” rise.", encoding="utf-8")
    refused, missing, good = _extract(
        tmp_path / "empty.docx", tmp_path / "missing.pdf", tmp_path / "a.txt"
    )
    assert not refused["ok"]
    assert "empty" in refused["error"]
    assert "cannot be opened" in missing["error"]
    assert good["text"] == "🏠 “Fees” rise."


def test_extract_of_a_dash_reads_standard_input(typed):
    typed(b"Fees rise.")
    (answer,) = _extract("-")
    assert (answer["path"], answer["text"]) == ("-", "Fees rise.")


def test_extract_from_a_list_reads_what_has_a_url_as_a_page(tmp_path, page):
    requests = [{"path": str(page), "url": "https://news.example/a"}, {"path": str(page)}]
    listed = tmp_path / "list.jsonl"
    listed.write_text("\n".join(map(json.dumps, requests)) + "\n", encoding="utf-8")
    as_page, as_upload = _extract("--from", listed)
    assert "Home" not in as_page["text"]
    assert "Home" in as_upload["text"]


def test_extract_from_a_dash_reads_the_list_from_standard_input(typed, page):
    typed(json.dumps({"path": str(page)}).encode() + b'\n{"path": "-"}\n')
    read, used_up = _extract("--from", "-")
    assert read["ok"]
    assert not used_up["ok"]


def test_extract_from_a_list_may_name_standard_input(typed, tmp_path):
    typed(b"Fees rise.")
    (tmp_path / "list").write_text('{"path": "-"}')
    assert [answer["text"] for answer in _extract("--from", tmp_path / "list")] == ["Fees rise."]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [(b'{"path": "a"}\nx\n', "Line 2 is no JSON object"), (b"\xff", "is not in UTF-8")],
)
def test_extract_from_a_list_that_is_none_reads_nothing(tmp_path, data, sentence):
    (tmp_path / "list").write_bytes(data)
    out = StringIO()
    with pytest.raises(CommandError, match=sentence):
        call_command("extract", "--from", str(tmp_path / "list"), stdout=out)
    assert out.getvalue() == ""


def test_extract_from_a_list_that_is_missing_says_so(tmp_path):
    with pytest.raises(CommandError, match="cannot be opened"):
        _extract("--from", tmp_path / "missing")


@pytest.mark.parametrize("arguments", [(), ("a.txt", "--from", "list")])
def test_extract_wants_files_or_a_list(arguments):
    with pytest.raises(CommandError):
        _extract(*arguments)


@pytest.mark.parametrize(
    "variables",
    [
        {},
        {
            "DATABASE_URL": "postgresql://newsdesk@127.0.0.1:1/newsdesk",
            "NEWSDESK_SECRET_KEY": "only-for-this-test-" + "0123456789abcdefghijklmnopqrstuvw" * 2,
        },
    ],
    ids=["no database", "a database out of reach"],
)
def test_extract_needs_no_database_and_no_data_folder(tmp_path, variables):
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("NEWSDESK_", "DATABASE_URL", "DJANGO_"))
    }
    done = subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), "extract", "a.txt", "-"],
        cwd=tmp_path,
        # Below a device there can be no folder, whoever asks.
        env=environment | {"NEWSDESK_DATA": "/dev/null/data"} | variables,
        input=b"From standard input.",
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    missing, typed = map(json.loads, done.stdout.splitlines())
    assert not missing["ok"]
    assert typed["text"] == "From standard input."
