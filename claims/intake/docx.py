"""Word documents, read as their author would read them with every change accepted.

Insertions are in, deletions out, and what was moved stands once. Comments, footnotes, endnotes,
headers, footers and hidden text are never part of the text; each leaves a warning, and notes
stay bound to the words they stand on. WordprocessingML: ISO/IEC 29500-1.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from posixpath import join, normpath

from claims.intake import notices
from claims.intake.archive import Archive
from claims.intake.document import (
    LINE_BREAK,
    BlockKind,
    Document,
    DocumentBuilder,
    Mark,
    NoteKind,
    Piece,
)
from claims.intake.errors import damaged, empty
from claims.intake.guesses import byline_of, title_of
from claims.intake.scripts import is_typed_mark, lowered, raised
from claims.intake.xml import read_xml

WHAT = "Word document"

_NAMESPACES = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m",
    "http://schemas.openxmlformats.org/drawingml/2006/chart": "c",
    "http://purl.oclc.org/ooxml/drawingml/chart": "c",
    "http://schemas.openxmlformats.org/drawingml/2006/diagram": "dgm",
    "http://schemas.openxmlformats.org/package/2006/relationships": "",
    "http://schemas.openxmlformats.org/package/2006/content-types": "",
}
# Property lists under these describe how it was before a change of formatting.
_FORMER = {
    "w:rPrChange",
    "w:pPrChange",
    "w:sectPrChange",
    "w:tblPrChange",
    "w:trPrChange",
    "w:tcPrChange",
    "w:tblGridChange",
    "w:tblPrExChange",
    "w:numberingChange",
}
# Nothing under these is text of the document as it reads now.
_LEFT_OUT = {"w:delText", "w:instrText", "w:delInstrText", "w:rt", "w:fldData", "w:sectPr"}
_GONE = {"w:del", "w:moveFrom"}
_OFF = {"0", "false", "off", "none"}
_SYMBOL_FONT = (
    dict(
        zip(
            range(0x61, 0x7B),
            "αβχδεφγηιϕκλμνοπθρστυϖωξψζ",
            strict=True,
        )
    )
    | dict(
        zip(
            (0x44, 0x46, 0x47, 0x4C, 0x50, 0x51, 0x53, 0x57, 0x59),
            "ΔΦΓΛΠΘΣΩΨ",
            strict=True,
        )
    )
    | {
        0x25: "%",
        0x2B: "+",
        0x2D: "−",
        0xA0: "€",
        0xA3: "≤",
        0xA5: "∞",
        0xAB: "↔",
        0xAC: "←",
        0xAD: "↑",
        0xAE: "→",
        0xAF: "↓",
        0xB0: "°",
        0xB1: "±",
        0xB3: "≥",
        0xB4: "×",
        0xB7: "•",
        0xB8: "÷",
        0xB9: "≠",
        0xBA: "≡",
        0xBB: "≈",
        0xBC: "…",
        0xD6: "√",
        0xE5: "∑",
    }
)


@dataclass(frozen=True, slots=True)
class _Style:
    """What a style says about text set in it; None: nothing, so the style below it counts."""

    name: str
    based_on: str = ""
    outline: int | None = None
    is_list: bool | None = None
    is_hidden: bool | None = None
    raise_: str | None = None


@dataclass(slots=True)
class _Paragraph:
    """A paragraph being read, with what its properties say."""

    pieces: list[Piece] = field(default_factory=list)
    style: str = ""
    outline: int | None = None
    is_list: bool | None = None
    in_cell: bool = False
    runs_on: bool = False


@dataclass(slots=True)
class _Run:
    """A run being read: text in one formatting."""

    text: list[Piece] = field(default_factory=list)
    style: str = ""
    is_hidden: bool | None = None
    raise_: str | None = None
    is_struck: bool = False


@dataclass(slots=True)
class _Remark:
    """A comment, footnote or endnote."""

    key: str
    kind: NoteKind
    text: str
    author: str


def read_docx(data: bytes, *, max_code_points: int) -> Document:
    """Return the text of a Word document (.docx, .docm) with its comments and notes.

    Raises:
        IntakeRefused: the file is damaged, empty, or unpacks to too much.
    """
    archive = Archive(data, what=WHAT)
    main = _main_part(archive)
    body = archive.read(main)
    if body is None:
        raise damaged(WHAT)
    related = _relationships(archive, main)
    styles = _read_styles(archive, related.get("styles", []))
    builder = DocumentBuilder(max_code_points)
    reader = _BodyReader(styles.styles, builder)
    read_xml(body, reader, namespaces=_NAMESPACES, what=WHAT)
    reader.finish()
    _add_notes(archive, related, builder)
    _warn(archive, related, builder)
    if not builder.blocks:
        raise empty()
    title = reader.title or title_of(builder.blocks)
    return builder.build(
        title=title,
        standfirst=reader.subtitle,
        byline=byline_of(builder.blocks),
        language=styles.language,
    )


def _main_part(archive: Archive) -> str:
    for kind, targets in _relationships(archive, "").items():
        if kind == "officeDocument" and targets:
            return targets[0]
    return "word/document.xml"


def _relationships(archive: Archive, part: str) -> dict[str, list[str]]:
    """Return the parts that `part` refers to, by kind; what lies outside the file is left out."""
    folder, _, name = part.rpartition("/")
    data = archive.read(join(folder, "_rels", f"{name}.rels"))
    if data is None:
        return {}
    reader = _RelationshipReader(folder)
    read_xml(data, reader, namespaces=_NAMESPACES, what=WHAT)
    return reader.found


class _RelationshipReader:
    def __init__(self, folder: str) -> None:
        self._folder = folder
        self.found: dict[str, list[str]] = {}

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name != "Relationship" or attributes.get("TargetMode") == "External":
            return
        target = attributes.get("Target", "")
        path = target[1:] if target.startswith("/") else normpath(join(self._folder, target))
        kind = attributes.get("Type", "").rpartition("/")[2]
        self.found.setdefault(kind, []).append(path)

    def data(self, text: str) -> None:
        pass

    def end(self, name: str) -> None:
        pass


def _read_styles(archive: Archive, parts: list[str]) -> "_StyleReader":
    reader = _StyleReader()
    data = archive.read(parts[0] if parts else "word/styles.xml")
    if data is not None:
        read_xml(data, reader, namespaces=_NAMESPACES, what=WHAT)
    return reader


class _StyleReader:
    """Reads styles.xml into `styles` by id, and the document's `language`."""

    def __init__(self) -> None:
        self.styles: dict[str, _Style] = {}
        self.language = ""
        self._id = ""
        self._style = _Style("")
        self._path: list[str] = []

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        self._path.append(name)
        value = attributes.get("w:val", "")
        if name == "w:style":
            self._id = attributes.get("w:styleId", "")
            self._style = _Style("")
        elif name == "w:lang" and "w:docDefaults" in self._path:
            self.language = value
        elif "w:style" in self._path and "w:tblStylePr" not in self._path:
            self._property(name, value)

    def _property(self, name: str, value: str) -> None:
        if name == "w:name":
            self._style = replace(self._style, name=value.lower())
        elif name == "w:basedOn":
            self._style = replace(self._style, based_on=value)
        elif name == "w:outlineLvl":
            self._style = replace(self._style, outline=_number(value))
        elif name == "w:numPr":
            self._style = replace(self._style, is_list=True)
        elif name == "w:numId" and value == "0":
            self._style = replace(self._style, is_list=False)
        elif name in {"w:vanish", "w:specVanish"}:
            self._style = replace(self._style, is_hidden=value not in _OFF)
        elif name == "w:vertAlign":
            self._style = replace(self._style, raise_=value)

    def data(self, text: str) -> None:
        pass

    def end(self, name: str) -> None:
        self._path.pop()
        if name == "w:style":
            self.styles[self._id] = self._style


