import pytest

from claims.actions.notes import keep_notes
from claims.models import ConsistencyNote
from claims.text.consistency import Note, Place
from tests.factories import make_article, make_confidential_article, make_reporter, make_reviewer
from tests.integration.api.conftest import assert_problem

pytestmark = pytest.mark.django_db


def make_note(article=None) -> ConsistencyNote:
    revision = (article or make_article()).revisions.get()
    places = (Place(0, 5, revision.text[:5]), Place(6, 10, revision.text[6:10]))
    keep_notes(revision, [Note("contradiction", places, "Two values.")])
    return ConsistencyNote.objects.get(revision=revision)


def test_article_note_list_names_places_and_dismissals(program):
    note = make_note()
    path = f"articles/{note.revision.article_id}/notes/"
    (item,) = program.get(path).json()["items"]
    assert (item["kind"], item["message"]) == ("contradiction", "Two values.")
    assert item["places"][0] == {"start": 0, "end": 5, "exact": "Ferry"}
    assert item["dismissed_by"] is None

    answer = program.post(f"notes/{note.pk}/dismiss/", {"reason": "Both are meant."})
    assert answer.status_code == 200
    (item,) = program.get(path).json()["items"]
    assert item == answer.json()
    assert item["dismissed_by"]["username"] == program.person.username
    assert item["dismissed_reason"] == "Both are meant."

    assert program.post(f"notes/{note.pk}/restore/", {}).json()["dismissed_by"] is None
    assert_problem(program.post(f"notes/{note.pk}/restore/", {}), 409)


@pytest.mark.parametrize("body", [{}, {"reason": " "}, {"reason": 7}, {"reason": "x" * 2001}])
def test_note_dismiss_without_a_reason_is_422(program, body):
    assert_problem(program.post(f"notes/{make_note().pk}/dismiss/", body), 422)


def test_note_dismiss_by_a_reporter_is_403(program_of):
    program = program_of(make_reporter())
    assert_problem(program.post(f"notes/{make_note().pk}/dismiss/", {"reason": "No."}), 403)


def test_notes_of_somebody_elses_confidential_article_are_404(program_of):
    note = make_note(make_confidential_article())
    program = program_of(make_reviewer())
    assert_problem(program.get(f"articles/{note.revision.article_id}/notes/"), 404)
    assert_problem(program.post(f"notes/{note.pk}/dismiss/", {"reason": "No."}), 404)
    assert_problem(program.post(f"notes/{note.pk}/restore/", {}), 404)
