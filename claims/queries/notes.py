"""What does not agree in a draft, for the check page and the API."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple, TypedDict

from claims import rules
from claims.exceptions import NotFound
from claims.models import Article, ConsistencyNote, Person, Revision
from claims.text.offsets import surroundings
from claims.text.word_difference import Piece, find_word_difference


class NotePlace(NamedTuple):
    """A place that a note names, in code points of the draft; `anchor` is its sign's id."""

    start: int
    end: int
    exact: str
    before: str
    after: str
    anchor: str


class NoteLine(NamedTuple):
    """A note as the page lists it. `difference` is that of a quotation's two forms."""

    id: int
    number: int
    """On the page, from 1."""
    kind: str
    label: str
    message: str
    places: list[NotePlace]
    difference: list[Piece]
    is_dismissed: bool
    dismissed_by: str
    dismissed_at: dt.datetime | None
    dismissed_reason: str


class NotesPage(TypedDict):
    """The notes of a draft, those that count before those dismissed, and who may dismiss."""

    notes: list[NoteLine]
    dismissed: list[NoteLine]
    may_dismiss: bool


def get_notes(article: Article, revision: Revision, *, by: Person) -> NotesPage:
    """Return what does not agree in a draft, in one statement."""
    rows = (
        ConsistencyNote.objects.filter(revision=revision)
        .select_related("dismissed_by")
        .order_by("id")
    )
    lines = [_line(row, number, revision.text) for number, row in enumerate(rows, start=1)]
    return {
        "notes": [line for line in lines if not line.is_dismissed],
        "dismissed": [line for line in lines if line.is_dismissed],
        "may_dismiss": rules.can(rules.check_can_dismiss_note, article, by=by),
    }


def _line(row: ConsistencyNote, number: int, text: str) -> NoteLine:
    places = [
        NotePlace(
            place["start"],
            place["end"],
            place["exact"],
            *surroundings(text, place["start"], place["end"]),
            f"note-{row.pk}-{index}",
        )
        for index, place in enumerate(row.places, start=1)
    ]
    is_quotation = row.kind == ConsistencyNote.Kind.QUOTATION_FORMS and len(places) > 1
    return NoteLine(
        row.pk,
        number,
        row.kind,
        row.get_kind_display(),
        row.message,
        places,
        find_word_difference(places[0].exact, places[1].exact) if is_quotation else [],
        row.dismissed_at is not None,
        str(row.dismissed_by or ""),
        row.dismissed_at,
        row.dismissed_reason,
    )


def get_article_notes(article_id: int, *, by: Person) -> list[ConsistencyNote]:
    """Return the notes on an article's newest draft, who dismissed them joined; 200 at most.

    Raises:
        NotFound: there is no such article, or none that `by` may see.
    """
    if not Article.objects.visible_to(by).filter(pk=article_id).exists():
        raise NotFound
    newest = Revision.objects.filter(article=article_id).order_by("-number").values("pk")[:1]
    notes = ConsistencyNote.objects.filter(revision=newest)
    return list(notes.select_related("dismissed_by").order_by("id"))
