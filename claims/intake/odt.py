"""OpenDocument texts, read as their author would read them with every change accepted.

Comments and notes are taken out of the text and stay bound to the words they stand on.
OpenDocument 1.3, part 3.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

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
from claims.intake.errors import damaged, empty, password
from claims.intake.guesses import byline_of, title_of
from claims.intake.scripts import is_typed_mark, lowered, raised
from claims.intake.xml import read_xml

WHAT = "OpenDocument text"

_ODF = "urn:oasis:names:tc:opendocument:xmlns:"
_NAMESPACES = {
    f"{_ODF}office:1.0": "office",
    f"{_ODF}text:1.0": "text",
    f"{_ODF}table:1.0": "table",
    f"{_ODF}style:1.0": "style",
    f"{_ODF}drawing:1.0": "draw",
    f"{_ODF}meta:1.0": "meta",
    f"{_ODF}manifest:1.0": "manifest",
    f"{_ODF}svg-compatible:1.0": "svg",
    f"{_ODF}xsl-fo-compatible:1.0": "fo",
    "http://purl.org/dc/elements/1.1/": "dc",
}
_LEFT_OUT = {
    "text:tracked-changes",
    "text:note-citation",
    "text:ruby-text",
    "text:hidden-text",
    "svg:title",
    "svg:desc",
    "office:forms",
    "text:sequence-decls",
    "text:variable-decls",
    "text:user-field-decls",
    "text:alphabetical-index-source",
    "text:table-of-content-source",
    "table:named-expressions",
}
_INLINE_SPACES = {"text:s", "text:tab", "text:line-break"}
_MAX_SPACES = 1000


@dataclass(slots=True)
class _Style:
    parent: str = ""
    position: str = ""
    is_hidden: bool = False
    is_struck: bool = False


@dataclass(slots=True)
class _Paragraph:
    """A paragraph or heading being read; `frames` are the text boxes that stand in it."""

    style: str
    level: int
    kind: BlockKind
    is_hidden: bool
    pieces: list[Piece] = field(default_factory=list)
    frames: list["_Paragraph"] = field(default_factory=list)


@dataclass(slots=True)
class _Remark:
    """A note or comment being read: what is inside it is not the text's."""

    key: str
    kind: NoteKind
    depth: int
    text: list[str] = field(default_factory=list)
    author: str = ""


def read_odt(data: bytes, *, max_code_points: int) -> Document:
    """Return the text of an OpenDocument file with its comments and notes.

    Raises:
        IntakeRefused: the file is damaged, encrypted, empty, or unpacks to too much.
    """
    archive = Archive(data, what=WHAT)
    manifest = archive.read("META-INF/manifest.xml")
    if manifest is not None and b"encryption-data" in manifest:
        raise password(WHAT)
    content = archive.read("content.xml")
    if content is None:
        raise damaged(WHAT)
    styles = _StyleReader()
    shared = archive.read("styles.xml")
    if shared is not None:
        read_xml(shared, styles, namespaces=_NAMESPACES, what=WHAT)
    builder = DocumentBuilder(max_code_points)
    reader = _BodyReader(styles, builder)
    read_xml(content, reader, namespaces=_NAMESPACES, what=WHAT)
    if styles.has_header:
        builder.warn(notices.HEADERS)
    if any(name.startswith(("Basic/", "Scripts/")) for name in archive.names):
        builder.warn(notices.MACROS)
    if not builder.blocks:
        raise empty()
    return builder.build(
        title=reader.title or title_of(builder.blocks),
        standfirst=reader.subtitle,
        byline=byline_of(builder.blocks),
        language=styles.language,
    )


class _StyleReader:
    """Reads styles, from styles.xml or the automatic ones at the head of content.xml."""

    def __init__(self) -> None:
        self.styles: dict[str, _Style] = {}
        self.language = ""
        self.has_header = False
        self._style = _Style()
        self._header = 0

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "style:style":
            self._style = _Style(parent=attributes.get("style:parent-style-name", ""))
            self.styles[attributes.get("style:name", "")] = self._style
        elif name == "style:default-style":
            self._style = _Style()
        elif name == "style:text-properties":
            self._properties(attributes)
        elif name == "style:section-properties" and attributes.get("text:display") == "none":
            self._style.is_hidden = True
        elif name in {"style:header", "style:footer"}:
            self._header += 1

    def _properties(self, attributes: Mapping[str, str]) -> None:
        self._style.position = attributes.get("style:text-position", "")
        self._style.is_hidden = attributes.get("text:display") == "none"
        struck = attributes.get("style:text-line-through-style", "none")
        self._style.is_struck = struck != "none"
        language = attributes.get("fo:language", "none")
        if not self.language and language != "none":
            country = attributes.get("fo:country", "none")
            self.language = language if country == "none" else f"{language}-{country}"

    def data(self, text: str) -> None:
        self.has_header = self.has_header or (self._header > 0 and not text.isspace())

    def end(self, name: str) -> None:
        if name in {"style:header", "style:footer"}:
            self._header -= 1


