"""What templates need beyond Django: the marked text, the bar, assets with their integrity."""

import base64
import hashlib
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import lru_cache
from html import escape
from itertools import islice
from typing import Any
from uuid import uuid4

from django import template
from django.contrib.staticfiles.storage import staticfiles_storage
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from claims.models import Article
from claims.queries.article import ClaimLine
from claims.queries.coverage import Coverage, SuggestionPanel
from claims.queries.notes import NoteLine, NotesPage
from claims.queries.progress import STATES, Progress
from claims.text.marking import Segment, Span, cut_at, cut_into_segments
from claims.text.offsets import CONTEXT_CODE_POINTS

register = template.Library()

LABELS = {
    "verified": "Verified",
    "disputed": "Disputed",
    "unsourced": "Unsourced",
    "recheck": "Needs recheck",
    "open": "Open",
}
TAGS = {"paragraph": "p", "quote": "blockquote", "list_item": "li", "preformatted": "pre"}


@register.filter
def state_label(state: str) -> str:
    """Return the word for a rating; an empty one is open."""
    return LABELS.get(state, LABELS["open"])


@register.filter
def state_of(claim: Any) -> str:
    """Return a claim's rating, or "recheck" or "open" where it has none."""
    return claim.rating or ("recheck" if claim.recheck else "open")


@register.filter
def from_word(text: str) -> str:
    """Return what stands before a mention, cut where a word begins."""
    return text if len(text) < CONTEXT_CODE_POINTS else f"…{text.partition(' ')[2] or text}"


@register.filter
def to_word(text: str) -> str:
    """Return what stands after a mention, cut where a word ends."""
    return text if len(text) < CONTEXT_CODE_POINTS else f"{text.rpartition(' ')[0] or text}…"


@register.simple_tag
def new_key() -> str:
    """Return a key for a form: sent twice, the form counts once."""
    return str(uuid4())


@register.inclusion_tag("claims/_progress_bar.html")
def progress_bar(progress: Progress) -> dict[str, object]:
    """Draw how far an article has come: a stacked bar with its numbers."""
    total = progress["total"] or 1
    pieces, x = [], 0.0
    for state in STATES:
        count = progress[state]  # type: ignore[literal-required]
        width = 100 * count / total
        if count:
            pieces.append(
                {"state": state, "count": count, "x": f"{x:.3f}", "width": f"{width:.3f}"}
            )
        x += width
    counts = [
        {"state": state, "label": LABELS[state], "count": progress[state]}  # type: ignore[literal-required]
        for state in STATES
    ]
    return {"pieces": pieces, "counts": counts, "progress": progress}


@register.simple_tag
def article_text(
    article: Article,
    text: str,
    blocks: list[dict[str, Any]],
    spans: list[Span],
    lines: list[ClaimLine],
    current: Any,
    coverage: Coverage | None = None,
    suggestion: SuggestionPanel | None = None,
    *,
    consistency: NotesPage | None = None,
) -> SafeString:
    """Return the text with its marks; between them hints: what is not covered yet; and a sign
    behind each place that a note names.

    Built here and not in a template: a long article has thousands of pieces. What stands in an
    element with `data-start`, less what is marked `data-x`, is the text to the code point.
    """
    page = article.get_absolute_url()
    states = {line.id: line for line in lines}
    current_id = current["claim"].pk if current else None
    places = [(block["start"], block["end"]) for block in blocks]
    hints = _Hints(text, coverage, suggestion["item"].id if suggestion else None)
    notes = [*consistency["notes"], *consistency["dismissed"]] if consistency else []
    signs = _signs(notes)
    stops = sorted(signs)
    pieces: list[str] = []
    in_list = False
    for index, segments in enumerate(cut_into_segments(places, spans)):
        block = blocks[index]
        is_item = block["kind"] == "list_item"
        if is_item != in_list:
            pieces.append("<ul>" if is_item else "</ul>")
            in_list = is_item
        tag = _tag(block)
        kind = "" if tag != "p" or block["kind"] == "paragraph" else f' class="{block["kind"]}"'
        pieces.append(f'<{tag}{kind} dir="auto" data-start="{block["start"]}">')
        for segment in cut_at(segments, stops):
            pieces.extend(_segment(page, text, segment, states, current_id, hints))
            pieces.extend(signs.pop(segment.end, ()))
        pieces.append(
            f'<a class="mark-here" data-x href="{page}?words={index + 1}"'
            f' aria-label="Mark words of paragraph {index + 1}">+</a></{tag}>'
        )
    if in_list:
        pieces.append("</ul>")
    return mark_safe("".join(pieces))  # every piece of the text has gone through escape()


