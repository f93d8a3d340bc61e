"""Zip files, opened so that they cannot hurt.

Only parts that are asked for are unpacked, in memory; names inside the archive never become
paths. Sizes are checked before and while unpacking.
"""

import io
import zipfile
import zlib

from claims.intake.errors import damaged, password, too_large

MAX_PARTS = 2000
MAX_UNPACKED_BYTES = 50_000_000
MAX_RATIO = 100
_RATIO_COUNTS_FROM = 1_000_000
_ENTRY = b"PK\x01\x02"


class Archive:
    """A zip file of which single parts are read."""

    def __init__(self, data: bytes, *, what: str) -> None:
        """Open `data`; `what` names the file in refusals ("Word document").

        Raises:
            IntakeRefused: it is damaged or has too many parts.
        """
        self._what = what
        self._unpacked = 0
        # Counted before opening: the directory alone can be made to fill the memory.
        if data.count(_ENTRY) > MAX_PARTS:
            raise too_large(f"This {what}")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError) as error:
            raise damaged(what) from error
        if len(self._zip.infolist()) > MAX_PARTS:
            raise too_large(f"This {what}")

    @property
    def names(self) -> list[str]:
        """The names of all parts."""
        return self._zip.namelist()

    def read(self, name: str) -> bytes | None:
        """Return the bytes of the part `name`, None if there is none.

        Raises:
            IntakeRefused: the part is damaged, encrypted, or unpacks to too much.
        """
        try:
            info = self._zip.getinfo(name)
        except KeyError:
            return None
        if info.flag_bits & 1:
            raise password(self._what)
        self._check_size(info)
        try:
            with self._zip.open(info) as part:
                data = part.read(MAX_UNPACKED_BYTES - self._unpacked + 1)
        except (
            zipfile.BadZipFile,
            zlib.error,
            NotImplementedError,
            RuntimeError,
            ValueError,
            OSError,
            EOFError,
        ) as error:
            raise damaged(self._what) from error
        self._unpacked += len(data)
        if self._unpacked > MAX_UNPACKED_BYTES:
            raise too_large(f"This {self._what}")
        return data

    def _check_size(self, info: zipfile.ZipInfo) -> None:
        size = info.file_size
        is_bomb = size > _RATIO_COUNTS_FROM and size > MAX_RATIO * max(info.compress_size, 1)
        if is_bomb or self._unpacked + size > MAX_UNPACKED_BYTES:
            raise too_large(f"This {self._what}")
