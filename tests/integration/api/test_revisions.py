"""A new draft over the API, and what is said of the claims it asks about."""

import pytest

from tests.factories import (
    make_article,
    make_claim,
    make_confidential_article,
    make_editor,
    make_reviewer,
    make_token,
    stored_version,
)
from tests.integration.api.conftest import Program, assert_problem

pytestmark = pytest.mark.django_db

TEXT = "Exports fell by 30% last year.\n\nAnna Berg said so on Monday."


def checked():
    article = make_article(text=TEXT)
    exports = make_claim(article=article, exact="Exports fell by 30%", rating="verified")
    return article, exports, make_claim(article=article, exact="Anna Berg", rating="verified")


def test_revision_create_answers_with_what_became_of_each_mention(program):
    article, exports, anna = checked()
    text = "A new beginning.\n\n" + TEXT.replace("30%", "20%")
    response = program.post(f"articles/{article.pk}/revisions/", {"text": text})
    assert response.status_code == 201
    answer = response.json()
    assert answer["revision"]["number"] == 2
    found = {anchor["claim"]: anchor for anchor in answer["anchors"]}
    assert (found[exports.pk]["state"], found[exports.pk]["reasons"]) == ("edited", ["number"])
    assert (found[anna.pk]["state"], found[anna.pk]["reasons"]) == ("kept", [])
    start, end = found[exports.pk]["start"], found[exports.pk]["end"]
    assert answer["revision"]["text"][start:end] == "Exports fell by 20%"
    claim = program.get(f"claims/{exports.pk}/").json()
    assert claim["rating"] == ""
    assert claim["recheck"]
    states = [mention["state"] for mention in claim["mentions"]]
    assert states == ["kept", "edited"]


def test_revision_create_without_the_words_gives_an_orphan_without_a_place(program):
    article, exports, _ = checked()
    text = "Anna Berg said so on Monday."
    answer = program.post(f"articles/{article.pk}/revisions/", {"text": text}).json()
    (orphan,) = (each for each in answer["anchors"] if each["claim"] == exports.pk)
    assert (orphan["state"], orphan["start"], orphan["end"]) == ("orphaned", None, None)


def test_revision_create_with_the_newest_text_adds_nothing(program):
    article, exports, anna = checked()
    response = program.post(f"articles/{article.pk}/revisions/", {"text": TEXT})
    assert response.status_code == 200
    assert response.json()["revision"]["number"] == 1
    assert {each["claim"] for each in response.json()["anchors"]} == {exports.pk, anna.pk}


def test_revision_create_of_somebody_elses_confidential_article_is_404(program):
    article = make_confidential_article()
    assert_problem(program.post(f"articles/{article.pk}/revisions/", {"text": TEXT}), 404)


@pytest.mark.parametrize(("status", "answer"), [("spiked", 409), ("published", 409)])
def test_revision_create_on_a_closed_article_is_refused(program, status, answer):
    article = make_article(text=TEXT, status=status)
    assert_problem(program.post(f"articles/{article.pk}/revisions/", {"text": "New."}), answer)


def test_verdict_confirm_repeats_the_verdict_on_the_new_words():
    article, exports, _ = checked()
    editor = make_editor()
    program = Program(editor, make_token(person=editor)[1])
    program.post(f"articles/{article.pk}/revisions/", {"text": TEXT.replace("30%", "20%")})
    reviewer = make_reviewer()
    program = Program(reviewer, make_token(person=reviewer)[1])
    path = f"claims/{exports.pk}/verdicts/confirm/"
    response = program.post(path, {"version": stored_version(exports)})
    assert response.status_code == 201
    assert [each["wording"] for each in response.json()] == ["Exports fell by 20%"]
    assert_problem(program.post(path, {"version": stored_version(exports)}), 409)
    assert_problem(program.post(path, {"version": 1}), 409)
