"""The library of sources."""

from __future__ import annotations

from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Lower


class SourceQuerySet(models.QuerySet["Source"]):
    def in_use(self) -> SourceQuerySet:
        """Return the sources that can be cited: neither retired nor merged into another."""
        return self.filter(retired_at=None)

    def named(self, name: str) -> SourceQuerySet:
        """Return the sources of that name. Capitals do not count, just as in `source_name_once`;
        `iexact` would count İ and i as two, and the library holds them for one.
        """
        return self.alias(folded=Lower("name")).filter(folded=Lower(Value(name)))


class Source(models.Model):
    """Where evidence comes from: an office, an agency, a newspaper, a person.

    Sources of one `origin_group` are one voice: the wire story and the paper that printed it.
    A merged source stays, retired, and points at the one that took its citations.
    """

    class Kind(models.TextChoices):
        OFFICIAL_STATISTICS = "official_statistics", "Official statistics"
        PUBLIC_RECORD = "public_record", "Public record"
        COURT = "court", "Court"
        OFFICIAL_STATEMENT = "official_statement", "Official statement"
        WIRE_SERVICE = "wire_service", "Wire service"
        NEWS_ORGANISATION = "news_organisation", "News organisation"
        ACADEMIC = "academic", "Academic"
        COMPANY = "company", "Company"
        ORGANISATION = "organisation", "Organisation"
        PERSON = "person", "Person"
        DATASET = "dataset", "Dataset"
        SOCIAL_POST = "social_post", "Social post"
        OTHER = "other", "Other"

    class Reliability(models.TextChoices):
        HIGH = "high", "High"
        MEDIUM = "medium", "Medium"
        LOW = "low", "Low"
        UNRATED = "unrated", "Not rated"

    class Tier(models.TextChoices):
        PRIMARY = "primary", "Primary"
        SECONDARY = "secondary", "Secondary"
        TERTIARY = "tertiary", "Tertiary"

    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=30, choices=Kind, default=Kind.OTHER)
    reliability = models.CharField(max_length=10, choices=Reliability, default=Reliability.UNRATED)
    tier = models.CharField(max_length=10, choices=Tier, default=Tier.SECONDARY)
    origin_group = models.CharField(
        max_length=200, blank=True, help_text="Sources that share an origin share this name."
    )
    owner = models.CharField(max_length=200, blank=True)
    notes = models.TextField(blank=True)
    retired_at = models.DateTimeField(null=True, blank=True, editable=False)
    retired_reason = models.TextField(blank=True, editable=False)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged", editable=False
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = SourceQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        permissions = [
            ("merge_source", "Can merge sources"),
            ("retire_source", "Can retire a source"),
        ]
        indexes = [
            models.Index(Lower("name"), "id", name="source_name_folded"),
            models.Index(fields=["origin_group"], name="source_origin_group"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="source_has_name"),
            models.UniqueConstraint(
                Lower("name"),
                condition=Q(retired_at=None),
                name="source_name_once",
                violation_error_message="The library has a source of that name already.",
            ),
            models.CheckConstraint(
                condition=Q(retired_at=None) | ~Q(retired_reason=""),
                name="source_retired_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | Q(retired_at__isnull=False),
                name="source_merged_is_retired",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class SourceDomain(models.Model):
    """A domain whose addresses belong to a source, its subdomains included."""

    source = models.ForeignKey(Source, models.CASCADE, related_name="domains")
    domain = models.CharField(max_length=253, unique=True, help_text="E.g. census.gov")

    class Meta:
        ordering = ["domain"]
        constraints = [
            models.CheckConstraint(
                condition=Q(domain__regex=r"^[a-z0-9-]+(\.[a-z0-9-]+)+$"),
                name="source_domain_plain",
                violation_error_message="Write the bare domain in small letters: census.gov",
            ),
        ]

    def __str__(self) -> str:
        return self.domain
