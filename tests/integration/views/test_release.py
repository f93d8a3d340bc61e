"""The release page, the state in the head of the check page, and accepting on the panel."""

import pytest
from django.test import Client
from pytest_django.asserts import assertTemplateUsed

from claims.actions.release import clear_article
from claims.models import Acceptance, Article, Person
from tests.factories import (
    make_acceptance,
    make_article,
    make_citation,
    make_claim,
    make_complete_article,
    make_covered,
    make_editor,
    make_reporter,
    make_reviewer,
    make_sign_off,
    make_suggestion,
    make_verdict,
    stored_version,
)
from tests.integration.views.test_statement_counts import make_claims, statements

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("static_files")]

BACKEND = "claims.sign_in.PersonBackend"


def sign_in(client: Client, person: Person) -> Person:
    client.force_login(person, backend=BACKEND)
    return person


def page_of(article: Article, *parts: str) -> str:
    return "/".join([f"/articles/{article.pk}", *parts, ""])


def make_cleared_article() -> Article:
    article = make_complete_article()
    make_sign_off(article, by=make_reviewer(first_name="Rita"))
    return clear_article(article_id=article.pk, by=make_editor(first_name="Edith"))


def test_article_release_lists_what_is_missing_with_links(client: Client) -> None:
    article = make_covered(make_article())
    suggestion = make_suggestion(article, exact="Nobody had seen")
    claim = make_claim(article=article, exact="12 May")
    sign_in(client, make_reviewer())
    page = client.get(page_of(article, "release")).text
    assert "Claim 1 is not decided." in page
    assert f'href="/articles/{article.pk}/?claim={claim.pk}"' in page
    assert f"/articles/{article.pk}/suggestions/#suggestion-{suggestion.pk}" in page
    assert "No second person has signed the check off." in page
    assert "Clearing is for editors." in page
    assert ">Sign off<" in page
    assert ">Clear<" not in page


def test_article_release_caps_a_long_list(client: Client) -> None:
    article = make_covered(make_article(text="Nine words of it stand here again. " * 40))
    make_claims(article, 60)
    sign_in(client, make_editor())
    page = client.get(page_of(article, "release")).text
    assert "and 48 more are not decided" in page
    assert "and 10 more" in page
    assert page.count("?claim=") == 50


def test_sign_off_create_then_clear_then_reopen(client: Client, htmx: dict[str, str]) -> None:
    article = make_complete_article()
    sign_in(client, make_reviewer(first_name="Rita"))
    response = client.post(page_of(article, "sign-offs"))
    assert response["Location"] == page_of(article, "release")
    assert "It holds." in client.get(page_of(article, "release")).text
    sign_in(client, make_editor(first_name="Edith"))
    assert "Rita has signed off what is there now" in client.get(page_of(article, "release")).text
    response = client.post(page_of(article, "clear"), headers=htmx)
    assert response.status_code == 200
    assertTemplateUsed(response, "claims/release/_release.html")
    assert "<html" not in response.text
    assert "was cleared by Edith" in response.text
    article.refresh_from_db()
    assert article.status == Article.Status.CLEARED
    refused = client.post(page_of(article, "reopen"), {"reason": " "}, headers=htmx)
    assert refused.status_code == 422
    assert "Say why the article goes back into review." in refused.text
    response = client.post(page_of(article, "reopen"), {"reason": "A reader wrote."})
    assert response["Location"] == page_of(article, "release")
    article.refresh_from_db()
    assert article.status == Article.Status.IN_REVIEW
    history = client.get(page_of(article, "history")).text
    for sentence in (
        "signed off the check of draft 1",
        "cleared draft 1, signed off by Rita",
        "took the article back into review",
        "A reader wrote.",
    ):
        assert sentence in history


@pytest.mark.parametrize("name", ["sign-offs", "clear"])
def test_release_refused_shows_the_list(client: Client, htmx: dict[str, str], name: str) -> None:
    article = make_covered(make_article())
    make_claim(article=article, exact="12 May")
    sign_in(client, make_editor())
    for headers, template in ((htmx, "_release.html"), ({}, "page.html")):
        response = client.post(page_of(article, name), headers=headers)
        assert response.status_code == 422
        assertTemplateUsed(response, f"claims/release/{template}")
        assert 'role="alert"' in response.text
        assert response.text.count("Claim 1 is not decided.") == 2
    article.refresh_from_db()
    assert article.status == Article.Status.IN_REVIEW


