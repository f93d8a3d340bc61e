"""HTML files and rich text from the clipboard.

The sanitiser runs first, as a second wall: no HTML is stored, so there is none to run later.
What is not shown, what was deleted, and what belongs to the program that wrote the file is left
out; footnotes become notes on the words their marks stand on.
"""

import re
from typing import Any

import nh3
from lxml import etree
from lxml import html as lxml_html

from claims.intake import notices
from claims.intake.document import (
    MAX_CODE_POINTS,
    BlockKind,
    Document,
    DocumentBuilder,
    Mark,
    Piece,
    clean_line,
)
from claims.intake.dom import (
    SILENT,
    DomBlock,
    Rules,
    Walker,
    is_block,
    is_hidden,
    local_name,
)
from claims.intake.encodings import decode
from claims.intake.errors import IntakeRefused, empty, too_large
from claims.intake.guesses import byline_of, title_of
from claims.intake.scripts import is_typed_mark, lowered, raised
from claims.intake.words import word_set

MAX_CHARACTERS = 8_000_000
MAX_DEPTH = 500
MAX_ATTRIBUTES = 200

_INLINE = word_set(
    """
    a abbr b bdi bdo big br cite code del dfn em font i ins kbd mark q s samp small span strike
    strong sub sup time tt u var wbr
    """
)
_BLOCK = word_set(
    """
    address article aside blockquote caption center dd details div dl dt fieldset figcaption
    figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr legend li main menu nav ol p pre
    section summary table tbody td tfoot th thead tr ul
    """
)
_ATTRIBUTES = {
    "*": {"style", "class", "hidden", "id", "role", "aria-level"},
    "a": {"href", "name"},
}
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
_DECLARED = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_LANGUAGE = re.compile(r"<html\b[^>]{0,200}?\blang\s*=\s*[\"']?([\w-]{2,35})", re.IGNORECASE)
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
# Elements whose end tag may be left out, so that counting tags says nothing about depth.
_NEVER_DEEP = word_set(
    """
    area base br col embed hr img input link meta param source track wbr p li dt dd tr td th
    option thead tbody tfoot colgroup optgroup !doctype body html head
    """
)
_RAW = frozenset({"script", "style", "textarea", "title", "xmp", "noscript"})
_NAME = re.compile(r"[a-zA-Z][^\s/>]*")
_MARK = re.compile(
    r"[\[(]?\s*(?:\d{1,3}|[a-z]{1,2}|[ivxl]{1,6}|[*†‡§¶#]{1,4})\s*[\])]?", re.IGNORECASE
)
_BRACKETED_MARK = re.compile(r"\[\s*(?:\d{1,3}|[a-z]{1,2})\s*\]", re.IGNORECASE)
_LEADING_MARK = re.compile(r"^\s*(?:[\[(]?(?:\d{1,3}|[a-z])[\]).:]*|[*†‡§¶^]+)\s+", re.IGNORECASE)
_BACK_LINKS = "↩↑⤴⏎^\ufe0e\ufe0f \n\t"
_OFFICE_BULLET = re.compile(r"^\s*[·•▪◦‣§o\uf0b7\uf0a7-][\s\xa0]+")
_OFFICE_LIST = re.compile(r"\bMsoList", re.IGNORECASE)


def read_html(
    data: bytes, *, media_type: str = "", max_code_points: int = MAX_CODE_POINTS
) -> Document:
    """Return the text of an HTML file.

    Raises:
        IntakeRefused: it is empty, too large, nested too deeply, or in no known encoding.
    """
    text, warning = decode(data, declared_charset(data, media_type))
    return read_markup(text, warnings=(warning,), max_code_points=max_code_points)


def read_markup(
    markup: str, *, warnings: tuple[str, ...] = (), max_code_points: int = MAX_CODE_POINTS
) -> Document:
    """Return the text of HTML that is decoded already: a file's, or the clipboard's.

    Raises:
        IntakeRefused: as `read_html`.
    """
    builder = DocumentBuilder(max_code_points)
    for warning in filter(None, warnings):
        builder.warn(warning)
    check_markup(markup)
    head = _Head.of(markup)
    clean = nh3.clean(
        markup.replace("\x00", ""),
        tags=set(_INLINE | _BLOCK),
        clean_content_tags=set(SILENT - {"br", "wbr", "annotation", "annotation-xml"}),
        attributes=_ATTRIBUTES,
        strip_comments=True,
        link_rel=None,
        url_schemes={"http", "https", "mailto"},
    )
    root = parse_markup(f"<body>{clean}</body>")
    rules = UploadRules(root, builder)
    for block in Walker(rules).blocks(root):
        _give(block, rules, builder)
    rules.add_notes()
    if not builder.blocks:
        raise empty()
    return builder.build(
        title=title_of(builder.blocks) or head.title,
        byline=byline_of(builder.blocks) or head.author,
        language=head.language,
    )


