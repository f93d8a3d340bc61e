"""Accepting what the desk suggests as claims, or dismissing it by name."""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone

from claims import rules
from claims.actions.claims import MOST_WORDING_CODE_POINTS
from claims.actions.locks import lock_article, newest_revision
from claims.actions.searching import refresh_search
from claims.actions.verdicts import lapse_for_places
from claims.exceptions import BadInput, NotFound, WrongState
from claims.models import Article, Claim, Event, Mention, Person, Revision, Suggestion
from claims.text.offsets import surroundings

NOT_CHECKABLE = "not checkable"
MOST_REASON_CODE_POINTS = 2_000


class Accepted(NamedTuple):
    """What became of accepted suggestions.

    `claims` stand on them now, in reading order: those just `made`, and those that did already.
    """

    claims: list[Claim]
    made: list[Claim]


@transaction.atomic
def accept_suggestions(*, article_id: int, suggestion_ids: Collection[int], by: Person) -> Accepted:
    """Make a claim of each suggested fact, with a mention for each place that repeats it.

    The whole group of a suggestion is accepted with it, what was dismissed of it left out. Where a
    claim stands on one of these places already, it is kept as it is and takes the places of the
    group that no claim stands on. Accepted twice is accepted once.

    Args:
        article_id: its row stays locked, so that claims are numbered one by one.

    Raises:
        NotFound, NotAllowed, WrongState: see `rules.check_can_add_claim`.
        NotFound: one of them is no suggestion for this article.
        WrongState: there is a newer draft, or all of them are dismissed.
    """
    article = lock_article(article_id, by=by)
    rules.check_can_add_claim(article, by=by)
    draft = newest_revision(article_id)
    everything = _suggestions(draft, suggestion_ids)
    chosen = [each for each in everything if each.pk in set(suggestion_ids)]
    wanted = {each.group for each in chosen if each.dismissed_at is None}
    if chosen and not wanted:
        raise WrongState("That was dismissed meanwhile. Take the dismissal back first.")
    groups: dict[int, list[Suggestion]] = {}
    for each in everything:
        if each.group in wanted and each.dismissed_at is None:
            groups.setdefault(each.group, []).append(each)
    standing = _Standing(draft)
    new, adding = [], []
    for places in groups.values():
        heirs = [standing.on(place) for place in places]
        rest = [place for place, heir in zip(places, heirs, strict=True) if heir is None]
        numbered = sorted((heir for heir in heirs if heir), key=lambda claim: claim.number)
        if numbered:
            adding.append((numbered[0], rest))
        else:
            new.append(places)
    _add_places(article, draft, [pair for pair in adding if pair[1]], by=by)
    made = _make_claims(article, draft, new, by=by)
    return Accepted([*(claim for claim, _ in adding), *made], made)


def _make_claims(
    article: Article, draft: Revision, groups: Sequence[Sequence[Suggestion]], *, by: Person
) -> list[Claim]:
    if not groups:
        return []
    last = Claim.objects.filter(article=article).aggregate(last=Max("number"))["last"] or 0
    claims = Claim.objects.bulk_create(
        Claim(
            article=article,
            number=number,
            wording=" ".join(places[0].exact.split())[:MOST_WORDING_CODE_POINTS],
            kind=places[0].kind,
            created_by=by,
        )
        for number, places in enumerate(groups, start=last + 1)
    )
    pairs = list(zip(claims, groups, strict=True))
    _make_mentions(draft, pairs, by=by)
    Event.objects.bulk_create(
        [
            Event(
                kind=Event.Kind.CLAIM_CREATED,
                article=article,
                claim=claim,
                person=by,
                payload={
                    "number": claim.number,
                    "wording": claim.wording,
                    "exact": places[0].exact,
                    "repeats": [place.exact for place in places[1:]],
                    "suggested": places[0].reason,
                },
            )
            for claim, places in pairs
        ]
    )
    return claims


def _add_places(
    article: Article,
    draft: Revision,
    pairs: Sequence[tuple[Claim, Sequence[Suggestion]]],
    *,
    by: Person,
) -> None:
    """Give claims that stand already the places of their group that have none."""
    if not pairs:
        return
    for claim, places in pairs:
        claim.article = article
        rules.check_can_change_claim(claim, by=by)
        lapse_for_places(claim, [place.exact for place in places], by=by)
    Claim.objects.filter(pk__in=[claim.pk for claim, _ in pairs]).update(version=F("version") + 1)
    _make_mentions(draft, pairs, by=by)
    Event.objects.bulk_create(
        [
            Event(
                kind=Event.Kind.MENTION_ADDED,
                article=article,
                claim=claim,
                person=by,
                payload={"exact": place.exact},
            )
            for claim, places in pairs
            for place in places
        ]
    )


def _make_mentions(
    draft: Revision, pairs: Sequence[tuple[Claim, Sequence[Suggestion]]], *, by: Person
) -> None:
    mentions = []
    for claim, places in pairs:
        for place in places:
            prefix, suffix = surroundings(draft.text, place.start, place.end)
            mentions.append(
                Mention(
                    claim=claim,
                    revision=draft,
                    start=place.start,
                    end=place.end,
                    exact=place.exact,
                    prefix=prefix,
                    suffix=suffix,
                    created_by=by,
                )
            )
    Mention.objects.bulk_create(mentions)
    refresh_search([claim.pk for claim, _ in pairs])


