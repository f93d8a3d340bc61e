import pytest

from claims.text.names import NameIndex, strip_titles


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("President Barack Obama", "Barack Obama"),
        ("Lt. Gen. Michael Flynn", "Michael Flynn"),
        ("PolitiFact Executive Director Aaron Sharockman", "Aaron Sharockman"),
        ("Ana Torres", "Ana Torres"),
        ("President", "President"),
        ("", ""),
    ],
)
def test_strip_titles_leaves_the_name(name, bare):
    assert strip_titles(name) == bare


def names_in(text):
    return [mention.name for mention in NameIndex(text).mentions]


@pytest.mark.parametrize(
    "text",
    [
        "The Roosevelt Avenue station and Harvard University closed.",
        "On Monday January was over.",
        "Trump Reignites China Talks\n\nIt rained.",
    ],
)
def test_name_index_places_days_and_headlines_are_no_people(text):
    assert names_in(text) == []


def test_name_index_surname_that_is_a_common_noun_is_a_person():
    assert names_in("The actress Betty White and Bill Clinton met.") == [
        "Betty White",
        "Bill Clinton",
    ]


def test_name_index_owner_and_owned_are_two_people():
    assert names_in("Barack Obama’s Attorney General Loretta Lynch spoke.") == [
        "Barack Obama",
        "Loretta Lynch",
    ]


def test_name_index_newest_full_name_wins_for_a_shared_last_name():
    text = "Bill Clinton left. Hillary Clinton stayed. Clinton spoke."
    assert NameIndex(text).resolve_name("Clinton", text.rindex("Clinton")) == "Hillary Clinton"


def test_name_index_title_start_includes_the_titles():
    text = "Then Chinese President Xi Jinping called."
    (mention,) = NameIndex(text).mentions
    assert text[mention.title_start : mention.end] == "Chinese President Xi Jinping"


def test_name_index_pronoun_skips_the_other_gender():
    text = "Mary Jones met Peter Smith. He left."
    person = NameIndex(text).resolve_pronoun("m", text.rindex("He"))
    assert person is not None
    assert person.name == "Peter Smith"
