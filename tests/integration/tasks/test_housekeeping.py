"""What the worker does every night."""

import datetime as dt
import logging

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django import app

from claims.tasks import check_history, clear_sessions
from tests.factories import make_claim

pytestmark = pytest.mark.django_db


def test_worker_knows_the_nightly_tasks() -> None:
    assert {"clear_sessions", "check_history"} <= {name.rsplit(".", 1)[-1] for name in app.tasks}


def test_clear_sessions_forgets_those_that_have_run_out() -> None:
    now = timezone.now()
    for key, expires in (("old", -1), ("new", 1)):
        Session.objects.create(
            session_key=key, session_data="", expire_date=now + dt.timedelta(days=expires)
        )
    clear_sessions(0)
    assert [session.session_key for session in Session.objects.all()] == ["new"]


def test_check_history_logs_what_was_altered(caplog: pytest.LogCaptureFixture) -> None:
    claim = make_claim()
    assert check_history(0) == 0
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE claims_event DISABLE TRIGGER USER")
        cursor.execute("UPDATE claims_event SET kind = 'x' WHERE claim_id = %s", [claim.pk])
        cursor.execute("ALTER TABLE claims_event ENABLE TRIGGER USER")
    with caplog.at_level(logging.ERROR):
        assert check_history(0) == 1
    assert "was altered" in caplog.text
