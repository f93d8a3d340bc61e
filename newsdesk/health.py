"""Whether the process answers, and whether it can work."""

import shutil

import psycopg
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

LEAST_FREE_BYTES = 50_000_000


@require_safe
@login_not_required
def live(request: HttpRequest) -> HttpResponse:
    """Say that the process answers. Asks nobody else."""
    return JsonResponse({"status": "live"})


@require_safe
@login_not_required
def ready(request: HttpRequest) -> HttpResponse:
    """Say whether pages can be served: database within a second, migrated, disk not full."""
    problem = database_problem() or disk_problem()
    if problem:
        return JsonResponse(
            {"status": "not ready", "problem": problem}, status=503, headers={"Retry-After": "5"}
        )
    return JsonResponse({"status": "ready"})


def database_problem() -> str:
    """Return what is wrong with the database, asked over a connection of its own."""
    parameters = connection.get_connection_params() | {"connect_timeout": 1}
    for name in ("pool", "cursor_factory", "context", "prepare_threshold"):
        parameters.pop(name, None)
    parameters["options"] = "-c statement_timeout=1000"
    try:
        with psycopg.connect(**parameters, autocommit=True) as short_lived:
            short_lived.execute("SELECT 1")
    except psycopg.Error:
        return "database"
    # Applied migrations are never taken back, so a yes is kept for the life of the process.
    if not cache.get("migrated"):
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return "migrations"
        cache.set("migrated", True, timeout=None)
    return ""


def disk_problem() -> str:
    """Return "disk" when the data folder has next to no room left."""
    if not settings.DATA.exists():
        return ""
    return "disk" if shutil.disk_usage(settings.DATA).free < LEAST_FREE_BYTES else ""
