import pytest

from claims.actions.notes import dismiss_note, keep_notes, restore_note
from claims.actions.revisions import add_revision
from claims.exceptions import BadInput, NotAllowed, NotFound, WrongState
from claims.intake.pasted import read_pasted
from claims.models import Article, ConsistencyNote, Event, Finding, Revision
from claims.text.consistency import Note, Place, find_notes
from tests.factories import (
    make_article,
    make_confidential_article,
    make_editor,
    make_reporter,
    make_reviewer,
)

pytestmark = pytest.mark.django_db

TEXT = (
    "The trade deficit with China reached $295 billion in 2024.\n\n"
    "The trade deficit with China reached $310 billion in 2024."
)


def make_note(revision: Revision, message: str = "Two values.") -> ConsistencyNote:
    places = (Place(4, 9, revision.text[4:9]), Place(33, 45, revision.text[33:45]))
    keep_notes(revision, [Note("contradiction", places, message)])
    return ConsistencyNote.objects.get(revision=revision, message=message)


def draft(article: Article) -> Revision:
    return article.revisions.order_by("-number")[0]


def send_draft(article: Article, text: str) -> Revision:
    sent = add_revision(article_id=article.pk, document=read_pasted(text), by=make_editor())
    return sent.revision


def dismiss(note: ConsistencyNote, **fields) -> ConsistencyNote:
    return dismiss_note(
        note_id=note.pk, **{"reason": "Two years are meant.", "by": make_reviewer(), **fields}
    )


def test_keep_notes_keeps_what_the_reading_found():
    revision = draft(make_article(text=TEXT))
    found = find_notes(revision.text)
    assert found
    keep_notes(revision, found)
    kept = list(ConsistencyNote.objects.filter(revision=revision))
    assert [note.message for note in kept] == [note.message for note in found]
    for note in kept:
        for place in note.places:
            assert revision.text[place["start"] : place["end"]] == place["exact"]


def test_keep_notes_tells_the_finding_what_the_limits_left_out():
    revision = draft(make_article(text=TEXT))
    Finding.objects.get_or_create(revision=revision)
    keep_notes(revision, [Note("limit", (), "There are more."), Note("limit", (), "Too long.")])
    assert Finding.objects.get(revision=revision).notice == "There are more. Too long."
    assert not ConsistencyNote.objects.filter(revision=revision).exists()


def test_dismiss_note_is_by_name_with_a_reason_and_can_be_taken_back():
    note, reviewer = make_note(draft(make_article(text=TEXT))), make_reviewer()
    dismiss(note, reason=" Two years\nare meant. ", by=reviewer)
    note.refresh_from_db()
    assert (note.dismissed_by, note.dismissed_reason) == (reviewer, "Two years are meant.")
    event = Event.objects.get(kind=Event.Kind.NOTE_DISMISSED)
    assert (event.person, event.payload["reason"]) == (reviewer, "Two years are meant.")
    with pytest.raises(WrongState, match="has dismissed that note already"):
        dismiss(note)
    restore_note(note_id=note.pk, by=make_reviewer())
    note.refresh_from_db()
    assert (note.dismissed_by, note.dismissed_at, note.dismissed_reason) == (None, None, "")
    assert Event.objects.filter(kind=Event.Kind.NOTE_RESTORED).count() == 1
    with pytest.raises(WrongState, match="not dismissed"):
        restore_note(note_id=note.pk, by=reviewer)


@pytest.mark.parametrize(("reason", "says"), [(" \n", "Say why"), ("x" * 2001, "at most 2000")])
def test_dismiss_note_without_a_usable_reason_is_refused(reason, says):
    note = make_note(draft(make_article(text=TEXT)))
    with pytest.raises(BadInput, match=says):
        dismiss(note, reason=reason)


def test_dismiss_note_by_a_reporter_or_on_a_cleared_article_is_refused():
    article = make_article(text=TEXT)
    note = make_note(draft(article))
    with pytest.raises(NotAllowed, match="role reviewer"):
        dismiss(note, by=make_reporter())
    Article.objects.filter(pk=article.pk).update(status="cleared")
    with pytest.raises(WrongState, match="cleared"):
        dismiss(note)


def test_dismiss_note_of_somebody_elses_confidential_article_finds_nothing():
    note = make_note(draft(make_confidential_article(by=make_editor(), text=TEXT)))
    with pytest.raises(NotFound):
        dismiss(note)
    with pytest.raises(NotFound):
        dismiss_note(note_id=0, reason="No.", by=make_reviewer())


def test_dismissed_note_stays_so_in_a_new_draft_with_the_same_words():
    article = make_article(text=TEXT)
    note = make_note(draft(article))
    reviewer = make_reviewer()
    dismiss(note, by=reviewer)
    again = make_note(send_draft(article, f"{TEXT}\n\nMore."))
    assert (again.dismissed_by, again.dismissed_reason) == (reviewer, "Two years are meant.")
    restore_note(note_id=again.pk, by=reviewer)
    assert make_note(send_draft(article, f"{TEXT}\n\nMore still.")).dismissed_by is None
    with pytest.raises(WrongState, match="newer draft, number 3"):
        dismiss(again)


def test_dismissed_note_comes_back_where_its_words_or_its_message_changed():
    article = make_article(text=TEXT)
    dismiss(make_note(draft(article)))
    revision = send_draft(article, TEXT.replace("trade", "goods"))
    assert make_note(revision).dismissed_by is None
    assert make_note(revision, "Three values.").dismissed_by is None
