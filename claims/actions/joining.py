"""Joining claims that say one thing, splitting one that says several, and undoing a join."""

from collections.abc import Collection, Iterable
from typing import Any

from django.db import transaction
from django.db.models import F, Max

from claims import rules
from claims.actions.claims import MOST_WORDING_CODE_POINTS, clean_wording
from claims.actions.locks import lock_article, lock_claim, newest_revision
from claims.actions.searching import refresh_search
from claims.actions.verdicts import lapse_verdict
from claims.exceptions import BadInput, WrongState
from claims.models import Article, Citation, Claim, Event, Mention, Person, Revision, Verdict

# Of a citation all is copied but what makes it the row that it is.
_OWN = {"id", "claim_id", "created_at", "idempotency_key"}


@transaction.atomic
def join_claims(
    *, claim_id: int, into_id: int, version: int, into_version: int, by: Person
) -> Claim:
    """Join a claim to another of its article, which takes over its places and citations.

    The joined one stays, with its verdicts, citations, older places and history, and points at the
    other. The other keeps its rating where the joined one had the same, or was open and says
    the same words.

    Args:
        claim_id: the one that is joined.
        into_id: the one that goes on. Both rows stay locked until the transaction ends.
        version, into_version: of each, as the person saw them.

    Returns:
        The claim that goes on.

    Raises:
        NotFound, NotAllowed, WrongState: see `rules.check_can_join_claims`.
        BadInput: they are one claim, or of two articles.
        Stale: one of them has changed since.
    """
    article = _lock_article_of(claim_id, by=by)
    if not Claim.objects.filter(pk=into_id, article=article).exists():
        raise BadInput("This article has no such claim. Choose one of its own.", field="into")
    claim, into = _lock_in_order(claim_id, into_id, article=article, by=by)
    rules.check_can_join_claims(claim, into, by=by)
    rules.check_version(claim, version)
    rules.check_version(into, into_version)
    reasons = _reasons_to_look_again(claim, into)
    payload = {
        "joined": claim.number,
        "into": into.number,
        "wording": claim.wording,
        "was_rated": claim.rating,
        "decided_by": _decided_by(claim),
        "recheck": claim.recheck,
        **_carry_mentions(claim, into, newest_revision(article.pk)),
        "citations": [citation.pk for citation in _copy_citations(claim, into)],
        "came_along": list(claim.joined.order_by("pk").values_list("pk", flat=True)),
    }
    claim.joined.update(joined_into=into, version=F("version") + 1)
    claim.joined_into, claim.version = into, version + 1
    claim.rating, claim.recheck = "", []
    claim.lapsed = claim.verdicts.aggregate(last=Max("number"))["last"] or 0
    claim.save(update_fields=["joined_into", "version", "rating", "recheck", "lapsed"])
    into.version += 1
    if not into.rating:
        into.recheck = [*into.recheck, *reasons]
    into.save(update_fields=["version", "recheck"])
    refresh_search([claim.pk, into.pk])
    for each in (claim, into):
        Event.objects.append(kind=Event.Kind.CLAIMS_JOINED, claim=each, by=by, payload=payload)
    if reasons and into.rating:
        lapse_verdict(into, reasons=reasons, by=by)
    return into


@transaction.atomic
def split_claim(
    *, claim_id: int, mention_ids: Collection[int], version: int, by: Person, wording: str = ""
) -> Claim:
    """Make a claim of its own of some of a claim's places in the newest draft.

    It takes along a copy of the citations and no verdict. Where the old one was decided, which it
    stays, the new one asks for a recheck and says so.

    Args:
        mention_ids: some of the places, not all.
        version: the claim's version that the person saw.
        wording: of the new claim; the words at its first place when empty.

    Raises:
        NotFound, NotAllowed, WrongState: see `rules.check_can_split_claim`.
        Stale: the claim has changed since `version`.
        BadInput: none of its places is chosen, or every one.
    """
    article = _lock_article_of(claim_id, by=by)
    claim = lock_claim(claim_id, by=by).claim
    claim.article = article
    rules.check_can_split_claim(claim, by=by)
    rules.check_version(claim, version)
    chosen = _choose_mentions(claim, newest_revision(article.pk), set(mention_ids))
    words = " ".join(chosen[0].exact.split())[:MOST_WORDING_CODE_POINTS]
    number = Claim.objects.filter(article=article).aggregate(last=Max("number"))["last"]
    split = Claim.objects.create(
        article=article,
        number=number + 1,
        wording=clean_wording(wording) or words,
        kind=claim.kind,
        recheck=_reasons_of_split(claim),
        assignee=claim.assignee,
        valid_until=claim.valid_until,
        split_from=claim,
        created_by=by,
    )
    moved = [mention.pk for mention in chosen]
    Mention.objects.filter(pk__in=moved).update(claim=split)
    _copy_citations(claim, split)
    claim.version += 1
    claim.save(update_fields=["version"])
    refresh_search([claim.pk, split.pk])
    payload = {
        "from": claim.number,
        "number": split.number,
        "wording": split.wording,
        "mentions": moved,
    }
    for each in (claim, split):
        Event.objects.append(kind=Event.Kind.CLAIM_SPLIT, claim=each, by=by, payload=payload)
    return split


