import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from claims.actions.joining import join_claims
from claims.models import Claim, Person
from tests.factories import (
    make_article,
    make_claim,
    make_mention,
    make_reporter,
    make_reviewer,
    make_verdict,
    stored_version,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("static_files")]

TEXT = "The deficit was $295 billion. Tariffs fell to 30%.\n\nThe deficit, $295bn, grew in 90 days."


@pytest.fixture
def reviewer(client: Client) -> Person:
    person = make_reviewer(first_name="Amina")
    client.force_login(person, backend="claims.sign_in.PersonBackend")
    return person


@pytest.fixture
def pair() -> tuple[Claim, Claim]:
    """A claim to go on, and one to join to it; a third lies between them."""
    article = make_article(text=TEXT)
    into = make_claim(article=article, exact="$295 billion", wording="The deficit was $295bn.")
    make_claim(article=article, exact="30%", wording="Tariffs fell to 30%.")
    claim = make_claim(article=article, exact="$295bn", wording="The deficit: $295bn.")
    return into, claim


def address(name: str, claim: Claim) -> str:
    return reverse(f"claims:{name}", args=[claim.pk])


def into_value(into: Claim) -> str:
    return f"{into.pk}-{stored_version(into)}"


def join(claim: Claim, into: Claim, by: Person) -> None:
    join_claims(
        claim_id=claim.pk,
        into_id=into.pk,
        version=stored_version(claim),
        into_version=stored_version(into),
        by=by,
    )


def test_claim_join_offers_the_nearest_wording_first(client, reviewer, pair, htmx):
    into, claim = pair
    page = client.get(address("claim_join", claim))
    fragment = client.get(address("claim_join", claim), headers=htmx)
    assert "<html" not in fragment.text
    for response in (page, fragment):
        assert response.status_code == 200
        assert response.text.count("<option") == 2
        first = response.text.index("<option")
        assert response.text[first:].startswith(f'<option value="{into_value(into)}"')


def test_claim_join_leads_to_the_claim_that_goes_on(client, reviewer, pair, htmx):
    into, claim = pair
    form = {"into": into_value(into), "version": stored_version(claim)}
    response = client.post(address("claim_join", claim), form, headers=htmx)
    assert response.status_code == 200
    assert response.headers["HX-Push-Url"].endswith(f"?claim={into.pk}")
    assert "Claim 3 was joined to claim 1." in response.headers["HX-Trigger-After-Swap"]
    assert 'id="article-text"' in response.text
    assert f'data-joined="{claim.pk}"' in response.text
    claim.refresh_from_db()
    assert claim.joined_into == into


def test_claim_join_without_htmx_redirects(client, reviewer, pair):
    into, claim = pair
    form = {"into": into_value(into), "version": stored_version(claim)}
    response = client.post(address("claim_join", claim), form)
    assert response.status_code == 302
    assert f"?claim={into.pk}" in response["Location"]


@pytest.mark.parametrize("value", ["", "x", "7", "0-1", "999999999-1", "7-" + "1" * 30])
@pytest.mark.parametrize("is_htmx", [True, False])
def test_claim_join_of_nothing_is_refused_beside_the_choice(
    client, reviewer, pair, htmx, value, is_htmx
):
    _, claim = pair
    form = {"into": value, "version": stored_version(claim)}
    response = client.post(address("claim_join", claim), form, headers=htmx if is_htmx else {})
    assert response.status_code == 422
    assert 'role="alert"' in response.text
    assert "<select" in response.text


def test_claim_join_with_a_stale_version_is_409(client, reviewer, pair, htmx):
    into, claim = pair
    form = {"into": into_value(into), "version": 0}
    response = client.post(address("claim_join", claim), form, headers=htmx)
    assert response.status_code == 409
    assert response.headers["HX-Retarget"] == "#notices"


def test_claim_join_by_a_reporter_is_403(client, pair):
    client.force_login(make_reporter(), backend="claims.sign_in.PersonBackend")
    assert client.get(address("claim_join", pair[1])).status_code == 403


