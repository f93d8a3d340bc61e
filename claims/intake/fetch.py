"""Fetching an address that somebody typed in, without becoming anybody's proxy.

The check sits where the connection is made, under redirects and under every way of writing an
address: the address that was checked is the address that is connected to, for each hop. One
deadline covers everything, names and certificates included, and one limit all bytes, unpacked
ones included. Cookies, credentials, proxies and `netrc` of the surroundings are never used.

Limits of what this can do: a name that is public is fetched, whoever owns it. Where there is an
internal network, run the fetching process where that network is not.
"""

import re
import socket
import ssl
import threading
import time
import typing
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import ip_address

import httpcore
import httpx

from claims.intake.addresses import Address, Allowance, is_own, is_public
from claims.intake.errors import IntakeRefused

PORTS = frozenset({80, 443, 8080, 8443})
HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})
MAX_BYTES = 5_000_000
MAX_REDIRECTS = 4
DEADLINE_S = 8.0

_MAX_ADDRESS_LENGTH = 2048
# What comes beside the body: headers, chunk sizes, certificates.
_OVERHEAD_BYTES = 300_000
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_ODD_CHARACTERS = re.compile(r"[\x00-\x20\x7f-\xa0\\\u2028\u2029]")
_NUMERIC_LABEL = re.compile(r"(?:0[xX][0-9a-fA-F]*|[0-9]+)")
_LABELS = re.compile(
    r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*",
    re.IGNORECASE,
)
_HEADERS = {
    "User-Agent": "Mozilla/5.0 (compatible; Newsdesk; fact check)",
    "Accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.5",
    "Accept-Language": "*",
    "Accept-Encoding": "identity",
}

# One sentence for everything that keeps a page from being reached. Closed, filtered, refused
# and forbidden must not be told apart, or the sentence would map the network behind us.
_UNREACHABLE = (
    "This address could not be reached: check it in your browser, or paste the text instead."
)
_BAD_ADDRESS = (
    "This is not an address that can be fetched: it has to begin with http:// or https:// and"
    " name a public site, so check it or paste the text instead."
)
_TOO_MUCH = "This page is too large to be fetched: save it as a file, or paste the text instead."


class FetchRefused(IntakeRefused):
    """An address that is not fetched, or gave nothing that can be read.

    Attributes:
        status: the HTTP status of the last answer, None where there was none.
    """

    def __init__(self, sentence: str, status: int | None = None) -> None:
        super().__init__(sentence)
        self.status = status


def unreachable() -> FetchRefused:
    """Return the refusal of an address that gave nothing, for whatever reason."""
    return FetchRefused(_UNREACHABLE)


@dataclass(frozen=True, slots=True)
class FetchResult:
    """What an address gave.

    Attributes:
        url: the address that was asked for.
        final_url: where the last redirect led; the same if there was none.
        status: HTTP status of the last answer.
        media_type: as the server declares it, parameters included, or "".
        body: unpacked, at most the limit of bytes.
        redirects: every address on the way, the first and last one left out.
    """

    url: str
    final_url: str
    status: int
    media_type: str
    body: bytes
    redirects: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """What one fetch may cost, all hops together."""

    deadline_s: float = DEADLINE_S
    bytes: int = MAX_BYTES
    redirects: int = MAX_REDIRECTS


def fetch(
    url: str,
    *,
    allow: Allowance | None = None,
    limits: FetchLimits | None = None,
    media_types: frozenset[str] | None = HTML_TYPES,
    any_status: bool = False,
    ssl_context: ssl.SSLContext | None = None,
    proxy: str | None = None,
) -> FetchResult:
    """Return what stands at an address.

    Args:
        url: http or https, without credentials.
        allow: what may be reached although it is not public.
        limits: time, bytes and redirects.
        media_types: what is taken; None takes everything, for stored copies of sources.
        any_status: whether an answer like 404 is a result, for checking links, or a refusal.
        ssl_context: verifies certificates; by default against the usual authorities.
        proxy: address of a proxy all goes through. Names are then looked up by it, so it has to
            refuse internal addresses itself; the proxy's own address may be internal.

    Raises:
        FetchRefused: it may not be or cannot be fetched, or is too large, slow or of another kind.
    """
    limits = limits or FetchLimits()
    hop = _Hop(
        guard=_Guard(allow or Allowance(), proxy),
        budget=_Budget(time.monotonic() + limits.deadline_s, limits.bytes + _OVERHEAD_BYTES),
        context=ssl_context or _default_context(),
        max_bytes=limits.bytes,
        media_types=media_types,
        any_status=any_status,
    )
    passed: list[str] = []
    target = url
    for _ in range(limits.redirects + 1):
        passed.append(target)
        answer = _ask(_checked(target, hop.guard), hop)
        if isinstance(answer, str):
            target = answer
            continue
        status, media_type, body = answer
        return FetchResult(url, passed[-1], status, media_type, body, tuple(passed[1:-1]))
    raise FetchRefused(
        "This address leads from one page to the next without end: find the page itself, or paste"
        " the text instead."
    )


