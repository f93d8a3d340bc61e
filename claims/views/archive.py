"""The archive of claims."""

from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from claims.forms.archive import ArchiveFilterForm
from claims.http import Request, wants_fragment
from claims.models import Article, Source
from claims.queries.archive import get_archive


@require_safe
def claim_list(request: Request) -> HttpResponse:
    form = ArchiveFilterForm(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    source = _named_source(chosen.get("source", ""))
    article = Article.objects.visible_to(request.user).filter(pk=chosen.get("article") or 0).first()
    page = get_archive(
        by=request.user,
        text=chosen.get("q", ""),
        rating=chosen.get("rating", ""),
        source=source,
        article=chosen.get("article"),
        after=chosen.get("after"),
    )
    context = {
        "form": form,
        "article": article,
        "source": source,
        # A name nobody knows finds nothing, rather than everything.
        "unknown_source": bool(chosen.get("source")) and source is None,
        **page,
    }
    if context["unknown_source"]:
        context["rows"], context["after"] = [], None
    name = "_claims.html" if wants_fragment(request) else "page.html"
    return render(request, f"claims/archive/{name}", context)


def _named_source(name: str) -> Source | None:
    """Return the source of that name, one in use before one that is retired."""
    named = Source.objects.named(name).order_by(F("retired_at").desc(nulls_first=True))
    return named.first() if name else None
