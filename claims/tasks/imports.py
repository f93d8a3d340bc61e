"""Reading copy: a file of the store, or an address."""

import logging

from django.db import OperationalError
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from claims import reader, store
from claims.actions.drafts import OriginalFile
from claims.actions.imports import finish_import, note_import_step, refuse_import
from claims.exceptions import ClaimsError
from claims.intake import Document, IntakeRefused
from claims.models import Import

logger = logging.getLogger(__name__)

MOST_ATTEMPTS = 3
"""A copy that ends the worker each time is given up after as many."""

# Where each stage begins, in per cent of the whole.
_FETCH, _READ, _CHECK = 5, 20, 85


# Tried until the database is back, which then hears at least why nothing came of it.
@app.task(
    pass_context=True,
    retry=RetryStrategy(max_attempts=100, wait=5, retry_exceptions={OperationalError}),
)
def read_copy(context: JobContext, import_id: int) -> None:
    """Read what an import is about, and make a draft of it or say why not.

    No transaction is open while anything is fetched or read.
    """
    wanted = Import.objects.select_related("started_by").filter(pk=import_id).first()
    if wanted is None or wanted.finished_at:
        return
    if context.job.attempts >= MOST_ATTEMPTS:
        _refuse(wanted, "The desk could not read this: paste the text instead, and tell an admin.")
        return
    try:
        document, original = _read(wanted)
        _note(wanted, Import.State.CHECKING, _CHECK)
        finish_import(
            import_id=wanted.pk, document=document, original=original, by=wanted.started_by
        )
    except IntakeRefused as refused:
        _refuse(wanted, refused.sentence)
    except ClaimsError as refused:
        _refuse(wanted, refused.detail)
    except OperationalError:
        raise  # the database is away, or busy: tried again
    except Exception:
        # A fault of ours; who waits for the page is told, and the log says which.
        _refuse(wanted, "Something broke on our side: paste the text instead, and tell an admin.")
        raise


def _read(wanted: Import) -> tuple[Document, OriginalFile]:
    if wanted.digest:
        return _read_file(wanted)
    _note(wanted, Import.State.FETCHING, _FETCH)
    page = reader.fetch_page(wanted.url)
    _note(wanted, Import.State.READING, _READ)
    document = reader.read_page(page.body, url=page.final_url, media_type=page.media_type)
    return document, OriginalFile(
        filename="",
        url=page.final_url,
        media_type=page.media_type,
        digest=store.keep(page.body),
        size=len(page.body),
    )


def _read_file(wanted: Import) -> tuple[Document, OriginalFile]:
    _note(wanted, Import.State.READING, _FETCH)
    document = reader.read_file(
        store.read(wanted.digest),
        filename=wanted.filename,
        media_type=wanted.media_type,
        on_step=lambda percent: _note(
            wanted, Import.State.READING, _FETCH + percent * (_CHECK - _FETCH) // 100
        ),
    )
    return document, OriginalFile(
        filename=wanted.filename,
        url="",
        media_type=wanted.media_type,
        digest=wanted.digest,
        size=wanted.size,
    )


def _note(wanted: Import, state: str, percent: int) -> None:
    note_import_step(import_id=wanted.pk, state=state, percent=percent, by=wanted.started_by)


def _refuse(wanted: Import, sentence: str) -> None:
    refuse_import(import_id=wanted.pk, sentence=sentence, by=wanted.started_by)
