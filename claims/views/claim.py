"""The claim in hand: marking, deciding, citing; and the claim's own page."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from claims import rules
from claims.actions.citations import add_citation, withdraw_citation
from claims.actions.claims import add_mention, change_claim, create_claim
from claims.actions.locks import newest_revision
from claims.actions.orphans import close_orphan, reopen_claim
from claims.actions.verdicts import confirm_verdict, record_verdict
from claims.exceptions import BadInput, EvidenceMissing, NotAllowed, Stale, WrongState
from claims.forms.claim import (
    CitationForm,
    ClaimForm,
    ConfirmForm,
    MentionForm,
    VerdictForm,
    WithdrawForm,
)
from claims.forms.release import AcceptForm
from claims.http import Request, refuse_field, stands_alone, tell, wants_fragment, whole_number
from claims.models import Article, Claim, Verdict
from claims.queries.article import get_claim_lines, neighbours
from claims.queries.claim import get_claim_panel, get_decisions, get_rights
from claims.queries.history import get_claim_history
from claims.queries.joining import get_joined_page
from claims.queries.progress import get_progress
from claims.text.offsets import TextPosition, surroundings
from claims.text.selectors import find_words
from claims.views.article import render_check
from claims.views.panel import fill_from_draft, panel_context


@require_safe
def claim_detail(request: Request, claim_id: int) -> HttpResponse:
    claim = _get_claim(request, claim_id)
    if claim.joined_into:
        return redirect(claim.joined_into)
    context = panel_context(panel=get_claim_panel(claim, by=request.user), article=claim.article)
    if "draft" in request.GET:
        draft_id = whole_number(request.GET["draft"])
        context["citation_form"] = fill_from_draft(context["panel"], draft_id)
    return render(request, "claims/claim/page.html", context)


@require_safe
def claim_history(request: Request, claim_id: int) -> HttpResponse:
    """The claim's history, which an answer to a verdict leaves out; without htmx its page.

    A claim that was joined to another has no other page than this: what it was.
    """
    claim = _get_claim(request, claim_id)
    if not wants_fragment(request):
        if not claim.joined_into:
            return redirect(claim)
        was = get_joined_page(claim, into=claim.joined_into, by=request.user)
        return render(request, "claims/claim_history/page.html", {**was})
    panel = {"claim": claim, "happenings": get_claim_history(claim)}
    context = {"panel": panel, "is_swap": False, "is_open": True}
    return render(request, "claims/claim/_claim_history.html", context)


@require_POST
def verdict_record(request: Request, claim_id: int) -> HttpResponse:
    form = VerdictForm(request.POST)
    if not form.is_valid():
        return _refuse_verdict(request, claim_id, form)
    try:
        verdict = record_verdict(claim_id=claim_id, by=request.user, **form.cleaned_data)
    except (EvidenceMissing, Stale, BadInput) as refusal:
        return _refuse_verdict(request, claim_id, form, refusal)
    except (NotAllowed, WrongState) as refusal:
        if wants_fragment(request):
            raise  # the notice goes beside the form, which keeps what was typed
        return _refuse_verdict(request, claim_id, form, refusal)
    verdict.reviewer = request.user
    return _show_decision(request, verdict.claim, verdict)


@require_POST
def verdict_confirm(request: Request, claim_id: int) -> HttpResponse:
    """A lapsed decision still holds: the same verdict again."""
    form = ConfirmForm(request.POST)
    try:
        if not form.is_valid():
            raise BadInput("The form was not whole. It is mended now: send it again.")
        verdicts = confirm_verdict(claim_id=claim_id, by=request.user, **form.cleaned_data)
    except (EvidenceMissing, Stale, BadInput) as refusal:
        return _refuse_verdict(request, claim_id, VerdictForm(), refusal)
    return _show_decision(request, verdicts[0].claim)


def _show_decision(request: Request, claim: Claim, verdict: Verdict | None = None) -> HttpResponse:
    """Return the verdict panel with what was decided just now, and what changes along with it."""
    if not wants_fragment(request):
        return redirect(_in_hand(claim))
    context = {
        "panel": {
            "claim": claim,
            "decisions": get_decisions(claim, verdict),
            "happenings": None,  # asked for when somebody opens them
            "needs": {},
            **get_rights(claim, by=request.user),
        },
        "progress": get_progress(claim.article_id),
        "verdict_form": VerdictForm(),
        "refusal": None,
        "accept_form": AcceptForm(),
        "accept_refusal": None,
        "is_swap": True,
        "is_open": False,
        "is_alone": stands_alone(request),
    }
    return _tell_rating(render(request, "claims/claim/_verdict_panel.html", context), claim)


def _refuse_verdict(
    request: Request, claim_id: int, form: VerdictForm, refusal: Exception | None = None
) -> HttpResponse:
    """Show what is missing, or who was faster, with what was typed still in the form."""
    claim = _get_claim(request, claim_id)
    context: dict[str, Any] = {"verdict_form": form, "refusal": refusal}
    status = getattr(refusal, "status", 422)
    if not wants_fragment(request):
        return render_check(request, claim.article, claim_id=claim.pk, status=status, **context)
    if isinstance(refusal, Stale) and not stands_alone(request):
        # The wording may have changed as well: the reviewer decides anew on what is there now.
        response = render_check(request, claim.article, claim_id=claim.pk, status=status, **context)
        response.headers["HX-Retarget"] = "#claim-panel"
        return _tell_rating(response, claim)
    context = panel_context(panel=get_claim_panel(claim, by=request.user), **context)
    response = render(request, "claims/claim/_verdict_panel.html", context, status=status)
    # Somebody else's decision may be new to this page: its marks learn of it too.
    return _tell_rating(response, claim)


def _tell_rating(response: HttpResponse, claim: Claim) -> HttpResponse:
    state = claim.rating or ("recheck" if claim.recheck else "open")
    return tell(response, "claim-rated", {"claim": claim.pk, "state": state})


@require_POST
def citation_add(request: Request, claim_id: int) -> HttpResponse:
    form = CitationForm(request.POST)
    if form.is_valid():
        try:
            citation = add_citation(claim_id=claim_id, by=request.user, **form.cleaned_data)
        except (BadInput, WrongState) as error:
            refuse_field(form, error)
        else:
            return _show_citations(request, citation.claim)
    claim = _get_claim(request, claim_id)
    if not wants_fragment(request):
        return render_check(
            request, claim.article, claim_id=claim.pk, status=422, citation_form=form
        )
    context = panel_context(panel=get_claim_panel(claim, by=request.user), citation_form=form)
    return render(request, "claims/claim/_citations.html", context, status=422)


@require_POST
def citation_withdraw(request: Request, citation_id: int) -> HttpResponse:
    form = WithdrawForm(request.POST)
    # Without a reason the action refuses, in the same words for every path.
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    citation = withdraw_citation(citation_id=citation_id, reason=reason, by=request.user)
    if not wants_fragment(request):
        return redirect(_in_hand(citation.claim))
    # Withdrawing may void the verdict, so everything about the claim is shown anew.
    return _show_panel(request, citation.claim)


def _show_citations(request: Request, claim: Claim) -> HttpResponse:
    if not wants_fragment(request):
        return redirect(_in_hand(claim))
    if claim.recheck:
        # It may have spoken against the verdict, which everything about the claim shows.
        response = _show_panel(request, claim)
        response.headers["HX-Retarget"] = "#claim-panel"
        return response
    context = panel_context(panel=get_claim_panel(claim, by=request.user), is_swap=True)
    return render(request, "claims/claim/_citations.html", context)


@require_POST
def mention_close(request: Request, mention_id: int) -> HttpResponse:
    claim = close_orphan(mention_id=mention_id, by=request.user)
    if not wants_fragment(request):
        return redirect(_in_hand(claim))
    return _show_panel(request, claim)


@require_POST
def claim_reopen(request: Request, claim_id: int) -> HttpResponse:
    return redirect(_in_hand(reopen_claim(claim_id=claim_id, by=request.user)))


@require_POST
def claim_edit(request: Request, claim_id: int) -> HttpResponse:
    form = ClaimForm(request.POST)
    refusal: Exception | None = None
    if form.is_valid():
        try:
            claim = change_claim(claim_id=claim_id, by=request.user, **form.cleaned_data)
        except (Stale, BadInput) as error:
            refusal = error
        else:
            if not wants_fragment(request):
                return redirect(_in_hand(claim))
            return _show_panel(request, claim)
    claim = _get_claim(request, claim_id)
    return render_check(
        request,
        claim.article,
        claim_id=claim.pk,
        status=getattr(refusal, "status", 422),
        claim_form=form,
        claim_refusal=refusal,
    )


@require_POST
def claim_create(request: Request, article_id: int) -> HttpResponse:
    """Mark words: as a new claim, or where the form names a claim, as a mention of that one."""
    article = get_object_or_404(Article.objects.visible_to(request.user), pk=article_id)
    form = MentionForm(request.POST)
    if not form.is_valid():
        return _ask_for_words(request, article, form)
    data = form.cleaned_data
    place = {name: data[name] for name in ("start", "end", "exact", "revision")}
    if place["start"] is None:
        found = _find_typed(article, data["exact"], data["block"])
        if len(found) != 1:
            return _ask_for_words(request, article, form, found=found)
        place |= {"start": found[0]["start"], "end": found[0]["end"], "exact": ""}
    try:
        if data["claim"]:
            get_object_or_404(Claim, pk=data["claim"], article=article)
            claim = add_mention(claim_id=data["claim"], by=request.user, **place).claim
        else:
            claim = create_claim(
                article_id=article.pk,
                by=request.user,
                wording=data["wording"],
                kind=data["kind"],
                idempotency_key=data["idempotency_key"],
                **place,
            )
    except (BadInput, WrongState) as error:
        form.add_error(None, error.detail)
        return _ask_for_words(request, article, form, status=error.status)
    if not wants_fragment(request):
        return redirect(_in_hand(claim))
    # A new mark cuts the text and orders the list anew, so both come along.
    response = render_check(request, article, claim_id=claim.pk, is_marking=True)
    response.headers["HX-Push-Url"] = f"{article.get_absolute_url()}?claim={claim.pk}"
    return response


def _ask_for_words(
    request: Request, article: Article, form: MentionForm, *, status: int = 422, **context: Any
) -> HttpResponse:
    """Show the form for typed words again, with what was typed and the claim that was in hand."""
    return render_check(
        request,
        article,
        claim_id=form.cleaned_data.get("claim"),
        status=status,
        mention_form=form,
        words_block=form.cleaned_data.get("block") or 0,
        block_text=form.cleaned_data.get("exact", ""),
        **context,
    )


def _find_typed(article: Article, words: str, block: int | None) -> list[dict[str, object]]:
    """Return where typed words stand, each with its surroundings, in one block or in all."""
    draft = newest_revision(article.pk)
    first, last = 0, len(draft.text)
    if block and 0 < block <= len(draft.blocks):
        first, last = draft.blocks[block - 1]["start"], draft.blocks[block - 1]["end"]
    inside = find_words(draft.text[first:last], words)
    found = [TextPosition(place.start + first, place.end + first) for place in inside]
    return [
        {
            "start": place.start,
            "end": place.end,
            "exact": draft.text[place.start : place.end],
            "before": surroundings(draft.text, place.start, place.end)[0],
            "after": surroundings(draft.text, place.start, place.end)[1],
        }
        for place in found
    ]


def _show_panel(request: Request, claim: Claim) -> HttpResponse:
    """Return the whole panel of a claim, its progress and its marks brought up to date."""
    if stands_alone(request):
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    lines = get_claim_lines(claim.article_id)
    context = panel_context(
        article=claim.article,
        lines=lines,
        panel=get_claim_panel(claim, by=request.user),
        neighbours=neighbours(lines, claim.pk),
        progress=get_progress(claim.article_id),
        may_mark=rules.can(rules.check_can_add_claim, claim.article, by=request.user),
        is_swap=True,
    )
    response = render(request, "claims/article/_claim_panel.html", context)
    return _tell_rating(response, claim)


def _get_claim(request: Request, claim_id: int) -> Claim:
    claims = Claim.objects.visible_to(request.user).select_related("article")
    return get_object_or_404(claims, pk=claim_id)


def _in_hand(claim: Claim) -> str:
    check = reverse("claims:article_check", args=[claim.article_id])
    return f"{check}?claim={claim.pk}#claim-panel"
