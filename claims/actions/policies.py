"""The evidence policies: how much a verdict needs."""

from typing import Any

from django.db import transaction

from claims import rules
from claims.exceptions import BadInput, NotFound
from claims.models import Claim, Event, EvidencePolicy, Person, Source

MOST_CITATIONS = 20
_FIELDS = ("verified_citations", "verified_origins", "verified_tier", "disputed_citations")


@transaction.atomic
def set_evidence_policy(
    *,
    kind: str,
    by: Person,
    verified_citations: int,
    verified_origins: int,
    verified_tier: str,
    disputed_citations: int,
) -> EvidencePolicy:
    """Say what verdicts on a kind of claim need from now on. Those given before stay.

    Args:
        kind: a `Claim.Kind` value; empty for every kind that has no policy of its own.
        verified_tier: a `Source.Tier` value, or empty where any will do.

    Raises:
        NotAllowed: `by` is no admin.
        BadInput: no such kind or tier, or a number out of bounds.
    """
    rules.check_can_set_evidence_policy(by=by)
    wanted: dict[str, Any] = {
        "verified_citations": verified_citations,
        "verified_origins": verified_origins,
        "verified_tier": verified_tier,
        "disputed_citations": disputed_citations,
    }
    _check(kind, wanted)
    policy, is_new = EvidencePolicy.objects.select_for_update().get_or_create(
        kind=kind, defaults=wanted
    )
    changed = {
        name: [None if is_new else getattr(policy, name), value]
        for name, value in wanted.items()
        if is_new or getattr(policy, name) != value
    }
    for name, value in wanted.items():
        setattr(policy, name, value)
    policy.save(update_fields=list(_FIELDS))
    if changed:
        _append(policy, changed, by=by)
    return policy


@transaction.atomic
def remove_evidence_policy(*, policy_id: int, by: Person) -> None:
    """Drop the policy of a kind; the one for every other kind counts for it again.

    Raises:
        NotAllowed: `by` is no admin.
        NotFound: there is no such policy.
        WrongState: it is the one for every other kind.
    """
    policy = EvidencePolicy.objects.select_for_update().filter(pk=policy_id).first()
    if policy is None:
        raise NotFound
    rules.check_can_remove_evidence_policy(policy, by=by)
    _append(policy, {name: [getattr(policy, name), None] for name in _FIELDS}, by=by)
    policy.delete()


def _append(policy: EvidencePolicy, changed: dict[str, list[Any]], *, by: Person) -> None:
    payload = {"policy": policy.pk, "name": str(policy), "changed": changed}
    Event.objects.append(kind=Event.Kind.POLICY_CHANGED, by=by, payload=payload)


def _check(kind: str, wanted: dict[str, Any]) -> None:
    if kind and kind not in Claim.Kind.values:
        raise BadInput("There is no such kind of claim. Choose one of the list.", field="kind")
    if wanted["verified_tier"] and wanted["verified_tier"] not in Source.Tier.values:
        raise BadInput("There is no such tier. Choose one of the list.", field="verified_tier")
    for name, least in (
        ("verified_citations", 1),
        ("verified_origins", 1),
        ("disputed_citations", 0),
    ):
        if not least <= wanted[name] <= MOST_CITATIONS:
            raise BadInput(f"A number from {least} to {MOST_CITATIONS}.", field=name)
