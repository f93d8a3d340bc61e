"""Cells of a CSV file that no spreadsheet takes for a formula (OWASP ASVS 5.0, 1.2.10)."""

import re

_FORMULA = re.compile(r"'*[=+\-@\t\r\n\0]")
_NEGATIVE_NUMBER = re.compile(r"-\d+(?:[.,]\d+)*%?")


def guard_cell(cell: str) -> str:
    """Return `cell` with an apostrophe before it where it would be read as a formula.

    A negative number is left alone: -12.5 means what it says.
    """
    if _FORMULA.match(cell) and not _NEGATIVE_NUMBER.fullmatch(cell):
        return f"'{cell}"
    return cell


def unguard_cell(cell: str) -> str:
    """Return what `guard_cell` was given."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell
