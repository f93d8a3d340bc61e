import pytest

from claims.models import Claim
from tests.factories import make_article, make_claim, make_mention, make_reporter, stored_version
from tests.integration.api.conftest import assert_problem

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair() -> tuple[Claim, Claim]:
    article = make_article()
    return make_claim(article=article), make_claim(article=article, exact="12 May")


def join_body(claim: Claim, into: Claim) -> dict[str, int]:
    return {
        "into": into.pk,
        "version": stored_version(claim),
        "into_version": stored_version(into),
    }


def test_claim_join_answers_the_claim_that_goes_on(program, pair):
    into, claim = pair
    response = program.post(f"claims/{claim.pk}/join/", join_body(claim, into))
    assert response.status_code == 200
    assert response.json()["id"] == into.pk
    assert [mention["exact"] for mention in response.json()["mentions"]] == ["142 people", "12 May"]
    joined = program.get(f"claims/{claim.pk}/").json()
    assert (joined["joined_into"], joined["mentions"]) == (into.pk, [])
    listed = program.get(f"articles/{into.article_id}/claims/").json()["items"]
    assert [item["id"] for item in listed] == [into.pk]

    body = {"version": joined["version"]}
    response = program.post(f"claims/{claim.pk}/unjoin/", body)
    assert response.status_code == 200
    assert response.json()["joined_into"] is None
    assert_problem(program.post(f"claims/{claim.pk}/unjoin/", body), 409)


def test_claim_join_that_is_stale_is_409_and_of_no_claim_is_422(program, pair):
    into, claim = pair
    body = join_body(claim, into)
    assert_problem(program.post(f"claims/{claim.pk}/join/", body | {"into_version": 9}), 409)
    problem = assert_problem(program.post(f"claims/{claim.pk}/join/", body | {"into": 2**62}), 422)
    assert problem["errors"][0]["field"] == "into"
    assert_problem(program.post(f"claims/{2**62}/join/", body), 404)


def test_claim_join_by_a_reporter_is_403(program_of, pair):
    into, claim = pair
    program = program_of(make_reporter())
    assert_problem(program.post(f"claims/{claim.pk}/join/", join_body(claim, into)), 403)


def test_claim_split_answers_the_new_claim(program, pair):
    claim, _ = pair
    mention = make_mention(claim=claim)
    body = {"mentions": [mention.pk], "version": stored_version(claim), "wording": "It sank."}
    response = program.post(f"claims/{claim.pk}/split/", body)
    assert response.status_code == 201
    new = response.json()
    assert (new["wording"], new["split_from"], new["number"]) == ("It sank.", claim.pk, 3)
    assert response.headers["Location"].endswith(f"/claims/{new['id']}/")
    assert_problem(program.post(f"claims/{claim.pk}/split/", body), 409)


@pytest.mark.parametrize("mentions", [[], [2**62], "x", None, [True]])
def test_claim_split_of_no_places_is_422(program, pair, mentions):
    claim, _ = pair
    body = {"mentions": mentions, "version": stored_version(claim)}
    assert_problem(program.post(f"claims/{claim.pk}/split/", body), 422)
