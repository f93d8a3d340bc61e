"""What the desk suggests, on the page: the meter, the hints, the list, the notes of the copy."""

import re

import pytest
from django.test import Client
from pytest_django.asserts import assertTemplateUsed

from claims.actions.finding import find_in
from claims.actions.suggestions import dismiss_suggestions
from claims.models import Article, Claim, DraftCitation, Event, Person, Suggestion
from tests.factories import (
    make_article,
    make_claim,
    make_reporter,
    make_reviewer,
    make_revision,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("static_files")]

TEXT = """Trade talks resume

The deficit reached $295 billion last year. Officials called $295 billion of deficit too much.

Tariffs fell to 30% for 90 days 🏠 and the minister was pleased."""


@pytest.fixture
def reviewer(client: Client) -> Person:
    person = make_reviewer(first_name="Amina")
    client.force_login(person, backend="claims.sign_in.PersonBackend")
    return person


@pytest.fixture
def article(reviewer: Person) -> Article:
    article = make_article(text=TEXT)
    find_in(make_revision(article))
    return article


def one(words: str) -> Suggestion:
    return Suggestion.objects.filter(exact__contains=words).order_by("start")[0]


def page(article: Article, rest: str = "") -> str:
    return f"/articles/{article.pk}/{rest}"


def decide(client: Client, article: Article, decision: str, *ids: int, headers=None, **fields):
    form = {"ids": ids, "decision": decision, **fields}
    return client.post(page(article, "suggestions/decide/"), form, headers=headers or {})


def test_article_check_shows_hints_and_the_meter_and_says_it_judges_nothing(
    client: Client, article: Article
) -> None:
    text = client.get(page(article)).text
    assert f'data-hints="{one("30%").pk}"' in text
    assert re.search(r"0 of \d checkable items covered", text)
    assert "Suggestions judge nothing" in text


def test_article_check_words_of_a_claim_show_its_mark_and_no_hint(
    client: Client, article: Article
) -> None:
    found = one("30%")
    make_claim(article=article, exact=found.exact)
    text = client.get(page(article)).text
    assert f'data-hints="{found.pk}"' not in text
    assert re.search(r"1 of \d checkable items covered", text)


def test_article_check_text_stays_the_same_to_the_code_point(
    client: Client, article: Article
) -> None:
    text = client.get(page(article)).text
    block = re.search(r'<p dir="auto" data-start="\d+">(.*?)<a class="mark-here"', text, re.S)
    assert block
    words = re.sub(r"<[^>]+>", "", block[1])
    assert words in make_revision(article).text


def test_article_check_before_the_desk_has_looked_asks_again_by_itself(
    client: Client, reviewer: Person, htmx: dict[str, str]
) -> None:
    article = make_article(text=TEXT)
    assert "Looking for what is checkable" in client.get(page(article)).text
    waiting = client.get(page(article, "coverage/"), headers=htmx).text
    assert "hx-trigger" in waiting
    find_in(make_revision(article))
    found = client.get(page(article, "coverage/"), headers=htmx).text
    assert "hx-trigger" not in found
    assert "checkable items covered" in found
    assert 'id="article-text"' in found
    assert "data-hints" in found


def test_coverage_detail_without_htmx_leads_to_the_check(client: Client, article: Article) -> None:
    assert client.get(page(article, "coverage/"))["Location"] == page(article)


def test_article_check_takes_a_suggestion_in_hand(
    client: Client, article: Article, htmx: dict[str, str]
) -> None:
    found = one("30%")
    response = client.get(page(article, f"?suggestion={found.pk}"), headers=htmx)
    assertTemplateUsed(response, "claims/article/_suggestion.html")
    assert "<html" not in response.text
    assert found.reason in response.text
    assert response.headers["HX-Push-Url"] == page(article, f"?suggestion={found.pk}")


