"""The secret of a desk that keeps its own database."""

import os
import secrets
import tempfile
from pathlib import Path


def kept_secret_key(data: Path) -> str:
    """Return the secret kept in `data`, making it on the first call.

    Where the folder cannot be written (a command that needs no database, run by somebody else),
    the answer is a secret for this process alone.
    """
    path = data / "secret_key"
    try:
        return path.read_text().strip()
    except OSError:
        secret = secrets.token_urlsafe(50)
    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Written beside its place and linked there whole: of several that start at once each
        # reads the same secret, and none an empty file.
        handle, written = tempfile.mkstemp(dir=data, prefix="secret_key.")
    except OSError:
        return secret
    try:
        with os.fdopen(handle, "w") as file:
            file.write(secret)
        os.link(written, path)
    except FileExistsError:
        return path.read_text().strip()
    except OSError:
        return secret
    finally:
        Path(written).unlink()
    return secret
