"""Whatever is sent, the answer is never a broken server's, and always a problem when it is none."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claims.api import api
from tests.factories import make_citation, make_claim
from tests.integration.api.conftest import make_program

pytestmark = pytest.mark.django_db

ADDRESSES = [
    ("post", "articles/"),
    ("post", "articles/{article}/claims/"),
    ("patch", "claims/{claim}/"),
    ("post", "claims/{claim}/mentions/"),
    ("post", "claims/{claim}/join/"),
    ("post", "claims/{claim}/split/"),
    ("post", "claims/{claim}/unjoin/"),
    ("post", "claims/{claim}/citations/"),
    ("post", "claims/{claim}/verdicts/"),
    ("post", "citations/{citation}/withdraw/"),
    ("post", "sources/"),
]
LISTS = [
    "articles/",
    "claims/",
    "sources/",
    "articles/{article}/claims/",
    "articles/{article}/events/",
]
NAMES = sorted(
    {
        name
        for schema in api.get_openapi_schema()["components"]["schemas"].values()
        for name in schema["properties"]
    }
)
WORDS = ["verified", "unsourced", "supports", "figure", "truth", "sank", "142 people", "x", "İ"]
ODD = [
    "",
    " ",
    "\0",
    "\ud800",
    "\u202e",
    "e\u0301",
    "🏠" * 40,
    "%s{}'\";--",
    "HTTP://[::1",
    "9" * 400,
]
NUMBERS = [0, 1, -1, 2**31, 2**63, 10**30, -(10**30), 0.5, 1e300]

junk = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.sampled_from(NUMBERS),
        st.sampled_from(WORDS + ODD),
        st.text(max_size=20),
        st.integers(0, 60),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(NAMES), inner, max_size=3)
    ),
    max_leaves=6,
)
bodies = st.one_of(
    st.dictionaries(st.sampled_from(NAMES), junk, max_size=8),
    # Nearly right: what gets past the first look.
    st.fixed_dictionaries(
        {},
        optional={
            "text": st.sampled_from(WORDS + ODD),
            "exact": st.sampled_from(["sank", "142 people", "🏠", "a"]),
            "start": st.integers(-1, 60),
            "end": st.integers(-1, 60),
            "wording": st.sampled_from(WORDS + ODD),
            "rating": st.sampled_from(["verified", "disputed", "unsourced"]),
            "rationale": st.sampled_from(WORDS + ODD),
            "version": st.integers(0, 3),
            "stance": st.sampled_from(["supports", "contradicts"]),
            "source_name": st.sampled_from(WORDS + ODD),
            "url": st.sampled_from(
                [*ODD, "a.b", "https://a.b/\t", "http://a:99999/", "HTTPS://A.B"]
            ),
            "read_at": st.sampled_from(["0001-01-01", "9999-12-31", "2024-02-30", "2024-02-29"]),
            "deadline": st.sampled_from(["9999-12-31T23:59:59-14:00", "2030-01-01T00:00:00Z"]),
            "name": st.sampled_from(WORDS + ODD),
            "reason": st.sampled_from(WORDS + ODD),
            "external_id": st.sampled_from(WORDS + ODD),
            "title": st.sampled_from(WORDS + ODD),
        },
    ),
    junk,
)


def _assert_sound(response):
    assert response.status_code < 500, response.content
    kind = "application/json" if response.status_code < 400 else "application/problem+json"
    assert response.headers["Content-Type"].startswith(kind)
    answer = json.loads(response.content)
    if response.status_code >= 400:
        assert answer["detail"]


@pytest.fixture
def ids():
    claim = make_claim()
    return {
        "article": claim.article_id,
        "claim": claim.pk,
        "citation": make_citation(claim=claim).pk,
    }


@pytest.mark.parametrize(("method", "address"), ADDRESSES)
def test_junk_in_bodies_breaks_nothing(method, address, ids):
    program = make_program()

    # The rows that examples leave behind are part of the test: the next one meets them.
    @settings(max_examples=25, suppress_health_check=list(HealthCheck))
    @given(body=bodies)
    def send(body):
        sent = json.dumps(body)
        _assert_sound(program.call(method, address.format(**ids), sent))

    send()


@pytest.mark.parametrize("address", LISTS)
def test_junk_in_queries_breaks_nothing(address, ids):
    program = make_program()
    values = st.one_of(st.sampled_from(WORDS), st.text(max_size=20), st.integers().map(str))
    names = st.sampled_from(
        ["q", "after", "limit", "status", "rating", "source", "article", "kind"]
    )

    @settings(max_examples=15, suppress_health_check=list(HealthCheck))
    @given(query=st.dictionaries(names, values, max_size=4))
    def send(query):
        headers = {"Authorization": f"Bearer {program.token}"}
        path = f"/api/v1/{address.format(**ids)}"
        _assert_sound(program.client.get(path, query, headers=headers))

    send()


@pytest.mark.parametrize("method", ["get", "post", "patch"])
def test_junk_in_addresses_breaks_nothing(program, method):
    odd = ["0", "00", "١", "1e3", "0x1", "1.0", "-1", "%00", "%ff", "%2e%2e", "a%0d%0ab", "%25"]
    odd += ["%F0%9F%8F%A0", "9" * 19, "9" * 400, "'", "<script>", "null", "*", "1;2", "~", "%20"]
    sent = None if method == "get" else {"version": 1}
    for address in ("articles/{}/", "articles/{}/claims/", "claims/{}/", "claims/{}/verdicts/"):
        for each in odd:
            _assert_sound(program.call(method, address.format(each), sent))


@pytest.mark.parametrize("key", ["", " ", "x", "🏠", "\t", "é" * 100, "{}", "%00", "'"])
def test_junk_in_keys_breaks_nothing(program, key):
    claim = make_claim(citations=1)
    body = {"rating": "verified", "version": 1}
    response = program.post(f"claims/{claim.pk}/verdicts/", body, idempotency_key=key)
    assert response.status_code == 201
