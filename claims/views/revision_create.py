"""The next draft of an article: pasted, from a file or from an address."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from claims import rules
from claims.actions.imports import start_file_import, start_import
from claims.actions.revisions import add_revision
from claims.exceptions import BadInput, StoreUnavailable
from claims.forms.article import RevisionForm
from claims.http import Request, refuse_field
from claims.models import Article, Import
from claims.views.imports import SAME_DRAFT


@require_http_methods(["GET", "HEAD", "POST"])
def revision_create(request: Request, article_id: int) -> HttpResponse:
    article = get_object_or_404(Article.objects.visible_to(request.user), pk=article_id)
    rules.check_can_add_revision(article, by=request.user)
    if request.method != "POST":
        context = {"form": RevisionForm(), "article": article}
        return render(request, "claims/revision_create/page.html", context)
    form = RevisionForm(request.POST, request.FILES)
    status = 422
    if form.is_valid():
        try:
            return redirect(_bring_in(request, form, article))
        except (BadInput, StoreUnavailable) as error:
            refuse_field(form, error)
            status = error.status
    context = {"form": form, "article": article}
    return render(request, "claims/revision_create/page.html", context, status=status)


def _bring_in(request: Request, form: RevisionForm, article: Article) -> Article | Import | str:
    """Add what was pasted, or have the worker read the file or the address."""
    by = request.user
    if (document := form.read_paste()) is not None:
        added = add_revision(article_id=article.pk, document=document, by=by)
        if not added.is_new:
            messages.info(request, SAME_DRAFT)
            return article
        return reverse("claims:revision_list", args=[article.pk])
    if (file := form.read_file()) is not None:
        return start_file_import(**file._asdict(), article_id=article.pk, by=by)
    return start_import(url=form.cleaned_data["url"], article_id=article.pk, by=by)
