import json
import random
import time
from collections import namedtuple
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.text.finding import (
    KINDS,
    READ_CODE_POINTS_MAX,
    SUGGESTIONS_MAX,
    examine,
    find_claims,
    score_sentences_lines,
    split_sentences_lines,
    suggestion_json,
)

SAMPLE = (Path(__file__).parent / "samples" / "ferries.txt").read_text(encoding="utf-8")
Block = namedtuple("Block", "kind start end")


def found(text, kind):
    return [s.exact for s in find_claims(text) if s.kind == kind]


@pytest.mark.parametrize(
    ("text", "exact"),
    [
        ("After the 90-minute phone call, they left.", "90-minute phone call"),
        (
            "As a measure, Dalton has cut tariffs on goods to 30%.",
            "Dalton has cut tariffs on goods to 30%",
        ),
        (
            "Talks on the gap, which reached $295 billion in 2024, failed.",
            "gap, which reached $295 billion in 2024",
        ),
        (
            "Sales fell from $40 million to $30 million, he said.",
            "Sales fell from $40 million to $30 million",
        ),
        ("Twelve percent of voters were undecided.", "Twelve percent of voters were undecided"),
        ("She said 60% of schools had closed.", "60% of schools had closed"),
        (
            "The firm paid a fine at a cost of $5 million.",
            "The firm paid a fine at a cost of $5 million",
        ),
    ],
)
def test_find_claims_figure_comes_with_what_it_is_about(text, exact):
    assert found(text, "figure") == [exact]


def test_find_claims_figures_of_one_clause_are_parted():
    text = "Tariffs fell to 30% for the north and 10% for the south."
    assert found(text, "figure") == ["Tariffs fell to 30% for the north", "10% for the south"]


@pytest.mark.parametrize(
    "text",
    [
        "The two nations met.",
        "It was one of those days.",
        "Both sides agreed.",
        "Zero Hedge wrote it.",
    ],
)
def test_find_claims_empty_counts_are_no_figures(text):
    assert found(text, "figure") == []


@pytest.mark.parametrize(
    ("text", "exact"),
    [
        (
            "They followed Torres’s trip to Peru in November 2017.",
            "They followed Torres’s trip to Peru in November 2017",
        ),
        ("In March 2016, the court closed the case.", "In March 2016, the court closed the case"),
    ],
)
def test_find_claims_date_comes_with_what_happened(text, exact):
    assert found(text, "date") == [exact]


def test_find_claims_bare_weekday_beside_a_verb_of_saying_is_no_date():
    assert found("Torres said on Thursday that it may rain.", "date") == []


@pytest.mark.parametrize(
    ("text", "exact"),
    [
        (
            "This is the first time the two will meet in person.",
            "This is the first time the two will meet in person",
        ),
        (
            "He met the leaders of the world’s two largest economies.",
            "the world’s two largest economies",
        ),
        (
            "It was the deadliest storm in the country since 2007.",
            "It was the deadliest storm in the country since 2007",
        ),
    ],
)
def test_find_claims_ranking_comes_with_its_scope(text, exact):
    assert found(text, "superlative") == [exact]


@pytest.mark.parametrize(
    ("text", "exact"),
    [
        (
            "The leaders exchanged invitations for state visits.",
            "The leaders exchanged invitations for state visits",
        ),
        (
            "The ministry omitted any mention of the talks.",
            "The ministry omitted any mention of the talks",
        ),
        (
            "It focused on Torres’s request for the removal of tariffs.",
            "Torres’s request for the removal of tariffs",
        ),
    ],
)
def test_find_claims_act_is_an_event(text, exact):
    assert found(text, "event") == [exact]


def test_find_claims_imagined_act_is_no_event():
    assert found("A ruling would reverse the ban on plastic bags.", "event") == []


def test_find_claims_cause_is_found():
    text = "The fire was caused by old wiring in the roof, the report found."
    assert found(text, "causal") == ["The fire was caused by old wiring in the roof"]


def test_find_claims_name_with_a_title_is_suggested_once():
    text = "Commissioner Ellen Brown was there. Commissioner Ellen Brown left."
    assert found(text, "name") == ["Commissioner Ellen Brown"]


def test_find_claims_unnamed_source_is_suggested():
    text = "Prices of houses fell again in the north of the state last year, experts note."
    assert "experts note" in found(text, "other")


def test_find_claims_quotation_has_its_speaker():
    text = "President Ana Torres spoke. “We will rebuild it,” Torres said."
    (suggestion,) = [s for s in find_claims(text) if s.kind == "quotation"]
    assert suggestion.speaker.name == "Ana Torres"
    assert "Ana Torres" in suggestion.reason


def test_find_claims_title_of_a_work_is_no_quotation():
    assert found("He appeared on “Fox News Sunday” again.", "quotation") == []


def test_find_claims_reported_figure_has_the_source_as_speaker():
    text = "Ana Torres said that 60% of schools had closed."
    (suggestion,) = [s for s in find_claims(text) if s.kind == "figure"]
    assert suggestion.speaker.name == "Ana Torres"


def test_find_claims_figure_in_a_quotation_is_found_beside_it():
    text = "“We lost $5 million there,” Ana Torres said."
    assert {s.kind for s in find_claims(text)} == {"quotation", "figure"}
    assert {s.speaker.name for s in find_claims(text)} == {"Ana Torres"}


