"""How much of what is checkable in an article is under a claim or dismissed by name."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from claims.models import Mention, Person, Revision, Suggestion
from claims.text.coverage import are_covered

UNCOVERED, COVERED, DISMISSED = "uncovered", "covered", "dismissed"


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
    def by_score(self) -> list[Item]:
        """The uncovered items, the most worth a check first."""
        return sorted(self.uncovered, key=lambda item: (-item.score, item.start))

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


def get_names(coverage: Coverage) -> dict[int, Person]:
    """Return who dismissed items of `coverage`, by id."""
    return Person.objects.in_bulk(
        {item.dismissed_by for item in coverage.dismissed_items if item.dismissed_by is not None}
    )
