"""Copy on its way in: how far it has come, then the article, or why there is none."""

import datetime as dt

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from claims.forms.article import ArticleForm, RevisionForm
from claims.http import Request, wants_fragment
from claims.models import Article, Import

SAME_DRAFT = "This draft says the same as the newest one, word for word. Nothing was added."
_PATIENCE = dt.timedelta(seconds=10)


@require_safe
def import_detail(request: Request, key: str) -> HttpResponse:
    imports = Import.objects.visible_to(request.user).select_related("revision__article")
    found = get_object_or_404(imports, key=key)
    if found.state == Import.State.DONE and found.revision:
        if wants_fragment(request):
            # The page itself goes there next, and says what there is to say.
            return _go(found)
        if not found.is_new:
            messages.info(request, SAME_DRAFT)
        if found.is_new and found.revision.number > 1:
            return redirect("claims:revision_list", found.revision.article_id)
        return redirect(found.revision.article)
    if found.state == Import.State.REFUSED:
        return _go(found) if wants_fragment(request) else _refused(request, found)
    waits = timezone.now() - found.started_at
    context = {
        "found": found,
        "is_waiting_long": found.state == Import.State.WAITING and waits > _PATIENCE,
    }
    name = "_import_progress.html" if wants_fragment(request) else "page.html"
    return render(request, f"claims/import_detail/{name}", context)


def _go(found: Import) -> HttpResponse:
    return HttpResponse(status=204, headers={"HX-Redirect": found.get_absolute_url()})


def _refused(request: Request, found: Import) -> HttpResponse:
    """Show the form as it was sent, but for the file, which browsers do not keep."""
    initial = {**found.details, "url": found.url}
    if deadline := initial.get("deadline"):
        initial["deadline"] = timezone.localtime(dt.datetime.fromisoformat(deadline))
    if found.article_id is None:
        form: ArticleForm | RevisionForm = ArticleForm(initial=initial)
        article = None
    else:
        form = RevisionForm(initial=initial)
        # Taken from them meanwhile, it is as if there were none.
        visible = Article.objects.visible_to(request.user)
        article = get_object_or_404(visible, pk=found.article_id)
    name = "article_create" if article is None else "revision_create"
    context = {"form": form, "article": article, "refused": found}
    return render(request, f"claims/{name}/page.html", context)
