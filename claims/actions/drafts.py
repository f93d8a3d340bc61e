"""Writing a draft: the step that a new article and a new revision share."""

import datetime as dt
import hashlib
from dataclasses import dataclass

from django.conf import settings
from django.contrib.postgres.search import SearchVector
from django.db.models import Value

from claims.actions.finding import begin_finding
from claims.exceptions import BadInput
from claims.intake.document import Document
from claims.models import Article, DraftCitation, Event, Original, Person, Revision
from claims.text.web_addresses import find_address

SEARCHED_CODE_POINTS = 100_000


@dataclass(frozen=True, slots=True)
class OriginalFile:
    """The file or page that a document was read from; its bytes are in the store.

    Attributes:
        filename: as it was sent; empty for an address.
        url: where it was fetched; empty for a file.
        digest: SHA-256 of the bytes, in hex.
        size: in bytes.
    """

    filename: str
    url: str
    media_type: str
    digest: str
    size: int


def check_text(text: str) -> None:
    """Refuse a draft without words, or with more than an article may have.

    Raises:
        BadInput: either.
    """
    if not text.strip():
        raise BadInput("There is no text in it. Paste the article's words.", field="text")
    if len(text) > settings.MAX_ARTICLE_CHARS:
        raise BadInput(
            f"The text has {len(text):,} characters; an article has at most"
            f" {settings.MAX_ARTICLE_CHARS:,}. Cut it into parts.",
            field="text",
        )


def digest_of(text: str) -> str:
    """Return the SHA-256 of a draft's text in UTF-8, in hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def add_draft(
    article: Article,
    document: Document,
    *,
    number: int,
    origin: str,
    original: OriginalFile | None,
    by: Person,
    outcome: dict[str, int] | None = None,
) -> Revision:
    """Add a draft to an article, with the notes of its copy and the file it was read from.

    Called inside an action that holds the article's lock.

    Args:
        outcome: for the history, how many mentions were kept, moved, edited and orphaned.
    """
    digest = digest_of(document.text)
    revision = Revision.objects.create(
        article=article,
        number=number,
        text=document.text,
        blocks=[
            {"kind": block.kind, "start": block.start, "end": block.end, "level": block.level}
            for block in document.blocks
        ],
        digest=digest,
        origin=origin,
        standfirst=document.standfirst,
        byline=document.byline[:300],
        published=_day(document.published),
        warnings=list(document.warnings),
        created_by=by,
    )
    if original:
        Original.objects.create(
            revision=revision,
            filename=original.filename[:255],
            url=original.url,
            media_type=original.media_type[:127],
            digest=original.digest,
            size=original.size,
        )
    _keep_notes(revision, document)
    # The index takes a megabyte of words at most; the beginning is what people search by.
    searched = f"{article.title} {document.text[:SEARCHED_CODE_POINTS]}"
    Article.objects.filter(pk=article.pk).update(
        search=SearchVector(Value(searched), config="english")
    )
    payload = {"number": number, "digest": digest, "characters": len(document.text)}
    Event.objects.append(
        kind=Event.Kind.REVISION_ADDED,
        article=article,
        by=by,
        payload=payload if outcome is None else payload | {"mentions": outcome},
    )
    begin_finding(revision)
    return revision


def _keep_notes(revision: Revision, document: Document) -> None:
    """Keep the comments and footnotes, but those that somebody used or discarded already."""
    noted = DraftCitation.objects.filter(revision__article=revision.article_id)
    settled = noted.exclude(citation=None, discarded_at=None)
    known = set(settled.values_list("kind", "text", "author"))
    DraftCitation.objects.bulk_create(
        DraftCitation(
            revision=revision,
            start=note.start,
            end=note.end,
            kind=note.kind,
            text=note.text,
            author=note.author[:200],
            url=find_address(note.text),
        )
        for note in document.notes
        if note.start < note.end and (note.kind, note.text, note.author[:200]) not in known
    )


def _day(published: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(published)
    except ValueError:
        return None
