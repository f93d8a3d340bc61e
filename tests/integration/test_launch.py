"""`python -m newsdesk` as its users meet it: a process that starts, answers, stops, is killed."""

import contextlib
import hashlib
import io
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tarfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from newsdesk import embedded

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

ROOT = Path(__file__).parents[2]
READY = r"Newsdesk is ready at (http://127\.0\.0\.1:\d+)\n"
START_S = 90  # what a busy machine may need
STOP_S = 15


class Desk:
    """A launcher of ours, in a session of its own."""

    def __init__(self, data: Path, *words: str, **variables: str) -> None:
        self.data = data
        self.said = data.parent / f"{data.name}-{time.monotonic_ns()}.said"
        with self.said.open("wb") as said:
            self.process = psutil.Popen(
                [sys.executable, "-m", "newsdesk", *words],
                cwd=ROOT,
                env=environment(data, **variables),
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                start_new_session=True,
            )

    def output(self) -> str:
        return self.said.read_text()

    def wait_for(self, pattern: str) -> re.Match[str]:
        assert until(lambda: re.search(pattern, self.output()) or self.process.poll() is not None)
        found = re.search(pattern, self.output())
        assert found, self.output()
        return found

    def ready(self) -> str:
        """Wait for the desk, and return its address."""
        return self.wait_for(READY)[1]

    def part(self, words: str) -> psutil.Process:
        """Return the first process of the desk that has `words` in its command line."""
        return next(
            process
            for process in self.process.children(recursive=True)
            if words in " ".join(process.cmdline())
        )

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """End the desk and return its status; see that nothing of it is left."""
        family = self.process.children(recursive=True)
        self.process.send_signal(number)
        status = self.process.wait(STOP_S)
        assert gone(family)
        return status


