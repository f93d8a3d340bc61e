"""Copy as a file or an address: the form, the page that waits, the draft or the refusal."""

import datetime as dt
import re
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from claims import store
from claims.exceptions import StoreUnavailable
from claims.models import Article, Import, Person, Revision
from claims.tasks.imports import read_copy
from tests.factories import (
    make_article,
    make_claim,
    make_confidential_article,
    make_editor,
    make_person,
    make_reporter,
    make_reviewer,
)
from tests.refusals import SAMPLES, refused_files
from tests.unit.intake.files import make_docx, make_pdf, p, r

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("static_files")]

NEW = "/articles/new/"
TEXT = "Fees rise\n\nThe port says fees rise by 30% in May."
DOCX = make_docx(p(r("Fees rise"), style="Berschrift1") + p(r("They rise by 30% in May.")))
PDF = make_pdf([[(72, 700, 12, "Fees rise by 30% in May.")]])
REFUSED = refused_files()


@pytest.fixture
def editor(client: Client) -> Person:
    person = make_editor()
    client.force_login(person, backend="claims.sign_in.PersonBackend")
    return person


def upload(data: bytes = DOCX, name: str = "copy.docx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, content_type="application/octet-stream")


def work(found: Import) -> None:
    read_copy(SimpleNamespace(job=SimpleNamespace(attempts=0)), found.pk)


def test_article_create_from_a_file_waits_for_the_worker_then_shows_the_article(
    client: Client, editor: Person
) -> None:
    reporter = make_reporter()
    form = {"file": upload(), "title": "Port fees", "reporter": reporter.pk, "language": "en-GB"}
    response = client.post(NEW, form)
    found = Import.objects.get()
    assert response["Location"] == f"/imports/{found.key}/"
    page = client.get(response["Location"])
    assert page.status_code == 200
    assert "<progress" in page.text
    assert '<meta http-equiv="refresh"' in page.text
    assert "copy.docx" in page.text
    work(found)
    article = Article.objects.get()
    assert client.get(response["Location"])["Location"] == article.get_absolute_url()
    assert (article.title, article.language) == ("Port fees", "en-GB")
    assert (article.owner, article.reporter) == (editor, reporter)


def test_article_create_from_an_address_waits_for_the_worker(
    client: Client, editor: Person
) -> None:
    response = client.post(NEW, {"url": "news.example/ferries"})
    found = Import.objects.get()
    assert response["Location"] == f"/imports/{found.key}/"
    assert found.url == "https://news.example/ferries"


def test_article_create_from_rich_text_reads_headings_lists_and_notes(
    client: Client, editor: Person
) -> None:
    rich = "<h2>Fees rise</h2><ul><li>By 30%<script>alert(1)</script></li></ul><img src=//x/y.png>"
    response = client.post(NEW, {"text": "Fees rise\nBy 30%", "rich": rich})
    assert response["Location"] == Article.objects.get().get_absolute_url()
    revision = Revision.objects.get()
    assert [block["kind"] for block in revision.blocks] == ["heading", "list_item"]
    assert revision.text == "Fees rise\n\nBy 30%"
    assert revision.origin == Revision.Origin.PASTE


def test_article_create_from_rich_text_without_words_takes_the_plain_one(
    client: Client, editor: Person
) -> None:
    client.post(NEW, {"text": TEXT, "rich": "<p><img src='//x.example/y.png'></p>"})
    assert Revision.objects.get().text == TEXT


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({}, "Paste the article’s words, choose a file, or give an address."),
        ({"text": TEXT, "url": "https://a.example/"}, "You gave pasted text and an address."),
        ({"url": "javascript:alert(1)"}, "That is no web address."),
        ({"url": "https://"}, "That is no web address."),
        ({"url": "file:///etc/passwd"}, "That is no web address."),
    ],
)
def test_article_create_other_than_one_way_is_422_and_keeps_what_was_typed(
    client: Client, editor: Person, sent: dict[str, str], sentence: str
) -> None:
    response = client.post(NEW, {"title": "Kept as it was", **sent})
    assert response.status_code == 422
    assert sentence in response.text
    assert "Kept as it was" in response.text
    assert not Import.objects.exists()
    assert not Article.objects.exists()


def test_article_create_from_text_and_a_file_says_that_the_file_is_forgotten(
    client: Client, editor: Person
) -> None:
    response = client.post(NEW, {"text": TEXT, "file": upload()})
    assert response.status_code == 422
    assert "A browser forgets the file: choose it again." in response.text
    assert "fees rise by 30% in May" in response.text


