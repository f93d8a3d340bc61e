"""Joining claims, splitting one, and taking a joined one out again."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from claims import rules
from claims.actions.joining import join_claims, split_claim, unjoin_claim
from claims.exceptions import BadInput
from claims.forms.joining import JoinForm, SplitForm, UnjoinForm
from claims.http import Request, refuse_field, stands_alone, tell, wants_fragment, whole_number
from claims.models import Claim
from claims.queries.joining import get_join_choices
from claims.views.article import render_check


@require_http_methods(["GET", "HEAD", "POST"])
def claim_join(request: Request, claim_id: int) -> HttpResponse:
    """Ask which claim to join this one to, and do so."""
    claim = _get_claim(request, claim_id)
    form = JoinForm()
    if request.method == "POST":
        form = JoinForm(request.POST)
        if form.is_valid():
            into_id, into_version = form.cleaned_data["into"]
            try:
                into = join_claims(
                    claim_id=claim.pk,
                    into_id=into_id,
                    version=form.cleaned_data["version"],
                    into_version=into_version,
                    by=request.user,
                )
            except BadInput as error:
                refuse_field(form, error)
            else:
                said = f"Claim {claim.number} was joined to claim {into.number}."
                return _show_claim(request, into, said)
    elif claim.joined_into:
        return redirect(claim.joined_into)
    rules.check_can_change_claim(claim, by=request.user)
    chosen = whole_number(request.POST.get("into", "").partition("-")[0])
    choices = get_join_choices(claim)
    context = {"claim": claim, "choices": choices, "join_form": form, "chosen": chosen}
    name = "_claim_join.html" if wants_fragment(request) else "page.html"
    status = 422 if form.is_bound else 200
    response = render(request, f"claims/claim_join/{name}", context, status=status)
    if form.is_bound and wants_fragment(request):
        response.headers["HX-Retarget"] = "#claim-join"
    return response


@require_POST
def claim_split(request: Request, claim_id: int) -> HttpResponse:
    claim = _get_claim(request, claim_id)
    form = SplitForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        try:
            split = split_claim(
                claim_id=claim.pk,
                mention_ids=data["mentions"],
                wording=data["wording"],
                version=data["version"],
                by=request.user,
            )
        except BadInput as error:
            refuse_field(form, error)
        else:
            said = f"Claim {split.number} was split off claim {claim.number}."
            return _show_claim(request, split, said)
    if stands_alone(request):
        # Its own page has neither text nor list; the check page has all that is needed.
        return HttpResponse(status=204, headers={"HX-Redirect": _in_hand(claim)})
    return render_check(request, claim.article, claim_id=claim.pk, status=422, split_form=form)


@require_POST
def claim_unjoin(request: Request, claim_id: int) -> HttpResponse:
    claim = _get_claim(request, claim_id)
    form = UnjoinForm(request.POST)
    version = form.cleaned_data["version"] if form.is_valid() else 0
    claim = unjoin_claim(claim_id=claim.pk, version=version, by=request.user)
    return redirect(_in_hand(claim))


def _show_claim(request: Request, claim: Claim, said: str) -> HttpResponse:
    """Show a claim in hand. Marks and list have changed with it, so both come along."""
    if stands_alone(request):
        return HttpResponse(status=204, headers={"HX-Redirect": _in_hand(claim)})
    if not wants_fragment(request):
        return redirect(_in_hand(claim))
    response = render_check(request, claim.article, claim_id=claim.pk, is_marking=True)
    response.headers["HX-Push-Url"] = f"{claim.article.get_absolute_url()}?claim={claim.pk}"
    return tell(response, "claims-rearranged", {"said": said})


def _get_claim(request: Request, claim_id: int) -> Claim:
    claims = Claim.objects.visible_to(request.user).select_related("article", "joined_into")
    return get_object_or_404(claims, pk=claim_id)


def _in_hand(claim: Claim) -> str:
    check = reverse("claims:article_check", args=[claim.article_id])
    return f"{check}?claim={claim.pk}#claim-panel"
