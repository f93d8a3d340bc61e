"""Fold a text for comparison, with a way back to its own offsets.

Two drafts that differ only in typography (quotation marks, dashes, spaces,
Unicode composition, invisible characters) fold to the same text. What a
checker may read as a different fact stays different: letter case, digits,
superscripts, fractions, accents and punctuation, and the spaces around a dash,
for "5 - 3" is no range. So the composition is NFC
and never NFKC, which would turn 10² into 102 and ½ into 1⁄2.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import accumulate, pairwise

__all__ = ["Folded", "fold", "same_words"]


@dataclass(frozen=True, slots=True)
class _Edits:
    """Replacements that turned one text into the next, in order and apart from each other."""

    starts: tuple[int, ...]  # in the text before
    ends: tuple[int, ...]
    folded_starts: tuple[int, ...]  # in the text after
    folded_ends: tuple[int, ...]

    def forward(self, start: int, end: int) -> tuple[int, int]:
        """Map a span to the text after; a replacement cut by an edge is taken whole."""
        return self._start_forward(start), self._end_forward(end)

    def back(self, start: int, end: int) -> tuple[int, int]:
        """Map a span of the text after to the text before, as small as possible."""
        return self._start_back(start), self._end_back(end)

    def _start_forward(self, at: int) -> int:
        index = bisect_right(self.starts, at) - 1
        if index < 0:
            return at
        if at < self.ends[index]:
            return self.folded_starts[index]
        return at - self.ends[index] + self.folded_ends[index]

    def _end_forward(self, at: int) -> int:
        index = bisect_left(self.starts, at) - 1
        if index < 0:
            return at
        if at <= self.ends[index]:
            return self.folded_ends[index]
        return at - self.ends[index] + self.folded_ends[index]

    def _start_back(self, at: int) -> int:
        index = bisect_right(self.folded_starts, at) - 1
        if index < 0:
            return at
        if at < self.folded_ends[index]:
            return self.starts[index]
        return at - self.folded_ends[index] + self.ends[index]

    def _end_back(self, at: int) -> int:
        index = bisect_left(self.folded_starts, at) - 1
        if index < 0:
            return at
        if at <= self.folded_ends[index]:
            # Something taken out right behind the last character is no part of the span.
            return self.ends[index] if at > self.folded_starts[index] else self.starts[index]
        return at - self.folded_ends[index] + self.ends[index]


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text and the way between its offsets and those of the source text.

    Line breaks survive (one, or two for a paragraph break), so that the folded
    text can be cut into sentences; every other white space is one space.
    """

    text: str
    layers: tuple[_Edits, ...] = ()

    def to_folded(self, start: int, end: int) -> tuple[int, int]:
        """Map a span of the source to the folded text, both in code points."""
        for layer in self.layers:
            start, end = layer.forward(start, end)
        return start, max(start, end)

    def to_source(self, start: int, end: int) -> tuple[int, int]:
        """Map a span of the folded text to the source, both in code points.

        A character and its combining marks are never parted.
        """
        for layer in reversed(self.layers):
            start, end = layer.back(start, end)
        return start, max(start, end)


def fold(text: str) -> Folded:
    """Fold typography away from `text`; offsets are in Unicode code points."""
    layers: list[_Edits] = []
    # The second time for marks that something invisible kept apart from their letters.
    for list_changes in (_composed, _plain_typography, _composed):
        text = _layer(text, list_changes(text), layers)
    return Folded(text, tuple(layers))


def same_words(a: str, b: str) -> bool:
    """Tell whether two texts differ in typography and white space at most."""
    return a == b or _words(a) == _words(b)


def _words(text: str) -> list[str]:
    return fold(text).text.split()


def _layer(text: str, changes: list[tuple[int, int, str]], layers: list[_Edits]) -> str:
    """Apply `changes` to `text`, and append the map of what they did to `layers`."""
    if not changes:
        return text
    starts, ends, news = zip(*changes, strict=True)
    kept = [text[end:start] for end, start in zip((0, *ends), (*starts, len(text)), strict=True)]
    lengths = [len(new) for new in news]
    shifts = list(accumulate(n - (e - s) for s, e, n in zip(starts, ends, lengths, strict=True)))
    folded_ends = tuple(end + shift for end, shift in zip(ends, shifts, strict=True))
    folded_starts = tuple(end - n for end, n in zip(folded_ends, lengths, strict=True))
    layers.append(_Edits(starts, ends, folded_starts, folded_ends))
    pieces = [kept[0]]
    for new, rest in zip(news, kept[1:], strict=True):
        pieces.extend((new, rest))
    return "".join(pieces)


