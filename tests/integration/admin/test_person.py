"""People, groups and tokens in the admin."""

from functools import partial
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from claims.actions.people import change_person
from claims.models import ApiToken, Event, Person
from claims.roles import Role
from tests.at_once import at_once
from tests.factories import make_admin, make_person, make_reviewer, make_token

pytestmark = pytest.mark.django_db

PEOPLE = "/admin/claims/person/"
GROUPS = "/admin/auth/group/"
TOKENS = "/admin/claims/apitoken/"
PASSWORD = "correct horse battery staple"


def change_page(person: Person) -> str:
    return f"{PEOPLE}{person.pk}/change/"


def group_ids(*roles: Role) -> list[int]:
    return list(Group.objects.filter(name__in=roles).values_list("pk", flat=True))


def form(person: Person, **fields: Any) -> dict[str, Any]:
    """Return what the page of a person sends, with `fields` changed on it."""
    shown: dict[str, Any] = {
        name: getattr(person, name) for name in ("username", "first_name", "last_name", "email")
    }
    for right in ("is_active", "is_staff", "is_superuser"):
        if getattr(person, right):
            shown[right] = "on"
    shown["groups"] = [group.pk for group in person.groups.all()]
    initial = {f"initial-{name}": value for name, value in shown.items()}
    changed = {name: value for name, value in (shown | fields).items() if value is not None}
    return initial | changed


def last_event() -> Event:
    event = Event.objects.filter(chain="library").last()
    assert event is not None
    return event


def told(response: Any) -> str:
    return " ".join(map(str, response.context["messages"]))


# --- People -----------------------------------------------------------------------------------


def new_person(**fields: Any) -> dict[str, Any]:
    return {
        "username": "ada",
        "first_name": "Ada",
        "last_name": "Lovelace",
        "password1": PASSWORD,
        "password2": PASSWORD,
        **fields,
    }


def test_add_makes_an_account_with_roles_and_an_event(desk: Client, admin: Person) -> None:
    sent = new_person(groups=group_ids(Role.REVIEWER), is_staff="on")
    assert desk.post(f"{PEOPLE}add/", sent).status_code == 302
    person = Person.objects.get(username="ada")
    assert person.check_password(PASSWORD)
    assert person.is_active
    assert person.is_staff
    assert not person.is_superuser
    assert [group.name for group in person.groups.all()] == ["reviewer"]
    event = last_event()
    assert (event.kind, event.person) == (Event.Kind.PERSON_CHANGED, admin)
    assert event.payload == {
        "person": person.pk,
        "name": "ada",
        "changed": {
            "account": [None, "open"],
            "groups": [[], ["reviewer"]],
            "is_staff": [False, True],
        },
    }


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"username": ""}, "username"),
        ({"username": "TAKEN"}, "username"),
        ({"username": "a b"}, "username"),
        ({"password1": "short", "password2": "short"}, "password2"),
        ({"password2": "another one than that"}, "password2"),
        ({"password1": "newsdesk for ever", "password2": "newsdesk for ever"}, "password2"),
        ({"groups": ["0"]}, "groups"),
        ({"email": "nobody"}, "email"),
    ],
)
def test_add_of_bad_input_is_told_at_the_field(desk: Client, typed: Any, field: str) -> None:
    make_person(username="taken")
    response = desk.post(f"{PEOPLE}add/", new_person(**typed))
    assert list(response.context["adminform"].form.errors) == [field]
    assert not Person.objects.filter(first_name="Ada").exists()


def test_add_does_not_make_somebody_who_may_do_everything(signed_in, chief) -> None:
    signed_in(chief).post(f"{PEOPLE}add/", new_person(is_superuser="on", is_active=""))
    person = Person.objects.get(username="ada")
    assert person.is_active
    assert not person.is_superuser


def test_change_writes_rights_with_old_and_new_value_and_names_without(desk: Client) -> None:
    person = make_reviewer(first_name="Ada")
    sent = form(person, first_name="Augusta", groups=group_ids(Role.EDITOR), is_staff="on")
    assert desk.post(change_page(person), sent).status_code == 302
    person.refresh_from_db()
    assert (person.first_name, person.is_staff) == ("Augusta", True)
    assert last_event().payload["changed"] == {
        "is_staff": [False, True],
        "groups": [["reviewer"], ["editor"]],
        "details": [None, ["first_name"]],
    }
    assert "Augusta" not in str(last_event().payload)


def test_change_of_nothing_writes_no_event(desk: Client) -> None:
    person = make_reviewer()
    assert desk.post(change_page(person), form(person)).status_code == 302
    assert not Event.objects.exists()