def declared_charset(data: bytes, media_type: str = "") -> str:
    """Return the encoding that the server or the page itself names, or ""."""
    if match := _DECLARED.search(media_type):
        return match[1]
    inside = _CHARSET.search(data[:8192])
    return inside[1].decode("ascii", "replace") if inside else ""


def check_markup(markup: str) -> None:
    """Refuse markup that parsers need more than linear time for; this look is linear.

    Raises:
        IntakeRefused: it is too long, nested too deeply, or a tag has too many attributes.
    """
    if len(markup) > MAX_CHARACTERS:
        raise too_large("This page")
    open_names: list[str] = []
    counts: dict[str, int] = {}
    raw = ""
    for part in markup.split("<")[1:]:
        name, is_end, tag = _tag(part)
        if raw:
            # What looks like a tag inside a script is none.
            raw = "" if is_end and name == raw else raw
            continue
        if len(tag) > 2 * MAX_ATTRIBUTES and len(_QUOTED.sub("", tag).split()) > MAX_ATTRIBUTES:
            raise _too_twisted()
        if is_end and counts.get(name):
            # The end of an element is the end of all that was left open in it.
            while counts[name] and (last := open_names.pop()):
                counts[last] -= 1
                if last == name:
                    break
        elif name and not is_end and name not in _NEVER_DEEP and not tag.endswith("/"):
            raw = name if name in _RAW else ""
            if not raw:
                open_names.append(name)
                counts[name] = counts.get(name, 0) + 1
        if len(open_names) > MAX_DEPTH:
            raise _too_twisted()


def _tag(part: str) -> tuple[str, bool, str]:
    """Return a tag's name, whether it is an end tag, and its inside; `part` is all after "<"."""
    tag = part.partition(">")[0]
    is_end = tag.startswith("/")
    name = _NAME.match(tag, 1 if is_end else 0)
    return (name[0].lower() if name else ""), is_end, tag


def _too_twisted() -> IntakeRefused:
    return IntakeRefused(
        "This page is nested too deeply to be read: copy its text in the browser and paste it."
    )


