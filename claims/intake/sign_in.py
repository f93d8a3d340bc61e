"""Pages that ask who one is, where the article should stand."""

import re
from typing import Any

from claims.intake.dom import is_hidden, local_name

# A short item may stand on a page with a sign-in form in its head or foot.
_FURNITURE = frozenset({"aside", "dialog", "footer", "header", "nav", "noscript", "template"})
_TYPED_INTO = frozenset({"", "email", "password", "tel", "text"})
_TITLE = re.compile(
    r"(?:please\s+)?(?:sign|log)[\s-]?in\b|(?:bitte\s+)?(?:anmelden|einloggen)\b|anmeldung\b|login\b"
    r"|(?:se\s+)?connecte[rz]\b|connexion\b|inici(?:ar|a)\s+sesi[oó]n\b|acced[ei]\b|inloggen\b"
    r"|logga\s+in\b",
    re.IGNORECASE,
)


def asks_sign_in(root: Any) -> bool:
    """Tell whether a page asks for a password in its middle, or says that it is there to sign in.

    Args:
        root: the tree of the whole page.
    """
    fields = [field for field in root.iter("input") if _is_typed_into(field)]
    if any((field.get("type") or "").lower() == "password" for field in fields):
        return True
    names = [element.text_content().strip() for element in root.iter("title", "h1")]
    return bool(fields) and any(_TITLE.match(name) for name in names)


def _is_typed_into(field: Any) -> bool:
    if (field.get("type") or "").strip().lower() not in _TYPED_INTO:
        return False
    path = [field, *field.iterancestors()]
    return not any(local_name(element) in _FURNITURE or is_hidden(element) for element in path)
