"""The claim in hand: deciding, citing, marking; with htmx and without, and what is refused."""

import datetime as dt
import uuid

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertTemplateUsed

from claims.actions.revisions import add_revision
from claims.actions.sources import retire_source
from claims.intake.pasted import read_pasted
from claims.models import Citation, Claim, Event, Mention, Person, Verdict
from tests.factories import (
    make_admin,
    make_article,
    make_citation,
    make_claim,
    make_reporter,
    make_reviewer,
    make_source,
    stored_version,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("static_files")]


@pytest.fixture
def reviewer(client: Client) -> Person:
    person = make_reviewer()
    client.force_login(person, backend="claims.sign_in.PersonBackend")
    return person


def url(name: str, claim: Claim) -> str:
    return reverse(f"claims:{name}", args=[claim.pk])


def verdict_form(claim: Claim, **fields: object) -> dict[str, object]:
    form = {"rating": "verified", "rationale": "", "version": stored_version(claim)}
    return {**form, "idempotency_key": uuid.uuid4(), **fields}


def test_verdict_record_rates_the_claim_and_returns_the_panel(
    client: Client, reviewer: Person, htmx: dict[str, str]
) -> None:
    claim = make_claim(citations=1)
    response = client.post(url("verdict_record", claim), verdict_form(claim), headers=htmx)
    assert response.status_code == 200
    assertTemplateUsed(response, "claims/claim/_verdict_panel.html")
    assert "<html" not in response.text
    assert 'id="progress"' in response.text
    assert '"state": "verified"' in response.headers["HX-Trigger-After-Swap"]
    claim.refresh_from_db()
    assert claim.rating == Verdict.Rating.VERIFIED
    assert claim.events.filter(kind=Event.Kind.VERDICT_RECORDED).count() == 1


def test_verdict_record_from_the_page_of_a_refused_form_turns_the_progress_too(
    client: Client, reviewer: Person, htmx: dict[str, str]
) -> None:
    claim = make_claim(citations=1)
    where = {"HX-Current-URL": f"http://testserver/claims/{claim.pk}/verdict/"}
    response = client.post(url("verdict_record", claim), verdict_form(claim), headers=htmx | where)
    assert 'id="progress"' in response.text


def test_verdict_record_without_htmx_goes_back_to_the_claim(
    client: Client, reviewer: Person
) -> None:
    claim = make_claim(citations=1)
    response = client.post(url("verdict_record", claim), verdict_form(claim))
    assert response.status_code == 302
    assert f"?claim={claim.pk}" in response["Location"]


@pytest.mark.parametrize("is_htmx", [True, False])
def test_verdict_record_without_evidence_says_what_is_missing_and_keeps_the_words(
    client: Client, reviewer: Person, htmx: dict[str, str], is_htmx: bool
) -> None:
    claim = make_claim()
    form = verdict_form(claim, rationale="I know it myself")
    response = client.post(url("verdict_record", claim), form, headers=htmx if is_htmx else None)
    assert response.status_code == 422
    assert "Verified needs a supporting citation" in response.text
    assert "I know it myself" in response.text
    assert ("<html" in response.text) is not is_htmx
    assert not claim.verdicts.exists()


def test_verdict_record_stale_shows_both_decisions_and_keeps_the_words(
    client: Client, reviewer: Person, htmx: dict[str, str]
) -> None:
    claim = make_claim(citations=1, rating="verified")
    form = verdict_form(claim, version=1, rating="disputed", rationale="It is <b>wrong</b>")
    response = client.post(url("verdict_record", claim), form, headers=htmx)
    assert response.status_code == 409
    assert "decided <b>verified</b>" in response.text
    assert "Yours was <b>disputed</b>" in response.text
    assert "It is &lt;b&gt;wrong&lt;/b&gt;" in response.text
    assert f'name="version" value="{stored_version(claim)}"' in response.text
    assert claim.verdicts.count() == 1


