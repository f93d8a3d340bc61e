"""The forms for bringing in copy and for what surrounds it."""

from typing import Any

from django import forms
from django.conf import settings

from claims.actions.articles import MOST_TITLE_CODE_POINTS
from claims.forms.copy import CopyForm
from claims.forms.fields import TextField
from claims.models import Article, Person


class PeopleField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    def __init__(self, **kwargs: Any) -> None:
        people = Person.objects.filter(is_active=True).order_by("last_name", "username")
        super().__init__(people, required=False, widget=forms.CheckboxSelectMultiple, **kwargs)


class DetailsForm(forms.Form):
    """Title, people, deadline, who may see it."""

    title = TextField(
        required=False,
        max_length=MOST_TITLE_CODE_POINTS,
    )
    reporter = forms.ModelChoiceField(
        Person.objects.none(),
        required=False,
        label="Written by",
        empty_label="Somebody outside the desk",
        help_text="They cannot give a verdict on it.",
    )
    owner = forms.ModelChoiceField(
        Person.objects.none(),
        required=False,
        label="Check led by",
        empty_label="Me",
    )
    deadline = forms.DateTimeField(
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={"invalid": "Write the deadline as 2026-01-31 18:00."},
        help_text=f"In the desk’s time zone, {settings.TIME_ZONE}.",
    )
    confidential = forms.BooleanField(
        required=False, help_text="Only its people and those named below can see that it exists."
    )
    people = PeopleField(label="Who may see it while it is confidential")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = Person.objects.filter(is_active=True).order_by("last_name", "username")
        for name in ("reporter", "owner"):
            self.fields[name].queryset = people  # type: ignore[attr-defined]
        self.fields["deadline"].input_formats = [  # type: ignore[attr-defined]
            "%Y-%m-%dT%H:%M",
            "%Y-%m-%d %H:%M",
            "%Y-%m-%d",
        ]


class ArticleForm(CopyForm, DetailsForm):
    """Copy with its details."""

    language = forms.RegexField(
        r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$",
        required=False,
        max_length=35,
        initial="en",
        help_text="As a tag: en, en-GB, ar, zh-Hans.",
        error_messages={"invalid": "Write the language as a tag, e.g. en or pt-BR."},
    )
    field_order = ["text", "rich", "file", "url", "title", "language"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].help_text = "Left empty, the headline of the copy."


class RevisionForm(CopyForm):
    """The next draft of an article."""


class ArticleFilterForm(forms.Form):
    q = forms.CharField(required=False, max_length=200, label="Words", strip=True)
    status = forms.ChoiceField(
        choices=[("", "Any status"), *Article.Status.choices], required=False
    )
    person = forms.ModelChoiceField(
        Person.objects.filter(is_active=True).order_by("last_name", "username"),
        required=False,
        empty_label="Anybody",
    )
    after = forms.IntegerField(required=False, min_value=0, max_value=2**63 - 1)
