"""A small article of our own, and what is done to its drafts in the tests."""

ARTICLE = """\
Ferry fee to rise 30% in Larkmouth

The harbour board voted on Tuesday to raise mooring fees by 30%, the first increase since 2014. \
The vote was 7 to 4. “We are not punishing boat owners,” said its chair, Imelda Okafor.

The ferry lost £840,000 last year, up from £610,000 in 2022. Fuel made up 41 per cent of its \
costs. The fee of 30% applies to visitors and a fee of 10% to residents.

Opponents said fewer than 60 of the 412 berths would stay full. Their spokesman, Tomas Reuven, \
called the plan “a tax on weekends”. He said the board had reduced its own pay.

🚲 Zoë Ångström-Nuñez counted 1,204 boats in three days. The board closed the pier in January. \
Ticket sales rose to £295 million and costs rose to £295 million as well."""


def span_of(words, occurrence=1, text=ARTICLE):
    """Return where `words` stand in a text for the n-th time."""
    start = -1
    for _ in range(occurrence):
        start = text.index(words, start + 1)
    return start, start + len(words)


def edit(old, new, occurrence=1, text=ARTICLE):
    """Return a text with one occurrence of `old` replaced."""
    start, end = span_of(old, occurrence, text)
    return text[:start] + new + text[end:]
