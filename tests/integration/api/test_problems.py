from unittest import mock

import pytest
from django.db import OperationalError
from django.http import Http404

from claims.models import Article
from tests.factories import TEXT, make_token
from tests.integration.api.conftest import assert_problem

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "path", ["", "nothing/", "articles/x/", "articles/-1/", "claims/1/nothing/", "docs", "docs/"]
)
def test_address_of_nothing_is_not_found(client, path):
    for method in (client.get, client.post, client.delete):
        assert_problem(method(f"/api/v1/{path}"), 404)


def test_address_without_its_slash_says_so(program):
    problem = assert_problem(program.post("articles", {"text": TEXT}), 404)
    assert "slash" in problem["detail"]
    assert not Article.objects.exists()


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("get", "articles/{}/"),
        ("get", "articles/{}/claims/"),
        ("get", "articles/{}/events/"),
        ("get", "claims/{}/"),
        ("get", "sources/{}/"),
        ("post", "articles/{}/claims/"),
        ("post", "claims/{}/mentions/"),
        ("post", "claims/{}/citations/"),
        ("post", "claims/{}/verdicts/"),
        ("post", "citations/{}/withdraw/"),
        ("patch", "claims/{}/"),
    ],
)
def test_address_of_an_id_beyond_all_ids_is_not_found(program, method, path):
    body = {
        "exact": "x",
        "reason": "x",
        "source_name": "x",
        "stance": "supports",
        "rating": "unsourced",
        "rationale": "x",
        "version": 1,
    }
    sent = None if method == "get" else body
    for number in (2**31, 2**63, 10**30, "9" * 5000):
        assert_problem(program.call(method, path.format(number), sent), 404)


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("delete", "articles/", "GET, POST"),
        ("put", "claims/1/", "GET, PATCH"),
        ("get", "claims/1/verdicts/", "POST"),
        ("post", "articles/1/events/", "GET"),
        ("options", "sources/", "GET, POST"),
        ("post", "openapi.json", "GET"),
    ],
)
def test_method_that_an_address_does_not_answer_names_those_it_does(client, method, path, allowed):
    response = getattr(client, method)(f"/api/v1/{path}")
    assert_problem(response, 405)
    assert response.headers["Allow"] == allowed


def test_head_is_answered_as_get_without_the_body(program):
    response = program.call("head", "articles/")
    assert response.status_code == 200
    assert response.content == b""
    assert program.call("head", "articles/99999999/").status_code == 404


@pytest.mark.parametrize(
    "body",
    [
        "{",
        "nothing",
        '{"text": "x",}',
        '{"text": NaN}',
        '{"text": Infinity}',
        '{"text": ' + "9" * 5000 + "}",
        "[" * 100_000,
        '{"a":' * 50_000,
        b"\xff\xfe\xfd",
        b'{"text": "\xff"}',
        "\0",
    ],
)
def test_body_that_is_no_json_is_refused(program, body):
    assert_problem(program.post("articles/", body), 400)


@pytest.mark.parametrize("body", ["[]", "5", "null", '"text"', "true", "[[]]", "1e999"])
def test_body_that_is_no_object_is_refused(program, body):
    problem = assert_problem(program.post("articles/", body), 422)
    assert problem["errors"] == [{"field": "body", "detail": "This has to be a JSON object."}]


def test_body_that_is_missing_is_asked_for(program):
    problem = assert_problem(program.post("articles/", ""), 422)
    assert problem["errors"] == [{"field": "body", "detail": "This is needed."}]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (r'{"text": "a\u0000b"}', "text"),
        (r'{"text": "a\ud83cb"}', "text"),
        (r'{"text": "\udfe0\ud83c"}', "text"),
        (r'{"text": "x", "more": [{"deep": "\u0000"}]}', "more.0.deep"),
        (b'{"text": "\xed\xa0\xbc"}', "text"),
    ],
)
def test_body_with_text_that_is_none_names_the_field(program, body, field):
    problem = assert_problem(program.post("articles/", body), 422)
    assert [error["field"] for error in problem["errors"]] == [field]


@pytest.mark.parametrize("body", [r'{"\u0000": 1}', r'{"\ud800": {"a": "\u0000"}}'])
def test_body_with_a_name_that_is_no_text_is_refused(program, body):
    assert "errors" not in assert_problem(program.post("articles/", body), 422)


def test_body_with_a_pair_of_surrogates_is_one_code_point(program):
    answer = program.post("articles/", r'{"text": "A house \ud83c\udfe0 stands."}').json()
    assert answer["revision"]["text"] == "A house 🏠 stands."


@pytest.mark.parametrize(
    "content_type", ["application/x-www-form-urlencoded", "text/plain", "application/xml"]
)
def test_body_of_another_content_type_is_refused(client, content_type):
    _, secret = make_token()
    response = client.post(
        "/api/v1/articles/",
        '{"text": "x"}',
        content_type=content_type,
        headers={"Authorization": f"Bearer {secret}"},
    )
    assert_problem(response, 415)


def test_body_wrong_in_several_fields_names_each(program):
    problem = assert_problem(program.post("articles/", {"text": 1, "title": 2}), 422)
    assert [error["field"] for error in problem["errors"]] == ["text", "title"]
    assert problem["detail"].startswith("2 things are not right.")


def test_body_with_fields_nobody_knows_is_read_for_the_others(program):
    body = {"text": TEXT, "status": "published", "id": 5, "owner_id": 7}
    answer = program.post("articles/", body).json()
    assert answer["status"] == "in_review"
    assert answer["owner"]["id"] == program.person.pk


def test_database_that_is_busy_asks_to_come_back(program):
    busy = OperationalError("canceling statement due to lock timeout")
    with mock.patch("claims.api.articles.get_articles", side_effect=busy):
        response = program.get("articles/")
    problem = assert_problem(response, 503)
    assert response.headers["Retry-After"]
    assert "lock" not in problem["detail"]


def test_nothing_found_by_django_is_a_problem_too(program):
    with mock.patch("claims.api.articles.get_articles", side_effect=Http404("secret")):
        response = program.get("articles/")
    assert "secret" not in str(assert_problem(response, 404))


def test_bug_is_left_to_the_site(program):
    program.client.raise_request_exception = False
    with mock.patch("claims.api.articles.get_articles", side_effect=KeyError("secret")):
        response = program.get("articles/")
    assert "secret" not in str(assert_problem(response, 500))
