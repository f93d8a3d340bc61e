import hashlib

import pytest

from claims.actions.articles import change_article, create_article
from claims.exceptions import BadInput, NotAllowed, NotFound
from claims.intake import Document
from claims.intake.pasted import read_pasted
from claims.models import Article, Event
from tests.factories import (
    TEXT,
    make_article,
    make_confidential_article,
    make_editor,
    make_person,
    make_reporter,
    make_reviewer,
    tomorrow,
)

pytestmark = pytest.mark.django_db

DOCUMENT = read_pasted(TEXT)


def _change(article, **fields):
    fields = {
        "title": article.title,
        "owner": article.owner,
        "reporter": article.reporter,
        "deadline": article.deadline,
        "confidential": article.confidential,
        "people": article.people.all(),
        "by": article.owner,
    } | fields
    return change_article(article_id=article.pk, **fields)


def test_create_article_keeps_the_text_and_what_surrounds_it():
    editor, reporter, deadline = make_editor(), make_reporter(), tomorrow()
    article = create_article(
        document=DOCUMENT,
        by=editor,
        title="  The  ferry\n",
        language="en-GB",
        reporter=reporter,
        deadline=deadline,
        external_id="cms-7",
    )
    assert (article.title, article.slug, article.language) == ("The ferry", "the-ferry", "en-GB")
    assert (article.owner, article.reporter, article.deadline) == (editor, reporter, deadline)
    assert article.status == Article.Status.IN_REVIEW
    revision = article.revisions.get()
    assert (revision.number, revision.text) == (1, DOCUMENT.text)
    assert revision.digest == hashlib.sha256(DOCUMENT.text.encode()).hexdigest()
    assert revision.blocks[0] == {"kind": "heading", "start": 0, "end": 26, "level": 1}
    assert [event.kind for event in article.events.all()] == ["article_created", "revision_added"]
    assert article.events.last().payload == {
        "number": 1,
        "digest": revision.digest,
        "characters": len(DOCUMENT.text),
    }


def test_create_article_by_a_reporter_is_theirs():
    reporter = make_reporter()
    article = create_article(document=DOCUMENT, by=reporter)
    assert (article.owner, article.reporter) == (reporter, reporter)


def test_create_article_by_an_editor_has_no_reporter_until_one_is_named():
    assert create_article(document=DOCUMENT, by=make_editor()).reporter is None


def test_create_article_without_a_title_takes_the_text_s():
    assert (
        create_article(document=DOCUMENT, by=make_editor()).title == "Ferry sank off the coast 🏠"
    )
    untitled = read_pasted("It sank. " * 20)
    assert create_article(document=untitled, by=make_editor()).title.startswith("It sank. It sank.")


@pytest.mark.parametrize(
    ("title", "slugs"),
    [
        ("Ferry sank", ["ferry-sank", "ferry-sank-2", "ferry-sank-3"]),
        ("🏠", ["article", "article-2", "article-3"]),
        ("Ångström — ça va", ["angstrom-ca-va", "angstrom-ca-va-2", "angstrom-ca-va-3"]),
    ],
)
def test_create_article_of_a_title_that_is_taken_counts_on(title, slugs):
    made = [create_article(document=DOCUMENT, by=make_editor(), title=title) for _ in slugs]
    assert [article.slug for article in made] == slugs


def test_create_article_of_a_long_title_cuts_it():
    article = create_article(document=DOCUMENT, by=make_editor(), title="ferry " * 100)
    assert len(article.title) == 300
    assert len(article.slug) <= 60


def test_create_article_is_found_by_its_words():
    article = create_article(document=DOCUMENT, by=make_editor(), title="Accident")
    assert set(Article.objects.filter(search="captain")) == {article}
    assert set(Article.objects.filter(search="accidents")) == {article}


def test_create_article_without_text_is_refused():
    empty = Document("", "", "", "", "", blocks=())
    with pytest.raises(BadInput, match="no text") as refusal:
        create_article(document=empty, by=make_editor())
    assert refusal.value.field == "text"


def test_create_article_of_too_much_text_is_refused(settings):
    settings.MAX_ARTICLE_CHARS = 100
    with pytest.raises(BadInput, match="an article has at most 100"):
        create_article(document=DOCUMENT, by=make_editor())
    assert not Article.objects.exists()


def test_create_article_of_an_external_id_that_is_taken_is_refused():
    create_article(document=DOCUMENT, by=make_editor(), external_id="cms-7")
    with pytest.raises(BadInput, match="external_id cms-7 is taken") as refusal:
        create_article(document=DOCUMENT, by=make_editor(), external_id="cms-7")
    assert refusal.value.field == "external_id"


def test_create_article_without_an_external_id_may_be_many():
    for _ in range(2):
        assert create_article(document=DOCUMENT, by=make_editor(), external_id="").pk


@pytest.mark.parametrize("fields", [{"role": None}, {"role": "reporter", "is_active": False}])
def test_create_article_by_somebody_without_a_role_is_refused(fields):
    with pytest.raises(NotAllowed):
        create_article(document=DOCUMENT, by=make_person(**fields))


def test_change_article_changes_what_surrounds_the_text():
    article, reporter, deadline = make_article(), make_reporter(), tomorrow()
    _change(article, title="  New\ttitle ", reporter=reporter, deadline=deadline, people=[reporter])
    article.refresh_from_db()
    assert (article.title, article.reporter, article.deadline) == ("New title", reporter, deadline)
    assert set(article.people.all()) == {reporter}
    event = article.events.last()
    assert event.kind == Event.Kind.ARTICLE_CHANGED
    assert event.payload == {
        "title": ["Ferry sank off the coast 🏠", "New title"],
        "reporter": [None, str(reporter)],
        "deadline": [None, deadline.isoformat()],
        "people": [[], [str(reporter)]],
    }


def test_change_article_to_what_it_is_leaves_no_trace():
    article = make_article()
    _change(article)
    assert not article.events.filter(kind=Event.Kind.ARTICLE_CHANGED).exists()


def test_change_article_by_its_owner_is_theirs_to_do_whatever_their_role():
    article = make_article(by=make_reporter())
    assert _change(article, title="New title").title == "New title"


def test_change_article_by_another_editor_is_allowed():
    assert _change(make_article(), title="New title", by=make_editor()).title == "New title"


@pytest.mark.parametrize("make", [make_reporter, make_reviewer])
def test_change_article_by_somebody_else_is_refused(make):
    with pytest.raises(NotAllowed, match="Only its owner or an editor"):
        _change(make_article(), by=make())


def test_change_article_without_a_title_is_refused():
    with pytest.raises(BadInput, match="needs a title"):
        _change(make_article(), title=" \n")


def test_change_article_to_confidential_hides_it_from_the_others():
    article, other = make_article(), make_editor()
    _change(article, confidential=True)
    with pytest.raises(NotFound):
        _change(article, by=other)


def test_change_article_that_is_confidential_by_somebody_named_on_it_is_allowed():
    editor = make_editor()
    article = make_confidential_article(people=[editor])
    assert _change(article, title="New title", by=editor).title == "New title"


def test_create_article_without_a_headline_is_called_by_its_first_words():
    words = "Critics say that the bridge over the harbour of the old town cost far too much money."
    article = create_article(document=read_pasted(f"{words}\n\nMore of it."), by=make_editor())
    assert article.title.endswith("…")
    assert words.startswith(article.title[:-1])
    assert words[len(article.title) - 1] == " "
