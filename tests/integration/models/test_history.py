"""What is added and never changed: by plain SQL, as the role the desk itself connects with."""

import pytest
from django.db import IntegrityError, connection, transaction

from claims.actions.citations import withdraw_citation
from claims.models import Citation, Event, Revision, Verdict
from tests.factories import make_admin, make_citation, make_claim, make_source, make_verdict

pytestmark = pytest.mark.django_db

HISTORY = [Revision, Verdict, Event]


def _run(sql, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


def _run_to_the_end(sql, *values):
    """Run `sql` and what is checked when a transaction ends."""
    with transaction.atomic():
        _run(sql, *values)
        _run("SET CONSTRAINTS ALL IMMEDIATE")


def _insert_to_the_end(row):
    with transaction.atomic():
        row.save(force_insert=True)
        _run("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.fixture
def history():
    make_verdict(claim=make_claim(citations=1))
    _run("SET CONSTRAINTS ALL IMMEDIATE")  # a table with checks to come cannot be truncated


@pytest.mark.usefixtures("history")
@pytest.mark.parametrize("model", HISTORY, ids=lambda model: model.__name__)
@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE {} SET id = id",
        "DELETE FROM {}",
        "DELETE FROM {} WHERE false",
        "TRUNCATE {} CASCADE",
    ],
)
def test_history_refuses_to_be_changed(model, sql):
    before = list(model.objects.values())
    with pytest.raises(IntegrityError, match="is history: its rows are added, never changed"):
        _run(sql.format(model._meta.db_table))
    assert list(model.objects.values()) == before


@pytest.mark.usefixtures("history")
@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE claims_revision SET text = 'Other words.'",
        "UPDATE claims_verdict SET rating = 'disputed'",
        "UPDATE claims_event SET payload = '{}'",
        "INSERT INTO claims_verdict SELECT * FROM claims_verdict ON CONFLICT (id) DO UPDATE"
        " SET rating = 'disputed'",
        "WITH gone AS (DELETE FROM claims_event RETURNING id) SELECT * FROM gone",
        "MERGE INTO claims_verdict v USING claims_claim c ON v.claim_id = c.id"
        " WHEN MATCHED THEN DELETE",
        "TRUNCATE claims_article CASCADE",
        "TRUNCATE claims_person CASCADE",
    ],
)
def test_history_refuses_every_way_around(sql):
    with pytest.raises(IntegrityError, match="is history"):
        _run(sql)


@pytest.mark.usefixtures("history")
@pytest.mark.parametrize("table", ["claims_article", "claims_claim", "claims_person"])
def test_history_holds_on_to_what_it_is_about(table):
    with pytest.raises(IntegrityError):
        _run_to_the_end(f"DELETE FROM {table}")


@pytest.mark.parametrize("sql", ["DELETE FROM claims_citation", "TRUNCATE claims_citation CASCADE"])
def test_citation_is_never_deleted(sql):
    make_citation()
    _run("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(IntegrityError, match="is history"):
        _run(sql)
    assert Citation.objects.count() == 1


@pytest.mark.parametrize(
    "change",
    [
        "passage = 'Other words.'",
        "url = 'https://example.org/other'",
        "locator = 'p. 9'",
        "stance = 'contradicts'",
        "tier = 'primary'",
        "read_at = '2020-01-01'",
        "created_at = '2020-01-01'",
        "added_by_id = added_by_id + 1",
        "claim_id = claim_id + 1",
    ],
)
def test_citation_keeps_what_it_says(change):
    make_citation()
    with pytest.raises(IntegrityError, match="withdrawn and made anew, never rewritten"):
        _run(f"UPDATE claims_citation SET {change}")


def test_citation_follows_its_source_into_another():
    citation, heir = make_citation(), make_source()
    _run("UPDATE claims_citation SET source_id = %s", heir.pk)
    citation.refresh_from_db()
    assert citation.source == heir


@pytest.mark.parametrize(
    "change",
    [
        "withdrawn_at = NULL, withdrawn_by_id = NULL, withdrawn_reason = ''",
        "withdrawn_reason = 'Another reason.'",
        "withdrawn_at = now()",
    ],
)
def test_citation_is_withdrawn_once(change):
    citation = make_citation()
    withdraw_citation(citation_id=citation.pk, reason="It is wrong.", by=citation.added_by)
    with pytest.raises(IntegrityError, match="never rewritten"):
        _run(f"UPDATE claims_citation SET {change}")


@pytest.mark.parametrize("rating", ["verified", "disputed", "unsourced"])
def test_rating_without_a_verdict_is_refused_when_the_transaction_ends(rating):
    make_claim()
    with pytest.raises(IntegrityError, match="but its verdicts say"):
        _run_to_the_end("UPDATE claims_claim SET rating = %s", rating)


def test_rating_other_than_the_newest_verdict_is_refused():
    claim = make_claim(rating="verified")
    make_verdict(claim=claim, rating="disputed")
    with pytest.raises(IntegrityError, match="is rated verified but its verdicts say disputed"):
        _run_to_the_end("UPDATE claims_claim SET rating = 'verified'")


def test_rating_taken_off_is_allowed_and_put_back_as_well():
    make_claim(rating="verified")
    _run_to_the_end("UPDATE claims_claim SET rating = ''")
    _run_to_the_end("UPDATE claims_claim SET rating = 'verified'")


def test_verdict_that_the_claim_does_not_carry_is_refused():
    claim = make_claim(rating="verified")
    verdict = claim.verdicts.get()
    verdict.pk, verdict.number, verdict.rating = None, 2, "disputed"
    with pytest.raises(IntegrityError, match="is rated verified but its verdicts say disputed"):
        _insert_to_the_end(verdict)


@pytest.mark.parametrize(
    ("truth", "attribution", "carried"),
    [
        ("verified", "verified", "verified"),
        ("verified", "unsourced", "unsourced"),
        ("disputed", "verified", "disputed"),
        ("unsourced", "disputed", "disputed"),
    ],
)
def test_rating_of_a_quotation_is_the_less_favourable_answer(truth, attribution, carried):
    claim = make_claim(exact="We had no warning", kind="quotation")
    make_verdict(claim=claim, rating=truth, question="truth")
    make_verdict(claim=claim, rating=attribution, question="attribution")
    claim.refresh_from_db()
    assert claim.rating == carried
    for other in {"verified", "disputed", "unsourced"} - {carried}:
        with pytest.raises(IntegrityError, match=f"its verdicts say {carried}"):
            _run_to_the_end("UPDATE claims_claim SET rating = %s", other)


def test_retiring_a_source_by_hand_needs_a_reason():
    source = make_source(by=make_admin())
    with pytest.raises(IntegrityError):
        _run("UPDATE claims_source SET retired_at = now() WHERE id = %s", source.pk)
