"""The library of sources, and its help while somebody cites."""

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from claims.actions.sources import find_source_by_url
from claims.forms.archive import LibraryFilterForm
from claims.forms.fields import web_address
from claims.http import Request, wants_fragment
from claims.queries.sources import get_library, get_source_options

SOURCES_A_PAGE = 50


@require_safe
def source_list(request: Request) -> HttpResponse:
    form = LibraryFilterForm(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    library = get_library(text=chosen.get("q", ""), kind=chosen.get("kind", ""))
    page = Paginator(library, SOURCES_A_PAGE).get_page(chosen.get("page") or 1)
    name = "_sources.html" if wants_fragment(request) else "page.html"
    return render(request, f"claims/sources/{name}", {"form": form, "page": page})


@require_safe
def source_options(request: Request) -> HttpResponse:
    """The sources that what is typed so far may mean, as options of the input."""
    typed = request.GET.get("source_name") or request.GET.get("source") or ""
    options = get_source_options(typed[:200].replace("\0", ""))
    return render(request, "claims/sources/_source_options.html", {"options": options})


@require_safe
def source_proposal(request: Request) -> HttpResponse:
    """The field for the source, filled from the domain of the address, unless it has a name."""
    try:
        url = web_address(request.GET.get("url", "").strip())
    except ValidationError:
        url = ""
    source = find_source_by_url(url) if url else None
    if source is None or request.GET.get("source_name", "").strip():
        return HttpResponse(status=204)
    context = {"source_name": source.name, "proposed": source, "errors": []}
    return render(request, "claims/claim/_source_field.html", context)
