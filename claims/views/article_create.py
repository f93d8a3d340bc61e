"""A new article: pasted, from a file or from an address."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from claims import rules
from claims.actions.articles import create_article
from claims.actions.imports import details_of, start_file_import, start_import
from claims.exceptions import BadInput, StoreUnavailable
from claims.forms.article import ArticleForm
from claims.forms.copy import COPY_FIELDS
from claims.http import Request, refuse_field
from claims.models import Article, Import
from claims.roles import Role


@require_http_methods(["GET", "HEAD", "POST"])
def article_create(request: Request) -> HttpResponse:
    rules.check_can_create_article(by=request.user)
    if request.method != "POST":
        is_reporter = request.user.groups.filter(name=Role.REPORTER).exists()
        form = ArticleForm(initial={"reporter": request.user if is_reporter else None})
        return render(request, "claims/article_create/page.html", {"form": form})
    form = ArticleForm(request.POST, request.FILES)
    status = 422
    if form.is_valid():
        try:
            return redirect(_bring_in(request, form))
        except (BadInput, StoreUnavailable) as error:
            refuse_field(form, error)
            status = error.status
    return render(request, "claims/article_create/page.html", {"form": form}, status=status)


def _bring_in(request: Request, form: ArticleForm) -> Article | Import:
    """Make an article of what was pasted, or have the worker read the file or the address."""
    data = form.cleaned_data
    if (document := form.read_paste()) is not None:
        fields = {name: value for name, value in data.items() if name not in COPY_FIELDS}
        return create_article(document=document, by=request.user, **fields)
    details = details_of(data)
    if (file := form.read_file()) is not None:
        return start_file_import(**file._asdict(), details=details, by=request.user)
    return start_import(url=data["url"], details=details, by=request.user)