class _Standing:
    """Which claims of the check stand on which places of a draft."""

    def __init__(self, draft: Revision) -> None:
        mentions = Mention.objects.placed().filter(
            revision=draft, claim__joined_into=None, claim__closed_at=None
        )
        found = list(mentions.select_related("claim").defer("claim__search"))
        found.sort(key=_middle)
        self._mentions = found
        self._middles = [_middle(mention) for mention in found]

    def on(self, place: Suggestion) -> Claim | None:
        """Return the claim whose mention is the place itself or, of its kind, the heart of it.

        Of several the first one that was made. That a figure stands inside a quotation makes
        neither of them the other's claim.
        """
        first = bisect_left(self._middles, 2 * place.start)
        last = bisect_right(self._middles, 2 * place.end)
        claims = [mention.claim for mention in self._mentions[first:last] if _is_it(mention, place)]
        return min(claims, key=lambda claim: claim.number, default=None)


def _middle(mention: Mention) -> int:
    assert mention.start is not None
    assert mention.end is not None
    return mention.start + mention.end


def _is_it(mention: Mention, place: Suggestion) -> bool:
    assert mention.start is not None
    assert mention.end is not None
    if (mention.start, mention.end) == (place.start, place.end):
        return True
    shared = min(mention.end, place.end) - max(mention.start, place.start)
    if 2 * shared < mention.end - mention.start:
        return False
    if mention.claim.kind == place.kind:
        return True
    # Marked by hand without a kind: a figure in a clause is the clause's; a word in a quotation
    # is not yet the quotation.
    is_untold = mention.claim.kind == Claim.Kind.OTHER
    is_most = 2 * shared >= place.end - place.start
    return is_untold and (is_most or place.kind != Claim.Kind.QUOTATION)


@transaction.atomic
def dismiss_suggestions(
    *, article_id: int, suggestion_ids: Collection[int], by: Person, reason: str = ""
) -> int:
    """Say by name that places need no check, and return how many were open until now.

    Args:
        reason: why; "not checkable" when empty.

    Raises:
        NotFound, NotAllowed, WrongState: see `rules.check_can_dismiss_suggestion`.
        NotFound: one of them is no suggestion for this article.
        WrongState: there is a newer draft.
        BadInput: the reason is too long.
    """
    article = lock_article(article_id, by=by)
    rules.check_can_dismiss_suggestion(article, by=by)
    reason = " ".join(reason.split()) or NOT_CHECKABLE
    if len(reason) > MOST_REASON_CODE_POINTS:
        raise BadInput(
            f"The reason has {len(reason)} characters; at most {MOST_REASON_CODE_POINTS} fit.",
            field="reason",
        )
    wanted = set(suggestion_ids)
    dismissed = [
        each
        for each in _suggestions(newest_revision(article_id), wanted)
        if each.pk in wanted and each.dismissed_at is None
    ]
    if dismissed:
        Suggestion.objects.filter(pk__in=[each.pk for each in dismissed]).update(
            dismissed_at=timezone.now(), dismissed_by=by, dismissed_reason=reason
        )
        Event.objects.append(
            kind=Event.Kind.SUGGESTION_DISMISSED,
            article=article,
            by=by,
            payload={"words": [each.exact for each in dismissed], "reason": reason},
        )
    return len(dismissed)


@transaction.atomic
def restore_suggestions(*, article_id: int, suggestion_ids: Collection[int], by: Person) -> int:
    """Take back dismissals: the places wait for a claim again. Return how many were dismissed.

    Raises:
        NotFound, NotAllowed, WrongState: see `rules.check_can_dismiss_suggestion`.
        NotFound: one of them is no suggestion for this article.
        WrongState: there is a newer draft.
    """
    article = lock_article(article_id, by=by)
    rules.check_can_dismiss_suggestion(article, by=by)
    wanted = set(suggestion_ids)
    dismissed = [
        each
        for each in _suggestions(newest_revision(article_id), wanted)
        if each.pk in wanted and each.dismissed_at is not None
    ]
    if dismissed:
        Suggestion.objects.filter(pk__in=[each.pk for each in dismissed]).update(
            dismissed_at=None, dismissed_by=None, dismissed_reason=""
        )
        reasons = dict.fromkeys(each.dismissed_reason for each in dismissed)
        Event.objects.append(
            kind=Event.Kind.SUGGESTION_RESTORED,
            article=article,
            by=by,
            payload={"words": [each.exact for each in dismissed], "reason": "; ".join(reasons)},
        )
    return len(dismissed)


def _suggestions(draft: Revision, ids: Iterable[int]) -> list[Suggestion]:
    """Return all suggestions for a draft, in reading order; `ids` have to be among them."""
    everything = list(Suggestion.objects.filter(revision=draft).order_by("start", "end"))
    unknown = set(ids) - {each.pk for each in everything}
    if unknown:
        if Suggestion.objects.filter(
            pk__in=unknown, revision__article=draft.article_id
        ).count() < len(unknown):
            raise NotFound
        raise WrongState(
            f"There is a newer draft, number {draft.number}. Reload the page and look there."
        )
    return everything
