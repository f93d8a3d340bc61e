"""Where the development data stands; it is kept beside the repository, never in it."""

import json
from pathlib import Path
from typing import Any

SAMPLES = Path(__file__).resolve().parent / "samples"


def find_shared() -> Path | None:
    """Return the nearest folder `shared` above this file that holds `data`, or None."""
    for parent in SAMPLES.parents:
        if (parent / "shared" / "data").is_dir():
            return parent / "shared"
    return None


def find_data(name: str) -> Path:
    """Return a folder of the development data, or that of our own small samples."""
    folder = shared_data(name)
    return folder if folder.is_dir() else SAMPLES


def shared_data(name: str) -> Path:
    """Return the folder of a data set; it need not exist."""
    return (find_shared() or SAMPLES / "absent") / "data" / name


def read_lines(path: Path) -> list[dict[str, Any]]:
    """Return the objects of a file of JSON lines."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def read_sample(shared: Path) -> tuple[str, dict[str, Any]]:
    """Return the sample article and what was annotated in it by hand."""
    text = (shared / "seeds/trade-talks.txt").read_text(encoding="utf-8")
    gold = json.loads((shared / "data/sample-article/gold.json").read_text(encoding="utf-8"))
    return text, gold
