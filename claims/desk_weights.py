"""The weights of the check-worthiness score that the desk trained from its own decisions.

One file in the data folder; without it the shipped weights count. What `train_worthiness` writes
is read by the next draft that is looked through, without a restart.
"""

import datetime as dt
import logging
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from claims.text.worthiness import Weights, read_weights, write_weights

logger = logging.getLogger(__name__)


def desk_weights() -> Weights | None:
    """Return the desk's own weights, or None where the shipped ones count."""
    path: Path = settings.WORTHINESS_FILE
    try:
        written = path.stat()
    except OSError:
        return None
    return _read(path, written.st_mtime_ns, written.st_size)


@lru_cache(maxsize=1)
def _read(path: Path, written_ns: int, size: int) -> Weights | None:
    """Read a file once for each time that it was written."""
    try:
        return read_weights(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        # A broken file must not keep copy from coming in: it only orders what is suggested.
        logger.warning("%s holds no weights; the shipped ones count.", path)
        return None


def keep_weights(weights: Weights) -> Path | None:
    """Write the desk's own weights; return where those before are kept, or None without any.

    Raises:
        OSError: the folder cannot be written.
    """
    path: Path = settings.WORTHINESS_FILE
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    fresh.write_text(write_weights(weights), encoding="utf-8")
    kept = put_aside_weights()
    fresh.replace(path)
    return kept


def put_aside_weights() -> Path | None:
    """Have the shipped weights count again; return where the desk's own are kept, if any were.

    Raises:
        OSError: the folder cannot be written.
    """
    path: Path = settings.WORTHINESS_FILE
    if not path.exists():
        return None
    written = dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC)
    kept = path.with_name(f"{path.stem}-{written:%Y%m%dT%H%M%S%f}{path.suffix}")
    path.replace(kept)
    return kept
