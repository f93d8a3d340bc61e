"""The difference between two wordings, word by word, for a reader."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

__all__ = ["Piece", "find_word_difference"]

_COMPARED_CODE_POINTS = 2_000
_WORD = re.compile(r"\s*\S+")


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that both wordings have ("same"), or one only: "removed" from it, "added" in it."""

    kind: str
    text: str


def find_word_difference(before: str, after: str) -> list[Piece]:
    """Return how `after` differs from `before`, in order.

    Without what is added it reads `before`, without what is removed it reads `after`, white space
    aside. Only the first 2,000 code points of each are compared.
    """
    old = _words(before[:_COMPARED_CODE_POINTS])
    new = _words(after[:_COMPARED_CODE_POINTS])
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    pieces: list[Piece] = []
    for kind, old_start, old_end, new_start, new_end in matcher.get_opcodes():
        pieces.extend(_pieces(kind == "equal", old[old_start:old_end], new[new_start:new_end]))
    return pieces


def _pieces(is_same: bool, old: list[str], new: list[str]) -> Iterator[Piece]:
    if is_same:
        yield Piece("same", " ".join(new))
        return
    if old:
        yield Piece("removed", " ".join(old))
    if new:
        yield Piece("added", " ".join(new))


def _words(text: str) -> list[str]:
    return [word.strip() for word in _WORD.findall(text)]
