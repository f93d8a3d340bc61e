"""Citing sources and taking a citation back."""

import datetime as dt
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from claims import rules
from claims.actions.constraints import key_used_once
from claims.actions.draft_citations import use_draft_citation
from claims.actions.locks import lock_citation, lock_claim, lock_source
from claims.actions.sources import find_or_add_source
from claims.actions.verdicts import lapse_if_unmet, lapse_verdict
from claims.exceptions import BadInput
from claims.models import Citation, Claim, Event, Person, Source


@transaction.atomic
def add_citation(
    *,
    claim_id: int,
    by: Person,
    source: Source | None = None,
    source_name: str = "",
    url: str = "",
    passage: str = "",
    locator: str = "",
    stance: str = Citation.Stance.SUPPORTS,
    tier: str = "",
    read_at: dt.date | None = None,
    draft: int | None = None,
    idempotency_key: UUID | None = None,
) -> Citation:
    """Cite a source as evidence for a claim.

    Args:
        source: from the library; or else
        source_name: a name, looked up in the library and added to it where it is new; or else
            the source is the one whose domain `url` is on.
        passage: the words it rests on.
        locator: page, paragraph, table row or time stamp.
        tier: primary, secondary or tertiary; the source's own when empty.
        read_at: the day it was read; today when None.
        draft: the id of the note of the copy that it is made of, if of one.
        idempotency_key: made with the form. The same key again gives the same citation.

    Raises:
        NotFound, NotAllowed: see `rules.check_can_add_citation`.
        WrongState: the source is retired, or the article closed.
        BadInput: no source can be told from what was given, or the day is in the future.
    """
    claim = lock_claim(claim_id, by=by).claim
    rules.check_can_add_citation(claim, by=by)
    if idempotency_key:
        same = claim.citations.filter(idempotency_key=idempotency_key, added_by=by).first()
        if same:
            return same
    today = timezone.localdate()
    if read_at and read_at > today + dt.timedelta(days=1):  # a day's grace for time zones
        raise BadInput("The day it was read lies in the future. Correct the date.", field="read_at")
    source = lock_source((source or find_or_add_source(name=source_name, url=url, by=by)).pk)
    rules.check_can_cite_source(source)
    with key_used_once():
        citation = Citation.objects.create(
            claim=claim,
            source=source,
            url=url,
            passage=passage.strip(),
            locator=locator.strip(),
            stance=stance,
            tier=tier or source.tier,
            read_at=read_at or today,
            added_by=by,
            idempotency_key=idempotency_key,
        )
    if draft:
        use_draft_citation(draft, citation)
    Event.objects.append(
        kind=Event.Kind.CITATION_ADDED,
        claim=claim,
        by=by,
        payload={
            "citation": citation.pk,
            "source": source.name,
            "stance": citation.stance,
            "url": citation.url,
            "locator": citation.locator,
            "passage": citation.passage,
        },
    )
    if citation.stance == Citation.Stance.CONTRADICTS and claim.rating == Claim.Rating.VERIFIED:
        claim.version += 1
        claim.save(update_fields=["version"])
        reason = f"A citation of {source.name} that contradicts it was added."
        lapse_verdict(claim, reasons=[reason], by=by)
    return citation


@transaction.atomic
def withdraw_citation(*, citation_id: int, reason: str, by: Person) -> Citation:
    """Take a citation out of use. A verdict that the rest does not carry lapses.

    Raises:
        NotFound, NotAllowed, WrongState: see `rules.check_can_withdraw_citation`.
        BadInput: no reason is given.
    """
    claim_id = Citation.objects.filter(pk=citation_id).values_list("claim", flat=True).first()
    locked = lock_claim(claim_id or 0, by=by)
    citation = lock_citation(citation_id, claim=locked.claim)
    rules.check_can_withdraw_citation(citation, by=by)
    if not reason.strip():
        raise BadInput("Say why the citation goes.", field="reason")
    citation.withdrawn_at = timezone.now()
    citation.withdrawn_by = by
    citation.withdrawn_reason = reason.strip()
    citation.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
    # Not the claim's own words, yet what a reviewer has before them when they decide.
    locked.claim.version += 1
    locked.claim.save(update_fields=["version"])
    Event.objects.append(
        kind=Event.Kind.CITATION_WITHDRAWN,
        claim=locked.claim,
        by=by,
        payload={
            "citation": citation.pk,
            "source": citation.source.name,
            "reason": citation.withdrawn_reason,
        },
    )
    lapse_if_unmet(
        locked.claim,
        policy=locked.policy,
        reason=f"A citation of {citation.source.name} was withdrawn.",
        by=by,
    )
    return citation
