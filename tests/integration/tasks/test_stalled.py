"""A worker of our own at work: it goes on after a refusal, and takes up what another left."""

import logging

import pytest
from django.db import connection
from procrastinate.contrib.django import app

from claims.actions.imports import start_file_import
from claims.models import Import
from claims.tasks.stalled import MOST_ATTEMPTS, take_up_stalled
from tests.factories import make_editor
from tests.unit.intake.files import make_odt

pytestmark = pytest.mark.django_db(transaction=True)

ODT = make_odt("<text:p>Fees rise by 30%.</text:p>")


def start(data: bytes = ODT, filename: str = "copy.odt") -> Import:
    return start_file_import(data=data, filename=filename, media_type="", by=make_editor())


def work() -> None:
    """Do all that is to be done, as the worker does it."""
    with app.replace_connector(app.connector.get_worker_connector()) as ours:
        ours.run_worker(wait=False, install_signal_handlers=False, delete_jobs="successful")


def jobs(**fields: object) -> list[tuple[str, int]]:
    """Return state and attempts of the jobs of imports, after changing `fields` of them."""
    with connection.cursor() as cursor:
        for name, value in fields.items():
            cursor.execute(
                f"UPDATE procrastinate_jobs SET {name} = %s WHERE task_name LIKE '%%read_copy'",
                [value],
            )
        cursor.execute(
            "SELECT status::text, attempts FROM procrastinate_jobs"
            " WHERE task_name LIKE '%%read_copy' ORDER BY id",
            [],
        )
        return list(cursor.fetchall())


def test_worker_goes_on_after_a_file_that_was_refused() -> None:
    bad, good = start(b"\x89PNG\r\n\x1a\n\0\0", "picture.txt"), start()
    work()
    for found in (bad, good):
        found.refresh_from_db()
    assert (bad.state, good.state) == (Import.State.REFUSED, Import.State.DONE)
    assert jobs() == []


def test_import_that_is_not_begun_leaves_no_job() -> None:
    person = make_editor()
    person.groups.clear()
    with pytest.raises(Exception, match="takes the role reporter"):
        start_file_import(data=ODT, filename="a.odt", media_type="", by=person)
    assert jobs() == []
    assert not Import.objects.exists()


def test_take_up_stalled_has_the_job_of_a_dead_worker_done_again() -> None:
    found = start()
    jobs(status="doing", worker_id=None)
    take_up_stalled.defer(timestamp=0)
    work()
    found.refresh_from_db()
    assert found.state == Import.State.DONE
    assert jobs() == []


def test_take_up_stalled_gives_up_what_ends_every_worker(
    caplog: pytest.LogCaptureFixture,
) -> None:
    start()
    jobs(status="doing", worker_id=None, attempts=MOST_ATTEMPTS)
    take_up_stalled.defer(timestamp=0)
    with caplog.at_level(logging.ERROR, logger="claims"):
        work()
    assert "Given up" in caplog.text
    assert [state for state, _ in jobs()] == ["failed"]


def test_take_up_stalled_leaves_a_job_at_work_alone() -> None:
    start()
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM procrastinate_register_worker_v1()")
        (worker,) = cursor.fetchone()
    jobs(status="doing", worker_id=worker)
    take_up_stalled.defer(timestamp=0)
    work()
    assert jobs() == [("doing", 0)]
