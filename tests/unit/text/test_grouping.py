import pytest

from claims.text.finding import find_claims


def same_group(first, second, kind):
    text = f"{first}\n\n{second}"
    groups = [
        [s.group for s in find_claims(text) if s.kind == kind and low <= s.start < high]
        for low, high in ((0, len(first)), (len(first), len(text)))
    ]
    return bool(set(groups[0]) & set(groups[1]))


@pytest.mark.parametrize(
    ("first", "second", "kind"),
    [
        (
            "The trade gap with China reached $295 billion.",
            "A deficit of $295bn with China worries them.",
            "figure",
        ),
        ("The 90-minute call ended.", "The call lasted one and a half hours.", "figure"),
        (
            "He said it was “very positive” for us.",
            "“It was a very positive day,” he said.",
            "quotation",
        ),
        (
            "Both leaders exchanged invitations for state visits.",
            "The two will exchange state visits next year.",
            "event",
        ),
        (
            "It was their first call since he returned to office.",
            "This was the first call since returning to office.",
            "superlative",
        ),
    ],
)
def test_group_statements_repeats_share_a_group(first, second, kind):
    assert same_group(first, second, kind)


@pytest.mark.parametrize(
    ("first", "second", "kind"),
    [
        ("The 90-minute call ended.", "The 90-day period of calls began.", "figure"),
        ("Tariffs fell to 30% on goods.", "In a poll 30% of voters said no.", "figure"),
        ("Sales reached $5 million in 2012.", "Sales reached $5 million in 2016.", "figure"),
        ("Three people were killed there.", "Three banks were closed there.", "figure"),
        ("He called it “the right way” then.", "He called it “very positive” now.", "quotation"),
        (
            "The ministry confirmed nothing but omitted the state visits of both leaders.",
            "The ministry exchanged the state visits of both leaders.",
            "event",
        ),
    ],
)
def test_group_statements_different_facts_stay_apart(first, second, kind):
    assert not same_group(first, second, kind)


def test_group_statements_numbers_run_from_one_in_reading_order():
    text = "Sales rose to $5 million. Costs fell by 3%. Sales of $5 million are a lot."
    groups = [s.group for s in find_claims(text) if s.kind == "figure"]
    assert groups == [1, 2, 1]


def test_group_statements_third_place_joins_two_that_share_no_word():
    text = (
        "An hour and a half on the telephone ended the quarrel of the two governments.\n\n"
        "He pronounced the 90-minute call a success.\n\n"
        "The call on the telephone lasted one and a half hours."
    )
    durations = [each for each in find_claims(text) if "duration" in each.reason]
    assert len(durations) == 3
    assert {each.group for each in durations} == {durations[0].group}
