"""PDFs: lines with places on a page, which have to be read back into paragraphs.

A PDF says where each glyph stands and nothing else. Order, paragraphs and headings are guesses,
and the document says so.
"""

import io
import logging
import math
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from pypdf import PdfReader
from pypdf.errors import DependencyError, PyPdfError

from claims.intake import notices
from claims.intake.document import MAX_CODE_POINTS, BlockKind, Document, DocumentBuilder, clean_line
from claims.intake.errors import IntakeRefused, damaged, password, too_large
from claims.intake.guesses import byline_of, title_of
from claims.intake.scripts import raised

WHAT = "PDF"
MAX_PAGES = 2000

# It tells of every flaw it mends, and uploads have many.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)

_PAGE_NUMBER = re.compile(
    r"(?:[-–—|•\s]*(?:page|seite|p[aá]gina|pagina|side|sida|p\.|s\.)?\s*\d{1,4}"
    r"(?:\s*(?:of|von|de|di|van|av|af|/)\s*\d{1,4})?[-–—|•\s]*)",
    re.IGNORECASE,
)
_BULLET = re.compile(r"\s*[•‣◦▪●■–·\uf0b7\uf0a7]\s+(?=\S)")
_ENDS_SENTENCE = re.compile(r"[.!?…:؟۔。][\"'”’»)\]]*$")
_HYPHENATED = re.compile(r"([^\W\d_]{1,40})[-\u2010\xad]$")
_FIRST_WORD = re.compile(r"([^\W\d_]+)")
_JUNK_TITLE = re.compile(r"untitled|microsoft|\.(?:docx?|pdf|indd|odt|qxd)\b|^\W*$", re.IGNORECASE)
_EDGE = 0.12
_HEADING_GROWTH = 1.15
_MAX_HEADING = 150


@dataclass(slots=True)
class _Line:
    """A line of a page; `x` and `y` of its first glyph and the height of its letters, in points."""

    page: int
    x: float
    y: float
    size: float
    is_bold: bool
    text: str


@dataclass(slots=True)
class _Page:
    bottom: float
    top: float
    lines: list[_Line] = field(default_factory=list)


@dataclass(slots=True)
class _Paragraph:
    lines: list[_Line]
    kind: BlockKind = "paragraph"
    level: int = 0


def read_pdf(
    data: bytes,
    *,
    max_code_points: int = MAX_CODE_POINTS,
    on_progress: Callable[[int, int], None] | None = None,
) -> Document:
    """Return the text of a PDF, in the order a reader would most likely take it.

    `on_progress` is told how many pages are read, and how many there are.

    Raises:
        IntakeRefused: it is damaged, protected by a password, too long, or only pictures of text.
    """
    try:
        reader = PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise password(WHAT)
        pages = _pages(reader, max_code_points, on_progress)
        title, language = _metadata(reader)
    except (IntakeRefused, MemoryError):
        raise
    except DependencyError as error:
        raise password(WHAT) from error
    except PyPdfError as error:
        raise damaged(WHAT) from error
    except Exception as error:
        # A broken PDF breaks the parser anywhere, with whatever error lies nearest.
        raise damaged(WHAT) from error
    return _document(pages, title, language, max_code_points)


def _document(pages: list[_Page], title: str, language: str, max_code_points: int) -> Document:
    builder = DocumentBuilder(max_code_points)
    builder.warn(notices.PDF_ORDER)
    with_text = [page for page in pages if page.lines]
    if not with_text:
        raise IntakeRefused(
            "This PDF has no text, it seems to be scanned: run text recognition on it first, or"
            " type the text in."
        )
    if len(with_text) < len(pages):
        builder.warn(
            f"{len(pages) - len(with_text)} of {len(pages)} pages of the PDF have no text; they"
            " may be scanned or pictures."
        )
    if _without_running_heads(with_text):
        builder.warn("Running heads and page numbers of the PDF were left out.")
    lines = [line for page in with_text for line in page.lines]
    _check_readable(lines)
    words = _whole_words(lines)
    for paragraph in _with_headings(_paragraphs(lines)):
        text = _join(paragraph.lines, words)
        if paragraph.kind == "list_item":
            text = _BULLET.sub("", text, count=1)
        builder.add(paragraph.kind, [text], paragraph.level)
    return builder.build(
        title=title or title_of(builder.blocks),
        byline=byline_of(builder.blocks),
        language=language,
    )


