"""What every answer carries, whatever it answers."""

import re

import pytest
from django.test import Client, override_settings

from tests.factories import make_admin, make_claim

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("static_files")]

POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
}
EXACT = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


def check(response) -> None:
    policy = response.headers["Content-Security-Policy"]
    assert {part.strip() for part in policy.split(";") if part.strip()} == POLICY
    for name, value in EXACT.items():
        if name != "X-Frame-Options" or response.headers.get("Content-Type", "").startswith("text"):
            assert response.headers.get(name) == value, name
    assert response.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    for cookie in response.cookies.values():
        assert cookie["secure"]
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"
        assert cookie.key.startswith("__Host-")


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/articles/",
        "/articles/new/",
        "/articles/999/",
        "/claims/",
        "/sources/",
        "/password/",
        "/admin/",
        "/admin/claims/source/",
        "/admin/claims/source/add/",
        "/nowhere",
        "/health/live",
        "/health/ready",
        "/api/v1/openapi.json",
        "/api/v1/nowhere",
    ],
)
def test_answer_carries_the_headers(client: Client, path: str) -> None:
    client.force_login(make_admin(), backend="claims.sign_in.PersonBackend")
    check(client.get(path))


def test_stranger_gets_the_headers_too(client: Client) -> None:
    for path in ("/", "/sign-in/", "/admin/", "/api/v1/articles/"):
        check(client.get(path))


def test_static_file_carries_the_headers_and_may_be_kept(client: Client) -> None:
    page = client.get("/sign-in/").text
    path = re.search(r'href="(/static/css/tokens\.[0-9a-f]+\.css)"', page)[1]
    response = client.get(path)
    policy = response.headers["Content-Security-Policy"]
    assert {part.strip() for part in policy.split(";") if part.strip()} == POLICY
    assert response.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "immutable" in response.headers["Cache-Control"]
    response.close()


def test_page_with_a_draft_is_kept_by_no_cache(client: Client) -> None:
    claim = make_claim()
    client.force_login(make_admin(), backend="claims.sign_in.PersonBackend")
    response = client.get(claim.article.get_absolute_url())
    check(response)
    assert response.headers["Cache-Control"] == "no-store"


def test_error_of_ours_carries_the_headers_and_tells_nothing(monkeypatch) -> None:
    def break_down(**kwargs):
        raise RuntimeError("the password is swordfish")

    monkeypatch.setattr("claims.views.article.get_articles", break_down)
    client = Client(raise_request_exception=False)
    client.force_login(make_admin(), backend="claims.sign_in.PersonBackend")
    response = client.get("/articles/")
    assert response.status_code == 500
    assert "swordfish" not in response.text
    assert "Something broke on our side" in response.text
    check(response)


def test_form_without_its_token_is_refused_with_the_way_out() -> None:
    client = Client(enforce_csrf_checks=True)
    response = client.post("/sign-in/", {"username": "x", "password": "y"})
    assert response.status_code == 403
    assert "cookie" in response.text
    check(response)


def test_form_too_large_is_413(client: Client) -> None:
    client.force_login(make_admin(), backend="claims.sign_in.PersonBackend")
    with override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=1000):
        response = client.post("/articles/new/", {"text": "x" * 2000})
    assert response.status_code == 413
    check(response)


def test_no_page_holds_inline_script_or_style(client: Client) -> None:
    claim = make_claim(citations=1, rating="verified")
    client.force_login(make_admin(), backend="claims.sign_in.PersonBackend")
    for path in (
        "/",
        f"/articles/{claim.article_id}/?claim={claim.pk}",
        f"/articles/{claim.article_id}/history/",
        "/claims/",
        f"/claims/{claim.pk}/",
        "/sources/",
        "/admin/",
        "/admin/claims/source/",
    ):
        page = client.get(path).text
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", page), path
        assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")", page), (
            path
        )
