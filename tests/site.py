"""A site on this machine, for what is fetched: each path does one thing."""

import contextlib
import http.server
import threading
from collections.abc import Iterator

PARAGRAPHS = [
    f"In the year {year} the ferries of the strait carried {year - 1900} thousand people, the"
    f" harbour office said, and {year - 1990} of them had to be rescued from the sea that autumn."
    for year in range(2001, 2009)
]
STANDFIRST = "The harbour office has counted for eight years, and the number keeps growing."
ARTICLE = f"""<!doctype html><html lang="en-GB"><head><title>Ferries carry more people</title>
<meta property="og:title" content="Ferries carry more people than ever"></head><body><article>
<h1>Ferries carry more people than ever</h1><p>{STANDFIRST}</p>
{"".join(f"<p>{text}</p>" for text in PARAGRAPHS)}</article></body></html>"""
SIGN_IN = """<!doctype html><title>Sign in</title><h1>Sign in</h1><p>Please sign in to read on.</p>
<form><input name="u"><input type="password" name="p"><button>Sign in</button></form>"""


class _Handler(http.server.BaseHTTPRequestHandler):
    server: "Site"

    def do_GET(self) -> None:
        name = self.path.split("?")[0].strip("/") or "article"
        getattr(self, f"give_{name}")()

    def answer(self, body: bytes, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        for key, value in {"Content_Type": "text/html; charset=utf-8", **headers}.items():
            self.send_header(key.replace("_", "-"), value)
        self.end_headers()
        with contextlib.suppress(OSError):  # who asked has heard enough
            self.wfile.write(body)

    def give_article(self) -> None:
        self.answer(ARTICLE.encode())

    def give_forbidden(self) -> None:
        self.answer(b"No.", 403)

    def give_missing(self) -> None:
        self.answer(b"Gone.", 404)

    def give_closed(self) -> None:
        self.answer(b"", 302, Location="/login?next=/closed")

    def give_login(self) -> None:
        self.answer(SIGN_IN.encode())

    def give_large(self) -> None:
        self.answer(b"", Content_Length="5000000000")

    def give_endless(self) -> None:
        self.answer(b"<p>word</p>" * 600_000)

    def give_never(self) -> None:
        self.server.closing.wait()

    def give_picture(self) -> None:
        self.answer(b"\x89PNG", Content_Type="image/png")

    def log_message(self, *_: object) -> None:
        pass


class Site(http.server.ThreadingHTTPServer):
    """The site; `address` of a path, and what a fetcher has to be allowed to reach it."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.closing = threading.Event()

    def address(self, path: str) -> str:
        return f"http://127.0.0.1:{self.server_port}/{path}"

    @property
    def allowance(self) -> list[str]:
        return ["127.0.0.1/32", f":{self.server_port}"]


@contextlib.contextmanager
def serving() -> Iterator[Site]:
    """Serve the site until the block ends."""
    site = Site()
    thread = threading.Thread(target=site.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield site
    finally:
        site.closing.set()
        site.shutdown()
        thread.join()
        site.server_close()
