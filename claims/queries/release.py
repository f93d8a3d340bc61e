"""The end of a check: what is missing, who signed off and whether it still holds."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple, TypedDict

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from claims import rules
from claims.models import (
    Acceptance,
    Article,
    Citation,
    Claim,
    ConsistencyNote,
    Event,
    Mention,
    Person,
    Revision,
    SignOff,
    Suggestion,
    Verdict,
)
from claims.queries.coverage import Item, get_coverage
from claims.text.release import (
    ClaimFacts,
    Missing,
    ReleaseFacts,
    Signed,
    SignedClaim,
    SignOffFacts,
    changes_between,
    parts_of,
    release_digest,
    unmet_release,
)

UNCOVERED_SHOWN = 50
CHANGES_SHOWN = 6


class ClaimRow(NamedTuple):
    id: int
    number: int
    wording: str
    kind: str
    rating: str
    recheck: list[str]
    version: int


@dataclass(frozen=True)
class Check:
    """What the rule needs to know of an article, read in a constant number of statements."""

    article: Article
    revision: Revision
    is_looked_through: bool
    uncovered: list[Item]
    claims: list[ClaimRow]
    verdicts: dict[int, list[Verdict]]
    """By claim: those that count, each with reviewer and acceptance joined."""
    orphans: dict[int, int]
    """By claim."""
    sign_offs: list[SignOff]
    """Oldest first, each with its editor joined."""

    @property
    def deciders(self) -> set[int]:
        """The people whose verdicts count."""
        return {verdict.reviewer_id for found in self.verdicts.values() for verdict in found}

    def acceptances_of(self, claim: ClaimRow) -> list[Acceptance]:
        """Return what an editor accepted of the claim; empty unless all of it was accepted."""
        if claim.rating != Verdict.Rating.UNSOURCED:
            return []
        unsourced = [
            verdict
            for verdict in self.verdicts.get(claim.id, [])
            if verdict.rating == Verdict.Rating.UNSOURCED
        ]
        accepted = [acceptance_of(verdict) for verdict in unsourced]
        found = [acceptance for acceptance in accepted if acceptance is not None]
        return found if len(found) == len(unsourced) else []

    @cached_property
    def signed(self) -> Signed:
        """What a sign-off would vouch for now. Read when it is asked for first."""
        return _get_signed(self)

    @cached_property
    def digest(self) -> str:
        """SHA-256, in hex, of what a sign-off would vouch for now."""
        return release_digest(self.signed)

    @cached_property
    def parts(self) -> dict[str, Any]:
        """The digests of its pieces."""
        return parts_of(self.signed)


class MissingLine(TypedDict):
    """Something that is missing, with what leads there."""

    gap: str
    sentence: str
    claims: list[ClaimRow]


class SignOffLine(TypedDict):
    """A sign-off. `changes` and `objection` say why it does not hold, where it does not."""

    sign_off: SignOff
    holds: bool
    changes: list[str]
    objection: str


class AcceptedLine(TypedDict):
    """A claim that rests on the reporter, and why an editor let it."""

    claim: ClaimRow
    acceptances: list[Acceptance]


class Cleared(TypedDict):
    by: str
    at: dt.datetime


class ReleaseState(TypedDict):
    """The end of the check in short, for the head of the check page."""

    article: Article
    missing: list[MissingLine]
    signed_by: str
    cleared: Cleared | None


class Release(ReleaseState):
    """The end of the check in full.

    `may_...` is what is open to a person at all, whatever is missing; `why_not_...` says why it is
    not, and is empty otherwise.
    """

    revision: Revision
    digest: str
    uncovered: list[Item]
    more_uncovered: int
    sign_offs: list[SignOffLine]
    accepted: list[AcceptedLine]
    has_signed: bool
    may_sign: bool
    why_not_sign: str
    may_clear: bool
    why_not_clear: str
    may_reopen: bool


def get_check(article: Article) -> Check:
    """Return what the rule needs to know of an article as it stands now."""
    drafts = Revision.objects.filter(article=article).only("number", "digest", "article")
    revision = drafts.order_by("-number")[0]
    coverage = get_coverage(article.pk)
    rows = Claim.objects.in_check().filter(article=article).order_by("number")
    fields = ("pk", "number", "wording", "kind", "rating", "recheck", "version")
    verdicts = defaultdict(list)
    for verdict in counting_verdicts().filter(claim__article=article):
        verdicts[verdict.claim_id].append(verdict)
    orphans: dict[int, int] = defaultdict(int)
    lost = Mention.objects.orphans().filter(revision=revision)
    for claim_id in lost.values_list("claim", flat=True):
        orphans[claim_id] += 1
    return Check(
        article=article,
        revision=revision,
        is_looked_through=coverage.is_found,
        uncovered=coverage.uncovered,
        claims=[ClaimRow(*row) for row in rows.values_list(*fields)],
        verdicts=verdicts,
        orphans=orphans,
        sign_offs=list(
            SignOff.objects.filter(article=article)
            .select_related("editor", "revision")
            .defer("revision__text", "revision__blocks")
            .order_by("pk")
        ),
    )


def counting_verdicts() -> QuerySet[Verdict]:
    """Return the verdicts that claims in the check carry: the newest on each question they have."""
    return (
        Verdict.objects.filter(_counts(), claim__joined_into=None, claim__closed_at=None)
        .select_related("reviewer", "acceptance__editor")
        .order_by("claim_id", "question", "-number")
        .distinct("claim_id", "question")
    )


def _counts() -> Q:
    asked = Q(question=Verdict.Question.TRUTH) | Q(claim__kind=Claim.Kind.QUOTATION)
    return asked & Q(number__gt=F("claim__lapsed"))


def acceptance_of(verdict: Verdict) -> Acceptance | None:
    """Return the acceptance of a verdict that has it joined."""
    return getattr(verdict, "acceptance", None)


def get_accepted_counts(article_ids: Iterable[int]) -> dict[int, int]:
    """Return how many claims of each article rest on the reporter, in one statement."""
    later = Verdict.objects.filter(
        claim=OuterRef("claim"), question=OuterRef("question"), number__gt=OuterRef("number")
    )
    not_accepted = Verdict.objects.filter(
        _counts(),
        ~Exists(later),
        claim=OuterRef("pk"),
        rating=Verdict.Rating.UNSOURCED,
        acceptance=None,
    )
    claims = (
        Claim.objects.in_check()
        .filter(~Exists(not_accepted), article__in=list(article_ids), rating=Claim.Rating.UNSOURCED)
        .order_by()
    )
    counts: dict[int, int] = defaultdict(int)
    for article_id in claims.values_list("article", flat=True):
        counts[article_id] += 1
    return counts


def get_facts(check: Check, *, clears: Person | None = None) -> ReleaseFacts:
    """Return a check as the rule sees it.

    Args:
        clears: who would clear the article; whoever signed off a check in which nobody decided
            anything is no second person beside themselves.
    """
    return ReleaseFacts(
        is_looked_through=check.is_looked_through,
        uncovered=tuple(item.exact for item in check.uncovered),
        claims=tuple(
            ClaimFacts(
                number=claim.number,
                rating=claim.rating,
                needs_recheck=bool(claim.recheck),
                is_accepted=bool(check.acceptances_of(claim)),
                orphans=check.orphans.get(claim.id, 0),
            )
            for claim in check.claims
        ),
        sign_offs=tuple(_sign_off_facts(check, each, clears) for each in check.sign_offs),
    )


def _sign_off_facts(check: Check, sign_off: SignOff, clears: Person | None) -> SignOffFacts:
    by = str(sign_off.editor)
    if sign_off.digest != check.digest:
        changes = changes_between(sign_off.parts, check.parts)
        return SignOffFacts(by, changes=tuple(changes) or ("The check changed.",))
    if sign_off.editor_id == check.article.reporter_id:
        return SignOffFacts(by, objection=f"{by} wrote the article. Somebody else has to sign off.")
    if check.deciders == {sign_off.editor_id}:
        return SignOffFacts(
            by, objection=f"{by} decided every claim alone. A second person has to sign off."
        )
    if clears is not None and not check.deciders and sign_off.editor_id == clears.pk:
        return SignOffFacts(
            by,
            objection="You signed off yourself, and there was nothing to decide. A second person"
            " has to sign off, or clear the article.",
        )
    return SignOffFacts(by)


def _get_signed(check: Check) -> Signed:
    citations, places = defaultdict(list), defaultdict(list)
    for claim_id, *row in (
        # Those withdrawn too: what was cited and taken back was a change all the same.
        Citation.objects.filter(claim__article=check.article)
        .annotate(is_in_use=Q(withdrawn_at=None))
        .order_by("pk")
        .values_list(*("claim", "pk", "source", "url", "passage", "locator", "stance", "is_in_use"))
    ):
        citations[claim_id].append(row)
    for claim_id, start, end, exact, closed_at in (
        Mention.objects.filter(revision=check.revision)
        .order_by("start", "end", "pk")
        .values_list("claim", "start", "end", "exact", "closed_at")
    ):
        places[claim_id].append([start, end] if start is not None else [exact, bool(closed_at)])
    suggestions = Suggestion.objects.filter(revision=check.revision, dismissed_at__isnull=False)
    notes = ConsistencyNote.objects.filter(revision=check.revision, dismissed_at__isnull=False)
    return Signed(
        text_digest=check.revision.digest,
        claims=[
            SignedClaim(
                number=claim.number,
                wording=claim.wording,
                kind=claim.kind,
                version=claim.version,
                rating=claim.rating,
                places=places[claim.id],
                verdicts=[
                    [each.number, each.question, each.rating, each.evidence_digest]
                    for each in check.verdicts.get(claim.id, [])
                ],
                citations=citations[claim.id],
                acceptances=[
                    [each.verdict_id, each.reason] for each in check.acceptances_of(claim)
                ],
            )
            for claim in check.claims
        ],
        suggestions=_rows(suggestions.order_by("start", "end"), "start", "end", "exact"),
        notes=_rows(notes.order_by("pk"), "kind", "places", "message", "dismissed_reason"),
    )


def _rows(found: QuerySet[Any], *fields: str) -> list[list[Any]]:
    return [list(row) for row in found.values_list(*fields)]


def get_release_state(article: Article, *, by: Person) -> ReleaseState:
    """Return the end of the check in short, in a constant number of statements."""
    check = get_check(article)
    return _state(check, get_facts(check, clears=_clears(by)))


def get_release(article: Article, *, by: Person) -> Release:
    """Return the end of the check in full, in a constant number of statements."""
    check = get_check(article)
    facts = get_facts(check, clears=_clears(by))
    lines = [
        SignOffLine(
            sign_off=sign_off,
            holds=each.holds,
            changes=list(each.changes[:CHANGES_SHOWN]),
            objection=each.objection,
        )
        for sign_off, each in zip(check.sign_offs, facts.sign_offs, strict=True)
    ]
    why_not_sign = rules.refusal(
        rules.check_can_sign_off_article, article, unmet=[], deciders=check.deciders, by=by
    )
    why_not_clear = rules.refusal(rules.check_can_clear_article, article, unmet=[], by=by)
    return {
        **_state(check, facts),
        "revision": check.revision,
        "digest": check.digest,
        "uncovered": check.uncovered[:UNCOVERED_SHOWN],
        "more_uncovered": max(len(check.uncovered) - UNCOVERED_SHOWN, 0),
        "sign_offs": lines[::-1],
        "accepted": [
            AcceptedLine(claim=claim, acceptances=acceptances)
            for claim in check.claims
            if (acceptances := check.acceptances_of(claim))
        ],
        "has_signed": any(line["holds"] and line["sign_off"].editor_id == by.pk for line in lines),
        "may_sign": not why_not_sign,
        "why_not_sign": why_not_sign,
        "may_clear": not why_not_clear,
        "why_not_clear": why_not_clear,
        "may_reopen": rules.can(rules.check_can_reopen_article, article, by=by),
    }


def _state(check: Check, facts: ReleaseFacts) -> ReleaseState:
    holding = [each.by for each in facts.sign_offs if each.holds]
    return {
        "article": check.article,
        "missing": [_line(check, missing) for missing in unmet_release(facts)],
        "signed_by": holding[-1] if holding else "",
        "cleared": _get_cleared(check.article),
    }


def _clears(by: Person) -> Person | None:
    return by if rules.may_clear(by) else None


def _line(check: Check, missing: Missing) -> MissingLine:
    claims = [claim for claim in check.claims if claim.number in missing.claims]
    return {"gap": missing.gap.value, "sentence": missing.sentence, "claims": claims}


def _get_cleared(article: Article) -> Cleared | None:
    if article.status == Article.Status.IN_REVIEW:
        return None
    events = Event.objects.filter(article=article, kind=Event.Kind.ARTICLE_CLEARED)
    event = events.select_related("person").order_by("-pk").first()
    return {"by": str(event.person), "at": event.at} if event else None
