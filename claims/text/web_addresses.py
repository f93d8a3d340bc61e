"""Web addresses inside of running text: in a footnote, a comment, a note."""

import re

_ADDRESS = re.compile(r"(?:https?://|\bwww\.)[^\s<>\"“”«»]+", re.IGNORECASE)
_CLOSING = {")": "(", "]": "[", "}": "{"}
_TRAILING = ".,;:!?…'’\"”»*_"
LONGEST = 2_000


def find_address(text: str) -> str:
    """Return the first web address in `text`, without the punctuation behind it, or "".

    One that begins with "www." gets https://, as a browser would give it. An address of more than
    `LONGEST` code points counts as none.
    """
    for found in _ADDRESS.finditer(text):
        address = _without_end(found[0])
        if address.lower().startswith("www."):
            address = f"https://{address}"
        host = address.partition("://")[2].partition("/")[0]
        if "." in host.strip(".") and len(address) <= LONGEST:
            return address
    return ""


def _without_end(address: str) -> str:
    """Take off what belongs to the sentence: a full stop, the bracket that was opened before."""
    while address:
        last = address[-1]
        is_open_elsewhere = last in _CLOSING and address.count(last) > address.count(_CLOSING[last])
        if last not in _TRAILING and not is_open_elsewhere:
            break
        address = address[:-1]
    return address
