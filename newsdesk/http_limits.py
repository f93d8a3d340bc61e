"""What a connection may cost before a request has even begun."""

import asyncio

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEAD_BYTES = 65_536
HEAD_S = 20.0


class BoundedProtocol(HttpToolsProtocol):
    """uvicorn's protocol, with an end to endless and to trickling request heads.

    Without it a few hundred silent connections hold the server up for good: uvicorn counts
    neither the bytes of a head nor the time that it takes.
    """

    _late: asyncio.TimerHandle | None = None
    _head_bytes = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._expect_head()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self._late is not None:
            self._head_bytes += len(data)
            if self._head_bytes > HEAD_BYTES and not self.transport.is_closing():
                self.send_400_response("The head of this request is too large.")

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._expect_head()

    def on_headers_complete(self) -> None:
        self._forget_head()
        super().on_headers_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        self._forget_head()
        super().connection_lost(exc)

    def _expect_head(self) -> None:
        if self._late is None:
            self._head_bytes = 0
            self._late = self.loop.call_later(HEAD_S, self.transport.close)

    def _forget_head(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None
