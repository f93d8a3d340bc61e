import pytest

from claims.text.changes import Word, is_sensitive, reasons_for


def reasons(removed, added):
    return reasons_for(
        [Word(word) for word in removed.split()], [Word(word) for word in added.split()]
    )


@pytest.mark.parametrize(
    ("removed", "added", "expected"),
    [
        ("30", "80", ("number",)),
        ("three", "four", ("number",)),
        ("", "⁰", ("number",)),
        ("2017", "2018", ("number", "date")),
        ("million", "billion", ("unit",)),
        ("$", "€", ("unit",)),
        ("Prozent", "%", ("unit",)),
        ("Tuesday", "Friday", ("date",)),
        ("März", "April", ("date",)),
        ("Xi", "Putin", ("name",)),
        ("Hübner", "Hubner", ("name",)),
        ("", "not", ("negation",)),
        ("has", "hasn't", ("negation",)),
        ("eine", "keine", ("negation",)),
        ("ne pas", "", ("negation",)),
        ("ولم", "و", ("negation",)),
        ("", "allegedly", ("hedge",)),
        ("", "up to", ("hedge",)),
        ("", "may", ("hedge",)),
        ("rund", "", ("hedge",)),
        ("environ", "", ("hedge",)),
        ('" "', "", ("quotation",)),
        ("moornig", "mooring", ("wording",)),
        ("", "", ("wording",)),
        ("30 Xi", "35 not", ("number", "name", "negation")),
    ],
)
def test_reasons_for_a_change_names_its_kind(removed, added, expected):
    assert reasons(removed, added) == expected


def test_reasons_for_common_word_at_the_start_of_a_sentence_is_no_name():
    assert reasons_for([Word("However", opens=True)], [], {"however"}) == ("wording",)


def test_reasons_for_changed_case_is_no_name():
    assert reasons("The", "the") == ("wording",)


@pytest.mark.parametrize("word", ["not", "fell", "30", "Xi", "%", "denied", "kein", "جميع"])
def test_is_sensitive_word_that_carries_a_fact_is_true(word):
    assert is_sensitive(Word(word), frozenset())


@pytest.mark.parametrize("word", ["harbour", ",", "and", "the"])
def test_is_sensitive_word_that_carries_none_is_false(word):
    assert not is_sensitive(Word(word), frozenset())
