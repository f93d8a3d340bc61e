"""Copy that is refused, with a word of the reason: for the page, the API and the worker alike."""

import gzip
import json

from tests.bench.uploads import FILES
from tests.unit.intake.files import make_docx, make_pdf, zipped

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 1500

ENTITY_BOMB = (
    '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    "<w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>"
)

SAMPLES: dict[str, tuple[bytes, str]] = {
    "blank.txt": (b" \n\n", "empty"),
    "nothing-in-it.docx": (make_docx(""), "empty"),
    "half.docx": (make_docx("<w:p/>")[:200], "damaged"),
    "bomb.docx": (zipped({"word/document.xml": b"<w/>" * 15_000_000}), "too large"),
    "entities.docx": (zipped({"word/document.xml": ENTITY_BOMB}), "damaged"),
    "old.doc": (OLE, "old Word"),
    "locked.docx": (OLE + "EncryptedPackage".encode("utf-16-le"), "password"),
    "picture.txt": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8, "not text"),
    "scanned.pdf": (make_pdf([[]]), "scanned"),
    "half.pdf": (make_pdf([[(72, 700, 12, "Fees rise.")]])[:120], "damaged"),
    "ten-megabytes.txt": (b"Fees rise by thirty per cent. " * 350_000, "too large"),
}


def refused_files() -> dict[str, tuple[bytes, str]]:
    """Return our own samples, and the refused files of the development set where it is at hand."""
    found = dict(SAMPLES)
    lines = FILES / "expected.jsonl"
    for line in lines.read_text(encoding="utf-8").splitlines() if lines.is_file() else ():
        expected = json.loads(line)
        if expected["expect"] != "refuse":
            continue
        data = (FILES / expected.get("stored", expected["file"])).read_bytes()
        if expected.get("stored", "").endswith(".gz"):
            data = gzip.decompress(data)
        # One of the words, and any of them: the reading itself is tested where it stands.
        found[f"set-{expected['file']}"] = (data, "")
    return found


# Path of `tests.site`, and a word of the reason.
REFUSED_PAGES = {
    "forbidden": "status 403",
    "missing": "status 404",
    "closed": "asks for a sign-in",
    "large": "too large",
    "endless": "too large",
    "never": "could not be reached",
    "picture": "not a web page",
}
