"""Articles under review and their drafts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from claims.models.person import Person

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class ArticleQuerySet(models.QuerySet["Article"]):
    def visible_to(self, person: Person | AnonymousUser) -> ArticleQuerySet:
        """Return the articles `person` may see: none without a role, and a confidential one
        only where they own it, wrote it or are named on it.
        """
        return self.filter(visible_articles(person))


def visible_articles(person: Person | AnonymousUser, prefix: str = "") -> Q:
    """Return what `visible_to` asks of articles that are reached over `prefix` ("article__")."""
    if not person.is_active or not person.has_perm("claims.view_article"):
        return Q(pk__in=[])
    named = Article.people.through.objects.filter(article=OuterRef(f"{prefix}pk"), person=person.pk)
    return (
        Q(**{f"{prefix}confidential": False})
        | Q(**{f"{prefix}owner": person.pk})
        | Q(**{f"{prefix}reporter": person.pk})
        | Q(Exists(named))
    )


def is_visible(article: Article, person: Person) -> bool:
    """Return what `visible_to` says of one article at hand, mostly without asking the database."""
    if not person.is_active or not person.has_perm("claims.view_article"):
        return False
    if not article.confidential or person.pk in (article.owner_id, article.reporter_id):
        return True
    return article.people.filter(pk=person.pk).exists()


class Article(models.Model):
    """A text under review."""

    class Status(models.TextChoices):
        IN_REVIEW = "in_review", "In review"
        CLEARED = "cleared", "Cleared"
        PUBLISHED = "published", "Published"
        SPIKED = "spiked", "Spiked"

    title = models.CharField(max_length=300)
    slug = models.SlugField(max_length=80, unique=True)
    language = models.CharField(max_length=35, default="en", help_text="A BCP 47 tag, e.g. en-GB.")
    status = models.CharField(max_length=20, choices=Status, default=Status.IN_REVIEW)
    owner = models.ForeignKey(
        Person, models.PROTECT, related_name="+", help_text="Who answers for the check."
    )
    reporter = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Who wrote it. They cannot give a verdict on it.",
    )
    deadline = models.DateTimeField(null=True, blank=True)
    confidential = models.BooleanField(default=False)
    people = models.ManyToManyField(
        Person, blank=True, related_name="+", help_text="Who may see it while it is confidential."
    )
    external_id = models.CharField(max_length=200, null=True, blank=True, unique=True)
    search = SearchVectorField(null=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        permissions = [
            ("sign_off_article", "Can sign off the check of an article"),
            ("clear_article", "Can clear an article"),
            ("publish_article", "Can publish an article"),
        ]
        indexes = [
            GinIndex(fields=["search"], name="article_search"),
            models.Index(fields=["status", "-id"], name="article_status_newest"),
            models.Index(fields=["owner", "-id"], name="article_owner_newest"),
            models.Index(fields=["reporter", "-id"], name="article_reporter_newest"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["in_review", "cleared", "published", "spiked"]),
                name="article_status_known",
            ),
            models.CheckConstraint(condition=~Q(title=""), name="article_has_title"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("claims:article_check", args=[self.pk])


class Revision(models.Model):
    """One draft of an article. Never edited, never deleted: the database refuses both.

    `text` is NFC, its blocks joined by one blank line. `blocks` is a list of
    `{"kind", "start", "end", "level"}`, offsets in code points of `text`, end excluded.
    """

    class Origin(models.TextChoices):
        PASTE = "paste", "Pasted"
        UPLOAD = "upload", "Uploaded"
        ADDRESS = "address", "Fetched from an address"
        API = "api", "Sent over the API"
        SEED = "seed", "The sample"

    article = models.ForeignKey(Article, models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    text = models.TextField()
    blocks = models.JSONField()
    digest = models.CharField(max_length=64, help_text="SHA-256 of the text in UTF-8.")
    origin = models.CharField(max_length=20, choices=Origin)
    standfirst = models.TextField(blank=True)
    byline = models.CharField(max_length=300, blank=True, help_text="As the copy names it.")
    published = models.DateField(null=True, blank=True, help_text="As the copy dates itself.")
    warnings = models.JSONField(
        default=list, blank=True, help_text="A sentence for all that was left out or guessed."
    )
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["article", "number"]
        constraints = [
            models.UniqueConstraint(fields=["article", "number"], name="revision_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="revision_number_from_one"),
            models.CheckConstraint(
                condition=Q(origin__in=["paste", "upload", "address", "api", "seed"]),
                name="revision_origin_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.article}, draft {self.number}"

    def block_text(self, number: int) -> str:
        """Return the text of a block, counted from 1; empty where there is no such block."""
        if not 0 < number <= len(self.blocks):
            return ""
        block = self.blocks[number - 1]
        return self.text[block["start"] : block["end"]]
