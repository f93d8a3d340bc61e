"""Copy on its way in: files and addresses that the worker reads.

An import begins with a row and a job for the worker, both or neither; it ends with a draft or
with a sentence why not, and nothing of it is left half done: the draft and the end of the import
are one transaction.
"""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from claims import rules, store
from claims.actions.articles import create_article
from claims.actions.drafts import OriginalFile
from claims.actions.locks import lock_article
from claims.actions.revisions import add_revision
from claims.exceptions import NotFound
from claims.intake.cleaning import clean_text
from claims.intake.document import Document
from claims.models import Import, Person, Revision

TASK = "claims.tasks.imports.read_copy"
# One job at a time for one import: a second try waits for the end of the first.
_LOCK = "import-{}"

State = Import.State


def start_file_import(
    *,
    data: bytes,
    filename: str,
    media_type: str,
    by: Person,
    article_id: int | None = None,
    details: dict[str, Any] | None = None,
) -> Import:
    """Keep an uploaded file and have the worker read it.

    Args:
        data: the whole file.
        filename: as the sender names it; never used as a path.
        article_id: whose next draft it is to become; None for a new article.
        details: see `start_import`.

    Raises:
        StoreUnavailable: the file cannot be kept.
        NotFound, NotAllowed, WrongState: see `start_import`.
    """
    # Before the transaction: the store may be slow, and what is kept twice is kept once.
    digest = store.keep(data)
    return start_import(
        by=by,
        article_id=article_id,
        details=details,
        original=OriginalFile(
            filename=name_of_file(filename),
            url="",
            media_type=media_type,
            digest=digest,
            size=len(data),
        ),
    )


@transaction.atomic
def start_import(
    *,
    by: Person,
    original: OriginalFile | None = None,
    url: str = "",
    article_id: int | None = None,
    details: dict[str, Any] | None = None,
) -> Import:
    """Have the worker read a file of the store, or fetch and read an address.

    Args:
        original: the file; None for an address.
        url: the address; empty for a file.
        article_id: whose next draft it is to become; None for a new article.
        details: of a new article, as `details_of` makes them; of a draft, its `title` at most.

    Raises:
        NotFound, NotAllowed, WrongState: see `rules.check_can_create_article` and
            `rules.check_can_add_revision`.
    """
    if article_id is None:
        rules.check_can_create_article(by=by)
    else:
        rules.check_can_add_revision(lock_article(article_id, by=by), by=by)
    started = Import.objects.create(
        article_id=article_id,
        details=details or {},
        url=url,
        filename=original.filename if original else "",
        media_type=original.media_type[:127] if original else "",
        digest=original.digest if original else "",
        size=original.size if original else 0,
        started_by=by,
    )
    lock = _LOCK.format(started.pk)
    app.configure_task(TASK, lock=lock).defer(import_id=started.pk)
    return started


@transaction.atomic
def note_import_step(*, import_id: int, state: str, percent: int, by: Person) -> None:
    """Say how far an import has come, for the page that waits for it. One that ended stays so."""
    running = Import.objects.filter(pk=import_id, started_by=by, finished_at=None)
    running.update(state=state, percent=percent)


@transaction.atomic
def finish_import(
    *, import_id: int, document: Document, original: OriginalFile, by: Person
) -> Import:
    """Make an article, or the next draft of one, of what was read, and end the import with it.

    An import that has ended already is returned as it is: a worker that was killed after this and
    before it could say so is asked again.

    Raises:
        NotFound: there is no such import of `by`.
        NotFound, NotAllowed, WrongState, BadInput: see `create_article` and `add_revision`.
    """
    ending = _lock_import(import_id, by=by)
    if ending.finished_at:
        return ending
    origin = Revision.Origin.UPLOAD if ending.digest else Revision.Origin.ADDRESS
    if ending.article_id is None:
        article = create_article(
            document=document,
            origin=origin,
            original=original,
            by=by,
            **_article_fields(ending.details),
        )
        revision, is_new = article.revisions.get(), True
    else:
        revision, is_new, _ = add_revision(
            article_id=ending.article_id,
            document=document,
            origin=origin,
            title=ending.details.get("title", ""),
            original=original,
            by=by,
        )
    ending.revision, ending.is_new = revision, is_new
    _end(ending, State.DONE, percent=100)
    return ending


@transaction.atomic
def refuse_import(*, import_id: int, sentence: str, by: Person) -> Import:
    """End an import without a draft.

    Args:
        sentence: what is the matter and what to do about it.

    Raises:
        NotFound: there is no such import of `by`.
    """
    ending = _lock_import(import_id, by=by)
    if not ending.finished_at:
        ending.refusal = sentence
        _end(ending, State.REFUSED, percent=ending.percent)
    return ending


def details_of(form: dict[str, Any]) -> dict[str, Any]:
    """Return the cleaned fields of an article's form as JSON holds them, people by their ids."""
    deadline = form.get("deadline")
    return {
        "title": form.get("title", ""),
        "language": form.get("language", ""),
        "reporter": form["reporter"].pk if form.get("reporter") else None,
        "owner": form["owner"].pk if form.get("owner") else None,
        "deadline": deadline.isoformat() if deadline else None,
        "confidential": bool(form.get("confidential")),
        "people": [person.pk for person in form.get("people", ())],
    }


def name_of_file(sent: str) -> str:
    """Return the name of a file as it is kept: the last part of a path, one clean line."""
    return clean_text(sent.replace("\\", "/").rpartition("/")[2])[:255]


def _article_fields(details: dict[str, Any]) -> dict[str, Any]:
    """Return what `create_article` takes. Who left the desk meanwhile is left out."""
    wanted = {details.get("reporter"), details.get("owner"), *details.get("people", ())} - {None}
    people = Person.objects.filter(is_active=True).in_bulk(list(wanted))
    deadline = details.get("deadline")
    return {
        "title": details.get("title", ""),
        "language": details.get("language", ""),
        "reporter": people.get(details.get("reporter") or 0),
        "owner": people.get(details.get("owner") or 0),
        "deadline": dt.datetime.fromisoformat(deadline) if deadline else None,
        "confidential": details.get("confidential", False),
        "people": [people[key] for key in details.get("people", ()) if key in people],
    }


def _lock_import(import_id: int, *, by: Person) -> Import:
    imports = Import.objects.visible_to(by).select_for_update(of=("self",), no_key=True)
    found = imports.filter(pk=import_id).first()
    if found is None:
        raise NotFound
    return found


def _end(ending: Import, state: str, *, percent: int) -> None:
    ending.state, ending.percent, ending.finished_at = state, percent, timezone.now()
    ending.save(update_fields=["state", "percent", "finished_at", "revision", "is_new", "refusal"])
