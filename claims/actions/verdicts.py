"""Deciding claims, and the lapse of decisions whose ground has gone."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from claims import rules
from claims.actions.constraints import key_used_once
from claims.actions.locks import LockedClaim, lock_claim
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
    locked = lock_claim(claim_id, by=by)
    claim = locked.claim
    try:
        rules.check_can_record_verdict(
            claim,
            rating=rating,
            rationale=rationale,
            question=question,
            is_in_draft=locked.is_in_draft,
            version=version,
            citations=locked.evidence,
            policy=locked.policy,
            by=by,
        )
    except Stale as stale:
        same = _same_again(claim, idempotency_key, by=by)
        # The same form with other words in it is no retry: what it says now is new.
        if same and (same.rating, same.rationale, same.question) == (rating, rationale, question):
            return same
        raise _with_rival(claim, stale, by=by) from None
    verdict = _write_verdict(
        locked,
        number=locked.next_verdict,
        question=question,
        rating=rating,
        rationale=rationale,
        idempotency_key=idempotency_key,
        by=by,
    )
    _rate(claim, {**locked.ratings, question: rating})
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


@transaction.atomic
def confirm_verdict(
    *, claim_id: int, version: int, by: Person, idempotency_key: UUID | None = None
) -> list[Verdict]:
    """Decide a claim that asks for a recheck as it was decided before: it still holds.

    New verdicts with the rating and the rationale of the lapsed ones, one for each question that
    had one, on the citations there are now.

    Args:
        version: the claim's version that the reviewer saw.
        idempotency_key: made with the form. The same key again gives the same verdict.

    Raises:
        NotFound, NotAllowed, Stale, EvidenceMissing: as `record_verdict`.
        WrongState: nothing asks for a recheck, or there is nothing to confirm.
    """
    locked = lock_claim(claim_id, by=by)
    claim = locked.claim
    same = _same_again(claim, idempotency_key, by=by)
    if same:
        return [same]
    lapsed = _lapsed_verdicts(claim)
    rules.check_can_confirm_verdict(
        claim,
        lapsed,
        is_in_draft=locked.is_in_draft,
        version=version,
        citations=locked.evidence,
        policy=locked.policy,
        by=by,
    )
    verdicts = [
        _write_verdict(
            locked,
            number=locked.next_verdict + index,
            question=before.question,
            rating=before.rating,
            rationale=before.rationale,
            idempotency_key=idempotency_key if index == 0 else None,
            by=by,
        )
        for index, before in enumerate(lapsed)
    ]
    reasons = claim.recheck
    _rate(claim, {verdict.question: verdict.rating for verdict in verdicts})
    for before, verdict in zip(lapsed, verdicts, strict=True):
        Event.objects.append(
            kind=Event.Kind.VERDICT_RECORDED,
            claim=claim,
            by=by,
            payload={
                "verdict": verdict.pk,
                "confirms": before.pk,
                "question": verdict.question,
                "rating": verdict.rating,
                "rationale": verdict.rationale,
                "reasons": reasons,
            },
        )
    return verdicts


def _write_verdict(
    locked: LockedClaim,
    *,
    number: int,
    question: str,
    rating: str,
    rationale: str,
    idempotency_key: UUID | None,
    by: Person,
) -> Verdict:
    with key_used_once():
        return Verdict.objects.create(
            claim=locked.claim,
            number=number,
            question=question,
            rating=rating,
            rationale=rationale,
            wording=locked.claim.wording,
            reviewer=by,
            revision_id=locked.revision_id,
            evidence_digest=evidence_digest(locked.evidence),
            idempotency_key=idempotency_key,
        )


def _rate(claim: Claim, ratings: Mapping[str, str | None]) -> None:
    """Have the claim carry the worst of the ratings on its questions."""
    claim.rating = next(worst for worst in _WORST_FIRST if worst in ratings.values())
    claim.version += 1
    claim.recheck = []
    claim.save(update_fields=["rating", "version", "recheck"])


def _lapsed_verdicts(claim: Claim) -> list[Verdict]:
    """Return the newest lapsed verdict on each question that the kind of claim has."""
    asked = claim.verdicts.filter(number__lte=claim.lapsed)
    if claim.split_from_id and not claim.verdicts.exists():
        # It may be decided as the claim was that it was split from.
        asked = Verdict.objects.filter(claim=claim.split_from_id, created_at__lt=claim.created_at)
    if claim.kind != Claim.Kind.QUOTATION:
        asked = asked.filter(question=Verdict.Question.TRUTH)
    return list(asked.order_by("question", "-number").distinct("question"))


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


def lapse_for_places(claim: Claim, words: Iterable[str], *, by: Person) -> None:
    """Lapse a claim's verdicts where it was given places of other words than those it had.

    Called inside an action that holds the claim's lock, before the places are written. What says
    the same, word for word, was judged already.

    Args:
        words: what stands at the new places.
    """
    if not claim.rating:
        return
    had = {_flat(exact) for exact in claim.mentions.placed().values_list("exact", flat=True)}
    other = [exact for exact in dict.fromkeys(words) if _flat(exact) not in had]
    if other:
        listed = "”, “".join(" ".join(exact.split()) for exact in other[:5])
        reason = f"It was given other words to stand on: “{listed}”."
        lapse_verdict(claim, reasons=[reason], by=by)


def _flat(text: str) -> str:
    return " ".join(text.split()).casefold()


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
