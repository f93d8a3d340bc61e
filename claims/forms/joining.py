"""The forms that join claims and split them."""

from typing import Any

from django import forms

from claims.actions.claims import MOST_WORDING_CODE_POINTS
from claims.forms.claim import LARGEST_OFFSET
from claims.forms.fields import TextField
from claims.http import whole_number

_CHOOSE = "Choose the claim that it is joined to."


class IdsField(forms.MultipleChoiceField):
    """Ids of rows; whether they may be named is for the action to say."""

    def valid_value(self, value: object) -> bool:
        return whole_number(str(value)) > 0

    def clean(self, value: Any) -> list[int]:
        return [whole_number(each) for each in super().clean(value)]


class JoinForm(forms.Form):
    """`into` is the other claim with the version that was shown: "12-3"."""

    into = forms.CharField(max_length=40, error_messages={"required": _CHOOSE})
    version = forms.IntegerField(min_value=0, max_value=LARGEST_OFFSET)

    def clean_into(self) -> tuple[int, int]:
        claim, _, version = self.cleaned_data["into"].partition("-")
        found = whole_number(claim), whole_number(version)
        if not all(found):
            raise forms.ValidationError(_CHOOSE)
        return found


class SplitForm(forms.Form):
    mentions = IdsField(error_messages={"required": "Choose the places that say something else."})
    wording = TextField(required=False, max_length=MOST_WORDING_CODE_POINTS)
    version = forms.IntegerField(min_value=0, max_value=LARGEST_OFFSET)


class UnjoinForm(forms.Form):
    version = forms.IntegerField(min_value=0, max_value=LARGEST_OFFSET)
