"""What is only looked at here: it is changed at the desk, or not at all."""

import json
from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from claims.admin.base import ReadOnlyAdmin, changes_of, person_of
from claims.models import (
    Acceptance,
    Article,
    Citation,
    Claim,
    Event,
    Mention,
    Person,
    Revision,
    SignOff,
    Verdict,
)
from claims.models.article import visible_articles

SHOWN_CODE_POINTS = 90


def short(text: str) -> str:
    """Return the beginning of a text, for a list."""
    return Truncator(text).chars(SHOWN_CODE_POINTS)


class ArticleRowsAdmin(ReadOnlyAdmin):
    """Rows of articles: only of those that the person may see, confidential ones included."""

    article_path = ""
    """How the article is reached, such as "claim__article__"; empty for the article itself."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        visible = visible_articles(person_of(request), self.article_path)
        return super().get_queryset(request).filter(visible)

    def view_on_site(self, obj: Any) -> str:
        """Return the page at the desk."""
        return str(obj.get_absolute_url())


@admin.register(Article)
class ArticleAdmin(ArticleRowsAdmin):
    list_display = (
        "title",
        "status",
        "owner",
        "reporter",
        "deadline",
        "confidential",
        "created_at",
    )
    list_filter = ("status", "confidential")
    list_select_related = ("owner", "reporter")
    search_fields = ("title",)
    search_help_text = "Words of the article, or its number"
    search_vector = "search"
    fields = (
        "title",
        "slug",
        "language",
        "status",
        "owner",
        "reporter",
        "deadline",
        "confidential",
        "people",
        "external_id",
        "created_at",
    )

    def events_of(self, obj: Any) -> QuerySet[Event]:
        return Event.objects.filter(article=obj)


@admin.register(Revision)
class RevisionAdmin(ArticleRowsAdmin):
    article_path = "article__"
    list_display = ("article", "number", "origin", "created_by", "created_at", "digest")
    list_display_links = ("number",)
    list_filter = ("origin",)
    list_select_related = ("article", "created_by")
    search_fields = ("article__title",)
    search_help_text = "Words of the article"
    search_vector = "article__search"
    fields = ("article", "number", "origin", "created_by", "created_at", "digest", "text")

    def view_on_site(self, obj: Any) -> str:
        return str(obj.article.get_absolute_url())

    def get_queryset(self, request: HttpRequest) -> QuerySet[Revision]:
        # A list of fifty drafts would carry fifty whole articles.
        match = request.resolver_match
        is_list = match is not None and str(match.url_name).endswith("_changelist")
        rows = super().get_queryset(request)
        return rows.defer("text", "blocks") if is_list else rows


@admin.register(Claim)
class ClaimAdmin(ArticleRowsAdmin):
    article_path = "article__"
    list_display = (
        "wording_short",
        "article",
        "number",
        "kind",
        "rating",
        "assignee",
        "created_at",
    )
    list_filter = ("rating", "kind")
    list_select_related = ("article", "assignee")
    search_fields = ("wording",)
    search_help_text = "Words of the claim"
    search_vector = "search"
    fields = (
        "article",
        "number",
        "wording",
        "kind",
        "rating",
        "recheck",
        "version",
        "assignee",
        "valid_until",
        "created_by",
        "created_at",
    )

    @admin.display(description="wording")
    def wording_short(self, claim: Claim) -> str:
        return short(claim.wording)

    def events_of(self, obj: Any) -> QuerySet[Event]:
        return Event.objects.filter(claim=obj)


class ClaimRowsAdmin(ArticleRowsAdmin):
    """Rows of claims, found by the words of their claim."""

    article_path = "claim__article__"
    search_fields = ("claim__wording",)
    search_help_text = "Words of the claim"
    search_vector = "claim__search"

    @admin.display(description="claim")
    def claim_short(self, row: Any) -> SafeString:
        url = reverse("admin:claims_claim_change", args=[row.claim_id])
        return format_html('<a href="{}">{}</a>', url, short(row.claim.wording))

    def view_on_site(self, obj: Any) -> str:
        return str(obj.claim.get_absolute_url())


@admin.register(Mention)
class MentionAdmin(ClaimRowsAdmin):
    list_display = ("exact_short", "claim_short", "draft", "start", "end", "state")
    list_filter = ("state",)
    list_select_related = ("claim", "revision__article")
    fields = (
        "claim",
        "draft",
        "start",
        "end",
        "exact",
        "prefix",
        "suffix",
        "state",
        "created_by",
        "created_at",
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Mention]:
        return super().get_queryset(request).defer("revision__text", "revision__blocks")

    @admin.display(description="words")
    def exact_short(self, mention: Mention) -> str:
        return short(mention.exact)

    @admin.display(description="draft")
    def draft(self, mention: Mention) -> str:
        return str(mention.revision)


@admin.register(Citation)
class CitationAdmin(ClaimRowsAdmin):
    list_display = ("source", "claim_short", "stance", "tier", "locator", "read_at", "state")
    list_filter = ("stance", "tier", ("withdrawn_at", admin.EmptyFieldListFilter))
    list_select_related = ("source", "claim")
    fields = (
        "claim",
        "source",
        "url",
        "passage",
        "locator",
        "stance",
        "tier",
        "read_at",
        "added_by",
        "created_at",
        "withdrawn_at",
        "withdrawn_by",
        "withdrawn_reason",
    )

    @admin.display(description="state")
    def state(self, citation: Citation) -> str:
        return "withdrawn" if citation.withdrawn_at else "in use"


@admin.register(Verdict)
class VerdictAdmin(ClaimRowsAdmin):
    list_display = ("rating", "claim_short", "question", "reviewer", "created_at")
    list_filter = ("rating", "question")
    list_select_related = ("claim", "reviewer")
    fields = (
        "claim",
        "number",
        "question",
        "rating",
        "rationale",
        "wording",
        "reviewer",
        "draft",
        "evidence_digest",
        "created_at",
    )

    @admin.display(description="draft")
    def draft(self, verdict: Verdict) -> str:
        return str(verdict.revision)


@admin.register(Acceptance)
class AcceptanceAdmin(ArticleRowsAdmin):
    """What an editor lets stand as unsourced."""

    article_path = "verdict__claim__article__"
    list_display = ("reason_short", "claim_short", "editor", "created_at")
    list_select_related = ("verdict__claim", "editor")
    search_fields = ("reason", "verdict__claim__wording")
    search_help_text = "Words of the claim"
    search_vector = "verdict__claim__search"
    fields = ("claim", "verdict", "reason", "editor", "created_at")
    readonly_fields = ("claim",)

    @admin.display(description="reason")
    def reason_short(self, acceptance: Acceptance) -> str:
        return short(acceptance.reason)

    @admin.display(description="claim")
    def claim_short(self, acceptance: Acceptance) -> str:
        return short(acceptance.verdict.claim.wording)

    @admin.display(description="claim")
    def claim(self, acceptance: Acceptance) -> SafeString:
        claim = acceptance.verdict.claim
        url = reverse("admin:claims_claim_change", args=[claim.pk])
        return format_html('<a href="{}">{}</a>', url, claim)

    def view_on_site(self, obj: Any) -> str:
        return str(obj.verdict.claim.get_absolute_url())


@admin.register(SignOff)
class SignOffAdmin(ArticleRowsAdmin):
    """Who vouched for a check. Whether it still holds is on the article's release page."""

    article_path = "article__"
    list_display = ("article", "draft", "editor", "created_at", "digest")
    list_select_related = ("article", "editor", "revision__article")
    search_fields = ("article__title",)
    search_help_text = "Words of the article"
    search_vector = "article__search"
    fields = ("article", "draft", "editor", "created_at", "digest")

    def get_queryset(self, request: HttpRequest) -> QuerySet[SignOff]:
        return super().get_queryset(request).defer("revision__text", "revision__blocks")

    @admin.display(description="draft")
    def draft(self, sign_off: SignOff) -> str:
        return str(sign_off.revision)

    def view_on_site(self, obj: Any) -> str:
        return reverse("claims:article_release", args=[obj.article_id])


