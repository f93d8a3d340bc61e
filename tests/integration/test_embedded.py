"""The built-in PostgreSQL itself, without a desk around it."""

import os
import shutil
import subprocess
import sys

import psycopg
import pytest

from newsdesk import embedded
from newsdesk.cannot_start import CannotStart


def ask(url: str, question: str) -> object:
    with psycopg.connect(url) as connection:
        row = connection.execute(question).fetchone()
    return row[0] if row else None


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Return a folder with a database in it that does not run."""
    data = tmp_path_factory.mktemp("made") / "data"
    with embedded.running_cluster(data, durable=False):
        pass
    return data


@pytest.fixture
def data(made, tmp_path):
    subprocess.run(["cp", "-a", made, tmp_path / "data"], check=True)
    return tmp_path / "data"


def test_running_cluster_keeps_what_it_acknowledges(data):
    with embedded.running_cluster(data) as url:
        assert [ask(url, f"SHOW {name}") for name in ("fsync", "synchronous_commit")] == ["on"] * 2
        assert ask(url, "SHOW data_checksums") == "on"
        assert ask(url, "SHOW server_encoding") == "UTF8"
        assert ask(url, "SHOW listen_addresses") == ""


def test_running_cluster_gives_its_owner_no_rights_beyond_the_database(data):
    with embedded.running_cluster(data) as url:
        assert ask(url, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user") is False
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            ask(url, "SELECT pg_read_file('/etc/hostname')")


def test_running_cluster_to_throw_away_lets_tests_make_databases(tmp_path):
    with embedded.running_cluster(tmp_path / "data", durable=False) as url:
        assert ask(url, "SELECT rolcreatedb FROM pg_roles WHERE rolname = current_user") is True


def test_running_cluster_in_a_long_folder_with_odd_letters_answers(made, tmp_path):
    folder = tmp_path / ("long, 'quoted' and \"spaced\" " * 4)
    subprocess.run(["cp", "-a", made, folder], check=True)
    with embedded.running_cluster(folder) as url:
        assert ask(url, "SELECT current_database()") == "newsdesk"
    shutil.rmtree(embedded.socket_folder(folder))


def test_running_cluster_twice_refuses_the_second(data):
    again = embedded.running_cluster(data)
    with embedded.running_cluster(data), pytest.raises(CannotStart, match="already running"):
        again.__enter__()


def test_running_cluster_ends_with_its_context_even_after_an_error(data):
    with pytest.raises(ZeroDivisionError), embedded.running_cluster(data):
        raise ZeroDivisionError
    assert not (data / "postgres" / "postmaster.pid").exists()


@pytest.mark.parametrize(
    "words",
    ["", "hello\n", "4194304\n", f"{os.getpid()}\n" + "1\n" * 7],
    ids=["empty", "no number", "no such process", "another process"],
)
def test_running_cluster_after_a_stale_note_of_a_process_starts(data, words):
    (data / "postgres" / "postmaster.pid").write_text(words)
    (data / "run" / ".s.PGSQL.5432.lock").write_text(words)
    with embedded.running_cluster(data) as url:
        assert ask(url, "SELECT 1") == 1


def test_running_cluster_after_an_unfinished_making_begins_again(made, tmp_path):
    data = tmp_path / "data"
    subprocess.run(["cp", "-a", made, data], check=True)
    (data / "postgres").rename(data / "postgres.new")
    (data / "postgres.new" / "PG_VERSION").unlink()
    with embedded.running_cluster(data, durable=False) as url:
        assert ask(url, "SELECT 1") == 1
    assert not (data / "postgres.new").exists()


def test_running_cluster_whose_owner_was_killed_is_stopped_and_started_again(data):
    program = (
        "import os, signal, sys, pathlib\n"
        "from newsdesk import embedded\n"
        "with embedded.running_cluster(pathlib.Path(sys.argv[1])):\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    subprocess.run([sys.executable, "-c", program, str(data)], check=False)
    with embedded.running_cluster(data) as url:
        assert ask(url, "SELECT 1") == 1


def test_borrowed_cluster_leaves_a_running_one_running(data):
    with embedded.running_cluster(data) as url:
        with embedded.borrowed_cluster(data) as borrowed:
            assert borrowed == url
        assert ask(url, "SELECT 1") == 1


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('FATAL:  could not write lock file "postmaster.pid": No space left on device', "is full"),
        ('ERROR:  could not extend file "base/1/2": wrote only 4096 of 8192 bytes', "is full"),
        ("FATAL:  could not create shared memory segment: No space left on device", "damaged"),
        ("PANIC:  could not locate a valid checkpoint record", "valid checkpoint record"),
        ("", "may say more"),
    ],
)
def test_cluster_that_ended_says_why_from_its_log(tmp_path, line, words):
    cluster = embedded.Cluster(tmp_path)
    (tmp_path / "postgres.log").write_text(f"2026-01-01 12:00:00 UTC [7] LOG:  x\n{line}\n")
    assert words in str(cluster.why_ended())
