"""What one row can prove: each constraint, by a row that breaks it and nothing else."""

from uuid import uuid4

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from claims.actions.sources import retire_source
from claims.intake.pasted import read_pasted
from claims.models import (
    Acceptance,
    ApiToken,
    Article,
    Citation,
    Claim,
    ConsistencyNote,
    DraftCitation,
    Event,
    EvidencePolicy,
    Import,
    Mention,
    Original,
    Revision,
    SignOff,
    Source,
    SourceDomain,
    Suggestion,
    Verdict,
)
from tests.factories import (
    TEXT,
    make_admin,
    make_article,
    make_citation,
    make_claim,
    make_editor,
    make_mention,
    make_policy,
    make_revision,
    make_source,
    make_token,
    make_verdict,
)

pytestmark = pytest.mark.django_db

ELSEWHERE = read_pasted(TEXT).text.index("carried")
SHA256 = "0123456789abcdef" * 4


def _of_draft(model, **fields):
    return model.objects.create(revision=make_revision(), **fields)


MAKERS = {
    Acceptance: lambda: Acceptance.objects.create(
        verdict=make_verdict(rating="unsourced"), reason="It rests on him.", editor=make_editor()
    ),
    ConsistencyNote: lambda: _of_draft(
        ConsistencyNote, kind="arithmetic", places=[], message="It does not add up."
    ),
    DraftCitation: lambda: _of_draft(
        DraftCitation, start=0, end=5, kind="comment", text="See the report."
    ),
    Import: lambda: Import.objects.create(filename="a.txt", started_by=make_editor()),
    Original: lambda: _of_draft(Original, media_type="text/plain", digest=SHA256, size=9),
    SignOff: lambda: SignOff.objects.create(
        article=(revision := make_revision()).article,
        revision=revision,
        editor=make_editor(),
        digest=SHA256,
    ),
    Suggestion: lambda: _of_draft(
        Suggestion, start=0, end=5, exact="Ferry", kind="name", score=0.5, reason="A name.", group=1
    ),
    ApiToken: lambda: make_token()[0],
    Article: make_article,
    Citation: make_citation,
    Claim: make_claim,
    Event: lambda: make_claim().events.get(),
    EvidencePolicy: lambda: make_policy("figure"),
    Mention: make_mention,
    Revision: make_revision,
    Source: make_source,
    SourceDomain: lambda: make_source(domains=["example.org"]).domains.get(),
    Verdict: make_verdict,
}
# Which columns a copy of the row takes anew, so that it is a row of its own.
ANEW = {
    Acceptance: lambda: {"verdict": make_verdict(rating="unsourced")},
    Import: lambda: {"key": uuid4()},
    Original: lambda: {"revision": make_revision()},
    Suggestion: lambda: {"end": 6},
    ApiToken: lambda: {"digest": uuid4().hex},
    Article: lambda: {"slug": uuid4().hex},
    Claim: lambda: {"number": 99},
    EvidencePolicy: lambda: {"kind": "date"},
    Mention: lambda: {"start": ELSEWHERE, "end": ELSEWHERE + 7, "exact": "carried"},
    Revision: lambda: {"number": 99},
    Source: lambda: {"name": uuid4().hex},
    SourceDomain: lambda: {"domain": "example.com"},
    Verdict: lambda: {"number": 99},
}
BROKEN = [
    ("article_status_known", Article, {"status": "open"}),
    ("article_has_title", Article, {"title": ""}),
    ("revision_number_once", Revision, {"number": 1}),
    ("revision_number_from_one", Revision, {"number": 0}),
    ("revision_origin_known", Revision, {"origin": "dream"}),
    ("revision_digest_of_text", Revision, {"text": "Other words."}),
    ("claim_number_once", Claim, {"number": 1}),
    ("claim_rating_known", Claim, {"rating": "true"}),
    ("claim_has_wording", Claim, {"wording": ""}),
    ("claim_unrated_while_recheck", Claim, {"rating": "verified", "recheck": ["Look again."]}),
    ("claim_kind_known", Claim, {"kind": "rumour"}),
    ("claim_closed_by_somebody", Claim, {"closed_at": timezone.now()}),
    ("mention_placed_unless_orphaned", Mention, {"start": None}),
    ("mention_placed_unless_orphaned", Mention, {"state": "orphaned"}),
    ("mention_orphan_closed_by_somebody", Mention, {"closed_at": timezone.now()}),
    ("acceptance_has_reason", Acceptance, {"reason": ""}),
    ("consistency_note_dismissed_with_reason", ConsistencyNote, {"dismissed_reason": "No."}),
    ("draft_citation_not_empty", DraftCitation, {"start": 5}),
    ("draft_citation_used_or_discarded", DraftCitation, {"discarded_at": timezone.now()}),
    ("import_state_known", Import, {"state": "lost"}),
    ("import_percent_at_most_100", Import, {"percent": 101}),
    ("import_done_has_draft", Import, {"state": "done"}),
    ("import_refused_says_why", Import, {"state": "refused"}),
    ("original_digest_is_sha256", Original, {"digest": "abc"}),
    ("sign_off_digest_is_sha256", SignOff, {"digest": "abc"}),
    ("suggestion_not_empty", Suggestion, {"start": 6}),
    ("suggestion_place_once", Suggestion, {"end": 5}),
    ("suggestion_score_0_to_1", Suggestion, {"score": 1.5}),
    ("suggestion_dismissed_by_somebody", Suggestion, {"dismissed_reason": "No."}),
    ("citation_tier_known", Citation, {"tier": "best"}),
    ("mention_not_empty", Mention, {"start": 5, "end": 5, "exact": ""}),
    ("mention_state_known", Mention, {"state": "lost"}),
    ("verdict_number_once", Verdict, {"number": 1}),
    ("verdict_rating_known", Verdict, {"rating": "true"}),
    ("verdict_question_known", Verdict, {"question": "why"}),
    ("citation_stance_known", Citation, {"stance": "proves"}),
    ("citation_url_is_web", Citation, {"url": "javascript:alert(1)"}),
    ("citation_withdrawn_by_somebody", Citation, {"withdrawn_reason": "It is wrong."}),
    ("citation_withdrawn_by_somebody", Citation, {"withdrawn_at": timezone.now()}),
    ("evidence_policy_asks_for_one", EvidencePolicy, {"verified_citations": 0}),
    ("evidence_policy_asks_for_one", EvidencePolicy, {"verified_origins": 0}),
    ("source_has_name", Source, {"name": ""}),
    ("source_retired_with_reason", Source, {"retired_at": timezone.now()}),
    ("source_domain_plain", SourceDomain, {"domain": "https://example.com/"}),
    ("source_domain_plain", SourceDomain, {"domain": "Example.com"}),
    ("source_domain_plain", SourceDomain, {"domain": "localhost"}),
    ("api_token_has_name", ApiToken, {"name": ""}),
]
TRIED_BELOW = {
    "claim_joined_asks_nothing",
    "mention_carried_once",
    "mention_place_once",
    "source_name_once",
    "source_merged_is_retired",
    "event_sequence_once",
}


