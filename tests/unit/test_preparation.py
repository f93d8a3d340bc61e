from types import SimpleNamespace

import psycopg
import pytest

from newsdesk import preparation
from newsdesk.cannot_start import CannotStart


class Connection:
    """Stands for an open connection to a server of one version."""

    def __init__(self, version):
        self.info = SimpleNamespace(server_version=version)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass


@pytest.fixture
def server(monkeypatch):
    """Return a setter of what connecting gives, one after the other."""

    def answer(*answers):
        left = list(answers)

        def connect(*_, **__):
            if isinstance(found := left.pop(0), Exception):
                raise found
            return Connection(found)

        monkeypatch.setattr(psycopg, "connect", connect)
        monkeypatch.setattr(preparation.time, "sleep", lambda _: None)

    return answer


@pytest.mark.parametrize("version", [150_000, 160_004, 180_004])
def test_check_server_takes_version_15_and_newer(server, version):
    server(version)
    preparation.check_server("postgresql://me@host/desk")


def test_check_server_of_an_older_version_names_both(server):
    server(140_011)
    with pytest.raises(CannotStart, match="PostgreSQL 14, and Newsdesk needs 15"):
        preparation.check_server("postgresql://me@host/desk")


def test_check_server_waits_for_one_that_is_starting(server):
    server(psycopg.OperationalError("FATAL: the database system is starting up"), 180_000)
    preparation.check_server("postgresql://me@host/desk")


def test_check_server_that_refuses_says_why_in_one_line(server):
    server(psycopg.OperationalError("connection failed: no password supplied\nand more"))
    with pytest.raises(CannotStart, match=r"\(no password supplied\): check its host"):
        preparation.check_server("postgresql://me@host/desk")