def test_verdict_record_sent_twice_records_one(
    client: Client, reviewer: Person, htmx: dict[str, str]
) -> None:
    claim = make_claim(citations=1)
    form = verdict_form(claim)
    answers = [client.post(url("verdict_record", claim), form, headers=htmx) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert claim.verdicts.count() == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"rating": "maybe"},
        {"rating": ""},
        {"version": "x"},
        {"version": ""},
        {"version": "99999999999999999999"},
        {"rationale": "y" * 20_001},
        {"question": "attribution"},
        {"idempotency_key": "x"},
    ],
)
def test_verdict_record_bad_input_is_422_and_records_nothing(
    client: Client, reviewer: Person, htmx: dict[str, str], fields: dict[str, str]
) -> None:
    claim = make_claim(citations=1)
    response = client.post(
        url("verdict_record", claim), verdict_form(claim, **fields), headers=htmx
    )
    assert response.status_code == 422
    assert not claim.verdicts.exists()


def test_verdict_record_takes_nul_and_direction_marks_out(
    client: Client, reviewer: Person, htmx: dict[str, str]
) -> None:
    claim = make_claim(citations=1)
    form = verdict_form(claim, rationale="a\0b\u202ec")
    assert client.post(url("verdict_record", claim), form, headers=htmx).status_code == 200
    assert claim.verdicts.get().rationale == "abc"


def test_verdict_record_by_the_articles_reporter_is_403(
    client: Client, htmx: dict[str, str]
) -> None:
    writer = make_reviewer()
    claim = make_claim(article=make_article(reporter=writer), citations=1)
    client.force_login(writer, backend="claims.sign_in.PersonBackend")
    response = client.post(url("verdict_record", claim), verdict_form(claim), headers=htmx)
    assert response.status_code == 403
    assert response.headers["HX-Retarget"] == "#notices"
    assert "You wrote this article" in response.text


def test_verdict_record_by_a_reporter_is_403_and_the_page_says_why(client: Client) -> None:
    claim = make_claim(citations=1)
    client.force_login(make_reporter(), backend="claims.sign_in.PersonBackend")
    page = client.get(f"/articles/{claim.article_id}/?claim={claim.pk}").text
    assert "Deciding takes the role reviewer" in page
    assert "data-verdict-form" not in page
    assert client.post(url("verdict_record", claim), verdict_form(claim)).status_code == 403


def test_verdict_record_on_a_cleared_article_is_409(client: Client, reviewer: Person) -> None:
    article = make_article()
    claim = make_claim(article=article, citations=1)
    article.status = "cleared"
    article.save()
    response = client.post(url("verdict_record", claim), verdict_form(claim))
    assert response.status_code == 409
    assert "Ask an editor" in response.text


def citation_form(**fields: object) -> dict[str, object]:
    form = {
        "source_name": "The ministry",
        "url": "https://example.org/report",
        "passage": "142 people were on board",
        "stance": "supports",
        "read_at": "2026-01-31",
    }
    return {**form, **fields}


def test_citation_add_names_a_new_source_and_returns_the_list(
    client: Client, reviewer: Person, htmx: dict[str, str]
) -> None:
    claim = make_claim()
    response = client.post(url("citation_add", claim), citation_form(), headers=htmx)
    assert response.status_code == 200
    assert "1 citation" in response.text
    citation = claim.citations.get()
    assert citation.source.name == "The ministry"
    assert citation.read_at == dt.date(2026, 1, 31)


