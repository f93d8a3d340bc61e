import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from claims.exceptions import EvidenceMissing
from newsdesk.middleware import client_address, domain_refusals
from tests.factories import make_reviewer

HEADERS = {
    "Content-Security-Policy": "default-src 'none'",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=()",
    "Referrer-Policy": "same-origin",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "status"),
    [("/health/live", 200), ("/sign-in/", 200), ("/", 302), ("/nowhere/", 404), ("/a\0b", 400)],
)
def test_security_headers_are_on_every_answer(client, path, status):
    response = client.get(path)
    assert response.status_code == status
    missing = {name for name in HEADERS if HEADERS[name] not in response.headers.get(name, "")}
    assert not missing
    assert "no-store" in response.headers["Cache-Control"]
    assert "HX-Request" in response.headers["Vary"]
    assert "unsafe" not in response.headers["Content-Security-Policy"]


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "PROPFIND", "BREW"])
def test_refuse_junk_refuses_a_method_nobody_declared(client, method):
    response = client.generic(method, "/health/live")
    assert response.status_code == 405


@pytest.mark.parametrize("address", ["/claims/%00/", "/?q=%00"])
def test_refuse_junk_refuses_a_nul_in_the_address(client, address):
    assert client.get(address).status_code == 400


@pytest.mark.django_db
def test_refuse_junk_refuses_a_form_too_large_to_read(client, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000
    client.force_login(make_reviewer())
    response = client.post("/articles/new/", {"text": "x" * 2_000})
    assert response.status_code == 413
    assert "Too much at once" in response.text


@pytest.mark.django_db
def test_sign_in_required_sends_a_stranger_to_the_form_and_back(client):
    response = client.get("/articles/?q=ferry")
    assert response.status_code == 302
    assert response.headers["Location"] == "/sign-in/?next=/articles/%3Fq%3Dferry"


@pytest.mark.django_db
def test_sign_in_required_tells_htmx_to_go_there(client, htmx):
    response = client.get("/articles/", headers=htmx)
    assert response.status_code == 204
    assert response.headers["HX-Redirect"].startswith("/sign-in/")


def test_domain_refusals_leaves_other_exceptions_alone():
    handler = domain_refusals(lambda request: HttpResponse())
    request = RequestFactory().get("/")
    assert handler.process_exception(request, KeyError("a bug")) is None


@pytest.mark.django_db
def test_domain_refusals_answers_htmx_beside_the_form(htmx):
    handler = domain_refusals(lambda request: HttpResponse())
    request = RequestFactory().get("/", headers=htmx)
    response = handler.process_exception(request, EvidenceMissing(["Cite one first."]))
    assert response.status_code == 422
    assert response.headers["HX-Retarget"] == "#notices"
    assert "<html" not in response.text
    assert "Cite one first." in response.text


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, "", "192.0.2.1"),
        (0, "203.0.113.9", "192.0.2.1"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "198.51.100.66, 203.0.113.9", "203.0.113.9"),
        (2, "198.51.100.66, 203.0.113.9, 10.0.0.1", "203.0.113.9"),
        (2, "10.0.0.1", "192.0.2.1"),
        (1, "", "192.0.2.1"),
    ],
)
def test_client_address_believes_our_own_proxies_alone(settings, proxies, forwarded, expected):
    settings.TRUSTED_PROXIES = proxies
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    request = RequestFactory(REMOTE_ADDR="192.0.2.1").get("/", headers=headers)
    assert client_address(request) == expected
