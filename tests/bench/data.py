"""Where the development data stands; it is kept beside the repository, never in it."""

from __future__ import annotations

from pathlib import Path

SAMPLES = Path(__file__).resolve().parent / "samples"


def find_shared() -> Path | None:
    """Return the nearest folder `shared` above this file that holds `data`, or None."""
    for parent in SAMPLES.parents:
        if (parent / "shared" / "data").is_dir():
            return parent / "shared"
    return None


def find_data(name: str) -> Path:
    """Return a folder of the development data, or that of our own small samples."""
    shared = find_shared()
    folder = shared / "data" / name if shared else SAMPLES
    return folder if folder.is_dir() else SAMPLES


def shared_data(name: str) -> Path:
    """Return the folder of a data set; it need not exist."""
    return (find_shared() or SAMPLES / "absent") / "data" / name
