"""A running desk and the people at it."""

import contextlib
import http.client
import re
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
from django.conf import settings
from django.test import Client

from claims.models import Person
from newsdesk import embedded
from tests.bench.wire import Connection, request
from tests.factories import make_reviewer

READY_S = 60
ENCODINGS = "gzip, deflate, br, zstd"  # as Chromium says it
HTMX = {"HX-Request": "true", "HX-Target": "verdict-panel", "Accept": "*/*"}


@dataclass(frozen=True, slots=True)
class Site:
    """A desk that answers on `port`, its files under `data`."""

    port: int
    data: Path

    def visitor(self, person: Person | None = None) -> "Visitor":
        """Return somebody who is signed in, a reviewer where nobody is named."""
        return Visitor(self, person or make_reviewer())

    def log_statements(self, *, on: bool) -> None:
        """Have the database write down every statement that any of its sessions runs."""
        folder = embedded.socket_folder(self.data)
        with psycopg.connect(
            f"host={folder} port={embedded.PORT} user={embedded.SUPERUSER} dbname={embedded.NAME}",
            autocommit=True,
        ) as connection:
            connection.execute(
                "ALTER SYSTEM SET log_statement = 'all'" if on else "ALTER SYSTEM RESET ALL"
            )
            connection.execute("SELECT pg_reload_conf()")
        time.sleep(1)  # until every session has heard of it

    def logged_statements(self, begin: int) -> list[str]:
        """Return the statements that the log holds from the byte `begin` on."""
        log = (self.data / "postgres.log").read_bytes()[begin:].decode(errors="replace")
        return re.findall(r"LOG:  (?:statement|execute [^:]*): (.*)", log)

    def log_bytes(self) -> int:
        return (self.data / "postgres.log").stat().st_size


class Visitor:
    """A browser of somebody who is signed in: one connection, its cookies, its form's token."""

    def __init__(self, site: Site, person: Person) -> None:
        self.person = person
        client = Client()
        client.force_login(person, backend="claims.sign_in.PersonBackend")
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        # What a page would have set, whose form then says it masked.
        self.token = secrets.token_hex(16)
        self.headers = {
            "Host": f"127.0.0.1:{site.port}",
            "User-Agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0.0.0",
            "Accept": "text/html,application/xhtml+xml,*/*;q=0.8",
            "Accept-Encoding": ENCODINGS,
            "Accept-Language": "en",
            "Cookie": f"{settings.SESSION_COOKIE_NAME}={session};"
            f" {settings.CSRF_COOKIE_NAME}={self.token}",
        }
        self.connection = Connection(site.port)

    def get(self, path: str, **headers: str) -> bytes:
        """Return the request for a page."""
        return request("GET", path, self.headers | headers)

    def post(self, path: str, form: dict[str, object], **headers: str) -> bytes:
        """Return the request that sends a form."""
        origin = {"Origin": f"http://{self.headers['Host']}"}
        return request("POST", path, self.headers | origin | headers, form)

    def seconds(self, wanted: bytes) -> float:
        """Ask, and return how long the whole answer took."""
        answer = self.connection.ask(wanted)
        if answer.status != 200:
            raise RuntimeError(f"{answer.status} to {wanted[:200]!r}")
        return answer.taken_s


@contextlib.contextmanager
def running_server(data: Path) -> Iterator[Site]:
    """Run a server process until the end of the block."""
    with socket.create_server(("127.0.0.1", 0), backlog=2048) as listener:
        port = listener.getsockname()[1]
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.bench.server", str(listener.fileno())],
            pass_fds=[listener.fileno()],
            stdin=subprocess.DEVNULL,
        )
        try:
            _wait_until_ready(port)
            yield Site(port, data)
        finally:
            process.terminate()
            process.wait(30)


def _wait_until_ready(port: int) -> None:
    deadline = time.monotonic() + READY_S
    while time.monotonic() < deadline:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=READY_S)
        with contextlib.closing(connection), contextlib.suppress(OSError):
            connection.request("GET", "/health/ready")
            if connection.getresponse().status == 200:
                return
        time.sleep(0.1)
    raise RuntimeError("The server did not become ready.")
