"""What the desk proposes to people: places to check, what does not agree, notes of the copy."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from claims.models.article import Revision
from claims.models.claim import Kind
from claims.models.evidence import Citation
from claims.models.person import Person


class Finding(models.Model):
    """The desk has looked through a draft for what is checkable. Until then there is no row."""

    revision = models.OneToOneField(Revision, models.PROTECT, related_name="finding")
    notice = models.TextField(blank=True, help_text="What was left out, for the reader.")
    found_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"What is checkable in {self.revision}"


class Suggestion(models.Model):
    """A place in a draft that somebody should check. It judges nothing.

    Offsets are code points of the draft's text, end excluded. Suggestions of one `group` repeat
    one fact. A suggestion is covered while a mention of a claim stands on its words, or while it
    is dismissed, which somebody does by name.
    """

    revision = models.ForeignKey(Revision, models.PROTECT, related_name="suggestions")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    exact = models.TextField()
    kind = models.CharField(max_length=20, choices=Kind)
    score = models.FloatField(help_text="0 to 1: how much it is worth a check.")
    reason = models.TextField()
    speaker = models.CharField(max_length=200, blank=True)
    group = models.PositiveIntegerField(help_text="Equal for repeats of one fact.")
    dismissed_at = models.DateTimeField(null=True, blank=True)
    dismissed_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+"
    )
    dismissed_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["revision", "start", "end"]
        constraints = [
            models.CheckConstraint(condition=Q(start__lt=F("end")), name="suggestion_not_empty"),
            models.UniqueConstraint(
                fields=["revision", "start", "end"], name="suggestion_place_once"
            ),
            models.CheckConstraint(
                condition=Q(score__gte=0, score__lte=1), name="suggestion_score_0_to_1"
            ),
            models.CheckConstraint(
                condition=(
                    Q(dismissed_at=None, dismissed_by=None, dismissed_reason="")
                    | Q(dismissed_at__isnull=False, dismissed_by__isnull=False)
                ),
                name="suggestion_dismissed_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"“{self.exact}” at {self.start}"


class ConsistencyNote(models.Model):
    """Something in a draft that may not agree with something else in it. Never a verdict.

    `places` is a list of `{"start", "end", "exact"}` in code points of the draft's text.
    """

    class Kind(models.TextChoices):
        CONTRADICTION = "contradiction", "Contradiction"
        MISSING_QUALIFIER = "missing_qualifier", "Missing qualifier"
        QUOTATION_FORMS = "quotation_forms", "Two forms of a quotation"
        ARITHMETIC = "arithmetic", "Arithmetic"
        SPEAKER = "speaker", "Speaker"

    revision = models.ForeignKey(Revision, models.PROTECT, related_name="consistency_notes")
    kind = models.CharField(max_length=20, choices=Kind)
    places = models.JSONField()
    message = models.TextField()
    dismissed_at = models.DateTimeField(null=True, blank=True)
    dismissed_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+"
    )
    dismissed_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["revision", "id"]
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(dismissed_at=None, dismissed_by=None, dismissed_reason="")
                    | (
                        Q(dismissed_at__isnull=False, dismissed_by__isnull=False)
                        & ~Q(dismissed_reason="")
                    )
                ),
                name="consistency_note_dismissed_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.message


class DraftCitation(models.Model):
    """A comment or footnote of the copy, as a citation that nobody has made yet.

    It stands on words of a draft (`start` to `end`, code points), where the desk proposes a claim;
    once there is a claim on them, it is offered there. Used, it is a citation; or it is discarded.
    """

    class Kind(models.TextChoices):
        COMMENT = "comment", "Comment"
        FOOTNOTE = "footnote", "Footnote"
        ENDNOTE = "endnote", "Endnote"

    revision = models.ForeignKey(Revision, models.PROTECT, related_name="draft_citations")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    kind = models.CharField(max_length=20, choices=Kind)
    text = models.TextField()
    author = models.CharField(max_length=200, blank=True)
    url = models.CharField("address", max_length=2000, blank=True)
    citation = models.OneToOneField(
        Citation, models.PROTECT, null=True, blank=True, related_name="draft"
    )
    discarded_at = models.DateTimeField(null=True, blank=True)
    discarded_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["revision", "start", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(start__lt=F("end")), name="draft_citation_not_empty"
            ),
            models.CheckConstraint(
                condition=(
                    Q(discarded_at=None, discarded_by=None)
                    | Q(discarded_at__isnull=False, discarded_by__isnull=False, citation=None)
                ),
                name="draft_citation_used_or_discarded",
            ),
        ]

    def __str__(self) -> str:
        return self.text
