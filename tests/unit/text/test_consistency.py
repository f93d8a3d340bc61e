import json
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.text.consistency import NOTE_KINDS, find_notes, find_notes_lines
from claims.text.finding import SUGGESTIONS_MAX

SAMPLE = (Path(__file__).parent / "samples" / "ferries.txt").read_text(encoding="utf-8")
GAP = (
    "The trade deficit with China reached $295 billion in 2024.\n\n"
    "The $295 billion trade deficit with China strains relations.\n\n"
    "A trade deficit of $295 billion with China is a risk."
)


def notes(text, kind):
    return [note for note in find_notes(text) if note.kind == kind]


@pytest.mark.parametrize("place", [0, 1, 2])
def test_find_notes_one_changed_value_is_one_contradiction_with_all_places(place):
    parts = GAP.split("$295")
    text = "$295".join(parts[: place + 1]) + "$259" + "$295".join(parts[place + 1 :])
    (note,) = notes(text, "contradiction")
    assert {p.exact for p in note.places} == {"$295 billion", "$259 billion"}
    assert len(note.places) == 3
    assert "$259 billion" in note.message


@pytest.mark.parametrize(
    "text",
    [
        GAP,
        "Sales reached $5 million in 2012.\n\nSales reached $6 million in 2016.",
        "Tariffs are 30% for Peru.\n\nTariffs are 10% for Chile.",
        "More than 20 people were killed.\n\nPolice said 25 people were killed.",
        "About $300 billion was lost in trade.\n\nThe trade lost $295 billion.",
        "In a four-way race she leads.\n\nIn a two-way race she leads.",
        "If it rains, 30% of schools close.\n\nIf it snows, 50% of schools close.",
    ],
)
def test_find_notes_values_that_can_both_be_right_are_no_contradiction(text):
    assert notes(text, "contradiction") == []


def test_find_notes_definite_amount_that_was_another_before_is_a_contradiction():
    (note,) = notes(SAMPLE, "contradiction")
    assert {p.exact for p in note.places} == {"$48 million", "$45 million"}


def test_find_notes_value_without_its_year_is_reported_where_it_lacks():
    (note,) = notes(GAP, "missing_qualifier")
    assert [GAP[: p.start].count("\n\n") for p in note.places] == [1, 2]
    assert "2024" in note.message


def test_find_notes_value_that_never_has_a_year_lacks_nothing():
    assert notes(GAP.replace(" in 2024", ""), "missing_qualifier") == []


@pytest.mark.parametrize(
    ("short", "long", "difference"),
    [
        ("He called it “HARD TO MAKE A DEAL”.", "“He is HARD TO MAKE A DEAL!!!” he said.", "!!!"),
        ("“We will never give up,” he said.", "“We will not give up,” he said.", "never"),
        ("“we will never give up” was it.", "“We will NEVER give up,” he said.", "NEVER"),
    ],
)
def test_find_notes_two_forms_of_a_quotation_show_the_difference(short, long, difference):
    (note,) = notes(f"{short}\n\n{long}", "quotation_forms")
    assert difference in note.message
    assert len(note.places) == 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("“We will never give up,” he said.", "He said “we will never give up” again."),
        ("“We will never give up,” he said.", "“It is late in the day now,” he said."),
    ],
)
def test_find_notes_equal_or_other_quotations_are_no_two_forms(one, other):
    differs_by_capital = notes(f"{one}\n\n{other}", "quotation_forms")
    assert all("We" in note.message for note in differs_by_capital)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Unemployment fell from 40 to 30, a drop of 20%.", "25%"),
        ("Sales fell 20% from $40 million to $30 million.", "25%"),
        ("It rose to $60 from $40, up 60%.", "50%"),
        ("The rate fell from 40% to 30%, a drop of 10%.", "percentage points"),
        ("The budget doubled from $10 million to $30 million.", "3 times"),
        ("In the poll, 60% said yes, 30% said no, 20% were undecided.", "110%"),
        ("It said 120% of voters took part.", "exceeds"),
        ("In all, 3 of 10, or 40%, agreed.", "30%"),
    ],
)
def test_find_notes_sum_that_does_not_come_out_is_reported(text, says):
    (note,) = notes(text, "arithmetic")
    assert says in note.message


@pytest.mark.parametrize(
    "text",
    [
        "Unemployment fell from 40 to 30, a drop of 25%.",
        "Prices rose 50% from $40 to $60.",
        "The budget doubled from $10 million to $20 million.",
        "In the poll, 60% said yes, 30% said no, 10% were undecided.",
        "Clinton leads by 46 percent to 42 percent.",
        "They grew 120% in a year.",
        "In all, 3 of 10, or 30%, agreed.",
        "It is open from 9 to 5, and 20% come late.",
        "The tax is 60% there, 30% here and 40% at home.",
    ],
)
def test_find_notes_sum_that_comes_out_gives_no_note(text):
    assert notes(text, "arithmetic") == []


def test_find_notes_words_about_their_speaker_are_flagged():
    text = "“President Ana Torres said that the call was good,” Torres stated."
    (note,) = notes(text, "speaker")
    assert "third person" in note.message


def test_find_notes_first_person_words_are_not_flagged():
    assert notes("“I said Torres was right,” Ana Torres said.", "speaker") == []


def test_find_notes_cut_suggestions_leave_a_limit_note():
    text = "The gap was $295 billion in trade. " * (SUGGESTIONS_MAX + 5)
    assert notes(text, "limit")


def test_find_notes_lines_are_json():
    lines = find_notes_lines(SAMPLE)
    assert json.loads(json.dumps(lines)) == lines
    assert {line["kind"] for line in lines} <= set(NOTE_KINDS)


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet="ab .,“”from to 0159%$ million", max_size=200))
def test_find_notes_any_text_gives_exact_places(text):
    for note in find_notes(text):
        assert all(text[p.start : p.end] == p.exact for p in note.places)


def test_find_notes_one_long_sentence_of_figures_takes_linear_time():
    find_notes("30% " * 100)
    spent = []
    for count in (1_000, 4_000):
        start = time.process_time()
        find_notes("30% of it, " * count)
        spent.append(time.process_time() - start)
    assert spent[1] < 9 * spent[0] + 0.2


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "60% of voters backed the plan, 30% of voters opposed it and 25% of voters abstained.",
            "The shares add up to 115% of one whole.",
        ),
        ("The firm cut 120% of its staff.", "120% of a whole exceeds it."),
        (
            "The price rose from $40 to $50, an increase of $20.",
            "The change from $40 to $50 is not $20.",
        ),
    ],
)
def test_find_notes_sum_that_does_not_come_out_is_noted(text, message):
    assert [note.message for note in find_notes(text) if note.kind == "arithmetic"] == [message]


@pytest.mark.parametrize(
    "text",
    [
        "60% of voters backed the plan, 30% of voters opposed it and 10% of voters abstained.",
        "The firm cut 12% of its staff.",
        "The price rose from $40 to $50, an increase of $10.",
        "Sales rose from 400 to 500 units, up 100 units.",
    ],
)
def test_find_notes_sum_that_comes_out_is_not_noted(text):
    assert [note for note in find_notes(text) if note.kind == "arithmetic"] == []