@transaction.atomic
def unjoin_claim(*, claim_id: int, version: int, by: Person) -> Claim:
    """Take a joined claim out again: the places that came with it, and what follows them, go back.

    The citations stay on both. Where it was decided before, it asks for a recheck and says so.

    Args:
        version: the joined claim's version that the person saw.

    Raises:
        NotFound, NotAllowed, WrongState: see `rules.check_can_unjoin_claim`; or its places were
            split off meanwhile.
        Stale: the claim has changed since `version`.
    """
    article = _lock_article_of(claim_id, by=by)
    into_id = Claim.objects.filter(pk=claim_id).values_list("joined_into", flat=True).first()
    claim, into = _lock_in_order(claim_id, into_id or claim_id, article=article, by=by)
    rules.check_can_unjoin_claim(claim, by=by)
    rules.check_version(claim, version)
    join = claim.events.filter(kind=Event.Kind.CLAIMS_JOINED, payload__joined=claim.number)
    then: dict[str, Any] = join.order_by("-pk")[0].payload
    if not _bring_back(claim, into, then, newest_revision(article.pk), by=by):
        raise WrongState(
            f"None of its places is under claim {into.number} any more. Split them off where they"
            " are now."
        )
    came_along = Claim.objects.filter(pk__in=then["came_along"], joined_into=into)
    came_along.update(joined_into=claim, version=F("version") + 1)
    claim.joined_into, claim.version = None, version + 1
    claim.recheck = list(then["recheck"])
    if then["was_rated"]:
        claim.recheck.append(
            f"Before it was joined to claim {into.number} and taken out again, it was"
            f" {then['was_rated']} by {then['decided_by']}."
        )
    claim.save(update_fields=["joined_into", "version", "recheck"])
    into.version += 1
    into.save(update_fields=["version"])
    refresh_search([claim.pk, into.pk])
    payload = {"number": claim.number, "out_of": into.number}
    for each in (claim, into):
        Event.objects.append(kind=Event.Kind.CLAIM_REOPENED, claim=each, by=by, payload=payload)
    return claim


def _lock_article_of(claim_id: int, *, by: Person) -> Article:
    """Return the article, locked before its claims, so that no draft comes in between."""
    article_id = Claim.objects.filter(pk=claim_id).values_list("article", flat=True).first()
    return lock_article(article_id or 0, by=by)


def _lock_in_order(
    claim_id: int, other_id: int, *, article: Article, by: Person
) -> tuple[Claim, Claim]:
    """Return both claims, locked by id: two people may join two claims to each other at once."""
    locked = {each: lock_claim(each, by=by).claim for each in sorted({claim_id, other_id})}
    for claim in locked.values():
        claim.article = article
    return locked[claim_id], locked[other_id]


def _decided_by(claim: Claim) -> str:
    """Return who gave the newest verdict that counts, or nobody."""
    newest = claim.verdicts.filter(number__gt=claim.lapsed).select_related("reviewer")
    verdict = newest.order_by("-number").first()
    return str(verdict.reviewer) if verdict else ""


def _rated(claim: Claim) -> str:
    return f"{Verdict.Rating(claim.rating).label.lower()} by {_decided_by(claim)}"


def _reasons_to_look_again(claim: Claim, into: Claim) -> list[str]:
    """Return what a join says against the rating of the claim that goes on: nothing, or why."""
    if claim.recheck:
        # A changed figure must not slip under somebody's verdict by way of a join.
        waited = f"Claim {claim.number} was joined to it while it waited for a recheck."
        return [waited, *claim.recheck]
    if not claim.rating and into.rating:
        return _reasons_of_words(claim, into)
    if not claim.rating or claim.rating == into.rating:
        return []
    joined = f"Claim {claim.number}, {_rated(claim)}, was joined to it"
    if into.rating:
        return [f"{joined}; claim {into.number} itself was {_rated(into)}. Decide what holds."]
    return [f"{joined}. Decide whether that holds for all its places."]


