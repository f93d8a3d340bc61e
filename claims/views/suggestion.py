"""What the desk suggests: the list, accepting, dismissing; and the notes that came with copy."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from claims.actions.draft_citations import discard_draft_citation
from claims.actions.suggestions import (
    accept_suggestions,
    dismiss_suggestions,
    restore_suggestions,
)
from claims.exceptions import BadInput, WrongState
from claims.forms.suggestion import ACCEPT, DISMISS_ALL, DiscardForm, SuggestionForm
from claims.http import Request, refuse_field, tell, wants_fragment
from claims.models import Article, Claim, DraftCitation, Suggestion
from claims.queries.article import get_check_page
from claims.queries.claim import get_claim_panel
from claims.queries.coverage import Coverage, get_coverage
from claims.views.article import render_check
from claims.views.panel import panel_context


@require_safe
def suggestion_list(request: Request, article_id: int) -> HttpResponse:
    """The items that wait for a claim or a dismissal, in the panel beside the text."""
    return render_check(request, _get_article(request, article_id), is_listing=True)


@require_POST
def suggestion_decide(request: Request, article_id: int) -> HttpResponse:
    """Accept or dismiss: the suggestion in hand, or those ticked in the list."""
    article = _get_article(request, article_id)
    form = SuggestionForm(request.POST)
    if not form.is_valid():
        return _show_again(request, article, form)
    coverage = get_coverage(article.pk)
    try:
        said = _decide(request, article, form.cleaned_data, coverage)
    except (BadInput, WrongState) as error:
        refuse_field(form, error)
        # Beside a list of another draft the text of that draft has to stand.
        is_stale = isinstance(error, WrongState)
        return _show_again(request, article, form, status=error.status, is_marking=is_stale)
    is_list = form.cleaned_data["from_list"]
    decided = [item for item in coverage.items if item.id in form.cleaned_data["ids"]]
    after = max((item.start for item in decided), default=-1)
    if not wants_fragment(request):
        messages.info(request, said)
        if is_list:
            return redirect("claims:suggestion_list", article_id=article.pk)
        page = get_check_page(article, by=request.user, after=after)
        return redirect(_in_hand(article, page["suggestion"]))
    response = render_check(
        request, article, is_listing=is_list, after=None if is_list else after, is_marking=True
    )
    return tell(response, "suggestions-decided", {"said": said})


def _decide(request: Request, article: Article, data: dict[str, Any], coverage: Coverage) -> str:
    """Accept or dismiss, and return a sentence that says what came of it."""
    ids = data["ids"]
    if data["decision"] == ACCEPT:
        accepted = accept_suggestions(article_id=article.pk, suggestion_ids=ids, by=request.user)
        numbers = [str(claim.number) for claim in accepted.claims]
        listed = numbers[0] if len(numbers) == 1 else f"{', '.join(numbers[:-1])} and {numbers[-1]}"
        return f"Accepted as claim{'s' if len(numbers) > 1 else ''} {listed}."
    if data["decision"] == DISMISS_ALL:
        groups = {item.group for item in coverage.items if item.id in ids}
        ids = [
            *ids,
            *(item.id for item in coverage.uncovered if item.group in groups),
        ]
    count = dismiss_suggestions(
        article_id=article.pk, suggestion_ids=ids, reason=data["reason"], by=request.user
    )
    return f"{count} item{'s' if count != 1 else ''} dismissed, in your name."


def _show_again(
    request: Request,
    article: Article,
    form: SuggestionForm,
    *,
    status: int = 422,
    is_marking: bool = False,
) -> HttpResponse:
    data = form.cleaned_data
    is_list = data.get("from_list", False)
    chosen = data.get("ids") or []
    return render_check(
        request,
        article,
        is_listing=is_list,
        suggestion_id=chosen[0] if chosen and not is_list else None,
        suggestion_form=form,
        is_marking=is_marking,
        status=status,
    )


@require_POST
def suggestion_restore(request: Request, suggestion_id: int) -> HttpResponse:
    """Take back a dismissal."""
    found = Suggestion.objects.filter(pk=suggestion_id).values_list("revision__article").first()
    article = _get_article(request, found[0] if found else 0)
    restore_suggestions(article_id=article.pk, suggestion_ids=[suggestion_id], by=request.user)
    if not wants_fragment(request):
        return redirect("claims:suggestion_list", article_id=article.pk)
    response = render_check(request, article, is_listing=True, is_marking=True)
    return tell(response, "suggestions-decided", {"said": "The dismissal is taken back."})


@require_safe
def coverage_detail(request: Request, article_id: int) -> HttpResponse:
    """How much is covered; with the text anew, once the desk has looked through the draft."""
    article = _get_article(request, article_id)
    if not wants_fragment(request):
        return redirect(article)
    context = panel_context(**get_check_page(article, by=request.user))
    return render(request, "claims/article/_coverage.html", {**context, "is_new": True})


@require_POST
def draft_citation_discard(request: Request, draft_citation_id: int) -> HttpResponse:
    """Say that a comment or footnote of the copy is no evidence."""
    notes = DraftCitation.objects.filter(pk=draft_citation_id)
    found = notes.values_list("revision__article").first()
    article = _get_article(request, found[0] if found else 0)
    discard_draft_citation(draft_citation_id=draft_citation_id, by=request.user)
    form = DiscardForm(request.POST)
    claim_id = form.cleaned_data["claim"] if form.is_valid() else 0
    claim = Claim.objects.filter(article=article, pk=claim_id).select_related("article").first()
    if not wants_fragment(request) or claim is None:
        return redirect(claim or article)
    context = panel_context(panel=get_claim_panel(claim, by=request.user), article=article)
    return render(request, "claims/claim/_draft_citations.html", context)


def _get_article(request: Request, article_id: int) -> Article:
    return get_object_or_404(Article.objects.visible_to(request.user), pk=article_id)


def _in_hand(article: Article, suggestion: Any) -> str:
    page = reverse("claims:article_check", args=[article.pk])
    return f"{page}?suggestion={suggestion['item'].id}#claim-panel" if suggestion else page
