"""Accepting what is unsourced, signing off, clearing, and taking an article back into review."""

import re
import threading
import time
from functools import partial

import pytest
from django.db import connection, transaction
from django.utils import timezone

from claims.actions.citations import add_citation, withdraw_citation
from claims.actions.claims import add_mention, change_claim
from claims.actions.release import (
    accept_unsourced,
    clear_article,
    reopen_article,
    reopen_locked,
    sign_off,
)
from claims.actions.revisions import add_revision
from claims.actions.verdicts import record_verdict
from claims.exceptions import (
    BadInput,
    NotAllowed,
    NotFound,
    ReleaseRefused,
    Stale,
    WrongState,
)
from claims.intake.pasted import read_pasted
from claims.models import (
    Acceptance,
    Article,
    Event,
    Finding,
    Mention,
    SignOff,
)
from claims.queries.chain import find_faults
from claims.queries.release import get_accepted_counts, get_check, get_facts, get_release
from claims.text.release import unmet_release
from claims.text.selectors import TextQuoteSelector
from tests.at_once import at_once
from tests.factories import (
    TEXT,
    make_acceptance,
    make_article,
    make_citation,
    make_claim,
    make_complete_article,
    make_confidential_article,
    make_covered,
    make_editor,
    make_reporter,
    make_reviewer,
    make_sign_off,
    make_source,
    make_suggestion,
    make_verdict,
    stored_version,
)

pytestmark = pytest.mark.django_db


def unmet(article, *, clears=None):
    facts = get_facts(get_check(article), clears=clears)
    return [missing.sentence for missing in unmet_release(facts)]


def lapse_of(article):
    """Return what the newest sign-off is said to have lapsed by."""
    sign_off_line = get_release(article, by=make_editor())["sign_offs"][0]
    assert not sign_off_line["holds"]
    return sign_off_line["changes"]


def refused(call, **arguments):
    """Return what was missing, and see that nothing was written."""
    events, before = Event.objects.count(), SignOff.objects.count()
    with pytest.raises(ReleaseRefused) as refusal:
        call(**arguments)
    assert (Event.objects.count(), SignOff.objects.count()) == (events, before)
    return refusal.value.unmet


def test_clear_article_signed_off_by_a_second_person_closes_its_claims():
    article, editor = make_complete_article(), make_editor()
    given = make_sign_off(article)
    assert clear_article(article_id=article.pk, by=editor).status == Article.Status.CLEARED
    article.refresh_from_db()
    assert article.status == Article.Status.CLEARED
    event = article.events.get(kind=Event.Kind.ARTICLE_CLEARED)
    assert event.payload["sign_offs"] == [given.pk]
    assert event.payload["digest"] == given.digest
    claim = article.claims.get()
    with pytest.raises(WrongState, match="claims are closed"):
        make_citation(claim=claim)
    with pytest.raises(WrongState, match="claims are closed"):
        make_verdict(claim=claim)
    with pytest.raises(WrongState, match="cleared already"):
        clear_article(article_id=article.pk, by=editor)
    with pytest.raises(WrongState, match="cleared already"):
        sign_off(article_id=article.pk, by=make_reviewer())
    assert list(find_faults()) == []


