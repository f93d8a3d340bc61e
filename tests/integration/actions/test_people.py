from functools import partial

import pytest

from claims.actions.people import create_token, mark_seen, revoke_token, token_digest
from claims.exceptions import BadInput, NotAllowed, NotFound, WrongState
from claims.models import ApiToken, Event
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
