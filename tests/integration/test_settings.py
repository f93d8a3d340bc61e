"""The settings as a deployment gives them: read by a process of their own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SECRET_KEY = "k2-only-for-this-test-" + "abcdefghijklmnopqrstuvwxyz0123456789" * 2


def _manage(*arguments, tmp_path, **variables):
    """Run manage.py with these variables and no other of ours."""
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("NEWSDESK_", "DATABASE_URL", "DJANGO_"))
    }
    return subprocess.run(
        [sys.executable, "-W", "error::DeprecationWarning", "manage.py", *arguments],
        cwd=ROOT,
        env=environment | {"NEWSDESK_DATA": str(tmp_path / "data")} | variables,
        capture_output=True,
        text=True,
        check=False,
    )


def _last_line(process):
    return process.stderr.strip().splitlines()[-1]


def test_settings_of_a_deployment_pass_every_check(tmp_path):
    process = _manage(
        *("check", "--deploy", "--fail-level", "WARNING"),
        tmp_path=tmp_path,
        DATABASE_URL="postgresql://newsdesk:secret@db.example.org/newsdesk",
        NEWSDESK_SECRET_KEY=SECRET_KEY,
        NEWSDESK_ALLOWED_HOSTS="desk.example.org",
        NEWSDESK_ORIGINS="https://desk.example.org",
        NEWSDESK_TRUSTED_PROXIES="1",
    )
    assert process.returncode == 0, process.stderr
    assert "no issues" in process.stdout


def test_settings_with_nothing_given_keep_a_database_and_a_secret_of_their_own(tmp_path):
    process = _manage("check", tmp_path=tmp_path)
    assert process.returncode == 0, process.stderr
    assert (tmp_path / "data" / "secret_key").read_text()


def test_settings_with_a_database_but_no_secret_name_what_is_missing(tmp_path):
    process = _manage("check", tmp_path=tmp_path, DATABASE_URL="postgresql://localhost/newsdesk")
    assert process.returncode != 0
    assert "NEWSDESK_SECRET_KEY" in _last_line(process)
    assert "not set" in _last_line(process)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "nonsense"),
        ("NEWSDESK_STATEMENT_TIMEOUT_MS", "soon"),
    ],
)
def test_settings_with_a_malformed_variable_name_it(tmp_path, name, value):
    process = _manage("check", tmp_path=tmp_path, **{name: value})
    assert process.returncode != 0
    assert name in _last_line(process)


def test_settings_with_several_malformed_variables_name_each(tmp_path):
    process = _manage(
        "check", tmp_path=tmp_path, NEWSDESK_DEBUG="perhaps", NEWSDESK_MAX_ARTICLE_CHARS="many"
    )
    assert "NEWSDESK_DEBUG" in _last_line(process)
    assert "NEWSDESK_MAX_ARTICLE_CHARS" in _last_line(process)


def test_settings_are_safe_where_nothing_else_is_said(settings):
    assert not settings.DEBUG
    assert settings.SESSION_COOKIE_SECURE
    assert settings.CSRF_COOKIE_SECURE
    assert "*" not in settings.ALLOWED_HOSTS
    assert settings.DATABASES["default"]["CONN_HEALTH_CHECKS"]
    assert "lock_timeout=2000" in settings.DATABASES["default"]["OPTIONS"]["options"]
    assert not settings.DATABASES["default"].get("ATOMIC_REQUESTS")