def _reasons_of_words(claim: Claim, into: Claim) -> list[str]:
    """Return what is against a decision that others' words come under: none judged these."""
    had, come = (
        {" ".join(exact.split()).casefold(): exact for exact in words}
        for words in (
            each.mentions.placed().order_by("pk").values_list("exact", flat=True)
            for each in (into, claim)
        )
    )
    other = [exact for flat, exact in come.items() if flat not in had]
    if not other:
        return []
    listed = "”, “".join(" ".join(exact.split()) for exact in other[:5])
    return [
        f"Claim {claim.number} was joined to it, with other words: “{listed}”."
        " Decide whether it holds for them."
    ]


def _reasons_of_split(claim: Claim) -> list[str]:
    if claim.rating:
        return [f"Split from claim {claim.number}, which was {_rated(claim)}."]
    if claim.recheck:
        return [f"Split from claim {claim.number}, which waits for a recheck.", *claim.recheck]
    return []


def _carry_mentions(claim: Claim, into: Claim, draft: Revision) -> dict[str, Any]:
    """Move the places of the newest draft; what both have is kept once. Return what was done."""
    there = {
        (mention.start, mention.end): mention.pk
        for mention in Mention.objects.placed().filter(claim=into, revision=draft)
    }
    moved, shared, doubles = [], [], []
    for mention in claim.mentions.filter(revision=draft, closed_at=None).order_by("start", "pk"):
        same = there.get((mention.start, mention.end))
        if same is None:
            moved.append(mention.pk)
        else:
            doubles.append(mention.pk)
            shared.append({"mention": same, "previous": mention.previous_id})
    Mention.objects.filter(pk__in=doubles).delete()
    Mention.objects.filter(pk__in=moved).update(claim=into)
    return {"mentions": moved, "shared": shared}


def _bring_back(
    claim: Claim, into: Claim, then: dict[str, Any], draft: Revision, *, by: Person
) -> bool:
    """Move back what a join moved, in later drafts too; return whether any of it was there."""
    moved = Mention.objects.filter(claim=into, pk__in=_with_following(then["mentions"]))
    found = moved.update(claim=claim)
    again = []
    for one in then["shared"]:
        following = _with_following([one["mention"]])
        for mention in Mention.objects.filter(claim=into, revision=draft, pk__in=following):
            is_same = mention.pk == one["mention"]
            again.append(
                Mention(
                    claim=claim,
                    revision=draft,
                    start=mention.start,
                    end=mention.end,
                    exact=mention.exact,
                    prefix=mention.prefix,
                    suffix=mention.suffix,
                    state=mention.state,
                    reasons=mention.reasons,
                    previous_id=one["previous"] if is_same else None,
                    created_by=by,
                )
            )
    Mention.objects.bulk_create(again)
    return bool(found or again) or not (then["mentions"] or then["shared"])


def _with_following(mention_ids: Iterable[int]) -> set[int]:
    """Return mentions with those that later drafts carried them on to."""
    found: set[int] = set()
    step = set(mention_ids)
    while step:
        found |= step
        following = Mention.objects.filter(previous__in=step).order_by()
        step = set(following.values_list("pk", flat=True)) - found
    return found


def _choose_mentions(claim: Claim, draft: Revision, chosen: set[int]) -> list[Mention]:
    """Return the mentions with these ids, in reading order.

    Raises:
        BadInput: one is not the claim's, or none is left to it or to the new one.
    """
    mentions = list(claim.mentions.filter(revision=draft, closed_at=None).order_by("start", "pk"))
    if not chosen:
        raise BadInput("Choose the places that say something else.", field="mentions")
    if not chosen <= {mention.pk for mention in mentions}:
        raise BadInput(
            f"Claim {claim.number} has no such place in the newest draft. Reload the page.",
            field="mentions",
        )
    if len(chosen) == len(mentions):
        raise BadInput(
            "One place at least stays. Leave one out, or change the wording of the claim.",
            field="mentions",
        )
    return [mention for mention in mentions if mention.pk in chosen]


def _copy_citations(claim: Claim, into: Claim) -> list[Citation]:
    """Cite for `into` what `claim` cites and it does not: by whom and read when, it stays."""
    there = {_evidence(citation) for citation in Citation.objects.in_use_for(into)}
    columns = [
        field.attname for field in Citation._meta.concrete_fields if field.attname not in _OWN
    ]
    copies = []
    for citation in Citation.objects.in_use_for(claim):
        if _evidence(citation) not in there:
            there.add(_evidence(citation))
            kept = {column: getattr(citation, column) for column in columns}
            copies.append(Citation(claim=into, **kept))
    return Citation.objects.bulk_create(copies)


def _evidence(citation: Citation) -> tuple[object, ...]:
    return (
        citation.source_id,
        citation.url,
        citation.passage,
        citation.locator,
        citation.stance,
    )
