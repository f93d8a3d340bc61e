"""Copy on its way in, and the file that a draft was read from."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.urls import reverse

from claims.models.article import Article, Revision
from claims.models.person import Person


class Original(models.Model):
    """The file or page that a draft was read from, byte for byte, in the store."""

    revision = models.OneToOneField(Revision, models.PROTECT, related_name="original")
    filename = models.CharField(max_length=255, blank=True)
    url = models.URLField("address", max_length=2000, blank=True)
    media_type = models.CharField(max_length=127)
    digest = models.CharField(
        max_length=64, help_text="SHA-256 of the bytes, their name in the store."
    )
    size = models.PositiveBigIntegerField(help_text="In bytes.")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(digest__regex=r"^[0-9a-f]{64}$"), name="original_digest_is_sha256"
            ),
        ]

    def __str__(self) -> str:
        return self.filename or self.url


class ImportQuerySet(models.QuerySet["Import"]):
    def visible_to(self, person: Person) -> ImportQuerySet:
        """Return the imports that `person` started."""
        return self.filter(started_by=person)


class Import(models.Model):
    """Copy that the worker fetches and reads: a file or an address, to become a draft.

    Only who started it sees it. It ends done, with a draft, or refused, with a sentence; what it
    was to become is kept, so that a refused one can be tried again without typing it anew.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting for the worker"
        FETCHING = "fetching", "Fetching the page"
        READING = "reading", "Reading the text"
        CHECKING = "checking", "Looking for what is checkable"
        DONE = "done", "Done"
        REFUSED = "refused", "Refused"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    state = models.CharField(max_length=20, choices=State, default=State.WAITING)
    percent = models.PositiveSmallIntegerField(default=0)
    article = models.ForeignKey(
        Article,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Empty for a new article.",
    )
    details = models.JSONField(default=dict, help_text="What the article's form said besides.")
    filename = models.CharField(max_length=255, blank=True)
    url = models.CharField("address", max_length=2000, blank=True)
    media_type = models.CharField(max_length=127, blank=True)
    digest = models.CharField(max_length=64, blank=True, help_text="Of the bytes in the store.")
    size = models.PositiveBigIntegerField(default=0)
    refusal = models.TextField(blank=True)
    revision = models.ForeignKey(Revision, models.PROTECT, null=True, blank=True, related_name="+")
    is_new = models.BooleanField(
        default=True, help_text="False where the draft says the same as the newest one."
    )
    started_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = ImportQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    state__in=["waiting", "fetching", "reading", "checking", "done", "refused"]
                ),
                name="import_state_known",
            ),
            models.CheckConstraint(
                condition=Q(percent__lte=100), name="import_percent_at_most_100"
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(revision__isnull=False), name="import_done_has_draft"
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(refusal=""), name="import_refused_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.filename or self.url}: {self.get_state_display()}"

    def get_absolute_url(self) -> str:
        return reverse("claims:import_detail", args=[self.key])
