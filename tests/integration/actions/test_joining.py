from functools import partial

import pytest

from claims.actions.citations import add_citation
from claims.actions.claims import add_mention, change_claim
from claims.actions.joining import join_claims, split_claim, unjoin_claim
from claims.actions.revisions import add_revision
from claims.actions.verdicts import confirm_verdict, record_verdict
from claims.exceptions import BadInput, NotAllowed, NotFound, Stale, WrongState
from claims.intake.pasted import read_pasted
from claims.models import Article, Claim, Event, Mention
from claims.queries.chain import find_faults
from claims.text.selectors import TextQuoteSelector
from tests.at_once import at_once
from tests.factories import (
    make_article,
    make_citation,
    make_claim,
    make_confidential_article,
    make_editor,
    make_mention,
    make_reporter,
    make_reviewer,
    make_source,
    make_verdict,
    stored_version,
)

pytestmark = pytest.mark.django_db

TEXT = """The deficit reached $295 billion last year.

Officials called $295 billion too much. Tariffs fell to 30% for 90 days.

Nobody said 295,000 million dollars again."""


@pytest.fixture
def article() -> Article:
    return make_article(text=TEXT)


def claim_on(article: Article, exact: str, **fields) -> Claim:
    return make_claim(article=article, exact=exact, **fields)


def join(claim: Claim, into: Claim, **fields) -> Claim:
    return join_claims(
        **{
            "claim_id": claim.pk,
            "into_id": into.pk,
            "version": stored_version(claim),
            "into_version": stored_version(into),
            "by": make_reviewer(),
            **fields,
        }
    )


def split(claim: Claim, *mentions: Mention, **fields) -> Claim:
    return split_claim(
        **{
            "claim_id": claim.pk,
            "mention_ids": [mention.pk for mention in mentions],
            "version": stored_version(claim),
            "by": make_reviewer(),
            **fields,
        }
    )


def unjoin(claim: Claim, **fields) -> Claim:
    fields = {"version": stored_version(claim), "by": make_reviewer(), **fields}
    return unjoin_claim(claim_id=claim.pk, **fields)


def words(claim: Claim) -> list[str]:
    return list(claim.mentions.order_by("start").values_list("exact", flat=True))


def send_draft(article: Article, text: str) -> None:
    add_revision(article_id=article.pk, document=read_pasted(text), by=make_editor())


def test_join_claims_moves_the_places_and_keeps_the_joined_claim(article):
    into, claim = claim_on(article, "reached $295 billion"), claim_on(article, "295,000 million")
    reviewer = make_reviewer()
    survivor = join(claim, into, by=reviewer)
    claim.refresh_from_db()
    assert survivor == into
    assert claim.joined_into == into
    assert words(into) == ["reached $295 billion", "295,000 million"]
    assert words(claim) == []
    assert (claim.version, stored_version(into)) == (2, 2)
    assert set(Claim.objects.in_check()) == {into}
    assert set(Claim.objects.filter(search="million dollars")) == set()
    assert into in Claim.objects.filter(search="295,000")
    for each in (claim, into):
        event = each.events.order_by("-pk")[0]
        assert (event.kind, event.person) == (Event.Kind.CLAIMS_JOINED, reviewer)
        assert (event.payload["joined"], event.payload["into"]) == (2, 1)
    assert list(find_faults()) == []


def test_join_claims_keeps_a_place_that_both_have_once(article):
    into, claim = claim_on(article, "$295 billion"), claim_on(article, "$295 billion")
    join(claim, into)
    assert words(into) == ["$295 billion"]
    assert words(claim) == []


def test_join_claims_leaves_the_places_of_older_drafts(article):
    into, claim = claim_on(article, "reached $295 billion"), claim_on(article, "295,000 million")
    send_draft(article, f"{TEXT}\n\nAnd so on.")
    join(claim, into)
    assert claim.mentions.get().revision.number == 1
    assert into.mentions.filter(revision__number=2).count() == 2


