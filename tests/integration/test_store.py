"""The store of files: by content, whole or not there."""

import hashlib
import os
from pathlib import Path

import pytest

from claims import store
from claims.exceptions import StoreUnavailable


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings) -> Path:
    files = {"BACKEND": "newsdesk.storage.FileStore", "OPTIONS": {"location": str(tmp_path / "f")}}
    settings.STORAGES = {**settings.STORAGES, "files": files}
    return tmp_path / "f"


def stored(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_keep_gives_the_digest_by_which_read_finds_the_bytes() -> None:
    data = b"Fees rise by 30%.\0\xff"
    digest = store.keep(data)
    assert digest == hashlib.sha256(data).hexdigest()
    assert store.read(digest) == data


def test_keep_stores_equal_bytes_once(folder: Path) -> None:
    assert store.keep(b"one") == store.keep(b"one") != store.keep(b"two")
    assert len(stored(folder)) == 2


def test_keep_lets_nobody_else_read(folder: Path) -> None:
    store.keep(b"a draft")
    (path,) = stored(folder)
    assert path.stat().st_mode & 0o077 == 0
    assert path.parent.stat().st_mode & 0o077 == 0


def test_keep_that_fails_half_way_leaves_nothing(folder: Path, monkeypatch) -> None:
    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreUnavailable, match=r"cannot store files .* disk may be full"):
        store.keep(b"a draft")
    assert not stored(folder)


def test_keep_where_nothing_may_be_written_says_so(folder: Path) -> None:
    folder.write_text("a file where the folder should be")
    with pytest.raises(StoreUnavailable, match="tell an admin"):
        store.keep(b"a draft")


def test_read_of_what_is_not_there_says_so() -> None:
    with pytest.raises(StoreUnavailable, match="send it again"):
        store.read("0" * 64)


def test_read_of_what_was_altered_says_so(folder: Path) -> None:
    digest = store.keep(b"a draft")
    (path,) = stored(folder)
    path.write_bytes(b"another")
    with pytest.raises(StoreUnavailable, match="damaged"):
        store.read(digest)
