"""What every answer carries and what no request may bring, whatever view it is for."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import patch_vary_headers
from whitenoise.middleware import WhiteNoiseMiddleware

from claims.exceptions import ClaimsError
from claims.http import refusal_response
from newsdesk.views import error_page

GetResponse = Callable[[HttpRequest], HttpResponseBase]

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
PERMISSIONS_POLICY = (
    "camera=(), geolocation=(), microphone=(), payment=(), usb=(), interest-cohort=()"
)


def security_headers(get_response: GetResponse) -> GetResponse:
    """Set the headers that Django's and django-csp's middleware leave out, on every answer.

    HSTS goes out over http too: a browser ignores it there, and a proxy that forgot to say
    `X-Forwarded-Proto` cannot lose it.
    """
    hsts = f"max-age={settings.SECURE_HSTS_SECONDS}; includeSubDomains"

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response.headers.setdefault("Cross-Origin-Embedder-Policy", "require-corp")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.headers.setdefault("Strict-Transport-Security", hsts)
        # A draft stays in no cache but the reader's window; static files say otherwise themselves.
        response.headers.setdefault("Cache-Control", "no-store")
        patch_vary_headers(response, ["HX-Request"])
        return response

    return middleware


def refuse_junk(get_response: GetResponse) -> GetResponse:
    """Refuse a method nobody declared, a NUL in the address, and files larger than any may be."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if request.method not in METHODS:
            refusal = error_page(request, 405)
            refusal.headers["Allow"] = ", ".join(METHODS)
            return refusal
        if "\0" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest("An address cannot hold a NUL.")
        length = request.META.get("CONTENT_LENGTH") or "0"
        # Django asks that of forms without files alone, and would read what there is of a body
        # that was cut off.
        if length.isdigit() and int(length) > settings.LARGEST_REQUEST:
            return error_page(request, 413)
        response = get_response(request)
        if response.status_code == 405 and not getattr(response, "content", b""):
            # Django's own is empty, and a browser shows a page of its own then.
            allowed = response.headers["Allow"]
            response = error_page(request, 405)
            response.headers["Allow"] = allowed
        return response

    return middleware


class StaticFiles(WhiteNoiseMiddleware):
    """Serve the static files, hashed names for a year, before any session is looked up."""

    def __init__(self, get_response: GetResponse) -> None:
        settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
        super().__init__(get_response)


class SignInRequired(LoginRequiredMiddleware):
    """Ask a stranger to sign in; htmx is told to go there, so that no panel shows the form."""

    def process_view(
        self,
        request: HttpRequest,
        view_func: Callable[..., HttpResponseBase],
        view_args: tuple[Any, ...],
        view_kwargs: dict[str, Any],
    ) -> HttpResponseBase | None:
        response = super().process_view(request, view_func, view_args, view_kwargs)
        if response is None or request.headers.get("HX-Request") != "true":
            return response
        if request.method != "GET":
            # Somebody has typed something: the page stays, and they sign in beside it.
            return error_page(request, 401)
        return HttpResponse(status=204, headers={"HX-Redirect": response["Location"]})


def domain_refusals(get_response: GetResponse) -> GetResponse:
    """Turn what the domain refuses into an answer (`claims.http` knows which)."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        return get_response(request)

    def process_exception(request: HttpRequest, error: Exception) -> HttpResponse | None:
        return refusal_response(request, error) if isinstance(error, ClaimsError) else None

    middleware.process_exception = process_exception  # type: ignore[attr-defined]
    return middleware


def client_address(request: HttpRequest) -> str:
    """Return the visitor's address: what our outermost proxy saw, or the peer itself."""
    forwarded = request.headers.get("X-Forwarded-For", "")
    hops = [hop.strip() for hop in forwarded.split(",") if hop.strip()]
    if settings.TRUSTED_PROXIES and len(hops) >= settings.TRUSTED_PROXIES:
        return hops[-settings.TRUSTED_PROXIES]
    return str(request.META.get("REMOTE_ADDR", ""))
