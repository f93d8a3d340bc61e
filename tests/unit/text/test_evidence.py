"""The decision table of the one rule: rating by evidence by policy."""

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.text.evidence import TIERS, Evidence, Policy, evidence_digest, unmet_evidence

GOOD = Evidence(
    id=1,
    source="Ministry",
    origin="ministry",
    stance="supports",
    tier="secondary",
    url="https://example.org/report",
    passage="There were 142 people on board.",
    locator="p. 3",
    is_retired=False,
)
BARE = replace(GOOD, passage=" ", locator="")
RETIRED = replace(GOOD, is_retired=True)
CONTRADICTING = replace(GOOD, stance="contradicts")
CONTEXT = replace(GOOD, stance="context")
OTHER_VOICE = replace(GOOD, id=2, origin="agency", source="Agency")
SAME_VOICE = replace(GOOD, id=3, source="The ministry's paper")
PRIMARY = replace(GOOD, id=4, tier="primary")
TERTIARY = replace(GOOD, id=5, tier="tertiary")

TWO = Policy(verified_citations=2)
TWO_VOICES = Policy(verified_citations=2, verified_origins=2)
FROM_PRIMARY = Policy(verified_tier="primary")
FROM_SECONDARY = Policy(verified_tier="secondary")
CITATIONS = st.lists(
    st.builds(
        Evidence,
        id=st.integers(1, 99),
        source=st.just("Source"),
        origin=st.sampled_from(["a", "b", "c"]),
        stance=st.sampled_from(["supports", "contradicts", "context"]),
        tier=st.sampled_from(TIERS),
        url=st.just(""),
        passage=st.sampled_from(["", "words"]),
        locator=st.sampled_from(["", "p. 1"]),
        is_retired=st.booleans(),
    ),
    max_size=4,
    unique_by=lambda citation: citation.id,
)
POLICIES = st.builds(
    Policy,
    verified_citations=st.integers(1, 3),
    verified_origins=st.integers(1, 3),
    verified_tier=st.sampled_from(["", *TIERS]),
    disputed_citations=st.integers(0, 3),
)


def unmet(rating, *citations, rationale="Because.", policy=Policy()):  # noqa: B008 - it is frozen
    return unmet_evidence(rating=rating, rationale=rationale, citations=citations, policy=policy)


@pytest.mark.parametrize(
    ("citations", "policy"),
    [
        ([GOOD], Policy()),
        ([replace(GOOD, passage="")], Policy()),
        ([replace(GOOD, locator="")], Policy()),
        ([replace(GOOD, url="")], Policy()),
        ([GOOD, BARE, RETIRED, CONTRADICTING, CONTEXT], Policy()),
        ([GOOD, SAME_VOICE], TWO),
        ([GOOD, OTHER_VOICE], TWO_VOICES),
        ([PRIMARY], FROM_PRIMARY),
        ([GOOD, PRIMARY, TERTIARY], FROM_PRIMARY),
        ([PRIMARY], FROM_SECONDARY),
        ([GOOD], FROM_SECONDARY),
        ([TERTIARY], Policy(verified_tier="tertiary")),
    ],
)
def test_verified_with_what_the_policy_asks_for_may_stand(citations, policy):
    assert unmet("verified", *citations, policy=policy) == []


@pytest.mark.parametrize(
    ("citations", "policy", "says"),
    [
        ([], Policy(), "there is none. Cite one first."),
        ([CONTRADICTING, CONTEXT], Policy(), "there is none. Cite one first."),
        ([], TWO, "Verified needs 2 supporting citations"),
        ([RETIRED], Policy(), "Every supporting source is retired."),
        ([RETIRED, CONTRADICTING], Policy(), "Every supporting source is retired."),
        ([BARE], Policy(), "neither a passage nor a locator"),
        ([BARE, RETIRED], Policy(), "neither a passage nor a locator"),
        ([GOOD], TWO, "with a passage or a locator; there is 1."),
        ([GOOD, BARE], TWO, "there is 1."),
        ([GOOD, SAME_VOICE], Policy(verified_citations=3), "there are 2."),
        ([GOOD, SAME_VOICE], TWO_VOICES, "come from one origin; verified needs 2"),
        ([GOOD], Policy(verified_origins=2), "come from one origin; verified needs 2"),
        ([GOOD, TERTIARY], FROM_PRIMARY, "at least one primary source."),
        ([TERTIARY], FROM_SECONDARY, "at least one primary or secondary source."),
        ([GOOD, replace(PRIMARY, is_retired=True)], FROM_PRIMARY, "at least one primary source."),
        ([GOOD, replace(PRIMARY, stance="context")], FROM_PRIMARY, "at least one primary source."),
    ],
)
def test_verified_without_it_says_what_is_missing(citations, policy, says):
    [sentence] = unmet("verified", *citations, policy=policy)
    assert says in sentence


