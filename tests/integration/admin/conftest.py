from collections.abc import Callable
from html.parser import HTMLParser

import pytest
from django.test import Client

from claims.models import Person
from tests.factories import make_admin, make_person

BACKEND = "claims.sign_in.PersonBackend"

Sign = Callable[[Person], Client]


@pytest.fixture
def signed_in() -> Sign:
    """Return a function that gives a browser in which somebody is signed in."""

    def sign(person: Person) -> Client:
        client = Client()
        client.force_login(person, backend=BACKEND)
        return client

    return sign


@pytest.fixture
def admin() -> Person:
    """Return an admin: the role, and let into these pages; not somebody who may do everything."""
    return make_admin()


@pytest.fixture
def chief() -> Person:
    """Return somebody who may do everything."""
    return make_person(None, is_staff=True, is_superuser=True)


@pytest.fixture
def desk(admin: Person, signed_in: Sign) -> Client:
    """Return the admin's browser."""
    return signed_in(admin)


class _Breaches(HTMLParser):
    """Collects what `script-src 'self'; style-src 'self'` would refuse."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = dict(attrs)
        if tag == "style" or (tag == "script" and not names.get("src")):
            self.found.append(f"<{tag}>")
        for name, value in attrs:
            if name == "style" or name.startswith("on"):
                self.found.append(f"{name}={value}")
            if value and value.strip().lower().startswith("javascript:"):
                self.found.append(f"{name}={value}")


@pytest.fixture
def breaches() -> Callable[[str], list[str]]:
    """Return a function that lists what in a page the content policy refuses."""

    def find(page: str) -> list[str]:
        parser = _Breaches()
        parser.feed(page)
        return parser.found

    return find
