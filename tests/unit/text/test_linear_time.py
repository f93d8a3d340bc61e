"""Reading takes time in proportion to the text, whatever the text is made of.

Seconds of the processor are compared, not of the clock, and each text with one four times as
long: twice the proportion is allowed for noise.
"""

import importlib
import random
import re
import time
from datetime import date

import pytest

from claims.text.dates import read_dates
from claims.text.quantities import read_quantities
from claims.text.tokens import TOKEN

CODE_POINTS = 5_000
_NOISE = random.Random(7)
PIECES = {
    "digits": "7",
    "version": "1.",
    "commas": "1,",
    "numbers": "1 ",
    "words": "lorem ipsum ",
    "number words": "one ",
    "joined number words": "one-",
    "scales": "million ",
    "emoji": "🏠",
    "right to left": "שלום مرحبا ",
    "dollars": "$",
    "ranges": "$1-",
    "to": "5 to ",
    "list": "four-, ",
    "end of": "end of the ",
    "week of": "first week of ",
    "months": "May 1 ",
    "years": "2018-",
    "slashes": "12/",
    "vague": "hundreds of thousands of ",
    "parts": "two of the ",
    "quotes": "'",
    "spaces": " ",
    "amounts": "12,345 people ",
}


def cpu_seconds(read, text):
    begin = time.process_time()
    read(text)
    return time.process_time() - begin


def repeated(piece, length):
    return (piece * (length // len(piece) + 1))[:length]


@pytest.mark.parametrize("piece", PIECES.values(), ids=PIECES)
@pytest.mark.parametrize(
    "read", [read_quantities, lambda text: read_dates(text, date(2024, 1, 1))], ids=["q", "d"]
)
def test_reading_four_times_the_text_takes_four_times_as_long(read, piece):
    short = min(cpu_seconds(read, repeated(piece, CODE_POINTS)) for _ in range(2))
    long = min(cpu_seconds(read, repeated(piece, 4 * CODE_POINTS)) for _ in range(2))
    assert long < 8 * short + 0.2


def test_reading_noise_of_a_scanner_ends_soon():
    letters = "abcXYZ0123456789.,-/$%'\"() \n€|~^"
    text = "".join(_NOISE.choice(letters) for _ in range(10_000))
    assert cpu_seconds(read_quantities, text) < 2
    assert cpu_seconds(lambda noise: read_dates(noise, date(2024, 1, 1)), text) < 2


BAD = [
    repeated(piece, 100_000) for piece in ("1", "1.", "1,", "1'", "a’", "a-", " ", "https://", ".")
]
MODULES = ["tokens", "numerals", "units", "measures", "nouns", "labels", "quantity_reader", "dates"]
PATTERNS = [
    value
    for name in MODULES
    for value in vars(importlib.import_module(f"claims.text.{name}")).values()
    if isinstance(value, re.Pattern)
]


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: pattern.pattern.strip()[:24])
@pytest.mark.parametrize("text", BAD, ids=lambda text: text[:4])
def test_patterns_on_bad_text_never_backtrack(pattern, text):
    assert min(cpu_seconds(pattern.fullmatch, text) for _ in range(3)) < 0.1
    assert min(cpu_seconds(pattern.match, text) for _ in range(3)) < 0.1


def test_token_pattern_over_bad_text_takes_a_tenth_of_a_second():
    for text in BAD:
        seconds = min(
            cpu_seconds(lambda bad: sum(1 for _ in TOKEN.finditer(bad)), text) for _ in range(3)
        )
        assert seconds < 0.1, text[:4]
