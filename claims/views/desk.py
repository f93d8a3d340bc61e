"""My desk."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from claims.actions.people import mark_seen
from claims.http import Request, whole_number
from claims.queries.desk import get_desk


@require_safe
def desk(request: Request) -> HttpResponse:
    return render(request, "claims/desk/page.html", get_desk(request.user))


@require_POST
def desk_seen(request: Request) -> HttpResponse:
    mark_seen(event_id=whole_number(request.POST.get("event")), by=request.user)
    return redirect("claims:desk")
