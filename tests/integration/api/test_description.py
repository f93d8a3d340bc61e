"""The OpenAPI document: open to all, complete, and true."""

import re

import pytest
from django.urls import URLPattern
from pydantic import BaseModel

from claims.api import api, shapes
from claims.api.reading import Body

DOCUMENT = "/api/v1/openapi.json"


@pytest.fixture
def described(client):
    return client.get(DOCUMENT).json()


def _calls(described):
    for path, methods in described["paths"].items():
        for method, call in methods.items():
            yield f"{method.upper()} {path}", call


def _below(schema):
    yield schema
    for value in schema.values() if isinstance(schema, dict) else schema:
        if isinstance(value, dict | list):
            yield from _below(value)


def test_document_is_open_to_strangers(client):
    response = client.get(DOCUMENT)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/json"
    assert response.json()["openapi"].startswith("3.")


def test_document_says_what_offsets_count(described):
    assert "code points" in described["info"]["description"]


def test_document_describes_every_address(described):
    routes = {
        pattern.pattern._route
        for pattern in api.urls[0]
        if isinstance(pattern, URLPattern) and hasattr(pattern.pattern, "_route")
    }
    routes -= {"", "openapi.json"}
    paths = {re.sub(r"<int:(\w+)>", r"{\1}", f"/api/v1/{route}") for route in routes}
    assert paths == set(described["paths"])


def test_document_describes_every_call_parameter_and_answer(described):
    for name, call in _calls(described):
        assert call["summary"], name
        assert call["description"], name
        assert {"BearerToken": []} in call["security"], name
        for parameter in call["parameters"]:
            assert parameter["description"], (name, parameter["name"])
        answers = call["responses"]
        assert {"200", "201"} & answers.keys(), name
        assert {"401", "default"} <= answers.keys(), name
        if "{" in name:
            assert "404" in answers, name
        if "requestBody" in call:
            assert {"403", "422"} <= answers.keys(), name


def test_document_refers_to_nothing_that_is_not_there(described):
    for part in _below(described):
        if isinstance(part, dict) and "$ref" in part:
            there = described
            for step in part["$ref"].removeprefix("#/").split("/"):
                there = there[step]


def test_document_answers_errors_as_problems(described):
    for answer in described["components"]["responses"].values():
        assert list(answer["content"]) == ["application/problem+json"]


def test_document_has_an_example_of_every_body_that_fits_it(described):
    for model in Body.__subclasses__():
        for each in (model, *model.__subclasses__()):
            example = each.model_config["json_schema_extra"]["example"]
            assert each.model_validate(example)
            assert described["components"]["schemas"][each.__name__]["example"] == example


def test_document_has_examples_of_things_that_fit_them(described):
    with_example = [
        shape
        for shape in vars(shapes).values()
        if isinstance(shape, type)
        and issubclass(shape, BaseModel)
        and "json_schema_extra" in shape.model_config
    ]
    assert len(with_example) > 10
    for shape in with_example:
        example = shape.model_config["json_schema_extra"]["example"]
        assert set(example) == set(shape.model_fields), shape
        assert shape.model_validate(example)


def test_document_calls_no_two_things_by_one_name():
    names = [model.__name__ for base in (Body, shapes.Shape) for model in _all_subclasses(base)]
    assert len(names) == len(set(names))


def _all_subclasses(base):
    for each in base.__subclasses__():
        yield each
        yield from _all_subclasses(each)
