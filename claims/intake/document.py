"""The one form every file and page is brought into: blocks of clean text, and notes on them.

Text is cleaned here, once, and never again: every offset that is stored later hangs on it.
All offsets are Unicode code points, end excluded.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from claims.intake.errors import empty, too_large

BlockKind: TypeAlias = Literal[
    "heading", "paragraph", "quote", "list_item", "table_cell", "caption", "preformatted"
]
NoteKind: TypeAlias = Literal["comment", "footnote", "endnote"]

MAX_CODE_POINTS = 1_000_000
"""A text longer than this is refused: about 350 pages, more than anybody checks in one piece."""

MAX_BYTES = 25_000_000
"""A file of more bytes than this is refused unread."""

LINE_BREAK = "\u2028"
"""A break that the author set inside a block. One reads as a space, two in a row as a new block."""

SEPARATOR = "\n\n"
"""What stands between two blocks in `Document.text`."""


@dataclass(frozen=True, slots=True)
class Block:
    """One stretch of the text: `document.text[start:end] == text`.

    `level` is 1 to 6 for a heading and 0 for everything else.
    """

    kind: BlockKind
    level: int
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Note:
    """A remark of the author's, bound to the words `document.text[start:end]` it stands on."""

    kind: NoteKind
    start: int
    end: int
    text: str
    author: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """What was read from a file or a page.

    Attributes:
        title: the headline, or "" where none is marked or can be guessed.
        standfirst: the sentence under the headline, or "".
        byline: the authors as the source names them, a guess to be confirmed, or "".
        published: ISO 8601 date (YYYY-MM-DD), or "".
        language: a BCP 47 tag as the source gives it, or "".
        blocks: in reading order, none of them empty.
        notes: in order of their place in the text.
        warnings: one sentence for everything that was left out or guessed.
    """

    title: str
    standfirst: str
    byline: str
    published: str
    language: str
    blocks: tuple[Block, ...]
    notes: tuple[Note, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The blocks' texts, joined by one blank line; NFC."""
        return SEPARATOR.join(block.text for block in self.blocks)


@dataclass(frozen=True, slots=True)
class Mark:
    """A place inside a block where a note begins, ends, or (a footnote's mark) stands."""

    key: str
    edge: Literal["start", "end", "point"]


Piece: TypeAlias = str | Mark

# White space, but for the no-break (U+00A0) and narrow no-break space (U+202F): those are part
# of how a figure is written ("8,5 %"), so they stay.
_BREAKING = f"\t\n\v\f\r \x85\u1680\u2000-\u200a{LINE_BREAK}\u2029\u205f\u3000"
_SPACES = re.compile(f"[{_BREAKING}\xa0\u202f]+")
_SPACES_BUT_LINES = re.compile("[\t\v\f \u1680\u2000-\u200a\u205f\u3000]")
_LINE_ENDS = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
_PLANES = range(1 << 16, 17 << 16, 1 << 16)
# Soft hyphens, zero-width spaces, byte order marks, invisible operators, annotation characters,
# controls, noncharacters and halves of surrogate pairs. Zero-width joiners and non-joiners are
# not among them: emoji and Persian need them.
_GONE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u200b\u2060-\u2064\u206a-\u206f\ufeff\ufff9-\ufffc"
    "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    + "".join(chr(plane + 0xFFFE) + chr(plane + 0xFFFF) for plane in _PLANES)
    + "]"
)
_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")
# The white space before it goes with the end of the block. Here it would make the search try
# every place in a long run of spaces.
_NEW_BLOCK = re.compile(
    f"{LINE_BREAK}[{_BREAKING.replace(LINE_BREAK, '')}\xa0]*{LINE_BREAK}[{_BREAKING}\xa0]*"
)
_BLANK_LINES = re.compile("\n{2,}")
_SENTENCE_END = re.compile(r"[.!?…。！？؟۔]['\"”’»)\]]*\s+(?=\S)")

DIRECTION_WARNING = (
    "Marks that override the reading direction were taken out: they can hide what is read."
)


def clean_line(text: str) -> str:
    """Return `text` as one clean line: NFC, single spaces, nothing invisible, no controls."""
    return _clean(text).strip()


def _clean(text: str) -> str:
    """Clean a stretch of running text; white space at its ends stays, as one space."""
    if text.isascii() and text.isprintable():
        return re.sub(" {2,}", " ", text)
    text = _DIRECTION.sub("", _GONE.sub("", text))
    return unicodedata.normalize("NFC", _SPACES.sub(_one_space, text))


