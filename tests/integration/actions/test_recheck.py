"""Claims that a new draft asks about again: still holds, decide again, marked anew, closed."""

import uuid

import pytest

from claims.actions.articles import change_article
from claims.actions.citations import withdraw_citation
from claims.actions.claims import add_mention
from claims.actions.orphans import close_orphan, reopen_claim
from claims.actions.revisions import add_revision
from claims.actions.verdicts import confirm_verdict
from claims.exceptions import EvidenceMissing, NotAllowed, NotFound, Stale, WrongState
from claims.intake.pasted import read_pasted
from claims.models import Claim, Event, Mention
from claims.queries.claim import get_claim_panel
from claims.queries.desk import get_desk
from claims.queries.progress import get_progress
from claims.text.selectors import TextQuoteSelector
from tests.factories import (
    make_citation,
    make_claim,
    make_editor,
    make_reporter,
    make_reviewer,
    make_verdict,
    stored_version,
)

pytestmark = pytest.mark.django_db

TEXT = "Exports fell by 30% last year.\n\nThe ministry said so on Monday."


def rechecked(text: str = TEXT.replace("30%", "20%"), **fields) -> Claim:
    claim = make_claim(text=TEXT, exact="Exports fell by 30%", rating="verified", **fields)
    send(claim, text)
    claim.refresh_from_db()
    return claim


def send(claim: Claim, text: str):
    by = claim.article.owner
    return add_revision(article_id=claim.article_id, document=read_pasted(text), by=by)


def confirm(claim: Claim, **fields):
    fields = {"by": make_reviewer(), "version": stored_version(claim), **fields}
    return confirm_verdict(claim_id=claim.pk, **fields)


def test_confirm_gives_the_same_verdict_on_the_new_words():
    claim = rechecked()
    before = claim.verdicts.get()
    (verdict,) = confirm(claim)
    claim.refresh_from_db()
    assert (claim.rating, claim.recheck) == ("verified", [])
    assert (verdict.rating, verdict.rationale) == (before.rating, before.rationale)
    assert verdict.wording == "Exports fell by 20%"
    assert verdict.revision.number == 2
    event = claim.events.filter(kind=Event.Kind.VERDICT_RECORDED).latest("pk")
    assert event.payload["confirms"] == before.pk
    assert event.payload["reasons"] == [
        "Draft 2 changed the number: “Exports fell by 30%” became “Exports fell by 20%”."
    ]


def test_confirm_a_quotation_answers_both_questions():
    claim = make_claim(text=TEXT, exact="The ministry said so", kind="quotation")
    make_verdict(claim=claim, question="truth")
    make_verdict(claim=claim, question="attribution", rating="disputed")
    send(claim, TEXT.replace("The ministry said", "The minister said"))
    verdicts = confirm(claim)
    assert {(each.question, each.rating) for each in verdicts} == {
        ("truth", "verified"),
        ("attribution", "disputed"),
    }
    claim.refresh_from_db()
    assert claim.rating == "disputed"


def test_confirm_sent_twice_gives_one_verdict():
    claim, key, by = rechecked(), uuid.uuid4(), make_reviewer()
    version = stored_version(claim)
    first = confirm(claim, by=by, version=version, idempotency_key=key)
    assert confirm(claim, by=by, version=version, idempotency_key=key) == first
    assert claim.verdicts.count() == 2


def test_confirm_without_the_citations_is_refused():
    claim = rechecked()
    for citation in claim.citations.all():
        withdraw_citation(citation_id=citation.pk, reason="Wrong.", by=claim.article.owner)
    with pytest.raises(EvidenceMissing):
        confirm(claim)
    assert claim.verdicts.count() == 1


def test_confirm_what_nobody_asks_about_is_refused():
    with pytest.raises(WrongState, match="Nothing about this claim"):
        confirm(make_claim(rating="verified"))


def test_confirm_by_the_wrong_person_or_version_is_refused():
    claim = rechecked()
    with pytest.raises(NotAllowed):
        confirm(claim, by=make_reporter())
    with pytest.raises(Stale):
        confirm(claim, version=1)


def test_confirm_a_claim_without_words_is_refused():
    with pytest.raises(WrongState, match="Mark its words, or close it"):
        confirm(rechecked("It rained on Monday in the capital."))


def test_panel_shows_what_it_was_and_what_it_is_over_two_drafts():
    claim = rechecked()
    send(claim, TEXT.replace("30%", "20%").replace("Monday", "Tuesday"))
    claim.refresh_from_db()
    (change,) = get_claim_panel(claim, by=make_reviewer())["changes"]
    assert change["before"].exact == "Exports fell by 30%"
    assert change["after"] is not None
    assert change["after"].exact == "Exports fell by 20%"
    assert change["reasons"] == ["number"]


