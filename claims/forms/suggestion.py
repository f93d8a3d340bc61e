"""The forms of what the desk suggests, and of the notes that came with the copy."""

from typing import Any

from django import forms

from claims.actions.suggestions import MOST_REASON_CODE_POINTS
from claims.forms.fields import TextField
from claims.http import whole_number

ACCEPT, DISMISS, DISMISS_ALL = "accept", "dismiss", "dismiss_all"


class IdsField(forms.Field):
    """Which rows were ticked. What is no number is none of them."""

    widget = forms.SelectMultiple

    def to_python(self, value: Any) -> list[int]:
        numbers = (whole_number(each) for each in value or ())
        return [number for number in dict.fromkeys(numbers) if number]


class SuggestionForm(forms.Form):
    """What to do with suggestions: the one in hand, or those ticked in the list."""

    ids = IdsField(error_messages={"required": "Tick at least one item first."})
    decision = forms.ChoiceField(
        choices=[(each, each) for each in (ACCEPT, DISMISS, DISMISS_ALL)],
        error_messages={"required": "Choose: accept or dismiss."},
    )
    reason = TextField(required=False, max_length=MOST_REASON_CODE_POINTS)
    from_list = forms.BooleanField(required=False)


class DiscardForm(forms.Form):
    claim = forms.IntegerField(min_value=1)
