from functools import partial
from uuid import uuid4

import pytest

from claims.actions.claims import add_mention, change_claim, create_claim
from claims.exceptions import BadInput, NotAllowed, Stale, WrongState
from claims.models import Claim, Event
from claims.text.selectors import TextQuoteSelector
from tests.at_once import at_once
from tests.factories import (
    EXACT,
    make_article,
    make_citation,
    make_claim,
    make_mention,
    make_policy,
    make_reporter,
    make_reviewer,
    make_revision,
    make_verdict,
)

pytestmark = pytest.mark.django_db

CLOSED = ["cleared", "published", "spiked"]


def _mark(article, by=None, **fields):
    if not {"start", "quote"} & fields.keys():
        fields["quote"] = TextQuoteSelector(EXACT)
    return create_claim(article_id=article.pk, by=by or make_reviewer(), **fields)


def test_create_claim_marks_the_words_and_their_surroundings():
    article, reviewer = make_article(), make_reviewer()
    text = make_revision(article).text
    start = text.index(EXACT)
    claim = _mark(
        article,
        by=reviewer,
        start=start,
        end=start + len(EXACT),
        exact=EXACT,
        revision=1,
        wording=" The ferry\ncarried 142 people. ",
        kind="figure",
    )
    assert (claim.number, claim.version, claim.rating) == (1, 1, "")
    assert (claim.wording, claim.kind) == ("The ferry carried 142 people.", "figure")
    mention = claim.mentions.get()
    assert (mention.start, mention.exact, mention.state) == (start, EXACT, "kept")
    assert text[: mention.start].endswith(mention.prefix)
    assert len(mention.prefix) == len(mention.suffix) == 32
    event = claim.events.get()
    assert (event.kind, event.person) == (Event.Kind.CLAIM_CREATED, reviewer)
    assert event.payload == {"number": 1, "wording": claim.wording, "exact": EXACT}


def test_create_claim_without_a_wording_takes_the_words():
    assert _mark(make_article()).wording == EXACT


def test_create_claim_of_a_quote_finds_the_one_with_these_neighbours():
    claim = _mark(make_article(), quote=TextQuoteSelector(EXACT, "ten years: ", " were"))
    mention = claim.mentions.get()
    assert mention.prefix.endswith("ten years: ")


def test_create_claim_leaves_the_white_space_at_the_edges_out():
    text = make_revision(article := make_article()).text
    start = text.index(" 142 people ")
    assert _mark(article, start=start, end=start + 12, exact=" 142 people ").wording == EXACT


def test_create_claim_is_found_by_its_wording_and_its_words():
    claim = _mark(make_article(), wording="So many were on board.")
    assert set(Claim.objects.filter(search="board")) == {claim}
    assert set(Claim.objects.filter(search="142 people")) == {claim}


def test_create_claim_numbers_on_within_each_article():
    article, other = make_article(), make_article()
    numbers = [_mark(each).number for each in (article, other, article, article)]
    assert numbers == [1, 1, 2, 3]


def test_create_claim_with_the_same_key_again_gives_the_same_claim():
    article, reviewer, key = make_article(), make_reviewer(), uuid4()
    first = _mark(article, by=reviewer, idempotency_key=key)
    again = _mark(article, by=reviewer, idempotency_key=key, wording="Other words.")
    assert again == first
    assert article.claims.count() == 1


@pytest.mark.parametrize("same_article", [True, False])
def test_create_claim_with_a_key_of_something_else_is_refused(same_article):
    article, key = make_article(), uuid4()
    by = _mark(article, idempotency_key=key).created_by
    other = (article, make_reviewer()) if same_article else (make_article(), by)
    with pytest.raises(BadInput, match="sent before, for something else"):
        _mark(other[0], by=other[1], idempotency_key=key)
    assert Claim.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_create_claim_with_the_same_key_at_once_is_one_claim():
    article, reviewer = make_article(), make_reviewer()
    mark = partial(_mark, article, by=reviewer, idempotency_key=uuid4())
    assert len({claim.pk for claim in at_once([mark] * 4)}) == 1
    assert article.claims.count() == 1


