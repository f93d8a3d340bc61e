"""Lists of words as they are best read and edited: one block of text, not a word a line."""

__all__ = ["word_list", "word_set"]


def word_list(listing: str) -> list[str]:
    """Return the words of `listing`, which white space separates, in order."""
    return listing.split()


def word_set(listing: str) -> frozenset[str]:
    """Return the words of `listing`, which white space separates."""
    return frozenset(listing.split())
