from functools import partial

import pytest
from django.contrib.auth.models import Group, Permission

from claims.actions.people import (
    change_person,
    create_person,
    create_token,
    mark_seen,
    remove_group,
    revoke_token,
    set_group,
    set_person_password,
    token_digest,
)
from claims.exceptions import BadInput, NotAllowed, NotFound, WrongState
from claims.models import ApiToken, Event, Person
from claims.roles import Role
from tests.at_once import at_once
from tests.factories import make_admin, make_editor, make_person, make_reviewer, make_token

pytestmark = pytest.mark.django_db


def test_create_token_keeps_only_the_digest_of_the_secret():
    person = make_reviewer()
    token, secret = create_token(person=person, name=" the CMS ", by=person)
    token.refresh_from_db()
    assert (token.person, token.name, token.revoked_at) == (person, "the CMS", None)
    assert token.digest == token_digest(secret)
    assert secret.startswith(token.beginning)
    assert len(secret) > 40
    event = Event.objects.get()
    assert event.kind == Event.Kind.TOKEN_CREATED
    assert event.payload == {"token": token.pk, "name": "the CMS", "person": str(person)}
    assert secret not in str(list(ApiToken.objects.values())) + str(event.payload)


def test_create_token_twice_gives_two_secrets():
    person = make_reviewer()
    assert make_token(person=person)[1] != make_token(person=person)[1]


def test_create_token_for_somebody_else_is_for_admins():
    person = make_reviewer()
    assert create_token(person=person, name="CMS", by=make_admin())[0].person == person
    with pytest.raises(NotAllowed, match="Only an admin"):
        create_token(person=person, name="CMS", by=make_editor())


def test_create_token_for_somebody_who_may_do_everything_is_for_their_like():
    person = make_person(None, is_superuser=True)
    with pytest.raises(NotAllowed):
        create_token(person=person, name="CMS", by=make_admin())


def test_create_token_for_a_closed_account_is_refused():
    with pytest.raises(WrongState, match="closed"):
        create_token(person=make_reviewer(is_active=False), name="CMS", by=make_admin())


@pytest.mark.parametrize("name", ["", "  "])
def test_create_token_without_a_name_is_refused(name):
    with pytest.raises(BadInput, match="Name the program"):
        make_token(name=name)


def test_revoke_token_ends_it_once():
    token, _ = make_token()
    first = revoke_token(token_id=token.pk, by=token.person)
    assert first.revoked_at
    assert revoke_token(token_id=token.pk, by=make_admin()).revoked_at == first.revoked_at
    assert Event.objects.filter(kind=Event.Kind.TOKEN_REVOKED).count() == 1


def test_revoke_token_of_somebody_else_looks_as_if_there_were_none():
    token, _ = make_token()
    with pytest.raises(NotFound):
        revoke_token(token_id=token.pk, by=make_editor())
    with pytest.raises(NotFound):
        revoke_token(token_id=0, by=make_admin())
    token.refresh_from_db()
    assert token.revoked_at is None


@pytest.mark.django_db(transaction=True)
def test_revoke_token_at_once_is_done_once():
    token, _ = make_token()
    at_once([partial(revoke_token, token_id=token.pk, by=token.person)] * 3)
    assert Event.objects.filter(kind=Event.Kind.TOKEN_REVOKED).count() == 1


def test_mark_seen_never_goes_back():
    person = make_reviewer()
    for event_id, seen in ((7, 7), (5, 7), (9, 9)):
        mark_seen(event_id=event_id, by=person)
        person.refresh_from_db()
        assert person.seen_event == seen


def _group(name):
    return Group.objects.get(name=name)


def _superuser():
    return make_person(None, is_superuser=True)


def test_create_person_makes_an_account_with_its_roles():
    admin = make_admin()
    person = create_person(
        username="ada", password="correct horse 142", groups=[_group("reviewer")], by=admin
    )
    assert person.check_password("correct horse 142")
    assert Person.objects.get(username="ada").has_perm("claims.record_verdict")
    event = Event.objects.get()
    assert (event.kind, event.person) == (Event.Kind.PERSON_CHANGED, admin)
    assert event.payload["changed"] == {"account": [None, "open"], "groups": [[], ["reviewer"]]}
    assert "correct horse" not in str(event.payload)


def test_create_person_of_a_name_that_is_taken_is_refused():
    make_reviewer(username="ada")
    with pytest.raises(BadInput, match="called that already"):
        create_person(username="ada", password="correct horse 142", by=make_admin())


def test_create_person_by_an_editor_is_refused():
    with pytest.raises(NotAllowed):
        create_person(username="ada", password="correct horse 142", by=make_editor())


def test_change_person_changes_the_role_and_says_so():
    person = make_reviewer()
    change_person(person_id=person.pk, groups=[_group("editor")], by=make_admin())
    assert Person.objects.get(pk=person.pk).has_perm("claims.clear_article")
    assert Event.objects.get().payload["changed"] == {"groups": [["reviewer"], ["editor"]]}


