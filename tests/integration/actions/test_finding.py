"""Looking through drafts: what is kept, when, and what carries over."""

from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django.models import ProcrastinateJob

from claims.actions import finding
from claims.actions.finding import find_in
from claims.actions.revisions import add_revision
from claims.actions.suggestions import dismiss_suggestions
from claims.intake.pasted import read_pasted
from claims.models import DraftCitation, Finding, Revision, Suggestion
from claims.tasks import find_checkable
from tests.factories import make_article, make_editor, make_reviewer, make_revision

pytestmark = pytest.mark.django_db

SEEDS = Path(__file__).parents[3] / "seeds"
SHARED = Path(__file__).parents[4] / "shared" / "seeds" / "trade-talks.txt"
TEXT = """Trade talks resume

The deficit reached $295 billion last year. Officials called $295 billion of deficit too much.

Tariffs fell to 30% for 90 days 🏠 and the minister was pleased."""


def found_in(text: str = TEXT) -> list[Suggestion]:
    revision = make_revision(text=text)
    find_in(revision)
    return list(Suggestion.objects.filter(revision=revision))


def test_find_in_keeps_a_row_for_each_place_with_its_words() -> None:
    suggestions = found_in()
    assert [each.exact for each in suggestions if "295" in each.exact]
    for each in suggestions:
        assert each.revision.text[each.start : each.end] == each.exact
        assert each.reason
    groups = {each.group for each in suggestions if "$295 billion" in each.exact}
    assert len(groups) == 1


def test_find_in_twice_keeps_one_finding_and_the_same_rows() -> None:
    revision = make_revision(text=TEXT)
    first = find_in(revision)
    before = list(Suggestion.objects.values_list("pk"))
    assert find_in(revision) == first
    assert list(Suggestion.objects.values_list("pk")) == before


def test_find_in_takes_the_same_statements_for_few_and_for_many() -> None:
    few, many = make_revision(text=TEXT), make_revision(text=f"{TEXT}\n\n" * 40)

    def statements(revision: Revision) -> int:
        with CaptureQueriesContext(connection) as captured:
            find_in(revision)
        return len(captured)

    assert statements(few) == statements(many)


def test_create_article_short_text_is_looked_through_as_soon_as_it_is_in(
    django_capture_on_commit_callbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        article = make_article(text=TEXT)
    assert Finding.objects.filter(revision__article=article).exists()


def test_create_article_long_text_is_left_to_the_worker(
    django_capture_on_commit_callbacks, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "LOOKED_THROUGH_AT_ONCE_CODE_POINTS", 10)
    with django_capture_on_commit_callbacks(execute=True):
        revision = make_revision(text=TEXT)
    assert not Finding.objects.exists()
    job = ProcrastinateJob.objects.get(args={"revision_id": revision.pk})
    assert job.task_name == finding.FIND_TASK
    find_checkable(revision.pk)
    assert Finding.objects.get().revision == revision


def test_find_in_comment_on_words_nobody_suggests_becomes_a_suggestion() -> None:
    revision = make_revision(text="A quiet day.\n\nThe mayor likes tea. Nobody minds.")
    start = revision.text.index("likes tea")
    DraftCitation.objects.create(
        revision=revision, start=start - 1, end=start + 9, kind="comment", text="Really?"
    )
    find_in(revision)
    suggestion = Suggestion.objects.get(exact="likes tea")
    assert suggestion.reason == "The copy has a comment here."
    assert suggestion.kind == "other"
    assert suggestion.score > 0.9


def test_find_in_footnote_on_words_that_are_suggested_says_so_there() -> None:
    revision = make_revision(text=TEXT)
    start = revision.text.index("30%")
    DraftCitation.objects.create(
        revision=revision, start=start, end=start + 3, kind="footnote", text="See the decree."
    )
    find_in(revision)
    suggestion = Suggestion.objects.get(exact__contains="30%")
    assert suggestion.reason.startswith("Gives a percentage")
    assert suggestion.reason.endswith("The copy has a footnote here.")


def test_find_in_next_draft_keeps_dismissals_whose_words_stand() -> None:
    by = make_reviewer()
    article = make_article(text=TEXT)
    first = make_revision(article)
    find_in(first)
    wanted = Suggestion.objects.filter(revision=first, exact__contains="$295 billion")
    dismiss_suggestions(
        article_id=article.pk,
        suggestion_ids=wanted.values_list("pk", flat=True),
        reason="The bureau says so itself",
        by=by,
    )
    text = "A new beginning of it all.\n\n" + TEXT.replace(
        "Officials called $295 billion", "Officials called $285 billion"
    )
    document = read_pasted(text)
    second = add_revision(article_id=article.pk, document=document, by=make_editor()).revision
    find_in(second)
    stands = Suggestion.objects.get(revision=second, exact__contains="$295 billion")
    assert stands.dismissed_by == by
    assert stands.dismissed_reason == "The bureau says so itself"
    changed = Suggestion.objects.get(revision=second, exact__contains="$285 billion")
    assert changed.dismissed_at is None


def _check_trade_talks(text: str, *, of_money: int, of_percents: tuple[int, int]) -> None:
    suggestions = found_in(text)

    def groups(*words: str) -> list[list[str]]:
        numbers = {
            each.group
            for each in suggestions
            if any(word in each.exact for word in words) and each.kind == "figure"
        }
        return [[each.exact for each in suggestions if each.group == one] for one in numbers]

    (money,) = groups("$295 billion")
    assert len(money) == of_money
    assert all("$295 billion" in exact for exact in money)
    (first,), (second,) = groups("30%"), groups("10%")
    assert (len(first), len(second)) == of_percents
    (call,) = groups("90-minute", "one and a half hours")
    assert any("90-minute" in exact for exact in call)
    assert any("one and a half hours" in exact for exact in call)
    assert not any("90-day" in exact for exact in call)


def test_find_in_sample_proposes_one_claim_for_each_fact() -> None:
    _check_trade_talks((SEEDS / "trade-talks.md").read_text(), of_money=4, of_percents=(2, 2))


@pytest.mark.skipif(not SHARED.exists(), reason="the article lies beside the project only")
def test_find_in_trade_talks_proposes_one_claim_for_each_fact() -> None:
    _check_trade_talks(SHARED.read_text(), of_money=4, of_percents=(2, 2))
