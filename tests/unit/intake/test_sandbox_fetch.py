"""An address fetched in the child process."""

import http.server
import threading
from collections.abc import Iterator

import pytest

from claims.intake.fetch import FetchLimits, FetchRefused
from claims.intake.sandbox import ChildReader, Limits

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

PAGE = b"<!doctype html><p>Fees rise by 30%.</p>\x00\xff"


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/never":
            self.server.closing.wait()  # type: ignore[attr-defined]
            return
        self.send_response(404 if self.path == "/missing" else 200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(PAGE)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def port() -> Iterator[int]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.closing = threading.Event()  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}).start()
    yield server.server_port
    server.closing.set()  # type: ignore[attr-defined]
    server.shutdown()
    server.server_close()


def test_fetch_in_child_gives_what_stands_there_byte_for_byte(port):
    with ChildReader() as child:
        result = child.fetch(f"http://127.0.0.1:{port}/", allow=["127.0.0.1/32", f":{port}"])
    assert result.body == PAGE
    assert result.status == 200
    assert result.media_type == "text/html; charset=utf-8"
    assert result.final_url == f"http://127.0.0.1:{port}/"
    assert result.redirects == ()


def test_fetch_in_child_passes_a_refusal_and_its_status_on(port):
    with ChildReader() as child, pytest.raises(FetchRefused, match="status 404") as refused:
        child.fetch(f"http://127.0.0.1:{port}/missing", allow=["127.0.0.1/32", f":{port}"])
    assert refused.value.status == 404


def test_fetch_in_child_of_the_inside_without_leave_is_refused(port):
    with ChildReader() as child, pytest.raises(FetchRefused, match="could not be reached"):
        child.fetch(f"http://127.0.0.1:{port}/", allow=[f":{port}"])


def test_fetch_in_child_that_gets_no_answer_ends_at_its_deadline(port):
    limits = FetchLimits(deadline_s=0.5)
    with ChildReader() as child, pytest.raises(FetchRefused, match="could not be reached"):
        child.fetch(
            f"http://127.0.0.1:{port}/never", allow=["127.0.0.1/32", f":{port}"], limits=limits
        )


def test_fetch_in_child_without_memory_is_refused(port):
    with (
        ChildReader(Limits(memory_bytes=30_000_000)) as child,
        pytest.raises(FetchRefused, match="could not be reached"),
    ):
        child.fetch(f"http://127.0.0.1:{port}/", allow=["127.0.0.1/32", f":{port}"])
