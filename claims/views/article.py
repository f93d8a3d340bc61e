"""Articles: the list, bringing one in, the check, its details, its history."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from claims import rules
from claims.actions.articles import change_article, create_article
from claims.exceptions import BadInput
from claims.forms.article import ArticleFilterForm, ArticleForm, DetailsForm
from claims.forms.copy import read_copy
from claims.http import Request, refuse_field, wants_fragment, whole_number
from claims.models import Article
from claims.queries.article import get_check_page
from claims.queries.articles import get_articles
from claims.queries.coverage import get_suggestion_list
from claims.queries.history import get_article_history
from claims.queries.release import get_release_state
from claims.roles import Role
from claims.views.panel import fill_from_draft, panel_context


@require_safe
def article_list(request: Request) -> HttpResponse:
    form = ArticleFilterForm(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    page = get_articles(
        by=request.user,
        status=chosen.get("status", ""),
        person=chosen.get("person"),
        text=chosen.get("q", ""),
        after=chosen.get("after"),
    )
    name = "_articles.html" if wants_fragment(request) else "page.html"
    return render(request, f"claims/articles/{name}", {"form": form, **page})


@require_http_methods(["GET", "HEAD", "POST"])
def article_create(request: Request) -> HttpResponse:
    rules.check_can_create_article(by=request.user)
    if request.method != "POST":
        is_reporter = request.user.groups.filter(name=Role.REPORTER).exists()
        form = ArticleForm(initial={"reporter": request.user if is_reporter else None})
        return render(request, "claims/article_create/page.html", {"form": form})
    form = ArticleForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        try:
            document = read_copy(data.pop("text"))
            return redirect(create_article(document=document, by=request.user, **data))
        except BadInput as error:
            refuse_field(form, error)
    return render(request, "claims/article_create/page.html", {"form": form}, status=422)


@require_safe
def article_check(request: Request, article_id: int) -> HttpResponse:
    article = get_object_or_404(Article.objects.visible_to(request.user), pk=article_id)
    return render_check(request, article)


def render_check(
    request: Request,
    article: Article,
    *,
    claim_id: int | None = None,
    suggestion_id: int | None = None,
    after: int | None = None,
    is_listing: bool = False,
    status: int = 200,
    **context: object,
) -> HttpResponse:
    """Return the check page, or under htmx its panel.

    Args:
        claim_id: the claim in hand; the one the address names when None.
        suggestion_id, after: the suggestion in hand, see `get_check_page`.
        is_listing: show the list of uncovered items in place of what is in hand.
        context: for the panel: forms that were refused, with their refusal.
    """
    if claim_id is None and "claim" in request.GET:
        claim_id = whole_number(request.GET["claim"])
    if suggestion_id is None and "suggestion" in request.GET:
        suggestion_id = whole_number(request.GET["suggestion"])
    page = get_check_page(
        article, by=request.user, claim_id=claim_id, suggestion_id=suggestion_id, after=after
    )
    if is_listing:
        listing = get_suggestion_list(page["coverage"])
        context = {"listing": listing, "is_all": "all" in request.GET, **context}
    if page["panel"] and "draft" in request.GET:
        draft_id = whole_number(request.GET["draft"])
        context = {"citation_form": fill_from_draft(page["panel"], draft_id), **context}
    if "words" in request.GET:
        block = whole_number(request.GET["words"])
        context = {
            "words_block": block,
            "block_text": page["revision"].block_text(block),
            **context,
        }
    name = "_claim_panel.html"
    if not wants_fragment(request):
        name = "page.html"
        context = {"release": get_release_state(article, by=request.user), **context}
    response = render(
        request, f"claims/article/{name}", panel_context(**page, **context), status=status
    )
    if request.method == "GET" and wants_fragment(request) and page["panel"]:
        claim = page["panel"]["claim"]
        response.headers["HX-Push-Url"] = f"{article.get_absolute_url()}?claim={claim.pk}"
    elif wants_fragment(request) and page["suggestion"]:
        named = f"{article.get_absolute_url()}?suggestion={page['suggestion']['item'].id}"
        response.headers["HX-Push-Url" if request.method == "GET" else "HX-Replace-Url"] = named
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def article_edit(request: Request, article_id: int) -> HttpResponse:
    article = get_object_or_404(Article.objects.visible_to(request.user), pk=article_id)
    rules.check_can_change_article(article, by=request.user)
    if request.method != "POST":
        deadline = article.deadline and timezone.localtime(article.deadline)
        initial = {
            "title": article.title,
            "owner": article.owner,
            "reporter": article.reporter,
            "deadline": deadline,
            "confidential": article.confidential,
            "people": article.people.all(),
        }
        form = DetailsForm(initial=initial)
        return render(request, "claims/article_edit/page.html", {"form": form, "article": article})
    form = DetailsForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        data["owner"] = data["owner"] or request.user
        try:
            return redirect(change_article(article_id=article_id, by=request.user, **data))
        except BadInput as error:
            refuse_field(form, error)
    context = {"form": form, "article": article}
    return render(request, "claims/article_edit/page.html", context, status=422)


@require_safe
def article_history(request: Request, article_id: int) -> HttpResponse:
    article = get_object_or_404(Article.objects.visible_to(request.user), pk=article_id)
    after = whole_number(request.GET["after"]) if "after" in request.GET else None
    happenings, following = get_article_history(article.pk, after=after)
    context = {"article": article, "happenings": happenings, "after": following}
    return render(request, "claims/article_history/page.html", context)
