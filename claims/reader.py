"""Strangers' files and pages, fetched and read by the desk's settings in a process of their own.

Never in this one: whatever a file makes a parser do ends with that process. A few at a time, so
that many at once cannot take all of the machine's memory.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.conf import settings

from claims.exceptions import BadInput
from claims.intake import Document, IntakeRefused
from claims.intake.fetch import FetchLimits, FetchResult
from claims.intake.headline import with_headline
from claims.intake.sandbox import ChildReader, Limits

FETCH_LIMITS = FetchLimits()
AT_ONCE = 4
_turn = threading.BoundedSemaphore(AT_ONCE)

OnStep = Callable[[int], None]
"""Told how many per cent of a document are read."""


def read_file(
    data: bytes, *, filename: str, media_type: str = "", on_step: OnStep | None = None
) -> Document:
    """Return the text of an uploaded file, whatever it says it is.

    Raises:
        IntakeRefused: it cannot be read; the sentence says why, and what to do.
    """
    with _child() as child:
        return child.read(
            data,
            filename=filename or None,
            media_type=media_type or None,
            on_progress=_in_steps(on_step),
        )


def read_rich(html: str) -> Document:
    """Return the text of HTML from a clipboard, or from a program. Nothing it names is loaded.

    Raises:
        IntakeRefused: as `read_file`.
    """
    # Halves of surrogate pairs, which JSON can hold, are no text in any encoding.
    data = html.encode("utf-8", "replace")
    return read_file(data, filename="pasted.html", media_type="text/html; charset=utf-8")


def fetch_page(url: str) -> FetchResult:
    """Return what stands at an address, under the guard that `claims.intake.fetch` describes.

    Raises:
        IntakeRefused: it may not be or cannot be fetched, or is too large, slow or no page.
    """
    with _child() as child:
        return child.fetch(
            url,
            allow=settings.FETCH_ALLOW,
            limits=FETCH_LIMITS,
            proxy=settings.FETCH_PROXY or None,
        )


def read_page(data: bytes, *, url: str, media_type: str = "") -> Document:
    """Return the article of a page that was fetched, headline and standfirst among its blocks.

    Raises:
        IntakeRefused: there is no article on it, or it cannot be read.
    """
    with _child() as child:
        document = child.read(data, filename=None, media_type=media_type or None, url=url)
    return with_headline(document)


def refused_as(field: str, refused: IntakeRefused) -> BadInput:
    """Return a refusal of the intake as one of the domain, about the input it came in."""
    return BadInput(refused.sentence, field=field)


@contextmanager
def _child() -> Iterator[ChildReader]:
    limits = Limits(
        code_points=settings.MAX_ARTICLE_CHARS, bytes=settings.MAX_UPLOAD_MB * 1_000_000
    )
    with _turn, ChildReader(limits) as child:
        yield child


def _in_steps(on_step: OnStep | None) -> Callable[[int, int], None] | None:
    """Return what tells `on_step` of every twentieth part: each step costs it a statement."""
    if on_step is None:
        return None
    last = 0

    def count(done: int, total: int) -> None:
        nonlocal last
        percent = 100 * done // max(total, 1)
        if percent >= last + 5:
            last = percent
            on_step(percent)

    return count