def test_article_create_from_an_empty_file_is_422(client: Client, editor: Person) -> None:
    response = client.post(NEW, {"file": upload(b"", "zero.docx")})
    assert response.status_code == 422
    assert "This file is empty" in response.text


def test_article_create_from_a_file_over_the_limit_is_422(
    client: Client, editor: Person, settings
) -> None:
    settings.MAX_UPLOAD_MB = 1
    response = client.post(NEW, {"file": upload(b"x" * 1_000_001), "title": "Kept"})
    assert response.status_code == 422
    assert "too large: 1 MB is the limit" in response.text
    assert "Kept" in response.text


def test_article_create_from_far_too_large_a_file_is_413(
    client: Client, editor: Person, settings
) -> None:
    settings.LARGEST_REQUEST = 1_000
    assert client.post(NEW, {"file": upload(b"x" * 2_000)}).status_code == 413


def test_article_create_where_the_store_is_full_says_so_and_keeps_the_form(
    client: Client, editor: Person, monkeypatch
) -> None:
    def full(data: bytes) -> str:
        raise StoreUnavailable("The desk cannot store files at the moment.")

    monkeypatch.setattr(store, "keep", full)
    response = client.post(NEW, {"file": upload(), "title": "Kept"})
    assert response.status_code == 503
    assert "cannot store files" in response.text
    assert "Kept" in response.text
    assert not Import.objects.exists()


@pytest.mark.parametrize("name", [name for name in REFUSED if REFUSED[name][0]])
def test_import_detail_of_a_refused_file_shows_why_with_the_form_as_it_was(
    client: Client, editor: Person, name: str
) -> None:
    data, about = REFUSED[name]
    colleague = make_reviewer()
    form = {
        "file": upload(data, name.removeprefix("set-")),
        "title": "Kept as it was",
        "language": "de",
        "owner": colleague.pk,
        "deadline": "2030-01-31T18:00",
        "confidential": "on",
        "people": [colleague.pk],
    }
    page = client.post(NEW, form)["Location"]
    work(Import.objects.get())
    response = client.get(page)
    assert response.status_code == 200
    assert about in response.text
    assert Import.objects.get().refusal.endswith(".")
    assert not Article.objects.exists()
    for kept in ('value="Kept as it was"', 'value="de"', 'value="2030-01-31T18:00"'):
        assert kept in response.text
    assert f'<option value="{colleague.pk}" selected>' in response.text
    assert len(re.findall(r"<input [^>]* checked", response.text)) == 2
    assert "does not keep a file" in response.text
    again = client.post(NEW, {"file": upload(), "title": "Kept as it was"})
    work(Import.objects.latest("id"))
    assert client.get(again["Location"])["Location"].startswith("/articles/")


def test_import_detail_of_a_refused_address_keeps_the_address(
    client: Client, editor: Person
) -> None:
    page = client.post(NEW, {"url": "http://127.0.0.1/admin/"})["Location"]
    work(Import.objects.get())
    response = client.get(page)
    assert "could not be reached" in response.text
    assert 'value="http://127.0.0.1/admin/"' in response.text


def test_import_detail_under_htmx_is_the_bar_alone_and_then_goes_on(
    client: Client, editor: Person, htmx: dict[str, str]
) -> None:
    page = client.post(NEW, {"file": upload()})["Location"]
    bar = client.get(page, headers=htmx)
    assert bar.status_code == 200
    assert "<html" not in bar.text
    assert 'id="import-progress"' in bar.text
    work(Import.objects.get())
    assert client.get(page, headers=htmx).headers["HX-Redirect"] == page
    assert client.get(page)["Location"] == Article.objects.get().get_absolute_url()


def test_import_detail_of_a_refused_one_under_htmx_goes_to_the_page(
    client: Client, editor: Person, htmx: dict[str, str]
) -> None:
    page = client.post(NEW, {"file": upload(*SAMPLES_FILE)})["Location"]
    work(Import.objects.get())
    assert client.get(page, headers=htmx).headers["HX-Redirect"] == page


SAMPLES_FILE = (SAMPLES["picture.txt"][0], "picture.txt")


def test_import_detail_that_nobody_begins_says_how_to_start_the_worker(
    client: Client, editor: Person
) -> None:
    page = client.post(NEW, {"file": upload()})["Location"]
    assert "has not begun" not in client.get(page).text
    Import.objects.update(started_at=timezone.now() - dt.timedelta(seconds=30))
    assert "The worker has not begun yet" in client.get(page).text
    assert "procrastinate worker" in client.get(page).text


