"""From an HTML tree to blocks of text, for uploads and for article pages alike.

The walk is a loop over events, so that no depth of nesting can break it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from claims.intake.document import LINE_BREAK, BlockKind
from claims.intake.words import word_set

# Nothing in these is text of the document.
SILENT = word_set(
    """
    applet area audio base basefont bgsound button canvas col colgroup datalist embed frame
    frameset head iframe img input link map meta meter noembed noframes noscript object optgroup
    option param picture progress rp rt script select source style svg template textarea title
    track video annotation annotation-xml
    """
)
_BLOCKS = word_set(
    """
    address article aside blockquote body caption center dd details dialog dir div dl dt
    fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li
    listing main menu nav ol p plaintext pre search section summary table tbody td tfoot th
    thead tr ul xmp
    """
)
_KINDS: dict[str, BlockKind] = {
    "blockquote": "quote",
    "caption": "caption",
    "figcaption": "caption",
    "li": "list_item",
    "listing": "preformatted",
    "pre": "preformatted",
    "td": "table_cell",
    "th": "table_cell",
    "xmp": "preformatted",
}
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_LAYOUT_INSIDE = frozenset({*_HEADINGS, "article", "form", "main", "section", "table"})
_LAYOUT_CODE_POINTS = 600
_HIDDEN_STYLE = re.compile(
    r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all)\b",
    re.IGNORECASE,
)
_NO_SIZE = re.compile(
    r"(?:^|;)\s*font-size\s*:\s*0(?:\.0+)?(?:[a-z%]*)\s*(?:!important\s*)?(?:;|$)", re.IGNORECASE
)


@dataclass(slots=True)
class Text:
    """A stretch of text as it stands in the tree: the text or the tail of one element.

    With a `note`, it is no text but the place of that note's mark.
    """

    text: str
    element: Any
    is_tail: bool = False
    note: str = ""


@dataclass(slots=True)
class DomBlock:
    """A block of the tree: `element` is the one whose kind it has."""

    kind: BlockKind
    level: int
    element: Any
    texts: list[Text] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The text as it stands in the tree, not cleaned."""
        return "".join(text.text for text in self.texts)


class Rules:
    """What a walk takes and leaves; a reader overrides what it sees differently."""

    def is_left_out(self, element: Any) -> bool:
        """Tell whether an element and all in it is no text of the document."""
        return False

    def note_of(self, element: Any) -> str:
        """Return the key of the note whose mark `element` is, "" if it is none."""
        return ""

    def text_of(self, element: Any, text: str) -> str:
        """Return what `text`, which stands directly in `element`, reads as."""
        return text

    def kind_of(self, element: Any) -> tuple[BlockKind, int] | None:
        """Return the kind and heading level of an element whose name does not give them."""
        return None


@dataclass(slots=True)
class Walker:
    """Walks a tree and gives its blocks in reading order."""

    rules: Rules
    _stack: list[tuple[BlockKind, int, Any]] = field(default_factory=list)
    _block: DomBlock | None = None

    def blocks(self, root: Any) -> Iterator[DomBlock]:
        """Yield the blocks under `root`; those with nothing but white space are left out."""
        self._stack = [("paragraph", 0, root)]
        skipped = None
        events = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
        for event, element in events:
            if event == "start":
                if self._is_silent(element):
                    skipped = element
                    events.skip_subtree()
                else:
                    yield from self._start(element)
                continue
            if element is skipped:
                skipped = None
            elif event == "end" and is_block(element):
                yield from self._flush()
                self._stack.pop()
            if element is not root:
                self._take(element.tail, element.getparent(), Text("", element, is_tail=True))
        yield from self._flush()

    def _is_silent(self, element: Any) -> bool:
        if local_name(element) in SILENT or self.rules.is_left_out(element):
            return True
        if key := self.rules.note_of(element):
            self._add(Text("", element, note=key))
            return True
        return False

    def _start(self, element: Any) -> Iterator[DomBlock]:
        name = local_name(element)
        if name == "br":
            self._add(Text(LINE_BREAK, element))
        if is_block(element):
            yield from self._flush()
            self._stack.append(self._context(element, name))
        self._take(element.text, element, Text("", element))

    def _context(self, element: Any, name: str) -> tuple[BlockKind, int, Any]:
        around, level, holder = self._stack[-1]
        if given := self.rules.kind_of(element):
            return (*given, element)
        if name in _HEADINGS:
            return "heading", _HEADINGS[name], element
        if name in {"td", "th"}:
            return ("paragraph" if is_layout(element) else "table_cell"), 0, element
        if name in _KINDS:
            return _KINDS[name], 0, element
        if name in {"dd", "dt", "figure", "table"}:
            return "paragraph", 0, element
        # A paragraph in a list item is the item, one in a quotation the quotation.
        return around, level, element if around == "paragraph" else holder

    def _take(self, raw: str | None, around: Any, text: Text) -> None:
        if raw:
            text.text = self.rules.text_of(around, raw)
            self._add(text)

    def _add(self, text: Text) -> None:
        if self._block is None:
            if text.text.isspace() or not (text.text or text.note):
                return
            self._block = DomBlock(*self._stack[-1])
        self._block.texts.append(text)

    def _flush(self) -> Iterator[DomBlock]:
        block, self._block = self._block, None
        if block is not None and (block.text.strip() or any(t.note for t in block.texts)):
            yield block


def local_name(element: Any) -> str:
    """Return an element's name without a namespace, in lower case; "" for a comment."""
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def is_block(element: Any) -> bool:
    """Tell whether an element ends the line of text before it."""
    return local_name(element) in _BLOCKS


def is_hidden(element: Any) -> bool:
    """Tell whether an element says of itself that it is not shown."""
    if element.get("hidden") is not None and element.get("hidden") != "until-found":
        return True
    style = element.get("style")
    if not style:
        return False
    if _HIDDEN_STYLE.search(style):
        return True
    # Set on a container, no size only closes the gaps between its children.
    return bool(_NO_SIZE.search(style)) and not element.xpath(".//*[contains(@style, 'font-size')]")


def is_layout(cell: Any) -> bool:
    """Tell a table cell that lays out a page from one that holds a value."""
    table = next(cell.iterancestors("table"), None)
    if table is not None and table.get("role") in {"presentation", "none"}:
        return True
    paragraphs = length = 0
    for element in cell.iter():
        name = local_name(element)
        if element is not cell and name in _LAYOUT_INSIDE:
            return True
        paragraphs += name == "p"
        if name not in SILENT:
            length += len(element.text or "")
        if element is not cell:
            length += len(element.tail or "")
        if paragraphs > 1 or length > _LAYOUT_CODE_POINTS:
            return True
    return False
