"""Reading in a process of its own, whose memory and time are bounded.

A file may be made to fill the memory or to run forever in any of the parsers. The process that
reads it may not have more than its limits, and is killed when its time is up; the caller only
sees a refusal. The answer comes back as JSON: a process that has read hostile bytes is not
trusted to send anything that runs.
"""

import json
import os
import selectors
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any, Self

from claims.intake.document import MAX_CODE_POINTS, Block, Document, Note
from claims.intake.errors import IntakeRefused

_LENGTH = struct.Struct(">Q")
_ROOT = Path(__file__).resolve().parents[2]
_DOCUMENTS_PER_CHILD = 200
_KEPT_VARIABLES = ("LANG", "LC_ALL", "LD_LIBRARY_PATH", "PATH", "TZ")


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may cost.

    Attributes:
        memory_bytes: address space of the process, the interpreter and its libraries included.
        cpu_s: processor time.
        wall_s: time by the clock, after which the process is killed.
        code_points: a longer text is refused.
    """

    memory_bytes: int = 1_000_000_000
    cpu_s: int = 20
    wall_s: float = 30.0
    code_points: int = MAX_CODE_POINTS


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
    ) -> Document:
        """Return what `read_document` returns.

        Raises:
            IntakeRefused: as `read_document`, or the file needs more than the limits.
        """
        if self._count >= _DOCUMENTS_PER_CHILD:
            self.close()
        child = self._started()
        self._count += 1
        header = {
            "filename": filename,
            "media_type": media_type,
            "url": url,
            "limits": asdict(self._limits),
        }
        answer = self._ask(child, json.dumps(header).encode(), data)
        if answer is None:
            self.close()
            raise IntakeRefused(
                "This file takes too much time or memory to be read: split it into parts, or"
                " paste the text."
            )
        if "refused" in answer:
            raise IntakeRefused(answer["refused"])
        return _document_from(answer)

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
        self, child: subprocess.Popen[bytes], header: bytes, data: bytes
    ) -> dict[str, Any] | None:
        """Return the child's answer, None where it died or its time was up."""
        deadline = time.monotonic() + self._limits.wall_s
        question = _LENGTH.pack(len(header)) + header + _LENGTH.pack(len(data)) + data
        answer = _exchange(child, question, deadline)
        if answer is None:
            return None
        try:
            decoded = json.loads(answer)
        except ValueError:
            return None
        return decoded if isinstance(decoded, dict) else None


def _exchange(child: subprocess.Popen[bytes], question: bytes, deadline: float) -> bytes | None:
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
                    return None
                if not chunk:
                    return None
                received += chunk
            if len(received) >= _LENGTH.size:
                (length,) = _LENGTH.unpack_from(received)
                if len(received) - _LENGTH.size >= length:
                    return bytes(received[_LENGTH.size :])
    return None


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
    while header := _received(incoming):
        question = json.loads(header)
        data = _received(incoming)
        answer = json.dumps(_answer(question, data)).encode()
        outgoing.write(_LENGTH.pack(len(answer)) + answer)
        outgoing.flush()


def _received(incoming: IO[bytes]) -> bytes:
    head = incoming.read(_LENGTH.size)
    return incoming.read(_LENGTH.unpack(head)[0]) if len(head) == _LENGTH.size else b""


def _answer(question: dict[str, Any], data: bytes) -> dict[str, Any]:
    # Imported here: the parent needs none of the parsers.
    from claims.intake.reading import read_document

    _confine(Limits(**question["limits"]))
    try:
        document = read_document(
            data,
            filename=question["filename"],
            media_type=question["media_type"],
            url=question["url"],
            max_code_points=question["limits"]["code_points"],
        )
    except IntakeRefused as refused:
        return {"refused": refused.sentence}
    return asdict(document)


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
