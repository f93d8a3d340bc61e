"""Reading in a process of its own, whose memory and time are bounded.

A file may be made to fill the memory or to run forever in any of the parsers. The process that
reads it may not have more than its limits, and is killed when its time is up; the caller only
sees a refusal. The answer comes back as JSON: a process that has read hostile bytes is not
trusted to send anything that runs.
"""

import base64
import json
import os
import selectors
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Self

from claims.intake.document import MAX_BYTES, MAX_CODE_POINTS, Block, Document, Note
from claims.intake.errors import IntakeRefused

if TYPE_CHECKING:
    from claims.intake.fetch import FetchLimits, FetchResult

OnProgress = Callable[[int, int], None]
"""Told how many parts of a document are read, and how many there are: pages of a PDF."""

_LENGTH = struct.Struct(">Q")
_ROOT = Path(__file__).resolve().parents[2]
_DOCUMENTS_PER_CHILD = 200
# What a child may take to start, and to answer, beside the time of a fetch itself.
_START_S = 7.0
_KEPT_VARIABLES = ("LANG", "LC_ALL", "LD_LIBRARY_PATH", "PATH", "TZ")


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may cost.

    Attributes:
        memory_bytes: address space of the process, the interpreter and its libraries included.
        cpu_s: processor time.
        wall_s: time by the clock, after which the process is killed.
        code_points: a longer text is refused.
        bytes: a larger file is refused unread.
    """

    memory_bytes: int = 1_000_000_000
    cpu_s: int = 20
    wall_s: float = 30.0
    code_points: int = MAX_CODE_POINTS
    bytes: int = MAX_BYTES


def extract_in_child(
    data: bytes,
    *,
    filename: str | None,
    media_type: str | None = None,
    url: str | None = None,
    limits: Limits | None = None,
) -> Document:
    """Return what `read_document` returns, from a process of its own.

    Raises:
        IntakeRefused: as `read_document`, or the file needs more than `limits`.
    """
    with ChildReader(limits) as child:
        return child.read(data, filename=filename, media_type=media_type, url=url)


class ChildReader:
    """A process that reads one document after another, each within the limits.

    For batches: the start of a process takes longer than most documents. It is started when
    it is needed, and started anew after it was killed.
    """

    def __init__(self, limits: Limits | None = None) -> None:
        """Take the limits that hold for each document."""
        self._limits = limits or Limits()
        self._child: subprocess.Popen[bytes] | None = None
        self._count = 0

    def __enter__(self) -> Self:
        """Return the reader itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the process."""
        self.close()

    def close(self) -> None:
        """End the process, if there is one."""
        child, self._child = self._child, None
        if child is None:
            return
        child.kill()
        for stream in (child.stdin, child.stdout):
            if stream:
                with _ignoring_closed_pipes():
                    stream.close()
        child.wait()

    def read(
        self,
        data: bytes,
        *,
        filename: str | None,
        media_type: str | None = None,
        url: str | None = None,
        on_progress: OnProgress | None = None,
    ) -> Document:
        """Return what `read_document` returns.

        Raises:
            IntakeRefused: as `read_document`, or the file needs more than the limits.
        """
        header = {"filename": filename, "media_type": media_type, "url": url}
        answer = self._ask(header, data, self._limits.wall_s, on_progress)
        if answer is None:
            raise IntakeRefused(
                "This file takes too much time or memory to be read: split it into parts, or"
                " paste the text."
            )
        if "refused" in answer:
            raise IntakeRefused(answer["refused"])
        return _document_from(answer)

    def fetch(
        self,
        url: str,
        *,
        allow: Sequence[str] = (),
        limits: "FetchLimits | None" = None,
        proxy: str | None = None,
    ) -> "FetchResult":
        """Return what `claims.intake.fetch.fetch` returns.

        Args:
            url: http or https.
            allow: entries of an `Allowance`.
            limits: time, bytes and redirects of the fetch.
            proxy: as `fetch` takes it.

        Raises:
            FetchRefused: as `fetch`, or it needs more than the limits.
        """
        # Imported here: to read a file takes no network.
        from claims.intake.fetch import FetchLimits, FetchRefused, FetchResult, unreachable

        limits = limits or FetchLimits()
        header = {"fetch": url, "allow": list(allow), "within": asdict(limits), "proxy": proxy}
        answer = self._ask(header, b"", limits.deadline_s + _START_S, None)
        if answer is None:
            raise unreachable()
        if "refused" in answer:
            raise FetchRefused(answer["refused"], answer["status"])
        body = base64.b64decode(answer.pop("body"))
        return FetchResult(**{**answer, "redirects": tuple(answer["redirects"])}, body=body)

    def _started(self) -> subprocess.Popen[bytes]:
        if self._child is None or self._child.poll() is not None:
            self.close()
            self._count = 0
            # A fresh process and no fork: the caller may have threads, and their locks.
            self._child = subprocess.Popen(
                [sys.executable, "-m", "claims.intake.sandbox"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                cwd=_ROOT,
                env=_child_environment(),
                close_fds=True,
            )
        return self._child

    def _ask(
        self,
        header: dict[str, Any],
        data: bytes,
        wall_s: float,
        on_progress: OnProgress | None,
    ) -> dict[str, Any] | None:
        """Return the child's answer, None where it died or its time was up."""
        if self._count >= _DOCUMENTS_PER_CHILD:
            self.close()
        child = self._started()
        self._count += 1
        head = json.dumps({**header, "limits": asdict(self._limits)}).encode()
        question = _LENGTH.pack(len(head)) + head + _LENGTH.pack(len(data)) + data
        for message in _exchange(child, question, time.monotonic() + wall_s):
            try:
                decoded = json.loads(message)
            except ValueError:
                break
            if not isinstance(decoded, dict):
                break
            if "progress" not in decoded:
                return decoded
            if on_progress is not None:
                on_progress(*decoded["progress"])
        self.close()
        return None