def guarded_client(
    url: str,
    *,
    allow: Allowance | None = None,
    deadline_s: float = DEADLINE_S,
    max_bytes: int = MAX_BYTES,
    proxy: str | None = None,
) -> httpx.Client:
    """Return a client for one exchange with the site of `url`, under the same guard as `fetch`.

    For what is no page: webhooks. It follows no redirects, and its time starts now.

    Raises:
        FetchRefused: `url` is no address that may be asked.
    """
    guard = _Guard(allow or Allowance(), proxy)
    _checked(url, guard)
    budget = _Budget(time.monotonic() + deadline_s, max_bytes + _OVERHEAD_BYTES)
    return _client(guard, budget, _default_context())


@lru_cache(maxsize=1)
def _default_context() -> ssl.SSLContext:
    # Reading the authorities takes longer than most answers.
    return httpx.create_ssl_context(trust_env=False)


def _client(guard: "_Guard", budget: "_Budget", context: ssl.SSLContext) -> httpx.Client:
    return httpx.Client(
        transport=_GuardedTransport(guard, budget, context),
        trust_env=False,
        follow_redirects=False,
        timeout=None,
    )


@dataclass(frozen=True, slots=True)
class _Hop:
    """What holds for every hop of one fetch."""

    guard: "_Guard"
    budget: "_Budget"
    context: ssl.SSLContext
    max_bytes: int
    media_types: frozenset[str] | None
    any_status: bool


def _ask(target: httpx.URL, hop: _Hop) -> str | tuple[int, str, bytes]:
    """Return an answer, or the address that it sends on to."""
    try:
        # A client for each hop: nothing that one site sets, another gets.
        with (
            _client(hop.guard, hop.budget, hop.context) as client,
            client.stream("GET", target, headers=_HEADERS) as response,
        ):
            location = response.headers.get("location", "")
            if response.status_code in _REDIRECTS and location:
                return _joined(target, location)
            _check_answer(response, hop.media_types, hop.any_status)
            media_type = response.headers.get("content-type", "")
            return response.status_code, media_type, _body(response, hop.max_bytes)
    except (
        httpx.HTTPError,
        httpx.InvalidURL,
        httpcore.NetworkError,
        httpcore.ProtocolError,
        httpcore.ProxyError,
        httpcore.TimeoutException,
        OSError,
        UnicodeError,
    ) as error:
        raise FetchRefused(_UNREACHABLE) from error


def _check_answer(
    response: httpx.Response, media_types: frozenset[str] | None, any_status: bool
) -> None:
    status = response.status_code
    if any_status:
        return
    if not 200 <= status < 300:
        raise FetchRefused(
            f"The site answered that it does not give this page (status {status}): check the"
            " address in your browser, or paste the text instead.",
            status,
        )
    essence = response.headers.get("content-type", "").split(";")[0].strip().lower()
    if media_types is not None and essence and essence not in media_types:
        raise FetchRefused(
            "This address is not a web page: download the file and upload it instead.", status
        )


def _body(response: httpx.Response, limit: int) -> bytes:
    declared = response.headers.get("content-length", "")
    if declared.isdecimal() and int(declared) > limit:
        raise FetchRefused(_TOO_MUCH, response.status_code)
    unpack = _unpacker(response.headers.get("content-encoding", ""))
    body = bytearray()
    for chunk in response.iter_raw():
        for piece in unpack(chunk, limit):
            body += piece
            if len(body) > limit:
                raise FetchRefused(_TOO_MUCH, response.status_code)
    return bytes(body)


