"""Who may do what, and when. Each `check_can_...` raises, never writes; `can` only asks."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

from django.contrib.auth.models import Group, Permission

from claims.exceptions import (
    BadInput,
    ClaimsError,
    EvidenceMissing,
    NotAllowed,
    ReleaseRefused,
    Stale,
    WrongState,
)
from claims.models import (
    Article,
    Citation,
    Claim,
    EvidencePolicy,
    Mention,
    Person,
    Source,
    Verdict,
)
from claims.roles import Role
from claims.text.evidence import Evidence, Policy, unmet_evidence


def can(check: Callable[..., None], *args: Any, **kwargs: Any) -> bool:
    """Return whether `check` lets it pass: for the button."""
    return not refusal(check, *args, **kwargs)


def refusal(check: Callable[..., None], *args: Any, **kwargs: Any) -> str:
    """Return why `check` does not let it pass, for beside the button; empty when it does."""
    try:
        check(*args, **kwargs)
    except ClaimsError as error:
        return error.detail
    return ""


def _need(by: Person, permission: str, refusal: str) -> None:
    if not by.is_active or not by.has_perm(f"claims.{permission}"):
        raise NotAllowed(refusal)


def check_can_create_article(*, by: Person) -> None:
    _need(by, "add_article", "Bringing in copy takes the role reporter. Ask an admin for it.")


def check_can_change_article(article: Article, *, by: Person) -> None:
    """An editor may; so may the owner, for an article of theirs."""
    if article.owner_id != by.pk:
        _need(by, "change_article", "Only its owner or an editor changes an article's details.")


def check_can_change_reporter(article: Article, *, by: Person) -> None:
    """Whoever wrote it is kept from deciding it, so they cannot lift that themselves."""
    if article.reporter_id == by.pk:
        raise NotAllowed("You wrote this article. Somebody else has to say that you did not.")


def check_can_add_revision(article: Article, *, by: Person) -> None:
    _need(by, "add_revision", "Sending a draft takes the role reporter. Ask an admin for it.")
    if article.status not in (Article.Status.IN_REVIEW, Article.Status.CLEARED):
        raise WrongState(
            f"The article is {article.get_status_display().lower()} and takes no new draft."
            " Ask an editor to take it back into review."
        )


def check_can_add_claim(article: Article, *, by: Person) -> None:
    _need(by, "add_claim", "Marking claims takes the role reviewer. Ask an admin for it.")
    _check_open(article)


def check_can_dismiss_suggestion(article: Article, *, by: Person) -> None:
    _need(by, "add_claim", "Dismissing takes the role reviewer. Ask an admin for it.")
    _check_open(article)


def check_can_change_claim(claim: Claim, *, by: Person) -> None:
    _need(by, "change_claim", "Changing a claim takes the role reviewer. Ask an admin for it.")
    _check_open(claim.article)
    _check_not_joined(claim)


def check_can_join_claims(claim: Claim, into: Claim, *, by: Person) -> None:
    """Both have to be of the check of one open article."""
    for each in (claim, into):
        check_can_change_claim(each, by=by)
        if each.closed_at:
            raise WrongState(
                f"Claim {each.number} is closed. Take it back into the check first, then join it."
            )
    if claim.pk == into.pk:
        raise BadInput("That is the claim itself. Choose another one.", field="into")


def check_can_split_claim(claim: Claim, *, by: Person) -> None:
    check_can_change_claim(claim, by=by)
    check_can_add_claim(claim.article, by=by)


def check_can_unjoin_claim(claim: Claim, *, by: Person) -> None:
    _need(by, "change_claim", "Changing a claim takes the role reviewer. Ask an admin for it.")
    _check_open(claim.article)
    if claim.joined_into is None:
        raise WrongState(f"Claim {claim.number} stands on its own already. Reload the page.")


def check_can_dismiss_note(article: Article, *, by: Person) -> None:
    _need(by, "change_claim", "Dismissing a note takes the role reviewer. Ask an admin for it.")
    _check_open(article)


def check_can_close_orphan(claim: Claim, orphan: Mention, *, by: Person) -> None:
    check_can_change_claim(claim, by=by)
    if orphan.closed_at:
        raise WrongState("That place was closed already. Reload the page.")


def check_can_reopen_claim(claim: Claim, *, by: Person) -> None:
    check_can_change_claim(claim, by=by)
    if claim.closed_at is None:
        raise WrongState("The claim is in the check already. Reload the page.")


def check_can_assign_claim(claim: Claim, *, by: Person) -> None:
    _need(by, "assign_claim", "Assigning claims is for editors. Ask one.")
    _check_not_joined(claim)


def check_can_add_citation(claim: Claim, *, by: Person) -> None:
    _need(by, "add_citation", "Citing takes the role reporter or reviewer. Ask an admin for it.")
    _check_open(claim.article)
    _check_not_joined(claim)


def check_can_discard_draft_citation(article: Article, *, by: Person) -> None:
    _need(
        by, "add_citation", "Discarding takes the role reporter or reviewer. Ask an admin for it."
    )
    _check_open(article)


def check_can_cite_source(source: Source) -> None:
    if source.retired_at:
        where = f" Cite {source.merged_into} instead." if source.merged_into else ""
        raise WrongState(
            f"{source.name} is retired: {source.retired_reason}{where or ' Cite another source.'}"
        )


def check_can_withdraw_citation(citation: Citation, *, by: Person) -> None:
    """Who added it may take it back; so may a reviewer."""
    if citation.withdrawn_at:
        raise WrongState("That citation was withdrawn already. Reload the claim to see it.")
    if citation.added_by_id != by.pk:
        _need(by, "change_claim", "Only its author or a reviewer withdraws a citation.")
    _check_open(citation.claim.article)
    _check_not_joined(citation.claim)


def check_can_give_verdicts(article: Article, *, by: Person) -> None:
    """Say whether `by` decides anything on `article`, whatever the claim."""
    _need(by, "record_verdict", "Deciding takes the role reviewer. Ask an admin for it.")
    if article.reporter_id == by.pk:
        raise NotAllowed("You wrote this article. Somebody else has to decide its claims.")
    _check_open(article)


def check_can_record_verdict(
    claim: Claim,
    *,
    rating: str,
    rationale: str,
    question: str,
    is_in_draft: bool,
    version: int,
    citations: Sequence[Evidence],
    policy: Policy,
    by: Person,
) -> None:
    """The one rule on verdicts, for page, API, admin and commands alike.

    Args:
        is_in_draft: whether a place in the newest draft makes the claim.

    Raises:
        NotAllowed: `by` is no reviewer, or wrote the article.
        Stale: the claim has changed since `version`.
        WrongState: the text does not make the claim any more.
        EvidenceMissing: the evidence does not carry the rating.
    """
    check_can_give_verdicts(claim.article, by=by)
    _check_not_joined(claim)
    check_version(claim, version)
    if not is_in_draft:
        raise WrongState(
            "No place in the draft makes this claim any more. Mark its words, or close it."
        )
    if question == Verdict.Question.ATTRIBUTION and claim.kind != Claim.Kind.QUOTATION:
        raise BadInput("Only of a quotation one asks whether it was said.", field="question")
    unmet = unmet_evidence(rating=rating, rationale=rationale, citations=citations, policy=policy)
    if unmet:
        raise EvidenceMissing(unmet)


def check_can_confirm_verdict(
    claim: Claim,
    lapsed: Sequence[Verdict],
    *,
    is_in_draft: bool,
    version: int,
    citations: Sequence[Evidence],
    policy: Policy,
    by: Person,
) -> None:
    """Say whether a claim may be decided as before: by the same rule as any verdict.

    Args:
        lapsed: what was decided before, a verdict for each question.
        is_in_draft: whether a place in the newest draft makes the claim.

    Raises:
        NotAllowed, Stale, EvidenceMissing: as `check_can_record_verdict`.
        WrongState: there is nothing to confirm.
    """
    check_can_give_verdicts(claim.article, by=by)
    check_version(claim, version)
    if not claim.recheck:
        raise WrongState("Nothing about this claim asks for a recheck. Reload the page.")
    if not lapsed:
        raise WrongState("Nobody has decided this claim before. Decide it now.")
    for verdict in lapsed:
        check_can_record_verdict(
            claim,
            rating=verdict.rating,
            rationale=verdict.rationale,
            question=verdict.question,
            is_in_draft=is_in_draft,
            version=version,
            citations=citations,
            policy=policy,
            by=by,
        )


def check_can_accept_unsourced(claim: Claim, *, version: int, by: Person) -> None:
    """An editor may, of an article that others wrote, while the claim is unsourced."""
    _need(by, "clear_article", "Accepting what is unsourced is for editors. Ask one.")
    if claim.article.reporter_id == by.pk:
        raise NotAllowed("You wrote this article. Another editor has to accept what rests on you.")
    _check_open(claim.article)
    if claim.joined_into_id or claim.closed_at:
        raise WrongState(f"Claim {claim.number} is no longer in the check. Reload the page.")
    check_version(claim, version)
    if claim.rating != Verdict.Rating.UNSOURCED:
        raise WrongState(f"Claim {claim.number} is not unsourced. There is nothing to accept.")


def check_can_sign_off_article(
    article: Article, *, unmet: Sequence[str], deciders: Collection[int], by: Person
) -> None:
    """A second person may, once all else is done.

    Args:
        unmet: what the check still lacks, a sentence each.
        deciders: whose verdicts count, by id.

    Raises:
        NotAllowed: `by` may not sign, wrote the article, or decided every claim alone.
        ReleaseRefused: the check is not complete.
    """
    _need(by, "sign_off_article", "Signing off takes the role reviewer. Ask an admin for it.")
    if article.reporter_id == by.pk:
        raise NotAllowed("You wrote this article. Somebody else has to sign it off.")
    _check_in_review(article)
    if unmet:
        raise ReleaseRefused(unmet)
    if set(deciders) == {by.pk}:
        raise NotAllowed("You decided every claim yourself. A second person has to sign off.")


def may_clear(by: Person) -> bool:
    """Return whether clearing is for `by` at all, whatever the article."""
    return by.is_active and by.has_perm("claims.clear_article")


def check_can_clear_article(article: Article, *, unmet: Sequence[str], by: Person) -> None:
    """An editor may, once nothing is missing: `unmet` says what is, a sentence each."""
    _need(by, "clear_article", "Clearing is for editors. Ask one.")
    _check_in_review(article)
    if unmet:
        raise ReleaseRefused(unmet)


def check_can_reopen_article(article: Article, *, by: Person) -> None:
    _need(by, "clear_article", "Taking an article back into review is for editors. Ask one.")
    if article.status == Article.Status.IN_REVIEW:
        raise WrongState("The article is in review already. Reload the page.")


def check_version(claim: Claim, version: int) -> None:
    if claim.version != version:
        raise Stale(
            "This claim changed while you were at it. Look at what is there now, then try again.",
            current={"version": claim.version, "rating": claim.rating},
        )


def check_can_add_source(*, by: Person) -> None:
    """Whoever may cite may name a source that the library does not have."""
    _need(by, "add_citation", "Naming sources takes the role reporter or reviewer.")


def check_can_change_source(source: Source, *, by: Person) -> None:
    _need(by, "change_source", "Changing a source is for admins. Ask one.")
    if source.retired_at:
        raise WrongState(f"{source.name} is retired: {source.retired_reason} Bring it back first.")


def check_can_import_sources(*, by: Person) -> None:
    _need(by, "add_source", "Importing sources is for admins. Ask one.")
    _need(by, "change_source", "Importing sources is for admins. Ask one.")


def check_can_merge_sources(*, by: Person) -> None:
    _need(by, "merge_source", "Merging sources is for admins. Ask one.")


def check_can_retire_source(*, by: Person) -> None:
    _need(by, "retire_source", "Retiring a source is for admins. Ask one.")


def check_can_restore_source(source: Source, *, by: Person) -> None:
    """A merged source does not come back: what it had belongs to its heir."""
    _need(by, "retire_source", "Bringing back a source is for admins. Ask one.")
    if source.retired_at is None:
        raise WrongState(f"{source.name} is in use already. Reload the page.")
    if source.merged_into_id is not None:
        raise WrongState(
            f"{source.name} was merged into {source.merged_into}, which has its citations."
            " Add it as a new source if the two are different after all."
        )


def check_can_set_evidence_policy(*, by: Person) -> None:
    _need(by, "change_evidencepolicy", "The evidence policies are for admins. Ask one.")


def check_can_remove_evidence_policy(policy: EvidencePolicy, *, by: Person) -> None:
    check_can_set_evidence_policy(by=by)
    if not policy.kind:
        raise WrongState("The policy for every other kind stays: change it instead.")


def check_can_add_person(*, by: Person) -> None:
    _need(by, "add_person", "Adding people is for admins. Ask one.")


def check_can_change_person(person: Person, *, by: Person) -> None:
    """An admin may; the account of somebody who may do everything is for their like alone."""
    _need(by, "change_person", "Changing accounts is for admins. Ask one.")
    if person.is_superuser and not by.is_superuser:
        raise NotAllowed(
            f"{person} may do everything. Only somebody who may too changes that account."
        )


def check_can_give_rights(
    person: Person | None, changed: Mapping[str, Any], *, groups: Collection[Group], by: Person
) -> None:
    """Nobody gives more than they have, and nobody locks themselves out.

    Args:
        person: None while the account is being made.
        changed: which of `is_active`, `is_staff` and `is_superuser` become what.
        groups: those that are given.
    """
    if person == by and changed:
        raise NotAllowed("Ask another admin to change this for your own account.")
    if "is_superuser" in changed and not by.is_superuser:
        raise NotAllowed("Only somebody who may do everything gives or takes that right.")
    for group in groups:
        check_has_permissions(group.permissions.select_related("content_type"), by=by)


def check_can_change_group(group: Group | None, *, by: Person) -> None:
    """The four roles are kept by `claims.roles`, so that each means the same everywhere."""
    permission = "auth.change_group" if group else "auth.add_group"
    if not by.is_active or not by.has_perm(permission):
        raise NotAllowed("Groups of rights are for those who may do everything.")
    if group and group.name in set(Role):
        raise WrongState(
            f"{group.name} is a role that stays as it is. Add a group for other rights."
        )


def check_has_permissions(permissions: Iterable[Permission], *, by: Person) -> None:
    wanted = {f"{each.content_type.app_label}.{each.codename}" for each in permissions}
    if not by.is_superuser and not wanted <= by.get_all_permissions():
        raise NotAllowed("Nobody gives rights that they do not have. Ask somebody who has them.")


def check_can_create_token(person: Person, *, by: Person) -> None:
    """For oneself; an admin may for others, yet not for somebody who may do more."""
    if not person.is_active:
        raise WrongState(f"The account of {person} is closed. Open it again first.")
    if person == by:
        return
    _need(by, "change_apitoken", "Only an admin makes tokens for others.")
    if person.is_superuser and not by.is_superuser:
        raise NotAllowed(f"{person} may do everything and makes their own tokens.")


def policy_of(policies: Sequence[EvidencePolicy], kind: str) -> Policy:
    """Return the policy for a kind of claim: its own, or the one for every kind, or the default."""
    for wanted in (kind, ""):
        for policy in policies:
            if policy.kind == wanted:
                return Policy(
                    verified_citations=policy.verified_citations,
                    verified_origins=policy.verified_origins,
                    verified_tier=policy.verified_tier,
                    disputed_citations=policy.disputed_citations,
                )
    return Policy()


def evidence_of(citations: Iterable[Citation]) -> list[Evidence]:
    """Return citations, their sources joined, as the rule sees them."""
    return [
        Evidence(
            id=citation.pk,
            source=citation.source.name,
            origin=citation.source.origin_group or f"source {citation.source_id}",
            stance=citation.stance,
            tier=citation.tier,
            url=citation.url,
            passage=citation.passage,
            locator=citation.locator,
            is_retired=citation.source.retired_at is not None,
        )
        for citation in citations
    ]


def _check_in_review(article: Article) -> None:
    if article.status != Article.Status.IN_REVIEW:
        raise WrongState(
            f"The article is {article.get_status_display().lower()} already. Reload the page."
        )


def _check_open(article: Article) -> None:
    if article.status != Article.Status.IN_REVIEW:
        raise WrongState(
            f"The article is {article.get_status_display().lower()}; its claims are closed."
            " Ask an editor to take it back into review."
        )


def _check_not_joined(claim: Claim) -> None:
    if claim.joined_into_id is not None:
        into = claim.joined_into.number if claim.joined_into else ""
        raise WrongState(
            f"Claim {claim.number} was joined to claim {into}. Work on that one, or take claim"
            f" {claim.number} out of it first."
        )
