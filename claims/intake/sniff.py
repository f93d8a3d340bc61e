"""What a file is, by its bytes; its name only settles what the bytes leave open."""

import re
from enum import StrEnum
from pathlib import PurePath

from claims.intake.errors import IntakeRefused, damaged, empty, password


class FileType(StrEnum):
    """The kinds of file that are read."""

    DOCX = "Word document"
    ODT = "OpenDocument text"
    PDF = "PDF"
    HTML = "HTML page"
    MARKDOWN = "Markdown file"
    PLAIN = "text file"


_BY_SUFFIX = {
    ".docx": FileType.DOCX,
    ".docm": FileType.DOCX,
    ".dotx": FileType.DOCX,
    ".dotm": FileType.DOCX,
    ".odt": FileType.ODT,
    ".ott": FileType.ODT,
    ".pdf": FileType.PDF,
    ".html": FileType.HTML,
    ".htm": FileType.HTML,
    ".xhtml": FileType.HTML,
    ".md": FileType.MARKDOWN,
    ".markdown": FileType.MARKDOWN,
    ".mdown": FileType.MARKDOWN,
    ".txt": FileType.PLAIN,
    ".text": FileType.PLAIN,
}
_BY_MEDIA_TYPE = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": FileType.DOCX,
    "application/vnd.oasis.opendocument.text": FileType.ODT,
    "application/pdf": FileType.PDF,
    "text/html": FileType.HTML,
    "application/xhtml+xml": FileType.HTML,
    "text/markdown": FileType.MARKDOWN,
    "text/plain": FileType.PLAIN,
}
_OTHERS = (
    (b"{\\rtf", "an RTF file"),
    (b"\x89PNG\r\n", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"RIFF", "a picture or a recording"),
    (b"II*\x00", "a picture"),
    (b"MM\x00*", "a picture"),
    (b"ID3", "a recording"),
    (b"OggS", "a recording"),
    (b"fLaC", "a recording"),
    (b"\x1f\x8b", "a packed file"),
    (b"BZh", "a packed file"),
    (b"\xfd7zXZ", "a packed file"),
    (b"7z\xbc\xaf", "a packed file"),
    (b"Rar!", "a packed file"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"SQLite format 3", "a database"),
)
_OTHER_PACKED = (
    (b"xl/workbook", "a spreadsheet"),
    (b"opendocument.spreadsheet", "a spreadsheet"),
    (b"ppt/presentation", "a set of slides"),
    (b"opendocument.presentation", "a set of slides"),
    (b"application/epub+zip", "an e-book"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BYTE_ORDER_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_HTML_START = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*"
    rb"<(?:!doctype\s+html|html|head|body|meta|title|article|section|div|h[1-6]|p|table|ul|ol)\b[^<]*",
    re.IGNORECASE | re.DOTALL,
)


def sniff(data: bytes, *, filename: str | None, media_type: str | None) -> tuple[FileType, str]:
    """Return what `data` is, and a warning ("" for none) where its name says otherwise.

    Raises:
        IntakeRefused: it is empty, protected by a password, or of a kind that is not read.
    """
    named = _named(filename, media_type)
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise empty()
    found = _by_content(data, named)
    if named is None or found is named or {found, named} == {FileType.PLAIN, FileType.MARKDOWN}:
        return found, ""
    return found, f"The file is named as a {named} but is a {found}; it was read as a {found}."


def _named(filename: str | None, media_type: str | None) -> FileType | None:
    by_name = _BY_SUFFIX.get(PurePath(filename or "").suffix.lower())
    essence = (media_type or "").split(";")[0].strip().lower()
    return by_name or _BY_MEDIA_TYPE.get(essence)


def _by_content(data: bytes, named: FileType | None) -> FileType:
    head = data[:1024]
    if head.lstrip().startswith(b"%PDF-") or (b"%PDF-" in head and _is_binary(data)):
        return FileType.PDF
    if head.startswith(b"PK"):
        return _packed(data, named)
    if head.startswith(_OLE):
        raise _ole(data)
    for magic, what in _OTHERS:
        if head.startswith(magic):
            raise _not_text(what, named)
    if _is_binary(data):
        if named in {FileType.DOCX, FileType.ODT, FileType.PDF}:
            raise damaged(named.value)
        raise _not_text("", named)
    return _of_text(head, named)


def _packed(data: bytes, named: FileType | None) -> FileType:
    # Names of parts stand in a zip file as they are, packed or not.
    if b"word/" in data:
        return FileType.DOCX
    for mark, what in _OTHER_PACKED:
        if mark in data:
            raise _not_text(what, named)
    if b"opendocument.text" in data[:256] or b"content.xml" in data:
        return FileType.ODT
    if named in {FileType.DOCX, FileType.ODT}:
        # Too little is left to tell; the reader says that it is damaged.
        return named
    raise _not_text("a packed file", named)


def _ole(data: bytes) -> IntakeRefused:
    if _utf_16("EncryptedPackage") in data or _utf_16("EncryptionInfo") in data:
        return password("Word document")
    if _utf_16("Workbook") in data or _utf_16("PowerPoint Document") in data:
        return _not_text("an old Office file", None)
    return IntakeRefused(
        "This is an old Word file (.doc), which is not read: save it as .docx and upload that."
    )


def _utf_16(name: str) -> bytes:
    return name.encode("utf-16-le")


def _not_text(what: str, named: FileType | None) -> IntakeRefused:
    found = f" but {what}" if what else ""
    kind = named.value if named and named is not FileType.PLAIN else "text"
    return IntakeRefused(
        f"This is not text{found}: upload it as .docx, .odt, .pdf, .html, .md or .txt, or paste"
        " the text."
        if kind == "text"
        else f"This is not text and not a {kind}{found}: upload it as .docx, .odt, .pdf, .html,"
        " .md or .txt, or paste the text."
    )


def _is_binary(data: bytes) -> bool:
    """Tell bytes from text: text in any encoding has few control characters."""
    if data.startswith(_BYTE_ORDER_MARKS):
        return False
    sample = data[:8192]
    zeros = sample.count(0)
    if zeros > len(sample) // 5:
        # UTF-16 without a mark has its zeros on one side; everything else with so many is no text.
        even, odd = sample[::2].count(0), sample[1::2].count(0)
        return min(even, odd) > max(even, odd) // 10
    controls = sum(sample.count(code) for code in (*range(1, 8), *range(14, 27), 28, 29, 30, 31))
    return zeros + controls > max(len(sample) // 50, 4)


def _of_text(head: bytes, named: FileType | None) -> FileType:
    plain = head.replace(b"\x00", b"") if head.startswith(_BYTE_ORDER_MARKS[1:]) else head
    for mark in _BYTE_ORDER_MARKS:
        plain = plain.removeprefix(mark)
    if named is FileType.HTML:
        return FileType.HTML
    if named is FileType.MARKDOWN:
        return FileType.MARKDOWN
    if _HTML_START.match(plain):
        return FileType.HTML
    return FileType.PLAIN