def _unpacker(encoding: str) -> typing.Callable[[bytes, int], Iterable[bytes]]:
    """Return what unpacks a body; some servers pack although we ask them not to."""
    name = encoding.strip().lower()
    if name in {"", "identity"}:
        return lambda chunk, _: (chunk,)
    if name not in {"gzip", "x-gzip", "deflate"}:
        raise FetchRefused(_UNREACHABLE)
    packed = zlib.decompressobj(zlib.MAX_WBITS | 32)

    def unpack(chunk: bytes, limit: int) -> Iterator[bytes]:
        rest = chunk
        while rest:
            try:
                piece = packed.decompress(rest, limit + 1)
            except zlib.error as error:
                raise FetchRefused(_UNREACHABLE) from error
            yield piece
            rest = b"" if packed.eof else packed.unconsumed_tail

    return unpack


def _joined(base: httpx.URL, location: str) -> str:
    if _ODD_CHARACTERS.search(location):
        raise FetchRefused(_BAD_ADDRESS)
    return str(base.join(location))


def _checked(url: str, guard: "_Guard") -> httpx.URL:
    """Return an address parsed, the way it is then fetched: there is only this one parser.

    Raises:
        FetchRefused: it is no address of a web page, or of a port that is not allowed.
    """
    if len(url) > _MAX_ADDRESS_LENGTH or _ODD_CHARACTERS.search(url):
        raise FetchRefused(_BAD_ADDRESS)
    try:
        parsed = httpx.URL(url).copy_with(fragment=None)
        host = parsed.raw_host.decode("ascii")
        port = parsed.port
    except (httpx.InvalidURL, ValueError, UnicodeError, TypeError) as error:
        raise FetchRefused(_BAD_ADDRESS) from error
    authority = re.split(r"[/?#]", url.partition("://")[2], maxsplit=1)[0]
    if parsed.scheme not in {"http", "https"} or parsed.userinfo or "@" in authority:
        raise FetchRefused(_BAD_ADDRESS)
    if not _is_host(host):
        raise FetchRefused(_BAD_ADDRESS)
    if port is not None and port not in PORTS and port not in guard.allow.ports:
        raise FetchRefused(_BAD_ADDRESS)
    if guard.proxy is not None:
        guard.check_literal(host, port or (443 if parsed.scheme == "https" else 80))
    return parsed


def _is_host(host: str) -> bool:
    """Tell whether a host is a plain name or a whole address, not "127.1" or "0x7f000001"."""
    try:
        ip_address(host.strip("[]"))
    except ValueError:
        name = host.removesuffix(".")
        if not _LABELS.fullmatch(name) or len(name) > 253:
            return False
        return not _NUMERIC_LABEL.fullmatch(name.rpartition(".")[2])
    return "%" not in host


@dataclass(slots=True)
class _Budget:
    """Time and bytes that are left for one fetch."""

    deadline: float
    bytes: int

    def remaining_s(self) -> float:
        remaining = self.deadline - time.monotonic()
        if remaining <= 0:
            raise httpcore.ReadTimeout
        return remaining

    def take(self, count: int) -> None:
        self.bytes -= count
        if self.bytes < 0:
            raise FetchRefused(_TOO_MUCH)


@dataclass(frozen=True, slots=True)
class _Guard:
    """Turns a name into the addresses that may be connected to."""

    allow: Allowance
    proxy: str | None = None

    def check_literal(self, host: str, port: int) -> None:
        """Refuse a host that is an address which may not be reached.

        Raises:
            FetchRefused: it is one.
        """
        try:
            address = ip_address(host.strip("[]"))
        except ValueError:
            return
        if not self._may_reach(host, port, address):
            raise FetchRefused(_UNREACHABLE)

    def addresses(self, host: str, port: int, timeout_s: float) -> list[Address]:
        """Return a host's addresses, in the resolver's order.

        Raises:
            httpcore.ConnectError: it has none, or one of them may not be reached.
        """
        addresses = _resolve(host, port, timeout_s, is_local=self.allow.allows_host(host))
        # One bad address among good ones is an attack, or a mistake that looks like one.
        if not addresses or not all(self._may_reach(host, port, a) for a in addresses):
            raise httpcore.ConnectError
        if not self._is_allowed(host, addresses) and any(is_own(a, port) for a in addresses):
            raise httpcore.ConnectError
        return addresses

    def _may_reach(self, host: str, port: int, address: Address) -> bool:
        return self._is_allowed(host, [address]) or (port in PORTS and is_public(address))

    def _is_allowed(self, host: str, addresses: Iterable[Address]) -> bool:
        return self.allow.allows_host(host) or all(map(self.allow.allows_address, addresses))