def test_import_detail_is_for_who_started_it_alone(client: Client, editor: Person) -> None:
    page = client.post(NEW, {"file": upload()})["Location"]
    client.force_login(make_editor(), backend="claims.sign_in.PersonBackend")
    assert client.get(page).status_code == 404


def test_revision_create_from_pasted_text_adds_a_draft(client: Client, editor: Person) -> None:
    article = make_article(text="Fees rise by 25% in May.")
    page = client.get(f"/articles/{article.pk}/revisions/new/")
    assert page.status_code == 200
    response = client.post(
        f"/articles/{article.pk}/revisions/new/", {"text": "Fees rise by 30% in May."}
    )
    assert response["Location"] == f"/articles/{article.pk}/revisions/"
    assert article.revisions.count() == 2


def test_revision_create_from_a_file_asks_again_where_a_number_changed(
    client: Client, editor: Person
) -> None:
    article = make_article(text="Fees rise\n\nThey rise by 25% in May.")
    claim = make_claim(article=article, exact="by 25%", rating="verified")
    page = client.post(f"/articles/{article.pk}/revisions/new/", {"file": upload()})["Location"]
    work(Import.objects.get())
    assert client.get(page)["Location"] == f"/articles/{article.pk}/revisions/"
    claim.refresh_from_db()
    assert claim.recheck
    assert article.revisions.latest("number").origin == Revision.Origin.UPLOAD


@pytest.mark.parametrize("way", ["text", "file"])
def test_revision_create_of_the_same_draft_says_so_and_adds_nothing(
    client: Client, editor: Person, way: str
) -> None:
    text = "Fees rise\n\nThey rise by 30% in May."
    article = make_article(text=text)
    sent = {"text": text} if way == "text" else {"file": upload()}
    page = client.post(f"/articles/{article.pk}/revisions/new/", sent)["Location"]
    for found in Import.objects.all():
        work(found)
    assert "Nothing was added" in client.get(page, follow=True).text
    assert article.revisions.count() == 1


def test_revision_create_that_is_refused_shows_the_form_of_a_draft(
    client: Client, editor: Person
) -> None:
    article = make_article()
    path = f"/articles/{article.pk}/revisions/new/"
    page = client.post(path, {"file": upload(*SAMPLES_FILE)})["Location"]
    work(Import.objects.get())
    response = client.get(page)
    assert "not text" in response.text
    assert f'action="{path}"' in response.text


@pytest.mark.parametrize("sent", [{}, {"text": "", "url": ""}, {"text": "a", "url": "b.example"}])
def test_revision_create_other_than_one_way_is_422(
    client: Client, editor: Person, sent: dict[str, str]
) -> None:
    article = make_article()
    assert client.post(f"/articles/{article.pk}/revisions/new/", sent).status_code == 422
    assert article.revisions.count() == 1


def test_revision_create_by_the_wrong_person_is_403_or_404(client: Client) -> None:
    article, secret = make_article(), make_confidential_article()
    client.force_login(make_person(None), backend="claims.sign_in.PersonBackend")
    assert client.post(f"/articles/{article.pk}/revisions/new/", {"text": "x"}).status_code == 404
    client.force_login(make_reviewer(), backend="claims.sign_in.PersonBackend")
    assert client.post(f"/articles/{secret.pk}/revisions/new/", {"text": "x"}).status_code == 404


@pytest.mark.parametrize("status", [Article.Status.PUBLISHED, Article.Status.SPIKED])
def test_revision_create_of_an_article_that_is_through_is_409(
    client: Client, editor: Person, status: str
) -> None:
    article = make_article(status=status)
    path = f"/articles/{article.pk}/revisions/new/"
    assert client.get(path).status_code == 409
    assert client.post(path, {"text": "Fees rise."}).status_code == 409


def test_check_page_leads_to_the_next_draft(client: Client, editor: Person) -> None:
    article = make_article()
    link = f"/articles/{article.pk}/revisions/new/"
    assert link in client.get(article.get_absolute_url()).text
    Article.objects.update(status=Article.Status.SPIKED)
    assert link not in client.get(article.get_absolute_url()).text


def test_check_page_says_how_the_draft_was_read(client: Client, editor: Person) -> None:
    page = client.post(NEW, {"file": upload(PDF, "a.pdf")})
    work(Import.objects.get())
    shown = client.get(client.get(page["Location"])["Location"]).text
    assert "How this draft was read" in shown
    assert 'From <span dir="auto">a.pdf</span>' in shown
    assert Revision.objects.get().warnings[0] in shown