def _one_space(run: re.Match[str]) -> str:
    first = run[0][0]
    return first if first in "\xa0\u202f" and run[0].strip(first) == "" else " "


def clean_lines(text: str) -> str:
    """Clean text whose lines and indentation count."""
    text = _LINE_ENDS.sub("\n", text)
    text = _SPACES_BUT_LINES.sub(" ", _DIRECTION.sub("", _GONE.sub("", text.expandtabs(4))))
    lines = (line.rstrip() for line in unicodedata.normalize("NFC", text).split("\n"))
    return "\n".join(lines)


def _joined(left: str, right: str) -> str:
    """Join two cleaned stretches so that the whole is clean, too."""
    if left[-1:].isspace() and right[:1].isspace():
        seam = _one_space_of(left[-1] + right[0])
        left, right = left[:-1], seam + right[1:]
    if right and not _stays_normal(left[-1:], right[0]):
        return unicodedata.normalize("NFC", left + right)
    return left + right


def _stays_normal(last: str, first: str) -> bool:
    return not unicodedata.combining(first) and unicodedata.is_normalized("NFC", last + first)


def _one_space_of(run: str) -> str:
    return _SPACES.sub(_one_space, run)


@dataclass(slots=True)
class _Place:
    start: int | None = None
    end: int | None = None
    point: int | None = None


@dataclass(slots=True)
class _Remark:
    key: str
    kind: NoteKind
    text: str
    author: str


