"""Citations, and how much of them a verdict needs."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from claims.models.claim import Claim, Kind
from claims.models.person import Person
from claims.models.source import Source


class CitationQuerySet(models.QuerySet["Citation"]):
    def in_use(self) -> CitationQuerySet:
        """Return the citations nobody has withdrawn."""
        return self.filter(withdrawn_at=None)

    def in_use_for(self, claim: Claim) -> CitationQuerySet:
        """Return the citations of a claim that count, oldest first, each with its source."""
        return self.in_use().filter(claim=claim).select_related("source").order_by("id")


class Citation(models.Model):
    """The use of a source as evidence for a claim. Withdrawn, never deleted."""

    class Stance(models.TextChoices):
        SUPPORTS = "supports", "Supports"
        CONTRADICTS = "contradicts", "Contradicts"
        CONTEXT = "context", "Context"

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="citations")
    source = models.ForeignKey(Source, models.PROTECT, related_name="citations")
    url = models.URLField("address", max_length=2000, blank=True)
    passage = models.TextField(blank=True, help_text="The words it rests on.")
    locator = models.CharField(
        max_length=200, blank=True, help_text="Page, paragraph, table row or time stamp."
    )
    stance = models.CharField(max_length=20, choices=Stance, default=Stance.SUPPORTS)
    tier = models.CharField(max_length=10, choices=Source.Tier)
    read_at = models.DateField("read on")
    added_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    withdrawn_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    withdrawn_reason = models.TextField(blank=True)
    idempotency_key = models.UUIDField(null=True, unique=True, editable=False)

    objects = CitationQuerySet.as_manager()

    class Meta:
        ordering = ["claim", "id"]
        indexes = [models.Index(fields=["source", "-id"], name="citation_source_newest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(stance__in=["supports", "contradicts", "context"]),
                name="citation_stance_known",
            ),
            models.CheckConstraint(
                condition=Q(tier__in=Source.Tier.values), name="citation_tier_known"
            ),
            models.CheckConstraint(
                condition=Q(url="") | Q(url__regex=r"^https?://"), name="citation_url_is_web"
            ),
            models.CheckConstraint(
                condition=(
                    Q(withdrawn_at=None, withdrawn_by=None, withdrawn_reason="")
                    | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False)
                ),
                name="citation_withdrawn_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} ({self.get_stance_display()})"


class EvidencePolicy(models.Model):
    """What a verdict needs. The row without a kind counts for every kind without its own."""

    kind = models.CharField(
        max_length=20,
        choices=Kind,
        blank=True,
        unique=True,
        help_text="Empty: every kind of claim that has no policy of its own.",
    )
    verified_citations = models.PositiveSmallIntegerField(
        default=1, help_text="Supporting citations, each with a passage or a locator."
    )
    verified_origins = models.PositiveSmallIntegerField(
        default=1, help_text="From how many origins that do not depend on each other."
    )
    verified_tier = models.CharField(
        max_length=10,
        choices=Source.Tier,
        blank=True,
        help_text="At least one of them of this tier or a better one.",
    )
    disputed_citations = models.PositiveSmallIntegerField(default=1)

    class Meta:
        verbose_name_plural = "evidence policies"
        constraints = [
            models.CheckConstraint(
                condition=Q(verified_citations__gte=1, verified_origins__gte=1),
                name="evidence_policy_asks_for_one",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display() if self.kind else "Every other kind"
