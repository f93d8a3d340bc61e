"""Keeping what does not agree in a draft, and dismissing it by name."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from claims import rules
from claims.actions.locks import lock_article, newest_revision
from claims.exceptions import BadInput, WrongState
from claims.models import ConsistencyNote, Event, Finding, Person, Revision
from claims.text.consistency import Note

LIMIT = "limit"
MOST_REASON_CODE_POINTS = 2_000


def keep_notes(revision: Revision, notes: Iterable[Note]) -> None:
    """Keep what was found not to agree in a draft. What the limits left out goes to its `Finding`.

    Called inside the action that writes the `Finding`, once for a draft. A note of the same kind
    on the same words that was dismissed last time stays so, by the same person.
    """
    notes = list(notes)
    limits = [note.message for note in notes if note.kind == LIMIT]
    if limits:
        Finding.objects.filter(revision=revision).update(notice=" ".join(limits))
    known = _dismissals(revision)
    ConsistencyNote.objects.bulk_create(
        ConsistencyNote(
            revision=revision,
            kind=note.kind,
            places=places,
            message=note.message,
            **known.get(_key(note.kind, note.message, places), {}),
        )
        for note, places in ((note, _places(note)) for note in notes if note.kind != LIMIT)
    )


def _places(note: Note) -> list[dict[str, Any]]:
    return [{"start": place.start, "end": place.end, "exact": place.exact} for place in note.places]


def _key(kind: str, message: str, places: Sequence[dict[str, Any]]) -> tuple[str, ...]:
    return kind, message, *(place["exact"] for place in places)


def _dismissals(revision: Revision) -> dict[tuple[str, ...], dict[str, Any]]:
    """Return how each note of the drafts before was dismissed, where it was; the newest counts."""
    before = ConsistencyNote.objects.filter(
        revision__article=revision.article_id, revision__number__lt=revision.number
    )
    return {
        _key(note.kind, note.message, note.places): {
            "dismissed_at": note.dismissed_at,
            "dismissed_by_id": note.dismissed_by_id,
            "dismissed_reason": note.dismissed_reason,
        }
        for note in before.order_by("revision__number", "id")
    }


@transaction.atomic
def dismiss_note(*, note_id: int, reason: str, by: Person) -> ConsistencyNote:
    """Say by name why a note needs no more attention. It can be taken back.

    Raises:
        NotFound, NotAllowed: see `rules.check_can_dismiss_note`.
        WrongState: there is a newer draft, or somebody has dismissed it.
        BadInput: no reason is given, or a very long one.
    """
    note = _lock_note(note_id, by=by)
    if note.dismissed_by:
        raise WrongState(f"{note.dismissed_by} has dismissed that note already. Reload the page.")
    reason = " ".join(reason.split())
    if not reason:
        raise BadInput("Say why it needs no more attention.", field="reason")
    if len(reason) > MOST_REASON_CODE_POINTS:
        raise BadInput(
            f"The reason has {len(reason)} characters; at most {MOST_REASON_CODE_POINTS} fit.",
            field="reason",
        )
    note.dismissed_at, note.dismissed_by, note.dismissed_reason = timezone.now(), by, reason
    return _save(note, Event.Kind.NOTE_DISMISSED, {"reason": reason}, by=by)


@transaction.atomic
def restore_note(*, note_id: int, by: Person) -> ConsistencyNote:
    """Take the dismissal of a note back.

    Raises:
        NotFound, NotAllowed: see `rules.check_can_dismiss_note`.
        WrongState: there is a newer draft, or the note is not dismissed.
    """
    note = _lock_note(note_id, by=by)
    if not note.dismissed_by:
        raise WrongState("That note is not dismissed. Reload the page.")
    note.dismissed_at, note.dismissed_by, note.dismissed_reason = None, None, ""
    return _save(note, Event.Kind.NOTE_RESTORED, {}, by=by)


def _lock_note(note_id: int, *, by: Person) -> ConsistencyNote:
    notes = ConsistencyNote.objects.filter(pk=note_id)
    article_id = notes.values_list("revision__article", flat=True).first()
    article = lock_article(article_id or 0, by=by)
    # The lock on the article is the note's as well: nothing else of it ever changes.
    note = notes.select_related("dismissed_by").get()
    rules.check_can_dismiss_note(article, by=by)
    newest = newest_revision(article.pk)
    if note.revision_id != newest.pk:
        raise WrongState(
            f"There is a newer draft, number {newest.number}. Reload the page to see its notes."
        )
    note.revision = newest
    newest.article = article
    return note


def _save(
    note: ConsistencyNote, kind: str, payload: dict[str, Any], *, by: Person
) -> ConsistencyNote:
    note.save(update_fields=["dismissed_at", "dismissed_by", "dismissed_reason"])
    payload = {"note": note.pk, "kind": note.kind, "message": note.message, **payload}
    article = note.revision.article
    Event.objects.append(kind=kind, article=article, by=by, payload=payload)
    return note