def _exchange(child: subprocess.Popen[bytes], question: bytes, deadline: float) -> Iterator[bytes]:
    """Yield the messages that a child answers with, as long as it lives and has time."""
    assert child.stdin is not None
    assert child.stdout is not None
    incoming, outgoing = child.stdout.fileno(), child.stdin.fileno()
    os.set_blocking(outgoing, False)
    os.set_blocking(incoming, False)
    unsent, received = memoryview(question), bytearray()
    with selectors.DefaultSelector() as selector:
        selector.register(outgoing, selectors.EVENT_WRITE)
        selector.register(incoming, selectors.EVENT_READ)
        while (remaining := deadline - time.monotonic()) > 0:
            for key, _ in selector.select(remaining):
                try:
                    if key.fd == outgoing:
                        unsent = unsent[os.write(outgoing, unsent[:65536]) :]
                        if not unsent:
                            selector.unregister(outgoing)
                        continue
                    chunk = os.read(incoming, 1 << 20)
                except BlockingIOError:
                    continue
                except BrokenPipeError:
                    return
                if not chunk:
                    return
                received += chunk
            while len(received) >= _LENGTH.size:
                end = _LENGTH.size + _LENGTH.unpack_from(received)[0]
                if len(received) < end:
                    break
                message = bytes(received[_LENGTH.size : end])
                del received[:end]
                yield message


def _child_environment() -> dict[str, str]:
    """Return what the child needs to start, and none of the caller's secrets."""
    kept = {name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ}
    paths = [str(_ROOT), *(path for path in sys.path if path)]
    return {**kept, "PYTHONPATH": os.pathsep.join(dict.fromkeys(paths)), "PYTHONHASHSEED": "0"}


@contextmanager
def _ignoring_closed_pipes() -> Iterator[None]:
    try:
        yield
    except (BrokenPipeError, ValueError):
        return


def _document_from(answer: dict[str, Any]) -> Document:
    blocks = tuple(Block(**block) for block in answer.pop("blocks"))
    notes = tuple(Note(**note) for note in answer.pop("notes"))
    warnings = tuple(answer.pop("warnings"))
    return Document(**answer, blocks=blocks, notes=notes, warnings=warnings)


# From here on: the child.


def _serve(incoming: IO[bytes], outgoing: IO[bytes]) -> None:
    def send(message: dict[str, Any]) -> None:
        packed = json.dumps(message).encode()
        outgoing.write(_LENGTH.pack(len(packed)) + packed)
        outgoing.flush()

    while header := _received(incoming):
        question = json.loads(header)
        data = _received(incoming)
        _confine(Limits(**question["limits"]))
        send(_fetched(question) if "fetch" in question else _read(question, data, send))


def _received(incoming: IO[bytes]) -> bytes:
    head = incoming.read(_LENGTH.size)
    return incoming.read(_LENGTH.unpack(head)[0]) if len(head) == _LENGTH.size else b""


def _read(
    question: dict[str, Any], data: bytes, send: Callable[[dict[str, Any]], None]
) -> dict[str, Any]:
    # Imported here: the parent needs none of the parsers.
    from claims.intake.reading import read_document

    try:
        document = read_document(
            data,
            filename=question["filename"],
            media_type=question["media_type"],
            url=question["url"],
            max_code_points=question["limits"]["code_points"],
            max_bytes=question["limits"]["bytes"],
            on_progress=lambda done, total: send({"progress": [done, total]}),
        )
    except IntakeRefused as refused:
        return {"refused": refused.sentence}
    return asdict(document)


def _fetched(question: dict[str, Any]) -> dict[str, Any]:
    from claims.intake.addresses import Allowance
    from claims.intake.fetch import FetchLimits, FetchRefused, fetch

    try:
        result = fetch(
            question["fetch"],
            allow=Allowance.parse(question["allow"]),
            limits=FetchLimits(**question["within"]),
            proxy=question["proxy"],
        )
    except FetchRefused as refused:
        return {"refused": refused.sentence, "status": refused.status}
    return {**asdict(result), "body": base64.b64encode(result.body).decode()}


def _confine(limits: Limits) -> None:
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF)
    cpu_s = int(used.ru_utime + used.ru_stime) + 1 + limits.cpu_s
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, resource.RLIM_INFINITY))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_s, resource.RLIM_INFINITY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    _serve(sys.stdin.buffer, sys.stdout.buffer)