def _pages(
    reader: PdfReader, max_code_points: int, on_progress: Callable[[int, int], None] | None
) -> list[_Page]:
    if len(reader.pages) > MAX_PAGES:
        raise too_large("This PDF")
    pages: list[_Page] = []
    length = 0
    for number, page in enumerate(reader.pages):
        collector = _Collector(number)
        page.extract_text(visitor_text=collector.take)
        box = page.mediabox
        found = _Page(float(box.bottom), float(box.top), collector.finish())
        length += sum(len(line.text) for line in found.lines)
        # The parser keeps every stream it has unpacked; a long report would fill the memory.
        reader.resolved_objects.clear()
        if length > max_code_points:
            raise too_large("This PDF")
        pages.append(found)
        if on_progress is not None:
            on_progress(len(pages), len(reader.pages))
    return pages


def _metadata(reader: PdfReader) -> tuple[str, str]:
    title = clean_line(str((reader.metadata and reader.metadata.title) or ""))
    language = str(reader.root_object.get("/Lang", ""))
    return ("" if _JUNK_TITLE.search(title) else title), clean_line(language)


class _Collector:
    """Puts the fragments that the parser gives for a page together into lines."""

    def __init__(self, page: int) -> None:
        self._page = page
        self._lines: list[_Line] = []
        self._line: _Line | None = None

    def take(
        self,
        text: str,
        matrix: Sequence[float],
        text_matrix: Sequence[float],
        font: Any,
        size: float,
    ) -> None:
        """Take a fragment; both matrices are (a, b, c, d, e, f) of PDF 32000-1, 8.3.3."""
        x = text_matrix[4] * matrix[0] + text_matrix[5] * matrix[2] + matrix[4]
        y = text_matrix[4] * matrix[1] + text_matrix[5] * matrix[3] + matrix[5]
        scale = math.hypot(text_matrix[2], text_matrix[3]) * math.hypot(matrix[2], matrix[3])
        height = abs(size * scale)
        is_bold = "bold" in str((font or {}).get("/BaseFont", "")).lower()
        for index, part in enumerate(text.split("\n")):
            if index:
                self._end_line()
            if part.strip():
                self._add(part, x, y, height, is_bold)
            elif self._line and part:
                self._line.text += " "

    def _add(self, part: str, x: float, y: float, height: float, is_bold: bool) -> None:
        line = self._line
        if line is None:
            self._line = _Line(self._page, x, y, height, is_bold, part)
            return
        if height < 0.8 * line.size:
            # Smaller than the line it stands in: a raised figure or a note's mark.
            part = raised(part)
        line.size = max(line.size, height)
        line.text += part

    def _end_line(self) -> None:
        if self._line and self._line.text.strip():
            self._line.text = " ".join(self._line.text.split())
            self._lines.append(self._line)
        self._line = None

    def finish(self) -> list[_Line]:
        """Return the lines in the order of the page's own stream."""
        self._end_line()
        return self._lines


def _without_running_heads(pages: list[_Page]) -> bool:
    """Take lines out that stand at the edge of most pages; return whether there were any."""
    seen: Counter[str] = Counter()
    for page in pages:
        seen.update({_pattern(line.text) for line in _at_edges(page)})
    often = max(2, math.ceil(0.5 * len(pages)))
    found = False
    for page in pages:
        edges = _at_edges(page)
        gone = [
            line
            for line in edges
            if _PAGE_NUMBER.fullmatch(line.text) or seen[_pattern(line.text)] >= often
        ]
        # A page of nothing but such lines is a page of text that looks alike: keep it.
        if gone and len(gone) < len(page.lines):
            found = True
            gone_ids = set(map(id, gone))
            page.lines = [line for line in page.lines if id(line) not in gone_ids]
    return found


def _pattern(text: str) -> str:
    return re.sub(r"\d+", "0", text)


def _at_edges(page: _Page) -> list[_Line]:
    margin = _EDGE * (page.top - page.bottom)
    lowest = min((line.y for line in page.lines), default=0)
    highest = max((line.y for line in page.lines), default=0)
    return [
        line
        for line in page.lines
        if (line.y in {lowest, highest} or len(line.text) < 60)
        and (line.y > page.top - margin or line.y < page.bottom + margin)
        and _is_apart(page, line)
    ]


def _is_apart(page: _Page, line: _Line) -> bool:
    """Tell whether a line keeps more than a line's distance from the text."""
    others = [
        abs(other.y - line.y)
        for other in page.lines
        if other is not line and abs(other.y - line.y) > 0.5 * line.size
    ]
    return bool(_PAGE_NUMBER.fullmatch(line.text)) or min(others, default=0.0) > 1.5 * line.size


