"""A new draft: every mention is carried to it, and what changed asks for a recheck."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.db import transaction
from django.db.models import Max

from claims import rules
from claims.actions.drafts import OriginalFile, add_draft, check_text, digest_of
from claims.actions.locks import lock_article, newest_revision
from claims.actions.release import reopen_locked
from claims.actions.searching import refresh_search
from claims.intake.document import Document
from claims.models import Article, Claim, Event, Mention, Person, Revision, Verdict
from claims.text.anchoring import Anchor, State, reanchor
from claims.text.offsets import surroundings

MOST_TITLE_CODE_POINTS = 300
_QUOTED_CODE_POINTS = 160


class AddedRevision(NamedTuple):
    """What came of a draft that was sent in."""

    revision: Revision
    """The new draft; or the newest one, where the text is the same as its."""
    is_new: bool
    mentions: list[Mention]
    """The mentions of that draft, orphans included, with what became of each."""


@transaction.atomic
def add_revision(
    *,
    article_id: int,
    document: Document,
    by: Person,
    origin: str = Revision.Origin.PASTE,
    title: str = "",
    original: OriginalFile | None = None,
) -> AddedRevision:
    """Add the next draft of an article, and carry every mention to it.

    A claim whose words were edited or are gone loses its rating and asks for a recheck. An article
    that was cleared goes back into review. A draft with the text of the newest one is not added.

    Args:
        article_id: its row and those of its claims stay locked until the transaction ends.
        title: a new headline for the lists; the article keeps its own when empty.
        original: the file that the document was read from, if it was one.

    Raises:
        NotFound, NotAllowed, WrongState: see `rules.check_can_add_revision`.
        BadInput: no text, or too much of it.
    """
    article = lock_article(article_id, by=by)
    rules.check_can_add_revision(article, by=by)
    check_text(document.text)
    # In the order of their numbers, as everywhere: no verdict and no mention slips in between.
    locked = Claim.objects.filter(article=article).select_for_update(no_key=True).order_by("pk")
    claims = {claim.pk: claim for claim in locked.defer("search")}
    before = newest_revision(article_id)
    if before.digest == digest_of(document.text):
        if title and title != article.title:
            _rename(article, title, by=by)
        same = Mention.objects.filter(revision=before).select_related("claim")
        return AddedRevision(before, is_new=False, mentions=list(same.order_by("start", "end")))
    title = title or _new_headline(article, before, document)
    if title and title != article.title:
        _rename(article, title, by=by)
    carried = _carry(before, document.text)
    counts = Counter(str(anchor.state) for _, anchor in carried)
    after = add_draft(
        article,
        document,
        number=before.number + 1,
        origin=origin,
        original=original,
        by=by,
        outcome={state: counts[state] for state in Mention.State.values},
    )
    if article.status == Article.Status.CLEARED:
        reopen_locked(article, reason="A new draft came in.", by=by)
    mentions = _write_mentions(carried, after, claims, by=by)
    _ask_for_rechecks(mentions, after, claims, by=by)
    return AddedRevision(after, is_new=True, mentions=mentions)


def _new_headline(article: Article, before: Revision, document: Document) -> str:
    """Return the headline of the new draft, where the article goes by that of the old one."""
    first = next((block for block in before.blocks if block["kind"] == "heading"), None)
    if first is None:
        return ""
    headline = _flat(before.text[first["start"] : first["end"]])[:MOST_TITLE_CODE_POINTS]
    return _flat(document.title)[:MOST_TITLE_CODE_POINTS] if headline == article.title else ""


def _rename(article: Article, title: str, *, by: Person) -> None:
    payload = {"title": [article.title, title]}
    article.title = title
    article.save(update_fields=["title"])
    Event.objects.append(kind=Event.Kind.ARTICLE_CHANGED, article=article, by=by, payload=payload)


_GONE = Anchor(None, None, State.ORPHANED)


def _carry(before: Revision, text: str) -> list[tuple[Mention, Anchor]]:
    """Return each mention of the old draft with where the new one has it. Orphans stay orphans."""
    old = list(Mention.objects.filter(revision=before, closed_at=None).order_by("start", "pk"))
    placed = [mention for mention in old if mention.state != Mention.State.ORPHANED]
    spans = [(mention.start or 0, mention.end or 0) for mention in placed]
    anchors = dict(
        zip((mention.pk for mention in placed), reanchor(before.text, text, spans), strict=True)
    )
    return [(mention, anchors.get(mention.pk, _GONE)) for mention in old]


def _write_mentions(
    carried: Iterable[tuple[Mention, Anchor]],
    after: Revision,
    claims: dict[int, Claim],
    *,
    by: Person,
) -> list[Mention]:
    mentions: dict[object, Mention] = {}
    for old, anchor in carried:
        mention = _mention(old, anchor, after, by=by)
        mention.claim = claims[old.claim_id]
        # Two places of one claim may have become one; what is gone stays two things to look at.
        key = (old.claim_id, anchor.start, anchor.end) if anchor.start is not None else old.pk
        kept = mentions.setdefault(key, mention)
        if kept is not mention and kept.state != mention.state:
            mentions[key] = max(kept, mention, key=lambda each: _GRAVITY[each.state])
    return Mention.objects.bulk_create(mentions.values(), batch_size=5_000)


_GRAVITY = {"kept": 0, "moved": 1, "edited": 2, "orphaned": 3}


def _mention(old: Mention, anchor: Anchor, after: Revision, *, by: Person) -> Mention:
    if anchor.start is None or anchor.end is None:
        return Mention(
            claim_id=old.claim_id,
            revision=after,
            exact=old.exact,
            prefix=old.prefix,
            suffix=old.suffix,
            state=Mention.State.ORPHANED,
            previous=old,
            created_by=by,
        )
    prefix, suffix = surroundings(after.text, anchor.start, anchor.end)
    return Mention(
        claim_id=old.claim_id,
        revision=after,
        start=anchor.start,
        end=anchor.end,
        exact=after.text[anchor.start : anchor.end],
        prefix=prefix,
        suffix=suffix,
        state=str(anchor.state),
        reasons=list(anchor.reasons),
        previous=old,
        created_by=by,
    )


def _ask_for_rechecks(
    mentions: Sequence[Mention], after: Revision, claims: dict[int, Claim], *, by: Person
) -> None:
    """Take the rating off every claim whose words were edited or are gone, each with its reasons.

    One that nobody has decided asks as well: what was gathered for it was for other words.
    A claim of several places that only lost some of them says what it said: those places are
    orphans to close, and its verdict stands.
    """
    of_claim: dict[int, list[Mention]] = {}
    for mention in mentions:
        of_claim.setdefault(mention.claim_id, []).append(mention)
    touched: list[Claim] = []
    events: list[Event] = []
    for claim_id, own in of_claim.items():
        claim = claims[claim_id]
        edited = [each for each in own if each.state == Mention.State.EDITED]
        is_gone = all(each.state == Mention.State.ORPHANED for each in own)
        newly_gone = is_gone and any(_was_placed(each) for each in own)
        if claim.joined_into_id or claim.closed_at or not (edited or newly_gone):
            continue
        reasons = [_in_words(each, after.number) for each in edited]
        if newly_gone:
            reasons.append(f"Draft {after.number} no longer has its words.")
        payload = {"rating": claim.rating, "reasons": reasons}
        claim.wording = _new_wording(claim, own)
        claim.recheck, claim.rating = [*claim.recheck, *reasons], ""
        claim.version += 1
        touched.append(claim)
        events.append(
            Event(
                kind=Event.Kind.VERDICT_LAPSED,
                article_id=claim.article_id,
                claim=claim,
                person=by,
                payload=payload,
            )
        )
    _lapse(touched)
    Event.objects.bulk_create(events, batch_size=1_000)


def _was_placed(mention: Mention) -> bool:
    return mention.previous is not None and mention.previous.state != Mention.State.ORPHANED


def _lapse(claims: list[Claim]) -> None:
    """Write the claims, their verdicts so far no longer counting, and have them found anew."""
    numbers = Verdict.objects.filter(claim__in=claims).order_by().values("claim")
    last = {row["claim"]: row["last"] for row in numbers.annotate(last=Max("number"))}
    for claim in claims:
        if not claim.rating:
            claim.lapsed = max(claim.lapsed, last.get(claim.pk, 0))
    fields = ["wording", "version", "recheck", "rating", "lapsed"]
    Claim.objects.bulk_update(claims, fields, batch_size=500)
    refresh_search([claim.pk for claim in claims])


def _new_wording(claim: Claim, mentions: Sequence[Mention]) -> str:
    """Return the claim's wording; where it is but the old words, the new ones in their place."""
    for mention in mentions:
        was = mention.previous.exact if mention.previous else ""
        if mention.state == Mention.State.EDITED and _flat(was) == _flat(claim.wording):
            return _flat(mention.exact)[:2_000]
    return claim.wording


def _flat(text: str) -> str:
    return " ".join(text.split())


_CHANGES = {
    "number": "the number",
    "unit": "the unit",
    "date": "the date",
    "name": "the name",
    "negation": "a negation",
    "hedge": "a hedge",
    "quotation": "the quotation marks",
    "wording": "the wording",
}


def _in_words(mention: Mention, number: int) -> str:
    """Return what a draft did to a mention, as a sentence for the person who decides again."""
    changed = [_CHANGES.get(reason, reason) for reason in mention.reasons] or ["the wording"]
    listed = changed[0] if len(changed) == 1 else f"{', '.join(changed[:-1])} and {changed[-1]}"
    was, now = _short(mention.previous.exact if mention.previous else ""), _short(mention.exact)
    if was == now:
        return f"Draft {number} changed {listed} beside “{now}”."
    return f"Draft {number} changed {listed}: “{was}” became “{now}”."


def _short(words: str) -> str:
    words = _flat(words)
    cut = len(words) > _QUOTED_CODE_POINTS
    return f"{words[:_QUOTED_CODE_POINTS].rstrip()}…" if cut else words
