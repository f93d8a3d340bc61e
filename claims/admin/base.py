"""What every admin page of ours has in common."""

from collections.abc import Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NoReturn, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.postgres.search import SearchQuery
from django.core.paginator import Paginator
from django.db import models
from django.db.models import Model, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.functional import cached_property
from django.utils.text import Truncator, capfirst

from claims.exceptions import BadInput, ClaimsError
from claims.models import Event, Person

if TYPE_CHECKING:
    Admin = admin.ModelAdmin[Any]
    ModelForm = forms.ModelForm[Any]
else:
    Admin = admin.ModelAdmin
    ModelForm = forms.ModelForm

EVENTS_A_PAGE = 200
MOST_CHOSEN = 100
LONGEST_TITLE = 120
MOST_PAGED = 10_000
_LONGEST_ID = 18  # digits that a bigint surely takes


def person_of(request: HttpRequest) -> Person:
    """Return who is signed in: nobody else gets as far as an admin page."""
    return cast(Person, request.user)


class RefusalForm(ModelForm):
    """A form that shows what the domain refused when it was sent before (see `DeskAdmin`)."""

    refusal: ClaimsError | None = None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.refusal is not None:
            field = self.refusal.field if isinstance(self.refusal, BadInput) else ""
            self.add_error(field if field in self.fields else None, self.refusal.detail)
        return cleaned


