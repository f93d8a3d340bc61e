"""Marking claims and the places that make them."""

from uuid import UUID

from django.db import transaction
from django.db.models import Max

from claims import rules
from claims.actions.constraints import key_used_once
from claims.actions.locks import lock_article, lock_claim, newest_revision
from claims.actions.orphans import open_orphan, place_orphan
from claims.actions.searching import refresh_search
from claims.actions.verdicts import lapse_for_places, lapse_if_unmet, lapse_verdict
from claims.exceptions import BadInput, WrongState
from claims.models import Claim, Event, EvidencePolicy, Mention, Person, Revision
from claims.text.offsets import BadPosition, TextPosition, check_position, surroundings
from claims.text.selectors import QuoteNotFound, TextQuoteSelector, find_quote

MOST_MENTION_CODE_POINTS = 5_000
MOST_WORDING_CODE_POINTS = 2_000


@transaction.atomic
def create_claim(
    *,
    article_id: int,
    by: Person,
    start: int | None = None,
    end: int | None = None,
    quote: TextQuoteSelector | None = None,
    exact: str = "",
    revision: int | None = None,
    wording: str = "",
    kind: str = Claim.Kind.OTHER,
    idempotency_key: UUID | None = None,
) -> Claim:
    """Mark words of an article's newest draft as a claim.

    Args:
        article_id: its row stays locked, so that claims are numbered one by one.
        start, end: the place, in code points; or else
        quote: the words, with what stands around them.
        exact: what the page showed at `start` to `end`; refused where the text differs.
        revision: the number of the draft the place is meant for.
        wording: the claim in our words; the marked words when empty.
        idempotency_key: made with the form. The same key again gives the same claim.

    Raises:
        NotFound, NotAllowed, WrongState: see `rules.check_can_add_claim`.
        BadInput: no such place in the newest draft.
    """
    article = lock_article(article_id, by=by)
    rules.check_can_add_claim(article, by=by)
    if idempotency_key:
        same = article.claims.filter(idempotency_key=idempotency_key, created_by=by).first()
        if same:
            return same
    draft = _draft(article_id, revision)
    position = _find_place(draft, start=start, end=end, quote=quote, exact=exact)
    words = draft.text[position.start : position.end]
    number = Claim.objects.filter(article=article).aggregate(last=Max("number"))["last"] or 0
    wording = clean_wording(wording) or " ".join(words.split())[:MOST_WORDING_CODE_POINTS]
    with key_used_once():
        claim = Claim.objects.create(
            article=article,
            number=number + 1,
            wording=wording,
            kind=kind,
            created_by=by,
            idempotency_key=idempotency_key,
        )
    _mention(claim, draft, position, by=by)
    Event.objects.append(
        kind=Event.Kind.CLAIM_CREATED,
        claim=claim,
        by=by,
        payload={"number": claim.number, "wording": claim.wording, "exact": words},
    )
    return claim


@transaction.atomic
def add_mention(
    *,
    claim_id: int,
    by: Person,
    start: int | None = None,
    end: int | None = None,
    quote: TextQuoteSelector | None = None,
    exact: str = "",
    revision: int | None = None,
) -> Mention:
    """Mark another place of the newest draft that makes the claim. Twice the same is once.

    A claim that lost words to this draft has found them again: its orphan takes the place.

    Raises: as `create_claim`.
    """
    claim = lock_claim(claim_id, by=by).claim
    rules.check_can_change_claim(claim, by=by)
    draft = _draft(claim.article_id, revision)
    position = _find_place(draft, start=start, end=end, quote=quote, exact=exact)
    there = claim.mentions.filter(revision=draft, start=position.start, end=position.end).first()
    if there:
        return there
    claim.version += 1
    claim.save(update_fields=["version"])
    words = draft.text[position.start : position.end]
    orphan = open_orphan(claim, draft, words)
    if orphan:
        return place_orphan(orphan, draft, position, claim=claim, by=by)
    lapse_for_places(claim, [words], by=by)
    mention = _mention(claim, draft, position, by=by)
    Event.objects.append(
        kind=Event.Kind.MENTION_ADDED, claim=claim, by=by, payload={"exact": mention.exact}
    )
    return mention