def test_clear_article_is_refused_with_everything_that_is_missing():
    article = make_covered(make_article())
    make_suggestion(article, exact="Nobody had seen")
    make_claim(article=article, exact="12 May", rating="unsourced")
    make_claim(article=article, exact="Amina Idrissi")
    recheck = make_claim(article=article, citations=1, rating="verified")
    change_claim(
        claim_id=recheck.pk,
        wording="Another one.",
        kind=recheck.kind,
        version=stored_version(recheck),
        by=make_reviewer(),
    )
    lost = make_claim(article=article, exact="captain", citations=1, rating="verified")
    mention = lost.mentions.get()
    Mention.objects.create(
        claim=lost,
        revision=mention.revision,
        exact="gone",
        state=Mention.State.ORPHANED,
        created_by=mention.created_by,
    )
    wanted = [
        "The desk has not looked through the newest draft yet. Wait a moment, then try again.",
        "“Nobody had seen” is neither under a claim nor dismissed. Mark it or dismiss it.",
        "Claim 2 is not decided.",
        "Claim 3 waits for a recheck.",
        "Claim 4 has lost words that the newest draft no longer has. Mark them anew or close the"
        " place.",
        "Claim 1 is unsourced, and no editor has accepted that it rests on the reporter.",
        "No second person has signed the check off.",
    ]
    assert refused(clear_article, article_id=article.pk, by=make_editor()) == wanted[1:]
    assert refused(sign_off, article_id=article.pk, by=make_reviewer()) == wanted[1:-1]
    Finding.objects.filter(revision__article=article).delete()
    assert unmet(article)[0] == wanted[0]
    article.refresh_from_db()
    assert article.status == Article.Status.IN_REVIEW


def test_clear_article_leaves_joined_and_closed_claims_out():
    article = make_complete_article()
    kept = article.claims.get()
    joined, closed = (make_claim(article=article, exact=each) for each in ("sank", "12 May"))
    joined.joined_into = kept
    joined.save()
    closed.closed_at, closed.closed_by = timezone.now(), closed.created_by
    closed.save()
    make_sign_off(article)
    assert clear_article(article_id=article.pk, by=make_editor()).status == "cleared"


def test_clear_article_closed_orphan_is_no_orphan():
    article = make_complete_article()
    claim = article.claims.get()
    mention = claim.mentions.get()
    Mention.objects.create(
        claim=claim,
        revision=mention.revision,
        exact="gone",
        state=Mention.State.ORPHANED,
        created_by=mention.created_by,
        closed_at=timezone.now(),
        closed_by=mention.created_by,
    )
    assert unmet(article) == ["No second person has signed the check off."]


@pytest.mark.parametrize("make", [make_reviewer, make_reporter])
def test_clear_article_by_no_editor_is_refused(make):
    article = make_complete_article()
    make_sign_off(article)
    with pytest.raises(NotAllowed, match="Clearing is for editors"):
        clear_article(article_id=article.pk, by=make())


def test_release_of_somebody_elses_confidential_article_is_not_found():
    article, stranger = make_confidential_article(), make_editor()
    claim = make_claim(article=article, rating="unsourced")
    for call in (
        partial(sign_off, article_id=article.pk),
        partial(clear_article, article_id=article.pk),
        partial(reopen_article, article_id=article.pk, reason="x"),
        partial(accept_unsourced, claim_id=claim.pk, reason="x", version=2),
    ):
        with pytest.raises(NotFound):
            call(by=stranger)


def test_sign_off_records_the_digest_and_says_so_in_the_history():
    article, reviewer = make_complete_article(), make_reviewer()
    given = sign_off(article_id=article.pk, by=reviewer)
    assert re.fullmatch(r"[0-9a-f]{64}", given.digest)
    assert given.revision == article.revisions.get()
    event = article.events.get(kind=Event.Kind.SIGNED_OFF)
    assert event.payload == {"sign_off": given.pk, "revision": 1, "digest": given.digest}
    assert unmet(article) == []


def test_sign_off_twice_by_one_person_is_one():
    article, reviewer = make_complete_article(), make_reviewer()
    first = sign_off(article_id=article.pk, by=reviewer)
    assert sign_off(article_id=article.pk, by=reviewer) == first
    assert article.events.filter(kind=Event.Kind.SIGNED_OFF).count() == 1
    assert sign_off(article_id=article.pk, by=make_editor()) != first


def test_sign_off_by_the_reporter_is_refused():
    editor = make_editor()
    article = make_complete_article(reporter=editor)
    with pytest.raises(NotAllowed, match="You wrote this article"):
        sign_off(article_id=article.pk, by=editor)
    with pytest.raises(NotAllowed, match="takes the role reviewer"):
        sign_off(article_id=article.pk, by=make_reporter())


