"""The site as an ASGI application."""

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from typing import Any, cast

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsdesk.settings")
os.environ.setdefault("NEWSDESK_DATABASE_POOL", "20")

import django
from asgiref.sync import sync_to_async
from django.conf import settings
from django.core.handlers.asgi import ASGIHandler
from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[Mapping[str, Any]]]
Send = Callable[[Mapping[str, Any]], Awaitable[None]]


class DeskHandler(ASGIHandler):
    """Run the whole chain of middleware and view in one thread a request.

    Django's own handler hops between the loop and a thread at every synchronous middleware;
    ours are all synchronous, so one hop does, and a page costs about a third less.
    """

    def load_middleware(self, is_async: bool = False) -> None:
        super().load_middleware(is_async=False)

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        await super().handle(scope, bounded(scope, receive), send)

    async def get_response_async(self, request: HttpRequest) -> HttpResponseBase:
        answering = asyncio.ensure_future(
            sync_to_async(self.get_response, thread_sensitive=True)(request)
        )
        try:
            response = await asyncio.shield(answering)
        except asyncio.CancelledError:
            # Whoever asked is gone. The thread answers all the same, maybe with an open file.
            await sync_to_async((await answering).close)()
            raise
        if isinstance(response, StreamingHttpResponse) and not response.is_async:
            # A file: read piece by piece in the thread, not into memory at once.
            response.streaming_content = _pieces(cast(Iterator[bytes], response.streaming_content))
        return response


def bounded(scope: Scope, receive: Receive) -> Receive:
    """Return `receive` for a body no larger than a form may be; Django would take any to disk.

    A larger one ends where it is found out: at once if it gives its length, otherwise when the
    limit is reached, and then it gets a length. Django answers 413 by that, and
    `newsdesk.middleware.refuse_junk` where the body holds files.
    """
    holds_files = any(
        name == b"content-type" and value.lower().startswith(b"multipart/")
        for name, value in scope["headers"]
    )
    limit = settings.LARGEST_REQUEST if holds_files else settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    lengths = [value for name, value in scope["headers"] if name == b"content-length"]
    taken = int(lengths[0]) if lengths and lengths[0].isdigit() and len(lengths[0]) < 19 else 0
    ended = False
    if taken <= limit:
        taken = 0

    async def receive_some() -> Mapping[str, Any]:
        nonlocal taken, ended
        while taken <= limit or ended:
            message = await receive()
            if message["type"] != "http.request":
                return message
            taken += len(message.get("body", b""))
            if taken <= limit:
                return message
            if not ended:
                scope["headers"] = [*scope["headers"], (b"content-length", b"%d" % taken)]
                break
        ended = True
        return {"type": "http.request", "body": b"", "more_body": False}

    return receive_some


async def _pieces(content: Iterator[bytes]) -> AsyncIterator[bytes]:
    next_piece = sync_to_async(lambda: next(content, b""), thread_sensitive=True)
    while piece := await next_piece():
        yield piece


django.setup(set_prefix=False)
application = DeskHandler()
