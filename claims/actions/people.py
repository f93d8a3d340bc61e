"""People and what they may do, their tokens, and what they have seen."""

import hashlib
import secrets
from collections.abc import Collection
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from claims import rules
from claims.exceptions import BadInput, NotFound, WrongState
from claims.models import ApiToken, Event, Person

TOKEN_PREFIX = "ndk_"  # a prefix that secret scanners can look for

RIGHTS = ("is_active", "is_staff", "is_superuser")
DETAILS = ("first_name", "last_name", "email")


@transaction.atomic
def create_person(
    *,
    username: str,
    password: str,
    by: Person,
    first_name: str = "",
    last_name: str = "",
    email: str = "",
    is_staff: bool = False,
    groups: Collection[Group] = (),
) -> Person:
    """Make an account.

    Args:
        password: checked by the form against the validators.
        groups: the person's roles, and others.

    Raises:
        NotAllowed: `by` is no admin, or has not the rights that a group gives.
        BadInput: the name is taken.
    """
    rules.check_can_add_person(by=by)
    rights = {"is_staff": True} if is_staff else {}
    rules.check_can_give_rights(None, rights, groups=groups, by=by)
    person = Person(
        username=username,
        first_name=first_name,
        last_name=last_name,
        email=email,
        is_staff=is_staff,
    )
    person.set_password(password)
    _save(person)
    person.groups.set(groups)
    changed: dict[str, Any] = {"account": [None, "open"], "groups": [[], _names(groups)]}
    _append_change(person, changed | {name: [False, True] for name in rights}, by=by)
    return person


@transaction.atomic
def change_person(
    *, person_id: int, by: Person, groups: Collection[Group] | None = None, **fields: str | bool
) -> Person:
    """Change an account. What is not given stays as it is.

    A person who is no longer active is signed out, and their tokens refused, at their next
    request. Names and addresses are changed without being sealed into the history: it says only
    that they were.

    Args:
        groups: all that the person is in from now on.
        fields: username, first_name, last_name, email, is_active, is_staff, is_superuser.

    Raises:
        NotAllowed: see `rules.check_can_change_person` and `rules.check_can_give_rights`.
        NotFound: there is no such person.
        BadInput: the name is taken.
    """
    person, by = _lock_both(person_id, by)
    rules.check_can_change_person(person, by=by)
    differing = {name: value for name, value in fields.items() if getattr(person, name) != value}
    rights = {name: value for name, value in differing.items() if name in RIGHTS}
    before = set(person.groups.all())
    wanted = before if groups is None else set(groups)
    rules.check_can_give_rights(person, rights, groups=wanted - before, by=by)
    changed: dict[str, Any] = {
        name: [getattr(person, name), value]
        for name, value in differing.items()
        if name not in DETAILS
    }
    if details := sorted(differing.keys() & set(DETAILS)):
        changed["details"] = [None, details]
    for name, value in differing.items():
        setattr(person, name, value)
    if differing:
        _save(person, update_fields=list(differing))
    if wanted != before:
        changed["groups"] = [_names(before), _names(wanted)]
        person.groups.set(wanted)
    if changed:
        _append_change(person, changed, by=by)
    return person


@transaction.atomic
def set_person_password(*, person_id: int, password: str, by: Person) -> Person:
    """Give a person another password. Their sessions end.

    Raises:
        NotAllowed: see `rules.check_can_change_person`.
        NotFound: there is no such person.
    """
    person, by = _lock_both(person_id, by)
    rules.check_can_change_person(person, by=by)
    person.set_password(password)
    person.save(update_fields=["password"])
    _append_change(person, {"password": [None, "set"]}, by=by)
    return person


@transaction.atomic
def set_group(
    *, name: str, permissions: Collection[Permission], by: Person, group_id: int | None = None
) -> Group:
    """Make a group, or change what one is called and may do.

    Raises:
        NotAllowed: `by` may not, or has not the rights that the group gives.
        NotFound: there is no such group.
        WrongState: it is one of the four roles.
        BadInput: the name is taken.
    """
    group = None
    if group_id is not None:
        group = Group.objects.select_for_update().filter(pk=group_id).first()
        if group is None:
            raise NotFound
    rules.check_can_change_group(group, by=by)
    before = set(group.permissions.select_related("content_type")) if group else set()
    rules.check_has_permissions(set(permissions) - before, by=by)
    changed: dict[str, Any] = {}
    group = group or Group(name="")
    if group.name != name:
        changed["name"] = [group.name or None, name]
        group.name = name
        try:
            with transaction.atomic():
                group.save()
        except IntegrityError:
            raise BadInput("There is a group of that name already.", field="name") from None
    if before != set(permissions):
        changed["permissions"] = [
            sorted(permission.codename for permission in each) for each in (before, permissions)
        ]
        group.permissions.set(permissions)
    if changed:
        _append_group_change(group, changed, by=by)
    return group