def test_sign_off_by_who_decided_every_claim_alone_is_refused():
    reviewer = make_reviewer()
    article = make_covered(make_article())
    first = make_claim(article=article)
    make_verdict(claim=first, by=reviewer)
    with pytest.raises(NotAllowed, match="A second person has to sign off"):
        sign_off(article_id=article.pk, by=reviewer)
    second = make_claim(article=article, exact="12 May")
    make_verdict(claim=second, by=make_reviewer())
    assert sign_off(article_id=article.pk, by=reviewer).editor == reviewer


def test_sign_off_counts_no_longer_once_the_signer_is_named_as_reporter():
    article, signer = make_complete_article(), make_editor(first_name="Bea")
    make_sign_off(article, by=signer)
    article.reporter = signer
    article.save()
    assert unmet(article) == ["Bea wrote the article. Somebody else has to sign off."]


def test_clear_article_with_nothing_to_decide_takes_somebody_besides_the_signer():
    article, signer = make_covered(make_article()), make_editor()
    make_sign_off(article, by=signer)
    (sentence,) = refused(clear_article, article_id=article.pk, by=signer)
    assert sentence.startswith("You signed off yourself")
    assert clear_article(article_id=article.pk, by=make_editor()).status == "cleared"


def somebody_waits():
    """Return whether another connection comes to wait for a lock within ten seconds."""
    until = time.monotonic() + 10
    while time.monotonic() < until:
        with connection.cursor() as cursor:
            cursor.execute("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)")
            if cursor.fetchone()[0]:
                return True
    return False


def cite(article, claim):
    add_citation(claim_id=claim.pk, source=make_source(), locator="p. 1", by=make_reviewer())


def withdraw(article, claim):
    make_citation(claim=claim)
    make_sign_off(article)
    citation = claim.citations.first()
    withdraw_citation(citation_id=citation.pk, reason="A newer one.", by=make_editor())


def redecide(article, claim):
    make_verdict(claim=claim, rating="verified")


def reword(article, claim):
    version = stored_version(claim)
    change_claim(
        claim_id=claim.pk,
        wording="Other words.",
        kind=claim.kind,
        version=version,
        by=make_editor(),
    )


def mention(article, claim):
    add_mention(claim_id=claim.pk, quote=TextQuoteSelector("12 May"), by=make_reviewer())


def mark(article, claim):
    make_claim(article=article, exact="12 May", citations=1, rating="verified")


def dismiss(article, claim):
    make_suggestion(article, exact="Nobody had seen")
    make_covered(article)


def redraft(article, claim):
    text = TEXT.replace("the ministry said", "the ministry said on Monday")
    add_revision(article_id=article.pk, document=read_pasted(text), by=make_editor())
    make_covered(article)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (cite, ["The citations of claim 1 changed."]),
        (withdraw, ["The citations of claim 1 changed."]),
        (redecide, ["Claim 1 was decided anew."]),
        (reword, ["Claim 1 lost its verdict.", "Claim 1 was worded anew."]),
        (mention, ["Claim 1 lost its verdict.", "The places of claim 1 changed."]),
        (mark, ["Claim 2 is new."]),
        (dismiss, ["What was dismissed as not checkable changed."]),
        (redraft, ["The text changed."]),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_sign_off_lapses_on_a_change_and_holds_again_when_renewed(change, told):
    article = make_complete_article()
    make_sign_off(article)
    claim = article.claims.get()
    change(article, claim)
    assert lapse_of(article) == told
    assert refused(clear_article, article_id=article.pk, by=make_editor())
    claim.refresh_from_db()
    if not claim.rating:
        make_verdict(claim=claim)
    make_sign_off(article)
    assert clear_article(article_id=article.pk, by=make_editor()).status == "cleared"


def test_sign_off_stays_lapsed_when_a_change_is_taken_back():
    article = make_complete_article()
    make_sign_off(article)
    claim = article.claims.get()
    citation = make_citation(claim=claim)
    assert unmet(article)
    withdraw_citation(citation_id=citation.pk, reason="A slip.", by=make_editor())
    assert unmet(article)
    make_sign_off(article)
    assert unmet(article) == []


