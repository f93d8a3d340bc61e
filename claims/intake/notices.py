"""What a reader says about the things it left out or guessed: one sentence each."""

from claims.intake.document import NoteKind

TRACKED = "The document has tracked changes; it was read as if all were accepted."
HIDDEN = "Hidden text was left out."
STRUCK = "Some text is struck through; it was kept, so take it out if it no longer holds."
HEADERS = "Headers and footers were left out."
MACROS = "The document has macros; they were left out and not kept."
CHART = "A chart or diagram was left out; add its figures by hand."
EMBEDDED = "A file embedded in the document was left out."
SYMBOL = "A character of a symbol font could not be read; it was left out."
TYPED_MARK = "Footnote marks typed into the text, such as [1], were left out of it."
DELETED = "Text that the page marks as deleted was left out."
PDF_ORDER = "The order of text in a PDF is a guess: compare the paragraphs with the original."


def notes_kept(kind: NoteKind) -> str:
    """Return the notice that comments, footnotes or endnotes are not in the text."""
    return f"{kind.capitalize()}s were taken out of the text and kept as notes."