@pytest.mark.parametrize("label", ["Key Takeaways", "A Record Contract", "3 Key Takeaways"])
def test_find_claims_section_label_gives_nothing(label):
    text = f"Town Meets\n\n{label}\n\nThe town met again in the hall."
    assert not [s for s in find_claims(text) if s.exact in label]


def test_find_claims_short_list_item_is_no_heading():
    text = "Key points\n\n- Belvoir is the largest drugmaker in Britain\n- It closed a plant"
    assert found(text, "superlative") == ["Belvoir is the largest drugmaker in Britain"]


def test_find_claims_byline_gives_nothing():
    assert find_claims("Town Meets\n\nPublished 4 March 2025\n\nIt met.") == []


def test_find_claims_figure_in_a_headline_is_found():
    assert found("Only 24 Percent of Donors Are Small\n\nThe town met.", "figure")


def test_find_claims_blocks_say_what_a_heading_is():
    text = "The board approved a new budget\n\nThe board approved a new budget."
    cut = text.index("\n")
    blocks = [Block("heading", 0, cut), Block("paragraph", cut + 2, len(text))]
    assert [s.start for s in find_claims(text, blocks)] == [cut + 2]


def test_find_claims_offsets_count_code_points():
    text = "🏠🏠 Sales rose to $5 million. 👩‍👩‍👧 “No,” he said."
    for suggestion in find_claims(text):
        assert text[suggestion.start : suggestion.end] == suggestion.exact


def test_find_claims_sample_article_covers_its_facts():
    suggestions = find_claims(SAMPLE)
    for fact in [
        "$48 million emergency contract",
        "90,000 commuters",
        "largest emergency contract in the city’s history",
        "took office in January 2023",
        "three of the bridge’s eleven support beams",
        "deadliest bridge failure in the United States since 2007",
        "$150,000 to Dalton’s campaign",
        "ferries are the most expensive form of public transport",
        "“We do not have the luxury of waiting two years for a new bridge,”",
    ]:
        assert any(fact in suggestion.exact for suggestion in suggestions), fact


def test_find_claims_sample_article_is_finer_than_its_sentences():
    findings = examine(SAMPLE)
    whole = {SAMPLE[a:b].rstrip(".") for a, b in findings.sentences}
    other = [s for s in findings.suggestions if s.kind != "quotation"]
    assert sum(s.exact in whole for s in other) < len(other) / 5


def test_find_claims_same_text_gives_the_same_answer():
    assert find_claims(SAMPLE) == find_claims(SAMPLE)


def test_suggestion_json_has_the_keys_of_the_command():
    lines = [suggestion_json(suggestion) for suggestion in find_claims(SAMPLE)]
    keys = {"start", "end", "exact", "kind", "score", "reason", "quantities", "speaker", "group"}
    assert all(set(line) == keys for line in lines)
    assert all(line["kind"] in KINDS and 0 <= line["score"] <= 1 for line in lines)
    assert json.loads(json.dumps(lines)) == lines


def test_split_sentences_lines_and_scores_are_json():
    assert split_sentences_lines("One. Two.") == [{"start": 0, "end": 4}, {"start": 5, "end": 9}]
    (line,) = score_sentences_lines(["Crime fell by 12 percent."])
    assert 0 < line["score"] <= 1


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="ab A.,;“”\"'\n0159%$ firstNovember2017said", max_size=200))
def test_find_claims_any_text_gives_exact_sorted_places(text):
    suggestions = find_claims(text)
    for suggestion in suggestions:
        assert suggestion.exact == text[suggestion.start : suggestion.end] != ""
        assert suggestion.exact == suggestion.exact.strip()
    assert all(one.start <= other.start for one, other in pairwise(suggestions))


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=200))
def test_examine_any_unicode_raises_nothing(text):
    assert examine(text).notice == ""


def test_examine_too_many_places_are_cut_with_a_notice():
    text = "The gap was $295 billion in trade. " * (SUGGESTIONS_MAX + 5)
    findings = examine(text)
    assert len(findings.suggestions) == SUGGESTIONS_MAX
    assert f"{SUGGESTIONS_MAX:,}" in findings.notice


def test_examine_too_long_text_is_cut_with_a_notice():
    assert "first" in examine(" " * (READ_CODE_POINTS_MAX + 1)).notice


def bad_texts(size):
    chance = random.Random(7)
    noise = "abcABC  .,;:-|1lI0O\"'“”‘’\n"
    return {
        "no sentence end": "the deficit of China rose to 30% and " * (size // 37),
        "numbers": " ".join(str(number) for number in range(size // 6)),
        "emoji": "😀🏠" * (size // 2),
        "right to left": "قال الرئيس إن العجز بلغ 295 مليار دولار. " * (size // 42),
        "noise": "".join(chance.choice(noise) for _ in range(size)),
        "marks": "“" * size,
        "one word": "a" * size,
        "changes": "from 40 to " * (size // 11),
    }


@pytest.mark.parametrize("kind", sorted(bad_texts(100)))
def test_examine_bad_input_takes_linear_time(kind):
    examine(bad_texts(2_000)[kind])
    spent = []
    for size in (8_000, 32_000):
        text = bad_texts(size)[kind]
        runs = []
        for _ in range(2):
            start = time.process_time()
            examine(text)
            runs.append(time.process_time() - start)
        spent.append(min(runs))
    # Four times the text; a quadratic step would take sixteen times as long.
    assert spent[1] < 11 * spent[0] + 0.3