def test_accept_unsourced_lets_the_article_be_signed_off_and_is_counted():
    article = make_covered(make_article())
    claim = make_claim(article=article, rating="unsourced")
    editor = make_editor()
    version = stored_version(claim)
    accepted = accept_unsourced(
        claim_id=claim.pk, reason="  Two people say so. ", version=version, by=editor
    )
    assert (accepted.reason, accepted.editor) == ("Two people say so.", editor)
    assert accepted.verdict == claim.verdicts.get()
    event = claim.events.get(kind=Event.Kind.UNSOURCED_ACCEPTED)
    assert event.payload["reason"] == "Two people say so."
    assert get_accepted_counts([article.pk]) == {article.pk: 1}
    release = get_release(article, by=editor)
    assert [line["acceptances"] for line in release["accepted"]] == [[accepted]]
    make_sign_off(article)
    assert unmet(article) == []


def test_accept_unsourced_sent_again_is_one():
    claim, editor = make_claim(rating="unsourced"), make_editor()
    first = make_acceptance(claim, by=editor)
    assert make_acceptance(claim, by=editor) == first
    with pytest.raises(WrongState, match="has accepted claim 1 already"):
        make_acceptance(claim, by=make_editor())
    assert Acceptance.objects.count() == 1


def test_accept_unsourced_ends_with_the_verdict():
    article = make_covered(make_article())
    claim = make_claim(article=article, rating="unsourced")
    make_acceptance(claim)
    make_verdict(claim=claim, rating="unsourced")
    assert get_accepted_counts([article.pk]) == {}
    assert "no editor has accepted" in unmet(article)[0]
    make_acceptance(claim)
    assert get_accepted_counts([article.pk]) == {article.pk: 1}


def test_accept_unsourced_of_a_quotation_takes_both_questions():
    article = make_covered(make_article())
    claim = make_claim(article=article, exact="We had no warning", kind="quotation")
    make_verdict(claim=claim, rating="unsourced", question="attribution")
    make_acceptance(claim)
    assert get_accepted_counts([article.pk]) == {article.pk: 1}
    make_verdict(claim=claim, rating="unsourced", question="truth")
    assert get_accepted_counts([article.pk]) == {}
    make_acceptance(claim)
    assert Acceptance.objects.count() == 2
    assert get_accepted_counts([article.pk]) == {article.pk: 1}


@pytest.mark.parametrize("rating", ["", "verified"])
def test_accept_unsourced_of_another_rating_is_refused(rating):
    with pytest.raises(WrongState, match="not unsourced"):
        make_acceptance(make_claim(citations=1, rating=rating))


def test_accept_unsourced_refuses_the_wrong_person_a_stale_version_and_no_reason():
    author = make_editor()
    article = make_article(reporter=author)
    claim = make_claim(article=article, rating="unsourced")
    with pytest.raises(NotAllowed, match="for editors"):
        make_acceptance(claim, by=make_reviewer())
    with pytest.raises(NotAllowed, match="You wrote this article"):
        make_acceptance(claim, by=author)
    with pytest.raises(BadInput, match="Say why"):
        make_acceptance(claim, reason=" ")
    with pytest.raises(Stale):
        accept_unsourced(claim_id=claim.pk, reason="x", version=1, by=make_editor())
    claim.refresh_from_db()
    claim.closed_at, claim.closed_by = timezone.now(), author
    claim.save()
    with pytest.raises(WrongState, match="no longer in the check"):
        make_acceptance(claim)
    assert not Acceptance.objects.exists()


def test_reopen_article_opens_its_claims_and_keeps_the_sign_off():
    article, editor = make_complete_article(), make_editor()
    make_sign_off(article)
    clear_article(article_id=article.pk, by=editor)
    reopened = reopen_article(article_id=article.pk, reason=" A reader wrote. ", by=editor)
    assert reopened.status == Article.Status.IN_REVIEW
    event = article.events.get(kind=Event.Kind.ARTICLE_REOPENED)
    assert event.payload == {"reason": "A reader wrote."}
    assert unmet(article) == []
    make_citation(claim=article.claims.get())
    assert len(unmet(article)) == 1


