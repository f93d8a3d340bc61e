"""What every test stands on: its database, a closed network, its examples."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.backends.postgresql.operations import DatabaseOperations
from django.db.models.signals import post_migrate
from pytest_django import DjangoDbBlocker

TESTS = Path(__file__).parent
CLOSED = ("unit", "integration")  # what may not use the network

# A slow machine is no failure, and the same examples everywhere are no surprise on a Friday.
hypothesis.settings.register_profile(
    "fixed", deadline=None, derandomize=True, database=None, max_examples=50
)
# HYPOTHESIS_PROFILE=search looks for new ones.
hypothesis.settings.register_profile("search", deadline=None, max_examples=2_000)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "fixed"))


def pytest_collection_modifyitems(items: Sequence[pytest.Item]) -> None:
    """Close the network in tests that do not say they need it; keep unit tests off the database.

    `@pytest.mark.allow_hosts(["127.0.0.1"])` opens it for one that starts a server.
    """
    host = str(settings.DATABASES["default"].get("HOST") or "/")
    closed = (
        pytest.mark.disable_socket() if host.startswith("/") else pytest.mark.allow_hosts([host])
    )
    for item in items:
        layer = item.path.relative_to(TESTS).parts[0]
        if layer == "unit" and item.get_closest_marker("django_db"):
            raise pytest.UsageError(f"{item.nodeid} is a unit test and asks for the database.")
        opened = item.get_closest_marker("allow_hosts") or item.get_closest_marker("enable_socket")
        if layer in CLOSED and not opened:
            item.add_marker(closed)


@pytest.fixture(scope="session")
def django_db_modify_db_settings() -> None:
    # Two runs against one server do not meet.
    name = settings.DATABASES["default"]["NAME"]
    settings.DATABASES["default"]["TEST"]["NAME"] = f"test_{name}_{os.getpid()}"


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Have what the migrations brought there again after a test that empties every table."""
    from claims.models import EvidencePolicy

    with django_db_blocker.unblock():
        policies = list(EvidencePolicy.objects.all())

    def restore(**kwargs: Any) -> None:
        EvidencePolicy.objects.bulk_create(policies, ignore_conflicts=True)

    claims = apps.get_app_config("claims")
    post_migrate.connect(restore, sender=claims, weak=False)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "execute_sql_flush", _flush_history_too)
        yield
    post_migrate.disconnect(restore, sender=claims)


_execute_sql_flush = DatabaseOperations.execute_sql_flush


def _flush_history_too(operations: DatabaseOperations, sql_list: Sequence[str]) -> None:
    """Empty the tables although triggers refuse that for history: as their owner may."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger"
            " WHERE NOT tgisinternal AND tgtype & 32 <> 0"  # 32: fires on TRUNCATE
        )
        guarded = [table for (table,) in cursor.fetchall()]
        cursor.execute(
            "SELECT oid::regclass::text FROM pg_class"
            " WHERE relkind = 'r' AND relname LIKE 'procrastinate%%'",
            [],
        )
        # The queue's tables are not Django's, so it would leave their rows.
        queue = [table for (table,) in cursor.fetchall()]
    _execute_sql_flush(
        operations,
        [
            *(f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in guarded),
            *sql_list,
            *([f"TRUNCATE {', '.join(queue)}"] if queue else []),
            *(f"ALTER TABLE {table} ENABLE TRIGGER USER" for table in guarded),
        ],
    )


@pytest.fixture(scope="session")
def static_files() -> None:
    """Collect the static files once, under their hashed names; without compressing them."""
    from newsdesk.storage import StaticStorage

    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(StaticStorage, "compress_files", lambda self, paths: iter(()))
        call_command("collectstatic", verbosity=0, interactive=False)


@pytest.fixture(scope="session")
def htmx() -> dict[str, str]:
    """Return the headers of a request that htmx makes for a part of the page."""
    return {"HX-Request": "true"}
