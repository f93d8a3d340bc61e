import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest
import uvicorn

from newsdesk import http_limits


async def application(scope, receive, send):
    await receive()
    await send({"type": "http.response.start", "status": 204, "headers": []})
    await send({"type": "http.response.body", "body": b""})


class Wire(asyncio.Transport):
    """Takes what the server sends."""

    def __init__(self):
        super().__init__()
        self.sent = b""
        self.closed = False

    def write(self, data):
        self.sent += bytes(data)

    def close(self):
        self.closed = True

    def is_closing(self):
        return self.closed

    def pause_reading(self):
        pass

    def resume_reading(self):
        pass


async def connect():
    config = uvicorn.Config(
        application, http=http_limits.BoundedProtocol, lifespan="off", log_config=None
    )
    config.load()
    server = uvicorn.Server(config)
    protocol = http_limits.BoundedProtocol(config, server.server_state, {})
    wire = Wire()
    protocol.connection_made(wire)
    return protocol, wire


def run(coroutine):
    """Run `coroutine` in a thread of its own: the browser's tests leave a loop in the first one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, coroutine).result()


def talk(*chunks, wait_s=0.05):
    """Send `chunks` over a connection; return its other side after `wait_s`."""

    async def conversation():
        protocol, wire = await connect()
        for chunk in chunks:
            if not wire.closed:
                protocol.data_received(chunk)
        await asyncio.sleep(wait_s)
        return wire

    return run(conversation())


@pytest.fixture
def short_patience(monkeypatch):
    monkeypatch.setattr(http_limits, "HEAD_S", 0.02)


def test_bounded_protocol_answers_an_ordinary_request(short_patience):
    wire = talk(b"GET / HTTP/1.1\r\nHost: desk\r\n\r\n")
    assert wire.sent.startswith(b"HTTP/1.1 204")
    assert not wire.closed


def test_bounded_protocol_takes_a_large_body(short_patience):
    body = b"x" * 3 * http_limits.HEAD_BYTES
    head = b"POST / HTTP/1.1\r\nHost: desk\r\nContent-Length: %d\r\n\r\n" % len(body)
    assert talk(head + body[:1000], body[1000:]).sent.startswith(b"HTTP/1.1 204")


def test_bounded_protocol_refuses_an_endless_head():
    line = b"X-Filler: " + b"y" * 1000 + b"\r\n"
    wire = talk(b"GET / HTTP/1.1\r\n", *[line] * 100)
    assert wire.sent.startswith(b"HTTP/1.1 400")
    assert wire.closed


@pytest.mark.parametrize("chunks", [[], [b"GET / HTTP/1.1\r\nHos"]])
def test_bounded_protocol_closes_on_a_head_that_does_not_come(short_patience, chunks):
    assert talk(*chunks).closed


def test_bounded_protocol_closes_on_a_second_head_that_does_not_come(short_patience):
    first = b"GET / HTTP/1.1\r\nHost: desk\r\n\r\n"

    async def conversation():
        protocol, wire = await connect()
        protocol.data_received(first)
        await asyncio.sleep(0.03)
        was_open = not wire.closed
        protocol.data_received(b"GET / HT")
        await asyncio.sleep(0.05)
        return was_open, wire.closed

    assert run(conversation()) == (True, True)