def test_change_leaves_the_roles_that_a_colleague_took_meanwhile(desk: Client, admin) -> None:
    person = make_reviewer()
    opened = form(person, first_name="Ada")
    change_person(person_id=person.pk, groups=[], by=admin)
    desk.post(change_page(person), opened)
    person.refresh_from_db()
    assert person.first_name == "Ada"
    assert not person.groups.exists()


def test_closing_an_account_ends_its_session_at_the_next_request(desk: Client, signed_in) -> None:
    person = make_reviewer(is_staff=True)
    theirs = signed_in(person)
    assert theirs.get("/admin/").status_code == 200
    desk.post(change_page(person), form(person, is_active=None))
    assert theirs.get("/admin/").status_code == 302
    assert theirs.get("/").status_code == 302
    assert last_event().payload["changed"] == {"is_active": [True, False]}


def test_closing_an_account_ends_its_tokens_at_the_next_request(desk: Client) -> None:
    person = make_reviewer()
    _, secret = make_token(person=person)
    headers = {"Authorization": f"Bearer {secret}"}
    assert Client().get("/api/v1/articles/", headers=headers).status_code == 200
    desk.post(change_page(person), form(person, is_active=None))
    assert Client().get("/api/v1/articles/", headers=headers).status_code == 401


def test_delete_is_not_offered(desk: Client, signed_in, chief: Person) -> None:
    person = make_reviewer()
    for client in (desk, signed_in(chief)):
        assert client.get(f"{PEOPLE}{person.pk}/delete/").status_code == 404
        assert client.post(f"{PEOPLE}{person.pk}/delete/", {"post": "yes"}).status_code == 403
    assert Person.objects.filter(pk=person.pk).exists()


def test_admin_cannot_make_themselves_somebody_who_may_do_everything(desk, admin) -> None:
    for rights in ({"is_superuser": "on"}, {"is_staff": None}, {"is_active": None}):
        desk.post(change_page(admin), form(admin, **rights))
    admin.refresh_from_db()
    assert (admin.is_active, admin.is_staff, admin.is_superuser) == (True, True, False)


def test_admin_cannot_make_a_friend_somebody_who_may_do_everything(desk: Client) -> None:
    person = make_reviewer()
    desk.post(change_page(person), form(person, is_superuser="on"))
    person.refresh_from_db()
    assert not person.is_superuser


def test_admin_cannot_touch_somebody_who_may_do_everything(desk: Client, chief: Person) -> None:
    assert 'name="_save"' not in desk.get(change_page(chief)).text
    assert desk.post(change_page(chief), form(chief, is_active=None)).status_code == 403
    assert desk.get(f"{PEOPLE}{chief.pk}/password/").status_code == 404
    sent = {"password1": PASSWORD, "password2": PASSWORD}
    assert desk.post(f"{PEOPLE}{chief.pk}/password/", sent).status_code == 403
    chief.refresh_from_db()
    assert chief.is_active
    assert not chief.check_password(PASSWORD)


def test_admin_cannot_give_a_group_with_rights_they_have_not(desk: Client) -> None:
    group = Group.objects.create(name="groupers")
    group.permissions.add(Permission.objects.get(codename="change_group"))
    person = make_reviewer()
    response = desk.post(change_page(person), form(person, groups=[group.pk]))
    assert response.status_code == 200
    assert "Nobody gives rights that they do not have." in response.text
    assert not person.groups.filter(pk=group.pk).exists()


def test_somebody_who_may_do_everything_gives_that_right(signed_in, chief: Person) -> None:
    person = make_admin()
    signed_in(chief).post(change_page(person), form(person, is_superuser="on"))
    person.refresh_from_db()
    assert person.is_superuser
    assert last_event().payload["changed"] == {"is_superuser": [False, True]}


@pytest.mark.django_db(transaction=True)
def test_two_who_take_each_others_rights_at_once_leave_one_who_has_them(signed_in) -> None:
    pair = [make_person(None, is_staff=True, is_superuser=True) for _ in range(2)]
    clients = [signed_in(person) for person in pair]
    for client in clients:
        client.get(PEOPLE)
    at_once(
        [
            partial(client.post, change_page(other), form(other, is_superuser=None))
            for client, other in zip(clients, reversed(pair), strict=True)
        ]
    )
    assert Person.objects.filter(is_superuser=True).count() == 1


def test_password_is_set_with_an_event_and_ends_the_sessions(desk: Client, signed_in) -> None:
    person = make_reviewer(password="the old password of theirs")
    theirs = signed_in(person)
    assert theirs.get("/").status_code == 200
    sent = {"password1": PASSWORD, "password2": PASSWORD}
    response = desk.post(f"{PEOPLE}{person.pk}/password/", sent)
    assert response.headers["Location"] == change_page(person)
    person.refresh_from_db()
    assert person.check_password(PASSWORD)
    assert theirs.get("/").status_code == 302
    assert last_event().payload["changed"] == {"password": [None, "set"]}


