"""Bring the database and the static files up to the code that is about to run.

One process does it all; when there is nothing to do, in a tenth of a second.
"""

import contextlib
import hashlib
import inspect
import io
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
from psycopg import errors

from newsdesk import embedded
from newsdesk.cannot_start import CannotStart, disk_full, from_os_error, no_room

OLDEST_VERSION = 15
CONNECT_S = 5
STARTING_UP_S = 60
TURN = 0x4E657773  # the number of the advisory lock under which one machine at a time prepares


def prepare(*, seed: bool) -> bool:
    """Check, migrate, fill on the very first start, and collect the static files.

    Args:
        seed: load the samples if this is the first start.

    Returns:
        Whether anything had to be changed.

    Raises:
        CannotStart: a setting is wrong, or the database cannot be used; says which.
    """
    # Asked by a connection of our own: the site's pool would try for seconds, and complain aloud.
    if url := os.environ.get("DATABASE_URL"):
        check_server(url)
    else:
        _check_own_database()
    _set_up_django()
    with _refusals():
        changed = _prepare_database(seed=seed)
    return collect_static_files() or changed


def check_server(url: str) -> None:
    """Refuse an address at which no PostgreSQL that we can use answers.

    A server that is itself just starting is waited for.
    """
    deadline = time.monotonic() + STARTING_UP_S
    while True:
        try:
            with psycopg.connect(url, connect_timeout=CONNECT_S, autocommit=True) as connection:
                version = connection.info.server_version // 10_000
                break
        except (psycopg.Error, UnicodeError) as error:
            reason = _first_line(error)
            if "starting up" not in reason or time.monotonic() > deadline:
                raise CannotStart(
                    f"Newsdesk cannot use the database in DATABASE_URL ({reason}):"
                    " check its host, port, database, user and password."
                ) from None
            time.sleep(0.5)
    if version < OLDEST_VERSION:
        raise CannotStart(
            f"DATABASE_URL leads to PostgreSQL {version}, and Newsdesk needs {OLDEST_VERSION}"
            " or newer: upgrade that server, or leave DATABASE_URL out to use the built-in one."
        )


def _check_own_database() -> None:
    data = Path(os.environ["NEWSDESK_DATA"])
    try:
        psycopg.connect(embedded.database_url(data), connect_timeout=CONNECT_S).close()
    except psycopg.Error as error:
        raise disk_full(data) if no_room(data) else _unusable(error) from None


def _unusable(error: BaseException) -> CannotStart:
    return CannotStart(
        f"The database does not do its work ({_first_line(error)}): see its log, and"
        " restore a backup if it is damaged."
    )


def collect_static_files() -> bool:
    """Copy the static files to where they are served from; return False if they are there."""
    from django.conf import settings
    from django.core.management import call_command

    root = Path(settings.STATIC_ROOT)
    kept = root.with_name(f"{root.name}.digest")
    digest = _static_digest()
    try:
        if kept.exists() and kept.read_text() == digest and any(root.glob("staticfiles*.json")):
            return False
        kept.unlink(missing_ok=True)  # until all is in place again
        call_command("collectstatic", interactive=False, clear=root.exists(), verbosity=0)
        kept.write_text(digest)
    except OSError as error:
        raise from_os_error(error, root) from None
    return True


def _static_digest() -> str:
    from django.contrib.staticfiles.finders import get_finders
    from django.core.files.storage import storages

    paths = [Path(inspect.getfile(type(storages["staticfiles"])))]  # it rewrites what it copies
    for finder in get_finders():
        paths += [Path(storage.path(name)) for name, storage in finder.list([])]
    digest = hashlib.sha256()
    for path in sorted(paths):
        found = path.stat()
        digest.update(f"{path}\0{found.st_size}\0{found.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _set_up_django() -> None:
    from django.core.exceptions import ImproperlyConfigured
    from environs import EnvError, EnvValidationError

    try:
        import newsdesk.asgi  # noqa: F401
    except EnvValidationError as error:
        found: Any = error.error_messages
        words = [f"{name}: {' '.join(why)}" for name, why in found.items()]
        reason = "; ".join(words).rstrip(".")
        raise CannotStart(f"A setting is wrong ({reason}): mend it, or leave it out.") from None
    except (EnvError, ImproperlyConfigured) as error:
        raise CannotStart(f"A setting is wrong ({_first_line(error)}): mend it.") from None


def _prepare_database(*, seed: bool) -> bool:
    from django.contrib.auth import get_user_model
    from django.db import connection as django_connection

    connection: Any = django_connection  # that of PostgreSQL, which has a pool
    with connection.cursor() as cursor:
        # A page has to be quick; a migration may take its time.
        cursor.execute("SET statement_timeout = 0")
        # Machines that start at the same time take turns, and wait for as long as it takes.
        cursor.execute("SET lock_timeout = 0")
        cursor.execute("SELECT pg_advisory_lock(%s)", [TURN])
        cursor.execute("RESET lock_timeout")
    try:
        changed = _migrate()
        if not get_user_model()._default_manager.exists():
            _fill(seed=seed)
            changed = True
        return changed
    finally:
        connection.close()
        connection.close_pool()  # and with it the session that has the lock and the settings


def _migrate() -> bool:
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    loader = executor.loader
    unknown = [
        name
        for app, name in loader.applied_migrations
        if app == "claims" and (app, name) not in loader.disk_migrations
    ]
    if unknown:
        raise CannotStart(
            f"This database was last used by a newer Newsdesk (it has {max(unknown)}):"
            " start that version, or restore a backup of this one."
        )
    if not executor.migration_plan(loader.graph.leaf_nodes()):
        return False
    _say("Setting up the tables …")
    call_command("migrate", interactive=False, verbosity=0)
    return True


def _fill(*, seed: bool) -> None:
    """Make the first admin and load the samples: both, or after a crash neither."""
    from django.core.management import call_command
    from django.db import transaction

    words = io.StringIO()
    with transaction.atomic():
        call_command("create_first_admin", stdout=words)
        if seed:
            _say("Loading the samples …")
            call_command("load_seeds", stdout=io.StringIO())
    # Said once it is true: a password whose account was rolled back helps nobody.
    _say(words.getvalue().rstrip())


@contextlib.contextmanager
def _refusals() -> Iterator[None]:
    """Say in one sentence what a database refuses for reasons that are not ours."""
    from django.db.utils import DatabaseError

    try:
        yield
    except DatabaseError as error:
        reason = _own_words(error)
        data = Path(os.environ["NEWSDESK_DATA"])
        # A server without room for its journal falls over before it can say why.
        built_in = not os.environ.get("DATABASE_URL")
        if isinstance(reason, errors.DiskFull) or (built_in and no_room(data)):
            raise disk_full(data) from None
        if isinstance(reason, errors.InsufficientPrivilege):
            raise CannotStart(
                f"The user in DATABASE_URL lacks a right ({_first_line(reason)}):"
                " make it the owner of its database."
            ) from None
        if isinstance(reason, psycopg.OperationalError | psycopg.InternalError):
            raise _unusable(reason) from None
        raise


def _own_words(error: BaseException | None) -> BaseException | None:
    """Return the database's own error below those that Django has made of it."""
    while error is not None and not isinstance(error, psycopg.Error):
        error = error.__cause__ or error.__context__
    return error


def _first_line(error: BaseException) -> str:
    lines = str(error).strip().splitlines() or [type(error).__name__]
    return lines[0].removeprefix("connection failed: ").rstrip(".:")


def _say(words: str) -> None:
    with contextlib.suppress(BrokenPipeError):
        print(words, flush=True)
