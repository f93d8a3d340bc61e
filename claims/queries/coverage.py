"""How much of what is checkable in an article is under a claim or dismissed by name."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypedDict

from claims.models import Mention, Person, Revision, Suggestion
from claims.models.claim import Kind
from claims.text.coverage import are_covered

UNCOVERED, COVERED, DISMISSED = "uncovered", "covered", "dismissed"
LISTED_MOST = 200
# Thirds of what the sample articles hold, roughly.
_HIGH, _MEDIUM = 0.85, 0.7


class Item(NamedTuple):
    """A checkable item: a place of the newest draft that the desk suggests.

    `start` and `end` are code points of the draft's text, end excluded. Items of one `group`
    repeat one fact; `repeats` counts the others of it. `state` is "covered" while a claim stands
    on the words, else "dismissed" if somebody said so, else "uncovered".
    """

    id: int
    start: int
    end: int
    exact: str
    kind: str
    score: float
    reason: str
    speaker: str
    group: int
    dismissed_at: dt.datetime | None
    dismissed_by: int | None
    dismissed_reason: str
    state: str = UNCOVERED
    repeats: int = 0


_COLUMNS = (
    *("pk", "start", "end", "exact", "kind", "score", "reason", "speaker", "group"),
    *("dismissed_at", "dismissed_by", "dismissed_reason"),
)


@dataclass(frozen=True)
class Coverage:
    """The checkable items of an article's newest draft.

    Attributes:
        revision_id: that draft.
        items: in reading order.
        notice: what was left out of them, a sentence, or "".
        is_found: False while the desk has not looked through the draft yet.
        uncovered: the items that wait for a claim or a dismissal, in reading order.
        covered, dismissed: how many are under a claim; how many of the rest somebody dismissed.
    """

    revision_id: int
    items: list[Item]
    notice: str
    is_found: bool
    uncovered: list[Item] = field(init=False)
    covered: int = field(init=False)
    dismissed: int = field(init=False)

    def __post_init__(self) -> None:
        states = Counter(item.state for item in self.items)
        uncovered = [item for item in self.items if item.state == UNCOVERED]
        object.__setattr__(self, "uncovered", uncovered)
        object.__setattr__(self, "covered", states[COVERED])
        object.__setattr__(self, "dismissed", states[DISMISSED])

    @property
    def total(self) -> int:
        """All of them: covered, dismissed and uncovered."""
        return len(self.items)

    @property
    def dismissed_items(self) -> list[Item]:
        """The items that somebody dismissed and no claim covers, in reading order."""
        return [item for item in self.items if item.state == DISMISSED]


def get_coverage(article_id: int) -> Coverage:
    """Return the coverage of an article's newest draft, in three statements.

    The article exists, and has a draft, as every article.
    """
    drafts = Revision.objects.filter(article=article_id).order_by("-number")
    revision_id, finding, notice = drafts.values_list("pk", "finding", "finding__notice")[0]
    if finding is None:
        return Coverage(revision_id, [], "", is_found=False)
    rows = Suggestion.objects.filter(revision=revision_id).order_by("start", "end")
    items = [Item(*row) for row in rows.values_list(*_COLUMNS)]
    marks: Any = (
        Mention.objects.placed()
        .filter(revision=revision_id, claim__joined_into=None, claim__closed_at=None)
        .order_by()
        .values_list("start", "end")
    )
    covered = are_covered([(item.start, item.end) for item in items], marks)
    repeats = Counter(item.group for item in items)
    items = [
        item._replace(state=_state(item, is_covered), repeats=repeats[item.group] - 1)
        for item, is_covered in zip(items, covered, strict=True)
    ]
    return Coverage(revision_id, items, notice, is_found=True)


def _state(item: Item, is_covered: bool) -> str:
    if is_covered:
        return COVERED
    return DISMISSED if item.dismissed_at else UNCOVERED


class SuggestionPanel(TypedDict):
    """What the panel shows of a suggestion.

    `others` are the further places of its fact that are uncovered too; `previous` and `next` the
    uncovered items around it, None at the ends.
    """

    item: Item
    kind: str
    worth: str
    others: list[Item]
    previous: int | None
    next: int | None
    dismissed_by: Person | None


def get_suggestion_panel(
    coverage: Coverage, suggestion_id: int | None, *, after: int | None = None
) -> SuggestionPanel | None:
    """Return the suggestion in hand, or None where there is no such one in the newest draft.

    Args:
        after: without an id, the next uncovered item that begins behind this code point, and
            behind the last one the first.
    """
    waiting = coverage.uncovered
    if suggestion_id is not None:
        item = next((item for item in coverage.items if item.id == suggestion_id), None)
    elif after is not None:
        item = next((item for item in waiting if item.start > after), next(iter(waiting), None))
    else:
        item = None
    if item is None:
        return None
    by = item.dismissed_by
    return {
        "item": item,
        "kind": str(Kind(item.kind).label),
        "worth": worth_in_words(item.score),
        "others": [each for each in waiting if each.group == item.group and each.id != item.id],
        "previous": next((each.id for each in reversed(waiting) if each.start < item.start), None),
        "next": next((each.id for each in waiting if each.start > item.start), None),
        "dismissed_by": Person.objects.get(pk=by) if by else None,
    }


def worth_in_words(score: float) -> str:
    """Return a score for a reader: it puts items in an order and says no more."""
    if score >= _HIGH:
        return "high"
    return "medium" if score >= _MEDIUM else "low"


class Listed(NamedTuple):
    """An item in the list of those that wait, with its kind and its score in words."""

    item: Item
    kind: str
    worth: str


class Dismissed(NamedTuple):
    """A dismissed item, and by whom."""

    item: Item
    by: Person


class SuggestionList(TypedDict):
    """What the list shows: `listed` at most `LISTED_MOST`, the most worth a check first."""

    listed: list[Listed]
    more: int
    dismissed: list[Dismissed]


def get_suggestion_list(coverage: Coverage) -> SuggestionList:
    """Return the uncovered and the dismissed items for the list, in one statement more."""
    dismissed = coverage.dismissed_items
    people = Person.objects.in_bulk({item.dismissed_by for item in dismissed})
    by_score = sorted(coverage.uncovered, key=lambda item: (-item.score, item.start))
    return {
        "listed": [
            Listed(item, str(Kind(item.kind).label), worth_in_words(item.score))
            for item in by_score[:LISTED_MOST]
        ],
        "more": max(0, len(by_score) - LISTED_MOST),
        "dismissed": [
            Dismissed(item, people[item.dismissed_by])
            for item in dismissed
            if item.dismissed_by is not None
        ],
    }
