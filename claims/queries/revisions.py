"""Two drafts side by side, and in the margin what became of each claim."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, TypedDict

from claims.models import Article, Mention, Revision
from claims.text.changes import REASONS
from claims.text.differences import Differences, RunKind, Side, compare_drafts, fold_rows
from claims.text.marking import Segment, Span, cut_into_segments

ADDED = "added"  # the state of a mention that has none before it
_STATES = ("kept", "moved", "edited", "orphaned", ADDED)


class Place(NamedTuple):
    """Where a mention stands in one of the two drafts; `row` is None where it is gone."""

    start: int
    end: int
    row: int | None


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a mention between two drafts.

    `state` is that of a mention, or "added" where it was marked after the old draft. `standing`
    is the claim's rating, or "recheck" or "open". `old_words` and `new_words` are empty where
    it has no place in that draft.
    """

    claim: int
    number: int
    wording: str
    standing: str
    state: str
    reasons: tuple[str, ...]
    old: Place | None
    new: Place | None
    old_words: str
    new_words: str
    needs_look: bool

    @property
    def row(self) -> int | None:
        """The row to look at: where it stands, or else where it stood."""
        place = self.new or self.old
        return place.row if place else None


class Piece(NamedTuple):
    """A run of a block, cut at the edges of mentions; these go by their place in `fates`."""

    kind: RunKind
    segments: list[tuple[str, Segment]]


class Cell(TypedDict):
    """A block as one draft has it. `moved` are the rows with what went away or came here."""

    kind: str
    level: int
    pieces: list[Piece]
    moved: list[int]


class RowView(TypedDict):
    number: int
    is_unchanged: bool
    old: Cell | None
    new: Cell | None
    was_kind: str
    margin: list[Fate]


class StretchView(TypedDict):
    """Rows shown in a row, or folded away; `claims` counts the claims in their margins."""

    is_folded: bool
    rows: list[RowView]
    claims: int


class Comparison(TypedDict):
    old: Revision
    new: Revision
    stretches: list[StretchView]
    fates: list[Fate]
    looks: list[Fate]
    counts: dict[str, int]
    is_same: bool


class RevisionsPage(TypedDict):
    article: Article
    drafts: list[Revision]
    comparison: Comparison | None
    may_revise: bool


def get_drafts(article: Article) -> list[Revision]:
    """Return an article's drafts without their text, the newest first."""
    drafts = Revision.objects.filter(article=article).select_related("created_by")
    return list(drafts.defer("text", "blocks", "warnings").order_by("-number"))


def get_revisions_page(
    article: Article,
    drafts: list[Revision],
    *,
    numbers: tuple[int, int] | None,
    may_revise: bool = False,
) -> RevisionsPage:
    """Return the page, in a constant number of statements whatever the number of claims.

    Args:
        drafts: of `get_drafts`.
        numbers: of the two drafts to compare, the older first; None compares nothing.
        may_revise: whether to offer sending a new draft.
    """
    return {
        "article": article,
        "drafts": drafts,
        "comparison": _compare(article, *numbers) if numbers else None,
        "may_revise": may_revise,
    }


def _compare(article: Article, old_number: int, new_number: int) -> Comparison:
    drafts = Revision.objects.filter(article=article, number__in=(old_number, new_number))
    old, new = drafts.order_by("number")
    found = compare_drafts(old.text, old.blocks, new.text, new.blocks)
    fates = list(_fates(_steps(article, old_number, new_number), found, old_number, new_number))
    looks = sorted((fate for fate in fates if fate.needs_look), key=_reading_order)
    rows = list(_rows(found, fates, old, new))
    shown = {fate.row for fate in looks if fate.row is not None}
    stretches: list[StretchView] = []
    for start, end, is_folded in fold_rows(found.rows, shown):
        part = rows[start:end]
        claims = {fate.claim for row in part for fate in row["margin"]}
        stretches.append({"is_folded": is_folded, "rows": part, "claims": len(claims)})
    counted = Counter(fate.state for fate in fates)
    return {
        "old": old,
        "new": new,
        "stretches": stretches,
        "fates": fates,
        "looks": looks,
        "counts": {state: counted[state] for state in _STATES if counted[state]},
        "is_same": all(row.is_unchanged for row in found.rows),
    }


def _reading_order(fate: Fate) -> tuple[float, int, int]:
    place = fate.new or fate.old
    row = fate.row if fate.row is not None else float("inf")
    return row, place.start if place else 0, fate.number


# What became of each mention


class _Step(NamedTuple):
    """A mention, and what its claim says."""

    pk: int
    draft: int
    start: int | None
    end: int | None
    exact: str
    state: str
    reasons: list[str]
    previous: int | None
    closed_at: Any
    claim: int
    number: int
    wording: str
    rating: str
    recheck: list[str]
    claim_closed_at: Any


