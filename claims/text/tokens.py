"""Words, numbers and marks of a text, with their places.

The readers of quantities and dates walk over these tokens instead of matching long regular
expressions: the pattern below has one way to match at every place, so the time is linear whatever
the text is made of.
"""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

__all__ = [
    "HYPHENS",
    "MAX_DIGITS",
    "Token",
    "is_glued",
    "is_hyphen_between",
    "parse_digits",
    "tokenize",
]


class Token(NamedTuple):
    """A piece of text without white space.

    `kind` is "number" (digits with inner separators), "fraction" (one character such as ½),
    "word" (letters, apostrophes inside), "mark" (any other single character), "link" (a web
    address, which holds no amounts) or "end". `low` is `text` in lower case with straight
    apostrophes. `start` and `end` count code points in the whole text. `is_spaced` says of a
    number that one space parts it from a number before it, as in "40 000".
    """

    kind: str
    text: str
    low: str
    start: int
    end: int
    is_spaced: bool = False


HYPHENS = frozenset("-‐‑")
_END = Token("end", "", "", -1, -1)
_PADDING = [_END] * 16
# Letters exclude the vulgar fractions, which Python counts among the word characters.
_FRACTION = "¼-¾⅐-⅞↉"
TOKEN = re.compile(
    rf"""
    (?P<link>https?://\S+|www\.\S+)
    |(?P<number>\d+(?:[.,٫٬]\d+|['’]\d{{3}}(?!\d))*|(?<![\w.,])\.\d+)
    |(?P<fraction>[{_FRACTION}])
    |(?P<word>[^\W\d_{_FRACTION}]+(?:['’][^\W\d_{_FRACTION}]+)*)
    |(?P<mark>\S)
    """,
    re.VERBOSE,
)
MAX_DIGITS = 24
_GROUP_SPACES = frozenset(" \u00a0\u2009\u202f")
_PLAIN = re.compile(r"\d+(?:\.\d+)?|\.\d+")
_ENGLISH = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?|[1-9]\d?(?:,\d{2})+,\d{3}(?:\.\d+)?")
_DECIMAL_COMMA = re.compile(r"\d{1,3},\d{1,2}|0,\d+")
_CONTINENTAL = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+,\d+|[1-9]\d{0,2}(?:\.\d{3}){2,}")
_APOSTROPHES = re.compile(r"[1-9]\d{0,2}(?:['’]\d{3})+(?:[.,]\d+)?")
_ARABIC = re.compile(r"\d{1,3}(?:٬\d{3})*(?:٫\d+)?")


def tokenize(text: str) -> list[Token]:
    """Return the tokens of `text` in order, and sixteen "end" tokens after them.

    Those let a reader look a few places past either end without a check: a negative index reaches
    them too.
    """
    tokens: list[Token] = []
    for match in TOKEN.finditer(text):
        kind = match.lastgroup or "mark"
        piece = match.group()
        start = match.start()
        if kind == "word":
            low = piece.lower()
            if "’" in low:
                low = low.replace("’", "'")
            tokens.append(Token(kind, piece, low, start, match.end()))
        elif kind == "number" and "," in piece and parse_digits(piece) is None:
            # A comma that neither groups thousands nor marks decimals separates a list.
            tokens.extend(_split_list(piece, start))
        elif kind == "number":
            is_spaced = (
                bool(tokens)
                and tokens[-1].kind == "number"
                and start == tokens[-1].end + 1
                and text[start - 1] in _GROUP_SPACES
            )
            tokens.append(Token(kind, piece, piece, start, match.end(), is_spaced))
        else:
            tokens.append(Token(kind, piece, piece, start, match.end()))
    return tokens + _PADDING


def is_glued(tokens: Sequence[Token], index: int) -> bool:
    """Say whether the token at `index` follows the one before it without white space."""
    return tokens[index - 1].end == tokens[index].start


def is_hyphen_between(tokens: Sequence[Token], index: int) -> bool:
    """Say whether the token at `index` is a hyphen that joins its two neighbours."""
    return tokens[index].text in HYPHENS and is_glued(tokens, index) and is_glued(tokens, index + 1)


def parse_digits(text: str) -> Decimal | None:
    """Return the value of digits with English, continental, Swiss or Indian separators.

    One comma before three digits groups thousands, one point always marks decimals: "1,500" is
    1500 and "1.500" is 1.5. None where the separators fit no notation ("1.2.3") or the number
    is a code ("007", or more than 24 digits).
    """
    if len(text) > MAX_DIGITS:
        return None
    if _PLAIN.fullmatch(text):
        is_code = text[0] == "0" and len(text) > 1 and text[1] != "."
        return None if is_code else Decimal(text)
    if _ENGLISH.fullmatch(text):
        return Decimal(text.replace(",", ""))
    if _DECIMAL_COMMA.fullmatch(text):
        return Decimal(text.replace(",", "."))
    if _CONTINENTAL.fullmatch(text):
        return Decimal(text.replace(".", "").replace(",", "."))
    if _APOSTROPHES.fullmatch(text):
        return Decimal(re.sub(r"['’]", "", text).replace(",", "."))
    if _ARABIC.fullmatch(text):
        return Decimal(text.replace("٬", "").replace("٫", "."))
    return None


def _split_list(piece: str, start: int) -> list[Token]:
    tokens = []
    for part in piece.split(","):
        tokens.append(Token("number", part, part, start, start + len(part)))
        start += len(part) + 1
    return tokens
