"""What the intake makes of copy, and the one place where text is cleaned."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

KINDS = (
    "heading",
    "paragraph",
    "quote",
    "list_item",
    "table_cell",
    "caption",
    "preformatted",
)

# Soft hyphen, zero-width space and no-break space, word joiner: invisible, and in the way of any
# search. The joiners of emoji and Persian (U+200C, U+200D) stay.
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))
_DIRECTION = dict.fromkeys(map(ord, "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"))
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")  # lone surrogates too
_SPACES = re.compile(r"[^\S\u00a0\u202f]+")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or its like: `start` to `end` of the document's text, in code points.

    `level` is 1 to 6 for a heading, otherwise 0.
    """

    kind: str
    start: int
    end: int
    level: int = 0


@dataclass(frozen=True, slots=True)
class Document:
    """An article as it came in. `text` is NFC, its blocks joined by one blank line."""

    text: str
    blocks: tuple[Block, ...]
    title: str = ""
    language: str = ""
    warnings: tuple[str, ...] = field(default=())


def build_document(
    pieces: Iterable[tuple[str, str, int]], *, title: str = "", language: str = ""
) -> Document:
    """Return a document of `pieces`, (kind, text, level) each; empty ones are left out."""
    texts: list[str] = []
    blocks: list[Block] = []
    warnings: list[str] = []
    position = 0
    for kind, raw, level in pieces:
        if "direction" not in "".join(warnings) and _DIRECTION.keys() & set(map(ord, raw)):
            warnings.append("Marks that override the direction of text were taken out.")
        text = clean_text(raw, keep_lines=kind == "preformatted")
        if not text:
            continue
        blocks.append(Block(kind, position, position + len(text), level))
        texts.append(text)
        position += len(text) + 2
    return Document("\n\n".join(texts), tuple(blocks), title, language, tuple(warnings))


def clean_text(text: str, *, keep_lines: bool = False) -> str:
    """Return `text` as it is stored: NFC, plain spaces in single file, nothing invisible.

    Never NFKC, which turns 10² into 102. No-break spaces stay, and so do lines where
    `keep_lines` asks for it.
    """
    text = text.translate(_INVISIBLE).translate(_DIRECTION)
    text = _CONTROLS.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = unicodedata.normalize("NFC", text)
    if keep_lines:
        return re.sub(r"\n{2,}", "\n", text).strip("\n")
    return _SPACES.sub(" ", text).strip()
