"""Cut folded text into tokens, the units in which two drafts are compared.

A token is a word, a number with its separators, or one other character. White
space is no token. Scripts written without spaces give one token for each
character.
"""

from __future__ import annotations

import re

__all__ = ["is_number", "is_word", "token_weight", "tokenize", "words_of"]

# Everything that never belongs to a word: ASCII and Latin-1 signs, digits, general punctuation,
# superscripts, currency, letter-like and other symbols, CJK punctuation, emoji.
_NO_WORD = (
    r"\s\d!-/:-@\[-`{-~\u00a1-\u00a9\u00ab-\u00b4\u00b6-\u00b9\u00bb-\u00bf\u00d7\u00f7"
    r"\u055a-\u055f\u0589\u05be\u060c\u061b\u061f\u066a-\u066d\u06d4\u2000-\u2bff\u3000-\u303f"
    r"\ufe10-\ufe6f\uff00-\uff0f\uff1a-\uff20\ufff0-\uffff\U0001f000-\U0001faff"
)
_UNSPACED = (
    r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\U00020000-\U0003ffff"
)
# One picture, whatever it is put together from: skin tones, joined people, flags, keycaps.
_EMOJI = r"\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff"
_EMOJI_PARTS = r"\ufe0f\u20e3\U0001f1e6-\U0001f1ff\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f"
_MARKS = r"\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
_TOKEN = re.compile(
    rf"[^{_NO_WORD}{_UNSPACED}]+(?:'[^{_NO_WORD}{_UNSPACED}]+)*"
    r"|\d+(?:[.,:'٫٬]\d+)*"
    rf"|[{_EMOJI}](?:[{_EMOJI_PARTS}]|\u200d[{_EMOJI}])*"
    rf"|\S[{_MARKS}]*"
)


def tokenize(text: str, start: int, end: int) -> tuple[list[str], list[int], list[int]]:
    """Return the tokens of `text[start:end]`, which must be folded.

    Returns:
        The words, where they start and where they end, in code points of `text`.
    """
    found = list(_TOKEN.finditer(text, start, end))
    return (
        [match.group() for match in found],
        [match.start() for match in found],
        [match.end() for match in found],
    )


def words_of(text: str) -> list[str]:
    """Return the tokens of a text without their places."""
    return _TOKEN.findall(text)


def is_word(token: str) -> bool:
    """Tell a word from a number or a sign."""
    return token[:1].isalpha()


def is_number(token: str) -> bool:
    """Tell whether a token is written in digits, superscripts and fractions included."""
    return token[:1].isnumeric()


def token_weight(word: str) -> int:
    """Return how much a token has to say: twice its length, and next to nothing for a sign."""
    return 2 * len(word) if is_word(word) or is_number(word) else 1