def test_password_of_ones_own_leaves_one_signed_in(desk: Client, admin: Person) -> None:
    sent = {"password1": PASSWORD, "password2": PASSWORD}
    desk.post(f"{PEOPLE}{admin.pk}/password/", sent)
    assert desk.get("/admin/").status_code == 200


@pytest.mark.parametrize(("one", "two"), [("", ""), ("short", "short"), (PASSWORD, PASSWORD + "x")])
def test_password_that_will_not_do_is_refused(desk: Client, one: str, two: str) -> None:
    person = make_reviewer(password="the old password of theirs")
    response = desk.post(f"{PEOPLE}{person.pk}/password/", {"password1": one, "password2": two})
    assert response.status_code == 422
    person.refresh_from_db()
    assert person.check_password("the old password of theirs")


def test_password_of_nobody_is_not_found(desk: Client) -> None:
    assert desk.get(f"{PEOPLE}0/password/").status_code == 404
    assert desk.get(f"{PEOPLE}x/password/").status_code == 404


def test_people_are_searched_and_filtered(desk: Client) -> None:
    make_person(username="ada", last_name="Lovelace", email="ada@example.org")
    make_person(username="bob", is_active=False)
    for query, found in [
        ("q=lovelace", ["ada"]),
        ("q=ada@example", ["ada"]),
        ("is_active__exact=0", ["bob"]),
        (f"groups__id__exact={group_ids(Role.EDITOR)[0]}", []),
    ]:
        rows = desk.get(f"{PEOPLE}?{query}").context["cl"].result_list
        assert [person.username for person in rows] == found


def test_people_cannot_be_filtered_by_their_password(desk: Client) -> None:
    assert desk.get(f"{PEOPLE}?password__startswith=argon2").status_code == 400


@pytest.mark.parametrize("path", [PEOPLE, GROUPS, TOKENS])
def test_list_takes_as_many_statements_for_ten_rows_as_for_one(desk: Client, path: str) -> None:
    def statements() -> int:
        desk.get(path)
        with CaptureQueriesContext(connection) as captured:
            assert desk.get(path).status_code == 200
        return len(captured)

    make_token()
    one = statements()
    for number in range(9):
        make_token()
        Group.objects.create(name=f"group {number}")
    assert statements() == one


# --- Groups -----------------------------------------------------------------------------------


def test_group_is_added_with_an_event(signed_in, chief: Person) -> None:
    permission = Permission.objects.get(codename="view_claim")
    sent = {"name": "interns", "permissions": [permission.pk]}
    assert signed_in(chief).post(f"{GROUPS}add/", sent).status_code == 302
    assert list(Group.objects.get(name="interns").permissions.all()) == [permission]
    event = last_event()
    assert (event.kind, event.person) == (Event.Kind.PERSON_CHANGED, chief)
    assert event.payload["changed"]["permissions"] == [[], ["view_claim"]]


def test_group_that_is_a_role_stays_as_it_is(signed_in, chief: Person) -> None:
    role = Group.objects.get(name=Role.EDITOR)
    client = signed_in(chief)
    page = client.get(f"{GROUPS}{role.pk}/change/").text
    assert "Can clear an article" in page
    assert 'name="_save"' not in page
    assert client.post(f"{GROUPS}{role.pk}/change/", {"name": "x"}).status_code == 403
    assert client.post(f"{GROUPS}{role.pk}/delete/", {"post": "yes"}).status_code == 403
    assert Group.objects.filter(name=Role.EDITOR).exists()


def test_group_name_that_is_taken_is_refused(signed_in, chief: Person) -> None:
    response = signed_in(chief).post(f"{GROUPS}add/", {"name": "editor"})
    assert "name" in response.context["adminform"].form.errors


def test_group_is_deleted_when_nobody_is_in_it(signed_in, chief: Person) -> None:
    group = Group.objects.create(name="interns")
    person = make_person(None)
    person.groups.add(group)
    client = signed_in(chief)
    response = client.post(f"{GROUPS}{group.pk}/delete/", {"post": "yes"}, follow=True)
    assert "Somebody is in this group." in told(response)
    person.groups.clear()
    client.post(f"{GROUPS}{group.pk}/delete/", {"post": "yes"})
    assert not Group.objects.filter(name="interns").exists()
    assert last_event().payload["changed"] == {"name": ["interns", None]}


