import pytest

from claims.models import Acceptance, Article, Event, SignOff
from tests.factories import (
    make_article,
    make_citation,
    make_claim,
    make_complete_article,
    make_confidential_article,
    make_covered,
    make_editor,
    make_reporter,
    make_reviewer,
    make_sign_off,
    make_verdict,
    stored_version,
)
from tests.integration.api.conftest import ROOT, assert_problem

pytestmark = pytest.mark.django_db


def post(program, path):
    """Send no body at all, as a call that takes none is sent."""
    headers = {"Authorization": f"Bearer {program.token}"}
    return program.client.generic("POST", ROOT + path, headers=headers)


def of(article, *parts):
    return "/".join(["articles", str(article.pk), *parts, ""])


def test_release_is_signed_off_cleared_and_reopened(program, program_of):
    article = make_complete_article()
    reviewer = make_reviewer()
    release = program.get(of(article, "release")).json()
    assert release["unmet"] == ["No second person has signed the check off."]
    assert release["missing"] == [
        {"gap": "sign_off", "sentence": release["unmet"][0], "claims": []}
    ]
    assert (release["status"], release["signed_off_by"]) == ("in_review", None)

    response = program_of(reviewer).post(of(article, "sign-offs"), {"digest": release["digest"]})
    assert response.status_code == 201
    answer = response.json()
    assert answer["id"] == SignOff.objects.get().pk
    assert answer["person"]["id"] == reviewer.pk
    assert answer["digest"] == release["digest"]
    assert (answer["holds"], answer["changes"], answer["objection"]) == (True, [], "")

    response = post(program, of(article, "clear"))
    assert response.status_code == 200
    assert (response.json()["id"], response.json()["status"]) == (article.pk, "cleared")
    release = program.get(of(article, "release")).json()
    assert (release["status"], release["unmet"]) == ("cleared", [])
    assert release["signed_off_by"] == str(reviewer)
    assert_problem(post(program, of(article, "clear")), 409)

    response = program.post(of(article, "reopen"), {"reason": "The figure was corrected."})
    assert response.status_code == 200
    assert response.json()["status"] == "in_review"
    event = article.events.get(kind=Event.Kind.ARTICLE_REOPENED)
    assert event.payload == {"reason": "The figure was corrected."}


@pytest.mark.parametrize("call", ["sign-offs", "clear"])
def test_release_refused_says_what_is_unmet(program, call):
    article = make_covered(make_article())
    claim = make_claim(article=article)
    problem = assert_problem(post(program, of(article, call)), 422)
    assert problem["type"] == "urn:newsdesk:release-refused"
    assert problem["title"] == "The check is not complete"
    wanted = ["Claim 1 is not decided.", "No second person has signed the check off."]
    assert problem["unmet"] == (wanted if call == "clear" else wanted[:1])
    missing = program.get(of(article, "release")).json()["missing"]
    assert missing[0] == {"gap": "undecided", "sentence": wanted[0], "claims": [claim.pk]}
    article.refresh_from_db()
    assert article.status == Article.Status.IN_REVIEW
    assert not SignOff.objects.exists()


def test_sign_off_create_without_a_body_signs_what_is_there(program):
    article = make_complete_article()
    assert post(program, of(article, "sign-offs")).status_code == 201
    assert program.post(of(article, "sign-offs"), {}).status_code == 201
    assert SignOff.objects.count() == 1


def test_sign_off_create_of_what_changed_meanwhile_is_409(program):
    article = make_complete_article()
    digest = program.get(of(article, "release")).json()["digest"]
    make_citation(claim=article.claims.get())
    problem = assert_problem(program.post(of(article, "sign-offs"), {"digest": digest}), 409)
    assert problem["type"] == "urn:newsdesk:stale"
    assert "current" not in problem
    assert not SignOff.objects.exists()