def test_sign_off_create_of_a_check_that_changed_meanwhile_is_409(client: Client) -> None:
    article = make_complete_article()
    sign_in(client, make_reviewer())
    page = client.get(page_of(article, "release"))
    digest = page.context["release"]["digest"]
    make_citation(claim=article.claims.get())
    response = client.post(page_of(article, "sign-offs"), {"digest": digest})
    assert response.status_code == 409
    assert "The check changed while you looked." in response.text
    assert not article.sign_offs.exists()
    digest = response.context["release"]["digest"]
    assert client.post(page_of(article, "sign-offs"), {"digest": digest}).status_code == 302
    assert "You have signed off what is there now." in client.get(page_of(article, "release")).text


def test_sign_off_create_with_junk_for_a_digest_is_no_server_error(client: Client) -> None:
    article = make_complete_article()
    sign_in(client, make_reviewer())
    for digest in ("x" * 5000, "\0", "é"):
        assert client.post(page_of(article, "sign-offs"), {"digest": digest}).status_code < 500


@pytest.mark.parametrize("name", ["sign-offs", "clear", "reopen"])
def test_release_by_a_reporter_is_403(client: Client, htmx: dict[str, str], name: str) -> None:
    article = make_complete_article() if name != "reopen" else make_cleared_article()
    sign_in(client, make_reporter())
    body = {"reason": "x"}
    assert client.post(page_of(article, name), body).status_code == 403
    response = client.post(page_of(article, name), body, headers=htmx)
    assert response.headers["HX-Retarget"] == "#notices"


@pytest.mark.parametrize("name", ["sign-offs", "clear"])
def test_release_of_a_cleared_article_is_409(client: Client, name: str) -> None:
    article = make_cleared_article()
    sign_in(client, make_editor())
    assert client.post(page_of(article, name)).status_code == 409


def test_article_release_says_what_a_sign_off_lapsed_by(client: Client) -> None:
    article = make_complete_article()
    make_sign_off(article, by=make_reviewer(first_name="Rita"))
    make_verdict(claim=article.claims.get())
    sign_in(client, make_editor())
    page = client.get(page_of(article, "release")).text
    assert "Lapsed since:" in page
    assert "Claim 1 was decided anew." in page
    assert "The sign-off by Rita has lapsed: claim 1 was decided anew. It takes a new one." in page


def test_release_state_stands_in_the_head_of_the_check_page(
    client: Client, htmx: dict[str, str]
) -> None:
    article = make_complete_article()
    claim = make_claim(article=article, exact="12 May")
    sign_in(client, make_reviewer())

    def states() -> set[str]:
        page = client.get(page_of(article)).text
        part = client.get(page_of(article, "release", "state"), headers=htmx).text
        found = page.partition('id="release-state"')[2].partition("</p>")[0]
        return {" ".join(text.split()) for text in (found, part) if text}

    assert all("2 things are missing" in state for state in states())
    make_verdict(claim=claim)
    assert all("1 thing is missing" in state for state in states())
    make_sign_off(article, by=make_reviewer(first_name="Rita"))
    assert all("signed off by Rita" in state for state in states())
    clear_article(article_id=article.pk, by=make_editor(first_name="Edith"))
    assert all("by Edith" in state for state in states())
    Article.objects.filter(pk=article.pk).update(status="spiked")
    assert client.get(page_of(article, "release", "state"))["Location"] == page_of(
        article, "release"
    )


def test_article_release_of_a_spiked_article_says_so(client: Client) -> None:
    article = make_article(status="spiked")
    sign_in(client, make_editor())
    assert "The article is spiked" in client.get(page_of(article, "release")).text
    assert "spiked" in client.get(page_of(article)).text


