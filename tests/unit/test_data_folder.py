import errno

import pytest

from newsdesk import data_folder
from newsdesk.cannot_start import CannotStart, from_os_error


def test_locked_makes_a_folder_for_its_owner_alone(tmp_path):
    with data_folder.locked(tmp_path / "a" / "data"):
        assert (tmp_path / "a" / "data").stat().st_mode & 0o077 == 0


def test_locked_after_an_orderly_end_knows_that_nothing_was_killed(tmp_path):
    for _ in range(2):
        with data_folder.locked(tmp_path) as lock:
            assert not lock.was_killed


def test_locked_after_a_kill_knows_it(tmp_path):
    (tmp_path / data_folder.LOCK).write_text("4711\n")
    with data_folder.locked(tmp_path) as lock:
        assert lock.was_killed


def test_locked_twice_names_the_process_that_holds_it(tmp_path):
    (tmp_path / data_folder.LOCK).touch()
    with (
        data_folder.locked(tmp_path),
        pytest.raises(data_folder.AlreadyRunning, match=r"\(process \d+\)"),
        data_folder.locked(tmp_path),
    ):
        pass


@pytest.mark.parametrize("name", ["static", "secret_key", "lost+found"])
def test_open_folder_takes_one_that_a_command_or_a_disk_has_begun(tmp_path, name):
    (tmp_path / name).touch()
    data_folder.open_folder(tmp_path)


@pytest.mark.parametrize("names", [["thesis.odt"], ["static", "index.html"]])
def test_open_folder_refuses_one_with_files_of_somebody_else(tmp_path, names):
    for name in names:
        (tmp_path / name).touch()
    with pytest.raises(CannotStart, match="not Newsdesk's"):
        data_folder.open_folder(tmp_path)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "is full: free some room"),
        (errno.EDQUOT, "is full: free some room"),
        (errno.EACCES, "may not read and write /desk/static: mend its permissions"),
        (errno.EROFS, "may not read and write /desk/static: mend its permissions"),
        (errno.EIO, "cannot use /desk/static"),
    ],
)
def test_from_os_error_says_what_is_in_the_way_and_the_way_out(tmp_path, number, words):
    error = OSError(number, "words of the system", "/desk/static")
    assert words in str(from_os_error(error, tmp_path))