def environment(data: Path, **variables: str) -> dict[str, str]:
    """Return our environment without what concerns the tests' own database."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("NEWSDESK_") and name not in ("DATABASE_URL", "PORT")
    }
    ours = {"NEWSDESK_DATA": str(data), "NEWSDESK_SEED": "0", "PORT": "0"}
    return kept | ours | variables


def until(happened: Callable[[], object], seconds: float = START_S) -> bool:
    deadline = time.monotonic() + seconds
    while not happened():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def gone(family: list[psutil.Process]) -> bool:
    return not psutil.wait_procs(family, timeout=STOP_S)[1]


def run(data: Path, *words: str, **variables: str) -> tuple[int, str]:
    """Run the launcher to its end; return status and output."""
    desk = Desk(data, *words, **variables)
    try:
        return desk.process.wait(START_S), desk.output()
    finally:
        with contextlib.suppress(psutil.NoSuchProcess):
            desk.process.kill()


def refusal(data: Path, *words: str, **variables: str) -> str:
    """Run the launcher, which refuses; return the one sentence that it says."""
    status, said = run(data, *words, **variables)
    assert status == 2, said
    assert said.count("\n") == 1, said
    return said


def answer(address: str) -> int:
    with urllib.request.urlopen(f"{address}/health/ready", timeout=10) as response:
        return response.status


def write_row(data: Path, words: str) -> None:
    with psycopg.connect(embedded.database_url(data)) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS kept (words text)")
        connection.execute("INSERT INTO kept VALUES (%s)", [words])


def read_rows(url: str) -> list[str]:
    with psycopg.connect(url) as connection:
        return [words for (words,) in connection.execute("SELECT words FROM kept")]


@pytest.fixture(scope="module")
def first_start(tmp_path_factory) -> tuple[Path, str]:
    """Start a desk on nothing and stop it again; return its folder and what it said."""
    desk = Desk(tmp_path_factory.mktemp("desk") / "data")
    desk.ready()
    assert desk.stop() == 0
    return desk.data, desk.output()


@pytest.fixture
def data(first_start, tmp_path) -> Path:
    """Return a data folder as a desk leaves it, to do with as one likes."""
    return copy(first_start[0], tmp_path / "data")


def copy(folder: Path, target: Path) -> Path:
    subprocess.run(["cp", "-a", folder, target], check=True)
    return target


@pytest.fixture
def start() -> Iterator[Callable[..., Desk]]:
    desks = []

    def start(data: Path, **variables: str) -> Desk:
        desks.append(Desk(data, **variables))
        return desks[-1]

    yield start
    for desk in desks:
        if desk.process.poll() is None:
            desk.stop()


@pytest.fixture(scope="module")
def running(first_start, tmp_path_factory) -> Iterator[Desk]:
    """Return a desk that runs, for tests that leave it running."""
    desk = Desk(copy(first_start[0], tmp_path_factory.mktemp("running") / "data"))
    desk.ready()
    yield desk
    assert desk.stop() == 0


# --- Starting and stopping --------------------------------------------------------------------


def test_run_first_start_prints_a_password_once_and_then_the_address(first_start):
    _, said = first_start
    assert len(re.findall(READY, said)) == 1
    assert re.search(r"admin with the password \S+", said)
    assert "Traceback" not in said


def test_run_first_start_keeps_its_secret_and_its_files_to_itself(first_start):
    data, _ = first_start
    assert (data / "secret_key").stat().st_mode & 0o077 == 0
    assert (data / "postgres").stat().st_mode & 0o077 == 0
    assert data.stat().st_mode & 0o007 == 0


def test_run_second_start_says_only_that_it_is_ready(data, start):
    desk = start(data)
    address = desk.ready()
    assert desk.output() == f"Newsdesk is ready at {address}\n"
    assert answer(address) == 200
    assert desk.stop(signal.SIGINT) == 0


def test_run_does_not_listen_for_the_database_on_the_network(running):
    postgres = running.part("/postgres -D ")
    assert not [each for each in postgres.net_connections("inet") if each.status == "LISTEN"]


def test_run_signalled_during_the_start_stops_cleanly(data, start):
    desk = start(data)
    assert until(lambda: embedded.socket_folder(data).joinpath(".s.PGSQL.5432").exists())
    family = desk.process.children(recursive=True)
    os.killpg(desk.process.pid, signal.SIGTERM)
    assert desk.process.wait(STOP_S) == 0
    assert gone(family)
    assert "Traceback" not in desk.output()


def test_run_interrupted_twice_still_stops_the_database_in_order(data, start):
    desk = start(data)
    desk.ready()
    family = desk.process.children(recursive=True)
    desk.process.send_signal(signal.SIGINT)
    time.sleep(0.6)
    with contextlib.suppress(psutil.NoSuchProcess):
        desk.process.send_signal(signal.SIGINT)
    assert desk.process.wait(STOP_S) == 0
    assert gone(family)
    assert "database system is shut down" in (data / "postgres.log").read_text()
    assert not (data / "postgres" / "postmaster.pid").exists()


@pytest.mark.parametrize("victims", ["launcher", "everything"])
def test_run_killed_loses_nothing_and_starts_again_by_itself(data, start, victims):
    desk = start(data)
    port = desk.ready().rpartition(":")[2]
    write_row(data, "acknowledged")
    family = desk.process.children(recursive=True)
    desk.process.kill()
    for each in family if victims == "everything" else []:
        with contextlib.suppress(psutil.NoSuchProcess):
            each.kill()
    again = start(data, PORT=port)  # at once: on the same port, beside what is still ending
    again.ready()
    assert gone(family)
    assert read_rows(embedded.database_url(data)) == ["acknowledged"]
    assert again.stop() == 0


@pytest.mark.parametrize("part", ["newsdesk.children server", "newsdesk.children worker"])
def test_run_starts_a_process_again_that_ended(running, part):
    before = running.part(part)
    before.kill()
    assert until(lambda: any_other(running, part, before.pid))
    running.wait_for(rf"The {part.split()[1]} ended by itself \(signal 9\); starting it again\.")
    assert answer(running.ready()) == 200


def test_run_starts_the_database_again_that_ended(running):
    write_row(running.data, "acknowledged")
    before = running.part("/postgres -D ")
    before.kill()
    running.wait_for(r"The database ended by itself \(signal 9\); starting it again\.")
    assert until(lambda: any_other(running, "/postgres -D ", before.pid))
    assert until(lambda: ready_again(running))
    assert "acknowledged" in read_rows(embedded.database_url(running.data))


def any_other(desk: Desk, words: str, pid: int) -> bool:
    with contextlib.suppress(StopIteration, psutil.NoSuchProcess):
        return desk.part(words).pid != pid
    return False


def ready_again(desk: Desk) -> bool:
    with contextlib.suppress(OSError):
        return answer(desk.ready()) == 200
    return False


# --- What it refuses --------------------------------------------------------------------------


def test_run_twice_on_one_folder_refuses_the_second(running):
    said = refusal(running.data)
    assert f"already running on {running.data} (process {running.process.pid})" in said


def test_run_on_a_port_in_use_names_it_and_another(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        said = refusal(tmp_path / "data", PORT=str(port))
    assert f"Port {port} is in use" in said
    assert re.search(r"PORT=\d+ make run", said)
    assert not (tmp_path / "data" / "postgres").exists()


def remove_version(postgres: Path) -> None:
    (postgres / "PG_VERSION").unlink()


def change_version(postgres: Path) -> None:
    (postgres / "PG_VERSION").write_text("17\n")


def scribble_on_control(postgres: Path) -> None:
    (postgres / "global" / "pg_control").write_bytes(bytes(range(256)) * 32)


def lose_the_tables(postgres: Path) -> None:
    shutil.rmtree(postgres / "base")


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (remove_version, "PG_VERSION is missing"),
        (change_version, "made by PostgreSQL 17"),
        (scribble_on_control, "may be damaged"),
        (lose_the_tables, "database"),
    ],
)
def test_run_on_a_damaged_folder_says_so(data, damage, words):
    damage(data / "postgres")
    said = refusal(data)
    assert words in said
    assert "restore a backup" in said


def test_run_on_a_folder_with_other_files_leaves_them_alone(tmp_path):
    (tmp_path / "thesis.odt").write_text("mine")
    assert "holds files that are not Newsdesk's" in refusal(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.odt"]


def test_run_on_a_file_says_so(tmp_path):
    (tmp_path / "data").write_text("mine")
    assert "is a file" in refusal(tmp_path / "data")


def test_run_with_an_unreachable_database_says_why_without_the_password(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    url = f"postgresql://me:sesame@127.0.0.1:{port}/desk"
    said = refusal(tmp_path, DATABASE_URL=url, NEWSDESK_SECRET_KEY="x" * 50)
    assert "refused" in said
    assert "sesame" not in said


def test_run_with_a_missing_database_names_it(running, tmp_path):
    url = embedded.database_url(running.data).replace("/newsdesk?", "/elsewhere?")
    said = refusal(tmp_path, DATABASE_URL=url, NEWSDESK_SECRET_KEY="x" * 50)
    assert 'database "elsewhere" does not exist' in said


def test_run_with_a_malformed_setting_names_it(data):
    assert "NEWSDESK_DEBUG" in refusal(data, NEWSDESK_DEBUG="perhaps")


# --- Beside the desk --------------------------------------------------------------------------


def test_database_url_leads_to_the_running_database(running):
    status, said = run(running.data, "database-url")
    assert status == 0
    with psycopg.connect(said.strip()) as connection:
        assert connection.info.dbname == "newsdesk"


def test_manage_without_a_running_desk_starts_the_database_for_the_while(data):
    status, said = run(data, "manage", "showmigrations", "--plan")
    assert status == 0, said
    assert "[X]  contenttypes.0001_initial" in said
    assert not (data / "postgres" / "postmaster.pid").exists()


def test_backup_of_a_running_desk_restores_into_an_empty_folder(running, tmp_path):
    write_row(running.data, "backed up")
    page = b"Fees rise by 30%."
    digest = hashlib.sha256(page).hexdigest()
    stored = Path("files", digest[:2], digest)
    (running.data / stored).parent.mkdir(parents=True)
    (running.data / stored).write_bytes(page)
    file = tmp_path / "desk.backup"
    assert run(running.data, "backup", str(file))[0] == 0
    assert file.stat().st_mode & 0o077 == 0

    restored = tmp_path / "restored"
    status, said = run(restored, "restore", str(file))
    assert (status, said) == (0, f"Restored the database from {file}.\n")
    assert (restored / stored).read_bytes() == page
    assert (restored / stored).stat().st_mode & 0o077 == 0
    assert list(tmp_path.glob("desk.backup*")) == [file]
    with embedded.borrowed_cluster(restored) as url:
        assert "backed up" in read_rows(url)
        rows = "SELECT count(*) FROM django_migrations"
        original = embedded.database_url(running.data)
        with psycopg.connect(url) as there, psycopg.connect(original) as here:
            assert there.execute(rows).fetchone() == here.execute(rows).fetchone()


def test_restore_takes_nothing_but_database_and_files_out_of_a_backup(running, tmp_path):
    file = tmp_path / "desk.backup"
    assert run(running.data, "backup", str(file))[0] == 0
    with tarfile.open(file, "a") as archive:
        for name in ("../outside", "files/../secret_key", "files/ab/short", "/etc/cron.d/x"):
            archive.addfile(tarfile.TarInfo(name), io.BytesIO())
    restored = tmp_path / "restored"
    assert run(restored, "restore", str(file))[0] == 0
    assert not (tmp_path / "outside").exists()
    assert not (restored / "secret_key").exists()
    assert not (restored / "files" / "ab").exists()


def test_restore_of_a_dump_without_files_is_taken_too(running, tmp_path):
    file, dump = tmp_path / "desk.backup", tmp_path / "desk.dump"
    assert run(running.data, "backup", str(file))[0] == 0
    with tarfile.open(file) as archive:
        dump.write_bytes(archive.extractfile("database.dump").read())
    status, said = run(tmp_path / "restored", "restore", str(dump))
    assert status == 0, said


def test_restore_into_a_database_with_tables_refuses(running, tmp_path):
    file = tmp_path / "desk.backup"
    assert run(running.data, "backup", str(file))[0] == 0
    assert "already holds tables" in refusal(running.data, "restore", str(file))


def test_restore_of_something_else_refuses(tmp_path):
    (tmp_path / "notes.txt").write_text(json.dumps("no backup"))
    assert "is no backup" in refusal(tmp_path / "data", "restore", str(tmp_path / "notes.txt"))
