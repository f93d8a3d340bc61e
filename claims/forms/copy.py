"""Copy as it comes in: pasted, as a file, or from an address."""

from typing import Any, NamedTuple

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from claims.exceptions import BadInput
from claims.forms.fields import RawTextField, WebAddressField
from claims.intake import Document, IntakeRefused
from claims.intake.pasted import read_pasted
from claims.reader import read_rich

NO_COPY = "There is no text in it. Paste the article’s words, choose a file, or give an address."
COPY_FIELDS = ("text", "rich", "file", "url")
_WAYS = {"text": "pasted text", "file": "a file", "url": "an address"}
_ACCEPTED = ".docx,.odt,.pdf,.html,.htm,.md,.markdown,.txt"


class SentFile(NamedTuple):
    """A file that somebody sent."""

    data: bytes
    filename: str
    media_type: str


class CopyForm(forms.Form):
    """Three ways to bring copy in, of which one is taken."""

    text = RawTextField(
        required=False,
        label="Paste the text",
        widget=forms.Textarea(attrs={"rows": 14, "autofocus": True, "data-paste": True}),
        help_text=(
            "Headings and paragraphs are recognised by blank lines;"
            " lines that begin with # or – become headings and list items."
        ),
    )
    rich = RawTextField(required=False, widget=forms.HiddenInput(attrs={"data-paste-rich": True}))
    file = forms.FileField(
        required=False,
        label="Or choose a file",
        widget=forms.FileInput(attrs={"accept": _ACCEPTED}),
        help_text=(
            "Word, OpenDocument, PDF, HTML, Markdown or plain text, up to"
            f" {settings.MAX_UPLOAD_MB} MB. Comments and footnotes come along as draft citations."
        ),
        error_messages={
            "empty": "This file is empty: check that you chose the right one, or paste the text.",
            "invalid": "No file arrived. Choose it again.",
        },
    )
    url = WebAddressField(
        required=False,
        label="Or give an address",
        widget=forms.URLInput(attrs={"placeholder": "https://", "inputmode": "url"}),
        help_text="The desk fetches the page, once, and takes the article from it.",
    )

    def clean(self) -> dict[str, Any] | None:
        data = super().clean() or self.cleaned_data
        if any(name in self.errors for name in _WAYS):
            return data
        given = [name for name in _WAYS if _is_given(data.get(name))]
        if not given:
            self.add_error("text", NO_COPY)
        elif len(given) > 1:
            what = " and ".join(_WAYS[name] for name in given)
            again = " A browser forgets the file: choose it again." if "file" in given else ""
            self.add_error(None, f"You gave {what}. Give one of them and empty the other.{again}")
        return data

    def read_paste(self) -> Document | None:
        """Return what was pasted, with its formatting where that came along; None for a file.

        Raises:
            BadInput: there is no text in it, or more than an article may have.
        """
        if not _is_given(self.cleaned_data["text"]):
            return None
        if self.cleaned_data["rich"]:
            try:
                return read_rich(self.cleaned_data["rich"])
            except IntakeRefused:
                pass  # the plain text is what they see
        return read_copy(self.cleaned_data["text"])

    def read_file(self) -> SentFile | None:
        """Return the file that was sent; None for an address."""
        return file_of(self.cleaned_data["file"])


def file_of(file: "UploadedFile[Any] | None") -> SentFile | None:
    """Return a file of a request, whole.

    Raises:
        BadInput: it is larger than a file may be.
    """
    if not file:
        return None
    if (file.size or 0) > settings.MAX_UPLOAD_MB * 1_000_000:
        raise BadInput(
            f"This file is too large: {settings.MAX_UPLOAD_MB} MB is the limit, so split it or"
            " paste the part to be checked.",
            field="file",
        )
    return SentFile(file.read(), file.name or "", file.content_type or "")


def _is_given(value: Any) -> bool:
    return bool(value.strip() if isinstance(value, str) else value)


def read_copy(text: str) -> Document:
    """Return pasted text as a document.

    Raises:
        BadInput: there is no text in it, or more than an article may have.
    """
    most = settings.MAX_ARTICLE_CHARS
    # Before it is read, which takes long where there is far too much of it.
    if len(text) > most:
        raise BadInput(
            f"The text has {len(text):,} characters; an article has at most {most:,}."
            " Cut it into parts.",
            field="text",
        )
    try:
        return read_pasted(text, max_code_points=most)
    except IntakeRefused as refused:
        sentence = refused.sentence
        if not any(char.isalnum() for char in text):
            sentence = "There is no text in it. Paste the article’s words."
        raise BadInput(sentence, field="text") from None
