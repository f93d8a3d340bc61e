"""Lists of words, written the way they are read."""


def word_set(words: str) -> frozenset[str]:
    """Return the words of a list that has white space between them."""
    return frozenset(words.split())