def _number(value: str) -> int | None:
    return int(value) if value.isdecimal() and len(value) < 4 else None


class _BodyReader:
    """Walks document.xml and gives its paragraphs to the builder."""

    def __init__(self, styles: Mapping[str, _Style], builder: DocumentBuilder) -> None:
        self.title = ""
        self.subtitle = ""
        self._styles = styles
        self._builder = builder
        # Text boxes hold paragraphs inside a paragraph: those wait in `_after` for its end.
        self._open: list[_Paragraph] = []
        self._after: list[list[_Paragraph]] = []
        self._run_on: list[Piece] = []
        self._runs: list[_Run | None] = []
        self._path: list[str] = []
        self._skipping = ""
        self._skip_depth = 0
        self._gone = 0
        self._cells = 0
        self._rows_gone: list[bool] = []
        self._fields: list[bool] = []
        self._choices: list[bool] = []
        self._placeholders: list[bool] = []
        self._in_text = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if self._skipping:
            self._skip_depth += name == self._skipping
            return
        if self._is_skipped(name):
            self._skipping, self._skip_depth = name, 1
            return
        self._path.append(name)
        if name in _STARTS:
            _STARTS[name](self, attributes)
        elif len(self._path) > 1 and self._path[-2] in {"w:rPr", "w:pPr", "w:numPr"}:
            self._take_property(name, attributes.get("w:val", ""))

    def data(self, text: str) -> None:
        if self._in_text and not self._skipping:
            self._write(text)

    def end(self, name: str) -> None:
        if self._skipping:
            self._skip_depth -= name == self._skipping
            if self._skip_depth == 0:
                self._skipping = ""
            return
        self._path.pop()
        if name in _ENDS:
            _ENDS[name](self)

    def finish(self) -> None:
        """Give out what waits for a paragraph that never came."""
        if self._run_on:
            self._give(_Paragraph())

    # What is not read at all.

    def _is_skipped(self, name: str) -> bool:
        if name in _FORMER or name in _LEFT_OUT:
            return True
        if name == "mc:Fallback":
            return bool(self._choices and self._choices[-1])
        return name == "w:sdtContent" and bool(self._placeholders and self._placeholders[-1])

    # Paragraphs, cells and text boxes.

    def _start_paragraph(self, _: Mapping[str, str]) -> None:
        self._open.append(_Paragraph(in_cell=self._cells > 0))
        self._after.append([])

    def _end_paragraph(self) -> None:
        paragraph = self._open.pop()
        inner = self._after.pop()
        # Field code does not go past its paragraph; a field that was never closed ends here.
        self._fields = [True for _ in self._fields]
        if self._rows_gone and self._rows_gone[-1]:
            return
        if self._open:
            self._after[-1].extend([paragraph, *inner])
            return
        self._give(paragraph)
        for boxed in inner:
            self._give(boxed)

    def _give(self, paragraph: _Paragraph) -> None:
        pieces = [*self._run_on, *paragraph.pieces]
        if paragraph.runs_on:
            # Its end was deleted: the words continue in the paragraph that follows.
            self._run_on = pieces
            return
        self._run_on = []
        name = self._style_name(paragraph.style)
        kind, level = self._kind(paragraph, name)
        count = len(self._builder.blocks)
        self._builder.add(kind, pieces, level)
        if len(self._builder.blocks) == count:
            return
        text = self._builder.blocks[count].text
        if name == "title" and not self.title:
            self.title = text
        elif name == "subtitle" and not self.subtitle:
            self.subtitle = text

    def _style_name(self, style_id: str) -> str:
        """Return the style's own name, which is English in every language of Word."""
        style = self._styles.get(style_id)
        if style is None:
            # A document without styles.xml still has telling ids, "Heading1".
            return re.sub(r"(?<=[a-z])(?=[A-Z0-9])", " ", style_id).lower()
        return style.name

    def _inherited(self, style_id: str, what: str) -> object:
        seen: set[str] = set()
        while style_id and style_id not in seen:
            seen.add(style_id)
            style = self._styles.get(style_id)
            if style is None:
                return None
            value = getattr(style, what)
            if value is not None:
                return value
            style_id = style.based_on
        return None

    def _kind(self, paragraph: _Paragraph, name: str) -> tuple[BlockKind, int]:
        if level := self._heading_level(paragraph, name):
            return "heading", level
        is_list = paragraph.is_list
        if is_list is None:
            is_list = bool(self._inherited(paragraph.style, "is_list"))
        if name.startswith(("quote", "intense quote", "block text")):
            return "quote", 0
        if is_list or name.startswith(("list bullet", "list number")):
            return "list_item", 0
        if name == "caption":
            return "caption", 0
        if name in {"html preformatted", "macro"}:
            return "preformatted", 0
        return ("table_cell" if paragraph.in_cell else "paragraph"), 0

    def _heading_level(self, paragraph: _Paragraph, name: str) -> int:
        if name == "title":
            return 1
        if match := re.fullmatch(r"heading (\d)", name):
            return min(int(match[1]), 6)
        outline = paragraph.outline
        if outline is None:
            inherited = self._inherited(paragraph.style, "outline")
            outline = inherited if isinstance(inherited, int) else None
        # Levels 0 to 8 are headings, 9 is body text.
        return min(outline + 1, 6) if outline is not None and outline < 9 else 0

    def _start_cell(self, _: Mapping[str, str]) -> None:
        self._cells += 1

    def _end_cell(self) -> None:
        self._cells -= 1

    def _start_row(self, _: Mapping[str, str]) -> None:
        self._rows_gone.append(False)

    def _end_row(self) -> None:
        self._rows_gone.pop()

    def _start_choice(self, _: Mapping[str, str]) -> None:
        if self._choices:
            self._choices[-1] = True

    def _start_alternatives(self, _: Mapping[str, str]) -> None:
        self._choices.append(False)

    def _end_alternatives(self) -> None:
        self._choices.pop()

    def _start_box(self, _: Mapping[str, str]) -> None:
        # The box sits in a run of its host's, which is none of its own paragraphs'.
        self._runs.append(None)

    def _end_box(self) -> None:
        self._runs.pop()

    def _start_control(self, _: Mapping[str, str]) -> None:
        self._placeholders.append(False)

    def _end_control(self) -> None:
        self._placeholders.pop()

    def _start_placeholder(self, attributes: Mapping[str, str]) -> None:
        if self._placeholders and attributes.get("w:val", "") not in _OFF:
            self._placeholders[-1] = True

    # Changes.

    def _start_gone(self, _: Mapping[str, str]) -> None:
        self._builder.warn(notices.TRACKED)
        parent = self._path[-2] if len(self._path) > 1 else ""
        if parent == "w:rPr":
            # The mark at the paragraph's end was deleted, not a word of it.
            if self._path[-3:-2] == ["w:pPr"] and self._open:
                self._open[-1].runs_on = True
        elif parent == "w:trPr":
            if self._rows_gone:
                self._rows_gone[-1] = True
        elif parent != "w:numPr":
            self._gone += 1

    def _end_gone(self) -> None:
        parent = self._path[-1] if self._path else ""
        if parent not in {"w:rPr", "w:trPr", "w:numPr"}:
            self._gone -= 1

    def _start_came(self, _: Mapping[str, str]) -> None:
        self._builder.warn(notices.TRACKED)

    # Runs and what is in them.

    def _start_run(self, _: Mapping[str, str]) -> None:
        self._runs.append(_Run())

    def _end_run(self) -> None:
        run = self._runs.pop()
        if run is None or not run.text or not self._open:
            return
        paragraph = self._open[-1]
        if self._is_hidden(run, paragraph):
            if any(isinstance(piece, str) and piece.strip() for piece in run.text):
                self._builder.warn(notices.HIDDEN)
            paragraph.pieces.extend(piece for piece in run.text if isinstance(piece, Mark))
            return
        if run.is_struck:
            self._builder.warn(notices.STRUCK)
        shift = run.raise_ or self._inherited(run.style, "raise_")
        paragraph.pieces.extend(self._shifted(piece, shift) for piece in run.text)

    def _is_hidden(self, run: _Run, paragraph: _Paragraph) -> bool:
        for value in (
            run.is_hidden,
            self._inherited(run.style, "is_hidden"),
            self._inherited(paragraph.style, "is_hidden"),
        ):
            if value is not None:
                return bool(value)
        return False

    def _shifted(self, piece: Piece, shift: object) -> Piece:
        if isinstance(piece, Mark) or shift not in {"superscript", "subscript"}:
            return piece
        if shift == "subscript":
            return lowered(piece)
        if is_typed_mark(piece):
            self._builder.warn(notices.TYPED_MARK)
            return ""
        return raised(piece)

    def _take_property(self, name: str, value: str) -> None:
        holder = self._path[-2]
        run = self._runs[-1] if self._runs else None
        if holder == "w:rPr" and self._path[-3:-2] == ["w:r"] and run:
            if name == "w:rStyle":
                run.style = value
            elif name in {"w:vanish", "w:specVanish"}:
                run.is_hidden = value not in _OFF
            elif name == "w:vertAlign":
                run.raise_ = value
            elif name in {"w:strike", "w:dstrike"}:
                run.is_struck = value not in _OFF
        elif holder != "w:rPr" and self._open:
            paragraph = self._open[-1]
            if name == "w:pStyle":
                paragraph.style = value
            elif name == "w:outlineLvl":
                paragraph.outline = _number(value)
            elif name == "w:numId":
                paragraph.is_list = value != "0"

    def _start_text(self, _: Mapping[str, str]) -> None:
        self._in_text = True

    def _end_text(self) -> None:
        self._in_text = False

    def _start_tab(self, _: Mapping[str, str]) -> None:
        # w:tab is also a tab stop among a paragraph's properties.
        if self._path[-2:-1] != ["w:tabs"]:
            self._write(" ")

    def _start_break(self, attributes: Mapping[str, str]) -> None:
        is_line = attributes.get("w:type", "textWrapping") == "textWrapping"
        self._write(LINE_BREAK if is_line else LINE_BREAK * 2)

    def _start_hyphen(self, _: Mapping[str, str]) -> None:
        self._write("-")

    def _start_symbol(self, attributes: Mapping[str, str]) -> None:
        try:
            code = int(attributes.get("w:char", ""), 16) & 0xFF
        except ValueError:
            return
        is_known = attributes.get("w:font", "").lower() == "symbol"
        character = _SYMBOL_FONT.get(code, "") if is_known else ""
        if not character:
            self._builder.warn(notices.SYMBOL)
        self._write(character)

    def _start_field(self, attributes: Mapping[str, str]) -> None:
        kind = attributes.get("w:fldCharType")
        if kind == "begin":
            self._fields.append(False)
        elif kind == "separate" and self._fields:
            self._fields[-1] = True
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _write(self, piece: Piece) -> None:
        in_code = any(not has_result for has_result in self._fields)
        if not self._gone and not in_code and piece and self._open:
            self._place(piece)

    def _place(self, piece: Piece) -> None:
        run = self._runs[-1] if self._runs else None
        if run is not None:
            run.text.append(piece)
        else:
            self._open[-1].pieces.append(piece)

    # Notes.

    def _start_comment_range(self, attributes: Mapping[str, str]) -> None:
        self._mark(Mark(f"comment {attributes.get('w:id')}", "start"))

    def _end_comment_range(self, attributes: Mapping[str, str]) -> None:
        self._mark(Mark(f"comment {attributes.get('w:id')}", "end"))

    def _comment_reference(self, attributes: Mapping[str, str]) -> None:
        self._mark(Mark(f"comment {attributes.get('w:id')}", "point"))

    def _footnote_reference(self, attributes: Mapping[str, str]) -> None:
        self._note_mark(Mark(f"footnote {attributes.get('w:id')}", "point"))

    def _endnote_reference(self, attributes: Mapping[str, str]) -> None:
        self._note_mark(Mark(f"endnote {attributes.get('w:id')}", "point"))

    def _note_mark(self, mark: Mark) -> None:
        # A deleted mark deletes its note; a comment outlives the words it was about.
        if not self._gone:
            self._mark(mark)

    def _mark(self, mark: Mark) -> None:
        if self._open:
            self._place(mark)
        else:
            # A comment may begin or end between two paragraphs.
            self._run_on.append(mark)

    def _picture(self, _: Mapping[str, str]) -> None:
        self._builder.warn(notices.CHART)

    def _foreign_part(self, _: Mapping[str, str]) -> None:
        self._builder.warn(notices.EMBEDDED)


