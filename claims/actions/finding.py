"""Looking through a draft for what is checkable, and keeping what was found.

It is nobody's doing and judges nothing: it proposes places to people.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.db import transaction
from procrastinate.contrib.django import app

from claims.actions.claims import MOST_MENTION_CODE_POINTS
from claims.actions.notes import keep_notes
from claims.models import Article, DraftCitation, Finding, Revision, Suggestion
from claims.models.claim import Kind
from claims.text.anchoring import State, reanchor
from claims.text.consistency import Note, find_notes_in
from claims.text.coverage import Span, are_covered
from claims.text.finding import Findings, examine

LOOKED_THROUGH_AT_ONCE_CODE_POINTS = 60_000
"""A text this long takes a third of a second; a longer one is left to the worker."""
FIND_TASK = "claims.tasks.finding.find_checkable"
NOTE_SCORE = 0.95
NOTE_REASON = "The copy has a {kind} here."
# The job of a short text is a net only: the request itself has done the work by then, unless the
# server was stopped in between.
_NET_S = 60
_MOST_SPEAKER_CODE_POINTS = 200


class _Block(NamedTuple):
    kind: str
    start: int
    end: int


def begin_finding(revision: Revision) -> None:
    """Have a new draft looked through: a short one at once, a long one by the worker.

    To be called in the transaction that writes the draft; nothing is read before it has ended.
    """
    is_short = len(revision.text) <= LOOKED_THROUGH_AT_ONCE_CODE_POINTS
    # Written with the draft, so that none is forgotten.
    task = app.configure_task(FIND_TASK, schedule_in={"seconds": _NET_S} if is_short else None)
    task.defer(revision_id=revision.pk)
    if is_short:
        # Whatever becomes of it, the draft is in; then the job tries again.
        transaction.on_commit(lambda: _find(revision), robust=True)


def _find(revision: Revision) -> None:
    find_in(revision)


def find_in(revision: Revision) -> Finding:
    """Look through a draft for what is checkable and keep it. Done once: again it changes nothing.

    What was dismissed in the draft before stays dismissed where its words stand unchanged.
    """
    known = Finding.objects.filter(revision=revision).first()
    if known:
        return known
    blocks = [_Block(block["kind"], block["start"], block["end"]) for block in revision.blocks]
    findings = examine(revision.text, blocks)
    return keep_findings(revision, findings, find_notes_in(revision.text, findings))


def keep_findings(revision: Revision, findings: Findings, notes: Iterable[Note] = ()) -> Finding:
    """Keep what was found in a draft, a row for each place; once: what is there already stays.

    Args:
        notes: what does not agree in it.
    """
    suggestions = [
        Suggestion(
            revision=revision,
            start=found.start,
            end=min(found.end, found.start + MOST_MENTION_CODE_POINTS),
            exact=found.exact[:MOST_MENTION_CODE_POINTS],
            kind=found.kind,
            score=found.score,
            reason=found.reason,
            speaker=found.speaker.name[:_MOST_SPEAKER_CODE_POINTS] if found.speaker else "",
            group=found.group,
        )
        for found in findings.suggestions
    ]
    of_copy = DraftCitation.objects.filter(revision=revision)
    suggestions = _with_notes(revision, suggestions, list(of_copy))
    _carry_dismissals(revision, suggestions)
    with transaction.atomic():
        # One after the other: the request and the worker may both have looked.
        articles = Article.objects.select_for_update(of=("self",), no_key=True)
        articles.get(pk=revision.article_id)
        kept, is_new = Finding.objects.get_or_create(
            revision=revision, defaults={"notice": findings.notice}
        )
        if is_new:
            Suggestion.objects.bulk_create(suggestions)
            keep_notes(revision, notes)
    return kept


def _with_notes(
    revision: Revision, suggestions: Sequence[Suggestion], notes: Iterable[DraftCitation]
) -> list[Suggestion]:
    """Return the suggestions with those that the copy's own comments and footnotes make.

    What is suggested under a note anyway says so and comes first; else the note's words are
    suggested themselves.
    """
    found = {(each.start, each.end): each for each in suggestions}
    spans = list(found)
    places: dict[Span, str] = {}
    for note in notes:
        place = _trimmed(revision.text, note.start, note.end)
        if place:
            places.setdefault(place, NOTE_REASON.format(kind=note.get_kind_display().lower()))
    for reason in sorted(set(places.values())):
        of_kind = [place for place, each in places.items() if each == reason]
        for span, is_under in zip(spans, are_covered(spans, of_kind), strict=True):
            if is_under:
                found[span].reason = f"{found[span].reason} {reason}"
                found[span].score = max(found[span].score, NOTE_SCORE)
    group = max((each.group for each in suggestions), default=0)
    for place, has_one in zip(places, are_covered(list(places), spans), strict=True):
        if has_one:
            continue
        group += 1
        found[place] = Suggestion(
            revision=revision,
            start=place[0],
            end=place[1],
            exact=revision.text[place[0] : place[1]],
            kind=Kind.OTHER,
            score=NOTE_SCORE,
            reason=places[place],
            group=group,
        )
    return [found[span] for span in sorted(found)]


def _trimmed(text: str, start: int, end: int) -> Span | None:
    """Return a place without white space at its edges, no longer than a mention may be."""
    words = text[start : min(end, start + MOST_MENTION_CODE_POINTS)]
    start += len(words) - len(words.lstrip())
    words = words.strip()
    return (start, start + len(words)) if words else None


def _carry_dismissals(revision: Revision, suggestions: Sequence[Suggestion]) -> None:
    """Dismiss what was dismissed in the draft before and says the same here, by the same person.

    Needs no lock: in a draft that is no longer the newest one nobody dismisses anything.
    """
    earlier = (
        Revision.objects.filter(article=revision.article_id, number__lt=revision.number)
        .filter(finding__isnull=False)
        .order_by("-number")
        .first()
    )
    if earlier is None:
        return
    dismissed = list(Suggestion.objects.filter(revision=earlier, dismissed_at__isnull=False))
    anchors = reanchor(earlier.text, revision.text, [(each.start, each.end) for each in dismissed])
    suggested = {(each.start, each.end): each for each in suggestions}
    for before, anchor in zip(dismissed, anchors, strict=True):
        if anchor.state not in (State.KEPT, State.MOVED):
            continue
        assert anchor.start is not None
        assert anchor.end is not None
        again = suggested.get((anchor.start, anchor.end))
        if again:
            again.dismissed_at = before.dismissed_at
            again.dismissed_by_id = before.dismissed_by_id
            again.dismissed_reason = before.dismissed_reason
