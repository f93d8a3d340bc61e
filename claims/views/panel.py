"""What every rendering of the claim in hand begins with."""

from typing import Any

from claims.forms.claim import CitationForm, ClaimForm, MentionForm, VerdictForm
from claims.forms.joining import SplitForm


def panel_context(**given: Any) -> dict[str, Any]:
    """Return a context with every name that the panel's templates use; `given` ones prevail."""
    return {
        "neighbours": None,
        "verdict_form": VerdictForm(),
        "refusal": None,
        "citation_form": CitationForm(),
        "claim_form": ClaimForm(),
        "claim_refusal": None,
        "mention_form": MentionForm(),
        "split_form": SplitForm(),
        "words_block": None,
        "block_text": "",
        "found": None,
        "note_form": None,
        "refused_note": None,
        "is_swap": False,
        "is_alone": False,
        "is_open": False,
        "is_marking": False,
    } | given
