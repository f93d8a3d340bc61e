"""The claim in hand: everything beside the text, and the claim's own page."""

from __future__ import annotations

import datetime as dt
from typing import TypedDict
from uuid import UUID, uuid4

from django.utils import timezone

from claims import rules
from claims.models import (
    Acceptance,
    Citation,
    Claim,
    DraftCitation,
    EvidencePolicy,
    Mention,
    Person,
    Revision,
    Verdict,
)
from claims.queries.history import Happening, get_claim_history
from claims.queries.joining import JoinedLine, get_joined
from claims.queries.release import acceptance_of
from claims.text.evidence import unmet_evidence


class Decision(TypedDict):
    """The newest verdict on one question of a claim. `acceptance` lets it stand unsourced."""

    question: str
    asked: str
    verdict: Verdict | None
    acceptance: Acceptance | None


class Change(TypedDict):
    """What became of a place of the claim since it was decided; `after` is None where it is gone.

    `reasons` are those of `Mention`, of all drafts since.
    """

    before: Mention
    after: Mention | None
    reasons: list[str]


class Rights(TypedDict):
    """What somebody may do to a claim, and what its forms begin with."""

    may_decide: bool
    may_cite: bool
    may_change: bool
    may_accept: bool
    why_not: str
    stances: list[tuple[str, str]]
    key: UUID
    today: dt.date


class ClaimPanel(Rights):
    """What the panel shows. `needs` says for each rating what is still missing.

    `drafts` are the comments and footnotes of the copy on its words, to be used or discarded.
    """

    claim: Claim
    mentions: list[Mention]
    orphans: list[Mention]
    changes: list[Change]
    may_confirm: bool
    joined: list[JoinedLine]
    citations: list[Citation]
    drafts: list[DraftCitation]
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
    every = get_mentions(claim)
    newest = _of_newest_draft(claim, every)
    decisions = get_decisions(claim)
    rights = get_rights(claim, by=by)
    is_in_draft = any(mention.start is not None for mention in newest)
    was_decided = any(decision["verdict"] for decision in decisions)
    return {
        "claim": claim,
        "may_confirm": rights["may_decide"] and is_in_draft and was_decided,
        "mentions": [mention for mention in newest if mention.start is not None],
        "orphans": [mention for mention in newest if mention.start is None],
        "changes": _changes(claim, every, newest, decisions),
        "joined": get_joined(claim),
        "citations": in_use,
        "drafts": get_draft_citations(claim, every),
        "withdrawn": [citation for citation in citations if citation.withdrawn_at],
        "decisions": decisions,
        "happenings": get_claim_history(claim),
        "needs": get_needs(claim, in_use),
        **rights,
    }


def get_rights(claim: Claim, *, by: Person) -> Rights:
    """Return what `by` may do to the claim, and what its forms begin with."""
    decide = rules.refusal(rules.check_can_give_verdicts, claim.article, by=by)
    return {
        "may_decide": not decide,
        "why_not": decide,
        "may_cite": rules.can(rules.check_can_add_citation, claim, by=by),
        "may_change": rules.can(rules.check_can_change_claim, claim, by=by),
        "may_accept": rules.can(
            rules.check_can_accept_unsourced, claim, version=claim.version, by=by
        ),
        "stances": Citation.Stance.choices,
        "key": uuid4(),
        "today": timezone.localdate(),
    }


def get_mentions(claim: Claim) -> list[Mention]:
    """Return the places of the claim in all drafts, those closed left out."""
    mentions = claim.mentions.filter(closed_at=None).select_related("revision")
    return list(mentions.defer("revision__text", "revision__blocks"))


def _of_newest_draft(claim: Claim, mentions: list[Mention]) -> list[Mention]:
    """Return those of the article's newest draft, in reading order, orphans last."""
    drafts = Revision.objects.filter(article=claim.article_id).order_by("-number")
    newest = drafts.values_list("pk", flat=True)[0]
    return [mention for mention in mentions if mention.revision_id == newest]


def _changes(
    claim: Claim, every: list[Mention], newest: list[Mention], decisions: list[Decision]
) -> list[Change]:
    """Return what became of the places that the last decision was made on, while it is asked.

    Of a claim that nobody decided: what the newest draft made of them.
    """
    if not claim.recheck:
        return []
    by_id = {mention.pk: mention for mention in every}
    decided = {decision["verdict"].revision_id for decision in decisions if decision["verdict"]}
    changes: list[Change] = []
    for mention in newest:
        before, reasons = mention, list(mention.reasons)
        while before.revision_id not in decided and before.previous_id in by_id:
            before = by_id[before.previous_id]
            if not decided:
                break
            if before.revision_id not in decided:
                reasons += before.reasons
        is_gone = mention.start is None
        if before is not mention and (reasons or is_gone):
            after = None if is_gone else mention
            changes.append(
                {"before": before, "after": after, "reasons": list(dict.fromkeys(reasons))}
            )
    return changes


def get_draft_citations(claim: Claim, mentions: list[Mention]) -> list[DraftCitation]:
    """Return the comments and footnotes of the copy on these mentions that wait to be used.

    Those of an earlier draft too, where a later one came without its notes: each once, and none
    that somebody settled already.

    Args:
        mentions: the claim's places in all drafts.
    """
    places: dict[int, list[tuple[int, int]]] = {}
    for mention in mentions:
        if mention.start is not None and mention.end is not None:
            of_draft = places.setdefault(mention.revision_id, [])
            of_draft.append((mention.start, mention.end))
    notes = DraftCitation.objects.filter(revision__article=claim.article_id)
    settled: set[tuple[str, str, str]] = set()
    waiting: dict[tuple[str, str, str], DraftCitation] = {}
    for note in notes.order_by("revision__number", "start", "id"):
        key = (note.kind, note.text, note.author)
        if note.citation_id or note.discarded_at:
            settled.add(key)
        elif any(
            start < note.end and note.start < end for start, end in places.get(note.revision_id, ())
        ):
            waiting[key] = note
    return [note for key, note in waiting.items() if key not in settled]


def get_decisions(claim: Claim, verdict: Verdict | None = None) -> list[Decision]:
    """Return the newest verdict on each question that the kind of claim has.

    Args:
        verdict: the one recorded just now, which saves asking where there is one question only.
    """
    accepted: dict[str, Acceptance | None] = {}
    if verdict is not None and claim.kind != Claim.Kind.QUOTATION:
        newest = {verdict.question: verdict}  # which nobody can have accepted yet
    else:
        verdicts = claim.verdicts.select_related("reviewer", "acceptance__editor")
        verdicts = verdicts.order_by("question", "-number")
        newest = {each.question: each for each in verdicts.distinct("question")}
        accepted = {question: acceptance_of(each) for question, each in newest.items()}
    questions = [Verdict.Question.TRUTH]
    if claim.kind == Claim.Kind.QUOTATION:
        questions = [Verdict.Question.ATTRIBUTION, Verdict.Question.TRUTH]
    return [
        {
            "question": question.value,
            "asked": question.label,
            "verdict": newest.get(question),
            "acceptance": accepted.get(question),
        }
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