class _BodyReader:
    """Walks content.xml and gives its paragraphs to the builder."""

    def __init__(self, styles: _StyleReader, builder: DocumentBuilder) -> None:
        self.title = ""
        self.subtitle = ""
        self._styles = styles
        self._builder = builder
        self._open: list[_Paragraph] = []
        self._spans: list[_Style] = []
        self._kinds: list[BlockKind] = ["paragraph"]
        self._hidden_sections: list[bool] = []
        self._remarks: list[_Remark] = []
        self._count = 0
        self._in_body = False
        self._in_creator = False
        self._skipping = ""
        self._skip_depth = 0
        self._depth = 0

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        self._depth += 1
        if self._skipping:
            self._skip_depth += name == self._skipping
            return
        if not self._in_body:
            self._in_body = name == "office:text"
            self._styles.start(name, attributes)
            return
        if name in _LEFT_OUT:
            self._skipping, self._skip_depth = name, 1
            self._warn_of(name)
        elif name in {"text:note", "office:annotation"}:
            self._start_remark(name, attributes)
        elif self._remarks:
            self._in_creator = name == "dc:creator"
            self._skip_date(name)
        elif name in {"text:p", "text:h"}:
            self._start_paragraph(name, attributes)
        elif name in _INLINE_SPACES:
            self._space(name, attributes)
        elif name == "text:span":
            self._spans.append(
                self._styles.styles.get(attributes.get("text:style-name", ""), _Style())
            )
        elif name == "office:annotation-end":
            self._write(Mark(f"comment {attributes.get('office:name')}", "end"))
        else:
            self._start_container(name, attributes)

    def data(self, text: str) -> None:
        if self._skipping:
            return
        if not self._in_body:
            return
        if self._remarks:
            if self._in_creator:
                self._remarks[-1].author += text
            else:
                self._remarks[-1].text.append(text)
            return
        self._write(text)

    def end(self, name: str) -> None:
        self._depth -= 1
        if self._skipping:
            self._skip_depth -= name == self._skipping
            if self._skip_depth == 0:
                self._skipping = ""
        elif not self._in_body:
            self._styles.end(name)
        elif self._remarks:
            self._end_in_remark(name)
        elif name in {"text:p", "text:h"}:
            self._end_paragraph()
        elif name == "text:span":
            self._spans.pop()
        elif name == "office:text":
            self._in_body = False
        else:
            self._end_container(name)

    # Lists, tables, frames and sections.

    def _start_container(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "text:list-item":
            self._kinds.append("list_item")
        elif name in {"table:table-cell", "table:covered-table-cell"}:
            self._kinds.append("table_cell")
        elif name == "draw:text-box":
            self._kinds.append("paragraph")
            self._spans.append(_Style())
        elif name == "text:section":
            style = self._styles.styles.get(attributes.get("text:style-name", ""), _Style())
            is_hidden = attributes.get("text:display") == "none" or style.is_hidden
            self._hidden_sections.append(is_hidden)
        elif name == "text:hidden-paragraph" and self._open:
            if attributes.get("text:is-hidden") == "true":
                self._open[-1].is_hidden = True
        elif name in {"text:change-start", "text:change-end", "text:change"}:
            self._builder.warn(notices.TRACKED)
        elif name == "draw:object":
            self._builder.warn(notices.CHART)

    def _end_container(self, name: str) -> None:
        if name in {"text:list-item", "table:table-cell", "table:covered-table-cell"}:
            self._kinds.pop()
        elif name == "draw:text-box":
            self._kinds.pop()
            self._spans.pop()
        elif name == "text:section":
            self._hidden_sections.pop()

    def _warn_of(self, name: str) -> None:
        if name == "text:tracked-changes":
            self._builder.warn(notices.TRACKED)
        elif name == "text:hidden-text":
            self._builder.warn(notices.HIDDEN)

    # Paragraphs and what is in them.

    def _start_paragraph(self, name: str, attributes: Mapping[str, str]) -> None:
        outline = attributes.get("text:outline-level", "1")
        level = min(max(int(outline) if outline.isdecimal() else 1, 1), 6)
        style = attributes.get("text:style-name", "")
        known = self._styles.styles.get(style, _Style())
        self._open.append(
            _Paragraph(
                style=self._base_name(style),
                level=level if name == "text:h" else 0,
                kind=self._kinds[-1],
                is_hidden=known.is_hidden or any(self._hidden_sections),
            )
        )
        # Text boxes stand inside a paragraph, whose own formatting ends at their edge.
        self._spans.append(known)

    def _end_paragraph(self) -> None:
        self._spans.pop()
        paragraph = self._open.pop()
        if self._open:
            self._open[-1].frames.extend([paragraph, *paragraph.frames])
            return
        self._give(paragraph)
        for frame in paragraph.frames:
            self._give(frame)

    def _give(self, paragraph: _Paragraph) -> None:
        if paragraph.is_hidden:
            if any(isinstance(piece, str) and piece.strip() for piece in paragraph.pieces):
                self._builder.warn(notices.HIDDEN)
            return
        kind, level = self._kind(paragraph)
        count = len(self._builder.blocks)
        self._builder.add(kind, paragraph.pieces, level)
        if len(self._builder.blocks) == count:
            return
        text = self._builder.blocks[count].text
        if paragraph.style == "title" and not self.title:
            self.title = text
        elif paragraph.style == "subtitle" and not self.subtitle:
            self.subtitle = text

    def _kind(self, paragraph: _Paragraph) -> tuple[BlockKind, int]:
        style = paragraph.style
        if paragraph.level:
            return "heading", paragraph.level
        if style == "title":
            return "heading", 1
        if match := re.fullmatch(r"heading (\d+)", style):
            return "heading", min(int(match[1]), 6)
        if style == "quotations":
            return "quote", 0
        if style == "preformatted text":
            return "preformatted", 0
        if style in {"caption", "illustration", "figure", "drawing"}:
            return "caption", 0
        return paragraph.kind, 0

    def _base_name(self, name: str) -> str:
        """Return the name of the named style under an automatic one, "heading 1"."""
        seen: set[str] = set()
        while re.fullmatch(r"P\d+", name) and name not in seen:
            seen.add(name)
            name = self._styles.styles.get(name, _Style()).parent
        return name.replace("_20_", " ").lower()

    def _space(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "text:s":
            count = attributes.get("text:c", "1")
            is_number = count.isdecimal() and len(count) < 5
            self._write(" " * min(int(count) if is_number else 1, _MAX_SPACES))
        else:
            self._write(LINE_BREAK if name == "text:line-break" else " ")

    def _write(self, piece: Piece) -> None:
        if not self._open:
            return
        if isinstance(piece, str):
            if any(span.is_hidden for span in self._spans):
                if not piece.isspace():
                    self._builder.warn(notices.HIDDEN)
                return
            if self._spans and self._spans[-1].is_struck:
                self._builder.warn(notices.STRUCK)
            piece = self._shifted(piece)
        self._open[-1].pieces.append(piece)

    def _shifted(self, text: str) -> str:
        # "super 58%", "sub 58%", or the height in percent: "33% 58%".
        position = self._spans[-1].position if self._spans else ""
        first = position.split(" ")[0]
        if first == "sub" or first.startswith("-"):
            return lowered(text)
        if first == "super" or (first.endswith("%") and first != "0%"):
            if is_typed_mark(text):
                self._builder.warn(notices.TYPED_MARK)
                return ""
            return raised(text)
        return text

    # Notes and comments.

    def _start_remark(self, name: str, attributes: Mapping[str, str]) -> None:
        self._count += 1
        if name == "office:annotation":
            label = attributes.get("office:name") or f"#{self._count}"
            remark = _Remark(f"comment {label}", "comment", self._depth)
            edge = Mark(remark.key, "start" if attributes.get("office:name") else "point")
        else:
            kind: NoteKind = (
                "endnote" if attributes.get("text:note-class") == "endnote" else "footnote"
            )
            remark = _Remark(f"{kind} #{self._count}", kind, self._depth)
            edge = Mark(remark.key, "point")
        if not self._remarks:
            self._write(edge)
        self._remarks.append(remark)

    def _skip_date(self, name: str) -> None:
        if name in {"dc:date", "meta:date-string", "meta:creator-initials"}:
            self._skipping, self._skip_depth = name, 1
        elif name in _INLINE_SPACES:
            self._remarks[-1].text.append(" ")

    def _end_in_remark(self, name: str) -> None:
        self._in_creator = False
        remark = self._remarks[-1]
        if name in {"text:p", "text:h"}:
            remark.text.append(" ")
        if self._depth + 1 != remark.depth:
            return
        self._remarks.pop()
        self._builder.note(remark.key, remark.kind, "".join(remark.text), remark.author)
        self._builder.warn(notices.notes_kept(remark.kind))