def test_join_claims_copies_citations_that_the_other_lacks(article):
    into, claim = claim_on(article, "reached $295 billion"), claim_on(article, "295,000 million")
    source, author = make_source(), make_reporter()
    make_citation(claim=into, source=source, locator="p. 4")
    make_citation(claim=claim, source=source, locator="p. 4")
    own = make_citation(claim=claim, source=source, locator="p. 9", by=author)
    join(claim, into)
    assert [citation.locator for citation in into.citations.order_by("id")] == ["p. 4", "p. 9"]
    copy = into.citations.get(locator="p. 9")
    assert (copy.added_by, copy.read_at, copy.passage) == (author, own.read_at, own.passage)
    assert claim.citations.count() == 2


@pytest.mark.parametrize(
    ("joined", "own", "becomes"),
    [
        ("verified", "verified", "verified"),
        ("", "verified", ""),
        ("disputed", "verified", ""),
        ("verified", "", ""),
        ("", "", ""),
    ],
)
def test_join_claims_keeps_the_rating_that_nothing_speaks_against(article, joined, own, becomes):
    into = claim_on(article, "reached $295 billion", rating=own)
    claim = claim_on(article, "295,000 million", rating=joined)
    join(claim, into)
    claim.refresh_from_db()
    into.refresh_from_db()
    assert (claim.rating, claim.recheck, claim.lapsed) == ("", [], int(bool(joined)))
    assert into.rating == becomes
    assert claim.verdicts.count() == int(bool(joined))


def test_join_claims_of_the_same_words_keeps_the_rating(article):
    into = claim_on(article, "$295 billion", rating="verified")
    again = article.revisions.get().text.index("$295 billion", into.mentions.get().end)
    claim = make_claim(article=article, start=again, end=again + len("$295 billion"))
    join(claim, into)
    into.refresh_from_db()
    assert into.rating == "verified"


def test_join_claims_of_two_ratings_says_which_and_whose(article):
    into = claim_on(article, "reached $295 billion")
    claim = claim_on(article, "295,000 million")
    make_verdict(claim=into, by=make_reviewer(first_name="Amina"))
    make_verdict(claim=claim, rating="disputed", by=make_reviewer(first_name="Ben"))
    join(claim, into)
    into.refresh_from_db()
    assert into.recheck == [
        "Claim 2, disputed by Ben, was joined to it; claim 1 itself was verified by Amina."
        " Decide what holds."
    ]
    assert into.events.filter(kind=Event.Kind.VERDICT_LAPSED).exists()


def test_join_claims_with_a_claim_that_waits_for_a_recheck_voids_the_verdict(article):
    into = claim_on(article, "reached $295 billion", rating="verified")
    claim = claim_on(article, "295,000 million", rating="verified")
    change_claim(
        claim_id=claim.pk,
        wording="Other words.",
        kind=claim.kind,
        version=stored_version(claim),
        by=make_reviewer(),
    )
    join(claim, into)
    into.refresh_from_db()
    assert into.rating == ""
    assert "waited for a recheck" in into.recheck[0]
    assert into.recheck[1] == "The wording of the claim was changed."


def test_join_claims_takes_along_what_was_joined_before(article):
    one, two, three = (claim_on(article, exact) for exact in ("reached", "30%", "90 days"))
    join(one, two)
    join(two, three)
    one.refresh_from_db()
    assert one.joined_into == three
    assert set(three.joined.all()) == {one, two}
    assert words(three) == ["reached", "30%", "90 days"]


@pytest.mark.parametrize("which", ["version", "into_version"])
def test_join_claims_with_a_stale_version_is_refused(article, which):
    into, claim = claim_on(article, "30%"), claim_on(article, "90 days")
    with pytest.raises(Stale):
        join(claim, into, **{which: 7})
    assert words(claim) == ["90 days"]


def test_join_claims_to_itself_to_another_article_or_to_a_joined_one_is_refused(article):
    one, two, three = (claim_on(article, exact) for exact in ("reached", "30%", "90 days"))
    with pytest.raises(BadInput, match="the claim itself"):
        join(one, one)
    with pytest.raises(BadInput, match="no such claim"):
        join(one, make_claim())
    join(two, three)
    with pytest.raises(WrongState, match="Claim 2 was joined to claim 3"):
        join(one, two)
    with pytest.raises(WrongState, match="Claim 2 was joined to claim 3"):
        join(two, one)


