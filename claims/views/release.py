"""The end of a check: what is missing, sign-offs, clearing, and what rests on the reporter."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from claims.actions.release import accept_unsourced, clear_article, reopen_article, sign_off
from claims.exceptions import BadInput, ReleaseRefused, Stale
from claims.forms.release import AcceptForm, ReopenForm, SignOffForm
from claims.http import Request, wants_fragment
from claims.models import Article, Claim
from claims.queries.claim import get_claim_panel
from claims.queries.release import get_release, get_release_state
from claims.views.article import render_check
from claims.views.panel import panel_context


@require_safe
def article_release(request: Request, article_id: int) -> HttpResponse:
    return _show(request, _get_article(request, article_id))


@require_safe
def release_state(request: Request, article_id: int) -> HttpResponse:
    """The end of the check in one line, which the check page keeps up to date."""
    article = _get_article(request, article_id)
    if not wants_fragment(request):
        return redirect("claims:article_release", article.pk)
    context = {"release": get_release_state(article, by=request.user)}
    return render(request, "claims/release/_release_state.html", context)


@require_POST
def sign_off_create(request: Request, article_id: int) -> HttpResponse:
    form = SignOffForm(request.POST)
    digest = form.cleaned_data["digest"] if form.is_valid() else ""
    try:
        sign_off(article_id=article_id, digest=digest, by=request.user)
    except (ReleaseRefused, Stale) as refusal:
        return _show(request, _get_article(request, article_id), refusal=refusal)
    return _show_again(request, article_id)


@require_POST
def article_clear(request: Request, article_id: int) -> HttpResponse:
    try:
        clear_article(article_id=article_id, by=request.user)
    except ReleaseRefused as refusal:
        return _show(request, _get_article(request, article_id), refusal=refusal)
    return _show_again(request, article_id)


@require_POST
def article_reopen(request: Request, article_id: int) -> HttpResponse:
    form = ReopenForm(request.POST)
    article = _get_article(request, article_id)
    if not form.is_valid():
        return _show(request, article, status=422, reopen_form=form)
    reopen_article(article_id=article_id, by=request.user, **form.cleaned_data)
    return _show_again(request, article_id)


def _get_article(request: Request, article_id: int) -> Article:
    return get_object_or_404(Article.objects.visible_to(request.user), pk=article_id)


def _show_again(request: Request, article_id: int) -> HttpResponse:
    if not wants_fragment(request):
        return redirect("claims:article_release", article_id)
    return _show(request, _get_article(request, article_id))


def _show(
    request: Request,
    article: Article,
    *,
    refusal: ReleaseRefused | Stale | None = None,
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    context = {
        "reopen_form": ReopenForm(),
        "refusal": refusal,
        "release": get_release(article, by=request.user),
        "article": article,
        **context,
    }
    name = "_release.html" if wants_fragment(request) else "page.html"
    status = refusal.status if refusal else status
    return render(request, f"claims/release/{name}", context, status=status)


@require_POST
def unsourced_accept(request: Request, claim_id: int) -> HttpResponse:
    form = AcceptForm(request.POST)
    refusal: BadInput | Stale | None = None
    if form.is_valid():
        try:
            accept_unsourced(claim_id=claim_id, by=request.user, **form.cleaned_data)
        except (BadInput, Stale) as error:
            refusal = error
    is_done = form.is_valid() and refusal is None
    claims = Claim.objects.visible_to(request.user).select_related("article")
    claim = get_object_or_404(claims, pk=claim_id)
    if is_done and not wants_fragment(request):
        return redirect(f"{claim.article.get_absolute_url()}?claim={claim.pk}#claim-panel")
    status = 200 if is_done else getattr(refusal, "status", 422)
    context: dict[str, Any] = {}
    if not is_done:
        context = {"accept_form": form, "accept_refusal": refusal}
    if not wants_fragment(request):
        return render_check(request, claim.article, claim_id=claim.pk, status=status, **context)
    context = panel_context(panel=get_claim_panel(claim, by=request.user), **context)
    return render(request, "claims/claim/_verdict_panel.html", context, status=status)
