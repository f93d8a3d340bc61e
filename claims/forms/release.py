"""The forms of the end of a check."""

from django import forms

from claims.forms.claim import LARGEST_OFFSET
from claims.forms.fields import TextField

MOST_REASON_CODE_POINTS = 2_000


class AcceptForm(forms.Form):
    """An editor lets a claim stand that no source carries."""

    reason = TextField(
        max_length=MOST_REASON_CODE_POINTS,
        error_messages={"required": "Say why it may stand although no source carries it."},
    )
    version = forms.IntegerField(
        min_value=0,
        max_value=LARGEST_OFFSET,
        error_messages={"required": "The form was not whole. It is mended now: send it again."},
    )


class SignOffForm(forms.Form):
    """`digest` is of the check that the page showed."""

    digest = forms.CharField(required=False, max_length=64)


class ReopenForm(forms.Form):
    reason = TextField(
        max_length=MOST_REASON_CODE_POINTS,
        error_messages={"required": "Say why the article goes back into review."},
    )