class ChainFilter(admin.SimpleListFilter):
    """The events of articles, or those of library, rules and people."""

    title = "chain"
    parameter_name = "of"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("articles", "Articles"), ("library", "Library, rules and people")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() not in ("articles", "library"):
            return queryset
        return queryset.filter(article__isnull=self.value() == "library")


@admin.register(Event)
class EventAdmin(ArticleRowsAdmin):
    """The sealed history. `manage.py verify_history` says whether it is whole."""

    article_path = "article__"
    list_display = ("at", "who", "kind", "told", "chain")
    list_filter = (ChainFilter, "kind")
    list_select_related = ("person",)
    search_fields = ("chain",)
    search_help_text = "A chain, such as article-12 or library, or a person’s user name"
    fields = (
        "at",
        "who",
        "kind",
        "article",
        "claim",
        "what_it_says",
        "chain",
        "sequence",
        "previous_hash",
        "hash",
    )
    readonly_fields = ("who", "what_it_says")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Event]:
        """Return the events of visible articles, and for who sees accounts, all others."""
        by = person_of(request)
        visible = visible_articles(by, self.article_path) & Q(article__isnull=False)
        if by.has_perm("claims.view_person"):
            visible |= Q(article__isnull=True)
        return super(ArticleRowsAdmin, self).get_queryset(request).filter(visible)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Find a chain, or what one person did."""
        term = search_term.strip()
        if not term:
            return queryset, False
        people = Person.objects.filter(username__iexact=term).values("pk")
        return queryset.filter(Q(chain=term.lower()) | Q(person__in=people)), False

    @admin.display(description="who")
    def who(self, event: Event) -> str:
        return str(event.person) if event.person else "The desk"

    @admin.display(description="what it says")
    def told(self, event: Event) -> str:
        said = "; ".join(f"{name}: {text}" for name, text in changes_of(event))
        return short(said)

    @admin.display(description="what it says")
    def what_it_says(self, event: Event) -> SafeString:
        payload = json.dumps(event.payload, ensure_ascii=False, indent=2, sort_keys=True)
        return format_html('<pre class="payload">{}</pre>', payload)

    def get_view_on_site_url(self, obj: Any = None) -> str | None:
        return str(obj.article.get_absolute_url()) if obj and obj.article else None
