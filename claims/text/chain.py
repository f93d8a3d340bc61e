"""The sealed history: how the hash of an event is made.

The database seals each event as it comes in (the trigger `event_seal`); this is the same rule in
Python, so that a history can be checked without trusting the database that holds it.
"""

import hashlib
import json
from typing import Any


def canonical_json(value: Any) -> str:
    """Return `value` as PostgreSQL writes a jsonb: one text for equal values.

    Keys stand in order of their length in UTF-8 and then of their bytes, ", " and ": " separate,
    and only quotation mark, backslash and control characters are escaped.

    Args:
        value: text, whole numbers, booleans, None, lists and objects of these.
    """
    if isinstance(value, dict):
        keys = sorted(value, key=lambda key: (len(key.encode()), key.encode()))
        pairs = (f"{canonical_json(key)}: {canonical_json(value[key])}" for key in keys)
        return "{" + ", ".join(pairs) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(canonical_json(item) for item in value) + "]"
    return json.dumps(value, ensure_ascii=False)


def event_hash(previous_hash: str, row: dict[str, Any]) -> str:
    """Return the SHA-256, in hex, that seals `row` onto the event before it.

    Args:
        previous_hash: of the event before it in the chain; empty for the first.
        row: `article`, `claim` and `person` by id or None, `chain`, `sequence`, `kind`,
            `payload`, and `at` as UTC with microseconds, "2026-01-31T09:30:00.000000Z".
    """
    return hashlib.sha256(f"{previous_hash}\n{canonical_json(row)}".encode()).hexdigest()