def test_reopen_article_refuses_the_wrong_person_state_and_no_reason():
    article = make_article(status="cleared")
    with pytest.raises(NotAllowed):
        reopen_article(article_id=article.pk, reason="x", by=make_reviewer())
    with pytest.raises(BadInput, match="Say why"):
        reopen_article(article_id=article.pk, reason=" ", by=make_editor())
    with pytest.raises(WrongState, match="in review already"):
        reopen_article(article_id=make_article().pk, reason="x", by=make_editor())


def test_reopen_locked_is_undone_with_the_action_it_is_part_of():
    article, reporter = make_article(status="cleared"), make_reporter()

    @transaction.atomic
    def fail():
        reopen_locked(article, reason="A new draft came in.", by=reporter)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    article.refresh_from_db()
    assert article.status == Article.Status.CLEARED
    assert not article.events.filter(kind=Event.Kind.ARTICLE_REOPENED).exists()


@pytest.mark.django_db(transaction=True)
def test_clear_article_while_its_claims_change_is_before_or_after_never_beside():
    for number in range(6):
        article = make_complete_article()
        claim = article.claims.get()
        make_sign_off(article)
        changes = (
            partial(
                record_verdict,
                claim_id=claim.pk,
                rating="disputed",
                rationale="No.",
                version=stored_version(claim),
                by=make_reviewer(),
            ),
            partial(add_citation, claim_id=claim.pk, source=make_source(), by=make_reviewer()),
            partial(
                add_mention,
                claim_id=claim.pk,
                quote=TextQuoteSelector("12 May"),
                by=make_reviewer(),
            ),
        )
        clears = partial(clear_article, article_id=article.pk, by=make_editor())
        cleared, changed = at_once([clears, changes[number % 3]])
        article.refresh_from_db()
        if isinstance(cleared, Exception):
            assert isinstance(cleared, ReleaseRefused)
            assert not isinstance(changed, Exception)
            assert article.status == Article.Status.IN_REVIEW
        else:
            assert isinstance(changed, WrongState), changed
            assert article.status == Article.Status.CLEARED
            assert unmet(article) == []
    assert list(find_faults()) == []


@pytest.mark.django_db(transaction=True)
def test_clear_article_that_a_verdict_waits_for_closes_the_claim_to_it():
    """The verdict has read the article as open before it waits; it must not go on with that."""
    article = make_complete_article()
    claim = article.claims.get()
    make_sign_off(article)
    before, version = claim.verdicts.count(), stored_version(claim)
    editor, reviewer = make_editor(), make_reviewer()

    has_cleared = threading.Event()

    def clear_slowly():
        with transaction.atomic():
            clear_article(article_id=article.pk, by=editor)
            has_cleared.set()
            assert somebody_waits()

    def decide():
        assert has_cleared.wait(timeout=10)
        record_verdict(
            claim_id=claim.pk,
            rating="verified",
            rationale="",
            version=version,
            by=reviewer,
        )

    cleared, decided = at_once([clear_slowly, decide])
    assert cleared is None
    assert isinstance(decided, WrongState)
    assert claim.verdicts.count() == before


@pytest.mark.django_db(transaction=True)
def test_sign_offs_and_clears_by_many_at_once_are_one_each():
    article = make_complete_article()
    reviewer, editors = make_reviewer(), [make_editor() for _ in range(3)]
    signed = at_once([partial(sign_off, article_id=article.pk, by=reviewer)] * 4)
    assert len({each.pk for each in signed}) == SignOff.objects.count() == 1
    answers = at_once([partial(clear_article, article_id=article.pk, by=each) for each in editors])
    assert sorted(type(each).__name__ for each in answers) == [
        "Article",
        "WrongState",
        "WrongState",
    ]
    assert article.events.filter(kind=Event.Kind.ARTICLE_CLEARED).count() == 1
    assert list(find_faults()) == []
