"""Plain functions that build something valid, through the actions; a test states the rest.

Where nobody is named, an editor of their own acts, who may do everything but what admins do.
"""

import datetime as dt
from collections.abc import Collection
from itertools import count
from typing import Any

from django.contrib.auth.models import Group
from django.utils import timezone

from claims.actions.articles import create_article
from claims.actions.citations import add_citation
from claims.actions.claims import add_mention, create_claim
from claims.actions.people import create_token
from claims.actions.release import accept_unsourced, sign_off
from claims.actions.sources import add_source
from claims.actions.verdicts import record_verdict
from claims.intake.pasted import read_pasted
from claims.models import (
    Acceptance,
    ApiToken,
    Article,
    Citation,
    Claim,
    EvidencePolicy,
    Finding,
    Mention,
    Person,
    Revision,
    SignOff,
    Source,
    SourceDomain,
    Suggestion,
    Verdict,
)
from claims.roles import Role
from claims.text.selectors import TextQuoteSelector

# What goes wrong with offsets goes wrong behind an emoji, an accent in pieces, or Arabic.
TEXT = """Ferry sank off the coast 🏠

The ferry carried 142 people when it sank on 12 May, the ministry said.

“We had no warning,” said Amina Idrissi (أمينة), its captain. Nobody had seen x̄ before.

It was the worst accident in ten years: 142 people were on board."""
EXACT = "142 people"
RATIONALE = "The ministry's report gives the same number."

_number = count(1)


def make_person(
    role: Role | str | None = Role.REVIEWER, *, password: str | None = None, **fields: Any
) -> Person:
    """Make somebody with a role, or without one where it is None."""
    number = next(_number)
    fields = {"username": f"{role or 'nobody'}-{number}", **fields}
    person = Person.objects.create_user(password=password, **fields)
    if role is not None:
        person.groups.add(Group.objects.get(name=str(role)))
    return person


def make_reporter(**fields: Any) -> Person:
    return make_person(Role.REPORTER, **fields)


def make_reviewer(**fields: Any) -> Person:
    return make_person(Role.REVIEWER, **fields)


def make_editor(**fields: Any) -> Person:
    return make_person(Role.EDITOR, **fields)


def make_admin(**fields: Any) -> Person:
    """Make an admin as the first one is: of the role, and let into the Django admin."""
    return make_person(Role.ADMIN, **{"is_staff": True, **fields})


def make_article(
    *, text: str = TEXT, by: Person | None = None, status: str = "", **fields: Any
) -> Article:
    """Make an article with one draft; it is `by`'s, an editor's where nobody is named."""
    article = create_article(document=read_pasted(text), by=by or make_editor(), **fields)
    if status:
        article.status = status
        article.save(update_fields=["status"])
    return article


def make_confidential_article(*, people: Collection[Person] = (), **fields: Any) -> Article:
    """Make an article that only its owner, its reporter and `people` may see."""
    return make_article(confidential=True, people=people, **fields)


def make_revision(article: Article | None = None, *, text: str = TEXT) -> Revision:
    """Return the article's draft in force."""
    article = article or make_article(text=text)
    return article.revisions.order_by("-number")[0]


def make_claim(
    *,
    exact: str = EXACT,
    article: Article | None = None,
    text: str | None = None,
    citations: int = 0,
    rating: str = "",
    by: Person | None = None,
    **fields: Any,
) -> Claim:
    """Mark `exact` in an article, `text` or one that has these words in it.

    Args:
        citations: how many, each of a source of its own and with a passage.
        rating: what a verdict says of it, with the citation it needs.
        fields: of `create_claim`.
    """
    if article is None:
        in_it = TEXT if exact in TEXT else f"The ministry said on Tuesday: {exact}. That was all."
        article = make_article(text=text or in_it)
    by = by or _who_may("add_claim", article)
    if "start" not in fields:
        fields["quote"] = TextQuoteSelector(exact)
    claim = create_claim(article_id=article.pk, by=by, **fields)
    for _ in range(citations):
        make_citation(claim=claim, by=by)
    if rating:
        make_verdict(claim=claim, rating=rating)
        claim.refresh_from_db()
    return claim


def make_mention(*, claim: Claim | None = None, exact: str = "sank", **fields: Any) -> Mention:
    """Mark one more place of a claim."""
    claim = claim or make_claim()
    by = fields.pop("by", None) or _who_may("change_claim", claim.article)
    return add_mention(claim_id=claim.pk, quote=TextQuoteSelector(exact), by=by, **fields)


