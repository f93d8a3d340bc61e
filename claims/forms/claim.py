"""The forms of the claim in hand."""

import datetime as dt
from typing import Any

from django import forms

from claims.actions.claims import MOST_WORDING_CODE_POINTS
from claims.forms.fields import RawTextField, TextField, WebAddressField
from claims.models import Citation, Claim, Source, Verdict

LARGEST_OFFSET = 2_147_483_647
LARGEST_ID = 2**63 - 1


class VerdictForm(forms.Form):
    rating = forms.ChoiceField(
        choices=Verdict.Rating,
        error_messages={"required": "Choose verified, disputed or unsourced."},
    )
    question = forms.ChoiceField(choices=Verdict.Question, required=False)
    rationale = TextField(required=False, keep_lines=True, max_length=20_000)
    version = forms.IntegerField(min_value=0, max_value=LARGEST_OFFSET)
    idempotency_key = forms.UUIDField(required=False)

    def clean_question(self) -> str:
        return self.cleaned_data["question"] or Verdict.Question.TRUTH.value


class ConfirmForm(forms.Form):
    """A lapsed decision still holds: which version of the claim that was said of."""

    version = forms.IntegerField(min_value=0, max_value=LARGEST_OFFSET)
    idempotency_key = forms.UUIDField(required=False)


class CitationForm(forms.Form):
    """A citation. Its source is found in the library by name or by the address, or is new to it."""

    source_name = TextField(required=False, max_length=200)
    url = WebAddressField(required=False)
    passage = TextField(required=False, keep_lines=True, max_length=20_000)
    locator = TextField(required=False, max_length=200)
    stance = forms.ChoiceField(choices=Citation.Stance, required=False)
    tier = forms.ChoiceField(choices=[("", ""), *Source.Tier.choices], required=False)
    read_at = forms.DateField(
        required=False, error_messages={"invalid": "Write the day as 2026-01-31."}
    )
    draft = forms.IntegerField(required=False, min_value=0, max_value=LARGEST_ID)
    idempotency_key = forms.UUIDField(required=False)

    def clean_stance(self) -> str:
        return self.cleaned_data["stance"] or Citation.Stance.SUPPORTS.value

    def clean_read_at(self) -> dt.date | None:
        day: dt.date | None = self.cleaned_data["read_at"]
        if day and day.year < 1900:
            raise forms.ValidationError("Nobody read it that long ago. Correct the date.")
        return day


class WithdrawForm(forms.Form):
    reason = TextField(max_length=2_000, error_messages={"required": "Say why the citation goes."})


class ClaimForm(forms.Form):
    wording = TextField(
        max_length=MOST_WORDING_CODE_POINTS,
        error_messages={"required": "A claim needs words. Write it as one sentence."},
    )
    kind = forms.ChoiceField(choices=Claim.Kind)
    version = forms.IntegerField(min_value=0, max_value=LARGEST_OFFSET)


class MentionForm(forms.Form):
    """Words of the text: by offsets, as a selection sends them, or typed.

    `exact` is what stands at the offsets, or without them the words to look for; `block` is the
    paragraph they stand in, where the person came from one.
    """

    start = forms.IntegerField(required=False, min_value=0, max_value=LARGEST_OFFSET)
    end = forms.IntegerField(required=False, min_value=0, max_value=LARGEST_OFFSET)
    exact = RawTextField(required=False)
    revision = forms.IntegerField(required=False, min_value=0, max_value=LARGEST_OFFSET)
    block = forms.IntegerField(required=False, min_value=0, max_value=LARGEST_OFFSET)
    claim = forms.IntegerField(required=False, min_value=0)
    place = forms.CharField(required=False)
    wording = TextField(required=False, max_length=MOST_WORDING_CODE_POINTS)
    kind = forms.ChoiceField(choices=Claim.Kind, required=False)
    idempotency_key = forms.UUIDField(required=False)

    def clean_kind(self) -> str:
        return self.cleaned_data["kind"] or Claim.Kind.OTHER.value

    def clean_exact(self) -> str:
        exact: str = self.cleaned_data["exact"]
        return exact.replace("\r\n", "\n").replace("\r", "\n")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        # A place chosen from several: "120-135".
        start, dash, end = (data.get("place") or "").partition("-")
        if dash and start.isdecimal() and end.isdecimal() and len(start + end) < 20:
            data["start"], data["end"] = int(start), int(end)
        if data.get("start") is None and not (data.get("exact") or "").strip():
            raise forms.ValidationError("Select words in the text, or type them here.")
        return data
