"""Say what kind of thing changed between two wordings.

Only what differs is classified, by closed lists of words in English, German,
French and Arabic and by the shape of a token. The answer is for the person who
checks the claim again; whether a claim changed at all is never decided here.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import NamedTuple

from claims.text.draft_tokens import is_number, is_word
from claims.text.fact_words import (
    DIRECTIONS,
    HEDGES,
    MONTHS_AND_DAYS,
    NEGATIONS,
    NUMBER_WORDS,
    OPENING_WORDS,
    UNITS,
)

__all__ = ["REASONS", "Word", "is_sensitive", "reasons_for", "turns_meaning"]

REASONS = ("number", "unit", "date", "name", "negation", "hedge", "quotation", "wording")

_UNIT_SIGNS = frozenset("%‰٪°€$£¥₹₽₩¢′″")
_SIGNS = frozenset("⁄∕±+-")
_QUOTES = frozenset("\"'")
_ARABIC_AND = re.compile(r"[وف](?=\w{2})")
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")


class Word(NamedTuple):
    """A changed token.

    Attributes:
        text: as it is written.
        opens: it is the first of its sentence.
        behind: the token after it, changed or not; empty if there is none.
    """

    text: str
    opens: bool = False
    behind: str = ""


def reasons_for(
    removed: Sequence[Word], added: Sequence[Word], small_words: Collection[str] = ()
) -> tuple[str, ...]:
    """Return the kinds of change, in the order of `REASONS`; "wording" if nothing else fits.

    Args:
        removed: tokens that only the old wording has, in order.
        added: tokens that only the new wording has, in order.
        small_words: words that stand with a small letter in one of the drafts; at
            the start of a sentence they are no names.
    """
    kinds: set[str] = set()
    for side, other in ((removed, added), (added, removed)):
        recased = {word.text.lower() for word in other}
        for word in side:
            found = _kinds(word)
            if word.text.lower() in recased or _is_common_opening(word, small_words):
                found.discard("name")
            kinds |= found
    return tuple(reason for reason in REASONS if reason in kinds) or ("wording",)


def turns_meaning(word: str) -> bool:
    """Tell a negation or a hedge from words that leave the rest of a sentence as it is."""
    return bool(_kinds(Word(word)) & {"negation", "hedge"}) or word in "?؟"


def is_sensitive(word: Word, small_words: Collection[str]) -> bool:
    """Tell whether a word right beside others changes what they say: "not", "fell", "30", "Xi".

    Args:
        word: put there or taken away.
        small_words: as for `reasons_for`.
    """
    kinds = _kinds(word)
    if _is_common_opening(word, small_words):
        kinds.discard("name")
    return bool(kinds) or _bare(word.text.lower()) in DIRECTIONS or turns_meaning(word.text)


def _is_common_opening(word: Word, small_words: Collection[str]) -> bool:
    lower = word.text.lower()
    return word.opens and (lower in small_words or lower in OPENING_WORDS)


def _kinds(word: Word) -> set[str]:
    """Return the kinds of a token, mostly one."""
    text, lower = word.text, word.text.lower()
    bare = _bare(lower)
    if is_number(text) or bare in NUMBER_WORDS:
        return {"number", "date"} if _YEAR.fullmatch(text) else {"number"}
    if text in _SIGNS:
        # A dash is a sign only right before a figure.
        return {"number"} if text != "-" or is_number(word.behind) else set()
    if text in _QUOTES:
        return {"quotation"}
    if lower.startswith("n'"):
        return {"negation"}
    if bare in NEGATIONS or lower.endswith("n't") or lower.startswith("kein"):
        return {"negation"}
    if bare in MONTHS_AND_DAYS and not (text == "may" or (lower == "may" and word.opens)):
        return {"date"}
    if bare in UNITS or text in _UNIT_SIGNS:
        return {"unit"}
    if bare in HEDGES:
        return {"hedge"}
    return {"name"} if is_word(text) and text != lower else set()


def _bare(lower: str) -> str:
    """Take off what Arabic writes together with the next word: "and"."""
    return _ARABIC_AND.sub("", lower, count=1)
