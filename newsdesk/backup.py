"""Write database and stored files to one file, and read them back.

A backup is a tar file: first the database, in PostgreSQL's own format and by its own tools, then
the files of the store. In this order, because a file is stored before a row names it, and stays.
"""

import contextlib
import itertools
import os
import re
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from newsdesk import embedded
from newsdesk.cannot_start import FULL, CannotStart, disk_full

MAGIC = b"PGDMP"
DATABASE, FILES = "database.dump", "files"
# Nothing else is taken out of a backup, whatever its members are called.
STORED = re.compile(rf"{FILES}/([0-9a-f]{{2}})/(\1[0-9a-f]{{62}})")
UNKNOWN_BEFORE_17 = b"SET transaction_timeout "
LINES_BEFORE_TABLES = 20
TABLES = """
    SELECT count(*) FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
    WHERE relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
    AND nspname NOT IN ('pg_catalog', 'information_schema') AND nspname NOT LIKE 'pg\\_t%'
"""


def write_backup(data: Path, database_url: str, file: Path) -> None:
    """Write the whole database to `file`, as it is at this moment, while the desk runs or not.

    The stored files go with it, where they lie in the data folder.

    Args:
        data: the data folder.
        database_url: empty for the built-in database.
        file: replaced only once the new backup is complete. `tar` unpacks it.

    Raises:
        CannotStart: says why there is no backup.
    """
    if not database_url and not (data / "postgres").exists():
        raise CannotStart(
            f"There is no database in {data} yet: name its folder with NEWSDESK_DATA."
        )
    unfinished = file.with_name(f"{file.name}.unfinished")
    dump = file.with_name(f"{file.name}.database")
    with _server(data, database_url) as url:
        try:
            # They hold drafts and password hashes, so they are made for their owner's eyes alone.
            for each in (dump, unfinished):
                os.close(os.open(each, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
            _run("pg_dump", url, "--format=custom", f"--file={dump}", near=file)
            count = _pack(dump, data / FILES, unfinished)
            unfinished.replace(file)
        except OSError as error:
            if error.errno in FULL:
                raise disk_full(file.absolute().parent) from None
            raise CannotStart(
                f"{file} cannot be written ({error.strerror}): name another file."
            ) from None
        finally:
            for each in (dump, unfinished):
                with contextlib.suppress(OSError):
                    each.unlink(missing_ok=True)
    files = "1 file" if count == 1 else f"{count} files"
    size = file.stat().st_size / 1_000_000
    print(f"Wrote the database and {files} to {file} ({size:.1f} MB).")
    if os.environ.get("NEWSDESK_FILES_STORAGE"):
        print("The files in NEWSDESK_FILES_STORAGE are not in it: back that up too.")
    if (data / "snapshots").exists():
        print(f"The stored copies of cited pages are files: keep {data / 'snapshots'} with it.")


def _pack(dump: Path, files: Path, target: Path) -> int:
    """Write the backup, and return how many files are in it."""
    count = 0
    with tarfile.open(target, "w", format=tarfile.PAX_FORMAT) as archive:
        archive.add(dump, DATABASE)
        for path in sorted(files.glob("??/*")):
            name = f"{FILES}/{path.parent.name}/{path.name}"
            if STORED.fullmatch(name):
                archive.add(path, name)
                count += 1
    return count


def restore_backup(data: Path, database_url: str, file: Path) -> None:
    """Read `file` into an empty database: all of it, or, where that fails, nothing.

    Stored files go into the data folder. A file that `pg_dump -Fc` has written is read too.

    Raises:
        CannotStart: the database holds something already, or the file is no backup.
    """
    try:
        with file.open("rb") as start:
            is_dump = start.read(len(MAGIC)) == MAGIC
        is_archive = not is_dump and tarfile.is_tarfile(file)
    except OSError as error:
        raise CannotStart(f"{file} cannot be read ({error.strerror}): name a backup.") from None
    if not is_dump and not is_archive:
        raise CannotStart(f"{file} is no backup that Newsdesk or pg_dump -Fc has written.")
    with _server(data, database_url) as url:
        _require_empty(url)
        if is_archive:
            _restore_archive(file, data, url)
        else:
            _pour(file, url, near=data)
    print(f"Restored the database from {file}.")


def _restore_archive(file: Path, data: Path, url: str) -> None:
    """Unpack the files, which harm nobody, then read the database."""
    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tarfile.open(file) as archive, tempfile.NamedTemporaryFile(dir=data) as dump:
            found = False
            for member in archive:
                content = archive.extractfile(member) if member.isreg() else None
                if content is None:
                    continue
                if member.name == DATABASE:
                    shutil.copyfileobj(content, dump)
                    found = True
                elif STORED.fullmatch(member.name):
                    place = data / member.name
                    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                    with open(place, "wb", opener=_for_owner) as copy:
                        shutil.copyfileobj(content, copy)
            dump.flush()
            if not found:
                raise CannotStart(f"{file} holds no database: name a backup.")
            _pour(Path(dump.name), url, near=data)
    except tarfile.TarError as error:
        raise CannotStart(f"{file} is damaged ({error}): name another backup.") from None
    except OSError as error:
        if error.errno in FULL:
            raise disk_full(data) from None
        raise CannotStart(f"{data} cannot be written ({error.strerror}).") from None


def _for_owner(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


@contextlib.contextmanager
def _server(data: Path, database_url: str) -> Iterator[str]:
    if database_url:
        from newsdesk.preparation import check_server

        check_server(database_url)
        yield database_url
    else:
        with embedded.borrowed_cluster(data) as url:
            yield url


def _require_empty(url: str) -> None:
    import psycopg

    with psycopg.connect(url) as connection:
        row = connection.execute(TABLES).fetchone()
    if row is not None and row[0]:
        raise CannotStart(
            "The database already holds tables, and a restore replaces nothing: restore into an"
            " empty one, for instance of a new folder with NEWSDESK_DATA, before its first start."
        )


def _pour(file: Path, url: str, *, near: Path) -> None:
    """Turn a backup into statements, and run them in one transaction.

    Not by pg_restore alone: it sets a parameter that PostgreSQL before 17 does not know.
    """
    words, variables = _address(url)
    psql = ["--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1"]
    with (
        tempfile.TemporaryFile() as complaints,
        subprocess.Popen(
            _command("pg_restore", "--file=-", "--no-owner", "--no-privileges", str(file)),
            stdout=subprocess.PIPE,
            stderr=complaints,
            env=variables,
        ) as reader,
        subprocess.Popen(
            _command("psql", words, *psql, f"--output={os.devnull}"),
            stdin=subprocess.PIPE,
            stderr=complaints,
            env=variables,
        ) as writer,
    ):
        assert reader.stdout is not None
        assert writer.stdin is not None
        try:
            for line in itertools.islice(reader.stdout, LINES_BEFORE_TABLES):
                if not line.startswith(UNKNOWN_BEFORE_17):
                    writer.stdin.write(line)
            shutil.copyfileobj(reader.stdout, writer.stdin)
            if reader.wait() != 0:
                writer.kill()  # at the end of its input it would commit the half that it has
            writer.stdin.close()
        except BrokenPipeError:  # it has refused a statement and gone
            reader.kill()
            with contextlib.suppress(BrokenPipeError):
                writer.stdin.close()
        failed = writer.wait() != 0 or reader.wait() != 0
        complaints.seek(0)
        if failed:
            raise _refusal("The restore", complaints.read().decode(errors="replace"), near)


def _run(program: str, url: str, *arguments: str, near: Path) -> None:
    """Run one of PostgreSQL's programs against `url`."""
    words, variables = _address(url)
    done = subprocess.run(
        _command(program, words, *arguments),
        env=variables,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode != 0:
        raise _refusal("The backup", done.stderr, near)


def _command(program: str, *arguments: str) -> list[str]:
    return [str(embedded.binary(program)), *arguments]


def _address(url: str) -> tuple[str, dict[str, str]]:
    """Return `url` as an argument without its password, and the environment that holds it."""
    from psycopg.conninfo import conninfo_to_dict, make_conninfo

    parts: dict[str, Any] = conninfo_to_dict(url)
    password = parts.pop("password", None)  # on a command line everybody on the machine reads it
    secret = {"PGPASSWORD": str(password)} if password is not None else {}
    return f"--dbname={make_conninfo(**parts)}", {**os.environ, "LC_ALL": "C", **secret}


def _refusal(what: str, complaints: str, near: Path) -> CannotStart:
    if "No space left on device" in complaints or "Disk quota exceeded" in complaints:
        return disk_full(near)
    reason = (complaints.strip().splitlines() or ["no reason given"])[0].rstrip(".")
    return CannotStart(f"{what} did not succeed ({reason}), and has changed nothing.")
