"""Calls about what does not agree in a draft."""

from typing import Annotated

from ninja import Path, Router
from pydantic import ConfigDict, Field

from claims.actions.notes import MOST_REASON_CODE_POINTS, dismiss_note, restore_note
from claims.api import shapes
from claims.api.authentication import ApiRequest
from claims.api.describing import refusals
from claims.api.reading import ArticleId, Body, Line
from claims.queries.notes import get_article_notes

router = Router(tags=["Consistency"])

NoteId = Annotated[int, Path(description="The note's id.", example=17)]


class Dismissal(Body):
    """Why a note needs no more attention."""

    model_config = ConfigDict(json_schema_extra={"example": {"reason": "Two years are meant."}})

    reason: Annotated[Line, Field(max_length=MOST_REASON_CODE_POINTS)]


@router.get(
    "articles/{int:article_id}/notes/",
    response=shapes.ConsistencyNotes,
    openapi_extra=refusals(404),
)
def article_note_list(request: ApiRequest, article_id: ArticleId) -> shapes.ConsistencyNotes:
    """List what does not agree in the newest draft, by kind and then in reading order.

    A note is never a verdict. There are at most 200.
    """
    notes = get_article_notes(article_id, by=request.auth)
    return shapes.ConsistencyNotes(items=[shapes.ConsistencyNote.of(note) for note in notes])


@router.post(
    "notes/{int:note_id}/dismiss/",
    response=shapes.ConsistencyNote,
    openapi_extra=refusals(403, 404, 409, 422),
)
def note_dismiss(request: ApiRequest, note_id: NoteId, body: Dismissal) -> shapes.ConsistencyNote:
    """Dismiss a note by name, with a reason. It takes the role reviewer."""
    note = dismiss_note(note_id=note_id, reason=body.reason, by=request.auth)
    return shapes.ConsistencyNote.of(note)


@router.post(
    "notes/{int:note_id}/restore/",
    response=shapes.ConsistencyNote,
    openapi_extra=refusals(403, 404, 409),
)
def note_restore(request: ApiRequest, note_id: NoteId) -> shapes.ConsistencyNote:
    """Take the dismissal of a note back. It takes the role reviewer."""
    return shapes.ConsistencyNote.of(restore_note(note_id=note_id, by=request.auth))
