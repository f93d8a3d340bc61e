from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import dj_database_url
import pytest
from psycopg.conninfo import conninfo_to_dict

from newsdesk import embedded
from newsdesk.cannot_start import CannotStart

FOLDERS = ["desk", "Zwei Wörter", "a%20b", "quo'te\"s", "plus+and&more?=#", "comma, folder"]


def test_database_url_without_a_server_names_a_socket_below_the_folder(tmp_path):
    url = embedded.database_url(tmp_path)
    assert parse_qs(urlsplit(url).query)["host"] == [str(tmp_path.resolve() / "run")]
    assert not any(tmp_path.iterdir())


@pytest.mark.parametrize("name", FOLDERS)
def test_database_url_of_an_odd_folder_means_the_same_to_django_and_to_libpq(tmp_path, name):
    url = embedded.database_url(tmp_path / name)
    django = dj_database_url.parse(url)
    libpq = conninfo_to_dict(url)
    assert (
        django["OPTIONS"]["host"] == libpq["host"] == str(embedded.socket_folder(tmp_path / name))
    )
    assert (django["NAME"], django["USER"]) == (libpq["dbname"], libpq["user"])
    assert "," not in str(libpq["host"])


def test_database_url_through_a_link_is_that_of_the_folder_itself(tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "link").symlink_to("data")
    assert embedded.database_url(tmp_path / "link") == embedded.database_url(tmp_path / "data")


def test_socket_folder_of_a_long_path_is_short_and_its_own(tmp_path):
    longest = tmp_path / ("x" * 90) / ("y" * 90)
    first, second = embedded.socket_folder(longest), embedded.socket_folder(longest / "z")
    assert first != second
    assert len(bytes(first / ".s.PGSQL.5432")) < 100


def test_binary_unknown_to_the_installation_names_the_way_out():
    with pytest.raises(CannotStart, match=r"delete \.venv and run make again"):
        embedded.binary("no-such-program")


@pytest.mark.parametrize("name", ["postgres", "initdb", "pg_dump", "pg_restore"])
def test_binary_of_postgresql_is_there(name):
    assert Path(embedded.binary(name)).is_file()
