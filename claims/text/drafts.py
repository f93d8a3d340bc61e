"""A draft as the comparison sees it: folded, cut into sentences and, where needed, tokens.

All offsets here are code points of the folded text.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Container
from functools import cached_property
from typing import NamedTuple

from claims.text.draft_tokens import token_weight, tokenize
from claims.text.folding import fold
from claims.text.sentences import split_sentences

__all__ = ["Draft", "Range", "Sentence", "Words", "read_drafts"]


_SPACE = re.compile(" ")


class Range(NamedTuple):
    """Tokens of a draft by number, end excluded."""

    start: int
    end: int


class Sentence(NamedTuple):
    """A sentence with single spaces, and its place."""

    text: str
    start: int
    end: int
    opens: bool  # its paragraph
    closes: bool  # its paragraph


class Draft:
    """A text, folded, with its sentences."""

    def __init__(self, source: str, known: dict[str, list[Sentence]]) -> None:
        """Fold and cut a text.

        Args:
            source: the text.
            known: paragraphs that were cut before; is added to.
        """
        self.folded = fold(source)
        self.text = self.folded.text
        self.sentences: list[Sentence] = []
        at = 0
        for paragraph in self.text.split("\n\n"):
            cut = known.get(paragraph)
            if cut is None:
                cut = known[paragraph] = _cut(paragraph)
            self.sentences += [
                Sentence(text, at + start, at + end, opens, closes)
                for text, start, end, opens, closes in cut
            ]
            at += len(paragraph) + 2

    @cached_property
    def _starts(self) -> list[int]:
        return [sentence.start for sentence in self.sentences]

    def unglue(self, other: Draft) -> None:
        """Cut off the headings that run into the next sentence here, but not in the other draft.

        A heading has no stop, so nothing but a line break parts it from what follows.
        """
        known = {sentence.text for sentence in other.sentences}
        headings = {text for text in known if len(text) <= _HEADING and text[-1] not in _ENDS}
        cut: list[Sentence] = []
        for sentence in self.sentences:
            if sentence.text not in known:
                while at := _heading_end(sentence.text, headings, known):
                    end = sentence.start + at
                    cut.append(
                        Sentence(sentence.text[:at], sentence.start, end, sentence.opens, False)
                    )
                    sentence = Sentence(
                        sentence.text[at + 1 :], end + 1, sentence.end, False, sentence.closes
                    )
            cut.append(sentence)
        self.sentences = cut

    @cached_property
    def small_words(self) -> frozenset[str]:
        """The words that stand with a small first letter somewhere."""
        pieces = {piece.strip(".,;:!?\"'()") for piece in self.text.split()}
        return frozenset(piece for piece in pieces if piece[:1].islower())

    def sentence_at(self, offset: int) -> int:
        """Return the number of the sentence that holds an offset."""
        return bisect_right(self._starts, offset) - 1

    def slice(self, start: int, end: int) -> str:
        """Return a stretch of the text with single spaces."""
        return " ".join(self.text[start:end].split())


def read_drafts(old: str, new: str) -> tuple[Draft, Draft]:
    """Fold and cut two drafts; what they have in common is cut once."""
    known: dict[str, list[Sentence]] = {}
    drafts = Draft(old, known), Draft(new, known)
    drafts[1].unglue(drafts[0])
    drafts[0].unglue(drafts[1])
    return drafts


_HEADING = 120  # code points; no heading is longer
_ENDS = ".!?…؟۔।。！？:;,\"')]}"


def _heading_end(text: str, headings: set[str], known: set[str]) -> int:
    """Return where a heading at the start of a sentence ends; 0 if there is none."""
    if not headings:
        return 0
    for space in _SPACE.finditer(text, 1, _HEADING + 1):
        at = space.start()
        if text[:at] in headings:
            rest = text[at + 1 :]
            if rest in known or (" " in text[:at] and not rest.lstrip("\"'")[:1].islower()):
                return at
    return 0


def _cut(paragraph: str) -> list[Sentence]:
    """Return the sentences of a paragraph; a line of its own counts as a paragraph."""
    spans = split_sentences(paragraph)
    cut = []
    before = 0
    for number, (start, end) in enumerate(spans):
        behind = spans[number + 1].start if number + 1 < len(spans) else len(paragraph)
        text = paragraph[start:end]
        cut.append(
            Sentence(
                " ".join(text.split()) if "\n" in text else text,
                start,
                end,
                number == 0 or "\n" in paragraph[before:start],
                number + 1 == len(spans) or "\n" in paragraph[end:behind],
            )
        )
        before = end
    return cut


class Words:
    """The tokens of chosen sentences of a draft, numbered through; the others have none."""

    def __init__(self, draft: Draft, chosen: Container[int]) -> None:
        self.draft = draft
        self.words: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        self._openings: list[int] = []
        for number, sentence in enumerate(draft.sentences):
            self._openings.append(len(self.words))
            if number in chosen:
                words, starts, ends = tokenize(draft.text, sentence.start, sentence.end)
                self.words += words
                self.starts += starts
                self.ends += ends
        self._openings.append(len(self.words))

    def sentence_of(self, token: int) -> int:
        """Return the number of the sentence that holds a token."""
        return bisect_right(self._openings, token, hi=len(self._openings) - 1) - 1

    def of_sentence(self, sentence: int) -> Range:
        """Return the tokens of a sentence."""
        return Range(self._openings[sentence], self._openings[sentence + 1])

    def is_next(self, token: int, other: int) -> bool:
        """Tell whether nothing that was left out stands between two tokens in a row."""
        return abs(self.sentence_of(token) - self.sentence_of(other)) <= 1

    def inside(self, start: int, end: int) -> Range:
        """Return the tokens that a span touches."""
        return Range(bisect_right(self.ends, start), bisect_left(self.starts, end))

    def take(self, tokens: Range) -> list[str]:
        """Return the words of a range of tokens."""
        return self.words[tokens.start : tokens.end]

    def weight(self, tokens: Range) -> int:
        """Return how much a range of tokens has to say."""
        return sum(map(token_weight, self.take(tokens)))

    def is_opening(self, token: int) -> bool:
        """Tell whether a token is the first of its sentence, quotation marks aside."""
        opening = self._openings[self.sentence_of(token)]
        return token == opening or (token == opening + 1 and self.words[opening] in "\"'")