_STARTS = {
    "w:p": _BodyReader._start_paragraph,
    "w:tc": _BodyReader._start_cell,
    "w:tr": _BodyReader._start_row,
    "w:txbxContent": _BodyReader._start_box,
    "w:sdt": _BodyReader._start_control,
    "w:showingPlcHdr": _BodyReader._start_placeholder,
    "mc:AlternateContent": _BodyReader._start_alternatives,
    "mc:Choice": _BodyReader._start_choice,
    "w:del": _BodyReader._start_gone,
    "w:moveFrom": _BodyReader._start_gone,
    "w:ins": _BodyReader._start_came,
    "w:moveTo": _BodyReader._start_came,
    "w:r": _BodyReader._start_run,
    "m:r": _BodyReader._start_run,
    "w:t": _BodyReader._start_text,
    "m:t": _BodyReader._start_text,
    "w:tab": _BodyReader._start_tab,
    "w:ptab": _BodyReader._start_tab,
    "w:br": _BodyReader._start_break,
    "w:cr": _BodyReader._start_break,
    "w:noBreakHyphen": _BodyReader._start_hyphen,
    "w:sym": _BodyReader._start_symbol,
    "w:fldChar": _BodyReader._start_field,
    "w:commentRangeStart": _BodyReader._start_comment_range,
    "w:commentRangeEnd": _BodyReader._end_comment_range,
    "w:commentReference": _BodyReader._comment_reference,
    "w:footnoteReference": _BodyReader._footnote_reference,
    "w:endnoteReference": _BodyReader._endnote_reference,
    "c:chart": _BodyReader._picture,
    "dgm:relIds": _BodyReader._picture,
    "w:altChunk": _BodyReader._foreign_part,
    "w:subDoc": _BodyReader._foreign_part,
}
_ENDS = {
    "w:p": _BodyReader._end_paragraph,
    "w:tc": _BodyReader._end_cell,
    "w:tr": _BodyReader._end_row,
    "w:txbxContent": _BodyReader._end_box,
    "w:sdt": _BodyReader._end_control,
    "mc:AlternateContent": _BodyReader._end_alternatives,
    "w:del": _BodyReader._end_gone,
    "w:moveFrom": _BodyReader._end_gone,
    "w:r": _BodyReader._end_run,
    "m:r": _BodyReader._end_run,
    "w:t": _BodyReader._end_text,
    "m:t": _BodyReader._end_text,
}


