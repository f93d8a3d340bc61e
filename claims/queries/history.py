"""What happened, in words."""

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any, TypedDict

from claims.models import Claim, Event, Verdict
from claims.queries.paging import newest_first

EVENTS_A_PAGE = 100
EVENTS_A_CLAIM = 30


class Happening(TypedDict):
    """An event for a reader: who did what, when; `quote` is what they wrote or marked."""

    id: int
    kind: str
    rating: str
    who: str
    what: str
    quote: str
    at: dt.datetime
    claim: int | None
    article: int | None
    article_title: str


def get_article_history(
    article_id: int, *, after: int | None = None
) -> tuple[list[Happening], int | None]:
    """Return a page of an article's events, newest first, and where the next one begins."""
    events = Event.objects.filter(article=article_id).select_related("person", "claim")
    page = newest_first(events, after=after, limit=EVENTS_A_PAGE)
    return in_words(page.rows), page.after


def get_claim_history(claim: Claim) -> list[Happening]:
    """Return the newest events of a claim."""
    events = Event.objects.filter(claim=claim).select_related("person").order_by("-pk")
    found = list(events[:EVENTS_A_CLAIM])
    for event in found:
        event.claim = claim
    return in_words(found)


def in_words(events: Iterable[Event]) -> list[Happening]:
    """Return events as sentences. Each needs its person, and its claim where it has one, joined."""
    return [
        {
            "id": event.pk,
            "kind": event.kind,
            "rating": event.payload.get("rating", ""),
            "who": str(event.person) if event.person else "The desk",
            "what": _SENTENCES.get(event.kind, _plain)(event),
            "quote": _quote(event),
            "at": event.at,
            "claim": event.claim_id,
            "article": event.article_id,
            "article_title": "",
        }
        for event in events
    ]


def _plain(event: Event) -> str:
    return event.get_kind_display()


def _on(event: Event) -> str:
    return f"claim {event.claim.number}" if event.claim else "the claim"


def _decided(event: Event) -> str:
    rating = Verdict.Rating(event.payload["rating"]).label.lower()
    question = event.payload.get("question", "")
    asked = " as said" if question == Verdict.Question.ATTRIBUTION else ""
    again = " again: it still holds" if "confirms" in event.payload else ""
    return f"rated {_on(event)} {rating}{asked}{again}"


def _cited(event: Event) -> str:
    verb = {"supports": "in support of", "contradicts": "against"}
    stance = verb.get(event.payload["stance"], "as context for")
    locator = f", {event.payload['locator']}" if event.payload.get("locator") else ""
    return f"cited {event.payload['source']}{locator} {stance} {_on(event)}"


def _changed_claim(event: Event) -> str:
    names = " and ".join(sorted(event.payload))
    return f"changed the {names} of {_on(event)}"


def _suggestions(event: Event) -> str:
    count = len(event.payload["words"])
    reason = event.payload["reason"]
    return f"{count} suggestion{'s' if count != 1 else ''} ({reason})"


def _changed_article(event: Event) -> str:
    return f"changed the article’s {', '.join(sorted(event.payload))}"


def _brought_in(event: Event) -> str:
    counts = event.payload.get("mentions", {})
    found = [f"{counts[state]} {state}" for state in _CARRIED if counts.get(state)]
    carried = f"; mentions: {', '.join(found)}" if found else ""
    return f"brought in draft {event.payload['number']}{carried}"


_CARRIED = ("kept", "moved", "edited", "orphaned")


def _joined(event: Event) -> str:
    return f"joined claim {event.payload['joined']} to claim {event.payload['into']}"


def _reopened(event: Event) -> str:
    if "out_of" not in event.payload:
        return f"took {_on(event)} back into the check"
    return f"took claim {event.payload['number']} out of claim {event.payload['out_of']} again"


_SENTENCES: dict[str, Callable[[Event], str]] = {
    Event.Kind.VERDICT_RECORDED: _decided,
    Event.Kind.VERDICT_LAPSED: lambda event: (
        f"voided the verdict on {_on(event)}"
        if event.payload.get("rating")
        else f"asked for another look at {_on(event)}"
    ),
    Event.Kind.CITATION_ADDED: _cited,
    Event.Kind.CITATION_WITHDRAWN: lambda event: (
        f"withdrew the citation of {event.payload['source']} from {_on(event)}"
    ),
    Event.Kind.CLAIM_CREATED: lambda event: f"marked {_on(event)}",
    Event.Kind.CLAIM_CHANGED: _changed_claim,
    Event.Kind.ARTICLE_CHANGED: _changed_article,
    Event.Kind.MENTION_ADDED: lambda event: f"added a mention to {_on(event)}",
    Event.Kind.SUGGESTION_DISMISSED: lambda event: f"dismissed {_suggestions(event)}",
    Event.Kind.SUGGESTION_RESTORED: lambda event: (
        f"took back the dismissal of {_suggestions(event)}"
    ),
    Event.Kind.DRAFT_CITATION_DISCARDED: lambda event: (
        f"discarded a {event.payload['kind']} of the copy"
    ),
    Event.Kind.UNSOURCED_ACCEPTED: lambda event: (
        f"let {_on(event)} stand as unsourced: it rests on the reporter"
    ),
    Event.Kind.SIGNED_OFF: lambda event: (
        f"signed off the check of draft {event.payload['revision']}"
    ),
    Event.Kind.ARTICLE_CLEARED: lambda event: (
        f"cleared draft {event.payload['revision']}, signed off by"
        f" {' and '.join(dict.fromkeys(event.payload['signed_by']))}"
    ),
    Event.Kind.REVISION_ADDED: _brought_in,
    Event.Kind.MENTION_PLACED: lambda event: f"marked the words of {_on(event)} anew",
    Event.Kind.MENTION_CLOSED: lambda event: f"closed a place of {_on(event)} that is gone",
    Event.Kind.CLAIM_CLOSED: lambda event: f"closed {_on(event)}: the text makes it no more",
    Event.Kind.CLAIMS_JOINED: _joined,
    Event.Kind.CLAIM_REOPENED: _reopened,
    Event.Kind.CLAIM_SPLIT: lambda event: (
        f"split claim {event.payload['number']} off claim {event.payload['from']}"
    ),
    Event.Kind.NOTE_DISMISSED: lambda event: f"dismissed a note: {event.payload['message']}",
    Event.Kind.NOTE_RESTORED: lambda event: (
        f"took back the dismissal of a note: {event.payload['message']}"
    ),
}


def _quote(event: Event) -> str:
    payload: dict[str, Any] = event.payload
    if event.kind == Event.Kind.VERDICT_LAPSED:
        return " ".join(payload["reasons"])
    if event.kind == Event.Kind.CLAIM_CHANGED and "wording" in payload:
        return f"{payload['wording'][0]} → {payload['wording'][1]}"
    if event.kind in (Event.Kind.CLAIMS_JOINED, Event.Kind.CLAIM_SPLIT):
        return str(payload["wording"])
    if event.kind == Event.Kind.ARTICLE_CHANGED:
        return ""
    if "words" in payload:
        return " · ".join(payload["words"])
    return payload.get("rationale") or payload.get("exact") or payload.get("reason") or ""
