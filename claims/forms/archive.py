"""The filters of the archive and of the library."""

from django import forms

from claims.models import Claim, Source
from claims.queries.archive import OPEN


class ArchiveFilterForm(forms.Form):
    q = forms.CharField(required=False, max_length=200, label="Words")
    rating = forms.ChoiceField(
        choices=[("", "Any rating"), *Claim.Rating.choices, (OPEN, "Open")], required=False
    )
    source = forms.CharField(required=False, max_length=200, label="Cites")
    article = forms.IntegerField(
        required=False, min_value=1, max_value=2**63 - 1, widget=forms.HiddenInput
    )
    after = forms.IntegerField(required=False, min_value=0, max_value=2**63 - 1)


class LibraryFilterForm(forms.Form):
    q = forms.CharField(required=False, max_length=200, label="Name, domain or origin")
    kind = forms.ChoiceField(choices=[("", "Any kind"), *Source.Kind.choices], required=False)
    page = forms.IntegerField(required=False, min_value=1, max_value=100_000)