def make_source(*, domains: Collection[str] = (), **fields: Any) -> Source:
    by = fields.pop("by", None) or make_editor()
    source = add_source(by=by, **{"name": f"Source {next(_number)}", **fields})
    SourceDomain.objects.bulk_create(SourceDomain(source=source, domain=each) for each in domains)
    return source


def make_citation(
    *, claim: Claim | None = None, source: Source | None = None, **fields: Any
) -> Citation:
    """Cite a source, a new one where none is named, with a passage."""
    claim = claim or make_claim()
    by = fields.pop("by", None) or _who_may("add_citation", claim.article)
    if not {"source_name", "url"} & fields.keys():
        source = source or make_source(by=by)
    fields = {"passage": "There were 142 people on board.", **fields}
    return add_citation(claim_id=claim.pk, source=source, by=by, **fields)


def make_verdict(
    *, claim: Claim | None = None, rating: str = Verdict.Rating.VERIFIED, **fields: Any
) -> Verdict:
    """Decide a claim as it stands now; a citation is added where there is none."""
    claim = claim or make_claim()
    by = fields.pop("by", None) or _who_may("record_verdict", claim.article)
    if not Citation.objects.in_use_for(claim).exists():
        make_citation(claim=claim)
    fields = {"rationale": RATIONALE, "version": stored_version(claim), **fields}
    return record_verdict(claim_id=claim.pk, rating=rating, by=by, **fields)


def make_covered(article: Article) -> Article:
    """Have the newest draft looked through and each item in it dismissed, by the owner."""
    revision = make_revision(article)
    Finding.objects.get_or_create(revision=revision)
    Suggestion.objects.filter(revision=revision, dismissed_at=None).update(
        dismissed_at=timezone.now(), dismissed_by=article.owner
    )
    return article


def make_suggestion(
    article: Article, *, exact: str = EXACT, kind: str = Claim.Kind.FIGURE, **fields: Any
) -> Suggestion:
    """Propose a place of the newest draft."""
    revision = make_revision(article)
    start = revision.text.index(exact)
    fields = {"score": 0.9, "reason": "A figure.", "group": 1, "exact": exact, **fields}
    return Suggestion.objects.create(
        revision=revision, start=start, end=start + len(exact), kind=kind, **fields
    )


def make_complete_article(**fields: Any) -> Article:
    """Make an article whose check is complete but for the sign-off: one claim, verified."""
    article = make_article(**fields)
    make_claim(article=article, citations=1, rating="verified")
    return make_covered(article)


def make_sign_off(article: Article | None = None, *, by: Person | None = None) -> SignOff:
    """Sign off an article, one whose check is complete where none is named."""
    article = article or make_complete_article()
    return sign_off(article_id=article.pk, by=by or make_reviewer())


def make_acceptance(claim: Claim | None = None, **fields: Any) -> Acceptance:
    """Have an editor accept a claim as unsourced, one of a new article where none is named."""
    claim = claim or make_claim(rating="unsourced")
    fields = {"reason": "Two people who were there say so.", **fields}
    by = fields.pop("by", None) or make_editor()
    return accept_unsourced(claim_id=claim.pk, version=stored_version(claim), by=by, **fields)


def make_policy(kind: str = "", **fields: Any) -> EvidencePolicy:
    """Set the policy for a kind of claim, or for every kind without its own."""
    return EvidencePolicy.objects.update_or_create(kind=kind, defaults=fields)[0]


def make_token(*, person: Person | None = None, name: str = "the CMS") -> tuple[ApiToken, str]:
    """Make a token for a person, a reviewer where nobody is named; return it with its secret."""
    person = person or make_reviewer()
    return create_token(person=person, name=name, by=person)


def stored_version(claim: Claim) -> int:
    """Return the version that a page would show now."""
    return Claim.objects.values_list("version", flat=True).get(pk=claim.pk)


def tomorrow() -> dt.datetime:
    return dt.datetime.now(dt.UTC) + dt.timedelta(days=1)


def _who_may(permission: str, article: Article) -> Person:
    """Return the article's owner if they may, and did not write it; otherwise an editor."""
    owner = article.owner
    if owner.has_perm(f"claims.{permission}") and article.reporter_id != owner.pk:
        return owner
    editor = make_editor()
    if article.confidential:
        article.people.add(editor)
    return editor
