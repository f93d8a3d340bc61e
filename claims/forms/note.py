"""The form that dismisses a note."""

from django import forms

from claims.actions.notes import MOST_REASON_CODE_POINTS
from claims.forms.fields import TextField


class DismissNoteForm(forms.Form):
    reason = TextField(required=False, max_length=MOST_REASON_CODE_POINTS)
