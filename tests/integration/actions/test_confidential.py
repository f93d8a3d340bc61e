"""What a person may not see does not exist for them, whichever action they try."""

from functools import partial

import pytest

from claims.actions.articles import change_article
from claims.actions.citations import add_citation, withdraw_citation
from claims.actions.claims import add_mention, change_claim, create_claim
from claims.actions.verdicts import record_verdict
from claims.exceptions import NotFound
from claims.models import Article, Claim, Event
from claims.text.selectors import TextQuoteSelector
from tests.factories import (
    make_admin,
    make_citation,
    make_claim,
    make_confidential_article,
    make_editor,
    make_person,
    make_reporter,
    make_reviewer,
    make_source,
)

pytestmark = pytest.mark.django_db

QUOTE = TextQuoteSelector("142 people")


@pytest.fixture
def named():
    return make_editor()


@pytest.fixture
def claim(named):
    """A claim of a confidential article, with a citation, for its owner and `named`."""
    return make_claim(article=make_confidential_article(people=[named]), citations=1)


def _attempts(claim):
    article = claim.article
    return {
        "change_article": partial(
            change_article,
            article_id=article.pk,
            title="New title",
            owner=article.owner,
            reporter=None,
            deadline=None,
            confidential=True,
            people=article.people.all(),
        ),
        "create_claim": partial(create_claim, article_id=article.pk, quote=QUOTE),
        "add_mention": partial(add_mention, claim_id=claim.pk, quote=TextQuoteSelector("sank")),
        "change_claim": partial(
            change_claim, claim_id=claim.pk, wording="Other.", kind="other", version=claim.version
        ),
        "add_citation": partial(
            add_citation, claim_id=claim.pk, source=make_source(), locator="p. 1"
        ),
        "withdraw_citation": partial(
            withdraw_citation, citation_id=claim.citations.get().pk, reason="Wrong."
        ),
        "record_verdict": partial(
            record_verdict,
            claim_id=claim.pk,
            rating="verified",
            rationale="",
            version=claim.version,
        ),
    }


ATTEMPTS = [
    "change_article",
    "create_claim",
    "add_mention",
    "change_claim",
    "add_citation",
    "withdraw_citation",
    "record_verdict",
]


@pytest.mark.parametrize("action", ATTEMPTS)
@pytest.mark.parametrize("make", [make_editor, make_admin, partial(make_person, None)])
def test_action_on_a_confidential_article_by_a_stranger_finds_nothing(claim, action, make):
    attempt, events = _attempts(claim)[action], Event.objects.count()
    with pytest.raises(NotFound) as refusal:
        attempt(by=make())
    assert claim.article.title not in str(refusal.value)
    assert Event.objects.count() == events


@pytest.mark.parametrize("action", ATTEMPTS)
def test_action_on_a_confidential_article_by_somebody_named_on_it_is_done(claim, named, action):
    attempt, events = _attempts(claim)[action], Event.objects.count()
    attempt(by=named)
    assert Event.objects.count() > events


@pytest.mark.parametrize("action", ATTEMPTS)
def test_action_by_somebody_without_a_role_finds_nothing(action):
    claim = make_claim(citations=1)
    attempt = _attempts(claim)[action]
    with pytest.raises(NotFound):
        attempt(by=make_person(None))


@pytest.mark.parametrize("action", ATTEMPTS)
def test_action_on_what_does_not_exist_finds_nothing(action):
    attempt = _attempts(make_claim(citations=1))[action]
    [key] = {"article_id", "claim_id", "citation_id"} & attempt.keywords.keys()
    with pytest.raises(NotFound):
        attempt(by=make_editor(), **{key: 0})


def test_visible_to_shows_a_confidential_article_to_owner_reporter_and_those_named():
    owner, reporter, named = make_editor(), make_reporter(), make_reviewer()
    article = make_confidential_article(by=owner, reporter=reporter, people=[named])
    claim = make_claim(article=article)
    for person in (owner, reporter, named):
        assert article in Article.objects.visible_to(person)
        assert claim in Claim.objects.visible_to(person)
    for person in (make_editor(), make_admin(), make_person(None)):
        assert article not in Article.objects.visible_to(person)
        assert claim not in Claim.objects.visible_to(person)


def test_visible_to_shows_nothing_to_who_has_no_role_any_more():
    owner = make_editor()
    article = make_confidential_article(by=owner)
    owner.groups.clear()
    owner = type(owner).objects.get(pk=owner.pk)
    assert article not in Article.objects.visible_to(owner)


def test_visible_to_shows_an_article_once_to_somebody_named_with_others():
    people = [make_reviewer() for _ in range(3)]
    make_confidential_article(people=people)
    assert Article.objects.visible_to(people[0]).count() == 1


def test_citations_of_a_confidential_article_are_withdrawn_by_nobody_else(claim):
    other = make_citation()  # in an article open to all
    stranger = make_reviewer()
    assert withdraw_citation(citation_id=other.pk, reason="Wrong.", by=stranger).withdrawn_at
    with pytest.raises(NotFound):
        withdraw_citation(citation_id=claim.citations.get().pk, reason="Wrong.", by=stranger)
