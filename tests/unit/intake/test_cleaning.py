import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.intake.cleaning import clean_text


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("e\u0301te\u0301", "été"),
        ("\u1112\u1161\u11ab", "한"),
        ("10² and ﬁve", "10² and ﬁve"),
        ("  two \t words\nhere ", "two words here"),
        ("10\u00a0000\u202f%", "10\u00a0000\u202f%"),
        ("soft\u00adhy\u200bphen\u2060 \ufeff", "softhyphen"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("👩\u200d👧", "👩\u200d👧"),
        ("a\x00b\x07c\x9fd", "abcd"),
        ("line\x0bfeed\x0c\x1c", "line feed"),
        ("\u202eevil\u202c", "evil"),
        ("\u2066left\u2069", "left"),
        ("lone \ud800 surrogate", "lone surrogate"),
        ("a\r\nb\rc", "a b c"),
        ("a\u2028b\u2029c\u3000d", "a b c d"),
        ("\u200b \u00a0", ""),
    ],
)
def test_clean_text_gives_nfc_without_what_nobody_sees(raw, clean):
    assert clean_text(raw) == clean


def test_clean_text_keeps_the_lines_of_what_is_preformatted():
    raw = "\r\na   b\r\n\r\n\r\nc\td\x00\n"
    assert clean_text(raw, keep_lines=True) == "a   b\nc   d"


@given(st.text(), st.booleans())
def test_clean_text_of_clean_text_changes_nothing(raw, keep_lines):
    clean = clean_text(raw, keep_lines=keep_lines)
    assert clean_text(clean, keep_lines=keep_lines) == clean
    assert unicodedata.is_normalized("NFC", clean)
    assert "\n\n" not in clean
    assert not any(
        unicodedata.category(char) in ("Cc", "Cs") for char in clean if char not in "\n\t"
    )
