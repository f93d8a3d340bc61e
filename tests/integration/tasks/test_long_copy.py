"""A document of 300 pages: read by the worker, within its memory."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from claims.actions.imports import start_file_import
from claims.intake.sandbox import ChildReader
from claims.models import Import
from claims.tasks.imports import read_copy
from tests.factories import make_editor
from tests.unit.intake.files import make_docx, make_pdf, p, r

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="no peak to be read here"),
]

LINE = "In {} the ferries of the strait carried {} thousand people, the office said, and more."
PAGES = 300
LINES = 30


def make_long_pdf() -> bytes:
    return make_pdf(
        [
            [(72, 780 - 22 * line, 11, LINE.format(page, line)) for line in range(LINES)]
            for page in range(PAGES)
        ]
    )


def make_long_docx() -> bytes:
    return make_docx("".join(p(r(LINE.format(n, n % 97))) for n in range(PAGES * LINES)))


@pytest.mark.parametrize(
    ("name", "make"), [("long.pdf", make_long_pdf), ("long.docx", make_long_docx)]
)
def test_read_copy_of_300_pages_needs_less_than_400_mb(monkeypatch, name, make) -> None:
    peaks: list[int] = []
    close = ChildReader.close

    def measured(child: ChildReader) -> None:
        if child._child is not None:
            status = Path(f"/proc/{child._child.pid}/status").read_text()
            peaks.append(int(status.partition("VmHWM:")[2].split()[0]) * 1024)
        close(child)

    monkeypatch.setattr(ChildReader, "close", measured)
    found = start_file_import(data=make(), filename=name, media_type="", by=make_editor())
    read_copy(SimpleNamespace(job=SimpleNamespace(attempts=0)), found.pk)
    found.refresh_from_db()
    assert found.state == Import.State.DONE, found.refusal
    assert len(found.revision.text) > 700_000
    assert max(peaks) < 400_000_000
