"""What people decided about suggestions, as examples to train the score from."""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple

from claims.models import Claim, Mention, Revision, Suggestion
from claims.text.coverage import are_covered
from claims.text.sentences import split_sentences
from claims.text.training import Example


class Decision(NamedTuple):
    """A sentence that somebody took up or dismissed, and the article that it stands in."""

    article: int
    example: Example


def get_decisions() -> list[Decision]:
    """Return a decision for each sentence of the newest drafts that people decided on.

    A sentence is worth checking if a suggestion in it came under a claim, and not if all that were
    decided were dismissed; what nobody decided says nothing. The same sentence counts once.
    """
    found: dict[str, Decision] = {}
    newest = Revision.objects.order_by("article_id", "-number").distinct("article_id")
    for revision in newest.only("article_id", "text").iterator(chunk_size=20):
        for sentence, is_worthy in _decided_sentences(revision).items():
            before = found.get(sentence)
            if before is None or (is_worthy and not before.example.is_worthy):
                found[sentence] = Decision(revision.article_id, Example(sentence, is_worthy))
    return list(found.values())


def _decided_sentences(revision: Revision) -> dict[str, bool]:
    """Return whether each decided sentence of a draft is worth checking."""
    suggestions = list(
        Suggestion.objects.filter(revision=revision)
        .order_by("start", "end")
        .values_list("start", "end", "dismissed_at")
    )
    if not suggestions:
        return {}
    marks = [
        (start, end)
        for start, end in Mention.objects.placed()
        .filter(revision=revision, claim__in=Claim.objects.in_check())
        .values_list("start", "end")
        if start is not None and end is not None
    ]
    covered = are_covered([(start, end) for start, end, _ in suggestions], marks)
    sentences = split_sentences(revision.text)
    starts = [start for start, _ in sentences]
    decided: dict[str, bool] = {}
    for (start, _, dismissed_at), is_covered in zip(suggestions, covered, strict=True):
        if not is_covered and dismissed_at is None:
            continue
        place = bisect_right(starts, start) - 1
        if place < 0:
            continue
        first, last = sentences[place]
        sentence = " ".join(revision.text[first:last].split())
        is_accepted = is_covered and dismissed_at is None
        decided[sentence] = decided.get(sentence, False) or is_accepted
    return decided
