import datetime as dt

import pytest
from django.db import IntegrityError, connection
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.models import ChainHead, Event
from claims.queries.chain import find_faults
from claims.text.chain import canonical_json
from tests.factories import make_article, make_claim, make_editor

pytestmark = pytest.mark.django_db

# A jsonb holds no NUL, and text in UTF-8 no lone surrogate.
TEXTS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=20)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**30), 10**30) | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=5),
    max_leaves=12,
)


@settings(max_examples=300)
@given(VALUES)
def test_canonical_json_is_what_postgresql_writes(value):
    with connection.cursor() as cursor:
        cursor.execute("SELECT (%s::jsonb)::text", [canonical_json(value)])
        assert cursor.fetchone() == (canonical_json(value),)


@settings(max_examples=50)
@given(st.dictionaries(TEXTS, VALUES, max_size=4))
def test_event_with_any_payload_is_sealed_as_python_seals_it(payload):
    Event.objects.append(kind="policy_changed", by=None, payload=payload)
    assert list(find_faults()) == []


def test_event_takes_its_place_its_time_and_its_hash_from_the_database():
    article = make_article()
    before = dt.datetime.now(dt.UTC) - dt.timedelta(minutes=1)
    Event.objects.append(kind="article_changed", by=article.owner, article=article)
    first, second, third = article.events.order_by("sequence")
    assert [first.sequence, second.sequence, third.sequence] == [1, 2, 3]
    assert first.previous_hash == ""
    assert second.previous_hash == first.hash
    assert third.previous_hash == second.hash
    assert third.chain == f"article-{article.pk}"
    assert before < third.at < before + dt.timedelta(minutes=2)
    head = ChainHead.objects.get(chain=third.chain)
    assert (head.sequence, head.hash) == (3, third.hash)


def test_event_of_a_claim_stands_in_the_chain_of_its_article():
    claim = make_claim()
    event = claim.events.get()
    assert event.article == claim.article
    assert event.chain == f"article-{claim.article_id}"


def test_event_about_no_article_stands_in_the_chain_of_the_library():
    Event.objects.append(kind="policy_changed", by=None)
    assert Event.objects.get().chain == "library"


def test_event_of_a_claim_of_another_article_is_refused():
    claim, other = make_claim(), make_article()
    with pytest.raises(IntegrityError, match="in the history of its claim's article"):
        Event.objects.append(kind="claim_changed", by=None, article=other, claim=claim)


def test_event_visible_to_leaves_out_the_library_and_what_is_confidential():
    editor = make_editor()
    open_to_all, closed = make_article(), make_article(confidential=True)
    Event.objects.append(kind="policy_changed", by=editor)
    seen = set(Event.objects.visible_to(editor).values_list("article", flat=True))
    assert open_to_all.pk in seen
    assert closed.pk not in seen
    assert None not in seen
