"""The claim in hand: everything beside the text, and the claim's own page."""

from __future__ import annotations

import datetime as dt
from typing import TypedDict
from uuid import UUID, uuid4

from django.utils import timezone

from claims import rules
from claims.models import Citation, Claim, EvidencePolicy, Mention, Person, Verdict
from claims.queries.history import Happening, get_claim_history
from claims.text.evidence import unmet_evidence


class Decision(TypedDict):
    """The newest verdict on one question of a claim."""

    question: str
    asked: str
    verdict: Verdict | None


class Rights(TypedDict):
    """What somebody may do to a claim, and what its forms begin with."""

    may_decide: bool
    may_cite: bool
    may_change: bool
    why_not: str
    stances: list[tuple[str, str]]
    key: UUID
    today: dt.date


class ClaimPanel(Rights):
    """What the panel shows. `needs` says for each rating what is still missing."""

    claim: Claim
    mentions: list[Mention]
    citations: list[Citation]
    withdrawn: list[Citation]
    decisions: list[Decision]
    happenings: list[Happening]
    needs: dict[str, list[str]]


def get_claim_panel(claim: Claim, *, by: Person) -> ClaimPanel:
    """Return the claim in hand, in a constant number of statements. Needs the article joined."""
    citations = list(
        Citation.objects.filter(claim=claim)
        .select_related("source", "added_by", "withdrawn_by")
        .order_by("id")
    )
    in_use = [citation for citation in citations if citation.withdrawn_at is None]
    return {
        "claim": claim,
        "mentions": get_mentions(claim),
        "citations": in_use,
        "withdrawn": [citation for citation in citations if citation.withdrawn_at],
        "decisions": get_decisions(claim),
        "happenings": get_claim_history(claim),
        "needs": get_needs(claim, in_use),
        **get_rights(claim, by=by),
    }


def get_rights(claim: Claim, *, by: Person) -> Rights:
    """Return what `by` may do to the claim, and what its forms begin with."""
    decide = rules.refusal(rules.check_can_give_verdicts, claim.article, by=by)
    return {
        "may_decide": not decide,
        "why_not": decide,
        "may_cite": rules.can(rules.check_can_add_citation, claim, by=by),
        "may_change": rules.can(rules.check_can_change_claim, claim, by=by),
        "stances": Citation.Stance.choices,
        "key": uuid4(),
        "today": timezone.localdate(),
    }


def get_mentions(claim: Claim) -> list[Mention]:
    """Return the places of the claim in the newest draft that has any, in reading order."""
    mentions = list(
        claim.mentions.select_related("revision").defer("revision__text", "revision__blocks")
    )
    newest = max((mention.revision.number for mention in mentions), default=0)
    return [mention for mention in mentions if mention.revision.number == newest]


def get_decisions(claim: Claim, verdict: Verdict | None = None) -> list[Decision]:
    """Return the newest verdict on each question that the kind of claim has.

    Args:
        verdict: the one recorded just now, which saves asking where there is one question only.
    """
    if verdict is not None and claim.kind != Claim.Kind.QUOTATION:
        newest = {verdict.question: verdict}
    else:
        verdicts = claim.verdicts.select_related("reviewer").order_by("question", "-number")
        newest = {each.question: each for each in verdicts.distinct("question")}
    questions = [Verdict.Question.TRUTH]
    if claim.kind == Claim.Kind.QUOTATION:
        questions = [Verdict.Question.ATTRIBUTION, Verdict.Question.TRUTH]
    return [
        {"question": question.value, "asked": question.label, "verdict": newest.get(question)}
        for question in questions
    ]


def get_needs(claim: Claim, citations: list[Citation]) -> dict[str, list[str]]:
    """Return what each rating still lacks, a rationale taken as given."""
    policies = EvidencePolicy.objects.filter(kind__in=["", claim.kind])
    policy = rules.policy_of(list(policies), claim.kind)
    evidence = rules.evidence_of(citations)
    return {
        rating: unmet_evidence(rating=rating, rationale="given", citations=evidence, policy=policy)
        for rating in Verdict.Rating.values
    }
