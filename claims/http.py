"""Between HTTP and the domain: fragments, refusals, notices."""

import json
import re
from typing import Any
from urllib.parse import urlsplit

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django_htmx.middleware import HtmxDetails

from claims.exceptions import ClaimsError, Unmet
from claims.models import Person

_CLAIM_PAGE = re.compile(r"/claims/[0-9]+/")


class Request(HttpRequest):
    """A request as our views get it: signed in, and with what htmx says of itself."""

    user: Person
    htmx: HtmxDetails


def wants_fragment(request: HttpRequest) -> bool:
    """Return whether htmx asked for a part of the page.

    Not so when it boosts a link or restores history: then it needs the page.
    """
    headers = request.headers
    return (
        headers.get("HX-Request") == "true"
        and headers.get("HX-Boosted") != "true"
        and headers.get("HX-History-Restore-Request") != "true"
    )


def refusal_response(request: HttpRequest, error: ClaimsError) -> HttpResponse:
    """Return the answer to what the domain refused: a page, or under htmx the notice alone.

    What was typed stays where it is: the notice is swapped beside the form, not over it.
    """
    context = {
        "status": error.status,
        "title": error.title,
        "detail": error.detail,
        "unmet": error.unmet if isinstance(error, Unmet) else [],
    }
    if not wants_fragment(request):
        return render(request, "error.html", context, status=error.status)
    notice = render_to_string("_notice.html", context)
    headers = {"HX-Retarget": "#notices", "HX-Reswap": "innerHTML", "HX-Push-Url": "false"}
    return HttpResponse(notice, status=error.status, headers=headers)


def stands_alone(request: HttpRequest) -> bool:
    """Return whether htmx asks from a claim's own page, where there is neither text nor list.

    A form refused without htmx leaves the check page under the form's own address.
    """
    path = urlsplit(request.headers.get("HX-Current-URL", "")).path
    return _CLAIM_PAGE.fullmatch(path) is not None


def tell(response: HttpResponse, event: str, detail: dict[str, Any]) -> HttpResponse:
    """Have htmx raise `event` with `detail` on the page once the answer has been swapped in."""
    response.headers["HX-Trigger-After-Swap"] = json.dumps({event: detail})
    return response


def whole_number(text: str | None) -> int:
    """Return a number out of an address or a form; 0, which no row has, where it is none."""
    text = (text or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


def refuse_field(form: Form, error: ClaimsError) -> None:
    """Show what the domain refused at the field it is about, or above the form."""
    field = getattr(error, "field", "")
    form.add_error(field if field in form.fields else None, error.detail)
