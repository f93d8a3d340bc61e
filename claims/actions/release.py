"""The end of a check: accepting what is unsourced, signing off, clearing, and taking it back."""

from django.db import transaction

from claims import rules
from claims.actions.locks import lock_article, lock_check, lock_claim
from claims.exceptions import BadInput, Stale, WrongState
from claims.models import Acceptance, Article, Event, Person, SignOff, Verdict
from claims.queries.release import acceptance_of, counting_verdicts, get_check, get_facts
from claims.text.release import unmet_check, unmet_release


@transaction.atomic
def accept_unsourced(*, claim_id: int, reason: str, version: int, by: Person) -> Acceptance:
    """Let an unsourced claim stand: it rests on the reporter. It ends with the verdict.

    A quotation that is unsourced on both its questions is accepted on both.

    Args:
        claim_id: its row stays locked until the transaction ends.
        reason: why, for those who read the article's release page.
        version: the claim's version that the editor saw.

    Returns:
        The acceptance of the newest unsourced verdict. Sent again in the same words by the same
        person, it gives the one that is there.

    Raises:
        NotFound: no such claim, or `by` may not see it.
        NotAllowed: `by` is no editor, or wrote the article.
        Stale: the claim has changed since `version`.
        WrongState: it is not unsourced, was accepted already, or the article is closed.
        BadInput: no reason is given.
    """
    claim = lock_claim(claim_id, by=by).claim
    rules.check_can_accept_unsourced(claim, version=version, by=by)
    reason = reason.strip()
    if not reason:
        raise BadInput("Say why it may stand although no source carries it.", field="reason")
    verdicts = list(counting_verdicts().filter(claim=claim, rating=Verdict.Rating.UNSOURCED))
    verdicts.sort(key=lambda verdict: verdict.number)
    before = [acceptance_of(verdict) for verdict in verdicts]
    if (newest := before[-1]) and all(before):
        if (newest.editor_id, newest.reason) == (by.pk, reason):
            return newest
        raise WrongState(f"{newest.editor} has accepted claim {claim.number} already. Reload it.")
    for verdict, accepted in zip(verdicts, before, strict=True):
        if accepted is None:
            newest = Acceptance.objects.create(verdict=verdict, reason=reason, editor=by)
    assert newest is not None
    Event.objects.append(
        kind=Event.Kind.UNSOURCED_ACCEPTED,
        claim=claim,
        by=by,
        payload={"verdict": newest.verdict_id, "reason": reason},
    )
    return newest


@transaction.atomic
def sign_off(*, article_id: int, by: Person, digest: str = "") -> SignOff:
    """Vouch for the check of an article as it stands now: text, verdicts and citations.

    Args:
        article_id: its row and those of its claims stay locked until the transaction ends.
        digest: of the check that the person saw; when empty, whatever is there is signed.

    Returns:
        The sign-off. Given again by the same person while it holds, it is the one that is there.

    Raises:
        NotFound: no such article, or `by` may not see it.
        NotAllowed: `by` may not sign, wrote the article, or decided every claim alone.
        WrongState: the article is not in review.
        ReleaseRefused: the check is not complete; `unmet` says what is missing.
        Stale: the check is no longer the one that `digest` is of.
    """
    article = lock_check(article_id, by=by)
    check = get_check(article)
    unmet = [missing.sentence for missing in unmet_check(get_facts(check))]
    rules.check_can_sign_off_article(article, unmet=unmet, deciders=check.deciders, by=by)
    seen, digest = digest, check.digest
    if seen and seen != digest:
        raise Stale("The check changed while you looked. Look at what is there now, then sign off.")
    for there in check.sign_offs:
        if (there.editor_id, there.digest) == (by.pk, digest):
            return there
    given = SignOff.objects.create(
        article=article,
        revision=check.revision,
        editor=by,
        digest=digest,
        parts=check.parts,
    )
    Event.objects.append(
        kind=Event.Kind.SIGNED_OFF,
        article=article,
        by=by,
        payload={"sign_off": given.pk, "revision": check.revision.number, "digest": digest},
    )
    return given


@transaction.atomic
def clear_article(*, article_id: int, by: Person) -> Article:
    """End the check of an article: it may be published, and its claims are closed.

    Args:
        article_id: its row and those of its claims stay locked until the transaction ends, so
            that what is looked at is what is cleared.

    Raises:
        NotFound: no such article, or `by` may not see it.
        NotAllowed: `by` is no editor.
        WrongState: the article is not in review.
        ReleaseRefused: something is missing; `unmet` says what.
    """
    article = lock_check(article_id, by=by)
    check = get_check(article)
    facts = get_facts(check, clears=by)
    unmet = [missing.sentence for missing in unmet_release(facts)]
    rules.check_can_clear_article(article, unmet=unmet, by=by)
    article.status = Article.Status.CLEARED
    article.save(update_fields=["status"])
    holding = [
        sign_off
        for sign_off, each in zip(check.sign_offs, facts.sign_offs, strict=True)
        if each.holds
    ]
    Event.objects.append(
        kind=Event.Kind.ARTICLE_CLEARED,
        article=article,
        by=by,
        payload={
            "revision": check.revision.number,
            "sign_offs": [sign_off.pk for sign_off in holding],
            "signed_by": [str(sign_off.editor) for sign_off in holding],
            "digest": holding[0].digest,
        },
    )
    return article


@transaction.atomic
def reopen_article(*, article_id: int, reason: str, by: Person) -> Article:
    """Take an article back into review, so that its claims can be changed again.

    Raises:
        NotFound: no such article, or `by` may not see it.
        NotAllowed: `by` is no editor.
        WrongState: it is in review.
        BadInput: no reason is given.
    """
    article = lock_article(article_id, by=by)
    rules.check_can_reopen_article(article, by=by)
    if not reason.strip():
        raise BadInput("Say why the article goes back into review.", field="reason")
    reopen_locked(article, reason=reason.strip(), by=by)
    return article


def reopen_locked(article: Article, *, reason: str, by: Person) -> None:
    """Take an article back into review inside an action that holds its lock.

    Whether `by` may bring that about is for the action to know: a reporter's new draft does.
    """
    article.status = Article.Status.IN_REVIEW
    article.save(update_fields=["status"])
    Event.objects.append(
        kind=Event.Kind.ARTICLE_REOPENED, article=article, by=by, payload={"reason": reason}
    )
