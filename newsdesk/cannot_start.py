"""Why Newsdesk does not start, in one sentence for the person at the keyboard."""

import errno
import shutil
from pathlib import Path

LEAST_FREE_BYTES = 1_000_000
FULL = (errno.ENOSPC, errno.EDQUOT)


class CannotStart(Exception):
    """One sentence that says what is in the way and names the way out."""


def disk_full(folder: Path) -> CannotStart:
    """Return the refusal for a disk without room."""
    return CannotStart(f"The disk that holds {folder} is full: free some room and start again.")


def no_room(folder: Path) -> bool:
    """Tell whether the disk that holds `folder` has next to no room, not even for a log's line."""
    return shutil.disk_usage(folder).free < LEAST_FREE_BYTES


def from_os_error(error: OSError, path: Path) -> CannotStart:
    """Return the refusal that `error`, met at or below `path`, amounts to."""
    where = error.filename if isinstance(error.filename, str) else path
    if error.errno in FULL:
        return disk_full(path)
    if isinstance(error, PermissionError) or error.errno == errno.EROFS:
        return CannotStart(
            f"Newsdesk may not read and write {where}: mend its permissions,"
            " or choose another folder with NEWSDESK_DATA."
        )
    reason = error.strerror or str(error)
    return CannotStart(
        f"Newsdesk cannot use {where} ({reason}): mend it,"
        " or choose another folder with NEWSDESK_DATA."
    )
