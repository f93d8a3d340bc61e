"""Find sentences that are alike. That proposes where to look, and never decides what changed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from rapidfuzz import fuzz

from claims.text.draft_tokens import token_weight, words_of
from claims.text.sequences import align_tokens

__all__ = ["Index", "nearest_first", "shared_words", "similarity"]

_LONG = 4_000  # code points; longer sentences are compared by their words only
_EXTENDED = 0.85  # the likeness of a sentence to itself with a clause added


def similarity(a: str, b: str, cutoff: float = 0.0) -> float:
    """Return how alike two sentences are, 0 to 1; below `cutoff` it may return 0."""
    if max(len(a), len(b)) > _LONG:
        return _word_overlap(a, b)
    alike = fuzz.ratio(a, b, score_cutoff=100 * cutoff) / 100
    short, long = sorted((len(a), len(b)))
    if alike >= _EXTENDED or long <= 1.25 * short or (a[0] != b[0] and a[-1] != b[-1]):
        return alike
    # A clause may have been added or dropped while the rest stands.
    return _EXTENDED if fuzz.partial_ratio(a, b, score_cutoff=90) else alike


def nearest_first(text: str, others: Sequence[str]) -> list[int]:
    """Return the places of `others`, those whose words are most like those of `text` first.

    The order of words and their capitals count for little; on a tie the earlier comes first.
    """
    words = text.casefold()
    likeness = [
        max(fuzz.token_set_ratio(words, other.casefold()), fuzz.ratio(words, other.casefold()))
        for other in others
    ]
    return sorted(range(len(others)), key=lambda place: -likeness[place])


def _word_overlap(a: str, b: str) -> float:
    if not 0.3 < len(a) / len(b) < 3.3:
        return 0.0
    a_words, b_words = Counter(a.split()), Counter(b.split())
    return 2 * (a_words & b_words).total() / (a_words.total() + b_words.total())


def shared_words(a: str, b: str) -> float:
    """Return the share of the shorter sentence whose words stand, in order, in the longer one.

    Upper and lower case are the same here: a sentence that gets a new beginning loses its capital.
    """
    if max(len(a), len(b)) > _LONG:
        return 0.0
    words = [words_of(a.lower()), words_of(b.lower())]
    shared = sum(token_weight(words[0][at]) for at, _ in align_tokens(*words))
    return shared / min(sum(map(token_weight, side)) for side in words)


class Index:
    """Finds texts that share rare words with another; its answers are few, however many match."""

    _FOUND = 8
    _RARE_WORDS = 12
    _COMMON = 24  # a word of more texts than that leads nowhere

    def __init__(self, texts: Mapping[int, str]) -> None:
        """Take in texts by number."""
        self._numbers: Sequence[int] = list(texts)
        self._postings: dict[str, list[int]] = defaultdict(list)
        if len(texts) > self._FOUND:
            for number, text in texts.items():
                for word in dict.fromkeys(text.split()):
                    self._postings[word].append(number)

    def find(self, text: str) -> Sequence[int]:
        """Return a few numbers of texts, those that share most words with `text` first."""
        if len(self._numbers) <= self._FOUND:
            return self._numbers
        # Not a set: its order differs from one run of Python to the next.
        words = dict.fromkeys(text.split())
        known = sorted((self._postings[word] for word in words if word in self._postings), key=len)
        votes: Counter[int] = Counter()
        for numbers in known[: self._RARE_WORDS]:
            if len(numbers) <= self._COMMON:
                votes.update(numbers)
        return [number for number, _ in votes.most_common(self._FOUND)]