@pytest.mark.parametrize(
    ("fields", "says", "field"),
    [
        ({"start": 0, "end": 5, "exact": "Other"}, "not the ones you selected", "exact"),
        ({"start": 0, "end": 9999}, "outside the text", "exact"),
        ({"start": -1, "end": 5}, "outside the text", "exact"),
        ({"start": 5, "end": 5}, "Nothing is selected", "exact"),
        ({"start": 5, "end": None}, "Say where", "start"),
        ({"start": None, "end": None}, "Say where", "start"),
        ({"quote": TextQuoteSelector("not there")}, "not in the text", "exact"),
        ({"quote": TextQuoteSelector("")}, "Nothing is selected", "exact"),
        ({"quote": TextQuoteSelector(" \n")}, "Nothing is selected", "exact"),
        ({"wording": "x" * 2001}, "has 2001 characters", "wording"),
    ],
)
def test_create_claim_of_no_such_place_is_refused(fields, says, field):
    article = make_article()
    with pytest.raises(BadInput, match=says) as refusal:
        _mark(article, **fields)
    assert refusal.value.field == field
    assert not article.claims.exists()


def test_create_claim_counted_in_utf16_units_is_refused():
    article = make_article(text="🏠🏠🏠 In all 142 people sank.")
    start = make_revision(article).text.index(EXACT) + 3  # each emoji counts twice in a browser
    with pytest.raises(BadInput, match="not the ones you selected"):
        _mark(article, start=start, end=start + len(EXACT), exact=EXACT)


def test_create_claim_that_cuts_a_character_is_refused():
    article = make_article(text="He wrote x\u0304 on it.")
    with pytest.raises(BadInput, match="cuts a character in two"):
        _mark(article, start=3, end=10)


def test_create_claim_of_too_many_words_is_refused():
    with pytest.raises(BadInput, match="a mention has at most"):
        _mark(make_article(text="word " * 2000), start=0, end=9000)


def test_create_claim_on_another_draft_is_refused():
    with pytest.raises(WrongState, match="There is a newer draft, number 1"):
        _mark(make_article(), revision=2)


def test_create_claim_by_a_reporter_is_refused():
    with pytest.raises(NotAllowed, match="takes the role reviewer"):
        _mark(make_article(), by=make_reporter())


@pytest.mark.parametrize("status", CLOSED)
def test_create_claim_in_a_closed_article_is_refused(status):
    with pytest.raises(WrongState, match="its claims are closed"):
        _mark(make_article(status=status))


def test_add_mention_marks_one_more_place():
    claim = make_claim()
    mention = add_mention(
        claim_id=claim.pk, quote=TextQuoteSelector(EXACT, suffix=" were"), by=make_reviewer()
    )
    claim.refresh_from_db()
    assert (claim.mentions.count(), claim.version) == (2, 2)
    assert claim.events.last().kind == Event.Kind.MENTION_ADDED
    assert claim.events.last().payload == {"exact": mention.exact}


def test_add_mention_of_the_same_place_twice_is_once():
    claim = make_claim()
    again = add_mention(claim_id=claim.pk, quote=TextQuoteSelector(EXACT), by=make_reviewer())
    claim.refresh_from_db()
    assert again == claim.mentions.get()
    assert claim.version == 1


@pytest.mark.django_db(transaction=True)
def test_add_mention_of_the_same_place_at_once_is_once():
    claim = make_claim()
    add = partial(add_mention, claim_id=claim.pk, quote=TextQuoteSelector("sank"))
    answers = at_once([partial(add, by=make_reviewer()) for _ in range(4)])
    assert len({mention.pk for mention in answers}) == 1
    assert claim.mentions.count() == 2


def test_add_mention_by_a_reporter_is_refused():
    with pytest.raises(NotAllowed):
        make_mention(by=make_reporter())


@pytest.mark.parametrize("status", CLOSED)
def test_add_mention_in_a_closed_article_is_refused(status):
    claim = make_claim()
    claim.article.status = status
    claim.article.save()
    with pytest.raises(WrongState, match="its claims are closed"):
        make_mention(claim=claim)


