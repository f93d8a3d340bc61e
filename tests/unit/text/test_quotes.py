import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.text.quotes import read_attributions, read_quotations


def speaker_of(text):
    return read_quotations(text)[-1].speaker


def name_of(text):
    speaker = speaker_of(text)
    return speaker.name if speaker else None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("“We will rebuild,” said Ana Torres.", "Ana Torres"),
        ("“We will rebuild,” Ana Torres said.", "Ana Torres"),
        ("“We will rebuild,” Ana Torres, who runs the city, said.", "Ana Torres"),
        ("“We will rebuild,” Rep. Ana Torres (D-Wis.) said Friday.", "Ana Torres"),
        ("“We will rebuild,” said MSNBC host Chris Matthews.", "Chris Matthews"),
        ("Ana Torres told reporters that “we will rebuild” the town.", "Ana Torres"),
        ("Ana Torres has been candid about it, stating, “We will rebuild.”", "Ana Torres"),
        ("According to Ana Torres, “we will rebuild” the town.", "Ana Torres"),
        ("“We will rebuild,” according to Ana Torres.", "Ana Torres"),
        ("The town, in what Ana Torres called “a rebirth,” will rise.", "Ana Torres"),
        ("It was dubbed “odd” by Ana Torres.", "Ana Torres"),
        ("It was called by Ana Torres “a rebirth” of the town.", "Ana Torres"),
        ("“We will rebuild.” — Ana Torres", "Ana Torres"),
        ("Ana Torres: “We will rebuild.”", "Ana Torres"),
        ("“We will rebuild,” the Committee for a Fair Budget said.", "Committee for a Fair Budget"),
        ("“We will rebuild,” a spokesman for the mayor said.", "a spokesman for the mayor"),
        ("Ana Torres’s claim that “we will rebuild” drew laughter.", "Ana Torres"),
        ("Torres Says ‘We Will Rebuild’ After Storm", "Torres"),
        ("Torres: Storm Was ‘No Excuse’ for Delay", "Torres"),
        ("‘A Clear Win’ for Labor, Ana Torres Says", "Ana Torres"),
    ],
)
def test_read_quotations_reporting_clause_names_the_speaker(text, name):
    assert name_of(text) == name


def test_read_quotations_last_name_becomes_the_full_name():
    text = "President Barack Obama spoke. “We are one people,” Mr. Obama said."
    speaker = speaker_of(text)
    assert speaker.name == "Barack Obama"
    assert text[speaker.start : speaker.end] == "Obama"


def test_read_quotations_family_name_first_is_resolved_too():
    text = "Chinese President Xi Jinping called. “We agree,” Xi said."
    assert name_of(text) == "Xi Jinping"


def test_read_quotations_pronoun_refers_to_the_newest_fitting_person():
    text = "Mary Jones met Peter Smith on Monday. “We agree,” she said."
    speaker = speaker_of(text)
    assert speaker.name == "Mary Jones"
    assert text[speaker.start : speaker.end] == "she"


def test_read_quotations_pronoun_without_a_person_keeps_the_pronoun():
    assert name_of("“It rained,” he said.") == "he"


def test_read_quotations_person_inside_a_quotation_answers_no_pronoun_outside():
    text = "Mary Jones spoke. “I met Ellen Brown there,” she said. “It was late,” she added."
    assert name_of(text) == "Mary Jones"


def test_read_quotations_second_quotation_of_a_paragraph_keeps_the_speaker():
    text = "“We won,” said Ana Torres. “We will win again.”"
    assert [q.speaker.name for q in read_quotations(text)] == ["Ana Torres", "Ana Torres"]


def test_read_quotations_announced_paragraph_takes_the_speaker_before_the_colon():
    text = "Ana Torres continued:\n\n“We will win again. Wait and see.”"
    assert name_of(text) == "Ana Torres"


def test_read_quotations_continued_paragraphs_share_a_speaker():
    text = "Ana Torres said: “First.\n\n“Second.\n\n“Third.”"
    assert {q.speaker.name for q in read_quotations(text)} == {"Ana Torres"}


def test_read_quotations_transcript_names_who_speaks():
    text = '"WALLACE: Will you go?\n\n"PENCE: No, I will not go there."'
    assert [q.speaker.name.upper() for q in read_quotations(text)] == ["WALLACE", "PENCE"]


def test_read_quotations_sentence_behind_a_full_stop_is_no_tag():
    text = "Trump set a goal of “Peace Now.” Clinton said nothing about it."
    assert name_of(text) != "Clinton"


def test_read_quotations_inner_quotation_has_its_own_speaker():
    text = "“Peter Smith said ‘never’ to me,” Ana Torres recalled."
    inner = read_quotations(text)[1]
    assert (inner.depth, inner.speaker.name) == (1, "Peter Smith")


def test_read_quotations_words_exclude_the_marks():
    text = "He said “we won” today."
    (quotation,) = read_quotations(text)
    assert quotation.exact == "“we won”"
    assert text[quotation.words_start : quotation.words_end] == "we won"


def test_read_attributions_unnamed_source_gives_the_phrase():
    text = "While it rained, experts note that it may stop."
    (attribution,) = read_attributions(text)
    assert text[attribution.start : attribution.end] == "experts note"


def test_read_attributions_inside_a_quotation_are_left_out():
    assert read_attributions("“Experts say it will rain,” it read.") == []


@pytest.mark.parametrize(
    "text",
    [
        "Leaders agreed to talks on Monday.",
        "The official statement omitted any mention of it.",
        "Chinese state media were silent.",
    ],
)
def test_read_attributions_acts_and_nouns_give_nothing(text):
    assert read_attributions(text) == []


@given(st.text(alphabet="AbC said he,.“”\"'\n", max_size=150))
def test_read_quotations_any_text_gives_exact_offsets(text):
    for quotation in read_quotations(text):
        assert text[quotation.start : quotation.end] == quotation.exact
        if quotation.speaker is not None:
            assert 0 <= quotation.speaker.start < quotation.speaker.end <= len(text)