def parse_markup(markup: str) -> Any:
    """Return the tree of a page or fragment.

    Raises:
        IntakeRefused: there is nothing to parse, or the parser would leave part of it out.
    """
    # Bytes, so that no declaration inside can claim another encoding than the text has.
    data = markup.encode("utf-8", "replace")
    parser = lxml_html.HTMLParser(encoding="utf-8", huge_tree=True, no_network=True)
    try:
        root = lxml_html.document_fromstring(data, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise empty() from error
    if any(entry.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for entry in parser.error_log):
        # The parser stops there without a word, and the rest of the text would be missing.
        raise _too_twisted()
    return root


def _give(block: DomBlock, rules: "UploadRules", builder: DocumentBuilder) -> None:
    pieces: list[Piece] = []
    for text in block.texts:
        pieces.append(Mark(text.note, "point") if text.note else text.text)
    if block.kind == "list_item" and _OFFICE_LIST.match(block.element.get("class") or ""):
        pieces = [_OFFICE_BULLET.sub("", block.text), *(p for p in pieces if isinstance(p, Mark))]
    builder.add(block.kind, pieces, block.level)


class _Head:
    """What the head of a file says about it."""

    def __init__(self, title: str, author: str, language: str) -> None:
        self.title = title
        self.author = author
        self.language = language

    @classmethod
    def of(cls, markup: str) -> "_Head":
        """Read it from the first part of the markup, as far as a head may reach."""
        end = markup.lower().find("</head>")
        head = markup[: min(end if end >= 0 else 5000, 200_000)]
        language = _LANGUAGE.search(head)
        root = parse_markup(f"{head}<p>.</p>")
        author = root.xpath("string(//meta[@name='author']/@content)")
        title = clean_line(root.xpath("string(//title)"))
        return cls(title, clean_line(author), language[1] if language else "")


class UploadRules(Rules):
    """What is text of an uploaded file, and what its notes are."""

    def __init__(self, root: Any, builder: DocumentBuilder) -> None:
        self._builder = builder
        self._targets: dict[str, Any] = {}
        for element in root.iter():
            for name in (element.get("id"), element.get("name")):
                if name:
                    self._targets.setdefault(name, element)
        self._notes = self._find_notes(root)
        self._note_blocks = set(self._notes.values())

    def is_left_out(self, element: Any) -> bool:
        """Leave out what is hidden, deleted, an Office program's own, or a note's text."""
        if element in self._note_blocks:
            return True
        name = local_name(element)
        if name == "del":
            self._builder.warn(notices.TRACKED)
            return True
        if name == "ins":
            self._builder.warn(notices.TRACKED)
        elif name in {"s", "strike"} and has_text(element):
            self._builder.warn(notices.STRUCK)
        elif name == "sup" and self._is_unlinked_mark(element):
            self._builder.warn(notices.TYPED_MARK)
            return True
        if is_hidden(element):
            if has_text(element):
                self._builder.warn(notices.HIDDEN)
            return True
        return self._is_office(element)

    def note_of(self, element: Any) -> str:
        """Return the name of the note that a mark links to."""
        target = mark_target(element)
        return target if target in self._notes else ""

    def text_of(self, element: Any, text: str) -> str:
        """Return raised and lowered digits as characters that stay so."""
        return shifted(element, text)

    def kind_of(self, element: Any) -> tuple[BlockKind, int] | None:
        """Return the kind that a role, or the class of an Office program, gives."""
        if element.get("role") == "heading":
            level = element.get("aria-level") or ""
            return "heading", min(int(level), 6) if level in set("123456789") else 2
        styles = (element.get("class") or "").split()
        for style in styles:
            if style in _OFFICE_KINDS:
                return _OFFICE_KINDS[style]
            if style.startswith("MsoListParagraph") or style.startswith("MsoListBullet"):
                return "list_item", 0
        return None

    def add_notes(self) -> None:
        """Give the builder the notes' texts."""
        for name, block in self._notes.items():
            words = clean_line("".join(visible_text(block)))
            text = _LEADING_MARK.sub("", words).rstrip(_BACK_LINKS)
            self._builder.note(name, "footnote", text or words)
        if self._notes:
            self._builder.warn(notices.notes_kept("footnote"))

    def _find_notes(self, root: Any) -> dict[str, Any]:
        notes: dict[str, Any] = {}
        order = {element: index for index, element in enumerate(root.iter())}
        for element in root.iter("sup", "a"):
            name = mark_target(element)
            target = self._targets.get(name) if name else None
            if target is None:
                continue
            block = target
            while block is not root and not is_block(block):
                block = block.getparent()
            is_later = order[element] < order[block]
            if is_later and local_name(block) not in {"body", "html"} and has_text(block):
                notes[name] = block
        return notes

    def _is_unlinked_mark(self, element: Any) -> bool:
        return is_typed_mark(element.text_content()) and not mark_target(element)

    def _is_office(self, element: Any) -> bool:
        style = (element.get("style") or "").lower().replace(" ", "")
        # The bullet or number that Word paints before a list item.
        if "mso-list:ignore" in style:
            return True
        if "mso-element:comment" in style or "mso-comment-" in style:
            self._builder.warn("Comments were left out.")
            return "mso-element:comment" in style
        if (element.get("class") or "").startswith("msocom"):
            self._builder.warn("Comments were left out.")
            return True
        return "mso-element:header" in style or "mso-element:footer" in style


_OFFICE_KINDS: dict[str, tuple[BlockKind, int]] = {
    "MsoTitle": ("heading", 1),
    "MsoSubtitle": ("paragraph", 0),
    "MsoQuote": ("quote", 0),
    "MsoIntenseQuote": ("quote", 0),
    "MsoCaption": ("caption", 0),
}


def mark_target(element: Any) -> str:
    """Return the name in the page that a note's mark links to, "" if it is no mark.

    A mark is a raised link to a place in the same page, or such a link in brackets.
    """
    name = local_name(element)
    if name == "sup":
        links = element.findall(".//a")
        link = links[0] if len(links) == 1 else None
        if link is None:
            return ""
        text = element.text_content()
        is_mark = bool(_MARK.fullmatch(text.strip()))
    elif name == "a":
        link, text = element, element.text_content()
        raised_only = len(element) == 1 and local_name(element[0]) == "sup"
        pattern = _MARK if raised_only and not (element.text or "").strip() else _BRACKETED_MARK
        is_mark = bool(pattern.fullmatch(text.strip()))
    else:
        return ""
    href = link.get("href") or ""
    return href[1:] if is_mark and href.startswith("#") else ""


def has_text(element: Any) -> bool:
    """Tell whether there is anything but white space in an element."""
    return any(not text.isspace() for text in element.itertext())


def visible_text(element: Any) -> list[str]:
    """Return the stretches of text in an element, without the links back to the text."""
    texts: list[str] = []
    for inner in element.iter():
        name = local_name(inner)
        is_back_link = name == "a" and not inner.text_content().strip(_BACK_LINKS)
        if name and name not in SILENT and inner.text and not is_back_link:
            texts.append(inner.text)
        if inner is not element and inner.tail:
            texts.append(inner.tail)
    return texts


def shifted(element: Any, text: str) -> str:
    """Return text that stands in a superscript or subscript as characters that stay so."""
    around = element
    while around is not None and not is_block(around):
        name = local_name(around)
        if name == "sup":
            return raised(text)
        if name == "sub":
            return lowered(text)
        around = around.getparent()
    return text
