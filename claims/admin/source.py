"""The library of sources: change, retire, bring back, merge, import and export."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin, messages
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.timezone import localtime

from claims.actions.sources import (
    add_source,
    change_source,
    domain_taken,
    merge_sources,
    restore_source,
    retire_source,
)
from claims.admin.base import person_of, subject
from claims.admin.source_import import SourceImportAdmin
from claims.exceptions import ClaimsError
from claims.models import Citation, Event, Source, SourceDomain
from claims.text.domains import BadDomain, read_domain

if TYPE_CHECKING:
    DomainFormSetBase = forms.BaseInlineFormSet[Any, Any, Any]
    Inline = admin.TabularInline[Any, Any]
    ModelForm = forms.ModelForm[Any]
else:
    DomainFormSetBase = forms.BaseInlineFormSet
    Inline = admin.TabularInline
    ModelForm = forms.ModelForm

FIELDS = ("name", "kind", "reliability", "tier", "origin_group", "owner", "notes")
MOST_REASON_CODE_POINTS = 1_000
LONGEST_ADDRESS = 2_000
MOST_AT_ONCE = 50


class DomainForm(ModelForm):
    """A domain, or an address whose host is one."""

    domain = forms.CharField(
        max_length=LONGEST_ADDRESS,
        help_text="Such as census.gov; an address pasted from the browser will do.",
        widget=forms.TextInput(attrs={"class": "vTextField", "aria-label": "Domain"}),
    )

    class Meta:
        model = SourceDomain
        fields = ("domain",)

    def clean_domain(self) -> str:
        try:
            domain = read_domain(self.cleaned_data["domain"])
        except BadDomain as error:
            raise forms.ValidationError(str(error)) from None
        taken = SourceDomain.objects.filter(domain=domain, source__retired_at=None)
        other = taken.exclude(source=self.instance.source_id).select_related("source").first()
        if other:
            raise forms.ValidationError(domain_taken(domain, other.source.name).detail)
        return domain

    def validate_unique(self) -> None:
        """Leave it to `clean_domain`, which says whose it is, and to the formset."""


class DomainFormSet(DomainFormSetBase):
    """The domains of a source, kept by the action rather than row by row."""

    def clean(self) -> None:
        super().clean()
        added, _ = self.changes()
        if len(added) > len(set(added)):
            raise forms.ValidationError("A domain stands here twice. Leave it once.")

    def changes(self) -> tuple[list[str], list[str]]:
        """Return the domains to add and those to take off."""
        added, removed = [], []
        for form in self.forms:
            if not form.has_changed() and form not in self.deleted_forms:
                continue
            if form.instance.pk:
                removed.append(form.initial["domain"])
            if form not in self.deleted_forms and form.cleaned_data.get("domain"):
                added.append(form.cleaned_data["domain"])
        return added, removed


class DomainInline(Inline):
    """The domains on the page of their source."""

    model = SourceDomain
    form = DomainForm
    formset = DomainFormSet
    extra = 1
    verbose_name = "domain"
    verbose_name_plural = "domains, each with all below it"

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj)


class StateFilter(admin.SimpleListFilter):
    """In use, retired or merged."""

    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("in_use", "In use"), ("retired", "Retired"), ("merged", "Merged")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        conditions = {
            "in_use": Q(retired_at=None),
            "retired": Q(retired_at__isnull=False, merged_into=None),
            "merged": Q(merged_into__isnull=False),
        }
        return queryset.filter(conditions.get(self.value() or "", Q()))


class RetireForm(forms.Form):
    """Why a source goes out of use."""

    reason = forms.CharField(
        max_length=MOST_REASON_CODE_POINTS,
        widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
        help_text="Reviewers read it when they try to cite the source.",
        error_messages={"required": "Say why: reviewers will read it."},
    )


class MergeForm(forms.Form):
    """Which of the chosen sources takes what the others have."""

    heir = forms.TypedChoiceField(
        coerce=int,
        widget=forms.RadioSelect,
        label="Keep",
        error_messages={"required": "Choose the source that stays."},
    )

    def __init__(self, sources: list[Source], data: Any = None) -> None:
        super().__init__(data)
        self.fields["heir"].choices = [(source.pk, source.name) for source in sources]  # type: ignore[attr-defined]


@admin.register(Source)
class SourceAdmin(SourceImportAdmin):
    """The library."""

    change_form_template = "admin/claims/source/change_form.html"
    list_display = (
        "name",
        "kind",
        "reliability",
        "tier",
        "origin_group",
        "citations",
        "state",
    )
    list_filter = (StateFilter, "kind", "reliability", "tier")
    list_select_related = ("merged_into",)
    search_fields = ("name", "domains__domain", "owner", "origin_group")
    search_help_text = "Name, domain, owner or origin group"
    ordering = ("name", "id")
    fields = FIELDS
    inlines = (DomainInline,)
    actions = ("retire", "restore", "merge")

    # --- What is shown ------------------------------------------------------------------------

    def get_queryset(self, request: HttpRequest) -> QuerySet[Source]:
        """Return the sources, each with the number of citations in use.

        Counted row by row and not by a join, so that only the rows of the page are counted.
        """
        return with_citation_count(super().get_queryset(request).select_related("merged_into"))

    @admin.display(ordering="citation_count", description="citations")
    def citations(self, source: Any) -> SafeString | int:
        if not source.citation_count:
            return 0
        url = reverse("admin:claims_citation_changelist")
        return format_html(
            '<a href="{}?source__id__exact={}">{}</a>', url, source.pk, source.citation_count
        )

    @admin.display(description="state")
    def state(self, source: Source) -> SafeString | str:
        if source.retired_at is None:
            return "in use"
        told = f"merged into {source.merged_into}" if source.merged_into else "retired"
        return format_html('<span class="state-quiet">{}</span>', told)

    @admin.display(description="state")
    def state_told(self, source: Source) -> SafeString:
        when = date_format(localtime(source.retired_at), "j F Y")
        told = format_html("Retired on {}. {}", when, source.retired_reason)
        if source.merged_into is None:
            return told
        url = reverse("admin:claims_source_change", args=[source.merged_into_id])
        return format_html('{} <a href="{}">Open {}</a>', told, url, source.merged_into)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("state_told", *FIELDS) if obj and obj.retired_at else FIELDS

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("state_told",) if obj and obj.retired_at else ()

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        # A merged source has no domains any more; an empty table would only ask what is meant.
        return () if obj and obj.merged_into_id else self.inlines

    def events_of(self, obj: Any) -> QuerySet[Event]:
        """Return what happened to a source, the merges into it included."""
        return Event.objects.filter(subject(obj) | Q(article=None, payload__into=obj.pk))

    # --- Who may do what ----------------------------------------------------------------------

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and not (obj and obj.retired_at)

    def has_retire_permission(self, request: HttpRequest) -> bool:
        return person_of(request).has_perm("claims.retire_source")

    def has_merge_permission(self, request: HttpRequest) -> bool:
        return person_of(request).has_perm("claims.merge_source")

    # --- Adding and changing ------------------------------------------------------------------

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Have the action write what was typed: fields and domains in one event."""
        added: list[str] = []
        removed: list[str] = []
        for formset in formsets:
            more, less = formset.changes()
            added += more
            removed += less
        fields = {name: form.cleaned_data[name] for name in FIELDS}
        if change:
            change_source(
                source_id=form.instance.pk,
                add_domains=added,
                remove_domains=removed,
                by=person_of(request),
                **{name: fields[name] for name in FIELDS if name in form.changed_data},
            )
        else:
            source = add_source(domains=added, must_be_new=True, by=person_of(request), **fields)
            form.instance.pk = source.pk

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        rights = {
            "may_retire": self.has_retire_permission(request),
            "may_merge": self.has_merge_permission(request),
        }
        return super().changeform_view(
            request, object_id, form_url, {**rights, **(extra_context or {})}
        )

    # --- Retiring, bringing back, merging -----------------------------------------------------

    def get_urls(self) -> list[URLPattern]:
        return [
            self.own_url("retire/", self.retire_view, "retire"),
            self.own_url("restore/", self.restore_view, "restore"),
            self.own_url("merge/", self.merge_view, "merge"),
            *super().get_urls(),
        ]

    @admin.action(description="Retire…", permissions=["retire"])
    def retire(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse | None:
        return self._go_to("retire", request, queryset)

    @admin.action(description="Bring back…", permissions=["retire"])
    def restore(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse | None:
        return self._go_to("restore", request, queryset)

    @admin.action(description="Merge…", permissions=["merge"])
    def merge(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse | None:
        if queryset.count() < 2:
            self.message_user(request, "Choose the two sources that are one.", messages.WARNING)
            return None
        return self._go_to("merge", request, queryset)

    def _go_to(
        self, name: str, request: HttpRequest, queryset: QuerySet[Any]
    ) -> HttpResponse | None:
        ids = list(queryset.order_by("pk").values_list("pk", flat=True)[: MOST_AT_ONCE + 1])
        if len(ids) > MOST_AT_ONCE:
            self.message_user(
                request, f"Choose at most {MOST_AT_ONCE} sources at once.", messages.WARNING
            )
            return None
        query = urlencode([("id", pk) for pk in ids])
        return redirect(f"{reverse(f'admin:claims_source_{name}')}?{query}")

    def _chosen(self, request: HttpRequest, *, may: bool) -> list[Source]:
        if not may:
            raise Http404
        ids = self.chosen_ids(request)
        if len(ids) > MOST_AT_ONCE:
            raise Http404
        chosen = self.get_queryset(request).filter(pk__in=ids).prefetch_related("domains")
        sources = list(chosen.order_by("name", "pk"))
        if not sources:
            raise Http404
        return sources

    def retire_view(self, request: HttpRequest) -> HttpResponse:
        """Ask for the reason and retire what was chosen."""
        sources = self._chosen(request, may=self.has_retire_permission(request))
        form = RetireForm(request.POST if request.method == "POST" else None)
        if form.is_valid():
            reason = form.cleaned_data["reason"]
            self._each(
                request,
                sources,
                lambda source: retire_source(
                    source_id=source.pk, reason=reason, by=person_of(request)
                ),
                done="retired",
            )
            return redirect("admin:claims_source_changelist")
        title = "Retire a source" if len(sources) == 1 else f"Retire {len(sources)} sources"
        return self._ask(request, "retire", {"title": title, "sources": sources, "form": form})

    def restore_view(self, request: HttpRequest) -> HttpResponse:
        """Ask and bring back what was chosen."""
        sources = self._chosen(request, may=self.has_retire_permission(request))
        if request.method == "POST":
            self._each(
                request,
                sources,
                lambda source: restore_source(source_id=source.pk, by=person_of(request)),
                done="in use again",
            )
            return redirect("admin:claims_source_changelist")
        title = "Bring a source back" if len(sources) == 1 else f"Bring back {len(sources)} sources"
        return self._ask(request, "restore", {"title": title, "sources": sources})

    def merge_view(self, request: HttpRequest) -> HttpResponse:
        """Show what would move, ask which source stays, and merge the others into it."""
        sources = self._chosen(request, may=self.has_merge_permission(request))
        if len(sources) < 2:
            raise Http404
        form = MergeForm(sources, request.POST if request.method == "POST" else None)
        if form.is_valid():
            heir_id = form.cleaned_data["heir"]
            heir = next(source for source in sources if source.pk == heir_id)
            self._each(
                request,
                [source for source in sources if source is not heir],
                lambda source: merge_sources(
                    source_id=source.pk, into_id=heir_id, by=person_of(request)
                ),
                done=f"merged into {heir.name}",
            )
            return redirect("admin:claims_source_changelist")
        if not form.is_bound:
            most: Any = max(sources, key=lambda source: source.citation_count)  # type: ignore[attr-defined]
            form.initial["heir"] = most.pk
        context = {"title": f"Merge {len(sources)} sources", "sources": sources, "form": form}
        return self._ask(request, "merge", context)

    def _ask(self, request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
        form = context.get("form")
        status = 422 if form is not None and form.is_bound else 200
        return self.page(request, f"source/{name}.html", context, status=status)

    def _each(
        self, request: HttpRequest, sources: Iterable[Source], act: Any, *, done: str
    ) -> None:
        """Do it to each, and say of each that is refused why. One does not hold up the others."""
        names = []
        for source in sources:
            try:
                act(source)
            except ClaimsError as refusal:
                self.message_user(request, refusal.detail, messages.ERROR)
            else:
                names.append(source.name)
        if names:
            verb = "is" if len(names) == 1 else "are"
            self.message_user(request, f"{', '.join(names)} {verb} {done}.", messages.SUCCESS)


def with_citation_count(sources: QuerySet[Source]) -> QuerySet[Source]:
    """Annotate each source with `citation_count`, the citations in use."""
    counted = (
        Citation.objects.in_use()
        .filter(source=OuterRef("pk"))
        .order_by()
        .values("source")
        .annotate(number=Count("*"))
        .values("number")
    )
    return sources.annotate(citation_count=Coalesce(Subquery(counted), Value(0)))
