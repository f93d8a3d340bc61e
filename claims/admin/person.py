"""People, the groups that give them rights, and the tokens of their programs."""

from operator import attrgetter
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html_join
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.debug import sensitive_post_parameters

from claims.actions.people import (
    change_person,
    create_person,
    create_token,
    remove_group,
    revoke_token,
    set_group,
    set_person_password,
)
from claims.admin.base import MOST_CHOSEN, DeskAdmin, RefusalForm, person_of, subject
from claims.exceptions import ClaimsError
from claims.models import ApiToken, Event, Person
from claims.roles import PERMISSIONS, Role

DETAILS = ("first_name", "last_name", "email")
RIGHTS = ("is_active", "is_staff", "is_superuser")

admin.site.unregister(Group)


class RolesField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """The groups as checkboxes: there are few."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            Group.objects.order_by("name"),
            required=False,
            label="Roles",
            widget=forms.CheckboxSelectMultiple,
            help_text="What the person may do at the desk.",
            **kwargs,
        )


class PersonForm(RefusalForm, UserChangeForm):  # type: ignore[type-arg]
    """An account. Its password has a page of its own."""

    password = None  # type: ignore[assignment]
    groups = RolesField()

    class Meta:
        model = Person
        fields = ("username", *DETAILS, "groups", *RIGHTS)
        labels = {
            "is_active": "Account open",
            "is_staff": "Admin pages",
            "is_superuser": "Everything",
        }
        help_texts = {
            "username": "Letters, digits and @ . + - _, at most 150.",
            "is_active": "Off: signed out, and tokens refused, at the next request. Nothing they"
            " did goes away.",
            "is_staff": "May open these pages; what they see in them comes from their roles.",
            "is_superuser": "May do everything, whatever the roles.",
        }


class NewPersonForm(RefusalForm, UserCreationForm):  # type: ignore[type-arg]
    """A new account with its first password."""

    groups = RolesField()

    class Meta:
        model = Person
        fields = ("username", *DETAILS, "groups", "is_staff")
        labels = {"is_staff": "Admin pages"}
        help_texts = {
            "username": PersonForm.Meta.help_texts["username"],
            "is_staff": PersonForm.Meta.help_texts["is_staff"],
        }

    def save(self, commit: bool = True) -> Any:
        """Return the instance alone: the action makes the account."""
        return self.instance


class PasswordForm(AdminPasswordChangeForm):  # type: ignore[type-arg]
    """The new password, twice."""

    def __init__(self, user: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(user, *args, **kwargs)
        self.fields.pop("usable_password", None)
        for name in ("password1", "password2"):
            self.fields[name].required = True


@admin.register(Person)
class PersonAdmin(DeskAdmin, UserAdmin):  # type: ignore[type-arg]
    """Accounts. They are closed, never deleted: what a person did stays theirs."""

    form = PersonForm
    add_form = NewPersonForm
    add_form_template = None
    change_form_template = "admin/claims/person/change_form.html"
    list_display = ("username", "full_name", "roles", "is_active", "is_staff", "last_login")
    list_filter = ("is_active", "is_staff", "is_superuser", "groups")
    search_fields = ("username", "first_name", "last_name", "email")
    search_help_text = "Name or e-mail"
    ordering = ("username",)
    filter_horizontal = ()
    readonly_fields = ("last_login", "date_joined")
    fieldsets = (
        (None, {"fields": ("username", *DETAILS)}),
        ("May do", {"fields": ("groups", "is_staff", "is_superuser", "is_active")}),
        ("Dates", {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = (
        (None, {"fields": ("username", *DETAILS)}),
        ("May do", {"fields": ("groups", "is_staff")}),
        ("Password", {"fields": ("password1", "password2")}),
    )
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Person]:
        return super().get_queryset(request).prefetch_related("groups")

    @admin.display(description="name", ordering="last_name")
    def full_name(self, person: Person) -> str:
        return person.get_full_name()

    @admin.display(description="roles")
    def roles(self, person: Person) -> str:
        return ", ".join(sorted(group.name for group in person.groups.all()))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        by = person_of(request)
        above = obj is not None and obj.is_superuser and not by.is_superuser
        return super().has_change_permission(request, obj) and not above

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        by = person_of(request)
        fixed = RIGHTS if obj == by else () if by.is_superuser else ("is_superuser",)
        return (*self.readonly_fields, *fixed)

    def save_form(self, request: HttpRequest, form: Any, change: bool) -> Any:
        return form.instance

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Have the action write what was typed."""
        data = form.cleaned_data
        by = person_of(request)
        if change:
            fields = {name: data[name] for name in form.changed_data if name != "groups"}
            groups = list(data["groups"]) if "groups" in form.changed_data else None
            change_person(person_id=form.instance.pk, groups=groups, by=by, **fields)
            return
        person = create_person(
            username=data["username"],
            password=data["password1"],
            groups=list(data["groups"]),
            is_staff=data["is_staff"],
            by=by,
            **{name: data[name] for name in DETAILS},
        )
        form.instance.pk = person.pk

    def events_of(self, obj: Any) -> QuerySet[Event]:
        return Event.objects.filter(subject(obj))

    @method_decorator(sensitive_post_parameters("password1", "password2"))
    def user_change_password(
        self,
        request: HttpRequest,
        id: str,  # noqa: A002 (the address in Django's own `get_urls` calls it that)
        form_url: str = "",
    ) -> HttpResponse:
        """Set somebody's password."""
        person = self.get_object(request, id)
        if person is None:
            raise Http404
        if not self.has_change_permission(request, person):
            raise PermissionDenied
        form = PasswordForm(person, request.POST if request.method == "POST" else None)
        if form.is_valid():
            try:
                changed = set_person_password(
                    person_id=person.pk,
                    password=form.cleaned_data["password1"],
                    by=person_of(request),
                )
            except ClaimsError as refusal:
                return self.refuse(request, refusal, to="../change/")
            if changed == request.user:
                update_session_auth_hash(request, changed)
            self.message_user(request, f"{person} has another password now.", messages.SUCCESS)
            return redirect("admin:claims_person_change", person.pk)
        context = {
            "title": "Set the password",
            "subtitle": str(person),
            "form": form,
            "object": person,
            "note": "Their sessions end everywhere; their tokens stay. Hand it over in private,"
            " and ask them to change it.",
            "verb": "Set the password",
        }
        return self.page(request, "form_page.html", context, status=422 if form.is_bound else 200)


