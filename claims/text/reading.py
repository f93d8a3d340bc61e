"""What several readers need of one text, read once: sentences, words, quoted passages, names."""

from dataclasses import dataclass

from claims.text.names import NameIndex
from claims.text.phrases import Token, tokenize_words
from claims.text.quote_marks import read_quoted_spans
from claims.text.sentences import split_sentences

__all__ = ["Piece", "Reading"]

_PIECE_CODE_POINTS = 1_200


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence, or a part of one that is longer than any sentence should be.

    `text[start:end]` in code points, with its words and marks.
    """

    start: int
    end: int
    tokens: list[Token]


class Reading:
    """A text with its sentences, quoted passages and names.

    Attributes:
        text: as given.
        sentences: start and end of each, in code points.
        pieces: the same with their tokens; a sentence without end is cut at white space.
        quoted: every quoted passage; `outer`: start and end of those inside no other.
        names: the people named.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.sentences = [(sentence[0], sentence[1]) for sentence in split_sentences(text)]
        self.quoted = read_quoted_spans(text)
        self.outer = [(span.start, span.end) for span in self.quoted if span.depth == 0]
        self.names = NameIndex(text, self.outer)
        self.pieces = [
            Piece(start, end, tokenize_words(text, start, end)) for start, end in self._cut()
        ]

    def _cut(self) -> list[tuple[int, int]]:
        spans = []
        for start, end in self.sentences:
            at = start
            while end - at > _PIECE_CODE_POINTS:
                cut = self.text.rfind(" ", at + 1, at + _PIECE_CODE_POINTS)
                cut = cut if cut > at else at + _PIECE_CODE_POINTS
                spans.append((at, cut))
                at = cut
            spans.append((at, end))
        return spans
