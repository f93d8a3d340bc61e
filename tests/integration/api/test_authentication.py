import datetime as dt

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from claims.actions.people import revoke_token
from claims.models import ApiToken, Article, Person
from tests.factories import TEXT, make_article, make_editor, make_token
from tests.integration.api.conftest import assert_problem

pytestmark = pytest.mark.django_db

ARTICLES = "/api/v1/articles/"


def _bearer(secret):
    return {"Authorization": f"Bearer {secret}"}


@pytest.mark.parametrize("path", ["articles/", "articles/1/", "claims/1/", "sources/"])
def test_call_by_a_stranger_is_asked_for_a_token(client, path):
    response = client.get(f"/api/v1/{path}")
    assert_problem(response, 401)
    assert response.headers["WWW-Authenticate"] == 'Bearer realm="newsdesk"'


def test_call_that_writes_by_a_stranger_is_asked_for_a_token_too():
    client = Client(enforce_csrf_checks=True)
    response = client.post(ARTICLES, {"text": TEXT}, content_type="application/json")
    assert_problem(response, 401)


@pytest.mark.parametrize(
    "header",
    [
        "Bearer",
        "Bearer ",
        "Bearer ndk_wrong",
        "bearer ndk_wrong",
        "Bearer a b c",
        "Bearer é",
        "Bearer " + "x" * 5000,
    ],
)
def test_call_with_a_bad_token_is_refused_though_a_session_comes_with_it(client, header):
    client.force_login(make_editor())
    response = client.get(ARTICLES, headers={"Authorization": header})
    assert_problem(response, 401)
    assert 'error="invalid_token"' in response.headers["WWW-Authenticate"]


def test_call_with_the_scheme_in_small_letters_is_answered(client):
    _, secret = make_token()
    assert client.get(ARTICLES, headers={"Authorization": f"bearer {secret}"}).status_code == 200


def test_call_with_another_scheme_counts_as_none(client):
    headers = {"Authorization": "Basic YTpi"}
    assert_problem(client.get(ARTICLES, headers=headers), 401)
    client.force_login(make_editor())
    assert client.get(ARTICLES, headers=headers).status_code == 200


def test_call_with_a_revoked_token_is_refused(client):
    token, secret = make_token()
    assert client.get(ARTICLES, headers=_bearer(secret)).status_code == 200
    revoke_token(token_id=token.pk, by=token.person)
    assert_problem(client.get(ARTICLES, headers=_bearer(secret)), 401)


def test_call_with_the_token_of_somebody_who_left_is_refused(client):
    token, secret = make_token()
    Person.objects.filter(pk=token.person_id).update(is_active=False)
    assert_problem(client.get(ARTICLES, headers=_bearer(secret)), 401)


def test_call_with_the_token_of_somebody_demoted_can_do_what_they_can(client):
    token, secret = make_token()
    article = make_article()
    token.person.groups.clear()
    response = client.get(f"{ARTICLES}{article.pk}/", headers=_bearer(secret))
    assert_problem(response, 404)


def test_call_with_a_token_notes_its_use_once_a_minute(client):
    token, secret = make_token()
    client.get(ARTICLES, headers=_bearer(secret))
    token.refresh_from_db()
    first = token.last_used_at
    assert first is not None
    with CaptureQueriesContext(connection) as statements:
        client.get(ARTICLES, headers=_bearer(secret))
    assert not [each for each in statements if "UPDATE" in each["sql"]]
    token.refresh_from_db()
    assert token.last_used_at == first

    ApiToken.objects.update(last_used_at=timezone.now() - dt.timedelta(minutes=2))
    with CaptureQueriesContext(connection) as statements:
        client.get(ARTICLES, headers=_bearer(secret))
    assert len([each for each in statements if "UPDATE" in each["sql"]]) == 1
    token.refresh_from_db()
    assert token.last_used_at > first - dt.timedelta(seconds=1)


def test_call_takes_two_statements_to_know_who_calls(client):
    _, secret = make_token()
    client.get(ARTICLES, headers=_bearer(secret))
    with CaptureQueriesContext(connection) as statements:
        client.get("/api/v1/sources/99/", headers=_bearer(secret))
    assert len(statements) == 3  # the token, its person, the source


def test_call_by_session_reads(client):
    client.force_login(make_editor())
    assert client.get(ARTICLES).status_code == 200


def test_call_by_session_of_somebody_who_left_is_refused(client):
    person = make_editor()
    client.force_login(person)
    Person.objects.filter(pk=person.pk).update(is_active=False)
    assert_problem(client.get(ARTICLES), 401)


@pytest.mark.parametrize("method", ["post", "patch"])
def test_call_by_session_that_writes_without_csrf_token_is_refused(method):
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_editor())
    path = ARTICLES if method == "post" else "/api/v1/claims/1/"
    response = getattr(client, method)(path, {"text": TEXT}, content_type="application/json")
    assert_problem(response, 403)
    assert not Article.objects.exists()


def test_call_by_session_that_writes_with_csrf_token_is_recorded():
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_editor())
    secret = "a" * 32
    client.cookies[settings.CSRF_COOKIE_NAME] = secret
    response = client.post(
        ARTICLES, {"text": TEXT}, content_type="application/json", headers={"X-CSRFToken": secret}
    )
    assert response.status_code == 201


def test_call_by_token_needs_no_csrf_token():
    _, secret = make_token()
    client = Client(enforce_csrf_checks=True)
    response = client.post(
        ARTICLES, {"text": TEXT}, content_type="application/json", headers=_bearer(secret)
    )
    assert response.status_code == 201


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"data": {"file": "x"}}, 422),
        ({"data": b"x", "content_type": "multipart/form-data"}, 400),
        ({"data": {f"field-{number}": "x" for number in range(1_100)}}, 400),
    ],
)
def test_call_by_session_with_a_form_is_refused_though_django_looks_into_it(sent, status):
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_editor())
    secret = "a" * 32
    client.cookies[settings.CSRF_COOKIE_NAME] = secret
    assert_problem(client.post(ARTICLES, headers={"X-CSRFToken": secret}, **sent), status)