def test_claim_split_takes_the_new_claim_in_hand(client, reviewer, pair, htmx):
    into, _ = pair
    mention = make_mention(claim=into, exact="90 days")
    form = {"mentions": [mention.pk], "wording": "In 90 days.", "version": stored_version(into)}
    response = client.post(address("claim_split", into), form, headers=htmx)
    split = Claim.objects.get(split_from=into)
    assert response.status_code == 200
    assert response.headers["HX-Push-Url"].endswith(f"?claim={split.pk}")
    assert "In 90 days." in response.text


def test_claim_split_without_htmx_redirects(client, reviewer, pair):
    into, _ = pair
    mention = make_mention(claim=into, exact="90 days")
    form = {"mentions": [mention.pk], "version": stored_version(into)}
    response = client.post(address("claim_split", into), form)
    split = Claim.objects.get(split_from=into)
    assert response.status_code == 302
    assert f"?claim={split.pk}" in response["Location"]


@pytest.mark.parametrize("mentions", [[], ["x"], ["999999999"], ["all"]])
@pytest.mark.parametrize("is_htmx", [True, False])
def test_claim_split_of_the_wrong_places_keeps_what_was_typed(
    client, reviewer, pair, htmx, mentions, is_htmx
):
    into, _ = pair
    make_mention(claim=into, exact="90 days")
    if mentions == ["all"]:
        mentions = list(into.mentions.values_list("pk", flat=True))
    form = {"mentions": mentions, "wording": "In 90 days.", "version": stored_version(into)}
    headers = htmx if is_htmx else {}
    response = client.post(address("claim_split", into), form, headers=headers)
    assert response.status_code == 422
    assert 'role="alert"' in response.text
    assert 'value="In 90 days."' in response.text
    assert not Claim.objects.filter(split_from=into).exists()


def test_claim_detail_of_a_joined_claim_leads_on(client, reviewer, pair):
    into, claim = pair
    make_verdict(claim=claim, by=reviewer)
    join(claim, into, by=reviewer)
    response = client.get(address("claim_detail", claim))
    assert response["Location"] == into.get_absolute_url()
    page = client.get(f"/articles/{claim.article_id}/?claim={claim.pk}").text
    assert f'data-claim="{into.pk}"' in page
    assert "(verified by Amina)" in page
    assert address("claim_history", claim) in page
    assert client.get(address("claim_join", claim))["Location"] == into.get_absolute_url()


def test_claim_history_of_a_joined_claim_shows_what_it_was(client, reviewer, pair):
    into, claim = pair
    make_verdict(claim=claim, by=reviewer)
    join(claim, into, by=reviewer)
    page = client.get(address("claim_history", claim)).text
    for words in ("Claim 3 as it was", "There were 142 people", "joined claim 3 to claim 1"):
        assert words in page
    version = stored_version(claim)
    response = client.post(address("claim_unjoin", claim), {"version": version})
    assert f"?claim={claim.pk}" in response["Location"]
    assert client.post(address("claim_unjoin", claim), {"version": version}).status_code == 409
    assert "took claim 3 out of claim 1 again" in client.get(response["Location"]).text


def test_joined_claim_is_left_out_of_every_list_and_count(client, reviewer, pair):
    into, claim = pair
    join(claim, into, by=reviewer)
    path = f"/articles/{claim.article_id}/"
    assert f'href="{path}?claim={claim.pk}"' not in client.get(path).text
    assert claim.get_absolute_url() not in client.get("/claims/").text
    api = "/api/v1"
    for listed in (f"{api}/claims/", f"{api}/articles/{claim.article_id}/claims/"):
        assert claim.pk not in [item["id"] for item in client.get(listed).json()["items"]]
    progress = client.get(f"{api}/articles/{claim.article_id}/").json()["progress"]
    assert progress["total"] == 2


def test_check_page_costs_the_same_for_one_joined_claim_and_for_five(client, reviewer, pair):
    into, claim = pair

    def statements() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(f"/articles/{into.article_id}/?claim={into.pk}")
        return len(captured)

    join(claim, into, by=reviewer)
    statements()
    with_one = statements()
    for word in ("deficit", "Tariffs", "fell", "grew"):
        make_verdict(claim=(other := make_claim(article=into.article, exact=word)), by=reviewer)
        join(other, into, by=reviewer)
    assert statements() == with_one