def test_group_is_looked_at_by_an_admin_and_changed_by_none(desk: Client) -> None:
    group = Group.objects.create(name="interns")
    assert desk.get(GROUPS).status_code == 200
    assert desk.get(f"{GROUPS}{group.pk}/change/").status_code == 200
    assert desk.get(f"{GROUPS}add/").status_code == 404
    assert desk.post(f"{GROUPS}{group.pk}/change/", {"name": "x"}).status_code == 403


# --- Tokens -----------------------------------------------------------------------------------


def test_token_is_made_for_a_person_and_its_secret_shown_once(desk: Client, admin) -> None:
    person = make_reviewer()
    response = desk.post(f"{TOKENS}add/", {"person": person.pk, "name": "the CMS"})
    assert response.status_code == 200
    secret = response.context["secret"]
    assert secret in response.text
    answer = Client().get("/api/v1/articles/", headers={"Authorization": f"Bearer {secret}"})
    assert answer.status_code == 200
    token = ApiToken.objects.get()
    assert token.person == person
    for path in (TOKENS, f"{TOKENS}{token.pk}/change/", f"{TOKENS}{token.pk}/history/"):
        assert secret not in desk.get(path).text
    assert secret not in str(dict(desk.session))
    event = last_event()
    assert (event.kind, event.person) == (Event.Kind.TOKEN_CREATED, admin)


@pytest.mark.parametrize("typed", [{"name": ""}, {"name": "x" * 101}, {"person": ""}])
def test_token_of_bad_input_is_refused(desk: Client, typed: Any) -> None:
    person = make_reviewer()
    response = desk.post(f"{TOKENS}add/", {"person": person.pk, "name": "the CMS", **typed})
    assert list(response.context["adminform"].form.errors) == list(typed)
    assert not ApiToken.objects.exists()


def test_token_for_a_closed_account_is_refused(desk: Client) -> None:
    person = make_reviewer(is_active=False)
    response = desk.post(f"{TOKENS}add/", {"person": person.pk, "name": "the CMS"})
    assert "is closed" in response.text
    assert not ApiToken.objects.exists()


def test_token_for_somebody_who_may_do_everything_is_refused(desk: Client, chief) -> None:
    response = desk.post(f"{TOKENS}add/", {"person": chief.pk, "name": "the CMS"})
    assert "may do everything and makes their own tokens" in response.text
    assert not ApiToken.objects.exists()


def test_token_is_revoked_after_a_question(desk: Client, admin: Person) -> None:
    token, secret = make_token()
    response = desk.post(TOKENS, {"action": "revoke", "_selected_action": token.pk})
    assert str(token.person) in desk.get(response.headers["Location"]).text
    desk.post(response.headers["Location"])
    token.refresh_from_db()
    assert token.revoked_at
    answer = Client().get("/api/v1/articles/", headers={"Authorization": f"Bearer {secret}"})
    assert answer.status_code == 401
    assert (last_event().kind, last_event().person) == (Event.Kind.TOKEN_REVOKED, admin)


def test_token_revoked_already_is_not_asked_about(desk: Client) -> None:
    token, _ = make_token()
    desk.post(f"{TOKENS}revoke/?id={token.pk}")
    sent = {"action": "revoke", "_selected_action": token.pk}
    assert "revoked already" in told(desk.post(TOKENS, sent, follow=True))


def test_token_is_neither_changed_nor_deleted(desk: Client) -> None:
    token, _ = make_token()
    path = f"{TOKENS}{token.pk}/change/"
    assert desk.get(path).status_code == 200
    assert token.digest not in desk.get(path).text
    assert desk.post(path, {"name": "x"}).status_code == 403
    assert desk.get(f"{TOKENS}{token.pk}/delete/").status_code == 404


def test_tokens_are_filtered_by_state(desk: Client) -> None:
    (kept, _), (ended, _) = make_token(), make_token()
    desk.post(f"{TOKENS}revoke/?id={ended.pk}")
    for state, found in (("in_use", [kept]), ("revoked", [ended]), ("x", [ended, kept])):
        assert list(desk.get(f"{TOKENS}?state={state}").context["cl"].result_list) == found


def test_tokens_are_not_for_an_editor_on_the_staff(signed_in) -> None:
    token, _ = make_token()
    client = signed_in(make_person(Role.EDITOR, is_staff=True))
    for path in (TOKENS, f"{TOKENS}add/", f"{TOKENS}revoke/?id={token.pk}"):
        assert client.get(path).status_code == 404
    assert client.post(f"{TOKENS}revoke/?id={token.pk}").status_code == 404
    token.refresh_from_db()
    assert token.revoked_at is None