def test_sign_off_list_says_what_each_lapsed_by(program):
    article = make_complete_article()
    first = make_sign_off(article)
    make_verdict(claim=article.claims.get())
    second = make_sign_off(article)
    items = program.get(of(article, "sign-offs")).json()["items"]
    assert [item["id"] for item in items] == [first.pk, second.pk]
    assert [item["holds"] for item in items] == [False, True]
    assert items[0]["changes"] == ["Claim 1 was decided anew."]
    page = program.get(of(article, "sign-offs"), limit=1).json()
    assert (page["items"], page["next"]) == (items[:1], first.pk)
    page = program.get(of(article, "sign-offs"), after=first.pk).json()
    assert (page["items"], page["next"]) == (items[1:], None)


def test_unsourced_accept_is_counted_on_the_article(program):
    article = make_covered(make_article())
    claim = make_claim(article=article, rating="unsourced")
    assert program.get(of(article)).json()["rests_on_reporter"] == 0
    body = {"reason": " Two people say so. ", "version": stored_version(claim)}
    response = program.post(f"claims/{claim.pk}/acceptances/", body)
    assert response.status_code == 201
    accepted = Acceptance.objects.get()
    answer = response.json()
    assert (answer["id"], answer["verdict"]) == (accepted.pk, claim.verdicts.get().pk)
    assert (answer["reason"], answer["claim"]) == ("Two people say so.", claim.pk)
    assert program.get(of(article)).json()["rests_on_reporter"] == 1
    assert program.get("articles/").json()["items"][0]["rests_on_reporter"] == 1
    assert program.get(of(article, "release")).json()["rests_on_reporter"] == [answer]


@pytest.mark.parametrize(
    ("change", "status", "field"),
    [
        ({"reason": ""}, 422, "reason"),
        ({"reason": " "}, 422, "reason"),
        ({"reason": "x" * 2001}, 422, "reason"),
        ({"reason": None}, 422, "reason"),
        ({"version": None}, 422, "version"),
        ({"version": 1}, 409, None),
    ],
)
def test_unsourced_accept_with_bad_input_is_refused(program, change, status, field):
    claim = make_claim(rating="unsourced")
    body = {"reason": "Two say so.", "version": stored_version(claim), **change}
    problem = assert_problem(program.post(f"claims/{claim.pk}/acceptances/", body), status)
    assert [error["field"] for error in problem.get("errors", [])] == ([field] if field else [])
    assert not Acceptance.objects.exists()


def test_release_by_the_wrong_person_is_403(program_of):
    article = make_complete_article()
    claim = make_claim(article=article, exact="12 May", rating="unsourced")
    reporter, reviewer = program_of(make_reporter()), program_of(make_reviewer())
    assert_problem(post(reporter, of(article, "sign-offs")), 403)
    assert_problem(post(reviewer, of(article, "clear")), 403)
    assert_problem(reviewer.post(of(article, "reopen"), {"reason": "x"}), 403)
    body = {"reason": "x", "version": stored_version(claim)}
    assert_problem(reviewer.post(f"claims/{claim.pk}/acceptances/", body), 403)
    author = make_editor()
    own = make_complete_article(reporter=author)
    assert_problem(post(program_of(author), of(own, "sign-offs")), 403)


def test_release_of_a_confidential_article_is_404(program):
    article = make_confidential_article()
    claim = make_claim(article=article, rating="unsourced")
    for call in ("release", "sign-offs"):
        assert_problem(program.get(of(article, call)), 404)
    for call in ("sign-offs", "clear"):
        assert_problem(post(program, of(article, call)), 404)
    assert_problem(program.post(of(article, "reopen"), {"reason": "x"}), 404)
    body = {"reason": "x", "version": 2}
    assert_problem(program.post(f"claims/{claim.pk}/acceptances/", body), 404)


def test_publish_is_an_unknown_address(program):
    assert_problem(post(program, of(make_complete_article(), "publish")), 404)
