"""Headline and standfirst of a web page, made blocks: what they say is checked like the rest."""

from dataclasses import replace
from typing import TypeVar

from claims.intake.document import SEPARATOR, Block, BlockKind, Document, Note

Placed = TypeVar("Placed", Block, Note)

_LOOKED_AT = 3


def with_headline(document: Document) -> Document:
    """Return the document with its title as the first block and its standfirst as the second.

    Either is left out where it is empty or one of the first blocks says the same. All other
    blocks, and the notes, keep their words; their offsets move along.
    """
    said = {_words(block.text) for block in document.blocks[:_LOOKED_AT]}
    blocks: list[Block] = []
    end = -len(SEPARATOR)
    heads: tuple[tuple[BlockKind, int, str], ...] = (
        ("heading", 1, document.title),
        ("paragraph", 0, document.standfirst),
    )
    for kind, level, text in heads:
        if text and _words(text) not in said:
            said.add(_words(text))
            start = end + len(SEPARATOR)
            end = start + len(text)
            blocks.append(Block(kind, level, start, end, text))
    shift = end + len(SEPARATOR)
    return replace(
        document,
        blocks=(*blocks, *(_moved(each, shift) for each in document.blocks)),
        notes=tuple(_moved(each, shift) for each in document.notes),
    )


def _moved(place: Placed, by: int) -> Placed:
    return replace(place, start=place.start + by, end=place.end + by)


def _words(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))
