"""Copy as it comes in, read into a document."""

from django.conf import settings

from claims.exceptions import BadInput
from claims.intake import Document, IntakeRefused
from claims.intake.pasted import read_pasted


def read_copy(text: str) -> Document:
    """Return pasted text as a document.

    Raises:
        BadInput: there is no text in it, or more than an article may have.
    """
    most = settings.MAX_ARTICLE_CHARS
    # Before it is read, which takes long where there is far too much of it.
    if len(text) > most:
        raise BadInput(
            f"The text has {len(text):,} characters; an article has at most {most:,}."
            " Cut it into parts.",
            field="text",
        )
    try:
        return read_pasted(text, max_code_points=most)
    except IntakeRefused as refused:
        sentence = refused.sentence
        if not any(char.isalnum() for char in text):
            sentence = "There is no text in it. Paste the article’s words."
        raise BadInput(sentence, field="text") from None
