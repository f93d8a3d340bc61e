import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.text.sentences import split_sentences


def cut(text):
    return [text[start:end] for start, end in split_sentences(text)]


@pytest.mark.parametrize(
    "sentences",
    [
        ["The vote was 7 to 4.", "Nobody spoke."],
        ["Mr. Ode met Dr. Lind at St. Mary's.", "They left at 5 p.m. on Friday."],
        ["He lives in the U.S. and in Washington D.C.", "The flat is small."],
        ["U.S. President Ode spoke.", "No. 2 in the list is Gov. Marr."],
        ["L. Ron Ode wrote it.", "It was plan B.", "The board agreed."],
        ["On Jan. 5 it rained.", "On Sept. 11 it did not."],
        ["Ode & Sons Inc. rose 3.5 percent.", "It had fallen before."],
        ["“Cool clock.", "Want to bring it along?", "It’s great.”"],
        ["“Where were you?” she asked.", "“Here!” Ode said.", "Then she left."],
        ['He called it "a scandal."', "The board disagreed."],
        ["It ended (see p. 12).", "[Nobody] was hurt.", "Really?!", "Yes…", "Well."],
        ["It is over.[3]", "Is it?"],
        ["Her group collected 9,870 names in 45 days.", "2,300 were false."],
        ["The winner stood there 🎉.", "👩🏽‍🌾 Zoë smiled."],
        ["Über die Klage wird am 3. März verhandelt.", "Es waren 21.400 Fahrgäste."],
        ["Das war im 19. Jahrhundert.", "Es kostete z. B. 5 Mio. Euro."],
        ["„Wir gehen“, sagte Çelik.", "Das war 2019.", "Die Linie 6 fährt."],
        ["« Nous n’avons pas le choix », dit-elle.", "M. Ode a refusé.", "Il est parti."],
        ["وأضافت: «لم نغلق أي مدرسة».", "وبلغ العدد ٤٣٥٠ طالبًا.", "هل هذا صحيح؟", "نعم."],
        ["今日は雨です。", "明日は晴れるでしょう！", "本当？"],
        ["The Navy saved them", "Image: Ode/Navy."],
    ],
)
def test_split_sentences_known_prose_is_cut_at_its_sentence_ends(sentences):
    joined = "" if sentences[0].startswith("今") else " "
    assert cut(joined.join(sentences)) == sentences


def test_split_sentences_paragraph_break_always_ends_a_sentence():
    assert cut("A heading\n\nand more\u2029in a paragraph") == [
        "A heading",
        "and more",
        "in a paragraph",
    ]


def test_split_sentences_list_lines_are_sentences_of_their_own():
    text = "Key points\n  • The fee rises to 30%\n  • The ferry stays\n1. First\n2. Second"
    assert cut(text) == [
        "Key points",
        "• The fee rises to 30%",
        "• The ferry stays",
        "1. First",
        "2. Second",
    ]


def test_split_sentences_hard_wrapped_lines_are_one_paragraph():
    text = (
        "The harbour board voted on Tuesday to raise the mooring\n"
        "fees by 30%, the first increase since 2014. The vote was\n"
        "7 to 4."
    )
    assert len(split_sentences(text)) == 2


def test_split_sentences_nothing_but_white_space_gives_nothing():
    assert split_sentences(" \n\n\t ") == []


@given(st.text(alphabet='aB1 .!?\n\u2029"”“(…。é🎉\u0301•-', max_size=200))
def test_split_sentences_any_text_is_covered_without_overlap(text):
    spans = split_sentences(text)
    rest = list(text)
    before = 0
    for start, end in spans:
        assert before <= start < end <= len(text)
        assert text[start:end] == text[start:end].strip()
        rest[start:end] = " " * (end - start)
        before = end
    assert not "".join(rest).strip()


@pytest.mark.parametrize("piece", ["a", "a. ", ". ", "\n", "Mr. A. ", "…”", " ", "A.B.", "1. "])
def test_split_sentences_long_monotonous_text_takes_linear_time(piece):
    text = piece * (400_000 // len(piece))
    start = time.perf_counter()
    split_sentences(text)
    assert time.perf_counter() - start < 10
