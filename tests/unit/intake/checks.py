"""What has to hold for every document, whatever it was read from."""

import unicodedata

from claims.intake.document import Document


def kinds_and_texts(document: Document) -> list[tuple[str, str]]:
    """Return the blocks as (kind, text)."""
    return [(block.kind, block.text) for block in document.blocks]


def texts(document: Document) -> list[str]:
    """Return the blocks' texts."""
    return [block.text for block in document.blocks]


def notes(document: Document) -> list[tuple[str, str, str]]:
    """Return the notes as (kind, words they stand on, text)."""
    return [(n.kind, document.text[n.start : n.end], n.text) for n in document.notes]


def check_sound(document: Document) -> None:
    """Assert what every document promises."""
    text = document.text
    assert text == "\n\n".join(block.text for block in document.blocks)
    assert unicodedata.is_normalized("NFC", text)
    assert document.blocks
    for block in document.blocks:
        assert text[block.start : block.end] == block.text
        assert block.text.rstrip() == block.text
        assert block.kind == "preformatted" or block.text.lstrip() == block.text
        assert block.text
        assert "\n\n" not in block.text
        assert (block.level > 0) == (block.kind == "heading")
    for note in document.notes:
        assert 0 <= note.start < note.end <= len(text)
        assert note.text
    assert not any(0xD800 <= ord(character) <= 0xDFFF for character in text)
    assert not set(text) & set("\x00\x07\x1b\xad\u200b\ufeff\u202e\u2066")
