"""What intake refuses, in words for the person who brought the copy in."""


class IntakeRefused(Exception):
    """A file or an address that is not read.

    The text is one plain sentence that says what is the matter and what to do about it.
    """

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def damaged(what: str) -> IntakeRefused:
    """Return the refusal of a file that cannot be opened; `what` is "Word document", say."""
    return IntakeRefused(
        f"This {what} is damaged: open it in the program it was written in, save it again and"
        " upload the new copy, or paste the text."
    )


def empty() -> IntakeRefused:
    """Return the refusal of a file without a word in it."""
    return IntakeRefused(
        "This file is empty: check that you chose the right one, or paste the text instead."
    )


def too_large(what: str) -> IntakeRefused:
    """Return the refusal of something over a limit; `what` names it with an article."""
    return IntakeRefused(
        f"{what} is too large to be read: split it into parts, or paste the part to be checked."
    )


def password(what: str) -> IntakeRefused:
    """Return the refusal of an encrypted file."""
    return IntakeRefused(
        f"This {what} is protected by a password: save a copy without the password and upload that."
    )