def test_unsourced_accept_shows_who_accepted_and_why(client: Client, htmx: dict[str, str]) -> None:
    claim = make_claim(rating="unsourced")
    sign_in(client, make_editor(first_name="Edith"))
    assert "Accept: rests on the reporter" in client.get(claim.get_absolute_url()).text
    form = {"reason": "Two people <b>say</b> so.", "version": stored_version(claim)}
    response = client.post(f"/claims/{claim.pk}/acceptances/", form, headers=htmx)
    assert response.status_code == 200
    assertTemplateUsed(response, "claims/claim/_verdict_panel.html")
    assert "Two people &lt;b&gt;say&lt;/b&gt; so." in response.text
    assert "Accepted by Edith" in response.text
    assert "Accept: rests on the reporter" not in response.text
    page = client.get(page_of(claim.article, "release")).text
    assert "1 rests on the reporter" in page
    history = client.get(page_of(claim.article, "history")).text
    assert "let claim 1 stand as unsourced: it rests on the reporter" in history


def test_unsourced_accept_without_htmx_leads_back_to_the_claim(client: Client) -> None:
    claim = make_claim(rating="unsourced")
    sign_in(client, make_editor())
    form = {"reason": "Two people say so.", "version": stored_version(claim)}
    response = client.post(f"/claims/{claim.pk}/acceptances/", form)
    assert response["Location"] == f"/articles/{claim.article_id}/?claim={claim.pk}#claim-panel"


@pytest.mark.parametrize(
    ("form", "status", "sentence"),
    [
        ({"reason": "", "version": 2}, 422, "Say why it may stand"),
        ({"reason": "Kept words"}, 422, "The form was not whole"),
        ({"reason": "Kept words", "version": "1"}, 409, "This claim changed while you were at it"),
        ({"reason": "x" * 2001, "version": 2}, 422, "at most 2000"),
    ],
)
def test_unsourced_accept_refused_keeps_what_was_typed(
    client: Client, htmx: dict[str, str], form: dict[str, object], status: int, sentence: str
) -> None:
    claim = make_claim(rating="unsourced")
    sign_in(client, make_editor())
    for headers in (htmx, {}):
        response = client.post(f"/claims/{claim.pk}/acceptances/", form, headers=headers)
        assert response.status_code == status
        assert sentence in response.text
        assert f'value="{form["reason"]}"' in response.text
    assert not Acceptance.objects.exists()


def test_unsourced_accept_by_a_reviewer_is_403_and_not_offered(client: Client) -> None:
    claim = make_claim(rating="unsourced")
    sign_in(client, make_reviewer())
    assert "Accept: rests on the reporter" not in client.get(claim.get_absolute_url()).text
    form = {"reason": "x", "version": stored_version(claim)}
    assert client.post(f"/claims/{claim.pk}/acceptances/", form).status_code == 403


def test_verdict_record_unsourced_offers_an_editor_to_accept(
    client: Client, htmx: dict[str, str]
) -> None:
    claim = make_claim()
    sign_in(client, make_editor())
    form = {"rating": "unsourced", "rationale": "I asked.", "version": stored_version(claim)}
    response = client.post(f"/claims/{claim.pk}/verdict/", form, headers=htmx)
    assert "Accept: rests on the reporter" in response.text


@pytest.mark.parametrize("path", ["/", "/articles/"])
def test_lists_count_what_rests_on_the_reporter(client: Client, path: str) -> None:
    editor = sign_in(client, make_editor())
    article = make_article(by=editor)
    assert "on the reporter" not in client.get(path).text
    for exact in ("142 people", "12 May"):
        make_acceptance(make_claim(article=article, exact=exact, rating="unsourced"))
    assert "2 rest on the reporter" in client.get(path).text


@pytest.mark.parametrize("name", ["release", ""])
def test_release_costs_the_same_for_two_claims_and_for_forty(client: Client, name: str) -> None:
    few, many = (make_covered(make_article()) for _ in range(2))
    for article, count in ((few, 2), (many, 40)):
        for claim in make_claims(article, count):
            make_verdict(claim=claim, rating="unsourced")
            make_acceptance(claim)
        make_sign_off(article)
    sign_in(client, make_editor())
    paths = [page_of(article, *filter(None, [name])) for article in (few, many)]
    assert statements(client, paths[0]) == statements(client, paths[1])