def _insert_copy(row, **changes):
    row.pk = None
    row._state.adding = True
    for name, value in changes.items():
        setattr(row, name, value)
    with transaction.atomic():
        row.save(force_insert=True)


def _broken_constraint(refusal):
    return refusal.value.__cause__.diag.constraint_name


@pytest.mark.parametrize(("constraint", "model", "changes"), BROKEN)
def test_constraint_refuses_a_row_that_breaks_it(constraint, model, changes):
    row = MAKERS[model]()
    anew = ANEW[model]() if model in ANEW else {}
    with pytest.raises(IntegrityError) as refusal:
        _insert_copy(row, **(anew | changes))
    assert _broken_constraint(refusal) == constraint


@pytest.mark.parametrize("model", [*ANEW, Citation], ids=lambda model: model.__name__)
def test_constraint_lets_the_same_row_pass_when_nothing_is_broken(model):
    row = MAKERS[model]()
    _insert_copy(row, **ANEW[model]() if model in ANEW else {})
    assert model.objects.filter(pk=row.pk).exists()


def test_constraints_that_the_models_declare_are_all_tried():
    declared = {
        constraint.name
        for model in apps.get_app_config("claims").get_models()
        for constraint in model._meta.constraints
    }
    tried = {constraint for constraint, _, _ in BROKEN} | TRIED_BELOW
    assert declared <= tried


def test_mention_place_once_refuses_the_same_place_twice():
    mention = make_mention()
    with pytest.raises(IntegrityError) as refusal:
        _insert_copy(mention)
    assert _broken_constraint(refusal) == "mention_place_once"


def test_source_name_once_does_not_count_capitals():
    source = make_source(name="Ministry of Transport")
    with pytest.raises(IntegrityError) as refusal:
        _insert_copy(source, name="MINISTRY of transport")
    assert _broken_constraint(refusal) == "source_name_once"


def test_source_name_once_lets_the_name_of_a_retired_source_be_taken_again():
    source = make_source(name="Ministry")
    retire_source(source_id=source.pk, reason="It was closed.", by=make_admin())
    assert make_source(name="ministry").pk


def test_source_merged_is_retired_refuses_a_merged_source_in_use():
    source, heir = make_source(), make_source()
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        Source.objects.filter(pk=source.pk).update(merged_into=heir)
    assert _broken_constraint(refusal) == "source_merged_is_retired"


def test_event_sequence_once_is_kept_by_the_seal_whatever_is_written():
    event = make_claim().events.get()
    _insert_copy(event, sequence=1, chain="library", hash="0" * 64)
    event.refresh_from_db()
    assert event.chain == f"article-{event.article_id}"
    assert event.sequence == 4


@pytest.mark.parametrize(
    ("model", "columns"),
    [
        (Article, ["slug"]),
        (Article, ["external_id"]),
        (Claim, ["idempotency_key"]),
        (Verdict, ["idempotency_key"]),
        (Citation, ["idempotency_key"]),
        (ApiToken, ["digest"]),
        (EvidencePolicy, ["kind"]),
        (SourceDomain, ["domain"]),
        (Event, ["chain", "sequence"]),
    ],
    ids=lambda value: value.__name__ if isinstance(value, type) else "_".join(value),
)
def test_unique_columns_are_so_in_the_database(model, columns):
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, model._meta.db_table)
    assert [each for each in found.values() if each["unique"] and each["columns"] == columns]


def test_claim_joined_asks_nothing():
    claim = make_claim()
    claim.joined_into, claim.recheck = make_claim(article=claim.article), ["Look again."]
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        claim.save()
    assert _broken_constraint(refusal) == "claim_joined_asks_nothing"


def test_mention_is_carried_to_a_draft_once():
    before, mention = make_mention(), make_mention()
    mention.previous = before
    mention.save()
    with pytest.raises(IntegrityError) as refusal:
        _insert_copy(mention, **ANEW[Mention]())
    assert _broken_constraint(refusal) == "mention_carried_once"