def test_citation_add_takes_the_source_from_the_address(client: Client, reviewer: Person) -> None:
    source = make_source(domains=["example.org"])
    closer = make_source(domains=["data.example.org"])
    claim = make_claim()
    for address, expected in (
        ("https://www.example.org/a", source),
        ("https://data.example.org/b", closer),
        ("news.data.example.org/c", closer),
    ):
        form = citation_form(source_name="", url=address)
        client.post(url("citation_add", claim), form)
        assert claim.citations.latest("pk").source == expected


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"url": "javascript:alert(1)"}, "That is no web address"),
        ({"url": "JaVaScRiPt:alert(1)"}, "That is no web address"),
        ({"url": "\u3000javascript:alert(1)"}, "That is no web address"),
        ({"url": "data:text/html,x"}, "That is no web address"),
        ({"url": "http://["}, "That is no web address"),
        ({"url": "https://example.org/" + "x" * 2_500}, "at most 2000"),
        ({"source_name": "", "url": ""}, "Name the source"),
        ({"source_name": "", "url": "https://nobody.example"}, "Name the source"),
        ({"read_at": "2999-01-01"}, "lies in the future"),
        ({"read_at": "yesterday"}, "Write the day as"),
        ({"source_name": "x" * 201}, "at most 200"),
        ({"stance": "loves"}, ""),
    ],
)
def test_citation_add_bad_input_says_so_and_keeps_the_rest(
    client: Client,
    reviewer: Person,
    htmx: dict[str, str],
    fields: dict[str, str],
    sentence: str,
) -> None:
    claim = make_claim()
    response = client.post(url("citation_add", claim), citation_form(**fields), headers=htmx)
    assert response.status_code == 422
    assert sentence in response.text
    assert "142 people were on board" in response.text
    assert not claim.citations.exists()


def test_citation_add_of_a_retired_source_says_why_it_is(
    client: Client, reviewer: Person, htmx: dict[str, str]
) -> None:
    source = make_source(name="The Daily Rumour")
    retire_source(source_id=source.pk, reason="Closed in 2020.", by=make_admin())
    response = client.post(
        url("citation_add", make_claim()), citation_form(source_name=source.name), headers=htmx
    )
    assert response.status_code == 422
    assert "Closed in 2020." in response.text


def test_citation_withdraw_that_a_verdict_rested_on_asks_for_a_recheck(
    client: Client, reviewer: Person, htmx: dict[str, str]
) -> None:
    claim = make_claim(citations=1, rating="verified")
    path = reverse("claims:citation_withdraw", args=[claim.citations.get().pk])
    response = client.post(path, {"reason": "It was a forgery."}, headers=htmx)
    assert response.status_code == 200
    assert "Needs recheck" in response.text
    assert '"state": "recheck"' in response.headers["HX-Trigger-After-Swap"]
    claim.refresh_from_db()
    assert (claim.rating, bool(claim.recheck)) == ("", True)
    assert Citation.objects.get().withdrawn_reason == "It was a forgery."


def test_citation_withdraw_without_a_reason_is_refused(client: Client, reviewer: Person) -> None:
    citation = make_citation()
    path = reverse("claims:citation_withdraw", args=[citation.pk])
    assert client.post(path, {"reason": " "}).status_code == 422
    assert Citation.objects.in_use().count() == 1


def test_claim_edit_of_the_wording_voids_the_verdict(client: Client, reviewer: Person) -> None:
    claim = make_claim(citations=1, rating="verified")
    form = {"wording": "142 people drowned.", "kind": "figure", "version": stored_version(claim)}
    assert client.post(url("claim_edit", claim), form).status_code == 302
    claim.refresh_from_db()
    assert (claim.wording, claim.rating) == ("142 people drowned.", "")


def test_claim_edit_stale_is_409_and_keeps_the_words(client: Client, reviewer: Person) -> None:
    claim = make_claim(citations=1, rating="verified")
    form = {"wording": "My own words", "kind": "figure", "version": 1}
    response = client.post(url("claim_edit", claim), form)
    assert response.status_code == 409
    assert "My own words" in response.text


