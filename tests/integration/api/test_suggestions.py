"""What the desk suggests, over the API."""

import pytest

from claims.actions.finding import find_in
from claims.models import Article, Claim, Suggestion
from tests.factories import (
    make_article,
    make_confidential_article,
    make_reporter,
    make_revision,
)

pytestmark = pytest.mark.django_db

TEXT = """The deficit reached $295 billion last year. Officials called $295 billion of deficit too
much.

Tariffs fell to 30% for 90 days 🏠 and the minister was pleased."""


@pytest.fixture
def article() -> Article:
    article = make_article(text=TEXT)
    find_in(make_revision(article))
    return article


def ids(words: str = "") -> list[int]:
    found = Suggestion.objects.filter(exact__contains=words)
    return list(found.order_by("start").values_list("pk", flat=True))


@pytest.mark.django_db(transaction=True)
def test_article_create_answers_with_what_to_check(program) -> None:
    answer = program.post("articles/", {"text": TEXT}).json()
    text = answer["revision"]["text"]
    assert answer["suggestions"]
    for each in answer["suggestions"]:
        assert text[each["start"] : each["end"]] == each["exact"]
        assert each["state"] == "uncovered"
        assert each.keys() >= {"kind", "score", "reason", "speaker", "group"}
    money = [each for each in answer["suggestions"] if "$295 billion" in each["exact"]]
    assert len({each["group"] for each in money}) == 1
    coverage = answer["coverage"]
    assert coverage["total"] == len(coverage["uncovered"]) == len(answer["suggestions"])
    assert coverage["is_found"]


def test_suggestion_list_tells_what_became_of_each(program, article: Article) -> None:
    (percent,) = ids("30%")
    program.post(f"articles/{article.pk}/suggestions/dismiss/", {"ids": [percent]})
    answer = program.get(f"articles/{article.pk}/suggestions/").json()
    assert answer["is_found"]
    states = {each["id"]: each for each in answer["items"]}
    assert states[percent]["state"] == "dismissed"
    assert states[percent]["dismissed_by"] == program.person.pk
    assert states[percent]["dismissed_reason"] == "not checkable"


def test_suggestion_accept_makes_one_claim_of_all_places(program, article: Article) -> None:
    path = f"articles/{article.pk}/suggestions/accept/"
    for _ in range(2):  # the second time changes nothing
        answer = program.post(path, {"ids": ids("$295 billion")[:1]})
        assert answer.status_code == 200
        (claim,) = answer.json()["claims"]
        assert len(claim["mentions"]) == 2
        assert claim["kind"] == "figure"
        assert answer.json()["coverage"]["covered"] == 2
    assert Claim.objects.count() == 1


def test_suggestion_dismiss_and_restore_move_the_coverage(program, article: Article) -> None:
    path = f"articles/{article.pk}/suggestions"
    answer = program.post(f"{path}/dismiss/", {"ids": ids(), "reason": "an opinion"}).json()
    assert answer["dismissed"] == answer["coverage"]["dismissed"] == len(ids())
    assert answer["coverage"]["uncovered"] == []
    assert Suggestion.objects.filter(dismissed_reason="an opinion").count() == len(ids())
    answer = program.post(f"{path}/restore/", {"ids": ids()}).json()
    assert len(answer["uncovered"]) == len(ids())


@pytest.mark.parametrize("call", ["accept", "dismiss", "restore"])
@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 422),
        ({"ids": []}, 422),
        ({"ids": ["1"]}, 422),
        ({"ids": [0]}, 422),
        ({"ids": [2**70]}, 422),
        ({"ids": [999_999]}, 404),
    ],
)
def test_suggestion_call_with_bad_ids_is_refused(
    program, article: Article, call: str, body, status: int
) -> None:
    answer = program.post(f"articles/{article.pk}/suggestions/{call}/", body)
    assert answer.status_code == status
    assert answer.headers["Content-Type"].startswith("application/problem+json")
    assert not Claim.objects.exists()


@pytest.mark.parametrize("call", ["accept", "dismiss", "restore"])
def test_suggestion_call_of_a_reporter_is_403(program_of, article: Article, call: str) -> None:
    reporter = program_of(make_reporter())
    answer = reporter.post(f"articles/{article.pk}/suggestions/{call}/", {"ids": ids()})
    assert answer.status_code == 403


def test_suggestion_calls_on_an_article_one_may_not_see_are_404(program) -> None:
    article = make_confidential_article(text=TEXT)
    find_in(make_revision(article))
    path = f"articles/{article.pk}/suggestions/"
    assert program.get(path).status_code == 404
    for call in ("accept", "dismiss", "restore"):
        assert program.post(f"{path}{call}/", {"ids": ids()}).status_code == 404
