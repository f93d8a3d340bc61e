"""What counts as covered, and in how many statements that is told."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from claims.actions.finding import find_in
from claims.actions.suggestions import dismiss_suggestions
from claims.models import Article, Claim
from claims.queries.coverage import get_coverage, get_suggestion_list, get_suggestion_panel
from tests.factories import make_article, make_claim, make_editor, make_reviewer, make_revision

pytestmark = pytest.mark.django_db

TEXT = """Trade talks resume

The deficit reached $295 billion last year. Officials called $295 billion of deficit too much.

Tariffs fell to 30% for 90 days 🏠 and the minister was pleased."""


def make_found(text: str = TEXT) -> Article:
    article = make_article(text=text)
    find_in(make_revision(article))
    return article


def test_get_coverage_counts_claims_before_dismissals() -> None:
    article, by = make_found(), make_reviewer()
    before = get_coverage(article.pk)
    assert (before.covered, before.dismissed) == (0, 0)
    assert before.total == len(before.uncovered) == len(before.items)
    make_claim(article=article, exact="30%")
    ids = [item.id for item in before.items if "30%" in item.exact or "295" in item.exact]
    dismiss_suggestions(article_id=article.pk, suggestion_ids=ids, by=by)
    after = get_coverage(article.pk)
    assert (after.covered, after.dismissed) == (1, 2)
    assert after.total == before.total == 1 + 2 + len(after.uncovered)
    assert [item.dismissed_by for item in after.dismissed_items] == [by.pk, by.pk]


def test_get_coverage_says_how_often_a_fact_is_told() -> None:
    items = get_coverage(make_found().pk).items
    assert [item.repeats for item in items if "$295 billion" in item.exact] == [1, 1]
    assert [item.repeats for item in items if "30%" in item.exact] == [0]


def test_get_coverage_claims_out_of_the_check_cover_nothing() -> None:
    article = make_found()
    joined = make_claim(article=article, exact="30%")
    closed = make_claim(article=article, exact="90 days")
    assert get_coverage(article.pk).covered
    heir = make_claim(article=article, exact="the minister was pleased")
    Claim.objects.filter(pk=joined.pk).update(joined_into=heir)
    Claim.objects.filter(pk=closed.pk).update(closed_at=timezone.now(), closed_by=make_editor())
    assert get_coverage(article.pk).covered == 0


def test_get_coverage_before_the_desk_has_looked_says_so() -> None:
    coverage = get_coverage(make_article(text=TEXT).pk)
    assert not coverage.is_found
    assert coverage.uncovered == []


def test_get_coverage_takes_three_statements_for_few_and_for_many() -> None:
    few, many = make_found(), make_found(f"{TEXT}\n\n" * 40)
    for article in (few, many):
        make_claim(article=article, exact="30%")
        with CaptureQueriesContext(connection) as captured:
            assert get_coverage(article.pk).uncovered
        assert len(captured) == 3


def test_get_suggestion_list_puts_the_highest_score_first_and_stops_somewhere(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("claims.queries.coverage.LISTED_MOST", 2)
    coverage = get_coverage(make_found().pk)
    found = get_suggestion_list(coverage)
    scores = [item.score for item, _, _ in found["listed"]]
    assert scores == sorted((item.score for item in coverage.items), reverse=True)[:2]
    assert found["more"] == coverage.total - 2


def test_get_suggestion_panel_goes_round_after_the_last_one() -> None:
    coverage = get_coverage(make_found().pk)
    first, last = coverage.uncovered[0], coverage.uncovered[-1]
    panel = get_suggestion_panel(coverage, None, after=last.start)
    assert panel is not None
    assert panel["item"] == first
    assert panel["previous"] is None
    assert panel["next"] == coverage.uncovered[1].id
    assert get_suggestion_panel(coverage, 0) is None