@transaction.atomic
def change_claim(*, claim_id: int, wording: str, kind: str, version: int, by: Person) -> Claim:
    """Give a claim other words or another kind. Other words void the verdict made on the old ones.

    Raises:
        NotFound, NotAllowed, WrongState: see `rules.check_can_change_claim`.
        Stale: the claim has changed since `version`.
        BadInput: the wording is empty.
    """
    claim = lock_claim(claim_id, by=by).claim
    rules.check_can_change_claim(claim, by=by)
    rules.check_version(claim, version)
    wording = clean_wording(wording)
    if not wording:
        raise BadInput("A claim needs words. Write it as one sentence.", field="wording")
    changed = {
        name: [getattr(claim, name), value]
        for name, value in (("wording", wording), ("kind", kind))
        if getattr(claim, name) != value
    }
    if not changed:
        return claim
    claim.wording, claim.kind, claim.version = wording, kind, version + 1
    claim.save(update_fields=["wording", "kind", "version"])
    refresh_search([claim.pk])
    Event.objects.append(kind=Event.Kind.CLAIM_CHANGED, claim=claim, by=by, payload=changed)
    reasons = []
    if "wording" in changed:
        reasons.append("The wording of the claim was changed.")
    if Claim.Kind.QUOTATION in changed.get("kind", ()):
        reasons.append("The kind of the claim was changed, and with it what is asked of it.")
    if reasons and claim.rating:
        lapse_verdict(claim, reasons=reasons, by=by)
    elif "kind" in changed:
        policies = list(EvidencePolicy.objects.filter(kind__in=("", kind)))
        lapse_if_unmet(
            claim,
            policy=rules.policy_of(policies, kind),
            reason="The kind of the claim was changed, and it asks for other evidence.",
            by=by,
        )
    return claim


def _draft(article_id: int, number: int | None) -> Revision:
    """Return the newest draft, which has to be the one that the person saw."""
    draft = newest_revision(article_id)
    if number is not None and number != draft.number:
        raise WrongState(
            f"There is a newer draft, number {draft.number}. Reload the page, mark the words there."
        )
    return draft


def _find_place(
    draft: Revision,
    *,
    start: int | None,
    end: int | None,
    quote: TextQuoteSelector | None,
    exact: str,
) -> TextPosition:
    """Return the place that was meant, its edges free of white space.

    Raises:
        BadInput: there is no such place.
    """
    try:
        if quote is not None:
            if not quote.exact.strip():
                raise BadInput("Nothing is selected. Select at least one word.", field="exact")
            found = find_quote(draft.text, quote)
            start, end = found.start, found.end
        if start is None or end is None:
            raise BadInput("Say where: start and end, or the exact words.", field="start")
        position = check_position(draft.text, start, end)
    except (BadPosition, QuoteNotFound) as error:
        raise BadInput(str(error), field="exact") from None
    if position.end - position.start > MOST_MENTION_CODE_POINTS:
        raise BadInput(
            f"That is {position.end - position.start} characters; a mention has at most"
            f" {MOST_MENTION_CODE_POINTS}. Select the words that make the claim.",
            field="exact",
        )
    # Catches every count in UTF-16 units, and a page that shows another draft.
    if exact and exact.strip() != draft.text[position.start : position.end]:
        raise BadInput(
            "The words there are not the ones you selected. Reload the page and select them again.",
            field="exact",
        )
    return position


def _mention(claim: Claim, draft: Revision, position: TextPosition, *, by: Person) -> Mention:
    prefix, suffix = surroundings(draft.text, position.start, position.end)
    mention = Mention.objects.create(
        claim=claim,
        revision=draft,
        start=position.start,
        end=position.end,
        exact=draft.text[position.start : position.end],
        prefix=prefix,
        suffix=suffix,
        created_by=by,
    )
    refresh_search([claim.pk])
    return mention


def clean_wording(wording: str) -> str:
    """Return a wording on one line; empty where it says nothing.

    Raises:
        BadInput: it is too long.
    """
    wording = " ".join(wording.split())
    if len(wording) > MOST_WORDING_CODE_POINTS:
        raise BadInput(
            f"The wording has {len(wording)} characters; at most {MOST_WORDING_CODE_POINTS} fit."
            " Say it in one sentence.",
            field="wording",
        )
    return wording
