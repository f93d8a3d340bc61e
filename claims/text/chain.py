"""The sealed history: how the hash of an event is made.

The database seals each event as it comes in (the trigger `event_seal`); this is the same rule in
Python, so that a history can be checked without trusting the database that holds it.
"""

import hashlib
import json
from typing import Any

# One for all: `json.dumps` would make one a call, and a history has many rows.
_encode = json.JSONEncoder(ensure_ascii=False).encode


def canonical_json(value: Any) -> str:
    """Return `value` as PostgreSQL writes a jsonb: one text for equal values.

    Keys stand in order of their length in UTF-8 and then of their bytes, ", " and ": " separate,
    and only quotation mark, backslash and control characters are escaped.

    Args:
        value: text, whole numbers, booleans, None, lists and objects of these.
    """
    return _encode(_in_order(value))


def _in_order(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _in_order(value[key]) for key in sorted(value, key=_place)}
    if isinstance(value, list):
        return [_in_order(item) for item in value]
    return value


def _place(key: str) -> tuple[int, bytes]:
    data = key.encode()
    return len(data), data


def event_hash(previous_hash: str, row: dict[str, Any]) -> str:
    """Return the SHA-256, in hex, that seals `row` onto the event before it.

    Args:
        previous_hash: of the event before it in the chain; empty for the first.
        row: `article`, `claim` and `person` by id or None, `chain`, `sequence`, `kind`,
            `payload`, and `at` as UTC with microseconds, "2026-01-31T09:30:00.000000Z".
    """
    return hashlib.sha256(f"{previous_hash}\n{canonical_json(row)}".encode()).hexdigest()