@transaction.atomic
def remove_group(*, group_id: int, by: Person) -> None:
    """Drop a group that nobody is in.

    Raises:
        NotAllowed: `by` may not.
        NotFound: there is no such group.
        WrongState: it is one of the four roles, or somebody is in it.
    """
    group = Group.objects.select_for_update().filter(pk=group_id).first()
    if group is None:
        raise NotFound
    rules.check_can_change_group(group, by=by)
    if Person.objects.filter(groups=group).exists():
        raise WrongState("Somebody is in this group. Take everybody out of it first.")
    _append_group_change(group, {"name": [group.name, None]}, by=by)
    group.delete()


def _lock_both(person_id: int, by: Person) -> tuple[Person, Person]:
    """Return the person and who acts, both locked and as they are now.

    Two who take each other's rights at once: the second finds that they have none any more.
    """
    # Not their keys: every event refers to a person, and would wait at its commit.
    locked = Person.objects.select_for_update(no_key=True)
    rows = locked.filter(Q(pk=person_id) | Q(pk=by.pk)).order_by("pk")
    found = {person.pk: person for person in rows}
    if person_id not in found:
        raise NotFound
    return found[person_id], found.get(by.pk, by)


def _save(person: Person, update_fields: list[str] | None = None) -> None:
    try:
        with transaction.atomic():
            person.save(update_fields=update_fields)
    except IntegrityError:
        raise BadInput("Somebody is called that already.", field="username") from None


def _names(groups: Collection[Group]) -> list[str]:
    return sorted(group.name for group in groups)


def _append_change(person: Person, changed: dict[str, Any], *, by: Person) -> None:
    payload = {"person": person.pk, "name": person.username, "changed": changed}
    Event.objects.append(kind=Event.Kind.PERSON_CHANGED, by=by, payload=payload)


def _append_group_change(group: Group, changed: dict[str, Any], *, by: Person) -> None:
    payload = {"group": group.pk, "name": group.name, "changed": changed}
    Event.objects.append(kind=Event.Kind.PERSON_CHANGED, by=by, payload=payload)


@transaction.atomic
def create_token(*, person: Person, name: str, by: Person) -> tuple[ApiToken, str]:
    """Make a bearer token for `person` and return it with its secret, which is kept nowhere.

    Raises:
        NotAllowed: see `rules.check_can_create_token`.
        WrongState: the person's account is closed.
        BadInput: no name is given.
    """
    rules.check_can_create_token(person, by=by)
    if not name.strip():
        raise BadInput("Name the program that will use the token.", field="name")
    secret = TOKEN_PREFIX + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        person=person, name=name.strip()[:100], beginning=secret[:12], digest=token_digest(secret)
    )
    Event.objects.append(
        kind=Event.Kind.TOKEN_CREATED,
        by=by,
        payload={"token": token.pk, "name": token.name, "person": str(person)},
    )
    return token, secret


@transaction.atomic
def revoke_token(*, token_id: int, by: Person) -> ApiToken:
    """End a token. Its next use is refused.

    Raises:
        NotFound: no such token, or it is somebody else's and `by` is no admin.
    """
    token = ApiToken.objects.select_for_update().filter(pk=token_id).first()
    if token is None or (token.person_id != by.pk and not by.has_perm("claims.change_apitoken")):
        raise NotFound
    if token.revoked_at is None:
        token.revoked_at = timezone.now()
        token.save(update_fields=["revoked_at"])
        Event.objects.append(
            kind=Event.Kind.TOKEN_REVOKED,
            by=by,
            payload={"token": token.pk, "name": token.name, "person": str(token.person)},
        )
    return token


def token_digest(secret: str) -> str:
    """Return what is kept of a token: its SHA-256, in hex."""
    return hashlib.sha256(secret.encode()).hexdigest()


@transaction.atomic
def mark_seen(*, event_id: int, by: Person) -> None:
    """Remember the newest event that a person has had before them. Never goes back."""
    Person.objects.filter(pk=by.pk, seen_event__lt=event_id).update(seen_event=event_id)