def _check_readable(lines: list[_Line]) -> None:
    text = "".join(line.text for line in lines[:2000])
    strange = sum(1 for c in text if not c.isprintable() or "\ue000" <= c <= "\uf8ff" or c == "�")
    if strange > 0.3 * len(text):
        raise IntakeRefused(
            "The letters of this PDF cannot be read as text: open it, copy the text and paste it,"
            " or upload the file it was made from."
        )


def _paragraphs(lines: list[_Line]) -> list[_Paragraph]:
    leading = _leading(lines)
    longest = Counter(round(line.size) for line in lines)
    body = longest.most_common(1)[0][0]
    lengths = sorted(len(line.text) for line in lines if round(line.size) == body)
    full = lengths[int(0.9 * (len(lengths) - 1))]
    paragraphs: list[_Paragraph] = []
    for line in lines:
        bullet = _BULLET.match(line.text)
        last = paragraphs[-1] if paragraphs else None
        if last and not bullet and _continues(last.lines, line, leading, full):
            last.lines.append(line)
        else:
            paragraphs.append(_Paragraph([line], "list_item" if bullet else "paragraph"))
    return paragraphs


def _leading(lines: list[_Line]) -> float:
    """Return the commonest distance between two lines of a column, in letter heights."""
    steps = Counter(
        round((above.y - below.y) / above.size, 1)
        for above, below in pairwise(lines)
        if above.page == below.page and above.size > 0 and 0 < above.y - below.y < 4 * above.size
    )
    return steps.most_common(1)[0][0] if steps else 1.2


def _continues(before: list[_Line], line: _Line, leading: float, full: int) -> bool:
    last = before[-1]
    if abs(line.size - last.size) > 0.1 * last.size or line.is_bold != last.is_bold:
        return False
    is_open = not _ENDS_SENTENCE.search(last.text)
    step = (last.y - line.y) / last.size if last.size > 0 else 0.0
    if line.page != last.page or step <= 0.3:
        # The next column or page, or a line set in several pieces.
        return is_open and (line.text[:1].islower() or len(last.text) > 0.7 * full)
    if step > leading + 0.25:
        return False
    if leading > 1.5:
        # Set so wide that a new paragraph may be at no greater distance.
        return is_open and len(last.text) > 0.7 * full
    starts_left = min(other.x for other in before)
    is_indented = 0.5 * line.size < line.x - starts_left < 4 * line.size
    if is_indented and len(before) > 1 and abs(last.x - starts_left) < 0.5 * line.size:
        return False
    return is_open or len(last.text) > 0.6 * full


def _with_headings(paragraphs: list[_Paragraph]) -> list[_Paragraph]:
    weights: Counter[float] = Counter()
    bold = plain = 0
    for line in (line for paragraph in paragraphs for line in paragraph.lines):
        weights[round(line.size, 1)] += len(line.text)
        bold += line.is_bold * len(line.text)
        plain += (not line.is_bold) * len(line.text)
    body = weights.most_common(1)[0][0]
    sizes = sorted((s for s in weights if s > body * _HEADING_GROWTH), reverse=True)
    for paragraph in paragraphs:
        first = paragraph.lines[0]
        length = sum(len(line.text) for line in paragraph.lines)
        size = round(first.size, 1)
        if length > _MAX_HEADING or paragraph.kind != "paragraph":
            continue
        if size in sizes:
            paragraph.kind, paragraph.level = "heading", min(sizes.index(size) + 1, 6)
        elif first.is_bold and bold < plain and not _ENDS_SENTENCE.search(paragraph.lines[-1].text):
            paragraph.kind, paragraph.level = "heading", min(len(sizes) + 1, 6)
    return paragraphs


def _whole_words(lines: list[_Line]) -> Counter[str]:
    """Count the words that no line end has cut."""
    words: Counter[str] = Counter()
    before = ""
    for line in lines:
        text = _HYPHENATED.sub("", line.text)
        if _HYPHENATED.search(before):
            text = _FIRST_WORD.sub("", text, count=1)
        words.update(word.lower() for word in re.findall(r"[^\W\d_]+", text))
        before = line.text
    return words


def _join(lines: list[_Line], words: Counter[str]) -> str:
    text = lines[0].text
    for line in lines[1:]:
        left, right = _HYPHENATED.search(text), _FIRST_WORD.match(line.text)
        if left and right and right[1][:1].islower():
            # "well-" and "known" are words of their own in this text: a compound keeps its hyphen.
            is_compound = words[left[1].lower()] and words[right[1].lower()]
            is_soft = text.endswith("\xad")
            text = (text if is_compound and not is_soft else text[:-1]) + line.text
        else:
            text += " " + line.text
    return text
