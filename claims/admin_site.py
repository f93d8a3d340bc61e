"""The admin site: whom it lets in, and how its first page is ordered."""

from collections.abc import Iterable
from functools import update_wrapper
from typing import Any

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver, reverse
from django.utils.decorators import method_decorator

# Signing in and out and passwords have one page each, the desk's own; `view_on_site` would tell
# which articles there are to somebody who may not see them.
_LEFT_OUT = {"logout", "password_change", "password_change_done", "view_on_site"}
_APPS = {"claims", "auth"}
_SECTIONS = (
    ("Library", "library", ("Source", "EvidencePolicy")),
    ("People", "people", ("Person", "Group", "ApiToken")),
    (
        "History, to read",
        "history",
        ("Article", "Revision", "Claim", "Mention", "Citation", "Verdict", "Event"),
    ),
)


class DeskSite(AdminSite):
    """The admin pages. For anybody else on the staff they are not there."""

    site_title = "Newsdesk"
    site_header = "Newsdesk admin"
    index_title = "Admin"
    empty_value_display = "—"

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Take our own models and Django's groups.

        The pages that other packages bring would write past the actions, and style themselves
        inline.
        """
        models = (
            model_or_iterable if isinstance(model_or_iterable, Iterable) else [model_or_iterable]
        )
        ours = [model for model in models if model._meta.app_label in _APPS]
        super().register(ours, admin_class, **options)

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Guard `view`: what somebody signed in may not see is not found."""
        guarded = super().admin_view(view, cacheable)

        def only_staff(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.user.is_authenticated and not self.has_permission(request):
                raise Http404
            try:
                response: HttpResponseBase = guarded(request, *args, **kwargs)
                return response
            except PermissionDenied:
                if request.method in ("GET", "HEAD"):
                    raise Http404 from None
                raise

        return update_wrapper(only_staff, view)

    def get_urls(self) -> list[URLResolver | URLPattern]:
        """Return Django's addresses without those that the desk has its own pages for."""
        return [url for url in super().get_urls() if getattr(url, "name", None) not in _LEFT_OUT]

    @method_decorator(login_not_required)
    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Send whoever comes here to the desk's own sign-in page."""
        if self.has_permission(request):
            return redirect("admin:index")
        if request.user.is_authenticated:
            raise Http404
        to = request.GET.get(REDIRECT_FIELD_NAME) or reverse("admin:index")
        return redirect_to_login(to, settings.LOGIN_URL)

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """Return the models in sections of our own, in an order of our own."""
        apps = self._build_app_dict(request, app_label)
        models = {model["object_name"]: model for app in apps.values() for model in app["models"]}
        sections = []
        for name, label, names in _SECTIONS:
            found = [models[each] for each in names if each in models]
            if found:
                sections.append(
                    {
                        "name": name,
                        "app_label": label,
                        "app_url": found[0]["admin_url"],
                        "has_module_perms": True,
                        "models": found,
                    }
                )
        return sections
