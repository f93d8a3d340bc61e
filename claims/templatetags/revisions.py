"""What the page of the drafts needs: the words of a block with what became of them."""

from collections.abc import Iterator, Sequence
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe

from claims.models import Mention
from claims.queries.revisions import ADDED, Cell, Fate, Piece
from claims.text.differences import RunKind

register = template.Library()

_STATES = {**{value: str(label) for value, label in Mention.State.choices}, ADDED: "New"}
_REASONS = {"quotation": "quotation marks"}
_TAGS = {
    RunKind.KEPT: ("", ""),
    RunKind.ADDED: ("<ins>", "</ins>"),
    RunKind.REMOVED: ("<del>", "</del>"),
}
_MOVED = {"old": ("<del data-moved>", "</del>"), "new": ("<ins data-moved>", "</ins>")}
_KINDS = {
    "heading": "a heading",
    "paragraph": "a paragraph",
    "quote": "a quotation",
    "list_item": "a list item",
    "table_cell": "a table cell",
    "caption": "a caption",
    "preformatted": "preformatted",
}


@register.filter
def fate_label(state: str) -> str:
    """Return the word for what became of a mention."""
    return _STATES[state]


@register.filter
def reasons_in_words(reasons: Sequence[str]) -> str:
    """Return what changed as "number, unit and name"."""
    names = [_REASONS.get(reason, reason) for reason in reasons]
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


@register.filter
def kind_in_words(kind: str) -> str:
    """Return a kind of block with its article."""
    return _KINDS.get(kind, kind)


@register.simple_tag
def draft_words(cell: Cell, fates: Sequence[Fate], side: str) -> SafeString:
    """Return the words of a block: the changed ones in `ins` and `del`, the mentions marked.

    Built here and not in a template: a long draft has thousands of pieces.
    """
    html = "".join(part for piece in cell["pieces"] for part in _piece(piece, fates, side))
    return mark_safe(html)  # every piece of the text has gone through escape()


def _piece(piece: Piece, fates: Sequence[Fate], side: str) -> Iterator[str]:
    before, behind = _TAGS.get(piece.kind) or _MOVED[side]
    is_open = False
    for text, segment in piece.segments:
        if segment.begins and is_open:
            yield behind
            is_open = False
        for begun in segment.begins:
            # For the eye alone: beside the row the claim is named with its number and words.
            number = fates[begun].number
            yield f'<span class="tab" aria-hidden="true" data-number="{number}"></span>'
        if not is_open:
            yield before
            is_open = True
        words = escape(text, quote=False)
        if segment.claims:
            yield f'<mark data-fate="{fates[segment.claims[0]].state}">{words}</mark>'
        else:
            yield words
    yield behind