def test_change_person_s_name_is_told_without_telling_it():
    person = make_reviewer()
    change_person(person_id=person.pk, first_name="Ada", email="ada@example.org", by=make_admin())
    person.refresh_from_db()
    assert (person.first_name, person.email) == ("Ada", "ada@example.org")
    assert Event.objects.get().payload["changed"] == {"details": [None, ["email", "first_name"]]}


def test_change_person_to_closed_ends_what_they_may():
    person = make_reviewer()
    change_person(person_id=person.pk, is_active=False, by=make_admin())
    assert not Person.objects.get(pk=person.pk).has_perm("claims.record_verdict")


def test_change_person_to_what_it_is_leaves_no_trace():
    person = make_reviewer()
    change_person(person_id=person.pk, is_active=True, by=make_admin())
    assert not Event.objects.exists()


@pytest.mark.parametrize("fields", [{"is_active": False}, {"is_staff": False}])
def test_change_person_does_not_lock_oneself_out(fields):
    admin = make_admin()
    with pytest.raises(NotAllowed, match="Ask another admin"):
        change_person(person_id=admin.pk, by=admin, **fields)


def test_change_person_gives_no_right_that_the_giver_has_not():
    admin, person, group = make_admin(), make_reviewer(), Group.objects.create(name="more")
    group.permissions.add(Permission.objects.get(codename="delete_permission"))
    with pytest.raises(NotAllowed, match="Only somebody who may do everything"):
        change_person(person_id=person.pk, is_superuser=True, by=admin)
    with pytest.raises(NotAllowed, match="Nobody gives rights that they do not have"):
        change_person(person_id=person.pk, groups=[group], by=admin)
    assert change_person(person_id=person.pk, is_superuser=True, by=_superuser()).is_superuser


def test_change_person_who_may_do_everything_is_for_their_like():
    person = _superuser()
    with pytest.raises(NotAllowed, match="may do everything"):
        change_person(person_id=person.pk, is_active=False, by=make_admin())
    with pytest.raises(NotAllowed):
        set_person_password(person_id=person.pk, password="correct horse 142", by=make_admin())


@pytest.mark.django_db(transaction=True)
def test_change_person_of_two_who_close_each_other_closes_one():
    one, two = make_admin(), make_admin()
    answers = at_once(
        [
            partial(change_person, person_id=one.pk, is_active=False, by=two),
            partial(change_person, person_id=two.pk, is_active=False, by=one),
        ]
    )
    assert [type(answer) for answer in answers if isinstance(answer, Exception)] == [NotAllowed]
    assert Person.objects.filter(is_active=True).count() == 1


def test_change_person_that_does_not_exist_is_not_found():
    with pytest.raises(NotFound):
        change_person(person_id=0, is_active=False, by=make_admin())


def test_set_person_password_is_told_without_telling_it():
    person = make_reviewer()
    set_person_password(person_id=person.pk, password="correct horse 142", by=make_admin())
    person.refresh_from_db()
    assert person.check_password("correct horse 142")
    assert Event.objects.get().payload["changed"] == {"password": [None, "set"]}


def test_set_group_makes_changes_and_removes_one():
    permission, person = Permission.objects.get(codename="retire_source"), _superuser()
    group = set_group(name="librarians", permissions=[permission], by=person)
    set_group(group_id=group.pk, name="library", permissions=[], by=person)
    assert Event.objects.last().payload["changed"] == {
        "name": ["librarians", "library"],
        "permissions": [["retire_source"], []],
    }
    remove_group(group_id=group.pk, by=person)
    assert not Group.objects.filter(pk=group.pk).exists()


@pytest.mark.parametrize("role", Role)
def test_set_group_leaves_the_four_roles_as_they_are(role):
    with pytest.raises(WrongState, match="is a role that stays"):
        set_group(group_id=_group(role).pk, name="other", permissions=[], by=_superuser())
    with pytest.raises(WrongState):
        remove_group(group_id=_group(role).pk, by=_superuser())


def test_set_group_of_a_name_that_is_taken_or_by_an_admin_is_refused():
    with pytest.raises(BadInput, match="of that name already"):
        set_group(name="editor", permissions=[], by=_superuser())
    with pytest.raises(NotAllowed):
        set_group(name="other", permissions=[], by=make_admin())
    with pytest.raises(NotFound):
        set_group(group_id=0, name="other", permissions=[], by=_superuser())


def test_remove_group_that_somebody_is_in_is_refused():
    group = Group.objects.create(name="librarians")
    make_reviewer().groups.add(group)
    with pytest.raises(WrongState, match="Somebody is in this group"):
        remove_group(group_id=group.pk, by=_superuser())