@dataclass(slots=True)
class DocumentBuilder:
    """Takes blocks as a reader finds them, and cleans, counts and joins them.

    Attributes:
        max_code_points: more text than this is refused.
    """

    max_code_points: int = MAX_CODE_POINTS
    _blocks: list[Block] = field(default_factory=list)
    _remarks: list[_Remark] = field(default_factory=list)
    _places: dict[str, _Place] = field(default_factory=dict)
    _warnings: dict[str, None] = field(default_factory=dict)
    _length: int = 0

    @property
    def blocks(self) -> Sequence[Block]:
        """The blocks so far."""
        return self._blocks

    def add(self, kind: BlockKind, pieces: Iterable[Piece], level: int = 0) -> None:
        """Add a block; what has no text is left out, two line breaks in a row make a second one.

        Raises:
            IntakeRefused: the text has become longer than `max_code_points`.
        """
        parts: list[list[Piece]] = [[]]
        for piece in _merged(pieces):
            if isinstance(piece, Mark) or kind == "preformatted":
                parts[-1].append(piece)
                continue
            first, *more = _NEW_BLOCK.split(piece)
            parts[-1].append(first)
            parts.extend([part] for part in more)
        for part in parts:
            if kind == "preformatted":
                self._add_preformatted(part)
            else:
                self._add_running(kind, part, level)

    def note(self, key: str, kind: NoteKind, text: str, author: str = "") -> None:
        """Give the text of the note whose marks carry `key`."""
        if text := clean_line(text):
            self._remarks.append(_Remark(key, kind, text, clean_line(author)))

    def warn(self, sentence: str) -> None:
        """Add a warning, once."""
        self._warnings.setdefault(sentence)

    def build(
        self,
        *,
        title: str = "",
        standfirst: str = "",
        byline: str = "",
        published: str = "",
        language: str = "",
    ) -> Document:
        """Return the finished document.

        Raises:
            IntakeRefused: there is no text at all.
        """
        if not self._blocks:
            raise empty()
        notes = self._placed_notes()
        return Document(
            title=clean_line(title),
            standfirst=clean_line(standfirst),
            byline=clean_line(byline),
            published=published,
            language=clean_line(language),
            blocks=tuple(self._blocks),
            notes=notes,
            warnings=tuple(self._warnings),
        )

    def _add_running(self, kind: BlockKind, pieces: list[Piece], level: int) -> None:
        text = ""
        marks: list[tuple[Mark, int]] = []
        for piece in pieces:
            if isinstance(piece, Mark):
                marks.append((piece, len(text)))
            else:
                self._look_for_overrides(piece)
                text = _joined(text, _clean(piece))
        indent = len(text) - len(text.lstrip())
        text = text.strip()
        at = self._next_start()
        for mark, offset in marks:
            self._put(mark, at + min(max(offset - indent, 0), len(text)), has_text=bool(text))
        self._append(kind, level, text)

    def _add_preformatted(self, pieces: list[Piece]) -> None:
        raw = "".join(piece for piece in pieces if isinstance(piece, str))
        self._look_for_overrides(raw)
        at = self._next_start()
        for part in _BLANK_LINES.split(clean_lines(raw)):
            self._append("preformatted", 0, part.strip("\n").rstrip())
        # A mark inside code stands on all of it: nobody annotates single words there.
        for piece in pieces:
            if isinstance(piece, Mark):
                place = at if piece.edge == "start" else max(at, self._length)
                self._put(piece, place, has_text=True)

    def _append(self, kind: BlockKind, level: int, text: str) -> None:
        if not text:
            return
        start = self._next_start()
        self._length = start + len(text)
        if self._length > self.max_code_points:
            raise too_large("This text")
        self._blocks.append(Block(kind, level, start, self._length, text))

    def _next_start(self) -> int:
        return self._length + len(SEPARATOR) if self._blocks else 0

    def _put(self, mark: Mark, position: int, *, has_text: bool) -> None:
        place = self._places.setdefault(mark.key, _Place())
        if mark.edge == "start":
            place.start = position if place.start is None else place.start
        elif mark.edge == "end":
            place.end = position if has_text else self._length
        elif place.point is None:
            place.point = position if has_text else self._length

    def _look_for_overrides(self, text: str) -> None:
        if not text.isascii() and _DIRECTION.search(text):
            self.warn(DIRECTION_WARNING)

    def _placed_notes(self) -> tuple[Note, ...]:
        points = sorted(place.point for place in self._places.values() if place.point is not None)
        notes: list[Note] = []
        for remark in self._remarks:
            span = self._span(self._places.get(remark.key), points)
            if span is None:
                self.warn("A note stands on words that are not in the text; it was left out.")
            else:
                notes.append(Note(remark.kind, *span, remark.text, remark.author))
        return tuple(sorted(notes, key=lambda note: (note.start, note.end)))

    def _span(self, place: _Place | None, points: list[int]) -> tuple[int, int] | None:
        if place is None:
            return None
        if place.start is not None and place.end is not None:
            span = self._trimmed(place.start, place.end)
            if span:
                return span
        position = next((p for p in (place.point, place.end, place.start) if p is not None), None)
        return None if position is None else self._words_before(position, points)

    def _trimmed(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the span without white space at its ends, None where nothing is left."""
        first = next((b for b in self._blocks[self._index(start) :] if b.end > start), None)
        last = self._blocks[self._index(max(end - 1, 0))]
        if first is None or first.start >= end:
            return None
        head = first.text[max(start - first.start, 0) :]
        start = max(start, first.start) + len(head) - len(head.lstrip())
        tail = last.text[: end - last.start]
        end = last.start + len(tail.rstrip())
        return (start, end) if start < end else None

    def _index(self, position: int) -> int:
        """Return the index of the last block that starts at or before `position`."""
        return max(bisect_right(self._blocks, position, key=_start) - 1, 0)

    def _words_before(self, position: int, points: list[int]) -> tuple[int, int]:
        """Return the span a footnote's mark stands on: back to the mark or sentence before it."""
        block = self._blocks[self._index(position)]
        before = block.text[: position - block.start].rstrip()
        if not before:
            return block.start, block.end
        earlier = [p - block.start for p in points if block.start < p < position]
        begin = 0
        for match in _SENTENCE_END.finditer(before):
            begin = match.end()
        for offset in reversed(earlier):
            # Two marks side by side stand on the same words.
            if any(character.isalnum() for character in before[offset:]):
                begin = max(begin, offset)
                break
        words = before[begin:]
        skipped = len(words) - len(words.lstrip(" \xa0\u202f,;:.)]”’»"))
        if skipped == len(words):
            return block.start, block.end
        return block.start + begin + skipped, block.start + len(before)


def _start(block: Block) -> int:
    return block.start


def _merged(pieces: Iterable[Piece]) -> Iterable[Piece]:
    """Yield the pieces with neighbouring strings joined."""
    run: list[str] = []
    for piece in pieces:
        if isinstance(piece, str):
            run.append(piece)
            continue
        if run:
            yield "".join(run)
            run = []
        yield piece
    if run:
        yield "".join(run)
