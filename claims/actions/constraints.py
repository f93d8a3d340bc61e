"""What a constraint of the database says to the person who ran into it."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.db import IntegrityError

from claims.exceptions import BadInput


def broken_constraint(error: IntegrityError) -> str:
    """Return the name of the constraint that refused a statement."""
    cause = error.__cause__
    return cause.diag.constraint_name or "" if isinstance(cause, psycopg.Error) else ""


@contextmanager
def key_used_once() -> Iterator[None]:
    """Refuse an idempotency key that stands on another row: it was sent for that one.

    For the statement that writes the row; the refusal has to leave the transaction.

    Raises:
        BadInput: it does.
    """
    try:
        yield
    except IntegrityError as error:
        if "idempotency_key" not in broken_constraint(error):
            raise
        raise BadInput(
            "This form was sent before, for something else. Reload the page and fill it in anew.",
            field="idempotency_key",
        ) from None