def _resolve(host: str, port: int, timeout_s: float, *, is_local: bool) -> list[Address]:
    bare = host.strip("[]")
    try:
        return [ip_address(bare)]
    except ValueError:
        pass
    # A dot at the end keeps the resolver from trying the search domains of our own network.
    name = bare if is_local or bare.endswith(".") else f"{bare}."
    answers: list[Address] = []

    def look_up() -> None:
        try:
            found = socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            return
        answers.extend(dict.fromkeys(ip_address(str(entry[4][0])) for entry in found))

    # The resolver knows no deadline of ours, so it is waited for and left behind.
    thread = threading.Thread(target=look_up, daemon=True)
    thread.start()
    thread.join(timeout_s)
    return [] if thread.is_alive() else answers


class _Backend(httpcore.NetworkBackend):
    """Connects to checked addresses only, within the budget."""

    def __init__(self, guard: _Guard, budget: _Budget) -> None:
        self._guard = guard
        self._budget = budget
        self._network = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first address of `host` that answers, all of them being allowed."""
        addresses = self._guard.addresses(host, port, self._budget.remaining_s())
        failure: Exception = httpcore.ConnectError()
        for address in addresses:
            try:
                stream = self._network.connect_tcp(
                    str(address), port, timeout=self._budget.remaining_s()
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return _Stream(stream, self._budget)
        raise failure

    def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Refuse: no address leads to a socket of this machine."""
        raise httpcore.ConnectError


class _Stream(httpcore.NetworkStream):
    """A connection whose every step counts against the budget.

    A time limit for each read alone would let a server that sends a byte a second go on forever.
    """

    def __init__(self, stream: httpcore.NetworkStream, budget: _Budget) -> None:
        self._stream = stream
        self._budget = budget

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read what there is, in the time that is left."""
        data = self._stream.read(max_bytes, timeout=self._budget.remaining_s())
        self._budget.take(len(data))
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Write, in the time that is left."""
        self._stream.write(buffer, timeout=self._budget.remaining_s())

    def close(self) -> None:
        """Close the connection."""
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        """Agree on encryption, in the time that is left."""
        stream = self._stream.start_tls(
            ssl_context, server_hostname, timeout=self._budget.remaining_s()
        )
        return _Stream(stream, self._budget)

    def get_extra_info(self, info: str) -> typing.Any:
        """Return what the connection knows about itself."""
        return self._stream.get_extra_info(info)


class _GuardedTransport(httpx.BaseTransport):
    """Sends the requests of an httpx client through a guarded connection."""

    def __init__(self, guard: _Guard, budget: _Budget, context: ssl.SSLContext) -> None:
        if guard.proxy is None:
            self._pool = httpcore.ConnectionPool(
                ssl_context=context, network_backend=_Backend(guard, budget), max_connections=1
            )
            return
        proxy = httpx.URL(guard.proxy)
        ports = frozenset({proxy.port} if proxy.port else ())
        to_proxy = _Guard(Allowance(hosts=frozenset({proxy.host}), ports=ports))
        self._pool = httpcore.HTTPProxy(
            proxy_url=guard.proxy,
            ssl_context=context,
            network_backend=_Backend(to_proxy, budget),
            max_connections=1,
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request."""
        url = request.url
        answer = self._pool.handle_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(
                    scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
                ),
                headers=request.headers.raw,
                content=request.stream,
                extensions={},
            )
        )
        assert isinstance(answer.stream, Iterable)
        return httpx.Response(
            status_code=answer.status,
            headers=answer.headers,
            stream=_Answer(answer.stream),
            extensions=answer.extensions,
        )

    def close(self) -> None:
        """Close all connections."""
        self._pool.close()


class _Answer(httpx.SyncByteStream):
    """The body of an answer, as httpx takes it."""

    def __init__(self, stream: Iterable[bytes]) -> None:
        self._stream = stream

    def __iter__(self) -> Iterator[bytes]:
        yield from self._stream

    def close(self) -> None:
        """Release the connection."""
        close = getattr(self._stream, "close", None)
        if close is not None:
            close()
