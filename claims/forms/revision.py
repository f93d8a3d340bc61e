"""Which two drafts to set side by side."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.formats import date_format

from claims.models import Revision


class DraftsForm(forms.Form):
    """Two drafts of an article; left out, the newest one and the one before it."""

    old = forms.TypedChoiceField(coerce=int)
    new = forms.TypedChoiceField(coerce=int)

    def __init__(self, data: Mapping[str, str], *, drafts: Sequence[Revision]) -> None:
        """Offer drafts.

        Args:
            data: what the address says.
            drafts: at least two, the newest first.
        """
        self._numbers = [draft.number for draft in drafts]
        newest, before = self._numbers[:2]
        chosen = {name: value for name, value in data.items() if value}
        super().__init__({"old": before, "new": newest} | chosen)
        choices = [(draft.number, _label(draft)) for draft in drafts]
        for name, label in (("old", "Draft"), ("new", "with draft")):
            field = self.fields[name]
            field.label = label
            field.choices = choices  # type: ignore[attr-defined]
            field.error_messages["invalid_choice"] = (
                "There is no such draft. Choose one from the list."
            )

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if not self.errors and data["old"] == data["new"]:
            raise forms.ValidationError("Choose two different drafts.")
        return data

    @property
    def numbers(self) -> tuple[int, int]:
        """The numbers of the two drafts, the older first, whichever was named first."""
        first, second = sorted((self.cleaned_data["old"], self.cleaned_data["new"]))
        return first, second


def _label(draft: Revision) -> str:
    moment = date_format(timezone.localtime(draft.created_at), "j M Y, H:i")
    return f"{draft.number} · {moment}, {draft.created_by}"
