"""Start everything a desk is made of, keep it running, and stop it in order.

The launcher imports neither Django nor a database driver: it stays small, and starts at once. It
holds the listening socket itself, so that a port in use is known before anything is begun, and
no visitor is turned away while a server process is replaced.
"""

import argparse
import contextlib
import errno
import http.client
import json
import os
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from urllib.parse import urlsplit

from dotenv import load_dotenv

from newsdesk import backup, data_folder, embedded
from newsdesk.cannot_start import FULL, CannotStart, disk_full, from_os_error, no_room
from newsdesk.children import GRACE_S, REFUSED
from newsdesk.secret_key import kept_secret_key

BASE_DIR = Path(__file__).resolve().parent.parent
READY_S = 120
ORPHANED_PORT_S = 10
STEADY_S = 60
"""A process that ran for so long is started again at once when it ends."""
LONGEST_WAIT_S = 30.0
MAX_SERVERS = 64
TRUE, FALSE = ("1", "true", "yes", "on"), ("0", "false", "no", "off")


class StopRequested(Exception):
    """Ctrl-C, SIGTERM, or the terminal is gone."""


@dataclass(frozen=True, slots=True)
class Options:
    """What the environment asks for."""

    data: Path
    database_url: str
    """Empty for the built-in database."""
    host: str
    port: int
    servers: int
    pool: int
    """Database connections that a server may keep."""
    seed: bool


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line asks; return the exit status.

    Without arguments it runs the desk until SIGINT or SIGTERM, then returns 0. What cannot be
    done is said in one sentence on stderr, with status 2.
    """
    asked = _parser().parse_args(arguments)
    try:
        options = read_options()
        match asked.command:
            case "database-url":
                print(options.database_url or embedded.database_url(options.data))
            case "backup":
                backup.write_backup(options.data, options.database_url, asked.file)
            case "restore":
                backup.restore_backup(options.data, options.database_url, asked.file)
            case "manage":
                return manage(options, asked.words)
            case _:
                run(options)
    except CannotStart as refusal:
        if not isinstance(refusal, AlreadySaid):
            print(refusal, file=sys.stderr)
        return REFUSED
    except OSError as error:
        if error.errno not in FULL:
            raise
        print(disk_full(options.data), file=sys.stderr)
        return REFUSED
    except KeyboardInterrupt:
        return 130
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m newsdesk", description="Start Newsdesk; stop it with Ctrl-C."
    )
    commands = parser.add_subparsers(dest="command", title="other things to do", metavar="")
    commands.add_parser("database-url", help="print the address of the database")
    write = commands.add_parser("backup", help="write the database to a file")
    write.add_argument("file", type=Path)
    restore = commands.add_parser("restore", help="read such a file into an empty database")
    restore.add_argument("file", type=Path)
    command = commands.add_parser("manage", help="run a manage.py command, desk running or not")
    command.add_argument("words", nargs=argparse.REMAINDER, metavar="...")
    return parser


def read_options() -> Options:
    """Read the environment, and `.env` beside manage.py for what it leaves open.

    Raises:
        CannotStart: a value is missing or malformed.
    """
    load_dotenv(BASE_DIR / ".env")
    data = Path(os.environ.get("NEWSDESK_DATA") or BASE_DIR / ".newsdesk").absolute()
    os.environ["NEWSDESK_DATA"] = str(data)
    database_url = os.environ.get("DATABASE_URL", "")
    if database_url:
        _check_database_url(database_url)
    else:
        os.environ.pop("DATABASE_URL", None)  # set and empty means the same as not set
    return Options(
        data=data,
        database_url=database_url,
        host=os.environ.get("NEWSDESK_HOST") or "127.0.0.1",
        port=_number("PORT", default=8000, least=0, most=65_535),
        servers=_number("NEWSDESK_WORKERS", default=1, least=1, most=MAX_SERVERS),
        pool=_number("NEWSDESK_DATABASE_POOL", default=20, least=1, most=1_000),
        seed=_switch("NEWSDESK_SEED", default=True),
    )


def _number(name: str, *, default: int, least: int, most: int) -> int:
    text = os.environ.get(name) or str(default)
    if not text.isascii() or not text.isdigit() or not least <= int(text) <= most:
        raise CannotStart(f"{name} is {text!r}: give it a number from {least} to {most}.")
    return int(text)


def _switch(name: str, *, default: bool) -> bool:
    text = (os.environ.get(name) or str(int(default))).lower()
    if text not in TRUE + FALSE:
        raise CannotStart(f"{name} is {text!r}: set it to 1 or 0.")
    return text in TRUE


def _check_database_url(url: str) -> None:
    """Refuse what is no address of a PostgreSQL database. Never repeats it: it holds a password."""
    problem = ""
    try:
        parts = urlsplit(url)
        if parts.scheme not in ("postgres", "postgresql"):
            problem = "it has to begin with postgresql://"
        elif not parts.path.strip("/"):
            problem = "it names no database"
        elif parts.port == 0:
            problem = "its port is 0"
    except ValueError as error:
        problem = str(error)
    if problem:
        raise CannotStart(
            f"DATABASE_URL is malformed ({problem}):"
            " write it as postgresql://user:password@host:5432/database, with %23 for #."
        )


def run(options: Options) -> None:
    """Run the desk until it is asked to stop.

    Raises:
        CannotStart: says why it does not start.
    """
    if options.database_url and not os.environ.get("NEWSDESK_SECRET_KEY"):
        raise CannotStart(
            "NEWSDESK_SECRET_KEY is missing: with DATABASE_URL, set it to a long random text,"
            " the same on every machine."
        )
    signals = Signals()
    with data_folder.locked(options.data) as lock:
        desk = Desk(options, signals, after_kill=lock.was_killed)
        with contextlib.suppress(StopRequested):
            try:
                desk.start()
                desk.watch()
            finally:
                desk.stop()


def manage(options: Options, words: Sequence[str]) -> int:
    """Run `manage.py` with `words`, with the built-in database started for it if need be."""
    command = [sys.executable, str(BASE_DIR / "manage.py"), *words]
    with contextlib.ExitStack() as stack:
        if not options.database_url:
            stack.enter_context(embedded.borrowed_cluster(options.data))
        return subprocess.run(command, check=False).returncode


def say(words: str) -> None:
    """Print a line for whoever watches, if anybody still does."""
    try:
        print(words, flush=True)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


class Signals:
    """The wish to stop, and waiting that ends early when there is news.

    A signal never interrupts the launcher in the middle of something: it is looked at only in
    `wait`.
    """

    def __init__(self) -> None:
        self._news, send = socket.socketpair()
        self._news.setblocking(False)
        send.setblocking(False)
        self._send = send
        self._stop_at = 0.0
        self.stopping = False
        """Set once the stop has begun: `wait` raises no more."""
        self.hurry = False
        """Whether Ctrl-C was pressed again."""
        signal.set_wakeup_fd(send.fileno(), warn_on_full_buffer=False)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._stop)
        signal.signal(signal.SIGCHLD, lambda *_: None)  # an ended child is news

    def _stop(self, number: int, _: FrameType | None) -> None:
        now = time.monotonic()
        # One Ctrl-C may arrive twice, from the terminal and through make.
        if self._stop_at and number == signal.SIGINT and now - self._stop_at > 0.5:
            self.hurry = True
        self._stop_at = self._stop_at or now

    def wait(self, seconds: float) -> None:
        """Wait for `seconds`, or until a signal or a child's end.

        Raises:
            StopRequested: somebody wants the desk to stop, and it is not stopping yet.
        """
        if not (self._stop_at and not self.stopping):
            select.select([self._news], [], [], max(0.0, seconds))
            with contextlib.suppress(BlockingIOError):
                while self._news.recv(512):
                    pass
        if self._stop_at and not self.stopping:
            raise StopRequested


@dataclass(slots=True)
class Child:
    """A process that is kept running."""

    name: str
    arguments: tuple[str, ...]
    handles: tuple[int, ...]
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    due_at: float = 0.0
    falls: int = 0

    def start(self) -> None:
        """Start it, in a session of its own: Ctrl-C is ours to pass on."""
        self.started_at = time.monotonic()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "newsdesk.children", *self.arguments],
            cwd=BASE_DIR,
            pass_fds=self.handles,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )

    def fell(self) -> int | None:
        """Return the exit status of a process that has ended since the last call, else None."""
        if self.process is None or (status := self.process.poll()) is None:
            return None
        self.kill()
        return status

    def ask_to_stop(self) -> None:
        """Ask it to finish what it has in hand."""
        if self.process is not None:
            self.process.terminate()

    def kill(self) -> None:
        """End it and whatever it has started, now."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None


