import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.text.worthiness import (
    SIGNS,
    Weights,
    default_weights,
    read_signs,
    read_terms,
    read_weights,
    score_sentence,
    write_weights,
)

FACTS = [
    "Unemployment fell from 7.5 percent to 5.4 percent last year.",
    "We've lost 3 million manufacturing jobs since 2001.",
    "He voted against the tax cut 98 times.",
]
TALK = ["Thank you very much.", "I'm glad you asked that question.", "Let me finish, please."]


@pytest.mark.parametrize("fact", FACTS)
@pytest.mark.parametrize("talk", TALK)
def test_score_sentence_statement_of_fact_outranks_talk(fact, talk):
    assert score_sentence(fact) > 0.5 > score_sentence(talk)


@pytest.mark.parametrize("text", ["", "   ", "\n\t"])
def test_score_sentence_blank_text_is_zero(text):
    assert score_sentence(text) == 0.0


def test_score_sentence_long_text_counts_its_beginning_only():
    start = "Unemployment fell to 5 percent. " * 100
    assert score_sentence(start) == score_sentence(start + "Thank you. " * 10_000)


@given(st.text(max_size=300))
def test_score_sentence_any_text_is_between_zero_and_one(text):
    assert 0.0 <= score_sentence(text) <= 1.0


def test_score_sentence_other_weights_are_used():
    weights = Weights(-20.0, dict.fromkeys(SIGNS, 0.0), {})
    assert score_sentence(FACTS[0], weights) == 0.0


def test_read_terms_figures_are_folded():
    terms = read_terms("In 1999 it rose 3.5%")
    assert {"<year>", "<number>", "in <year>", "it * <number>"} <= terms.keys()


def test_read_signs_has_a_value_per_sign():
    assert len(read_signs("Ten people met in 1999.")) == len(SIGNS)


def test_write_weights_is_read_back_unchanged():
    weights = Weights(0.5, dict.fromkeys(SIGNS, 0.25), {"$ <number>": 1.5, "né": -0.125})
    assert read_weights(write_weights(weights)) == weights


def test_default_weights_are_plain_json_and_small():
    text = write_weights(default_weights())
    assert len(text.encode()) < 200_000
    assert set(json.loads(text)) == {"format", "bias", "signs", "terms"}


@pytest.mark.parametrize("document", ["[]", '{"format": "other"}', "{", "null"])
def test_read_weights_other_files_are_refused(document):
    with pytest.raises(ValueError, match=r".+"):
        read_weights(document)


def test_read_weights_missing_sign_is_named():
    document = '{"format": "newsdesk-worthiness/1", "bias": 0, "signs": {}, "terms": {}}'
    with pytest.raises(ValueError, match="figures"):
        read_weights(document)
