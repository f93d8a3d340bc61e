"""What a check still lacks, what a sign-off vouches for, and what has changed since."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.text.release import (
    ClaimFacts,
    Gap,
    ReleaseFacts,
    Signed,
    SignedClaim,
    SignOffFacts,
    changes_between,
    listed,
    parts_of,
    release_digest,
    unmet_check,
    unmet_release,
)

HOLDS = SignOffFacts(by="Amina")
COMPLETE = ReleaseFacts(
    is_looked_through=True, claims=(ClaimFacts(1, "verified"),), sign_offs=(HOLDS,)
)
CLAIM = SignedClaim(
    number=1,
    wording="There were 142.",
    kind="figure",
    rating="verified",
    places=([0, 5],),
    verdicts=([1, "truth", "verified", "ab"],),
    citations=([7, 3, "https://example.org/", "142 people", "page 4", "supports"],),
    acceptances=(),
)
SIGNED = Signed(
    text_digest="00", claims=(CLAIM, replace(CLAIM, number=2)), suggestions=([9, 12, "30%"],)
)


def sentences(facts):
    return [missing.sentence for missing in unmet_release(facts)]


def test_unmet_release_of_a_complete_check_is_nothing():
    assert unmet_release(COMPLETE) == []
    assert unmet_check(replace(COMPLETE, sign_offs=())) == []


@pytest.mark.parametrize(
    ("change", "gap", "sentence"),
    [
        (
            {"is_looked_through": False},
            Gap.NOT_LOOKED_THROUGH,
            "The desk has not looked through the newest draft yet. Wait a moment, then try again.",
        ),
        (
            {"uncovered": ("30%",)},
            Gap.UNCOVERED,
            "“30%” is neither under a claim nor dismissed. Mark it or dismiss it.",
        ),
        (
            {"uncovered": ("30%", "90\ndays")},
            Gap.UNCOVERED,
            "“30%” and “90 days” are neither under a claim nor dismissed. Mark each or dismiss it.",
        ),
        ({"claims": (ClaimFacts(3, ""),)}, Gap.UNDECIDED, "Claim 3 is not decided."),
        (
            {"claims": (ClaimFacts(4, ""), ClaimFacts(3, ""), ClaimFacts(1, "disputed"))},
            Gap.UNDECIDED,
            "Claims 3 and 4 are not decided.",
        ),
        (
            {"claims": (ClaimFacts(2, "", needs_recheck=True),)},
            Gap.RECHECK,
            "Claim 2 waits for a recheck.",
        ),
        (
            {"claims": (ClaimFacts(2, "verified", orphans=2),)},
            Gap.ORPHANED,
            "Claim 2 has lost words that the newest draft no longer has. Mark them anew or close"
            " the place.",
        ),
        (
            {"claims": (ClaimFacts(5, "unsourced"), ClaimFacts(6, "unsourced", is_accepted=True))},
            Gap.UNSOURCED,
            "Claim 5 is unsourced, and no editor has accepted that it rests on the reporter.",
        ),
        ({"sign_offs": ()}, Gap.SIGN_OFF, "No second person has signed the check off."),
        (
            {"sign_offs": (SignOffFacts("Amina", changes=("The text changed.",)),)},
            Gap.SIGN_OFF,
            "The sign-off by Amina has lapsed: the text changed. It takes a new one.",
        ),
        (
            {"sign_offs": (SignOffFacts("Amina", objection="Amina wrote it."),)},
            Gap.SIGN_OFF,
            "Amina wrote it.",
        ),
    ],
)
def test_unmet_release_of_one_gap_is_one_sentence(change, gap, sentence):
    facts = replace(COMPLETE, **change)
    (missing,) = unmet_release(facts)
    assert (missing.gap, missing.sentence) == (gap, sentence)


def test_unmet_release_with_one_of_two_sign_offs_holding_is_nothing():
    lapsed = SignOffFacts("Bea", changes=("The text changed.",))
    assert sentences(replace(COMPLETE, sign_offs=(HOLDS, lapsed))) == []


def test_unmet_release_names_every_gap_in_the_order_of_the_work():
    facts = ReleaseFacts(
        is_looked_through=False,
        uncovered=("30%",),
        claims=(
            ClaimFacts(1, "unsourced"),
            ClaimFacts(2, "verified", orphans=1),
            ClaimFacts(3, "", needs_recheck=True),
            ClaimFacts(4, ""),
        ),
    )
    assert [missing.gap for missing in unmet_release(facts)] == list(Gap)
    assert [missing.claims for missing in unmet_release(facts)] == [
        *((), (), (4,), (3,), (2,), (1,)),
        (),
    ]


def test_unmet_release_of_many_items_is_capped():
    facts = replace(
        COMPLETE,
        uncovered=tuple(f"{number}%" for number in range(24)),
        claims=tuple(ClaimFacts(number, "") for number in range(1, 500)),
    )
    uncovered, undecided = unmet_release(facts)
    assert "“11%” and 12 more are neither" in uncovered.sentence
    assert "11, 12 and 487 more are not decided" in undecided.sentence
    assert len(undecided.claims) == 499
    long = replace(COMPLETE, uncovered=("word " * 100,))
    assert len(sentences(long)[0]) < 140


def test_listed_names_one_two_and_many():
    assert [listed(["a"]), listed(["a", "b"]), listed(["a", "b", "c"])] == [
        "a",
        "a and b",
        "a, b and c",
    ]


def test_release_digest_is_equal_for_equal_content_in_any_order_of_claims():
    assert release_digest(SIGNED) == release_digest(
        replace(SIGNED, claims=tuple(reversed(SIGNED.claims)))
    )
    assert changes_between(parts_of(SIGNED), parts_of(SIGNED)) == []


def changed(**fields):
    return replace(SIGNED, claims=(replace(CLAIM, **fields), SIGNED.claims[1]))


CHANGES = [
    (replace(SIGNED, text_digest="01"), ["The text changed."]),
    (changed(wording="There were 143."), ["Claim 1 was worded anew."]),
    (changed(kind="other"), ["Claim 1 was worded anew."]),
    (changed(verdicts=([2, "truth", "verified", "ab"],)), ["Claim 1 was decided anew."]),
    (changed(rating="", verdicts=()), ["Claim 1 lost its verdict."]),
    (changed(citations=()), ["The citations of claim 1 changed."]),
    (changed(places=([0, 5], [9, 12])), ["The places of claim 1 changed."]),
    (changed(acceptances=([4, "So says she."],)), ["What an editor accepted of claim 1 changed."]),
    (replace(SIGNED, claims=(CLAIM,)), ["Claim 2 left the check."]),
    (replace(SIGNED, claims=(*SIGNED.claims, replace(CLAIM, number=7))), ["Claim 7 is new."]),
    (replace(SIGNED, suggestions=()), ["What was dismissed as not checkable changed."]),
    (
        replace(SIGNED, notes=(["contradiction"],)),
        ["What was dismissed of the notes on consistency changed."],
    ),
    (
        replace(SIGNED, claims=tuple(replace(each, citations=()) for each in SIGNED.claims)),
        ["The citations of claims 1 and 2 changed."],
    ),
]


@pytest.mark.parametrize(("now", "told"), CHANGES)
def test_changes_between_tell_what_kind_of_thing_changed(now, told):
    assert release_digest(now) != release_digest(SIGNED)
    assert changes_between(parts_of(SIGNED), parts_of(now)) == told


def test_changes_between_drafts_say_once_that_the_text_is_new():
    now = replace(changed(places=([4, 9],)), text_digest="01", suggestions=(), notes=([],))
    assert changes_between(parts_of(SIGNED), parts_of(now)) == ["The text changed."]


TEXT = st.text(max_size=8)
CLAIMS = st.lists(
    st.builds(
        SignedClaim,
        number=st.integers(1, 6),
        wording=TEXT,
        kind=TEXT,
        rating=st.sampled_from(["", "verified", "unsourced"]),
        places=st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)).map(list), max_size=2),
        verdicts=st.lists(TEXT, max_size=2),
        citations=st.lists(st.lists(TEXT, max_size=2), max_size=2),
        acceptances=st.lists(TEXT, max_size=1),
    ),
    max_size=4,
    unique_by=lambda claim: claim.number,
)
SIGNEDS = st.builds(
    Signed,
    text_digest=TEXT,
    claims=CLAIMS,
    suggestions=st.lists(TEXT, max_size=2),
    notes=st.lists(TEXT, max_size=2),
)


@given(SIGNEDS, SIGNEDS)
def test_release_digest_differs_exactly_where_a_change_can_be_told(before, now):
    is_same = release_digest(before) == release_digest(now)
    assert is_same == (changes_between(parts_of(before), parts_of(now)) == [])