def test_verified_names_every_thing_that_is_missing():
    policy = Policy(verified_citations=2, verified_origins=2, verified_tier="primary")
    assert len(unmet("verified", GOOD, SAME_VOICE, policy=policy)) == 2


@pytest.mark.parametrize("citation", [GOOD, CONTRADICTING, CONTEXT, BARE, RETIRED])
def test_disputed_with_a_citation_of_any_stance_and_words_may_stand(citation):
    assert unmet("disputed", citation) == []


@pytest.mark.parametrize(
    ("citations", "needed", "says"),
    [
        ([], 1, "Disputed needs a citation; there is none."),
        ([], 2, "Disputed needs 2 citations; there is none."),
        ([GOOD], 2, "Disputed needs 2 citations; there is 1."),
        ([GOOD, CONTEXT], 3, "Disputed needs 3 citations; there are 2."),
    ],
)
def test_disputed_without_citations_says_how_many(citations, needed, says):
    assert unmet("disputed", *citations, policy=Policy(disputed_citations=needed)) == [says]


def test_disputed_without_citations_stands_where_the_policy_asks_for_none():
    assert unmet("disputed", policy=Policy(disputed_citations=0)) == []


@pytest.mark.parametrize("rationale", ["", "  \n", "-", "…", "?!", "👍"])
def test_disputed_and_unsourced_without_words_ask_for_them(rationale):
    assert unmet("disputed", GOOD, rationale=rationale) == [
        "Say in the rationale what is wrong with it."
    ]
    assert unmet("unsourced", rationale=rationale) == ["Say in the rationale where you looked."]


@pytest.mark.parametrize("rationale", ["Nowhere in the register.", "7", "不", "لا"])
def test_unsourced_with_words_needs_no_citation(rationale):
    assert unmet("unsourced", rationale=rationale, policy=TWO_VOICES) == []


def test_verified_needs_no_rationale():
    assert unmet("verified", GOOD, rationale="") == []


@given(CITATIONS, POLICIES)
def test_verified_stands_exactly_when_each_part_of_the_policy_is_met(citations, policy):
    good = [
        each
        for each in citations
        if each.stance == "supports" and not each.is_retired and (each.passage or each.locator)
    ]
    tiers = {
        "": TIERS,
        "primary": TIERS[:1],
        "secondary": TIERS[:2],
        "tertiary": TIERS,
    }
    met = (
        len(good) >= policy.verified_citations
        and len({each.origin for each in good}) >= policy.verified_origins
        and any(each.tier in tiers[policy.verified_tier] for each in good)
    )
    assert (unmet("verified", *citations, policy=policy) == []) == met


@given(CITATIONS, POLICIES, st.sampled_from(["verified", "disputed", "unsourced"]))
def test_unmet_never_depends_on_order_and_each_is_a_sentence(citations, policy, rating):
    sentences = unmet(rating, *citations, rationale="", policy=policy)
    assert sentences == unmet(rating, *citations[::-1], rationale="", policy=policy)
    assert all(each[0].isupper() and each.endswith(".") for each in sentences)


@given(CITATIONS, POLICIES, CITATIONS)
def test_verified_is_never_lost_by_citing_more(citations, policy, more):
    before = unmet("verified", *citations, policy=policy)
    after = unmet("verified", *citations, *more, policy=policy)
    assert before or not after


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("id", 9),
        ("stance", "context"),
        ("tier", "primary"),
        ("url", ""),
        ("passage", "There were 124 people on board."),
        ("locator", "p. 4"),
    ],
)
def test_evidence_digest_changes_with_what_a_citation_says(name, value):
    assert evidence_digest([replace(GOOD, **{name: value})]) != evidence_digest([GOOD])


@pytest.mark.parametrize(
    ("name", "value"), [("source", "Renamed"), ("origin", "merged"), ("is_retired", True)]
)
def test_evidence_digest_stays_when_the_library_changes_its_mind(name, value):
    assert evidence_digest([replace(GOOD, **{name: value})]) == evidence_digest([GOOD])


def test_evidence_digest_is_the_same_in_any_order():
    every = [GOOD, OTHER_VOICE, PRIMARY]
    assert evidence_digest(every) == evidence_digest(every[::-1])
    assert len({evidence_digest(every), evidence_digest(every[:2]), evidence_digest([])}) == 3


def test_evidence_digest_does_not_confuse_neighbouring_fields():
    pairs = [replace(GOOD, passage=a, locator=b) for a, b in product(("", "ab"), ("", "ab"))]
    assert len({evidence_digest([each]) for each in pairs}) == 4
