import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.intake.errors import IntakeRefused
from claims.intake.pasted import read_pasted


def _blocks(text):
    document = read_pasted(text)
    return [
        (block.kind, block.level, document.text[block.start : block.end])
        for block in document.blocks
    ]


def _kinds(text):
    return [kind for kind, _, _ in _blocks(text)]


def test_read_pasted_cuts_at_blank_lines():
    text = "He said so.\n\nShe did not.\n \t\n\n\nThey left."
    assert read_pasted(text).text == "He said so.\n\nShe did not.\n\nThey left."


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_read_pasted_joins_lines_that_were_wrapped_by_hand(newline):
    text = newline.join(["The ferry carried", "142 people.", "", "It sank."])
    assert read_pasted(text).text == "The ferry carried 142 people.\n\nIt sank."


def test_read_pasted_with_long_lines_makes_a_paragraph_of_each():
    long = "The ferry carried 142 people when it sank off the coast, " * 3 + "he said."
    assert _kinds(f"{long}\n{long}\nIt sank.") == ["paragraph"] * 3


def test_read_pasted_after_a_list_of_long_lines_goes_on_with_paragraphs():
    long = "The ferry carried 142 people when it sank off the coast, " * 3 + "he said."
    assert _kinds(f"- {long}\n{long}") == ["list_item", "paragraph"]


@pytest.mark.parametrize(
    ("line", "level", "words"),
    [
        ("# Ferry sank", 1, "Ferry sank"),
        ("### Ferry sank ###", 3, "Ferry sank"),
        ("## Written in C#", 2, "Written in C#"),
        ("######  Ferry   sank  ", 6, "Ferry sank"),
    ],
)
def test_read_pasted_takes_marked_headings(line, level, words):
    assert _blocks(f"{line}\nIt sank.") == [("heading", level, words), ("paragraph", 0, "It sank.")]


@pytest.mark.parametrize("line", ["####### Seven.", "#hashtag of the day."])
def test_read_pasted_of_other_hashes_makes_no_heading(line):
    assert _blocks(f"It sank.\n\n{line}\n\nIt did.")[1][0] == "paragraph"


def test_read_pasted_takes_the_first_line_for_the_title_when_it_looks_like_one():
    document = read_pasted("Ferry sank off  the coast 🏠\n\nIt carried 142 people.")
    assert document.title == "Ferry sank off the coast 🏠"
    assert document.blocks[0].kind == "heading"
    assert document.blocks[0].level == 1
    assert document.text.startswith(document.title)


@pytest.mark.parametrize(
    "first",
    [
        "It carried 142 people.",
        "Who knew?",
        "the ferry sank",
        "“No warning”",
        "Lorem " * 15,
        "- One",
        "Said he:",
    ],
)
def test_read_pasted_of_another_first_line_has_no_title(first):
    document = read_pasted(f"{first}\n\nIt carried 142 people.")
    assert document.title == ""
    assert document.blocks[0].kind != "heading"


def test_read_pasted_of_one_line_alone_is_a_paragraph():
    assert _blocks("Ferry sank") == [("paragraph", 0, "Ferry sank")]


def test_read_pasted_looks_for_crossheads_below_the_title():
    assert _blocks("Ferry sank\n\nIt did.\n\nThe captain\n\nHe swam.") == [
        ("heading", 1, "Ferry sank"),
        ("paragraph", 0, "It did."),
        ("heading", 2, "The captain"),
        ("paragraph", 0, "He swam."),
    ]


def test_read_pasted_with_marked_headings_guesses_no_others():
    assert _kinds("# Ferry sank\n\nThe captain\n\nHe swam.") == [
        "heading",
        "paragraph",
        "paragraph",
    ]


def test_read_pasted_gives_a_block_to_each_list_item():
    text = "Aboard were:\n- 142 people\n- 3 cars\n  and a bus\n12) dogs\n• cats"
    assert _blocks(text) == [
        ("paragraph", 0, "Aboard were:"),
        ("list_item", 0, "142 people"),
        ("list_item", 0, "3 cars and a bus"),
        ("list_item", 0, "dogs"),
        ("list_item", 0, "cats"),
    ]


@pytest.mark.parametrize("line", ["2024. It was", "-5 degrees", "3.5 metres", "*bold*"])
def test_read_pasted_of_a_number_or_sign_makes_no_list_item(line):
    assert _kinds(f"It sank.\n\n{line}\n\nIt did.")[1] != "list_item"


@pytest.mark.parametrize("text", ["", " \n\t\n", "\u200b", "# \n\n## \u00ad"])
def test_read_pasted_of_no_words_is_refused(text):
    with pytest.raises(IntakeRefused, match="empty"):
        read_pasted(text)


def test_read_pasted_does_not_take_a_paragraph_for_a_heading_without_words():
    assert read_pasted("# \u200b\n\nIt carried 142 people.").title == ""


@given(st.text(alphabet=st.sampled_from("ab.#-1) \n\r\t\u00a0🏠\u0301\u200b"), max_size=60))
def test_read_pasted_of_any_text_tiles_it_and_loses_no_letter(text):
    try:
        document = read_pasted(text)
    except IntakeRefused:
        assert not set("ab🏠") & set(text)
        return
    slices = [document.text[block.start : block.end] for block in document.blocks]
    assert "\n\n".join(slices) == document.text
    letters = [char for char in unicodedata.normalize("NFD", document.text) if char in "ab🏠"]
    assert letters == [char for char in text if char in "ab🏠"]
    assert all(1 <= block.level <= 6 for block in document.blocks if block.kind == "heading")
    assert document.title == "" or document.text.startswith(document.title)


@given(
    st.lists(
        st.sampled_from(["He sank.", "She — 142 people — swam.", "“No,” he said."]), min_size=1
    )
)
def test_read_pasted_of_its_own_text_gives_the_same_text(paragraphs):
    text = read_pasted("\n\n".join(paragraphs)).text
    assert read_pasted(text).text == text


@pytest.mark.parametrize(
    "text",
    ["# a" + " " * 100_000 + "b", "x" + "\n " * 100_000 + "x", "- " * 100_000, "#" * 100_000],
    ids=["spaces in a heading", "blank lines", "list signs", "hashes"],
)
def test_read_pasted_of_hostile_text_stays_quick(text):
    since = time.process_time()
    read_pasted(text)
    assert time.process_time() - since < 1