def test_join_claims_by_a_reporter_or_in_a_closed_article_is_refused(article):
    one, two = claim_on(article, "30%"), claim_on(article, "90 days")
    with pytest.raises(NotAllowed, match="role reviewer"):
        join(one, two, by=make_reporter())
    Article.objects.filter(pk=article.pk).update(status="cleared")
    with pytest.raises(WrongState, match="cleared"):
        join(one, two)


def test_join_claims_of_somebody_elses_confidential_article_finds_nothing():
    owner = make_editor()
    article = make_confidential_article(by=owner, text=TEXT)
    one, two = (claim_on(article, exact, by=owner) for exact in ("30%", "90 days"))
    with pytest.raises(NotFound):
        join(one, two)


def test_joined_claim_takes_nothing_new(article):
    claim, into = claim_on(article, "30%"), claim_on(article, "90 days")
    join(claim, into)
    reviewer, version = make_reviewer(), stored_version(claim)
    verdict = {"rating": "unsourced", "rationale": "Asked.", "version": version}
    for act in (
        partial(record_verdict, **verdict),
        partial(add_mention, quote=TextQuoteSelector("Nobody")),
        partial(add_citation, source_name="A source", passage="Words."),
        partial(change_claim, wording="Words.", kind="other", version=version),
    ):
        with pytest.raises(WrongState, match="Claim 1 was joined to claim 2"):
            act(claim_id=claim.pk, by=reviewer)


@pytest.mark.django_db(transaction=True)
def test_join_claims_to_each_other_at_once_is_one_join():
    article = make_article(text=TEXT)
    one, two = claim_on(article, "30%"), claim_on(article, "90 days")
    reviewer = make_reviewer()

    def attempt(claim: Claim, into: Claim) -> str:
        try:
            join_claims(claim_id=claim.pk, into_id=into.pk, version=1, into_version=1, by=reviewer)
        except (Stale, WrongState):
            return "refused"
        return "joined"

    assert sorted(at_once([partial(attempt, one, two), partial(attempt, two, one)])) == [
        "joined",
        "refused",
    ]
    assert Claim.objects.in_check().count() == 1


def test_unjoin_claim_gives_the_places_back(article):
    into, claim = claim_on(article, "reached $295 billion"), claim_on(article, "295,000 million")
    make_mention(claim=into, exact="30%")
    make_mention(claim=claim, exact="30%")
    join(claim, into)
    unjoin(claim)
    claim.refresh_from_db()
    assert claim.joined_into is None
    assert words(claim) == ["30%", "295,000 million"]
    assert words(into) == ["reached $295 billion", "30%"]
    for each in (claim, into):
        assert each.events.order_by("-pk")[0].kind == Event.Kind.CLAIM_REOPENED


def test_unjoin_claim_that_was_decided_asks_for_a_recheck_by_name(article):
    into, claim = claim_on(article, "reached $295 billion"), claim_on(article, "295,000 million")
    make_verdict(claim=claim, by=make_reviewer(first_name="Ben"))
    join(claim, into)
    unjoin(claim)
    claim.refresh_from_db()
    assert (claim.rating, len(claim.recheck)) == ("", 1)
    assert claim.recheck[0].endswith("it was verified by Ben.")


def test_unjoin_claim_after_a_new_draft_takes_the_carried_places(article):
    into, claim = claim_on(article, "reached $295 billion"), claim_on(article, "295,000 million")
    make_mention(claim=into, exact="30%")
    make_mention(claim=claim, exact="30%")
    join(claim, into)
    send_draft(article, f"News.\n\n{TEXT}")
    unjoin(claim)
    newest = article.revisions.get(number=2)
    assert {mention.exact for mention in newest.mentions.filter(claim=claim)} == {
        "30%",
        "295,000 million",
    }
    assert {mention.exact for mention in newest.mentions.filter(claim=into)} == {
        "reached $295 billion",
        "30%",
    }


def test_unjoin_claim_takes_along_what_had_come_with_it(article):
    one, two, three = (claim_on(article, exact) for exact in ("reached", "30%", "90 days"))
    join(one, two)
    join(two, three)
    unjoin(two)
    one.refresh_from_db()
    assert one.joined_into == two
    unjoin(one)
    assert [words(claim) for claim in (one, two, three)] == [["reached"], ["30%"], ["90 days"]]


