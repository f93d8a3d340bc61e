import pytest

from newsdesk import launch
from newsdesk.cannot_start import CannotStart

KEY = "x" * 50
NAMES = ("DATABASE_URL", "NEWSDESK_SECRET_KEY", "NEWSDESK_HOST", "PORT", "NEWSDESK_WORKERS")


@pytest.fixture
def environment(monkeypatch, tmp_path):
    """Return a setter of variables over an environment that has none of ours."""
    monkeypatch.setattr(launch, "BASE_DIR", tmp_path)
    for name in (*NAMES, "NEWSDESK_DATA", "NEWSDESK_SEED"):
        monkeypatch.setenv(name, "")  # so that what a file brings in is taken back too
        monkeypatch.delenv(name)

    def put(**values):
        for name, value in values.items():
            monkeypatch.setenv(name, value)

    return put


def test_read_options_of_an_empty_environment_are_safe(environment, tmp_path):
    options = launch.read_options()
    assert options == launch.Options(
        data=tmp_path / ".newsdesk",
        database_url="",
        host="127.0.0.1",
        port=8000,
        servers=1,
        pool=20,
        seed=True,
    )


def test_read_options_finds_what_the_environment_leaves_open_in_the_file(environment, tmp_path):
    (tmp_path / ".env").write_text("PORT=9100\nNEWSDESK_SEED=off\n")
    environment(PORT="9200")
    options = launch.read_options()
    assert (options.port, options.seed) == (9200, False)


@pytest.mark.parametrize(
    ("variables", "words"),
    [
        ({"PORT": "80a"}, "PORT is '80a'"),
        ({"PORT": "-1"}, "PORT is '-1'"),
        ({"PORT": "65536"}, "PORT is '65536'"),
        ({"PORT": "٨٠٠٠"}, "PORT is"),
        ({"NEWSDESK_WORKERS": "0"}, "NEWSDESK_WORKERS is '0'"),
        ({"NEWSDESK_WORKERS": "two"}, "NEWSDESK_WORKERS is 'two'"),
        ({"NEWSDESK_SEED": "perhaps"}, "NEWSDESK_SEED is 'perhaps'"),
        ({"DATABASE_URL": "sqlite:///desk"}, "has to begin with postgresql://"),
        ({"DATABASE_URL": "postgresql://me:sesame@host:port/desk"}, "DATABASE_URL is malformed"),
        ({"DATABASE_URL": "postgresql://me:se#same@host/desk"}, "names no database"),
        ({"DATABASE_URL": "postgresql://me:se[same@host/desk"}, "DATABASE_URL is malformed"),
        ({"DATABASE_URL": "sesame"}, "DATABASE_URL is malformed"),
    ],
)
def test_read_options_of_a_malformed_value_names_it(environment, variables, words):
    environment(NEWSDESK_SECRET_KEY=KEY, **variables)
    with pytest.raises(CannotStart, match=words) as refused:
        launch.read_options()
    assert "sesame" not in str(refused.value)


def test_main_with_another_database_without_a_secret_refuses(environment, capsys):
    environment(DATABASE_URL="postgresql://me@host/desk")
    assert launch.main([]) == 2
    assert "NEWSDESK_SECRET_KEY is missing" in capsys.readouterr().err


def test_main_asked_for_the_address_of_another_database_prints_it(environment, capsys):
    environment(DATABASE_URL="postgresql://me@host/desk")
    assert launch.main(["database-url"]) == 0
    assert capsys.readouterr().out == "postgresql://me@host/desk\n"