def test_suggestion_list_shows_what_is_uncovered_by_score_and_works_as_a_page(
    client: Client, article: Article
) -> None:
    response = client.get(page(article, "suggestions/"))
    assert response.status_code == 200
    assert "<html" in response.text
    shown = [int(each) for each in re.findall(r'data-row="(\d+)"', response.text)]
    scores = [Suggestion.objects.get(pk=each).score for each in shown]
    assert len(shown) == Suggestion.objects.count()
    assert scores == sorted(scores, reverse=True)
    assert " checked" not in response.text
    assert client.get(page(article, "suggestions/?all=1")).text.count(" checked") == len(shown)


def test_suggestion_decide_accept_makes_the_claim_and_shows_the_next(
    client: Client, article: Article, htmx: dict[str, str]
) -> None:
    response = decide(client, article, "accept", one("$295 billion").pk, headers=htmx)
    assert response.status_code == 200
    assertTemplateUsed(response, "claims/article/_suggestion.html")
    assert Claim.objects.get().mentions.count() == 2
    for region in ("article-text", "claim-list", "progress", "coverage"):
        assert f'id="{region}"' in response.text
    assert "2 of" in response.text
    assert "Accepted as claim 1." in response.headers["HX-Trigger-After-Swap"]


def test_suggestion_decide_last_one_says_that_nothing_waits(
    client: Client, article: Article, htmx: dict[str, str]
) -> None:
    ids = list(Suggestion.objects.values_list("pk", flat=True))
    response = decide(client, article, "accept", *ids, from_list="1", headers=htmx)
    assert "Every checkable item is under a claim" in response.text


def test_suggestion_decide_dismiss_keeps_name_and_reason(
    client: Client, article: Article, reviewer: Person
) -> None:
    found = one("30%")
    response = decide(client, article, "dismiss", found.pk, reason="a figure of speech")
    assert response.status_code == 302
    found.refresh_from_db()
    assert found.dismissed_by == reviewer
    text = client.get(page(article, "suggestions/")).text
    assert "by Amina" in text
    assert "a figure of speech" in text
    assert "1 dismissed by name" in text
    assert "dismissed 1 suggestion" in client.get(page(article, "history/")).text


def test_suggestion_decide_dismiss_all_takes_the_repeats_along(
    client: Client, article: Article
) -> None:
    decide(client, article, "dismiss_all", one("$295 billion").pk)
    dismissed = Suggestion.objects.filter(dismissed_at__isnull=False)
    assert [each.exact.count("$295 billion") for each in dismissed] == [1, 1]


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"decision": "accept", "from_list": "1"}, "Tick at least one"),
        ({"decision": "accept", "ids": ["x", "\0"], "from_list": "1"}, "Tick at least one"),
        ({"ids": ["1"], "from_list": "1"}, "Choose: accept or dismiss"),
        ({"decision": "dismiss", "ids": ["1"], "reason": "x" * 2001, "from_list": "1"}, "2000"),
    ],
)
@pytest.mark.parametrize("with_htmx", [True, False])
def test_suggestion_decide_bad_input_is_422_with_the_list(
    client: Client, article: Article, htmx: dict[str, str], form, said: str, with_htmx: bool
) -> None:
    path = page(article, "suggestions/decide/")
    response = client.post(path, form, headers=htmx if with_htmx else {})
    assert response.status_code == 422
    assert said in response.text
    assert "data-row" in response.text


def test_suggestion_decide_of_another_article_is_404(client: Client, article: Article) -> None:
    other = make_article(text=TEXT)
    find_in(make_revision(other))
    foreign = Suggestion.objects.filter(revision__article=other)[0]
    assert decide(client, article, "accept", foreign.pk).status_code == 404
    assert not Claim.objects.exists()


def test_suggestion_decide_dismissed_meanwhile_is_409_and_says_so(
    client: Client, article: Article
) -> None:
    found = one("30%")
    dismiss_suggestions(
        article_id=article.pk, suggestion_ids=[found.pk], by=make_reviewer(first_name="Ada")
    )
    response = decide(client, article, "accept", found.pk)
    assert response.status_code == 409
    assert "Take the dismissal back first" in response.text
    assert "Dismissed by Ada" in response.text


