"""What the fields of a source may hold: one answer for form, import and API."""

import re
from collections.abc import Mapping

from django.db.models import TextChoices

from claims.exceptions import BadInput
from claims.intake.cleaning import clean_text
from claims.models import Source

MOST_NAME_CODE_POINTS = 200
MOST_NOTES_CODE_POINTS = 5_000
CHOICES: dict[str, type[TextChoices]] = {
    "kind": Source.Kind,
    "reliability": Source.Reliability,
    "tier": Source.Tier,
}
_LIMITS = {
    "name": MOST_NAME_CODE_POINTS,
    "origin_group": MOST_NAME_CODE_POINTS,
    "owner": MOST_NAME_CODE_POINTS,
    "notes": MOST_NOTES_CODE_POINTS,
}
FIELDS = (*_LIMITS, *CHOICES)


def clean_source_fields(fields: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """Return the fields as they are stored, and a sentence for each that cannot be.

    An empty choice is left out: the source keeps the one it has. A choice may be given by its
    value or by its label: "court" or "Court".
    """
    cleaned: dict[str, str] = {}
    problems: dict[str, str] = {}
    for name, typed in fields.items():
        text = _clean_notes(typed) if name == "notes" else clean_text(typed)
        if name in CHOICES:
            value = _choice(CHOICES[name], text)
            if text and value is None:
                problems[name] = _no_choice(name, text)
            elif value:
                cleaned[name] = value
            continue
        limit = _LIMITS[name]
        if len(text) > limit:
            label = name.replace("_", " ")
            problems[name] = f"The {label} has {len(text)} characters; at most {limit} fit."
        cleaned[name] = text
    if "name" in fields and not cleaned["name"]:
        problems["name"] = "A source needs a name."
    return cleaned, problems


def check_source_fields(fields: Mapping[str, str]) -> dict[str, str]:
    """Return the fields as they are stored.

    Raises:
        BadInput: one of them cannot be.
    """
    cleaned, problems = clean_source_fields(fields)
    for name, detail in problems.items():
        raise BadInput(detail, field=name)
    return cleaned


def _clean_notes(typed: str) -> str:
    paragraphs = re.split(r"\n\s*\n", typed.replace("\r\n", "\n"))
    cleaned = (clean_text(paragraph, keep_lines=True) for paragraph in paragraphs)
    return "\n\n".join(paragraph for paragraph in cleaned if paragraph.strip())


def _choice(choices: type[TextChoices], text: str) -> str | None:
    folded = text.casefold().replace(" ", "_")
    for value, label in choices.choices:
        if folded in (value, label.casefold().replace(" ", "_")):
            return value
    return None


def _no_choice(name: str, text: str) -> str:
    return f"“{text[:80]}” is no {name}. Use one of: {', '.join(CHOICES[name].values)}."
