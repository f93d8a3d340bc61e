"""The one way in: bytes of a file or page in, a `Document` out."""

from collections.abc import Callable
from dataclasses import replace

from claims.intake.document import MAX_BYTES, MAX_CODE_POINTS, Document
from claims.intake.docx import read_docx
from claims.intake.errors import IntakeRefused
from claims.intake.html import read_html
from claims.intake.markdown import read_markdown
from claims.intake.odt import read_odt
from claims.intake.pdf import read_pdf
from claims.intake.plain import read_plain
from claims.intake.sniff import FileType, sniff


def read_document(
    data: bytes,
    *,
    filename: str | None,
    media_type: str | None = None,
    url: str | None = None,
    max_code_points: int = MAX_CODE_POINTS,
    max_bytes: int = MAX_BYTES,
    on_progress: Callable[[int, int], None] | None = None,
) -> Document:
    """Return the text of a file, with what stands in it as notes and what was left out as warnings.

    What the file is goes by its bytes. Nothing is fetched, written or run. Hostile files are
    refused, but only `claims.intake.sandbox` bounds the time and memory that takes.

    Args:
        data: the whole file.
        filename: as the sender names it; it is never used as a path.
        media_type: as the sender or server declares it.
        url: where an HTML file was fetched from; it is then read as an article page, of which
            only the article is taken, and without one as a whole.
        max_code_points: a text longer than this is refused.
        max_bytes: a larger file is refused unread.
        on_progress: told, of a PDF, how many pages are read and how many there are.

    Raises:
        IntakeRefused: the file is empty, damaged, too large, protected, or of no known kind.
    """
    if len(data) > max_bytes:
        raise IntakeRefused(
            f"This file is too large: {max_bytes // 1_000_000} MB is the limit, so split it or"
            " paste the part to be checked."
        )
    found, warning = sniff(data, filename=filename, media_type=media_type)
    if found is FileType.HTML:
        if url is not None:
            # Imported here: it brings the extractor for web pages, half a second of start.
            from claims.intake.page import read_page

            document = read_page(
                data, url=url, media_type=media_type or "", max_code_points=max_code_points
            )
        else:
            document = read_html(data, media_type=media_type or "", max_code_points=max_code_points)
    elif found is FileType.PDF:
        document = read_pdf(data, max_code_points=max_code_points, on_progress=on_progress)
    else:
        document = _READERS[found](data, max_code_points=max_code_points)
    return replace(document, warnings=(warning, *document.warnings)) if warning else document


_READERS: dict[FileType, Callable[..., Document]] = {
    FileType.DOCX: read_docx,
    FileType.ODT: read_odt,
    FileType.MARKDOWN: read_markdown,
    FileType.PLAIN: read_plain,
}
