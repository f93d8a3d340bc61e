import gzip
import http.server
import socket
import threading
import time

import pytest

from claims.intake import fetch as module
from claims.intake.addresses import Allowance
from claims.intake.errors import IntakeRefused
from claims.intake.fetch import FetchLimits, FetchRefused, fetch, guarded_client
from claims.intake.reading import read_document

pytestmark = pytest.mark.allow_hosts(["127.0.0.1", "::1"])

PAGE = b"<!doctype html><p>Fees rise by 30%.</p>"
SIGN_IN = (
    b"<!doctype html><title>Sign in</title><h1>Sign in to read on</h1><form><input name=email>"
    b"<input type=password></form><p>You may read five articles a month with a free account.</p>"
)


class Site(http.server.ThreadingHTTPServer):
    """A site of which each path does one thing; `seen` has the headers of every request."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.seen = []
        self.elsewhere = ""
        self.is_over = threading.Event()


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.seen.append((self.path, dict(self.headers)))
        name = self.path.split("?")[0].strip("/").replace("-", "_") or "page"
        getattr(self, f"give_{name}", self.give_page)()

    do_POST = do_GET  # noqa: N815, the server's own name

    def answer(self, status=200, body=PAGE, **headers):
        self.send_response(status)
        for key, value in {"Content_Type": "text/html; charset=utf-8", **headers}.items():
            self.send_header(key.replace("_", "-"), value)
        self.end_headers()
        try:
            for chunk in [body] if isinstance(body, bytes) else body:
                self.wfile.write(chunk)
                self.wfile.flush()
        except OSError:
            pass

    def give_page(self):
        self.answer()

    def give_moved(self):
        self.answer(302, b"", Location="/page", Set_Cookie="session=1")

    def give_loop(self):
        self.answer(302, b"", Location="/loop")

    def give_away(self):
        self.answer(301, b"", Location=self.server.elsewhere)

    def give_missing(self):
        self.answer(404)

    def give_forbidden(self):
        self.answer(403)

    def give_story(self):
        self.answer(302, b"", Location="/sign-in?next=/story")

    def give_sign_in(self):
        self.answer(body=SIGN_IN)

    def give_never(self):
        self.server.is_over.wait(10)

    def give_pdf(self):
        self.answer(Content_Type="application/pdf")

    def give_large(self):
        self.answer(body=(b"x" * 100_000 for _ in range(100)))

    def give_declared(self):
        self.answer(body=b"", Content_Length="99999999999")

    def give_packed(self):
        self.answer(body=gzip.compress(PAGE), Content_Encoding="gzip")

    def give_bomb(self):
        self.answer(body=gzip.compress(b"x" * 50_000_000), Content_Encoding="gzip")

    def give_strange(self):
        self.answer(Content_Encoding="br")

    def give_drip(self):
        self.answer(body=(time.sleep(0.05) or b"x" for _ in range(200)))

    def give_drip_head(self):
        self.wfile.write(b"HTTP/1.1 200 OK\r\n")
        try:
            for number in range(200):
                self.wfile.write(b"X-%d: y\r\n" % number)
                self.wfile.flush()
                time.sleep(0.05)
        except OSError:
            pass

    def log_message(self, *_):
        pass


@pytest.fixture
def site():
    server = Site()
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield server
    server.is_over.set()
    server.shutdown()
    server.server_close()
    thread.join()


def address(site, path=""):
    return f"http://127.0.0.1:{site.server_port}/{path}"


def allowed(site, *entries):
    return Allowance.parse([*(entries or ["127.0.0.1/32"]), f":{site.server_port}"])


def get(site, path="", **options):
    return fetch(address(site, path), allow=allowed(site), **options)


def refused(url, **options):
    with pytest.raises(FetchRefused) as caught:
        fetch(url, **options)
    return caught.value


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def resolve_to(monkeypatch, *addresses):
    """Let every name have `addresses`; return the list of names that are looked up."""
    asked = []
    real = socket.getaddrinfo

    def look_up(host, port, *args, **options):
        if host[-1:].isdigit():
            return real(host, port, *args, **options)
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (a, port)) for a in addresses]

    monkeypatch.setattr(module.socket, "getaddrinfo", look_up)
    return asked


def test_fetch_gives_the_page(site):
    result = get(site, "page#part")
    assert (result.status, result.body) == (200, PAGE)
    assert result.media_type == "text/html; charset=utf-8"
    assert result.url == address(site, "page#part")


def test_fetch_sends_nothing_of_its_surroundings(site, monkeypatch, tmp_path):
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login me password secret")
    monkeypatch.setenv("NETRC", str(netrc))
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    get(site)
    ((_, headers),) = site.seen
    assert headers["Accept-Encoding"] == "identity"
    assert not {"Authorization", "Cookie"} & set(headers)


def test_fetch_follows_a_redirect_without_the_cookie(site):
    result = get(site, "moved")
    assert result.final_url == address(site, "page")
    assert "Cookie" not in site.seen[1][1]


def test_fetch_in_a_loop_refuses_after_four_redirects(site):
    assert "without end" in refused(address(site, "loop"), allow=allowed(site)).sentence
    assert len(site.seen) == 5


@pytest.mark.parametrize(
    "target",
    [
        "http://127.0.0.2/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/",
        "//10.0.0.1/",
        "file:///etc/passwd",
        "http://127.0.0.1:22/",
        "javascript:alert(1)",
        "http://user@example.com/",
        "data:text/html,x",
    ],
)
def test_fetch_checks_where_a_redirect_leads(site, target):
    site.elsewhere = target
    refused(address(site, "away"), allow=allowed(site, "127.0.0.1/32"))
    assert len(site.seen) == 1


@pytest.mark.parametrize(
    "url",
    [
        "",
        "x",
        "ftp://example.com/",
        "file:///etc/passwd",
        "//example.com/",
        "http://",
        "http:///x",
        "http://user:pw@example.com/",
        "http://@example.com/",
        "http://example.com\\@127.0.0.1/",
        "http://exa mple.com/",
        "http://example.com/\r\nX: y",
        "http://example.com:22/",
        "http://example.com:99999/",
        "http://127.1/",
        "http://0x7f000001/",
        "http://2130706433/",
        "http://0177.0.0.1/",
        "http://127.0.0.1./",
        "http://１２７.０.０.１/",
        "http://[::1%25lo]/",
        "http://[::1/",
        "gopher://example.com/",
        "http://" + "a" * 3000 + ".com/",
        "http://a..b/",
        "javascript:alert(1)",
    ],
)
def test_fetch_of_what_is_no_address_refuses_without_a_look_up(url, monkeypatch):
    asked = resolve_to(monkeypatch, "127.0.0.1")
    refused(url)
    assert asked == []


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "10.0.0.1",
        "169.254.169.254",
        "[fec0::1]",
        "0.0.0.0",
        "[::127.0.0.1]",
        "100.64.0.1",
        "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]",
    ],
)
def test_fetch_of_an_inner_address_connects_to_nothing(host, monkeypatch):
    monkeypatch.setattr(module.httpcore.SyncBackend, "connect_tcp", pytest.fail)
    refused(f"http://{host}:8080/")


@pytest.mark.parametrize("addresses", [["10.0.0.1"], ["1.1.1.1", "127.0.0.1"], []])
def test_fetch_of_a_name_with_any_inner_address_connects_to_nothing(addresses, monkeypatch):
    resolve_to(monkeypatch, *addresses)
    monkeypatch.setattr(module.httpcore.SyncBackend, "connect_tcp", pytest.fail)
    refused("http://news.example/")


def test_fetch_connects_to_the_address_it_has_checked(site, monkeypatch):
    asked = resolve_to(monkeypatch, "127.0.0.1")
    url = f"http://news.example:{site.server_port}/"
    assert fetch(url, allow=allowed(site)).body == PAGE
    assert asked == ["news.example."]
    assert site.seen[0][1]["Host"] == f"news.example:{site.server_port}"


def test_fetch_of_an_allowed_host_ignores_where_it_is(site, monkeypatch):
    resolve_to(monkeypatch, "127.0.0.1")
    url = f"http://cms.example:{site.server_port}/"
    assert fetch(url, allow=allowed(site, "cms.example")).status == 200
    refused(url.replace("cms", "other"), allow=allowed(site, "cms.example"))


def test_fetch_says_the_same_for_closed_filtered_forbidden_and_unknown(monkeypatch):
    closed = free_port()
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen(1)
        quiet = silent.getsockname()[1]
        allow = Allowance.parse(["127.0.0.1", f":{closed}", f":{quiet}"])
        limits = FetchLimits(deadline_s=0.5)
        sentences = {
            refused(f"http://127.0.0.1:{closed}/", allow=allow, limits=limits).sentence,
            refused(f"http://127.0.0.1:{quiet}/", allow=allow, limits=limits).sentence,
            refused("http://10.0.0.1/", limits=limits).sentence,
        }
    resolve_to(monkeypatch)
    sentences.add(refused("http://no-such.example/").sentence)
    assert len(sentences) == 1


@pytest.mark.parametrize("path", ["drip", "drip-head", "never"])
def test_fetch_from_a_site_that_never_ends_stops_at_the_deadline(site, path):
    started = time.monotonic()
    refused(address(site, path), allow=allowed(site), limits=FetchLimits(deadline_s=0.5))
    assert time.monotonic() - started < 2


def test_fetch_with_a_resolver_that_hangs_ends_at_the_deadline(monkeypatch):
    monkeypatch.setattr(module.socket, "getaddrinfo", lambda *_, **__: time.sleep(1) or [])
    started = time.monotonic()
    refused("http://news.example/", limits=FetchLimits(deadline_s=0.2))
    assert time.monotonic() - started < 0.9


@pytest.mark.parametrize("path", ["large", "declared", "bomb"])
def test_fetch_of_too_many_bytes_refuses(site, path):
    assert "too large" in refused(address(site, path), allow=allowed(site)).sentence


def test_fetch_unpacks_what_was_packed_all_the_same(site):
    assert get(site, "packed").body == PAGE


def test_fetch_of_a_strange_packing_refuses(site):
    refused(address(site, "strange"), allow=allowed(site))


@pytest.mark.parametrize(("path", "status"), [("missing", 404), ("forbidden", 403)])
def test_fetch_of_an_error_page_refuses_with_its_status(site, path, status):
    answer = refused(address(site, path), allow=allowed(site))
    assert answer.status == status
    assert f"(status {status})" in answer.sentence


def test_fetch_of_a_story_behind_a_sign_in_gives_nothing_to_read(site):
    result = get(site, "story")
    with pytest.raises(IntakeRefused, match="asks for a sign-in"):
        read_document(result.body, filename=None, url=result.final_url)


def test_fetch_with_any_status_gives_the_error_page(site):
    assert get(site, "missing", any_status=True).status == 404


def test_fetch_of_another_kind_refuses_unless_it_is_taken(site):
    assert "not a web page" in refused(address(site, "pdf"), allow=allowed(site)).sentence
    assert get(site, "pdf", media_types=None).media_type == "application/pdf"


def test_fetch_through_a_proxy_leaves_names_to_it(site, monkeypatch):
    asked = resolve_to(monkeypatch, "127.0.0.1")
    result = fetch("http://news.example/story", proxy=address(site).rstrip("/"))
    assert result.body == PAGE
    assert site.seen[0][0] == "http://news.example/story"
    assert asked == []


def test_fetch_through_a_proxy_still_refuses_inner_addresses(site):
    refused("http://10.0.0.1/", proxy=address(site).rstrip("/"))
    assert site.seen == []


def test_guarded_client_sends_to_an_allowed_site_only(site):
    url = address(site, "moved")
    with guarded_client(url, allow=allowed(site)) as client:
        assert client.post(url, json={"id": 1}).status_code == 302
    with pytest.raises(FetchRefused):
        guarded_client("http://user@example.com/")
    inner = f"http://127.0.0.1:{site.server_port}/"
    with pytest.raises(FetchRefused):
        guarded_client(inner)
