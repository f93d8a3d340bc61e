"""Headline and byline of copy that does not mark them: prefills for a person to confirm."""

import re
from collections.abc import Sequence

from claims.intake.document import Block
from claims.intake.words import word_set

_MAX_TITLE = 160
_BY = r"(?:by|von|par|por|di|door|av|af|text|words|words by|text by|story by|reporting by)"
_BYLINE = re.compile(
    rf"{_BY}:?\s+(?P<names>[^\W\d_][^.!?:;]{{2,80}})(?:\s*[|•·–—]\s.*)?",
    re.IGNORECASE,
)
_SMALL = word_set(
    """
    and und et y e en og och de la le van von der den da di do dos du del bin al with &
    """
)
_LOOKED_AT = 5


def title_of(blocks: Sequence[Block]) -> str:
    """Return the headline: the first heading if it stands at the top, or a first line like one."""
    for block in blocks[:3]:
        if block.kind == "heading":
            return block.text
    if len(blocks) > 1 and is_like_heading(blocks[0].text, limit=_MAX_TITLE):
        return blocks[0].text
    return ""


def byline_of(blocks: Sequence[Block]) -> str:
    """Return the names in a line "By A and B" near the top, "" if there is none."""
    for block in blocks[:_LOOKED_AT]:
        if names := names_in(block.text):
            return names
    return ""


def names_in(line: str) -> str:
    """Return the names of a whole line "By Jane Doe and John Roe", "" if it is not one."""
    match = _BYLINE.fullmatch(line.strip())
    if not match:
        return ""
    names = match["names"].strip(" ,")
    words = re.split(r"[\s,]+", names)
    is_name = all(
        word[:1].isupper() or not word[:1].isalpha() or word.lower() in _SMALL for word in words
    )
    has_case = any(
        word[:1].isupper() or (word[:1].isalpha() and not word[:1].islower()) for word in words
    )
    return names if is_name and has_case and len(words) <= 12 else ""


def is_like_heading(line: str, *, limit: int) -> bool:
    """Tell whether a line could be a heading: short, of words, and no sentence."""
    if not 2 <= len(line) <= limit or not any(character.isalpha() for character in line):
        return False
    return line.rstrip("\"'”’»)")[-1:] not in {".", ",", ";", "…", ":"}
