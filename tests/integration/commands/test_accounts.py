from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from claims.actions.people import token_digest
from claims.models import ApiToken, Event, Person
from tests.factories import make_admin, make_person, make_reviewer

pytestmark = pytest.mark.django_db


def _run(name, *arguments, **options):
    out = StringIO()
    call_command(name, *arguments, stdout=out, **options)
    return out.getvalue()


def test_create_first_admin_makes_one_and_prints_the_password_once():
    printed = _run("create_first_admin")
    admin = Person.objects.get(username="admin")
    password = printed.removeprefix("Sign in as admin with the password ").split(" ")[0]
    assert len(password) >= 16
    assert admin.check_password(password)
    assert admin.is_superuser
    assert [group.name for group in admin.groups.all()] == ["admin"]
    assert _run("create_first_admin") == ""
    admin.refresh_from_db()
    assert admin.check_password(password)


def test_create_first_admin_takes_a_given_password_and_does_not_print_it(monkeypatch):
    monkeypatch.setenv("NEWSDESK_ADMIN_PASSWORD", "only for this test 142")
    printed = _run("create_first_admin")
    assert "142" not in printed
    assert "NEWSDESK_ADMIN_PASSWORD" in printed
    assert Person.objects.get().check_password("only for this test 142")


def test_create_first_admin_beside_one_who_may_do_everything_makes_none():
    make_person(None, is_superuser=True)
    assert _run("create_first_admin") == ""
    assert not Person.objects.filter(username="admin").exists()


def test_create_first_admin_beside_people_of_the_role_makes_one_all_the_same():
    make_admin()
    assert "Sign in as admin" in _run("create_first_admin")


def test_create_token_prints_the_secret_alone():
    person = make_reviewer(username="ada")
    secret = _run("create_token", "ada").strip()
    token = ApiToken.objects.get()
    assert (token.person, token.name) == (person, "command line")
    assert token.digest == token_digest(secret)
    assert Event.objects.get().kind == Event.Kind.TOKEN_CREATED


def test_create_token_takes_the_name_of_what_will_use_it():
    make_reviewer(username="ada")
    _run("create_token", "ada", "--name", "the CMS")
    assert ApiToken.objects.get().name == "the CMS"


@pytest.mark.parametrize("fields", [{"username": "other"}, {"username": "ada", "is_active": False}])
def test_create_token_for_nobody_who_may_sign_in_is_refused(fields):
    make_reviewer(**fields)
    with pytest.raises(CommandError, match="There is no person ada who may sign in"):
        _run("create_token", "ada")
