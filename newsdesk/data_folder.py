"""The folder that holds everything a desk keeps on its machine, and who may use it now."""

import contextlib
import errno
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

from newsdesk.cannot_start import CannotStart, from_os_error

LOCK = "newsdesk.lock"
KNOWN = {
    "files",
    "postgres",
    "postgres.log",
    "postgres.new",
    "run",
    "secret_key",
    "snapshots",
    "static",
    "static.digest",
    "worthiness",
}
ANYWHERE = {"lost+found", ".DS_Store"}  # what a file system or a desktop leaves in a new folder


def open_folder(data: Path) -> None:
    """Make the folder `data`, or see that it is one of ours and can be written.

    Raises:
        CannotStart: it is neither.
    """
    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        names = {entry.name for entry in data.iterdir()} - ANYWHERE
    except FileExistsError:
        raise CannotStart(
            f"{data} is a file: choose a folder for Newsdesk's data with NEWSDESK_DATA."
        ) from None
    except OSError as error:
        raise from_os_error(error, data) from None
    if LOCK not in names and not names <= KNOWN:
        raise CannotStart(
            f"{data} holds files that are not Newsdesk's:"
            " choose an empty folder with NEWSDESK_DATA."
        )
    if not os.access(data, os.R_OK | os.W_OK | os.X_OK):
        raise from_os_error(PermissionError(errno.EACCES, "not permitted"), data)


class DataLock:
    """The right to run on a data folder; the kernel takes it back when the process dies."""

    def __init__(self, data: Path, handle: int) -> None:
        self._handle = handle
        # Emptied at an orderly end, so a number found here means that a run was killed.
        self.was_killed = bool(os.pread(handle, 32, 0))
        try:
            os.ftruncate(handle, 0)
            os.pwrite(handle, f"{os.getpid()}\n".encode(), 0)
        except OSError as error:
            raise from_os_error(error, data) from None

    def end(self) -> None:
        """Note that the run came to an orderly end."""
        os.ftruncate(self._handle, 0)


@contextlib.contextmanager
def locked(data: Path) -> Iterator[DataLock]:
    """Hold the data folder for this process alone; make it where it does not exist.

    Raises:
        CannotStart: another process holds it, or the folder is not usable.
    """
    open_folder(data)
    try:
        handle = os.open(data / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise from_os_error(error, data) from None
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyRunning(data, os.pread(handle, 32, 0).decode().strip()) from None
        except OSError as error:
            raise from_os_error(error, data) from None
        lock = DataLock(data, handle)
        try:
            yield lock
        finally:
            lock.end()
    finally:
        os.close(handle)


class AlreadyRunning(CannotStart):
    """Another process holds the data folder."""

    def __init__(self, data: Path, process: str) -> None:
        super().__init__(
            f"Newsdesk is already running on {data} (process {process or 'unknown'}):"
            " stop it first, or choose another folder with NEWSDESK_DATA."
        )