@dataclass(slots=True)
class Desk:
    """The database, the servers and the worker, and the socket that visitors connect to."""

    options: Options
    signals: Signals
    after_kill: bool
    cluster: embedded.Cluster | None = None
    children: list[Child] = field(default_factory=list)
    listener: socket.socket | None = None
    lifeline: tuple[int, int] = (-1, -1)
    database_due_at: float = 0.0
    database_falls: int = 0

    def start(self) -> None:
        """Start everything and say so once it answers.

        Raises:
            CannotStart: says why not.
            StopRequested: somebody changed their mind.
        """
        self.lifeline = os.pipe()
        self.listener = self._listen()
        if not self.options.database_url:
            _keep_secret(self.options.data)
            self.cluster = embedded.Cluster(
                self.options.data,
                connections=max(100, self.options.servers * (self.options.pool + 5) + 25),
                pause=self.signals.wait,
                say=say,
            )
            self.cluster.start()
        self._start_children(self.listener.fileno())
        self._wait_until_ready()
        say(f"Newsdesk is ready at {self._address()}")

    def watch(self) -> None:
        """Keep everything running, until StopRequested."""
        while True:
            if self.cluster is not None:
                self._watch_database(self.cluster)
            for child in self.children:
                self._watch_child(child)
            now = time.monotonic()
            dues = [child.due_at for child in self.children if child.process is None]
            if self.database_due_at:
                dues.append(self.database_due_at)
            self.signals.wait(min([due - now for due in dues], default=60.0))

    def stop(self) -> None:
        """Stop visitors, servers and worker, then the database, whatever state they are in."""
        self.signals.stopping = True
        if self.listener is not None:
            self.listener.close()
        for child in self.children:
            child.ask_to_stop()
        deadline = time.monotonic() + GRACE_S + 2
        while (
            any(
                child.process is not None and child.process.poll() is None
                for child in self.children
            )
            and time.monotonic() < deadline
            and not self.signals.hurry
        ):
            self.signals.wait(0.5)
        for child in self.children:
            child.kill()
        if self.cluster is not None:
            self.cluster.stop()
        for handle in self.lifeline:
            if handle >= 0:
                os.close(handle)

    # --- Starting -----------------------------------------------------------------------------

    def _listen(self) -> socket.socket:
        host, port = self.options.host, self.options.port
        deadline = time.monotonic() + (ORPHANED_PORT_S if self.after_kill else 0)
        while True:
            try:
                family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
                return socket.create_server((address[0], port), family=family, backlog=2048)
            except PermissionError:
                raise CannotStart(
                    f"Port {port} is for root alone: choose one above 1023,"
                    " for instance PORT=8001 make run."
                ) from None
            except socket.gaierror:
                raise CannotStart(
                    f"NEWSDESK_HOST is {host!r}, which is no address of this machine:"
                    " leave it out, or set it to 127.0.0.1 or 0.0.0.0."
                ) from None
            except OSError as error:
                refusal = self._port_refusal(error)
            # The servers of a killed run give the port back within seconds.
            if time.monotonic() > deadline:
                raise refusal
            self.signals.wait(0.1)

    def _port_refusal(self, error: OSError) -> CannotStart:
        host, port = self.options.host, self.options.port
        if error.errno == errno.EADDRINUSE:
            free = port + 1 if port < 65_535 else 8000
            return CannotStart(
                f"Port {port} is in use by another program: stop that one, or choose another port,"
                f" for instance PORT={free} make run."
            )
        reason = (error.strerror or str(error)).partition(" (")[0]
        return CannotStart(
            f"Newsdesk cannot listen on {host} ({reason}): set NEWSDESK_HOST to an address"
            " of this machine."
        )

    def _start_children(self, handle: int) -> None:
        """Start a server, which first brings the database up to date; then all the others."""
        receiver = self.lifeline[0]
        heard, done = os.pipe()
        os.set_blocking(heard, False)
        seed = "seed" if self.options.seed else "none"
        plain = ("server", str(receiver), str(handle))
        first = Child("server", (*plain, str(done), seed), (receiver, handle, done))
        self.children = [first]
        try:
            first.start()
            os.close(done)
            while not _has_byte(heard):
                self._require_database()
                self._require_server(first, "The database could not be prepared")
                self.signals.wait(0.02)
        finally:
            os.close(heard)
        first.arguments, first.handles = plain, (receiver, handle)
        self.children += [
            Child("server", plain, (receiver, handle)) for _ in range(1, self.options.servers)
        ]
        self.children.append(Child("worker", ("worker", str(receiver)), (receiver,)))
        for child in self.children[1:]:
            child.start()

    def _require_server(self, child: Child, what: str) -> None:
        if (status := child.fell()) is None:
            return
        if status == REFUSED:
            raise AlreadySaid
        raise CannotStart(
            f"{what} ({_ending(status)}), for the reason above: a fault in Newsdesk, or a setting"
            " is wrong."
        )

    def _require_database(self) -> None:
        if self.cluster is not None and self.cluster.exit_code() is not None:
            raise self.cluster.why_ended()

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + READY_S
        while problem := self._problem():
            self._require_database()
            for child in self.children:
                if child.name == "server":
                    self._require_server(child, "The server did not start")
            if problem == "disk":
                raise disk_full(self.options.data)
            if time.monotonic() > deadline:
                raise CannotStart(
                    f"Newsdesk did not become ready within {READY_S} seconds ({problem}):"
                    " the lines above may say why."
                )
            self.signals.wait(0.05)

    def _problem(self) -> str:
        """Ask the servers whether pages can be served; empty when they can."""
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.options.host, self.options.host)
        names = os.environ.get("NEWSDESK_ALLOWED_HOSTS", "").split(",")
        name = names[0].strip().removeprefix(".").replace("*", "") or "127.0.0.1"
        connection = http.client.HTTPConnection(host, self._port(), timeout=2)
        try:
            connection.request("GET", "/health/ready", headers={"Host": name})
            answer = connection.getresponse()
            if answer.status == 200:
                return ""
            if answer.status == 500:
                raise CannotStart("The server fails, for the reason above: a fault in Newsdesk.")
            with contextlib.suppress(ValueError, AttributeError):
                return str(json.loads(answer.read()).get("problem") or answer.status)
            return f"/health/ready answers {answer.status}"
        except (OSError, http.client.HTTPException) as error:
            return str(error) or type(error).__name__
        finally:
            connection.close()

    def _port(self) -> int:
        assert self.listener is not None
        return int(self.listener.getsockname()[1])

    def _address(self) -> str:
        host = f"[{self.options.host}]" if ":" in self.options.host else self.options.host
        return f"http://{host}:{self._port()}"

    # --- Watching -----------------------------------------------------------------------------

    def _watch_child(self, child: Child) -> None:
        now = time.monotonic()
        if (status := child.fell()) is not None:
            child.falls = 0 if now - child.started_at > STEADY_S else child.falls
            wait = _back_off(child.falls)
            child.falls, child.due_at = child.falls + 1, now + wait
            soon = f" in {wait:.0f} s" if wait else ""
            say(f"The {child.name} ended by itself ({_ending(status)}); starting it again{soon}.")
        if child.process is None and child.due_at <= now:
            child.start()

    def _watch_database(self, cluster: embedded.Cluster) -> None:
        now = time.monotonic()
        cluster.trim_log()
        status = cluster.exit_code()
        if status is None:
            return
        if not self.database_due_at:
            say(f"The database ended by itself ({_ending(status)}); starting it again.")
            self.database_due_at = now
        if self.database_due_at <= now:
            try:
                cluster.stop()
                cluster.start()
                self.database_due_at, self.database_falls = 0.0, 0
            except CannotStart as refusal:
                say(str(refusal))
                self.database_due_at = now + _back_off(self.database_falls)
                self.database_falls += 1


def _keep_secret(data: Path) -> None:
    """See that the secret key is there; an empty one is what a power cut may leave behind."""
    path = data / "secret_key"
    try:
        if path.exists() and not path.read_bytes().strip():
            path.unlink()
        kept_secret_key(data)
        if not path.exists():  # each process would sign with a key of its own
            raise OSError(errno.ENOSPC if no_room(data) else errno.EIO, "not written", str(path))
    except OSError as error:
        raise from_os_error(error, data) from None
    except UnicodeDecodeError:
        raise CannotStart(
            f"{path} is damaged: delete it, which signs everybody out, and start again."
        ) from None


class AlreadySaid(CannotStart):
    """A child has said on stderr what is in the way."""


def _has_byte(handle: int) -> bool:
    try:
        return bool(os.read(handle, 1))
    except BlockingIOError:
        return False


def _back_off(falls: int) -> float:
    return 0.0 if falls == 0 else min(LONGEST_WAIT_S, 0.5 * 2**falls)


def _ending(status: int) -> str:
    return f"signal {-status}" if status < 0 else f"exit status {status}"
