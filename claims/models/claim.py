"""Claims, the places where a draft makes them, and what was decided about them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from claims.models.article import Article, Revision, visible_articles
from claims.models.person import Person

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class Rating(models.TextChoices):
    """The scale. A claim nobody decided has no rating: an empty string."""

    VERIFIED = "verified", "Verified"
    DISPUTED = "disputed", "Disputed"
    UNSOURCED = "unsourced", "Unsourced"


class Kind(models.TextChoices):
    """What a claim is about; the evidence policy depends on it."""

    FIGURE = "figure", "Figure"
    DATE = "date", "Date"
    NAME = "name", "Name or title"
    QUOTATION = "quotation", "Quotation"
    SUPERLATIVE = "superlative", "First, most, only"
    CAUSAL = "causal", "Cause or comparison"
    EVENT = "event", "Event"
    OTHER = "other", "Other"


class ClaimQuerySet(models.QuerySet["Claim"]):
    def visible_to(self, person: Person | AnonymousUser) -> ClaimQuerySet:
        """Return the claims of the articles that `person` may see."""
        return self.filter(visible_articles(person, "article__"))

    def in_check(self) -> ClaimQuerySet:
        """Return the claims that the check is about: neither joined to another nor closed."""
        return self.filter(joined_into=None, closed_at=None)


class Claim(models.Model):
    """A checkable statement of an article, in our words.

    `rating` mirrors the verdicts (see `Verdict`) or is empty; the database checks it at the end
    of each transaction. `version` rises with each change: a writer says which one they saw.
    `recheck` lists why a decided claim has to be looked at again; it is empty otherwise.
    A claim that was joined to another stays, with its verdicts and history, and points at it; one
    whose words no draft makes any more is closed. Neither counts in the check.
    """

    Rating = Rating
    Kind = Kind

    article = models.ForeignKey(Article, models.PROTECT, related_name="claims")
    number = models.PositiveIntegerField(help_text="Within the article, from 1, never reused.")
    wording = models.TextField()
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.OTHER)
    rating = models.CharField(max_length=20, choices=Rating, blank=True)
    recheck = models.JSONField(default=list, blank=True)
    lapsed = models.PositiveIntegerField(
        default=0, help_text="Verdicts up to this number have lapsed; they count no more."
    )
    version = models.PositiveIntegerField(default=1)
    assignee = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="assigned_claims"
    )
    valid_until = models.DateField(null=True, blank=True)
    joined_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="joined"
    )
    split_from = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="split_off"
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="closed_claims"
    )
    search = SearchVectorField(null=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    idempotency_key = models.UUIDField(null=True, unique=True, editable=False)

    objects = ClaimQuerySet.as_manager()

    class Meta:
        ordering = ["article", "number"]
        permissions = [
            ("record_verdict", "Can record a verdict"),
            ("assign_claim", "Can assign a claim"),
        ]
        indexes = [
            GinIndex(fields=["search"], name="claim_search"),
            models.Index(fields=["rating", "-id"], name="claim_rating_newest"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["article", "number"], name="claim_number_once"),
            models.CheckConstraint(
                condition=Q(rating__in=["", "verified", "disputed", "unsourced"]),
                name="claim_rating_known",
            ),
            models.CheckConstraint(condition=~Q(wording=""), name="claim_has_wording"),
            models.CheckConstraint(
                condition=Q(recheck=[]) | Q(rating=""), name="claim_unrated_while_recheck"
            ),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="claim_kind_known"),
            models.CheckConstraint(
                condition=(
                    Q(closed_at=None, closed_by=None)
                    | Q(closed_at__isnull=False, closed_by__isnull=False)
                ),
                name="claim_closed_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(joined_into=None) | Q(recheck=[]), name="claim_joined_asks_nothing"
            ),
        ]

    def __str__(self) -> str:
        return f"Claim {self.number}: {self.wording}"

    def get_absolute_url(self) -> str:
        return reverse("claims:claim_detail", args=[self.pk])


class MentionQuerySet(models.QuerySet["Mention"]):
    def placed(self) -> MentionQuerySet:
        """Return the mentions that stand somewhere in their draft."""
        return self.exclude(state="orphaned")

    def orphans(self) -> MentionQuerySet:
        """Return the mentions whose words are gone and that nobody has closed."""
        return self.filter(state="orphaned", closed_at=None)


class Mention(models.Model):
    """One place where a revision makes a claim.

    `start` and `end` count Unicode code points of the revision's text, end excluded;
    `text[start:end] == exact` always, which a trigger checks. `prefix` and `suffix` are the
    code points around it (W3C Web Annotation Data Model, 4.2.4).

    `state` is what became of the words of `previous`, the mention in the draft before; a new
    mention is kept. An orphan has no place: its words, which `exact` still holds, are gone.
    """

    class State(models.TextChoices):
        KEPT = "kept", "Kept"
        MOVED = "moved", "Moved"
        EDITED = "edited", "Edited"
        ORPHANED = "orphaned", "Orphaned"

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="mentions")
    revision = models.ForeignKey(Revision, models.PROTECT, related_name="mentions")
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)
    exact = models.TextField()
    prefix = models.TextField(blank=True)
    suffix = models.TextField(blank=True)
    state = models.CharField(max_length=20, choices=State, default=State.KEPT)
    reasons = models.JSONField(
        default=list,
        blank=True,
        help_text="What changed, where it was edited: number, unit, date, name, negation, hedge,"
        " quotation, wording.",
    )
    previous = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="following"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="closed_mentions"
    )

    objects = MentionQuerySet.as_manager()

    class Meta:
        ordering = ["revision", "start", "end"]
        constraints = [
            models.CheckConstraint(condition=Q(start__lt=F("end")), name="mention_not_empty"),
            models.UniqueConstraint(
                fields=["claim", "revision", "start", "end"], name="mention_place_once"
            ),
            models.UniqueConstraint(fields=["revision", "previous"], name="mention_carried_once"),
            models.CheckConstraint(
                condition=Q(state__in=["kept", "moved", "edited", "orphaned"]),
                name="mention_state_known",
            ),
            models.CheckConstraint(
                condition=(
                    Q(state="orphaned", start=None, end=None)
                    | (~Q(state="orphaned") & Q(start__isnull=False, end__isnull=False))
                ),
                name="mention_placed_unless_orphaned",
            ),
            models.CheckConstraint(
                condition=(
                    Q(closed_at=None, closed_by=None)
                    | Q(state="orphaned", closed_at__isnull=False, closed_by__isnull=False)
                ),
                name="mention_orphan_closed_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"“{self.exact}” " + (f"at {self.start}" if self.start is not None else "(gone)")


class Verdict(models.Model):
    """A reviewer's decision. Added, never edited: the database refuses it.

    A quotation has two questions: was it said (attribution), and is it true (truth); any other
    claim has the second only. The newest verdict on each that has not lapsed counts, and the claim
    carries the less favourable of the two: disputed before unsourced before verified.
    `evidence_digest` is the SHA-256 of the citations it rests on.
    """

    Rating = Rating

    class Question(models.TextChoices):
        TRUTH = "truth", "Is it true?"
        ATTRIBUTION = "attribution", "Was it said?"

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="verdicts")
    number = models.PositiveIntegerField(help_text="Within the claim, from 1.")
    question = models.CharField(max_length=20, choices=Question, default=Question.TRUTH)
    rating = models.CharField(max_length=20, choices=Rating)
    rationale = models.TextField(blank=True)
    wording = models.TextField(help_text="The claim's wording that was judged.")
    reviewer = models.ForeignKey(Person, models.PROTECT, related_name="verdicts")
    revision = models.ForeignKey(Revision, models.PROTECT, related_name="+")
    evidence_digest = models.CharField(max_length=64)
    created_at = models.DateTimeField(auto_now_add=True)
    idempotency_key = models.UUIDField(null=True, unique=True, editable=False)

    class Meta:
        ordering = ["claim", "number"]
        constraints = [
            # Two writers of one step are impossible even past the row lock.
            models.UniqueConstraint(fields=["claim", "number"], name="verdict_number_once"),
            models.CheckConstraint(
                condition=Q(rating__in=["verified", "disputed", "unsourced"]),
                name="verdict_rating_known",
            ),
            models.CheckConstraint(
                condition=Q(question__in=["truth", "attribution"]), name="verdict_question_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_rating_display()} by {self.reviewer}"
