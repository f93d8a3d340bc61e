"""Deciding claims, and the lapse of decisions whose ground has gone."""

from uuid import UUID

from django.db import transaction
from django.db.models import Max

from claims import rules
from claims.actions.constraints import key_used_once
from claims.actions.locks import lock_claim
from claims.exceptions import Stale
from claims.models import Citation, Claim, Event, Person, Verdict
from claims.text.evidence import Policy, evidence_digest, unmet_evidence

# A claim with two questions carries the less favourable answer.
_WORST_FIRST = (Verdict.Rating.DISPUTED, Verdict.Rating.UNSOURCED, Verdict.Rating.VERIFIED)


@transaction.atomic
def record_verdict(
    *,
    claim_id: int,
    rating: str,
    rationale: str,
    version: int,
    by: Person,
    question: str = Verdict.Question.TRUTH,
    idempotency_key: UUID | None = None,
) -> Verdict:
    """Add a verdict to a claim; the claim takes its rating.

    Args:
        claim_id: its row stays locked until the transaction ends.
        rating: a `Verdict.Rating` value: verified, disputed or unsourced.
        rationale: shown under the rating.
        version: the claim's version that the reviewer saw.
        question: a `Verdict.Question` value; of a quotation, was it said or is it true.
        idempotency_key: made with the form. The same key again gives the same verdict.

    Raises:
        NotFound: no such claim, or `by` may not see it.
        NotAllowed: `by` is no reviewer, or wrote the article.
        Stale: the claim has changed since `version`.
        EvidenceMissing: the policy for this kind of claim asks for more; `unmet` says what.
    """
    claim, evidence, policy, revision_id, number, ratings = lock_claim(claim_id, by=by)
    try:
        rules.check_can_record_verdict(
            claim,
            rating=rating,
            rationale=rationale,
            question=question,
            version=version,
            citations=evidence,
            policy=policy,
            by=by,
        )
    except Stale as stale:
        same = _same_again(claim, idempotency_key, by=by)
        # The same form with other words in it is no retry: what it says now is new.
        if same and (same.rating, same.rationale, same.question) == (rating, rationale, question):
            return same
        raise _with_rival(claim, stale, by=by) from None
    with key_used_once():
        verdict = Verdict.objects.create(
            claim=claim,
            number=number,
            question=question,
            rating=rating,
            rationale=rationale,
            wording=claim.wording,
            reviewer=by,
            revision_id=revision_id,
            evidence_digest=evidence_digest(evidence),
            idempotency_key=idempotency_key,
        )
    ratings[question] = rating
    claim.rating = next(worst for worst in _WORST_FIRST if worst in ratings.values())
    claim.version = version + 1
    claim.recheck = []
    claim.save(update_fields=["rating", "version", "recheck"])
    Event.objects.append(
        kind=Event.Kind.VERDICT_RECORDED,
        claim=claim,
        by=by,
        payload={
            "verdict": verdict.pk,
            "question": verdict.question,
            "rating": verdict.rating,
            "rationale": verdict.rationale,
        },
    )
    return verdict


def _same_again(claim: Claim, key: UUID | None, *, by: Person) -> Verdict | None:
    """Return the verdict that this very form has given already: a double click, a retry."""
    if key is None:
        return None
    verdict = claim.verdicts.filter(idempotency_key=key, reviewer=by).first()
    if verdict:
        verdict.claim = claim
    return verdict


def _with_rival(claim: Claim, stale: Stale, *, by: Person) -> Stale:
    """Return the refusal with the decision that came first, so that both can be shown."""
    newest = claim.verdicts.select_related("reviewer").order_by("-number").first()
    if newest and newest.number > claim.lapsed and newest.reviewer != by:
        stale.current |= {
            "rating": newest.rating,
            "rationale": newest.rationale,
            "reviewer": str(newest.reviewer),
            "created_at": newest.created_at.isoformat(),
        }
    return stale


def lapse_verdict(claim: Claim, *, reasons: list[str], by: Person) -> None:
    """Take the rating off a claim whose ground has changed; it asks for a recheck.

    Called inside an action that holds the claim's lock. The verdicts stay in the history, and none
    of those there now counts again.

    Args:
        reasons: a sentence each, for the person who decides again.
    """
    claim.recheck = [*claim.recheck, *reasons]
    claim.lapsed = claim.verdicts.aggregate(last=Max("number"))["last"] or 0
    before, claim.rating = claim.rating, ""
    claim.save(update_fields=["rating", "recheck", "lapsed"])
    Event.objects.append(
        kind=Event.Kind.VERDICT_LAPSED,
        claim=claim,
        by=by,
        payload={"rating": before, "reasons": reasons},
    )


def lapse_if_unmet(claim: Claim, *, policy: Policy, reason: str, by: Person) -> None:
    """Lapse a claim's verdicts when the citations left no longer carry one that counts."""
    if not claim.rating:
        return
    evidence = rules.evidence_of(Citation.objects.in_use_for(claim))
    counting = claim.verdicts.filter(number__gt=claim.lapsed).order_by("question", "-number")
    unmet = [
        sentence
        for verdict in counting.distinct("question")
        for sentence in unmet_evidence(
            rating=verdict.rating, rationale=verdict.rationale, citations=evidence, policy=policy
        )
    ]
    if unmet:
        lapse_verdict(claim, reasons=[reason, *dict.fromkeys(unmet)], by=by)