def _steps(article: Article, old: int, new: int) -> Iterator[_Step]:
    """Yield the mentions of the drafts from `old` to `new`, in the order of the drafts."""
    mentions = Mention.objects.filter(
        revision__article=article,
        revision__number__gte=old,
        revision__number__lte=new,
        claim__joined_into=None,
    )
    return map(
        _Step._make,
        mentions.order_by("revision__number", "start", "-end", "pk").values_list(
            "pk",
            "revision__number",
            "start",
            "end",
            "exact",
            "state",
            "reasons",
            "previous",
            "closed_at",
            "claim",
            "claim__number",
            "claim__wording",
            "claim__rating",
            "claim__recheck",
            "claim__closed_at",
        ),
    )


def _fates(steps: Iterable[_Step], found: Differences, old: int, new: int) -> Iterator[Fate]:
    trails: dict[int, list[_Step]] = {}
    for step in steps:
        before = trails.pop(step.previous, []) if step.previous is not None else []
        trails[step.pk] = [*before, step]
    standing = {trail[-1].claim for trail in trails.values() if _place(trail[-1], new)}
    for trail in trails.values():
        last = trail[-1]
        if last.draft < new and last.start is not None and last.claim in standing:
            continue  # Two places of a claim became one, which goes by the other trail.
        fate = _fate(trail, found, old, new)
        if fate.old or fate.new or fate.needs_look:
            yield fate


def _fate(trail: list[_Step], found: Differences, old: int, new: int) -> Fate:
    """Return what became of a mention in all the drafts it went through."""
    first, last = trail[0], trail[-1]
    stood, stands = _place(first, old), _place(last, new)
    state, reasons = _state(trail[1:] if first.draft == old else trail)
    if stands is None:
        state, reasons = "orphaned", ()
    elif first.draft > old:
        state, reasons = ADDED, ()
    in_check = last.claim_closed_at is None
    is_open = last.closed_at is None if state == "orphaned" else not last.rating
    return Fate(
        claim=last.claim,
        number=last.number,
        wording=last.wording,
        standing=last.rating or ("recheck" if last.recheck else "open"),
        state=state,
        reasons=reasons,
        old=stood and Place(*stood, found.row_of_old(stood[0])),
        new=stands and Place(*stands, found.row_of_new(stands[0])),
        old_words=first.exact if stood else "",
        new_words=last.exact if stands else "",
        needs_look=in_check and is_open and state in ("edited", "orphaned"),
    )


def _place(step: _Step, draft: int) -> tuple[int, int] | None:
    if step.draft != draft or step.start is None or step.end is None:
        return None
    return step.start, step.end


def _state(steps: Sequence[_Step]) -> tuple[str, tuple[str, ...]]:
    """Return the gravest of several states, and all that changed on the way."""
    states = [step.state for step in steps]
    changed = {reason for step in steps for reason in step.reasons}
    # Words that were lost and marked anew by somebody are other words.
    if "edited" in states or "orphaned" in states:
        return "edited", tuple(reason for reason in REASONS if reason in changed)
    return ("moved" if "moved" in states else "kept"), ()


# The rows


def _rows(
    found: Differences, fates: Sequence[Fate], old: Revision, new: Revision
) -> Iterator[RowView]:
    margins = _margins(fates)
    old_cells = _cells([row.old for row in found.rows], old.text, [fate.old for fate in fates])
    new_cells = _cells([row.new for row in found.rows], new.text, [fate.new for fate in fates])
    for number, row in enumerate(found.rows):
        before, now = old_cells[number], new_cells[number]
        is_other_kind = before and now and before["kind"] != now["kind"]
        yield {
            "number": number,
            "is_unchanged": row.is_unchanged,
            "old": before,
            "new": now,
            "was_kind": before["kind"] if before and is_other_kind else "",
            "margin": margins[number],
        }


def _margins(fates: Sequence[Fate]) -> dict[int, list[Fate]]:
    """Return for each row the claims that stand or stood there, one line for one fate."""
    margins: dict[int, list[Fate]] = defaultdict(list)
    seen = set()
    for fate in sorted(fates, key=_reading_order):
        for row in dict.fromkeys(place.row for place in (fate.new, fate.old) if place):
            line = (row, fate.claim, fate.state, fate.reasons)
            if row is not None and line not in seen:
                seen.add(line)
                margins[row].append(fate)
    return margins


def _cells(
    sides: Sequence[Side | None], text: str, places: Sequence[Place | None]
) -> list[Cell | None]:
    """Return the blocks of one draft, row by row, with the mentions marked in their runs."""
    spans = [Span(at, place.start, place.end) for at, place in enumerate(places) if place]
    runs = [(run.start, run.end) for side in sides if side for run in side.runs]
    segments = cut_into_segments(runs, spans)
    return [_cell(side, text, segments) if side else None for side in sides]


def _cell(side: Side, text: str, segments: Iterator[list[Segment]]) -> Cell:
    pieces = [
        Piece(run.kind, [(text[each.start : each.end], each) for each in next(segments)])
        for run in side.runs
    ]
    moved = dict.fromkeys(run.row for run in side.runs if run.row is not None)
    return {"kind": side.kind, "level": side.level, "pieces": pieces, "moved": list(moved)}
