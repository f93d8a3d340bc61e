"""What a verdict needs in evidence, and what is missing. The one rule, for every path."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from claims.text.chain import canonical_json

TIERS = ("primary", "secondary", "tertiary")


@dataclass(frozen=True, slots=True)
class Evidence:
    """A citation as the rule sees it. `origin` is equal where two are one voice."""

    id: int
    source: str
    origin: str
    stance: str
    tier: str
    url: str
    passage: str
    locator: str
    is_retired: bool

    @property
    def is_pinned(self) -> bool:
        """Whether another person can find the very place: a passage or a locator."""
        return bool(self.passage.strip() or self.locator.strip())


@dataclass(frozen=True, slots=True)
class Policy:
    """How much a verdict needs; see the model `EvidencePolicy`."""

    verified_citations: int = 1
    verified_origins: int = 1
    verified_tier: str = ""
    disputed_citations: int = 1


def unmet_evidence(
    *, rating: str, rationale: str, citations: Sequence[Evidence], policy: Policy
) -> list[str]:
    """Return what is missing for `rating`, a sentence each; nothing when it may stand.

    Args:
        rating: verified, disputed or unsourced.
        citations: those in use, not the withdrawn ones.
    """
    if rating == "verified":
        return _unmet_for_verified(citations, policy)
    if rating == "disputed":
        return _unmet_for_disputed(rationale, citations, policy)
    return [] if _says_something(rationale) else ["Say in the rationale where you looked."]


def _unmet_for_verified(citations: Sequence[Evidence], policy: Policy) -> list[str]:
    supporting = [citation for citation in citations if citation.stance == "supports"]
    current = [citation for citation in supporting if not citation.is_retired]
    good = [citation for citation in current if citation.is_pinned]
    unmet = []
    if len(good) < policy.verified_citations:
        unmet.append(_missing_support(supporting, current, good, policy.verified_citations))
    origins = {citation.origin for citation in good}
    if len(good) >= policy.verified_citations and len(origins) < policy.verified_origins:
        have = "one origin" if len(origins) == 1 else f"{len(origins)} origins"
        unmet.append(
            f"The citations come from {have}; verified needs {policy.verified_origins} that do"
            " not depend on each other."
        )
    if policy.verified_tier and good:
        enough = TIERS[: TIERS.index(policy.verified_tier) + 1]
        if not any(citation.tier in enough for citation in good):
            unmet.append(f"Verified needs at least one {' or '.join(enough)} source.")
    return unmet


def _missing_support(
    supporting: Sequence[Evidence], current: Sequence[Evidence], good: Sequence[Evidence], need: int
) -> str:
    wanted = _count(need, "supporting citation")
    if not supporting:
        return (
            f"Verified needs {wanted} with a passage or a locator; there is none. Cite one first."
        )
    if not current:
        return "Every supporting source is retired. Cite one that is in use."
    if not good:
        return (
            "The supporting citation has neither a passage nor a locator."
            " Add the words it rests on, or the page, row or minute."
        )
    return (
        f"Verified needs {wanted} with a passage or a locator; there"
        f" {'is' if len(good) == 1 else 'are'} {len(good)}."
    )


def _unmet_for_disputed(rationale: str, citations: Sequence[Evidence], policy: Policy) -> list[str]:
    unmet = []
    if len(citations) < policy.disputed_citations:
        wanted = _count(policy.disputed_citations, "citation")
        have = len(citations) or "none"
        unmet.append(
            f"Disputed needs {wanted}; there {'is' if have in (1, 'none') else 'are'} {have}."
        )
    if not _says_something(rationale):
        unmet.append("Say in the rationale what is wrong with it.")
    return unmet


def _says_something(rationale: str) -> bool:
    return any(char.isalnum() for char in rationale)


def _count(number: int, thing: str) -> str:
    return f"{'a' if number == 1 else number} {thing}{'' if number == 1 else 's'}"


def evidence_digest(citations: Sequence[Evidence]) -> str:
    """Return the SHA-256, in hex, of the citations a verdict rests on, in any order.

    It covers what each says and how it can be found; not what the library later says about the
    source, which may be renamed, merged or retired.
    """
    rows = [
        {
            "id": citation.id,
            "stance": citation.stance,
            "tier": citation.tier,
            "url": citation.url,
            "passage": citation.passage,
            "locator": citation.locator,
        }
        for citation in sorted(citations, key=lambda citation: citation.id)
    ]
    return hashlib.sha256(canonical_json(rows).encode()).hexdigest()