def test_unjoin_claim_whose_places_were_split_off_is_refused(article):
    into, claim = claim_on(article, "30%"), claim_on(article, "90 days")
    join(claim, into)
    split(into, into.mentions.get(exact="90 days"))
    with pytest.raises(WrongState, match="Split them off"):
        unjoin(claim)


def test_unjoin_claim_that_is_not_joined_or_is_stale_is_refused(article):
    into, claim = claim_on(article, "30%"), claim_on(article, "90 days")
    with pytest.raises(WrongState, match="stands on its own"):
        unjoin(claim)
    join(claim, into)
    with pytest.raises(Stale):
        unjoin(claim, version=1)


def test_split_claim_makes_a_claim_of_the_chosen_places(article):
    claim = claim_on(article, "reached $295 billion", kind="figure")
    moved = make_mention(claim=claim, exact="Tariffs fell to 30%")
    make_citation(claim=claim, locator="p. 4")
    reviewer = make_reviewer()
    new = split(claim, moved, by=reviewer)
    assert (new.number, new.kind, new.split_from, new.rating) == (2, "figure", claim, "")
    assert (new.wording, new.recheck) == ("Tariffs fell to 30%", [])
    assert words(new) == ["Tariffs fell to 30%"]
    assert words(claim) == ["reached $295 billion"]
    assert new.citations.get().locator == claim.citations.get().locator == "p. 4"
    assert stored_version(claim) == 3
    assert new in Claim.objects.filter(search="tariffs")
    assert claim not in Claim.objects.filter(search="tariffs")
    for each in (claim, new):
        event = each.events.order_by("-pk")[0]
        assert (event.kind, event.person) == (Event.Kind.CLAIM_SPLIT, reviewer)


def test_split_claim_that_was_decided_stays_so_and_the_new_one_asks(article):
    claim = claim_on(article, "reached $295 billion")
    moved = make_mention(claim=claim, exact="30%")
    make_verdict(claim=claim, by=make_reviewer(first_name="Ben"))
    new = split(claim, moved, wording=" Tariffs fell\nto 30%. ")
    claim.refresh_from_db()
    assert claim.rating == "verified"
    assert (new.rating, new.wording) == ("", "Tariffs fell to 30%.")
    assert new.recheck == ["Split from claim 1, which was verified by Ben."]


def test_split_claim_can_be_confirmed_as_the_one_it_comes_from(article):
    claim = claim_on(article, "reached $295 billion")
    moved = make_mention(claim=claim, exact="30%")
    make_verdict(claim=claim, rating="disputed", rationale="The census says otherwise.")
    new = split(claim, moved)
    make_verdict(claim=claim, rating="verified")
    confirm_verdict(claim_id=new.pk, version=new.version, by=make_reviewer())
    new.refresh_from_db()
    assert (new.rating, new.recheck) == ("disputed", [])
    assert new.verdicts.get().rationale == "The census says otherwise."


def test_split_claim_of_no_place_of_all_or_of_others_is_refused(article):
    claim, other = claim_on(article, "reached"), claim_on(article, "90 days")
    moved = make_mention(claim=claim, exact="30%")
    with pytest.raises(BadInput, match="Choose the places"):
        split(claim)
    with pytest.raises(BadInput, match="One place at least stays"):
        split(claim, *claim.mentions.all())
    with pytest.raises(BadInput, match="no such place"):
        split(claim, moved, other.mentions.get())
    with pytest.raises(BadInput, match="at most 2000"):
        split(claim, moved, wording="x" * 2001)
    with pytest.raises(Stale):
        split(claim, moved, version=1)
    with pytest.raises(NotAllowed):
        split(claim, moved, by=make_reporter())
    assert Claim.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_split_claim_twice_at_once_is_one_split():
    claim = claim_on(make_article(text=TEXT), "reached")
    moved, reviewer = make_mention(claim=claim, exact="30%"), make_reviewer()

    def attempt() -> str:
        try:
            split_claim(claim_id=claim.pk, mention_ids=[moved.pk], version=2, by=reviewer)
        except Stale:
            return "stale"
        return "split"

    assert sorted(at_once([attempt] * 3)) == ["split", "stale", "stale"]
