import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from claims.actions.notes import keep_notes
from claims.models import ConsistencyNote, Person
from claims.text.consistency import Note, Place
from tests.factories import make_article, make_claim, make_reviewer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("static_files")]

TEXT = (
    "“We never 🏠 lost it,” she said.\n\nThe deficit was $295 billion."
    " “We nearly lost it,” she said."
)


@pytest.fixture
def reviewer(client: Client) -> Person:
    person = make_reviewer(first_name="Amina")
    client.force_login(person, backend="claims.sign_in.PersonBackend")
    return person


@pytest.fixture
def note() -> ConsistencyNote:
    """A quotation in two forms; a claim lies over the second."""
    revision = make_article(text=TEXT).revisions.get()
    make_claim(article=revision.article, exact="“We nearly lost it,” she said")
    return add_note(revision)


def add_note(revision, kind: str = "quotation_forms") -> ConsistencyNote:
    places = [
        find(revision.text, "We never 🏠 lost it,"),
        find(revision.text, "We nearly lost it,"),
    ]
    keep_notes(revision, [Note(kind, tuple(places), "One quotation, two wordings.")])
    return ConsistencyNote.objects.latest("id")


def find(text: str, words: str) -> Place:
    start = text.index(words)
    return Place(start, start + len(words), words)


def page(client: Client, note: ConsistencyNote) -> str:
    return client.get(note.revision.article.get_absolute_url()).text


def test_check_page_links_both_places_of_a_note_and_shows_their_difference(client, reviewer, note):
    text = page(client, note)
    for index in (1, 2):
        assert f'href="#note-{note.pk}-{index}"' in text
        assert f'id="note-{note.pk}-{index}" href="#note-{note.pk}"' in text
    assert "<del>never 🏠</del> <ins>nearly</ins>" in text
    assert "Two forms of a quotation." in text


def test_check_page_without_notes_shows_nothing_of_them(client, reviewer):
    text = client.get(make_article(text=TEXT).get_absolute_url()).text
    assert "Does not agree" not in text
    assert "note-sign" not in text


def test_check_page_costs_the_same_for_one_note_and_for_ten(client, reviewer, note):
    def statements() -> int:
        with CaptureQueriesContext(connection) as captured:
            page(client, note)
        return len(captured)

    statements()
    with_one = statements()
    for _ in range(9):
        add_note(note.revision, "contradiction")
    assert statements() == with_one


@pytest.mark.parametrize("is_htmx", [True, False])
def test_note_dismiss_moves_it_to_those_dismissed_by_name(client, reviewer, note, htmx, is_htmx):
    path, headers = f"/notes/{note.pk}/dismiss/", htmx if is_htmx else {}
    response = client.post(path, {"reason": "Both were said."}, headers=headers)
    assert response.status_code == (200 if is_htmx else 302)
    shown = response.text if is_htmx else page(client, note)
    assert "1 dismissed" in shown
    assert "Dismissed by Amina" in shown
    assert "Both were said." in shown
    assert f'data-note="{note.pk}" aria-label="Note 1: may not agree" hidden' in page(client, note)
    response = client.post(f"/notes/{note.pk}/restore/", headers=headers)
    assert response.status_code == (200 if is_htmx else 302)
    assert "dismissed</summary>" not in page(client, note)


@pytest.mark.parametrize("is_htmx", [True, False])
@pytest.mark.parametrize("reason", ["", "x" * 2001])
def test_note_dismiss_without_a_usable_reason_keeps_what_was_typed(
    client, reviewer, note, htmx, reason, is_htmx
):
    headers = htmx if is_htmx else {}
    response = client.post(f"/notes/{note.pk}/dismiss/", {"reason": reason}, headers=headers)
    assert response.status_code == 422
    assert 'role="alert"' in response.text
    assert f'value="{reason}"' in response.text


def test_note_dismiss_twice_is_409(client, reviewer, note):
    path = f"/notes/{note.pk}/dismiss/"
    client.post(path, {"reason": "Both were said."})
    assert client.post(path, {"reason": "Both were said."}).status_code == 409
