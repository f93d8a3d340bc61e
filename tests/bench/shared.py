"""Where the development data lies: in `shared/data/`, beside the repository."""

from pathlib import Path


def shared_data(name: str) -> Path:
    """Return the folder of a data set; it need not exist."""
    above = Path(__file__).resolve().parents[2:]
    folders = [folder / "shared" / "data" / name for folder in above]
    return next((folder for folder in folders if folder.is_dir()), folders[1])