class DeskAdmin(Admin):
    """An admin that changes rows through the actions alone.

    `save_model` does nothing: a subclass calls its action in `save_related`, when form and inlines
    are known to be good. What the action refuses stands on the page, over what was typed. Nothing
    is deleted unless a subclass says how, and Django's own log stays empty: the events are the
    history, and the history page shows them.
    """

    form = RefusalForm
    list_per_page = 50
    list_max_show_all = 0
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER  # a count for each choice, over every row
    formfield_overrides = MappingProxyType(
        {
            models.TextField: {
                "widget": forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"})
            }
        }
    )

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Leave the row alone: `save_related` calls the action."""

    def construct_change_message(
        self, request: HttpRequest, form: Any, formsets: Any, add: bool = False
    ) -> list[Any]:
        return []

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Leave it to the events, which cannot be rewritten."""

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Leave it to the events, which cannot be rewritten."""

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        """Leave it to the events, which cannot be rewritten."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def _get_obj_does_not_exist_redirect(
        self, request: HttpRequest, opts: Any, object_id: str
    ) -> NoReturn:
        # What one may not see is not found, rather than a message that tells it from nothing.
        raise Http404

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        if obj is not None:
            # What was changed is told from what the page showed, not from what is there now:
            # otherwise it would take back what a colleague has changed meanwhile.
            for field in form.base_fields.values():
                field.show_hidden_initial = True
        refusal = getattr(request, "refusal", None)
        return type(form.__name__, (form,), {"refusal": refusal}) if refusal else form

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> Any:
        """Call the page by what it is about, rather than "Change source"."""
        has_history = type(self).events_of is not DeskAdmin.events_of
        context = {**context, "has_history": has_history}
        if obj is not None:
            about = {"title": Truncator(str(obj)).chars(LONGEST_TITLE), "subtitle": None}
            context = {**context, **about}
        return super().render_change_form(request, context, add, change, form_url, obj)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> Any:
        """Show the list under the name of what is in it."""
        title = {"title": capfirst(str(self.opts.verbose_name_plural))}
        return super().changelist_view(request, {**title, **(extra_context or {})})

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        """Show the form; what the action refuses comes back on it, with all that was typed."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except ClaimsError as refusal:
            request.refusal = refusal  # type: ignore[attr-defined]
            return super().changeform_view(request, object_id, form_url, extra_context)

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> Any:
        """Ask, then delete; what the action refuses is told on the page before."""
        try:
            return super().delete_view(request, object_id, extra_context)
        except ClaimsError as refusal:
            return self.refuse(request, refusal, to="../change/")

    def refuse(self, request: HttpRequest, refusal: ClaimsError, *, to: str) -> HttpResponse:
        """Say on the page `to` what the domain refused."""
        self.message_user(request, refusal.detail, messages.ERROR)
        return HttpResponseRedirect(to)

    def chosen_ids(self, request: HttpRequest) -> list[int]:
        """Return the ids in the address; a page for rows that were chosen begins with this."""
        ids = [each for each in request.GET.getlist("id") if each.isdecimal()]
        if not ids or len(ids) > MOST_CHOSEN or max(map(len, ids)) > _LONGEST_ID:
            raise Http404
        return [int(each) for each in ids]

    def page(
        self, request: HttpRequest, template: str, context: dict[str, Any], status: int = 200
    ) -> TemplateResponse:
        """Return an admin page of our own."""
        request.current_app = self.admin_site.name
        everything = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "media": self.media,
            **context,
        }
        return TemplateResponse(request, f"admin/claims/{template}", everything, status=status)

    def own_url(self, route: str, view: Any, name: str) -> Any:
        """Return the address of a further page of this admin, guarded like the others."""
        label = f"{self.opts.app_label}_{self.opts.model_name}_{name}"
        return path(route, self.admin_site.admin_view(view), name=label)

    def events_of(self, obj: Any) -> QuerySet[Event]:
        """Return what happened to `obj`, by default nothing that is told here."""
        return Event.objects.none()

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        """Show the events of one row, newest first."""
        obj = self.get_object(request, object_id)
        if obj is None or not self.has_view_or_change_permission(request, obj):
            raise Http404
        events = self.events_of(obj).select_related("person").order_by("-pk")
        context = {
            "title": "History",
            "subtitle": str(obj),
            "object": obj,
            "happenings": [(event, changes_of(event)) for event in events[:EVENTS_A_PAGE]],
        }
        return self.page(request, "object_history.html", context)


class NewestPaginator(Paginator):  # type: ignore[type-arg]
    """Pages through the newest rows: to count and skip a hundred thousand takes a second.

    The page says so; search and filters reach the rest.
    """

    @cached_property
    def counted(self) -> int:
        """Count up to one more than the pages show."""
        rows: Any = self.object_list
        return int(rows.order_by()[: MOST_PAGED + 1].count())

    @property
    def count(self) -> int:
        return min(self.counted, MOST_PAGED)

    @property
    def is_cut(self) -> bool:
        """Whether there are more rows than the pages show."""
        return self.counted > MOST_PAGED


class ReadOnlyAdmin(DeskAdmin):
    """Rows to look at, newest first. Whoever may see them sees them; nobody changes them here."""

    paginator = NewestPaginator
    ordering = ("-id",)
    sortable_by = ()
    search_vector = ""
    """The full-text column that is searched, reached from the model; else `search_fields` are."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Search the index and not the rows: there may be a hundred thousand."""
        term = search_term.strip()
        if not self.search_vector or not term:
            return super().get_search_results(request, queryset, search_term)
        query = SearchQuery(term, config="english", search_type="websearch")
        found = Q(**{self.search_vector: query})
        if term.isdecimal() and len(term) <= _LONGEST_ID:
            found |= Q(pk=int(term))
        return queryset.filter(found), False


def changes_of(event: Event) -> list[tuple[str, str]]:
    """Return what an event says, a name and a text each, for the history page."""
    payload = dict(event.payload)
    changed = payload.pop("changed", None)
    if isinstance(changed, dict):
        return [(_label(name), _from_to(value)) for name, value in changed.items()]
    hidden = {"source", "into", "person", "token", "policy", "group"}
    return [
        (_label(name), in_words(value))
        for name, value in payload.items()
        if not (name in hidden and isinstance(value, int))
    ]


def in_words(value: Any) -> str:
    """Return a value of an event's payload as a person reads it."""
    if value is None or value == "" or value == []:
        return "—"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(map(in_words, value))
    return str(value)


def _from_to(value: Any) -> str:
    if isinstance(value, Sequence) and not isinstance(value, str) and len(value) == 2:
        return f"{in_words(value[0])} → {in_words(value[1])}"
    return in_words(value)


def _label(name: str) -> str:
    return name.replace("_", " ").capitalize()


def subject(model: Model) -> Q:
    """Return the condition on library events that are about `model`."""
    return Q(article=None) & Q(**{f"payload__{model._meta.model_name}": model.pk})
