"""The drafts of an article, side by side."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from claims.forms.revision import DraftsForm
from claims.http import Request
from claims.models import Article
from claims.queries.revisions import get_drafts, get_revisions_page


@require_safe
def revision_list(request: Request, article_id: int) -> HttpResponse:
    article = get_object_or_404(Article.objects.visible_to(request.user), pk=article_id)
    drafts = get_drafts(article)
    form = DraftsForm(request.GET.dict(), drafts=drafts) if len(drafts) > 1 else None
    is_refused = form is not None and not form.is_valid()
    numbers = form.numbers if form and not is_refused else None
    page = get_revisions_page(article, drafts, numbers=numbers)
    return render(
        request,
        "claims/revisions/page.html",
        {**page, "form": form},
        status=422 if is_refused else 200,
    )
