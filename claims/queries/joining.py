"""Which claims were joined to one, which one could be, and what a joined one was."""

from __future__ import annotations

from typing import NamedTuple, TypedDict

from claims import rules
from claims.models import Citation, Claim, Person, Verdict
from claims.queries.history import Happening, get_claim_history
from claims.text.likeness import nearest_first


class JoinedLine(NamedTuple):
    """A claim that was joined, with the newest verdict on it as it then was, or None."""

    claim: Claim
    verdict: Verdict | None


class JoinedPage(TypedDict):
    """What a joined claim was."""

    claim: Claim
    into: Claim
    verdicts: list[Verdict]
    citations: list[Citation]
    happenings: list[Happening]
    may_unjoin: bool
    why_not: str


def get_joined(claim: Claim) -> list[JoinedLine]:
    """Return what was joined to a claim, by number."""
    joined = list(claim.joined.defer("search").order_by("number"))
    if not joined:
        return []
    verdicts = Verdict.objects.filter(claim__in=joined).select_related("reviewer")
    newest = verdicts.order_by("claim_id", "-number").distinct("claim_id")
    by_claim = {verdict.claim_id: verdict for verdict in newest}
    return [JoinedLine(each, by_claim.get(each.pk)) for each in joined]


def get_join_choices(claim: Claim) -> list[Claim]:
    """Return the claims that one can be joined to, those of the nearest wording first."""
    others = list(
        Claim.objects.in_check()
        .filter(article=claim.article_id)
        .exclude(pk=claim.pk)
        .only("number", "wording", "rating", "recheck", "version")
        .order_by("number")
    )
    order = nearest_first(claim.wording, [other.wording for other in others])
    return [others[place] for place in order]


def get_joined_page(claim: Claim, *, into: Claim, by: Person) -> JoinedPage:
    """Return what `claim`, joined to `into`, was. Needs the article joined."""
    why_not = rules.refusal(rules.check_can_unjoin_claim, claim, by=by)
    citations = Citation.objects.filter(claim=claim).select_related("source", "added_by")
    return {
        "claim": claim,
        "into": into,
        "verdicts": list(claim.verdicts.select_related("reviewer").order_by("-number")),
        "citations": list(citations.order_by("id")),
        "happenings": get_claim_history(claim),
        "may_unjoin": not why_not,
        "why_not": why_not,
    }
