"""Raised and lowered characters: formatting that would be lost, and digits that would be misread.

"10" with a raised "2" after it is not 102, and "30%" with a note mark is not 30%1.
"""

import re

_RAISED = str.maketrans("0123456789+-−=()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾")
_LOWERED = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")
_FORMULA = re.compile(r"[0-9+\-−=()]+")
_DIGITS = re.compile(r"[0-9]+")
_TYPED_MARK = re.compile(r"\s*(?:\[\s*(?:\w{1,3}|n\s?\d{1,3})\s*\]\s*)+")


def raised(text: str) -> str:
    """Return superscript text in characters that are superscript themselves.

    Digits always, signs and brackets where there is nothing else; letters ("1st") stay.
    """
    return _shifted(text, _RAISED)


def lowered(text: str) -> str:
    """Return subscript text in characters that are subscript themselves, as `raised`."""
    return _shifted(text, _LOWERED)


def is_typed_mark(text: str) -> bool:
    """Tell whether superscript text is a note's mark in brackets, "[1]"."""
    return _TYPED_MARK.fullmatch(text) is not None


def _shifted(text: str, table: dict[int, int]) -> str:
    if _FORMULA.fullmatch(text.strip()):
        return text.translate(table)
    return _DIGITS.sub(lambda digits: digits[0].translate(table), text)
