"""The history: what happened, in the order it happened, each row sealing the one before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models

from claims.models.article import Article, visible_articles
from claims.models.claim import Claim
from claims.models.person import Person

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class EventQuerySet(models.QuerySet["Event"]):
    def append(
        self,
        *,
        kind: str,
        by: Person | None,
        article: Article | None = None,
        claim: Claim | None = None,
        payload: dict[str, Any] | None = None,
    ) -> None:
        """Add an event at the end of its chain. The last statement of an action.

        The database gives it its place, its time and its hash, and locks the chain until the
        transaction ends. Each article is a chain; what concerns no article is the chain
        "library". `payload` holds text, whole numbers, lists and objects of these, or nothing.
        """
        if claim is not None and article is None:
            article = claim.article
        self.create(kind=kind, person=by, article=article, claim=claim, payload=payload or {})

    def visible_to(self, person: Person | AnonymousUser) -> EventQuerySet:
        """Return the events of the articles that `person` may see."""
        return self.filter(visible_articles(person, "article__"), article__isnull=False)


class Event(models.Model):
    """Something that happened. Append-only and hash-chained, both by triggers.

    `hash` is the SHA-256 of `previous_hash`, a newline, and the row as canonical JSON: see
    `claims.text.chain`, which `verify_history` checks against.
    """

    class Kind(models.TextChoices):
        ARTICLE_CREATED = "article_created", "brought in the article"
        ARTICLE_CHANGED = "article_changed", "changed the article's details"
        REVISION_ADDED = "revision_added", "brought in a draft"
        CLAIM_CREATED = "claim_created", "marked a claim"
        CLAIM_CHANGED = "claim_changed", "changed a claim"
        MENTION_ADDED = "mention_added", "added a mention"
        CITATION_ADDED = "citation_added", "cited"
        CITATION_WITHDRAWN = "citation_withdrawn", "withdrew a citation"
        MENTION_PLACED = "mention_placed", "marked the words of a claim anew"
        MENTION_CLOSED = "mention_closed", "closed a place that is gone"
        CLAIM_CLOSED = "claim_closed", "closed a claim that the text makes no more"
        CLAIM_REOPENED = "claim_reopened", "took a claim back into the check"
        CLAIMS_JOINED = "claims_joined", "joined two claims"
        CLAIM_SPLIT = "claim_split", "split a claim"
        SUGGESTION_DISMISSED = "suggestion_dismissed", "dismissed a suggestion"
        SUGGESTION_RESTORED = "suggestion_restored", "took back a dismissal"
        NOTE_DISMISSED = "note_dismissed", "dismissed a note on consistency"
        NOTE_RESTORED = "note_restored", "took back a dismissal"
        DRAFT_CITATION_DISCARDED = "draft_citation_discarded", "discarded a note of the copy"
        UNSOURCED_ACCEPTED = "unsourced_accepted", "accepted a claim as unsourced"
        SIGNED_OFF = "signed_off", "signed off the article"
        ARTICLE_CLEARED = "article_cleared", "cleared the article"
        ARTICLE_REOPENED = "article_reopened", "took the article back into review"
        VERDICT_RECORDED = "verdict_recorded", "decided"
        VERDICT_LAPSED = "verdict_lapsed", "asked for a recheck"
        SOURCE_ADDED = "source_added", "added a source"
        SOURCE_CHANGED = "source_changed", "changed a source"
        SOURCE_MERGED = "source_merged", "merged sources"
        SOURCE_RETIRED = "source_retired", "retired a source"
        POLICY_CHANGED = "policy_changed", "changed an evidence policy"
        TOKEN_CREATED = "token_created", "made an API token"
        TOKEN_REVOKED = "token_revoked", "revoked an API token"
        PERSON_CHANGED = "person_changed", "changed an account"

    chain = models.CharField(max_length=30, editable=False)
    sequence = models.PositiveBigIntegerField(editable=False)
    article = models.ForeignKey(Article, models.PROTECT, null=True, related_name="events")
    claim = models.ForeignKey(Claim, models.PROTECT, null=True, related_name="events")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=30, choices=Kind)
    payload = models.JSONField(default=dict)
    at = models.DateTimeField(editable=False)
    previous_hash = models.CharField(max_length=64, editable=False)
    hash = models.CharField(max_length=64, editable=False)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["article", "id"], name="event_article_in_order"),
            models.Index(fields=["claim", "id"], name="event_claim_in_order"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["chain", "sequence"], name="event_sequence_once"),
        ]

    def __str__(self) -> str:
        return f"{self.chain} {self.sequence}: {self.kind}"


class ChainHead(models.Model):
    """Where each chain ends. Kept by the trigger; a lost tail shows against it."""

    chain = models.CharField(max_length=30, primary_key=True)
    sequence = models.PositiveBigIntegerField()
    hash = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.chain}: {self.sequence}"