class GroupForm(RefusalForm):
    """A name and rights that mean something here."""

    class Meta:
        model = Group
        fields = ("name", "permissions")

    def save(self, commit: bool = True) -> Any:
        """Return the instance alone: the action writes it."""
        return self.instance


@admin.register(Group)
class GroupAdmin(DeskAdmin):
    """Groups of rights. The four roles are kept by the program; others may be added."""

    form = GroupForm
    list_display = ("name", "kept", "people")
    search_fields = ("name",)
    ordering = ("name",)
    filter_horizontal = ("permissions",)
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Group]:
        groups: QuerySet[Group] = super().get_queryset(request)
        return groups.annotate(people_count=Count("user"))

    @admin.display(description="kept by", ordering="name")
    def kept(self, group: Group) -> str:
        return "the program: a role" if group.name in set(Role) else "you"

    @admin.display(description="people", ordering="people_count")
    def people(self, group: Any) -> int:
        return int(group.people_count)

    def formfield_for_manytomany(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.name == "permissions":
            kwargs["queryset"] = Permission.objects.filter(
                content_type__app_label__in=("claims", "auth"),
                codename__in=set().union(*PERMISSIONS.values()),
            ).select_related("content_type")
        field: Any = super().formfield_for_manytomany(db_field, request, **kwargs)
        field.label_from_instance = attrgetter("name")
        return field

    @admin.display(description="permissions")
    def rights(self, group: Group) -> SafeString:
        names = sorted(permission.name for permission in group.permissions.all())
        return format_html_join(mark_safe("<br>"), "{}", ((name,) for name in names))

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        is_shown = obj is not None and not self.has_change_permission(request, obj)
        return ("name", "rights") if is_shown else ("name", "permissions")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("rights",)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        is_role = obj is not None and obj.name in set(Role)
        return super().has_change_permission(request, obj) and not is_role

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return obj is not None and self.has_change_permission(request, obj)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Have the action write what was typed."""
        group = set_group(
            group_id=form.instance.pk if change else None,
            name=form.cleaned_data["name"],
            permissions=list(form.cleaned_data["permissions"]),
            by=person_of(request),
        )
        form.instance.pk = group.pk

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """Have the action drop the group."""
        remove_group(group_id=obj.pk, by=person_of(request))

    def events_of(self, obj: Any) -> QuerySet[Event]:
        return Event.objects.filter(subject(obj))


class TokenForm(RefusalForm):
    """Whose token, and what will use it."""

    class Meta:
        model = ApiToken
        fields = ("person", "name")

    def clean_person(self) -> Person:
        person: Person = self.cleaned_data["person"]
        if not person.is_active:
            raise forms.ValidationError(f"The account of {person} is closed.")
        return person


class RevokedFilter(admin.SimpleListFilter):
    """In use or revoked."""

    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("in_use", "In use"), ("revoked", "Revoked")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() not in ("in_use", "revoked"):
            return queryset
        return queryset.filter(revoked_at__isnull=self.value() == "in_use")


@admin.register(ApiToken)
class ApiTokenAdmin(DeskAdmin):
    """Tokens: made and revoked, never changed."""

    form = TokenForm
    change_form_template = "admin/claims/apitoken/change_form.html"
    list_display = ("name", "beginning", "person", "created_at", "last_used_at", "revoked_at")
    list_filter = (RevokedFilter,)
    list_select_related = ("person",)
    search_fields = ("name", "beginning", "person__username", "person__last_name")
    search_help_text = "Name, beginning or person"
    ordering = ("-id",)
    autocomplete_fields = ("person",)
    actions = ("revoke",)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return self.list_display if obj else ("person", "name")

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """Return the field without the links that add and change people from here."""
        field: Any = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "person":
            field.widget = field.widget.widget
        return field

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.has_revoke_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_revoke_permission(self, request: HttpRequest) -> bool:
        return person_of(request).has_perm("claims.change_apitoken")

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Have the action make the token; `response_add` shows its secret."""
        token, secret = create_token(
            person=form.cleaned_data["person"],
            name=form.cleaned_data["name"],
            by=person_of(request),
        )
        form.instance.pk, form.instance.beginning = token.pk, token.beginning
        form.instance.secret = secret

    def response_add(
        self, request: HttpRequest, obj: Any, post_url_continue: str | None = None
    ) -> HttpResponse:
        """Show the secret in this one answer: it is kept nowhere, not even in the session."""
        context = {"title": "The token", "token": obj, "secret": obj.secret}
        return self.page(request, "apitoken/made.html", context)

    def get_urls(self) -> list[URLPattern]:
        return [self.own_url("revoke/", self.revoke_view, "revoke"), *super().get_urls()]

    @admin.action(description="Revoke…", permissions=["revoke"])
    def revoke(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse | None:
        ids = list(queryset.filter(revoked_at=None).values_list("pk", flat=True)[: MOST_CHOSEN + 1])
        if not ids:
            self.message_user(request, "They are revoked already.", messages.WARNING)
            return None
        if len(ids) > MOST_CHOSEN:
            self.message_user(
                request, f"Choose at most {MOST_CHOSEN} tokens at once.", messages.WARNING
            )
            return None
        query = urlencode([("id", pk) for pk in ids])
        return redirect(f"{reverse('admin:claims_apitoken_revoke')}?{query}")

    def revoke_view(self, request: HttpRequest) -> HttpResponse:
        """Ask and end what was chosen."""
        if not self.has_revoke_permission(request):
            raise Http404
        ids = self.chosen_ids(request)
        tokens = list(self.get_queryset(request).filter(pk__in=ids).select_related("person"))
        if not tokens:
            raise Http404
        if request.method == "POST":
            for token in tokens:
                revoke_token(token_id=token.pk, by=person_of(request))
            names = ", ".join(map(str, tokens))
            self.message_user(request, f"Revoked: {names}.", messages.SUCCESS)
            return redirect("admin:claims_apitoken_changelist")
        context = {"title": "Revoke tokens", "tokens": tokens}
        return self.page(request, "apitoken/revoke.html", context)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        rights = {"may_revoke": self.has_revoke_permission(request)}
        return super().changeform_view(
            request, object_id, form_url, {**rights, **(extra_context or {})}
        )

    def events_of(self, obj: Any) -> QuerySet[Event]:
        return Event.objects.filter(article=None, payload__token=obj.pk)