def test_claim_create_of_selected_words_returns_text_list_and_panel(
    client: Client, reviewer: Person, htmx: dict[str, str]
) -> None:
    article = make_article()
    start = article.revisions.get().text.index("captain")
    form = {"start": start, "end": start + 7, "exact": "captain", "revision": 1}
    response = client.post(reverse("claims:claim_create", args=[article.pk]), form, headers=htmx)
    assert response.status_code == 200
    for region in ("claim-panel", "article-text", "claim-list", "progress"):
        assert f'id="{region}"' in response.text
    assert response.headers["HX-Push-Url"].endswith(f"?claim={Claim.objects.get().pk}")


@pytest.mark.parametrize(
    ("fields", "status", "sentence"),
    [
        ({"start": 5, "end": 999_999}, 422, "outside the text"),
        ({"start": 2_147_483_646, "end": 2_147_483_647}, 422, "outside the text"),
        ({"start": 99_999_999_999, "end": 99_999_999_999_999}, 422, ""),
        ({"start": 7, "end": 7}, 422, "Nothing is selected"),
        ({"start": 9, "end": 2}, 422, "ends before it begins"),
        ({"start": 0, "end": 5, "exact": "other"}, 422, "not the ones you selected"),
        ({"start": 0, "end": 5, "revision": 7}, 409, "newer draft"),
        ({}, 422, "Select words in the text"),
        ({"exact": "   "}, 422, "Select words in the text"),
        ({"exact": "nowhere to be found"}, 422, "do not stand in"),
        ({"start": "x", "end": "y"}, 422, ""),
        ({"start": 0, "end": 5, "claim": 123_456}, 404, ""),
    ],
)
@pytest.mark.parametrize("is_htmx", [True, False])
def test_claim_create_bad_input_is_refused_in_a_sentence(
    client: Client,
    reviewer: Person,
    htmx: dict[str, str],
    fields: dict[str, object],
    status: int,
    sentence: str,
    is_htmx: bool,
) -> None:
    article = make_article()
    path = reverse("claims:claim_create", args=[article.pk])
    response = client.post(path, fields, headers=htmx if is_htmx else None)
    assert response.status_code == status
    assert sentence in response.text
    assert not Claim.objects.exists()


def test_claim_create_inside_a_combining_sequence_is_refused(
    client: Client, reviewer: Person
) -> None:
    article = make_article()
    inside = article.revisions.get().text.index("x\u0304") + 1
    path = reverse("claims:claim_create", args=[article.pk])
    response = client.post(path, {"start": inside - 5, "end": inside})
    assert response.status_code == 422
    assert "cuts a character in two" in response.text


def test_claim_create_typed_words_with_straight_quotes_find_typographic_ones(
    client: Client, reviewer: Person
) -> None:
    article = make_article()
    path = reverse("claims:claim_create", args=[article.pk])
    assert client.post(path, {"exact": '"we had NO warning,"'}).status_code == 302
    assert Mention.objects.get().exact == "“We had no warning,”"


def test_claim_create_with_the_same_key_twice_marks_one(client: Client, reviewer: Person) -> None:
    article = make_article()
    path = reverse("claims:claim_create", args=[article.pk])
    form = {"exact": "captain", "idempotency_key": uuid.uuid4()}
    assert client.post(path, form).status_code == client.post(path, form).status_code == 302
    assert Claim.objects.count() == 1


def test_claim_detail_shows_wording_citations_and_history(client: Client, reviewer: Person) -> None:
    claim = make_claim(citations=1, rating="verified")
    page = client.get(claim.get_absolute_url()).text
    assert claim.wording in page
    assert "1 citation" in page
    assert "rated claim 1 verified" in page


def test_text_of_an_article_is_shown_and_never_run(client: Client, reviewer: Person) -> None:
    text = "<script>alert(1)</script> and <b onclick=x>bold</b> & “quotes” stand here."
    article = make_article(text=text, title="</title><script>alert(2)</script>")
    claim = make_claim(article=article, exact="<b onclick=x>bold</b>")
    page = client.get(f"/articles/{article.pk}/?claim={claim.pk}").text
    assert "<script>alert" not in page
    assert "<b onclick" not in page
    assert "&lt;b onclick=x&gt;bold&lt;/b&gt;</mark>" in page


