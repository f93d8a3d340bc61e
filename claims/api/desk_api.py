"""The desk's `NinjaAPI`: a public description, and a problem wherever there is no success."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.http.response import HttpResponseBase
from django.urls import URLPattern, URLResolver, re_path
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation

from claims.api.describing import problem_components
from claims.api.problems import TOO_MUCH, problem
from claims.exceptions import NotFound

View = Callable[..., HttpResponseBase]


class DeskAPI(NinjaAPI):
    """Ninja, with our answers to strangers, to wrong methods and to addresses of nothing."""

    _described: OpenAPISchema | None = None

    @property
    def urls(self) -> tuple[list[URLResolver | URLPattern], str, str]:
        """Return the addresses, each of which answers strangers for itself."""
        patterns, app_name, namespace = super().urls
        for pattern in patterns:
            assert isinstance(pattern, URLPattern)
            pattern.callback = _answering(pattern.callback)
        patterns.append(re_path(r"", _answering(_nothing_here)))
        return patterns, app_name, namespace

    def get_openapi_operation_id(self, operation: Operation) -> str:
        return operation.view_func.__name__

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        """Return the description, made once: strangers may ask for it as often as they like."""
        if self._described is None:
            described = super().get_openapi_schema(path_prefix=path_prefix, path_params=path_params)
            for methods in described["paths"].values():
                for call in methods.values():
                    summary, _, rest = call["description"].partition("\n\n")
                    call |= {"summary": summary.rstrip("."), "description": rest or summary}
            for name, components in problem_components().items():
                described["components"].setdefault(name, {}).update(components)
            self._described = described
        return self._described


def _answering(view: View) -> View:
    """Have `view` answer HEAD as it answers GET, and what it does not answer with a problem.

    It says itself who may call it, so the site's sign-in page and form protection stay out of it.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        method = request.method
        request.method = "GET" if method == "HEAD" else method
        if request.content_type == "multipart/form-data" and (refused := _read_form(request)):
            return refused
        response = view(request, *args, **kwargs)
        request.method = method  # by which the server knows to leave the body out
        if response.status_code == 405:
            allowed = ", ".join(sorted(response.headers["Allow"].split(", ")))
            refused = problem(405, f"This address answers {allowed} only.")
            refused.headers["Allow"] = allowed
            return refused
        return response

    return csrf_exempt(login_not_required(answer))


def _read_form(request: HttpRequest) -> HttpResponse | None:
    """Have Django read a form with files before ninja asks for its body, which would hold it all.

    Returns a problem where it is not one.
    """
    try:
        _ = request.POST
    except RequestDataTooBig:
        return problem(413, TOO_MUCH)
    except (MultiPartParserError, SuspiciousOperation):
        return problem(400, "That is not multipart/form-data. Let your HTTP library write it.")
    # What ninja finds in its place; `JsonParser` then asks for the form.
    request._body = b"multipart/form-data"
    return None


def _nothing_here(request: HttpRequest) -> HttpResponse:
    detail = NotFound().detail
    if not request.path.endswith("/"):
        detail += " Addresses end in a slash."
    return problem(404, detail)
