"""Accepting suggestions as claims, dismissing them by name, taking that back."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claims.actions.finding import find_in
from claims.actions.revisions import add_revision
from claims.actions.suggestions import (
    accept_suggestions,
    dismiss_suggestions,
    restore_suggestions,
)
from claims.exceptions import BadInput, NotAllowed, NotFound, WrongState
from claims.intake.pasted import read_pasted
from claims.models import Article, Claim, Event, Mention, Suggestion
from claims.queries.archive import get_archive
from tests.at_once import at_once
from tests.factories import (
    make_article,
    make_claim,
    make_confidential_article,
    make_editor,
    make_reporter,
    make_reviewer,
    make_revision,
)

pytestmark = pytest.mark.django_db

TEXT = """Trade talks resume

The deficit reached $295 billion last year. Officials called $295 billion of deficit too much.

Tariffs fell to 30% for 90 days 🏠 and the minister was pleased. The deficit of $295 billion stays.
"""


def make_found(text: str = TEXT, **fields: object) -> Article:
    article = make_article(text=text, **fields)
    find_in(make_revision(article))
    return article


def ids(article: Article, words: str = "") -> list[int]:
    found = Suggestion.objects.filter(
        revision__article=article, revision=make_revision(article), exact__contains=words
    )
    return list(found.values_list("pk", flat=True))


def accept(article: Article, *suggestion_ids: int, by=None):
    return accept_suggestions(
        article_id=article.pk, suggestion_ids=suggestion_ids, by=by or make_reviewer()
    )


def test_accept_suggestions_one_place_makes_one_claim_of_the_whole_group() -> None:
    article, by = make_found(), make_reviewer()
    first = ids(article, "$295 billion")[0]
    (claim,) = accept(article, first, by=by).made
    mentions = claim.mentions.order_by("start")
    assert [mention.exact.count("$295 billion") for mention in mentions] == [1, 1, 1]
    assert claim.wording == mentions[0].exact
    assert claim.kind == Claim.Kind.FIGURE
    assert claim.created_by == by
    assert mentions[0].suffix
    event = claim.events.get()
    assert event.kind == Event.Kind.CLAIM_CREATED
    assert event.payload["number"] == claim.number == 1
    assert event.person == by


def test_accept_suggestions_twice_makes_nothing_more() -> None:
    article = make_found()
    wanted = ids(article)
    first = accept(article, *wanted)
    again = accept(article, *wanted)
    assert again.made == []
    assert again.claims == first.made
    assert Event.objects.filter(kind=Event.Kind.MENTION_ADDED).count() == 0


def test_accept_suggestions_keeps_a_claim_made_by_hand_and_gives_it_the_other_places() -> None:
    article = make_found()
    by_hand = make_claim(
        article=article, exact="$295 billion", wording="The deficit was $295bn.", kind="figure"
    )
    accepted = accept(article, ids(article, "$295 billion")[1])
    assert accepted.claims == [by_hand]
    assert accepted.made == []
    by_hand.refresh_from_db()
    assert by_hand.wording == "The deficit was $295bn."
    assert by_hand.version == 2
    assert by_hand.mentions.count() == 3
    assert by_hand.events.filter(kind=Event.Kind.MENTION_ADDED).count() == 2


def test_accept_suggestions_claim_on_other_words_nearby_is_left_alone() -> None:
    article = make_found("“We lost 40 boats and 3 sheds in one night,” said Amina Idrissi.")
    figure, quotation = ids(article, "40 boats")[-1], ids(article, "“We lost")[0]
    assert figure != quotation
    made = accept(article, figure).made + accept(article, quotation).made
    assert [claim.kind for claim in made] == ["figure", "quotation"]
    assert [claim.mentions.count() for claim in made] == [1, 1]


def test_accept_suggestions_leaves_out_what_was_dismissed_of_the_group() -> None:
    article = make_found()
    first, second, _ = ids(article, "$295 billion")
    dismiss_suggestions(article_id=article.pk, suggestion_ids=[second], by=make_reviewer())
    (claim,) = accept(article, first).made
    assert claim.mentions.count() == 2
    with pytest.raises(WrongState, match="Take the dismissal back"):
        accept(article, second)


def test_accept_suggestions_finds_the_claims_in_the_archive() -> None:
    article, by = make_found(), make_reviewer()
    accept(article, *ids(article), by=by)
    assert get_archive(by=by, text="tariffs fell")["rows"]


def test_accept_suggestions_takes_the_same_statements_for_few_and_for_many() -> None:
    few = make_found()
    many = make_found(
        "\n\n".join(
            f"The city of {name}ville has {at + 900} boats."
            for at, name in (
                enumerate(f"N{chr(97 + at % 26)}{chr(97 + at // 26)}" for at in range(60))
            )
        )
    )
    by = make_reviewer()

    def statements(article: Article) -> int:
        wanted = ids(article)
        with CaptureQueriesContext(connection) as captured:
            assert accept(article, *wanted, by=by).made
        return len(captured)

    statements(make_found())  # what the person may do is asked once
    assert statements(few) == statements(many)
    assert Claim.objects.filter(article=many).count() >= 50


def test_accept_suggestions_reporter_is_refused() -> None:
    article = make_found()
    with pytest.raises(NotAllowed):
        accept(article, *ids(article), by=make_reporter())
    assert not Claim.objects.exists()


def test_accept_suggestions_of_another_article_is_not_found() -> None:
    article, other = make_found(), make_found()
    with pytest.raises(NotFound):
        accept(article, *ids(other))


def test_accept_suggestions_of_an_article_one_may_not_see_is_not_found() -> None:
    article = make_confidential_article(text=TEXT)
    find_in(make_revision(article))
    with pytest.raises(NotFound):
        accept(article, *ids(article))


def test_accept_suggestions_of_an_older_draft_says_that_there_is_a_newer_one() -> None:
    article = make_found()
    old = ids(article)
    document = read_pasted(f"{TEXT}\n\nOne more line.")
    add_revision(article_id=article.pk, document=document, by=make_editor())
    with pytest.raises(WrongState, match="newer draft, number 2"):
        accept(article, *old)


def test_accept_suggestions_closed_article_is_refused() -> None:
    article = make_found(status=Article.Status.PUBLISHED)
    with pytest.raises(WrongState):
        accept(article, *ids(article))


@pytest.mark.django_db(transaction=True)
def test_accept_suggestions_two_at_once_make_each_claim_once() -> None:
    article = make_found()
    wanted, first, second = ids(article), make_reviewer(), make_reviewer()
    at_once(
        [lambda: accept(article, *wanted, by=first), lambda: accept(article, *wanted, by=second)]
    )
    places = list(Mention.objects.values_list("start", "end"))
    assert len(places) == len(set(places)) == len(wanted)


def test_dismiss_suggestions_keeps_who_and_why_in_one_event() -> None:
    article, by = make_found(), make_reviewer()
    wanted = ids(article, "$295 billion")
    assert dismiss_suggestions(article_id=article.pk, suggestion_ids=wanted, by=by) == 3
    for each in Suggestion.objects.filter(pk__in=wanted):
        assert each.dismissed_by == by
        assert each.dismissed_reason == "not checkable"
        assert each.dismissed_at
    event = Event.objects.get(kind=Event.Kind.SUGGESTION_DISMISSED)
    assert len(event.payload["words"]) == 3
    assert event.payload["reason"] == "not checkable"


def test_dismiss_suggestions_twice_leaves_it_with_the_first() -> None:
    article, first = make_found(), make_reviewer()
    wanted = ids(article)[:1]
    dismiss_suggestions(article_id=article.pk, suggestion_ids=wanted, by=first)
    assert dismiss_suggestions(article_id=article.pk, suggestion_ids=wanted, by=make_editor()) == 0
    assert Suggestion.objects.get(pk=wanted[0]).dismissed_by == first
    assert Event.objects.filter(kind=Event.Kind.SUGGESTION_DISMISSED).count() == 1


def test_dismiss_suggestions_reporter_is_refused() -> None:
    article = make_found()
    with pytest.raises(NotAllowed):
        dismiss_suggestions(article_id=article.pk, suggestion_ids=ids(article), by=make_reporter())


def test_dismiss_suggestions_endless_reason_is_refused() -> None:
    article = make_found()
    with pytest.raises(BadInput) as refused:
        dismiss_suggestions(
            article_id=article.pk,
            suggestion_ids=ids(article),
            reason="x" * 3_000,
            by=make_reviewer(),
        )
    assert refused.value.field == "reason"


def test_restore_suggestions_opens_it_again_and_says_so() -> None:
    article, by = make_found(), make_reviewer()
    (one, *_) = ids(article)
    dismiss_suggestions(article_id=article.pk, suggestion_ids=[one], by=by)
    assert restore_suggestions(article_id=article.pk, suggestion_ids=[one], by=by) == 1
    restored = Suggestion.objects.get(pk=one)
    assert restored.dismissed_at is None
    assert restored.dismissed_by is None
    assert restored.dismissed_reason == ""
    assert restore_suggestions(article_id=article.pk, suggestion_ids=[one], by=by) == 0
    assert Event.objects.filter(kind=Event.Kind.SUGGESTION_RESTORED).count() == 1


def test_restore_suggestions_nobody_may_see_is_not_found() -> None:
    article = make_confidential_article(text=TEXT)
    find_in(make_revision(article))
    with pytest.raises(NotFound):
        restore_suggestions(article_id=article.pk, suggestion_ids=ids(article), by=make_reviewer())
