"""A history that somebody with every right to the database has laid hands on."""

import json
from contextlib import contextmanager
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from claims.models import ChainHead, Event
from claims.queries.chain import find_faults
from tests.factories import make_article, make_claim

pytestmark = pytest.mark.django_db


def _verify(**options):
    out = StringIO()
    call_command("verify_history", stdout=out, **options)
    return out.getvalue()


def _faults(**options):
    return [str(fault) for fault in find_faults(**options)]


@contextmanager
def _triggers_off():
    """Do as the owner of the tables can: switch off what guards them."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE claims_event DISABLE TRIGGER USER")
        yield cursor
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE claims_event ENABLE TRIGGER USER")


@pytest.fixture
def article():
    """An article whose chain has five events, beside another of two."""
    article = make_article(title="Ferry")
    make_article(title="Another")
    for number in range(3):
        Event.objects.append(
            kind="article_changed",
            by=article.owner,
            article=article,
            payload={"title": [f"{number}", "🏠"]},
        )
    return article


@pytest.fixture
def chain(article):
    return list(article.events.order_by("sequence"))


def _heads():
    return {head.chain: (head.sequence, head.hash) for head in ChainHead.objects.all()}


@pytest.mark.usefixtures("chain")
def test_verify_history_of_a_whole_one_says_so():
    assert _verify() == "The history is whole: 7 events.\n"


def test_verify_history_of_an_empty_one_says_so():
    assert _verify() == "The history is whole: 0 events.\n"


@pytest.mark.parametrize(
    "change",
    [
        "payload = jsonb_build_object('title', 'Other')",
        "payload = jsonb_set(payload, '{x}', 'null')",
        "person_id = NULL",
        "kind = 'article_created'",
        "at = at + interval '1 microsecond'",
        "hash = repeat('0', 64)",
        "previous_hash = repeat('0', 64)",
    ],
)
def test_verify_history_names_the_event_that_was_altered(chain, change):
    third = chain[2]
    with _triggers_off() as cursor:
        cursor.execute(f"UPDATE claims_event SET {change} WHERE id = %s", [third.pk])
    assert f"{third.chain} 3 (event {third.pk}): was altered." in _faults()


def test_verify_history_names_an_event_moved_to_another_chain(chain):
    third = chain[2]
    with _triggers_off() as cursor:
        cursor.execute(
            "UPDATE claims_event SET chain = 'library', sequence = 1, article_id = NULL"
            " WHERE id = %s",
            [third.pk],
        )
    faults = _faults()
    assert f"{third.chain} 3: was removed." in faults
    assert f"library 1 (event {third.pk}): was altered." in faults


@pytest.mark.parametrize("position", [1, 2, 4])
def test_verify_history_names_the_event_that_was_removed(chain, position):
    with _triggers_off() as cursor:
        cursor.execute("DELETE FROM claims_event WHERE id = %s", [chain[position - 1].pk])
    assert _faults() == [f"{chain[0].chain} {position}: was removed."]


def test_verify_history_names_each_event_of_a_tail_that_was_removed(chain):
    with _triggers_off() as cursor:
        cursor.execute("DELETE FROM claims_event WHERE id >= %s", [chain[3].pk])
    name = chain[0].chain
    assert _faults() == [f"{name} 4: was removed.", f"{name} 5: was removed."]


def test_verify_history_names_both_of_two_events_that_were_swapped(chain):
    second, third = chain[1], chain[2]
    with _triggers_off() as cursor:
        cursor.execute("UPDATE claims_event SET sequence = 99 WHERE id = %s", [second.pk])
        cursor.execute("UPDATE claims_event SET sequence = 2 WHERE id = %s", [third.pk])
        cursor.execute("UPDATE claims_event SET sequence = 3 WHERE id = %s", [second.pk])
    assert _faults()[:2] == [
        f"{third.chain} 2 (event {third.pk}): was altered.",
        f"{third.chain} 3 (event {second.pk}): was altered.",
    ]


def test_verify_history_names_events_whose_words_were_swapped(chain):
    second, third = chain[2], chain[3]
    with _triggers_off() as cursor:
        for event, other in ((second, third), (third, second)):
            cursor.execute(
                "UPDATE claims_event SET payload = %s WHERE id = %s",
                [json.dumps(other.payload), event.pk],
            )
    assert len([fault for fault in _faults() if "was altered" in fault]) == 2


def test_verify_history_names_every_event_of_a_chain_that_was_removed(chain, article):
    with _triggers_off() as cursor:
        cursor.execute("DELETE FROM claims_event WHERE article_id = %s", [article.pk])
    assert _faults() == [f"{chain[0].chain} {number}: was removed." for number in range(1, 6)]


def test_verify_history_names_a_chain_that_was_removed_with_its_head_against_kept_ones(
    chain, article
):
    kept = _heads()
    with _triggers_off() as cursor:
        cursor.execute("DELETE FROM claims_event WHERE article_id = %s", [article.pk])
        cursor.execute("DELETE FROM claims_chainhead WHERE chain = %s", [chain[0].chain])
    assert _faults() == []
    assert _faults(expected_heads=kept) == [f"{chain[0].chain} 5: was noted down and is gone."]


@pytest.mark.parametrize("change", ["hash = repeat('0', 64)", "sequence = 4"])
def test_verify_history_names_a_head_that_was_edited(chain, change):
    name = chain[0].chain
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE claims_chainhead SET {change} WHERE chain = %s", [name])
    assert _faults() == [f"{name} 5: is not what the head of the chain says."]


def test_verify_history_names_a_head_that_was_removed(chain):
    ChainHead.objects.filter(chain=chain[0].chain).delete()
    assert _faults() == [f"{chain[0].chain} 5: the chain has lost its head."]


def test_verify_history_sees_an_event_inserted_past_the_seal(chain):
    with _triggers_off() as cursor:
        cursor.execute(
            "INSERT INTO claims_event (chain, sequence, article_id, kind, payload, at,"
            " previous_hash, hash) SELECT chain, 6, article_id, 'article_changed', '{}', now(),"
            " hash, repeat('0', 64) FROM claims_event WHERE id = %s",
            [chain[4].pk],
        )
    assert "was altered" in _faults()[0]
    assert f"{chain[0].chain} 6: is not what the head of the chain says." in _faults()


def test_verify_history_against_kept_heads_sees_a_chain_written_anew(chain, article):
    """Who can write every table can seal a false history; not change what others have kept."""
    kept = _heads()
    with _triggers_off() as cursor:
        cursor.execute("DELETE FROM claims_event WHERE article_id = %s", [article.pk])
    ChainHead.objects.filter(chain=chain[0].chain).delete()
    for event in chain:
        Event.objects.append(
            kind=event.kind, by=None, article=article, payload={"title": "Another story"}
        )
    assert _faults() == []
    last = article.events.last()
    assert _faults(expected_heads=kept) == [
        f"{chain[0].chain} 5 (event {last.pk}): is not the one that was noted down."
    ]


def test_verify_history_against_kept_heads_lets_the_chain_grow(chain, article):
    kept = _heads()
    Event.objects.append(kind="article_changed", by=None, article=article)
    assert _faults(expected_heads=kept) == []


def test_verify_history_goes_by_chain_and_finds_the_fault_of_each():
    articles = [make_claim().article for _ in range(3)]
    with _triggers_off() as cursor:
        cursor.execute("DELETE FROM claims_event WHERE sequence = 2")
    assert sorted(_faults()) == sorted(f"article-{each.pk} 2: was removed." for each in articles)


def test_verify_history_with_a_fault_prints_it_and_ends_with_one(chain):
    with _triggers_off() as cursor:
        cursor.execute("DELETE FROM claims_event WHERE id = %s", [chain[2].pk])
    out = StringIO()
    with pytest.raises(CommandError, match="not whole: 1 found") as refusal:
        call_command("verify_history", stdout=out)
    assert refusal.value.returncode == 1
    assert out.getvalue() == f"{chain[0].chain} 3: was removed.\n"


def test_verify_history_keeps_heads_and_checks_against_them(chain, tmp_path):
    path = tmp_path / "heads.json"
    path.write_text(_verify(heads=True))
    kept = json.loads(path.read_text())
    assert kept[chain[0].chain] == [5, chain[4].hash]
    assert len(kept) == 2
    assert "is whole" in _verify(against=path)
    kept[chain[0].chain][1] = "0" * 64
    path.write_text(json.dumps(kept))
    with pytest.raises(CommandError, match="1 found"):
        _verify(against=path)


@pytest.mark.parametrize(
    "content", [None, "", "no json", "[]", '{"library": 3}', '{"a": ["x", 1]}']
)
def test_verify_history_against_a_file_that_holds_no_heads_is_refused(tmp_path, content):
    path = tmp_path / "heads.json"
    if content is not None:
        path.write_text(content)
    with pytest.raises(CommandError, match="is no file that --heads wrote"):
        _verify(against=path)
