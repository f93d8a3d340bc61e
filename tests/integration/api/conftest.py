"""Programs that call the API, each with the token of somebody."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.test import Client

from claims.models import Person
from tests.factories import make_editor, make_token

ROOT = "/api/v1/"


@dataclass
class Program:
    """What calls. Paths begin after `/api/v1/`."""

    person: Person
    token: str
    client: Client = field(default_factory=Client)

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """Send `body` as JSON, or as it stands where it is text or bytes."""
        sent = {} if body is None else {"data": body, "content_type": "application/json"}
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        headers = {"Authorization": f"Bearer {self.token}", **names}
        return getattr(self.client, method)(ROOT + path, headers=headers, **sent)

    def get(self, path: str, **parameters: Any) -> Any:
        query = "&".join(f"{name}={value}" for name, value in parameters.items())
        return self.call("get", f"{path}?{query}" if query else path)

    def post(self, path: str, body: Any, **headers: str) -> Any:
        return self.call("post", path, body, **headers)

    def patch(self, path: str, body: Any, **headers: str) -> Any:
        return self.call("patch", path, body, **headers)


def make_program(person: Person | None = None) -> Program:
    """Make a program of `person`, of an editor where nobody is named."""
    person = person or make_editor()
    return Program(person, make_token(person=person)[1])


@pytest.fixture
def program(db: None) -> Program:
    """Return a program of an editor's, who may do everything but what admins do."""
    return make_program()


@pytest.fixture
def program_of(db: None) -> Callable[[Person], Program]:
    return make_program


def assert_problem(response: Any, status: int) -> dict[str, Any]:
    """Return the problem that an answer is, after looking whether it is whole (RFC 9457)."""
    assert response.status_code == status, response.content
    assert response.headers["Content-Type"] == "application/problem+json"
    problem: dict[str, Any] = response.json()
    assert problem["status"] == status
    assert problem["type"].startswith(("about:blank", "urn:newsdesk:"))
    assert problem["title"]
    assert problem["detail"].endswith((".", "?", "!")), problem["detail"]
    for error in problem.get("errors", []):
        assert error["field"]
        assert error["detail"].endswith(".")
    return problem
