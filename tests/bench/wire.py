"""A client as small as can be, so that what is measured is the server."""

import re
import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

LENGTH = re.compile(rb"\r\ncontent-length: (\d+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as it came. `body` is still compressed; `taken_s` is from first byte to last."""

    status: int
    head: bytes
    body: bytes
    taken_s: float

    @property
    def wire_bytes(self) -> int:
        return len(self.head) + len(self.body)


class Connection:
    """One connection, kept alive."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def ask(self, request: bytes) -> Answer:
        began = time.perf_counter()
        self._socket.sendall(request)
        received = b""
        while (end := received.find(b"\r\n\r\n")) < 0:
            received += self._receive()
        head, body = received[: end + 4], received[end + 4 :]
        found = LENGTH.search(head)
        length = int(found[1]) if found else 0
        pieces, have = [body], len(body)
        while have < length:
            pieces.append(self._receive())
            have += len(pieces[-1])
        taken = time.perf_counter() - began
        return Answer(int(head[9:12]), head, b"".join(pieces), taken)

    def close(self) -> None:
        self._socket.close()

    def _receive(self) -> bytes:
        piece = self._socket.recv(262_144)
        if not piece:
            raise ConnectionError("The server closed the connection.")
        return piece


def request(
    method: str, path: str, headers: Mapping[str, str], form: Mapping[str, object] | None = None
) -> bytes:
    """Return a request as it goes over the wire."""
    body = b"" if form is None else urlencode(form).encode()
    lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
    if form is not None:
        lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + body
