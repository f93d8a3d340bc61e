"""Words that a new draft no longer has: marked anew elsewhere, or closed by somebody."""

from django.db import transaction
from django.utils import timezone

from claims import rules
from claims.actions.locks import lock_claim
from claims.actions.searching import refresh_search
from claims.actions.verdicts import lapse_verdict
from claims.exceptions import NotFound
from claims.models import Claim, Event, Mention, Person, Revision
from claims.text.offsets import TextPosition, surroundings

MOST_WORDING_CODE_POINTS = 2_000


def open_orphan(claim: Claim, draft: Revision, words: str) -> Mention | None:
    """Return the orphan of a claim that stands best for `words`: of the same words, or the first.

    Called inside an action that holds the claim's lock.
    """
    orphans = list(claim.mentions.orphans().filter(revision=draft).order_by("pk"))
    same = (orphan for orphan in orphans if _flat(orphan.exact) == _flat(words))
    return next(same, orphans[0] if orphans else None)


def place_orphan(
    orphan: Mention, draft: Revision, position: TextPosition, *, claim: Claim, by: Person
) -> Mention:
    """Give an orphan a place in the draft. Other words than its own take the rating off the claim.

    Called inside an action that holds the claim's lock.
    """
    was = orphan.exact
    now = draft.text[position.start : position.end]
    is_same = _flat(was) == _flat(now)
    orphan.start, orphan.end, orphan.exact = position.start, position.end, now
    orphan.prefix, orphan.suffix = surroundings(draft.text, position.start, position.end)
    orphan.state = Mention.State.MOVED if is_same else Mention.State.EDITED
    orphan.reasons = [] if is_same else ["wording"]
    orphan.save()
    if _flat(claim.wording) == _flat(was):
        claim.wording = _flat(now)[:MOST_WORDING_CODE_POINTS]
        claim.save(update_fields=["wording"])
    refresh_search([claim.pk])
    Event.objects.append(
        kind=Event.Kind.MENTION_PLACED, claim=claim, by=by, payload={"was": was, "exact": now}
    )
    if claim.rating and not is_same:
        reason = f"Its words were marked anew: “{_flat(was)}” is now “{_flat(now)}”."
        lapse_verdict(claim, reasons=[reason], by=by)
    return orphan


@transaction.atomic
def close_orphan(*, mention_id: int, by: Person) -> Claim:
    """Close a place whose words are gone. A claim that has no place left is closed with it.

    Raises:
        NotFound: no such orphan, or it is not for `by`.
        NotAllowed, WrongState: see `rules.check_can_close_orphan`.
    """
    found = Mention.objects.filter(pk=mention_id).values_list("claim", flat=True).first()
    claim = lock_claim(found or 0, by=by).claim
    orphan = Mention.objects.select_for_update(of=("self",), no_key=True).get(pk=mention_id)
    if orphan.state != Mention.State.ORPHANED:
        raise NotFound
    rules.check_can_close_orphan(claim, orphan, by=by)
    orphan.closed_at, orphan.closed_by = timezone.now(), by
    orphan.save(update_fields=["closed_at", "closed_by"])
    Event.objects.append(
        kind=Event.Kind.MENTION_CLOSED, claim=claim, by=by, payload={"exact": orphan.exact}
    )
    rest = claim.mentions.filter(revision=orphan.revision_id, closed_at=None)
    claim.version += 1
    if rest.exists():
        claim.save(update_fields=["version"])
        return claim
    claim.closed_at, claim.closed_by, claim.recheck = timezone.now(), by, []
    claim.save(update_fields=["version", "closed_at", "closed_by", "recheck"])
    Event.objects.append(
        kind=Event.Kind.CLAIM_CLOSED, claim=claim, by=by, payload={"number": claim.number}
    )
    return claim


@transaction.atomic
def reopen_claim(*, claim_id: int, by: Person) -> Claim:
    """Take a closed claim back into the check: to be marked in the draft, and decided again.

    Raises:
        NotFound, NotAllowed, WrongState: see `rules.check_can_reopen_claim`.
    """
    claim = lock_claim(claim_id, by=by).claim
    rules.check_can_reopen_claim(claim, by=by)
    claim.closed_at = claim.closed_by = None
    claim.version += 1
    claim.save(update_fields=["closed_at", "closed_by", "version"])
    Event.objects.append(
        kind=Event.Kind.CLAIM_REOPENED, claim=claim, by=by, payload={"number": claim.number}
    )
    if claim.verdicts.exists():
        lapse_verdict(claim, reasons=["It was closed, and taken back into the check."], by=by)
    return claim


def _flat(text: str) -> str:
    return " ".join(text.split())