# --- Composition ------------------------------------------------------------------------------


def _composed(text: str) -> list[tuple[int, int, str]]:
    """List the clusters of `text` that NFC changes."""
    if unicodedata.is_normalized("NFC", text):
        return []
    borders = [at for at, char in enumerate(text) if _begins_cluster(char)]
    if not borders or borders[0] != 0:
        borders.insert(0, 0)
    borders.append(len(text))
    changes = []
    for start, end in pairwise(borders):
        cluster = text[start:end]
        composed = unicodedata.normalize("NFC", cluster)
        if composed != cluster:
            changes.append((start, end, composed))
    return changes


def _begins_cluster(char: str) -> bool:
    if char < "\u0300":
        return True
    # Hangul vowels and finals compose with what stands before them, though they are letters.
    return not ("\u1160" <= char <= "\u11ff") and not unicodedata.category(char).startswith("M")


# --- Typography -------------------------------------------------------------------------------

# Soft hyphen, grapheme joiner, Arabic letter mark and tatweel, vowel separator, zero-width space
# and non-joiner, direction marks, embeddings and isolates, word joiner, variation selectors, BOM.
_HIDDEN = (
    "\u00ad\u034f\u061c\u0640\u180e\u200b\u200c\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069"
    "\ufe0e\ufe0f\ufeff"
)
# A joiner makes one picture of several between emoji; anywhere else it only shapes letters.
_JOINER = (
    r"\u200d(?![\u2194-\u21aa\u2300-\u23ff\u2600-\u27bf\u2b00-\u2bff\ufe0f\U0001f000-\U0001faff])"
)
_GLUE = rf"(?:[{_HIDDEN}]|{_JOINER})"
_SPACE = r"[^\S\n\r\v\f\x1c-\x1e\x85\u2028\u2029]"
_DASHES = "\\-\u2010-\u2015\u2212\u2e3a\u2e3b\ufe58\ufe63\uff0d"
_DOUBLE = "\u201c\u201d\u201e\u201f\u2033\u2036\u00ab\u00bb\uff02\u301d\u301e\u301f"
_SINGLE = "\u2018\u2019\u201a\u201b\u2032\u2035\u00b4\u02bc\u2039\u203a\uff07"

_SPECIAL = f"\\s{_HIDDEN}\u200d{_DASHES}{_DOUBLE}{_SINGLE}\ufb00-\ufb06"
_TYPOGRAPHY = re.compile(
    # Most characters, and single spaces between words, are passed by quickly.
    rf"(?=[{_SPECIAL}])(?! [^{_SPECIAL}])(?:"
    # French guillemets hold a space inside, German and English quotation marks do not.
    rf"(?P<opens>(?<![^\s(\[])«(?:{_SPACE}|{_GLUE})+)"
    rf"|(?P<closes>(?:{_SPACE}|{_GLUE})+»(?![^\W_]))"
    rf"|(?P<space>{_GLUE}*(?:\s{_GLUE}*)+)"
    rf"|(?P<hidden>{_GLUE}+)"
    rf"|(?P<dash>[{_DASHES}])"
    rf"|(?P<double>[{_DOUBLE}])|(?P<single>[{_SINGLE}])"
    r"|(?P<ligature>[\ufb00-\ufb06]))"
)
_LINE_BREAK = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_PLAIN = {
    "opens": '"',
    "closes": '"',
    "hidden": "",
    "dash": "-",
    "double": '"',
    "single": "'",
}


def _plain_typography(text: str) -> list[tuple[int, int, str]]:
    """List what is set otherwise than in plain ASCII typography."""
    changes = []
    for found in _TYPOGRAPHY.finditer(text):
        kind = found.lastgroup
        if kind == "space":
            plain = _plain_space(found.group())
        elif kind == "ligature":
            plain = unicodedata.normalize("NFKC", found.group())
        else:
            plain = _PLAIN[kind or ""]
        if plain != found.group():
            changes.append((found.start(), found.end(), plain))
    return changes


def _plain_space(space: str) -> str:
    if len(space) == 1 and space not in "\v\f\x85\u2028\u2029\r\x1c\x1d\x1e":
        return "\n" if space == "\n" else " "
    breaks = _LINE_BREAK.findall(space)
    if not breaks:
        return " "
    return "\n\n" if len(breaks) > 1 or breaks[0] in "\f\u2029" else "\n"
