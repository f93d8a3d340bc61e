import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.text.chain import canonical_json, event_hash

LEAVES = st.none() | st.booleans() | st.integers() | st.text()
VALUES = st.recursive(
    LEAVES, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=15
)
ROW = {
    "chain": "article-7",
    "sequence": 2,
    "article": 7,
    "claim": None,
    "person": 3,
    "kind": "article_created",
    "payload": {"title": "Ferry 🏠"},
    "at": "2026-01-31T09:30:00.000000Z",
}


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "null"),
        (True, "true"),
        (-12, "-12"),
        ("é🏠", '"é🏠"'),
        ('"\\\b\f\n\r\t\x01\x1f\x7f/', '"\\"\\\\\\b\\f\\n\\r\\t\\u0001\\u001f\x7f/"'),
        ([], "[]"),
        ({}, "{}"),
        ([1, [2, "a"]], '[1, [2, "a"]]'),
        ({"bb": 1, "a": 2, "ab": 3}, '{"a": 2, "ab": 3, "bb": 1}'),
        # é takes two bytes, so it comes after z and before zz by its bytes' length.
        ({"é": 1, "z": 2, "zz": 3}, '{"z": 2, "zz": 3, "é": 1}'),
    ],
)
def test_canonical_json_is_written_as_jsonb_is(value, text):
    assert canonical_json(value) == text


@given(VALUES)
def test_canonical_json_of_any_value_reads_back_as_itself(value):
    assert json.loads(canonical_json(value)) == value


@given(st.dictionaries(st.text(), LEAVES))
def test_canonical_json_does_not_depend_on_the_order_of_keys(value):
    backwards = dict(reversed(value.items()))
    assert canonical_json(backwards) == canonical_json(value)


def test_event_hash_is_the_sha256_of_the_one_before_and_the_row():
    text = f"abc\n{canonical_json(ROW)}"
    assert event_hash("abc", ROW) == hashlib.sha256(text.encode()).hexdigest()


@pytest.mark.parametrize("name", ROW)
def test_event_hash_changes_with_each_part_of_the_row(name):
    assert event_hash("", {**ROW, name: "other"}) != event_hash("", ROW)


def test_event_hash_changes_with_the_event_before():
    assert event_hash("a", ROW) != event_hash("b", ROW)