class _NoteReader:
    """Reads the texts of comments.xml, footnotes.xml or endnotes.xml."""

    def __init__(self, kind: NoteKind) -> None:
        self.found: list[_Remark] = []
        self._kind = kind
        self._element = f"w:{kind}"
        self._key = ""
        self._author = ""
        self._text: list[str] = []
        self._in_text = False
        self._gone = 0

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == self._element:
            # Separators are footnotes to Word, of a type that ours do not have.
            is_real = attributes.get("w:type", "normal") == "normal"
            self._key = f"{self._kind} {attributes.get('w:id')}" if is_real else ""
            self._author = attributes.get("w:author", "")
            self._text = []
        elif name == "w:t":
            self._in_text = True
        elif name in {"w:tab", "w:br", "w:cr"}:
            self._text.append(" ")
        elif name == "w:noBreakHyphen":
            self._text.append("-")
        elif name in _GONE:
            self._gone += 1

    def data(self, text: str) -> None:
        if self._in_text and not self._gone:
            self._text.append(text)

    def end(self, name: str) -> None:
        if name == "w:t":
            self._in_text = False
        elif name == "w:p":
            self._text.append(" ")
        elif name in _GONE:
            self._gone -= 1
        elif name == self._element and self._key:
            text = "".join(self._text)
            self.found.append(_Remark(self._key, self._kind, text, self._author))


