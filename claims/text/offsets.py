"""Places in a text: where one may begin and end, and what stands around it."""

import unicodedata
from dataclasses import dataclass

CONTEXT_CODE_POINTS = 32
"""How much of the surroundings a mention keeps on each side."""

_JOINER = "\u200d"
# What Unicode counts to the character before it without calling it a mark: the zero-width
# non-joiner, Thai and Lao am, the half-width voicing marks of Japanese.
_MORE_EXTENDING = "\u200c\u0e33\u0eb3\uff9e\uff9f"

# Signs of Indic scripts that draw the consonants before and after them together.
_LINKING = "\u094d\u09cd\u0acd\u0b4d\u0c4d\u0d4d\u1039\u17d2"


@dataclass(frozen=True, slots=True)
class TextPosition:
    """A stretch of a text (W3C Web Annotation Data Model, 4.2.5): code points, end excluded."""

    start: int
    end: int


class BadPosition(ValueError):
    """A position that cannot be a mention; the text says why and what to do."""


def check_position(text: str, start: int, end: int) -> TextPosition:
    """Return `start` to `end` without the white space at its edges.

    Raises:
        BadPosition: outside `text`, empty, or cutting a character in two.
    """
    if not 0 <= start <= len(text) or not 0 <= end <= len(text):
        raise BadPosition(
            f"The place {start} to {end} is outside the text, which has {len(text)} characters."
            " Select the words again."
        )
    if start > end:
        raise BadPosition("The place ends before it begins. Select the words again.")
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    if start == end:
        raise BadPosition("Nothing is selected. Select at least one word.")
    if splits_character(text, start) or splits_character(text, end):
        raise BadPosition(
            "The place cuts a character in two. Select it whole, with its accents and all."
        )
    return TextPosition(start, end)


def splits_character(text: str, offset: int) -> bool:
    """Return whether `offset` stands inside what a reader sees as one character.

    The cases that occur in copy, after Unicode Standard Annex 29: combining marks, emoji with
    modifiers, variation selectors, joiners and tags, flags, Hangul syllables in pieces, the
    conjuncts of Indic scripts.
    """
    if not 0 < offset < len(text):
        return False
    before, after = text[offset - 1], text[offset]
    if after == _JOINER or _extends(after):
        return not before.isspace()
    if before == _JOINER:
        return unicodedata.category(after) in ("So", "Sm")  # the arrow of a shaking head is Sm
    if _is_regional(after) and _is_regional(before):
        run = 0
        while offset - run > 0 and _is_regional(text[offset - run - 1]):
            run += 1
        return run % 2 == 1
    if before in _LINKING:
        return unicodedata.category(after) == "Lo"
    return _continues_hangul(before, after)


def _extends(char: str) -> bool:
    return (
        unicodedata.category(char) in ("Mn", "Me", "Mc")
        or char in _MORE_EXTENDING
        or "\U0001f3fb" <= char <= "\U0001f3ff"  # skin tones
        or "\U000e0020" <= char <= "\U000e007f"  # tags, as in the flag of Scotland
    )


def _is_regional(char: str) -> bool:
    return "\U0001f1e6" <= char <= "\U0001f1ff"


def _continues_hangul(before: str, after: str) -> bool:
    begins, ends = _hangul(before)[-1:], _hangul(after)
    if begins == "L":
        return ends[:1] in ("L", "V")
    return (begins == "V" and ends in ("V", "T")) or (begins == "T" and ends == "T")


def _hangul(char: str) -> str:
    """Return which pieces of a syllable `char` is: leading consonant, vowel, trailing one."""
    if "\u1100" <= char <= "\u115f" or "\ua960" <= char <= "\ua97c":
        return "L"
    if "\u1160" <= char <= "\u11a7" or "\ud7b0" <= char <= "\ud7c6":
        return "V"
    if "\u11a8" <= char <= "\u11ff" or "\ud7cb" <= char <= "\ud7fb":
        return "T"
    if "\uac00" <= char <= "\ud7a3":
        return "LVT" if (ord(char) - 0xAC00) % 28 else "LV"
    return ""


def surroundings(text: str, start: int, end: int) -> tuple[str, str]:
    """Return what stands before and after a place, up to `CONTEXT_CODE_POINTS` each."""
    return text[max(0, start - CONTEXT_CODE_POINTS) : start], text[end : end + CONTEXT_CODE_POINTS]
