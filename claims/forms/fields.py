"""Fields that the forms share."""

import re
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from claims.intake.cleaning import clean_text

LONGEST_ADDRESS = 2_000
_BLANK_LINES = re.compile(r"\n[^\S\n]*\n\s*")


class TextField(forms.CharField):
    """Text as it is kept: NFC, no control characters, no marks that turn direction around."""

    def __init__(self, *, keep_lines: bool = False, **kwargs: Any) -> None:
        self.keep_lines = keep_lines
        if keep_lines:
            kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 3}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        # Cleaned before the validators, so that a NUL is taken out rather than complained about.
        text = str(value or "")
        if not self.keep_lines:
            return clean_text(text)
        paragraphs = _BLANK_LINES.split(text.replace("\r\n", "\n"))
        cleaned = (clean_text(paragraph, keep_lines=True) for paragraph in paragraphs)
        return "\n\n".join(paragraph for paragraph in cleaned if paragraph.strip())


class RawTextField(forms.CharField):
    """Text as it was typed, for those who clean it themselves; only NUL goes."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(strip=False, **kwargs)

    def to_python(self, value: Any) -> str:
        return str(value or "").replace("\0", "")


class WebAddressField(forms.CharField):
    """An http or https address. "census.gov/trade" is one too: it gets its https."""

    def to_python(self, value: Any) -> str:
        return web_address(clean_text(str(value or "")))


def web_address(typed: str) -> str:
    """Return `typed` as an http or https address.

    Raises:
        ValidationError: it is none, with a sentence that says what would be one.
    """
    if not typed:
        return ""
    if "://" not in typed and ":" not in typed.split("/")[0]:
        typed = f"https://{typed}"
    if len(typed) > LONGEST_ADDRESS:
        raise ValidationError(
            f"The address has {len(typed)} characters; at most {LONGEST_ADDRESS} fit. Shorten it."
        )
    try:
        scheme = urlsplit(typed).scheme.lower()
        URLValidator(schemes=["http", "https"])(typed)
    except (ValueError, ValidationError):
        scheme = ""
    if scheme not in ("http", "https"):
        raise ValidationError("That is no web address. It begins with https:// or http://.")
    return scheme + typed[len(scheme) :]