def test_claim_history_comes_when_it_is_opened(
    client: Client, reviewer: Person, htmx: dict[str, str]
) -> None:
    claim = make_claim(citations=1)
    answer = client.post(url("verdict_record", claim), verdict_form(claim), headers=htmx)
    assert url("claim_history", claim) in answer.text
    history = client.get(url("claim_history", claim), headers=htmx)
    assert "<html" not in history.text
    assert "rated claim 1 verified" in history.text
    assert client.get(url("claim_history", claim))["Location"] == claim.get_absolute_url()


def rechecked() -> Claim:
    text = "Exports fell by 30% last year.\n\nThe ministry said so."
    claim = make_claim(text=text, exact="Exports fell by 30%", rating="verified")
    document = read_pasted(text.replace("30%", "20%"))
    add_revision(article_id=claim.article_id, document=document, by=claim.article.owner)
    return claim


def test_claim_that_needs_a_recheck_shows_both_wordings_side_by_side(
    client: Client, reviewer: Person
) -> None:
    claim = rechecked()
    page = client.get(f"{claim.article.get_absolute_url()}?claim={claim.pk}").text
    assert "<del>Exports fell by 30%</del>" in page
    assert "<ins>Exports fell by 20%</ins>" in page
    assert "Draft 2 changed the number" in page


@pytest.mark.parametrize("is_htmx", [True, False])
def test_verdict_confirm_gives_the_verdict_again(
    client: Client, reviewer: Person, htmx: dict[str, str], is_htmx: bool
) -> None:
    claim = rechecked()
    form = {"version": stored_version(claim), "idempotency_key": uuid.uuid4()}
    response = client.post(url("verdict_confirm", claim), form, headers=htmx if is_htmx else None)
    assert response.status_code == (200 if is_htmx else 302)
    claim.refresh_from_db()
    assert claim.rating == "verified"
    if is_htmx:
        assert '"state": "verified"' in response.headers["HX-Trigger-After-Swap"]
        assert 'id="progress"' in response.text


@pytest.mark.parametrize(("version", "status"), [("1", 409), ("", 422), ("x", 422)])
def test_verdict_confirm_stale_or_broken_is_refused(
    client: Client, reviewer: Person, htmx: dict[str, str], version: str, status: int
) -> None:
    claim = rechecked()
    response = client.post(url("verdict_confirm", claim), {"version": version}, headers=htmx)
    assert response.status_code == status
    assert claim.verdicts.count() == 1


def test_mention_close_takes_the_claim_out_of_the_list(
    client: Client, reviewer: Person, htmx: dict[str, str]
) -> None:
    claim = rechecked()
    document = read_pasted("The ministry said so.")
    add_revision(article_id=claim.article_id, document=document, by=claim.article.owner)
    orphan = claim.mentions.orphans().get()
    page = client.get(f"{claim.article.get_absolute_url()}?claim={claim.pk}").text
    assert "no longer has these words" in page
    response = client.post(reverse("claims:mention_close", args=[orphan.pk]), headers=htmx)
    assert response.status_code == 200
    assert "the text makes this claim no more" in response.text
    answer = client.post(url("claim_reopen", claim))
    assert answer.status_code == 302
    claim.refresh_from_db()
    assert claim.closed_at is None


def test_verdict_record_refused_by_role_without_htmx_keeps_the_words(client: Client) -> None:
    claim = make_claim(citations=1)
    client.force_login(make_reporter(), backend="claims.sign_in.PersonBackend")
    form = verdict_form(claim, rationale="I asked the harbour master.")
    response = client.post(url("verdict_record", claim), form)
    assert response.status_code == 403
    assert "I asked the harbour master." in response.text
    assert "Deciding takes the role reviewer" in response.text