def _signs(notes: Iterable[NoteLine]) -> dict[int, list[str]]:
    """Return the signs by the code point that they stand behind.

    Those of dismissed notes are there as well, hidden: whoever takes a dismissal back has them.
    """
    signs: dict[int, list[str]] = {}
    for note in notes:
        hidden = " hidden" if note.is_dismissed else ""
        for place in note.places:
            signs.setdefault(place.end, []).append(
                f'<a class="note-sign" data-x id="{place.anchor}" href="#note-{note.id}"'
                f' data-note="{note.id}" aria-label="Note {note.number}: may not agree"{hidden}>'
                f"≠<sup>{note.number}</sup></a>"
            )
    return signs


def _tag(block: dict[str, Any]) -> str:
    if block["kind"] == "heading":
        return f"h{min(max(block['level'] + 1, 2), 6)}"
    return TAGS.get(block["kind"], "p")


class _Hints:
    """The uncovered items of a text. Where a claim is marked, its mark is all that shows."""

    def __init__(self, text: str, coverage: Coverage | None, current: int | None) -> None:
        self._text = text
        self._current = current
        waiting = coverage.uncovered if coverage else []
        spans = [Span(item.id, item.start, item.end) for item in waiting]
        (cut,) = cut_into_segments([(0, len(text))], spans)
        self._segments = [segment for segment in cut if segment.claims]
        self._ends = [segment.end for segment in self._segments]

    def draw(self, start: int, end: int) -> Iterator[str]:
        """Yield the words from `start` to `end`, those of an uncovered item quietly marked."""
        at = start
        for segment in islice(self._segments, bisect_right(self._ends, start), None):
            if segment.start >= end:
                break
            first, last = max(segment.start, start), min(segment.end, end)
            yield escape(self._text[at:first], quote=False)
            here = " data-current" if self._current in segment.claims else ""
            yield (
                f'<mark class="hint" data-hints="{" ".join(map(str, segment.claims))}"{here}>'
                f"{escape(self._text[first:last], quote=False)}</mark>"
            )
            at = last
        yield escape(self._text[at:end], quote=False)


def _segment(
    page: str,
    text: str,
    segment: Segment,
    states: dict[int, ClaimLine],
    current: int | None,
    hints: _Hints,
) -> Iterator[str]:
    for claim in segment.begins:
        line = states[claim]
        here = ' aria-current="true"' if claim == current else ""
        yield (
            f'<a class="tab" data-x href="{page}?claim={claim}" data-claim="{claim}"'
            f' data-state="{line.state}" aria-label="Claim {line.number}, {LABELS[line.state]}"'
            f"{here}>{line.number}</a>"
        )
    if not segment.claims:
        yield from hints.draw(segment.start, segment.end)
        return
    words = escape(text[segment.start : segment.end], quote=False)
    lead = segment.claims[0]
    others = f' data-depth="{min(len(segment.claims), 3)}"' if len(segment.claims) > 1 else ""
    here = " data-current" if current in segment.claims else ""
    yield (
        f'<mark data-claims="{" ".join(map(str, segment.claims))}" data-lead="{lead}"'
        f' data-state="{states[lead].state}"{others}{here}>{words}</mark>'
    )


@register.simple_tag
def claim_lines(article: Article, lines: list[ClaimLine], current: Any) -> SafeString:
    """Return the claims as list items, each a link that takes it in hand."""
    current_id = current["claim"].pk if current else None
    page = article.get_absolute_url()
    return mark_safe(
        "".join(
            f'<li><a href="{page}?claim={line.id}" data-claim="{line.id}" data-state="{line.state}"'
            f"{' aria-current=true' if line.id == current_id else ''}>"
            f'<span class="number">{line.number}</span> <span class="words">'
            f"{escape(line.wording, quote=False)}</span> "
            f'<span class="state">{LABELS[line.state]}</span></a></li>'
            for line in lines
        )
    )


@lru_cache(maxsize=64)
def _asset(path: str) -> tuple[str, str]:
    """Return the address of a static file and the SHA-384 of what is served there."""
    url = staticfiles_storage.url(path)
    stored = staticfiles_storage.stored_name(path)  # type: ignore[attr-defined]
    with staticfiles_storage.open(stored) as file:
        digest = hashlib.sha384(file.read()).digest()
    return url, f"sha384-{base64.b64encode(digest).decode()}"


@register.simple_tag
def stylesheet(path: str) -> SafeString:
    """Link a stylesheet by its hashed name, with its integrity."""
    url, integrity = _asset(path)
    return format_html('<link rel="stylesheet" href="{}" integrity="{}">', url, integrity)


@register.simple_tag
def module(path: str) -> SafeString:
    """Load an ES module by its hashed name, with its integrity."""
    url, integrity = _asset(path)
    return format_html('<script type="module" src="{}" integrity="{}"></script>', url, integrity)


@register.simple_tag
def script(path: str) -> SafeString:
    """Load a classic script by its hashed name, with its integrity."""
    url, integrity = _asset(path)
    return format_html('<script defer src="{}" integrity="{}"></script>', url, integrity)
