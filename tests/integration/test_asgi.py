"""The site as an ASGI application, where the one who asked does not wait for the answer."""

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse

from newsdesk.asgi import DeskHandler

SCOPE = {
    "type": "http",
    "asgi": {"version": "3.0"},
    "http_version": "1.1",
    "method": "GET",
    "path": "/",
    "query_string": b"",
    "headers": [],
    "server": ("127.0.0.1", 80),
}


class Answer(HttpResponse):
    """An answer that says when it was closed."""

    def __init__(self, closed: threading.Event) -> None:
        super().__init__()
        self._closed = closed

    def close(self) -> None:
        self._closed.set()
        super().close()


def test_answer_that_nobody_waits_for_any_more_is_closed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    begun, may_end, closed = threading.Event(), threading.Event(), threading.Event()

    def answer(request: HttpRequest) -> HttpResponse:
        begun.set()
        assert may_end.wait(10)
        return Answer(closed)

    async def ask() -> None:
        handler = DeskHandler()
        monkeypatch.setattr(handler, "get_response", answer)
        is_read = False

        async def receive() -> dict[str, Any]:
            nonlocal is_read
            if not is_read:
                is_read = True
                return {"type": "http.request", "body": b"", "more_body": False}
            await asyncio.to_thread(begun.wait, 10)
            # Goes away first; only then, a turn of the loop later, is the answer there.
            asyncio.get_running_loop().call_soon(
                lambda: asyncio.get_running_loop().call_soon(may_end.set)
            )
            return {"type": "http.disconnect"}

        async def send(message: Any) -> None:
            raise AssertionError("Nobody is there to be told.")

        await handler(SCOPE, receive, send)

    # In a thread of its own: a browser test may have left a running loop in this one.
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, ask()).result(timeout=30)
    assert closed.is_set()
