"""The check page: the text with its marks, the claims in reading order, and the one in hand."""

from __future__ import annotations

from typing import NamedTuple, TypedDict

from claims import rules
from claims.models import Article, Claim, Mention, Person, Revision
from claims.queries.claim import ClaimPanel, get_claim_panel
from claims.queries.coverage import Coverage, SuggestionPanel, get_coverage, get_suggestion_panel
from claims.queries.notes import NotesPage, get_notes
from claims.queries.progress import Progress
from claims.text.marking import Span


class ClaimLine(NamedTuple):
    """A claim in the list beside the text. `state` is its rating, "recheck" or "open"."""

    id: int
    number: int
    wording: str
    state: str


class Neighbours(TypedDict):
    """Where the keys j, k and n lead from the claim in hand; None at the ends."""

    previous: int | None
    next: int | None
    next_open: int | None


class CheckPage(TypedDict):
    article: Article
    revision: Revision
    spans: list[Span]
    lines: list[ClaimLine]
    progress: Progress
    panel: ClaimPanel | None
    neighbours: Neighbours
    coverage: Coverage
    suggestion: SuggestionPanel | None
    consistency: NotesPage
    may_mark: bool
    why_not_mark: str
    may_edit: bool


def get_check_page(
    article: Article,
    *,
    by: Person,
    claim_id: int | None = None,
    suggestion_id: int | None = None,
    after: int | None = None,
) -> CheckPage:
    """Return the page, in a constant number of statements whatever the number of claims.

    Args:
        claim_id: the claim in hand; one of another article counts as none.
        suggestion_id: the suggestion in hand, where no claim is; or else
        after: the next uncovered one that begins behind this code point is, going round.
    """
    revision = Revision.objects.filter(article=article).order_by("-number")[0]
    spans = [
        Span(claim, start or 0, end or 0)
        for claim, start, end in Mention.objects.placed()
        .filter(revision=revision, claim__joined_into=None)
        .order_by("start", "-end")
        .values_list("claim_id", "start", "end")
    ]
    lines = get_claim_lines(article.pk, spans)
    claim = None
    if claim_id is not None:
        named = Claim.objects.filter(article=article, pk=claim_id).select_related("joined_into")
        claim = named.first()
        # Who followed an older link is led on to the claim that goes on.
        claim = claim and (claim.joined_into or claim)
    if claim:
        claim.article = article
    why_not = rules.refusal(rules.check_can_add_claim, article, by=by)
    coverage = get_coverage(article.pk)
    suggestion = None
    if claim is None:
        suggestion = get_suggestion_panel(coverage, suggestion_id, after=after)
    return {
        "article": article,
        "revision": revision,
        "spans": spans,
        "lines": lines,
        "progress": _count(lines),
        "panel": get_claim_panel(claim, by=by) if claim else None,
        "neighbours": neighbours(lines, claim.pk if claim else None),
        "coverage": coverage,
        "suggestion": suggestion,
        "consistency": get_notes(article, revision, by=by),
        "may_mark": not why_not,
        "why_not_mark": why_not,
        "may_edit": rules.can(rules.check_can_change_article, article, by=by),
    }


def get_claim_lines(article_id: int, spans: list[Span] | None = None) -> list[ClaimLine]:
    """Return an article's claims in reading order; those the newest draft lost come last."""
    if spans is None:
        newest = Revision.objects.filter(article=article_id).order_by("-number").values("pk")[:1]
        mentions = Mention.objects.placed().filter(revision=newest).order_by("start", "-end")
        order = list(mentions.values_list("claim_id", flat=True))
    else:
        order = [span.claim for span in spans]
    place = {claim: index for index, claim in reversed(list(enumerate(order)))}
    rows = (
        Claim.objects.in_check()
        .filter(article=article_id)
        .values_list("pk", "number", "wording", "rating", "recheck")
    )
    lines = [
        ClaimLine(pk, number, wording, rating or ("recheck" if recheck else "open"))
        for pk, number, wording, rating, recheck in rows
    ]
    lines.sort(key=lambda line: (place.get(line.id, len(order)), line.number))
    return lines


def neighbours(lines: list[ClaimLine], claim_id: int | None) -> Neighbours:
    """Return the claims before and after `claim_id`, and the next undecided one, going round."""
    ids = [line.id for line in lines]
    here = ids.index(claim_id) if claim_id in ids else -1
    around = [*lines[here + 1 :], *lines[: max(here, 0)]]
    undecided = (line.id for line in around if line.state in ("open", "recheck"))
    return {
        "previous": ids[here - 1] if here > 0 else None,
        "next": ids[here + 1] if here + 1 < len(ids) else None,
        "next_open": next(undecided, None),
    }


def _count(lines: list[ClaimLine]) -> Progress:
    states = [line.state for line in lines]
    return {
        "verified": states.count("verified"),
        "disputed": states.count("disputed"),
        "unsourced": states.count("unsourced"),
        "open": states.count("open") + states.count("recheck"),
        "recheck": states.count("recheck"),
        "total": len(states),
    }