def _add_notes(archive: Archive, related: dict[str, list[str]], builder: DocumentBuilder) -> None:
    kinds: tuple[NoteKind, ...] = ("comment", "footnote", "endnote")
    for kind in kinds:
        for part in related.get(f"{kind}s", [f"word/{kind}s.xml"]):
            data = archive.read(part)
            if data is None:
                continue
            reader = _NoteReader(kind)
            read_xml(data, reader, namespaces=_NAMESPACES, what=WHAT)
            for remark in reader.found:
                builder.note(remark.key, remark.kind, remark.text, remark.author)
            if reader.found:
                builder.warn(notices.notes_kept(kind))


class _TextFinder:
    """Tells whether a part has any text."""

    def __init__(self) -> None:
        self.has_text = False
        self._in_text = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        self._in_text = name == "w:t"

    def data(self, text: str) -> None:
        self.has_text = self.has_text or (self._in_text and not text.isspace())

    def end(self, name: str) -> None:
        self._in_text = False


def _warn(archive: Archive, related: dict[str, list[str]], builder: DocumentBuilder) -> None:
    for part in [*related.get("header", []), *related.get("footer", [])]:
        data = archive.read(part)
        if data is None:
            continue
        finder = _TextFinder()
        read_xml(data, finder, namespaces=_NAMESPACES, what=WHAT)
        if finder.has_text:
            builder.warn(notices.HEADERS)
            break
    if any(name.lower().endswith("vbaproject.bin") for name in archive.names):
        builder.warn(notices.MACROS)
