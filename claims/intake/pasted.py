"""Pasted text: paragraphs by blank lines, headings by their mark or their look."""

import re
from collections.abc import Iterator

from claims.intake.document import MAX_CODE_POINTS, BlockKind, Document, DocumentBuilder

_BLANK_LINES = re.compile(r"\n[^\S\n]*\n\s*")
_MARKED_HEADING = re.compile(r"(#{1,6})\s+(.*)")
_LIST_ITEM = re.compile(r"\s*(?:[-*•‣◦▪–]|\d{1,2}[.)])\s+(.*)", re.DOTALL)
_SENTENCE_END = re.compile(r"[.!?…:;,][\"'”’»)\]]*$")

MOST_HEADING_CODE_POINTS = 100
MOST_HEADING_WORDS = 14
MOST_WRAPPED_CODE_POINTS = 120
"""Text wrapped by hand has no longer line; with one, each line is a paragraph of its own."""


def read_pasted(text: str, *, max_code_points: int = MAX_CODE_POINTS) -> Document:
    """Return pasted `text` as a document; its first line is the title when it looks like one.

    A paragraph may be one long line or wrapped by hand; list items stand a line each. The title
    is the first block too, because what it says is checked like the rest.

    Raises:
        IntakeRefused: there is no text in it, or too much.
    """
    builder = DocumentBuilder(max_code_points)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    for kind, words, level in _headings(list(_pieces(text))):
        builder.add(kind, [words], level)
    first = builder.blocks[0] if builder.blocks else None
    return builder.build(title=first.text if first and first.kind == "heading" else "")


def _pieces(text: str) -> Iterator[tuple[BlockKind, str, int]]:
    for chunk in _BLANK_LINES.split(text.strip()):
        waiting: list[str] = []
        kind: BlockKind = "paragraph"
        lines = chunk.split("\n")
        is_wrapped = max(map(len, lines)) <= MOST_WRAPPED_CODE_POINTS
        for line in lines:
            heading = _MARKED_HEADING.fullmatch(line)
            item = _LIST_ITEM.fullmatch(line)
            if waiting and (heading or item or not is_wrapped):
                yield kind, " ".join(waiting), 0
                kind, waiting = "paragraph", []
            if heading:
                yield "heading", _without_closing_marks(heading[2]), len(heading[1])
                kind = "paragraph"
            elif item:
                kind, waiting = "list_item", [item[1]]
            else:
                waiting.append(line)
        if any(line.strip() for line in waiting):
            yield kind, " ".join(waiting), 0


def _without_closing_marks(heading: str) -> str:
    """Return "Results" of "Results ##", but all of "Written in C#".

    By hand: as a pattern it would take the cube of the spaces in a line.
    """
    bare = heading.rstrip().rstrip("#")
    return bare.rstrip() if not bare or bare[-1].isspace() else heading.rstrip()


def _headings(pieces: list[tuple[BlockKind, str, int]]) -> Iterator[tuple[BlockKind, str, int]]:
    """Make headings of the paragraphs that look like one: short, no full stop, text below."""
    seen = any(kind == "heading" for kind, _, _ in pieces)
    for index, (kind, text, level) in enumerate(pieces):
        is_last = index + 1 == len(pieces)
        if kind == "paragraph" and not seen and not is_last and _looks_like_heading(text):
            yield "heading", text, 1 if index == 0 else 2
        else:
            yield kind, text, level


def _looks_like_heading(text: str) -> bool:
    words = text.split()
    return (
        len(text) <= MOST_HEADING_CODE_POINTS
        and 0 < len(words) <= MOST_HEADING_WORDS
        and not _SENTENCE_END.search(text.strip())
        and words[0][0] not in "\"'“‘«"
        and words[0][0].upper() == words[0][0]
    )
