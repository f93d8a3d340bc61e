"""What people type into a field, cleaned as the text of an article is."""

import re

from claims.intake.document import clean_line, clean_lines

_LINE_ENDS = re.compile("\n{2,}")


def clean_text(text: str, *, keep_lines: bool = False) -> str:
    """Return `text` as it is stored: NFC, plain spaces in single file, nothing invisible.

    No-break spaces stay, and so do lines, but none that are empty, where `keep_lines` asks for it.
    """
    if not keep_lines:
        return clean_line(text)
    return _LINE_ENDS.sub("\n", clean_lines(text)).strip("\n")
