"""What every rendering of the claim in hand begins with."""

from typing import Any

from claims.forms.claim import CitationForm, ClaimForm, MentionForm, VerdictForm
from claims.forms.joining import SplitForm
from claims.forms.release import AcceptForm
from claims.forms.suggestion import SuggestionForm
from claims.queries.claim import ClaimPanel


def panel_context(**given: Any) -> dict[str, Any]:
    """Return a context with every name that the panel's templates use; `given` ones prevail."""
    return {
        "neighbours": None,
        "verdict_form": VerdictForm(),
        "refusal": None,
        "accept_form": AcceptForm(),
        "accept_refusal": None,
        "citation_form": CitationForm(),
        "claim_form": ClaimForm(),
        "claim_refusal": None,
        "mention_form": MentionForm(),
        "split_form": SplitForm(),
        "words_block": None,
        "block_text": "",
        "found": None,
        "coverage": None,
        "suggestion": None,
        "suggestion_form": SuggestionForm(),
        "listing": None,
        "is_all": False,
        "is_new": False,
        "note_form": None,
        "refused_note": None,
        "is_swap": False,
        "is_alone": False,
        "is_open": False,
        "is_marking": False,
    } | given


def fill_from_draft(panel: ClaimPanel, draft_id: int) -> CitationForm:
    """Return the cite form as a note of the copy fills it in: one of those that the panel shows."""
    for note in panel["drafts"]:
        if note.pk == draft_id:
            return CitationForm(initial={"draft": note.pk, "url": note.url, "passage": note.text})
    return CitationForm()
