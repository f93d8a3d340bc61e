"""What does not agree in a draft: dismissing a note by name, and taking that back."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from claims.actions.notes import dismiss_note, restore_note
from claims.exceptions import BadInput
from claims.forms.note import DismissNoteForm
from claims.http import Request, refuse_field, wants_fragment
from claims.models import Article, ConsistencyNote
from claims.queries.notes import get_notes
from claims.views.article import render_check


@require_POST
def note_dismiss(request: Request, note_id: int) -> HttpResponse:
    article = _get_article(request, note_id)
    form = DismissNoteForm(request.POST)
    if form.is_valid():
        try:
            dismiss_note(note_id=note_id, reason=form.cleaned_data["reason"], by=request.user)
        except BadInput as error:
            refuse_field(form, error)
        else:
            return _show_notes(request, article)
    return _show_notes(request, article, status=422, note_form=form, refused_note=note_id)


@require_POST
def note_restore(request: Request, note_id: int) -> HttpResponse:
    article = _get_article(request, note_id)
    restore_note(note_id=note_id, by=request.user)
    return _show_notes(request, article)


def _show_notes(
    request: Request, article: Article, *, status: int = 200, **context: Any
) -> HttpResponse:
    if not wants_fragment(request):
        if status != 200:
            return render_check(request, article, status=status, **context)
        return redirect(f"{article.get_absolute_url()}#consistency-notes")
    revision = article.revisions.order_by("-number")[0]
    notes = get_notes(article, revision, by=request.user)
    context = {"article": article, "consistency": notes, **_NO_FORM, **context}
    return render(request, "claims/article/_consistency_notes.html", context, status=status)


_NO_FORM: dict[str, Any] = {"note_form": None, "refused_note": None}


def _get_article(request: Request, note_id: int) -> Article:
    of_note = ConsistencyNote.objects.filter(pk=note_id).values("revision__article")
    return get_object_or_404(Article.objects.visible_to(request.user), pk__in=of_note)
