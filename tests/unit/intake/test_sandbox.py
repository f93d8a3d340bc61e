import os
import time
from pathlib import Path

import pytest

from claims.intake.errors import IntakeRefused
from claims.intake.sandbox import ChildReader, Limits, extract_in_child
from tests.unit.intake.checks import check_sound, notes
from tests.unit.intake.files import make_odt, make_pdf

ODT = make_odt(
    "<text:p>Fees rise by 30%<text:note><text:note-citation>1</text:note-citation><text:note-body>"
    "<text:p>Minutes.</text:p></text:note-body></text:note>.</text:p>"
)
# Takes the Markdown parser quadratic time: far longer than any limit here.
SLOW = b"[" * 2_000_000


def test_extract_in_child_gives_the_document_back_whole():
    document = extract_in_child(ODT, filename="a.odt")
    check_sound(document)
    assert notes(document) == [("footnote", "Fees rise by 30%", "Minutes.")]


def test_extract_in_child_passes_a_refusal_on():
    with pytest.raises(IntakeRefused, match="empty"):
        extract_in_child(b"", filename="a.docx")


def test_extract_in_child_holds_the_limit_of_text():
    with pytest.raises(IntakeRefused, match="too large"):
        extract_in_child(b"x" * 100, filename="a.txt", limits=Limits(code_points=10))


@pytest.mark.parametrize("limits", [Limits(cpu_s=1, wall_s=20), Limits(wall_s=1.5)])
def test_extract_in_child_stops_what_takes_too_long(limits):
    started = time.monotonic()
    with pytest.raises(IntakeRefused, match="too much time"):
        extract_in_child(SLOW, filename="a.md", limits=limits)
    assert time.monotonic() - started < 15


def test_extract_in_child_stops_what_takes_too_much_memory():
    with pytest.raises(IntakeRefused, match="too much"):
        extract_in_child(
            b"word " * 4_800_000, filename="a.txt", limits=Limits(memory_bytes=100_000_000)
        )


def test_child_reader_goes_on_after_a_file_that_killed_its_process():
    with ChildReader(Limits(wall_s=2)) as child:
        assert child.read(b"One.", filename="a.txt").text == "One."
        with pytest.raises(IntakeRefused):
            child.read(SLOW, filename="a.md")
        assert child.read(b"Two.", filename="a.txt").text == "Two."


def test_child_reader_gives_no_secrets_to_its_process(monkeypatch):
    monkeypatch.setenv("NEWSDESK_SECRET_KEY", "secret")
    with ChildReader() as child:
        child.read(b"One.", filename="a.txt")
        process = child._child
        assert process is not None
        assert b"secret" not in Path(f"/proc/{process.pid}/environ").read_bytes()


def test_child_reader_leaves_no_process_behind():
    with ChildReader() as child:
        child.read(b"One.", filename="a.txt")
        process = child._child
        assert process is not None
    with pytest.raises(ProcessLookupError):
        os.kill(process.pid, 0)


def test_child_reader_reports_the_pages_of_a_pdf():
    told: list[tuple[int, int]] = []
    with ChildReader() as child:
        data = make_pdf([[(72, 700, 12, "Fees rise by 30%.")], [(72, 700, 12, "From May on.")]])
        child.read(data, filename="a.pdf", on_progress=lambda *done: told.append(done))
    assert told == [(1, 2), (2, 2)]


def test_extract_in_child_refuses_a_file_of_too_many_bytes():
    with pytest.raises(IntakeRefused, match="too large"):
        extract_in_child(b"x" * 2_000_000, filename="a.txt", limits=Limits(bytes=1_000_000))
