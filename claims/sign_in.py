"""Who somebody is and what they may do, in as few statements as possible."""

from functools import cache
from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import ValidationError
from django.db.models import F, OuterRef, Q, Value
from django.db.models.functions import Concat

from claims.models import Person

PRODUCT_NAMES = ("newsdesk", "factcheck", "fact-check")


class PersonBackend(ModelBackend):
    """Django's own, with a person and all they may do read in one statement instead of three."""

    def get_user(self, user_id: int) -> Person | None:
        sql, values = _composed_person()
        person: Any = next(iter(Person.objects.raw(sql, [*values, user_id])), None)
        if person is None or not self.user_can_authenticate(person):
            return None
        if not person.is_superuser:
            # Where Django's own backend keeps them too.
            person._perm_cache = set(person.labels)
        found: Person = person
        return found

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        """Return all permissions of a person: of their groups and of their own."""
        if user_obj.is_active and obj is None and hasattr(user_obj, "_perm_cache"):
            return set(user_obj._perm_cache)
        return super().get_all_permissions(user_obj, obj)


@cache
def _composed_person() -> tuple[str, tuple[Any, ...]]:
    """Return the statement for a person and what they may do, and its values but the last, the id.

    Composed once, for every request begins with it and Django composes for longer than it runs.
    """
    from django.contrib.auth.models import Permission

    theirs = (
        Permission.objects.filter(Q(user=OuterRef("pk")) | Q(group__user=OuterRef("pk")))
        .annotate(label=Concat(F("content_type__app_label"), Value("."), F("codename")))
        .order_by()
        .values("label")
    )
    people = Person.objects.annotate(labels=ArraySubquery(theirs)).filter(pk=0)
    sql, values = people.query.sql_with_params()
    return sql, tuple(values[:-1])


class ProductNameValidator:
    """Refuse a password made of what this program is called."""

    def validate(self, password: str, user: Person | None = None) -> None:
        if any(name in password.lower() for name in PRODUCT_NAMES):
            raise ValidationError(
                "A password with the name of this program in it is guessed first."
            )

    def get_help_text(self) -> str:
        return "It does not hold the name of this program."