def test_suggestion_decide_reporter_is_403(client: Client, article: Article) -> None:
    client.force_login(make_reporter(), backend="claims.sign_in.PersonBackend")
    assert decide(client, article, "accept", one("30%").pk).status_code == 403
    listed = client.get(page(article, "suggestions/")).text
    assert "Accept selected" not in listed


def test_suggestion_restore_takes_the_dismissal_back(
    client: Client, article: Article, reviewer: Person, htmx: dict[str, str]
) -> None:
    found = one("30%")
    dismiss_suggestions(article_id=article.pk, suggestion_ids=[found.pk], by=reviewer)
    response = client.post(f"/suggestions/{found.pk}/restore/", headers=htmx)
    assert response.status_code == 200
    assert f'data-row="{found.pk}"' in response.text
    found.refresh_from_db()
    assert found.dismissed_at is None
    assert client.post(f"/suggestions/{found.pk}/restore/").status_code == 302


def make_note(claim: Claim, **fields: object) -> DraftCitation:
    mention = claim.mentions.get()
    fields = {"kind": "comment", "text": "See the table.", "author": "Nora", **fields}
    return DraftCitation.objects.create(
        revision=mention.revision, start=mention.start, end=mention.end, **fields
    )


@pytest.fixture
def claim(article: Article) -> Claim:
    return make_claim(article=article, exact="30%")


def test_article_check_shows_the_notes_of_the_copy_on_the_words_of_the_claim(
    client: Client, claim: Claim
) -> None:
    make_note(claim, url="https://www.census.gov/table")
    text = client.get(page(claim.article, f"?claim={claim.pk}")).text
    assert "Comment by Nora" in text
    assert "See the table." in text
    assert 'href="https://www.census.gov/table"' in text


@pytest.mark.parametrize("path", ["/articles/{0.article_id}/?claim={0.pk}", "/claims/{0.pk}/?"])
def test_cite_form_is_filled_in_by_a_note_of_the_copy(
    client: Client, claim: Claim, path: str
) -> None:
    note = make_note(claim, url="https://www.census.gov/table")
    text = client.get(f"{path.format(claim)}&draft={note.pk}").text
    assert 'value="https://www.census.gov/table"' in text
    assert ">See the table.</textarea>" in text
    assert f'name="draft" value="{note.pk}"' in text


def test_citation_add_of_a_note_links_it_and_shows_it_no_more(
    client: Client, claim: Claim, htmx: dict[str, str]
) -> None:
    note = make_note(claim)
    form = {"source_name": "The bureau", "passage": note.text, "draft": note.pk}
    response = client.post(f"/claims/{claim.pk}/citations/", form, headers=htmx)
    assert response.status_code == 200
    note.refresh_from_db()
    assert note.citation == claim.citations.get()
    assert f'data-draft="{note.pk}"' not in response.text


def test_citation_add_of_a_note_used_already_stands_for_itself(
    client: Client, claim: Claim
) -> None:
    note = make_note(claim)
    for name in ("The bureau", "The ministry"):
        form = {"source_name": name, "passage": note.text, "draft": note.pk}
        assert client.post(f"/claims/{claim.pk}/citations/", form).status_code == 302
    assert claim.citations.count() == 2
    note.refresh_from_db()
    assert str(note.citation.source) == "The bureau"


def test_draft_citation_discard_is_kept_by_name(
    client: Client, claim: Claim, reviewer: Person, htmx: dict[str, str]
) -> None:
    note = make_note(claim)
    path = f"/draft-citations/{note.pk}/discard/"
    response = client.post(path, {"claim": claim.pk}, headers=htmx)
    assert response.status_code == 200
    assertTemplateUsed(response, "claims/claim/_draft_citations.html")
    assert f'data-draft="{note.pk}"' not in response.text
    note.refresh_from_db()
    assert note.discarded_by == reviewer
    client.post(path, {"claim": claim.pk})
    assert Event.objects.filter(kind=Event.Kind.DRAFT_CITATION_DISCARDED).count() == 1