def test_orphan_takes_the_words_that_are_marked_anew():
    claim = rechecked("The ministry said so on Monday. Down went the exports.")
    quote = TextQuoteSelector("Down went the exports")
    mention = add_mention(claim_id=claim.pk, quote=quote, by=make_reviewer())
    assert mention.state == Mention.State.EDITED
    assert mention.previous is not None
    assert not claim.mentions.orphans().exists()
    assert confirm(claim)[0].rating == "verified"


def test_orphan_closed_closes_a_claim_without_another_place():
    claim = rechecked("The ministry said so on Monday.")
    orphan = claim.mentions.orphans().get()
    close_orphan(mention_id=orphan.pk, by=make_reviewer())
    claim.refresh_from_db()
    assert claim.closed_at
    assert claim.recheck == []
    assert get_progress(claim.article_id)["total"] == 0
    with pytest.raises(WrongState, match="closed already"):
        close_orphan(mention_id=orphan.pk, by=make_reviewer())


def test_orphan_closed_leaves_a_claim_that_has_another_place():
    claim = make_claim(text=TEXT, exact="30%")
    add_mention(claim_id=claim.pk, quote=TextQuoteSelector("ministry"), by=make_reviewer())
    send(claim, "Exports fell by 30% last year.")
    close_orphan(mention_id=claim.mentions.orphans().get().pk, by=make_reviewer())
    claim.refresh_from_db()
    assert claim.closed_at is None


def test_closed_claim_taken_back_asks_for_a_decision():
    claim = rechecked("The ministry said so on Monday.")
    close_orphan(mention_id=claim.mentions.orphans().get().pk, by=make_reviewer())
    reopen_claim(claim_id=claim.pk, by=make_reviewer())
    claim.refresh_from_db()
    assert claim.closed_at is None
    assert claim.recheck
    assert get_progress(claim.article_id)["recheck"] == 1
    with pytest.raises(WrongState):
        reopen_claim(claim_id=claim.pk, by=make_reviewer())


def test_close_what_is_no_orphan_is_not_found():
    claim = make_claim()
    with pytest.raises(NotFound):
        close_orphan(mention_id=claim.mentions.get().pk, by=make_reviewer())


def test_desk_lists_first_what_waits_for_a_recheck():
    claim = rechecked()
    calm = make_claim(rating="verified")
    desk = get_desk(claim.article.owner)
    assert [row["claim"] for row in desk["rechecks"]] == [claim]
    assert get_desk(calm.article.owner)["rechecks"] == []


def test_verdict_on_a_claim_without_words_in_the_draft_is_refused():
    claim = rechecked("The ministry said so on Monday.")
    with pytest.raises(WrongState, match="Mark its words, or close it"):
        make_verdict(claim=claim)


def test_orphan_marked_anew_gives_the_claim_its_new_words():
    claim = rechecked("The ministry said so on Monday. Down went the exports.")
    quote = TextQuoteSelector("Down went the exports")
    add_mention(claim_id=claim.pk, quote=quote, by=make_reviewer())
    claim.refresh_from_db()
    assert claim.wording == "Down went the exports"


def test_place_of_other_words_asks_about_a_decided_claim():
    claim = make_claim(text=TEXT, exact="30%", rating="verified")
    add_mention(claim_id=claim.pk, quote=TextQuoteSelector("Monday"), by=make_reviewer())
    claim.refresh_from_db()
    assert claim.rating == ""
    assert claim.recheck == ["It was given other words to stand on: “Monday”."]


def test_place_of_the_same_words_keeps_the_rating():
    text = f"{TEXT} It was 30% indeed."
    claim = make_claim(text=text, exact="30%", rating="verified")
    quote = TextQuoteSelector("30%", prefix="It was ")
    add_mention(claim_id=claim.pk, quote=quote, by=make_reviewer())
    claim.refresh_from_db()
    assert claim.rating == "verified"


def test_contradicting_citation_asks_about_a_verified_claim():
    claim = make_claim(text=TEXT, exact="30%", rating="verified")
    make_citation(claim=claim, stance="supports")
    claim.refresh_from_db()
    assert claim.rating == "verified"
    make_citation(claim=claim, stance="contradicts")
    claim.refresh_from_db()
    assert claim.rating == ""
    assert "contradicts" in claim.recheck[0]


def test_reporter_named_later_voids_what_they_decided():
    claim = make_claim(text=TEXT, exact="30%")
    reviewer = make_editor()
    make_verdict(claim=claim, by=reviewer)
    name_reporter(claim.article, reviewer, by=claim.article.owner)
    claim.refresh_from_db()
    assert claim.rating == ""
    with pytest.raises(NotAllowed, match="You wrote this article"):
        name_reporter(claim.article, None, by=reviewer)


def name_reporter(article, reporter, *, by):
    article.refresh_from_db()
    return change_article(
        article_id=article.pk,
        by=by,
        title=article.title,
        owner=by,
        reporter=reporter,
        deadline=None,
        confidential=False,
        people=[],
    )
