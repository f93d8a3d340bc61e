"""Signing in and out, and the pages for what went wrong."""

from django.conf import settings
from django.contrib.auth import views as auth_views
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.urls import reverse_lazy

from newsdesk.forms import PasswordForm, SignInForm


@login_not_required
def sign_in(request: HttpRequest) -> HttpResponseBase:
    """Show the form, or sign a person in and go where they were headed."""
    view = auth_views.LoginView.as_view(
        template_name="sign_in.html",
        authentication_form=SignInForm,
        redirect_authenticated_user=True,
    )
    response = view(request)
    if request.method == "POST" and response.status_code == 200:
        response.status_code = 422
    return response


def sign_out(request: HttpRequest) -> HttpResponseBase:
    """End the session and have the browser forget what it keeps of us."""
    response = auth_views.LogoutView.as_view()(request)
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


def password_change(request: HttpRequest) -> HttpResponseBase:
    """Change one's own password; every other session of the person ends."""
    view = auth_views.PasswordChangeView.as_view(
        template_name="password_change.html",
        form_class=PasswordForm,
        success_url=reverse_lazy("claims:desk"),
    )
    response = view(request)
    if request.method == "POST" and response.status_code == 200:
        response.status_code = 422
    return response


ERRORS = {
    400: ("That request made no sense", "Go back, check the address or the form, and try again."),
    401: (
        "You are signed out",
        "What you typed is still here: sign in again in another tab, then send it once more.",
    ),
    403: ("Not yours to do", "Ask an editor or an admin if you think it should be."),
    404: (
        "Nothing here for you",
        "The address is wrong, or what stood here is open to others only.",
    ),
    405: ("That is no way to ask for this", "Go back and use the page's own links and buttons."),
    413: (
        "Too much at once",
        f"Send less text, or cut it into several articles. A file has {settings.MAX_UPLOAD_MB} MB"
        " at most.",
    ),
    429: ("Too many tries", "Wait five minutes, then try again."),
    500: (
        "Something broke on our side",
        "What was recorded before is safe. Go back and try again; tell an admin if it stays.",
    ),
}


def error_page(request: HttpRequest, status: int, detail: str = "") -> HttpResponse:
    """Return the page for `status`, or a problem (RFC 9457) where the API was asked."""
    title, way_out = ERRORS[status]
    detail = detail or way_out
    if request.path.startswith("/api/"):
        problem = {"type": "about:blank", "title": title, "status": status, "detail": detail}
        return JsonResponse(problem, status=status, content_type="application/problem+json")
    if request.headers.get("HX-Request") == "true":
        # Beside the form, not over it: what was typed stays.
        notice = render_to_string("_notice.html", {"title": title, "detail": detail, "unmet": None})
        beside = {"HX-Retarget": "#notices", "HX-Reswap": "innerHTML", "HX-Push-Url": "false"}
        return HttpResponse(notice, status=status, headers=beside)
    # No request context: the page must come up where session or database do not.
    page = render_to_string("error.html", {"status": status, "title": title, "detail": detail})
    return HttpResponse(page, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_page(request, 413 if isinstance(exception, RequestDataTooBig) else 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_page(request, 403, str(exception))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_page(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    return error_page(request, 500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say why a form was refused: mostly a cookie the browser did not keep."""
    detail = "The form had been open too long. Go back, load the page again and send it once more."
    if settings.CSRF_COOKIE_NAME not in request.COOKIES:
        detail = (
            "The browser did not keep the cookie that protects forms. Allow cookies for this"
            " site; Safari on plain http needs NEWSDESK_SECURE_COOKIES=0 or an https address."
        )
    return error_page(request, 403, detail)


def locked_out(request: HttpRequest, response: object, credentials: object) -> HttpResponse:
    """Answer the sixth wrong password in five minutes."""
    answer = error_page(request, 429)
    answer.headers["Retry-After"] = "300"
    return answer