def test_add_mention_that_is_not_there_is_refused():
    with pytest.raises(BadInput, match="not in the text"):
        make_mention(exact="not there")


def _reword(claim, by=None, **fields):
    fields = {"wording": claim.wording, "kind": claim.kind, "version": claim.version} | fields
    return change_claim(claim_id=claim.pk, by=by or make_reviewer(), **fields)


def test_change_claim_changes_wording_and_kind():
    claim = make_claim()
    _reword(claim, wording="142 people were\n on board.", kind="figure")
    claim.refresh_from_db()
    assert (claim.wording, claim.kind) == ("142 people were on board.", "figure")
    assert claim.version == 2
    event = claim.events.last()
    assert event.kind == Event.Kind.CLAIM_CHANGED
    assert event.payload == {
        "wording": [EXACT, "142 people were on board."],
        "kind": ["other", "figure"],
    }
    assert set(Claim.objects.filter(search="board")) == {claim}


def test_change_claim_to_what_it_is_changes_nothing():
    claim = make_claim()
    _reword(claim)
    claim.refresh_from_db()
    assert claim.version == 1
    assert claim.events.count() == 1


def test_change_claim_of_a_decided_one_asks_for_a_recheck():
    claim = make_claim(rating="verified")
    _reword(claim, wording="Other words.")
    claim.refresh_from_db()
    assert claim.rating == ""
    assert claim.recheck == ["The wording of the claim was changed."]
    assert claim.version == 3
    assert claim.events.last().kind == Event.Kind.VERDICT_LAPSED
    assert claim.events.last().payload["rating"] == "verified"
    assert claim.verdicts.get().rating == "verified"


def test_change_claim_to_a_kind_that_asks_for_more_evidence_asks_for_a_recheck():
    make_policy("figure", verified_citations=2)
    claim = make_claim(rating="verified")
    _reword(claim, kind="figure")
    claim.refresh_from_db()
    assert claim.rating == ""
    assert "asks for other evidence" in claim.recheck[0]
    assert "2 supporting citations" in claim.recheck[1]


def test_change_claim_to_a_kind_that_asks_for_no_more_keeps_the_verdict():
    make_policy("figure", verified_citations=2)
    claim = make_claim(citations=2, rating="verified")
    _reword(claim, kind="figure")
    claim.refresh_from_db()
    assert (claim.rating, claim.recheck) == ("verified", [])


@pytest.mark.parametrize("version", [0, 2])
def test_change_claim_of_another_version_is_stale(version):
    claim = make_claim()
    with pytest.raises(Stale) as refusal:
        _reword(claim, wording="Other words.", version=version)
    assert refusal.value.current == {"version": 1, "rating": ""}
    claim.refresh_from_db()
    assert claim.wording == EXACT


@pytest.mark.django_db(transaction=True)
def test_change_claim_at_once_is_one_change_and_the_other_stale():
    claim = make_claim()
    people = [make_reviewer() for _ in range(4)]
    answers = at_once([partial(_reword, claim, by=each, wording=f"By {each}.") for each in people])
    assert sum(isinstance(answer, Stale) for answer in answers) == 3
    claim.refresh_from_db()
    [changed] = [answer for answer in answers if isinstance(answer, Claim)]
    assert claim.wording == changed.wording


@pytest.mark.parametrize("wording", ["", " \n\t"])
def test_change_claim_without_words_is_refused(wording):
    with pytest.raises(BadInput, match="needs words"):
        _reword(make_claim(), wording=wording)


def test_change_claim_by_a_reporter_is_refused():
    with pytest.raises(NotAllowed):
        _reword(make_claim(), by=make_reporter())


def test_change_claim_in_a_closed_article_is_refused():
    claim = make_claim()
    make_verdict(claim=claim)
    make_citation(claim=claim)
    claim.article.status = "published"
    claim.article.save()
    with pytest.raises(WrongState):
        _reword(claim)
