"""The worker reads copy: a draft, or a sentence; and stays alive."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import OperationalError, connection

from claims import reader, store
from claims.actions.imports import start_file_import, start_import
from claims.intake.fetch import FetchLimits
from claims.models import Article, DraftCitation, Import, Revision
from claims.tasks import imports as module
from claims.tasks.imports import MOST_ATTEMPTS, read_copy
from tests.factories import make_article, make_editor
from tests.refusals import REFUSED_PAGES, SAMPLES
from tests.site import PARAGRAPHS, STANDFIRST, Site, serving
from tests.unit.intake.files import make_odt, make_pdf

pytestmark = [pytest.mark.django_db, pytest.mark.allow_hosts(["127.0.0.1"])]

ODT = make_odt(
    "<text:p>Fees rise by 30%<text:note><text:note-citation>1</text:note-citation><text:note-body>"
    "<text:p>Minutes, https://council.example/minutes.</text:p></text:note-body></text:note> in"
    " May.</text:p>"
)


@pytest.fixture
def site(settings, monkeypatch) -> Iterator[Site]:
    monkeypatch.setattr(reader, "FETCH_LIMITS", FetchLimits(deadline_s=2.0))
    with serving() as site:
        settings.FETCH_ALLOW = site.allowance
        yield site


def started(data: bytes = ODT, filename: str = "copy.odt", **fields: Any) -> Import:
    fields.setdefault("by", make_editor())
    return start_file_import(data=data, filename=filename, media_type="x/y", **fields)


def done(found: Import, attempts: int = 0) -> Import:
    """Have the worker do its job, and return what it left."""
    read_copy(SimpleNamespace(job=SimpleNamespace(attempts=attempts)), found.pk)
    found.refresh_from_db()
    return found


def test_read_copy_of_a_file_makes_an_article_with_its_notes_and_its_original() -> None:
    found = done(started(filename=r"C:\desk\copy.odt", details={"title": "Fees"}))
    assert (found.state, found.percent, found.is_new) == (Import.State.DONE, 100, True)
    revision = found.revision
    assert revision.text == "Fees rise by 30% in May."
    assert revision.origin == Revision.Origin.UPLOAD
    assert revision.article.title == "Fees"
    assert revision.original.filename == "copy.odt"
    assert store.read(revision.original.digest) == ODT
    note = DraftCitation.objects.get(revision=revision)
    assert revision.text[note.start : note.end] == "Fees rise by 30%"
    assert note.url == "https://council.example/minutes"


def test_read_copy_of_an_address_makes_headline_and_standfirst_blocks(site: Site) -> None:
    found = done(start_import(url=site.address("article"), by=make_editor()))
    revision = found.revision
    assert found.state == Import.State.DONE, found.refusal
    assert revision.origin == Revision.Origin.ADDRESS
    assert revision.blocks[0]["kind"] == "heading"
    assert revision.block_text(1) == revision.article.title == "Ferries carry more people than ever"
    assert revision.block_text(2) == STANDFIRST
    assert PARAGRAPHS[-1] in revision.text
    assert revision.original.url == site.address("article")
    assert b"<article>" in store.read(revision.original.digest)


def test_read_copy_of_a_draft_adds_it_to_its_article() -> None:
    article = make_article(text="Fees rise by 25% in May.")
    found = done(started(article_id=article.pk))
    assert found.revision.article == article
    assert found.revision.number == 2
    assert found.is_new


def test_read_copy_of_a_draft_like_the_newest_adds_nothing() -> None:
    article = make_article(text="Fees rise by 30% in May.")
    found = done(started(article_id=article.pk))
    assert (found.state, found.is_new) == (Import.State.DONE, False)
    assert article.revisions.count() == 1


@pytest.mark.parametrize("name", SAMPLES)
def test_read_copy_of_a_bad_file_leaves_a_sentence_and_nothing_else(name: str) -> None:
    data, about = SAMPLES[name]
    found = done(started(data, name))
    assert found.state == Import.State.REFUSED
    assert about in found.refusal
    assert found.refusal.endswith(".")
    assert not Article.objects.exists()


@pytest.mark.parametrize("path", REFUSED_PAGES)
def test_read_copy_of_a_bad_address_leaves_a_sentence_and_nothing_else(
    site: Site, path: str
) -> None:
    found = done(start_import(url=site.address(path), by=make_editor()))
    assert found.state == Import.State.REFUSED
    assert REFUSED_PAGES[path] in found.refusal
    assert not Article.objects.exists()


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:8000/admin/", "http://[::1]/", "http://169.254.169.254/latest/"]
)
def test_read_copy_of_an_address_inside_the_network_is_refused(url: str) -> None:
    found = done(start_import(url=url, by=make_editor()))
    assert found.state == Import.State.REFUSED
    assert "could not be reached" in found.refusal or "not an address" in found.refusal


def test_read_copy_goes_on_after_a_file_that_was_refused() -> None:
    assert done(started(b"\0", "bad.txt")).state == Import.State.REFUSED
    assert done(started()).state == Import.State.DONE


def test_read_copy_holds_no_transaction_while_it_reads(monkeypatch) -> None:
    outer = len(connection.savepoint_ids)
    seen: list[int] = []
    real = reader.read_file

    def watched(*args: Any, **options: Any) -> Any:
        seen.append(len(connection.savepoint_ids))
        return real(*args, **options)

    monkeypatch.setattr(reader, "read_file", watched)
    done(started())
    assert seen == [outer]


def test_read_copy_tells_how_many_pages_it_has_read(monkeypatch) -> None:
    told: list[tuple[str, int]] = []
    real = module.note_import_step

    def noted(*, state: str, percent: int, **fields: Any) -> None:
        told.append((state, percent))
        real(state=state, percent=percent, **fields)

    monkeypatch.setattr(module, "note_import_step", noted)
    pages = [[(72, 700, 12, f"Fees rise by {number}% on this page.")] for number in range(10)]
    done(started(make_pdf(pages), "long.pdf"))
    percents = [percent for _, percent in told]
    assert percents == sorted(percents)
    assert len(percents) > 8
    assert told[-1][0] == Import.State.CHECKING


def test_read_copy_that_was_done_already_is_not_done_again() -> None:
    found = done(started())
    done(found)
    assert Article.objects.count() == 1


def test_read_copy_after_its_starter_lost_the_role_is_refused() -> None:
    editor = make_editor()
    found = started(by=editor)
    editor.groups.clear()
    assert "takes the role reporter" in done(found).refusal


def test_read_copy_that_ends_the_worker_again_and_again_is_given_up() -> None:
    found = done(started(), attempts=MOST_ATTEMPTS)
    assert found.state == Import.State.REFUSED
    assert "paste the text" in found.refusal


def test_read_copy_with_a_fault_of_ours_says_so_and_reports_it(monkeypatch) -> None:
    found = started()
    monkeypatch.setattr(reader, "read_file", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        done(found)
    found.refresh_from_db()
    assert "broke on our side" in found.refusal


def test_read_copy_without_its_database_is_tried_again(monkeypatch) -> None:
    def away(*_: Any, **__: Any) -> None:
        raise OperationalError

    found = started()
    monkeypatch.setattr(module, "finish_import", away)
    with pytest.raises(OperationalError):
        done(found)
    found.refresh_from_db()
    assert found.finished_at is None


def test_read_copy_of_a_file_the_store_lost_says_so(monkeypatch) -> None:
    found = started()
    Import.objects.filter(pk=found.pk).update(digest="0" * 64)
    assert "send it again" in done(found).refusal
