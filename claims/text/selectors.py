"""Finding the words somebody typed or quoted."""

import re
from dataclasses import dataclass

from claims.text.offsets import TextPosition

MOST_PLACES = 200

# What a keyboard types for what a typesetter sets. One code point each, so offsets stay.
_FOLD = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′`´", "'"),
        **dict.fromkeys("“”„‟″«»", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys("\u00a0\u2007\u2009\u200a\u202f\t\n\r", " "),
    }
)


class QuoteNotFound(ValueError):
    """The quoted words do not stand in the text."""


@dataclass(frozen=True, slots=True)
class TextQuoteSelector:
    """Words and what stands around them (W3C Web Annotation Data Model, 4.2.4)."""

    exact: str
    prefix: str = ""
    suffix: str = ""


def find_quote(text: str, selector: TextQuoteSelector) -> TextPosition:
    """Return the place in `text` that `selector` points at.

    Of several occurrences, the one whose neighbours agree with `prefix` and `suffix` for the
    most code points wins; on a tie, the first.

    Args:
        text: an article body, NFC-normalised.
        selector: `exact` must not be empty.

    Raises:
        QuoteNotFound: `exact` does not occur in `text`.
    """
    best: tuple[int, TextPosition] | None = None
    start = text.find(selector.exact)
    while start >= 0:
        end = start + len(selector.exact)
        agreement = _common_end(text, start, selector.prefix) + _common_start(
            text, end, selector.suffix
        )
        if best is None or agreement > best[0]:
            best = agreement, TextPosition(start, end)
        start = text.find(selector.exact, start + 1)
    if best is None:
        raise QuoteNotFound("Those words are not in the text as they stand.")
    return best[1]


def find_words(text: str, words: str) -> list[TextPosition]:
    """Return where `words` stand in `text`, up to `MOST_PLACES`, as somebody types them.

    Straight quotation marks find typographic ones, a hyphen finds a dash, any white space finds
    any other. Where nothing fits, capitals do not count either.
    """
    pattern = r"\s+".join(re.escape(word) for word in words.translate(_FOLD).split())
    if not pattern:
        return []
    folded = text.translate(_FOLD)
    for flags in (0, re.IGNORECASE):
        found = []
        for match in re.finditer(pattern, folded, flags):
            found.append(TextPosition(*match.span()))
            if len(found) == MOST_PLACES:
                break
        if found:
            return found
    return []


def _common_end(text: str, end: int, prefix: str) -> int:
    length = 0
    while length < min(end, len(prefix)) and text[end - length - 1] == prefix[-length - 1]:
        length += 1
    return length


def _common_start(text: str, start: int, suffix: str) -> int:
    length = 0
    while length < min(len(text) - start, len(suffix)) and text[start + length] == suffix[length]:
        length += 1
    return length
