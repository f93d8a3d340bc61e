"""Copy over the API: words, HTML, an address or a file; the same id again is the next draft."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from claims import reader, store
from claims.actions.articles import create_article
from claims.api import articles as module
from claims.exceptions import StoreUnavailable
from claims.intake.fetch import FetchLimits
from claims.models import Article, DraftCitation, Revision
from tests.factories import (
    make_article,
    make_claim,
    make_confidential_article,
    make_person,
    make_reporter,
    make_reviewer,
)
from tests.integration.api.conftest import ROOT, Program, assert_problem
from tests.refusals import REFUSED_PAGES, refused_files
from tests.site import PARAGRAPHS, STANDFIRST, Site, serving
from tests.unit.intake.files import make_docx, p, r

pytestmark = [pytest.mark.django_db, pytest.mark.allow_hosts(["127.0.0.1"])]

DOCX = make_docx(p(r("Fees rise"), style="Berschrift1") + p(r("They rise by 30% in May.")))
TEXT = "Fees rise\n\nThey rise by 30% in May."
REFUSED = refused_files()


@pytest.fixture
def site(settings, monkeypatch) -> Iterator[Site]:
    monkeypatch.setattr(reader, "FETCH_LIMITS", FetchLimits(deadline_s=2.0))
    with serving() as site:
        settings.FETCH_ALLOW = site.allowance
        yield site


def send_form(program: Program, path: str = "articles/", **fields: Any) -> Any:
    headers = {"Authorization": f"Bearer {program.token}"}
    return program.client.post(ROOT + path, fields, headers=headers)


def file(data: bytes = DOCX, name: str = "copy.docx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, content_type="application/octet-stream")


def test_article_create_from_a_file_answers_with_the_article(program) -> None:
    colleague = make_reviewer()
    response = send_form(
        program,
        file=file(),
        title="Port fees",
        language="en-GB",
        external_id="cms-1",
        confidential="true",
        people=[colleague.username, program.person.username],
        deadline="2026-02-01T18:00:00Z",
    )
    assert response.status_code == 201, response.text
    answer = response.json()
    assert answer["revision"]["text"] == TEXT
    assert answer["revision"]["origin"] == "upload"
    assert (answer["title"], answer["language"]) == ("Port fees", "en-GB")
    assert answer["confidential"] is True
    assert {person["id"] for person in answer["people"]} == {colleague.pk, program.person.pk}
    original = Revision.objects.get().original
    assert original.filename == "copy.docx"
    assert store.read(original.digest) == DOCX


def test_article_create_from_html_reads_it_without_what_runs_in_it(program) -> None:
    html = (
        "<h1>Fees rise</h1><p onclick='x()'>By <a href='javascript:y()'>30%</a>"
        "<sup><a href='#n1'>1</a></sup>.</p><script>z()</script><p id='n1'>1 Minutes</p>"
    )
    answer = program.post("articles/", {"html": html}).json()
    assert answer["title"] == "Fees rise"
    assert "By 30%." in answer["revision"]["text"]
    assert "z()" not in answer["revision"]["text"]
    assert DraftCitation.objects.get().text == "Minutes"


def test_article_create_from_an_address_takes_headline_and_standfirst(program, site: Site) -> None:
    answer = program.post("articles/", {"url": site.address("article")}).json()
    text = answer["revision"]["text"]
    assert text.startswith(f"Ferries carry more people than ever\n\n{STANDFIRST}\n\n")
    assert text.endswith(PARAGRAPHS[-1])
    assert answer["revision"]["origin"] == "address"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "text"),
        ({"html": ""}, "text"),
        ({"text": "a", "html": "<p>b"}, "html"),
        ({"text": "a", "url": "https://a.example/"}, "url"),
        ({"html": "<p>a", "url": "https://a.example/"}, "url"),
        ({"file": "Fees rise."}, "file"),
        ({"html": "<p></p>"}, "html"),
        ({"html": "<div>" * 5_000}, "html"),
        ({"html": 5}, "html"),
        ({"url": "javascript:alert(1)"}, "url"),
        ({"url": "file:///etc/passwd"}, "url"),
        ({"url": "http://127.0.0.1:8000/admin/"}, "url"),
        ({"url": "http://169.254.169.254/latest/meta-data/"}, "url"),
    ],
)
def test_article_create_from_bad_copy_names_the_field(program, body, field) -> None:
    problem = assert_problem(program.post("articles/", body), 422)
    assert [error["field"] for error in problem["errors"]] == [field]
    assert not Article.objects.exists()


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"file": "no file"}, "file"),
        ({"file": file(), "text": "Fees rise."}, "file"),
        ({"title": "Alone"}, "text"),
        ({"file": file(), "confidential": "perhaps"}, "confidential"),
        ({"file": file(), "people": ["nobody-here"]}, "people"),
        ({"file": file(), "title": "a\0b"}, "title"),
    ],
)
def test_article_create_from_a_bad_form_names_the_field(program, fields, field) -> None:
    problem = assert_problem(send_form(program, **fields), 422)
    assert [error["field"] for error in problem["errors"]] == [field]
    assert not Article.objects.exists()


@pytest.mark.parametrize("name", REFUSED)
def test_article_create_from_a_bad_file_says_why(program, name: str) -> None:
    data, about = REFUSED[name]
    response = send_form(program, file=file(data, name.removeprefix("set-")))
    problem = assert_problem(response, 422)
    assert problem["errors"][0]["field"] == "file"
    assert about in problem["detail"]
    assert not Article.objects.exists()


@pytest.mark.parametrize("path", REFUSED_PAGES)
def test_article_create_from_a_bad_address_says_why(program, site: Site, path: str) -> None:
    problem = assert_problem(program.post("articles/", {"url": site.address(path)}), 422)
    assert problem["errors"][0]["field"] == "url"
    assert REFUSED_PAGES[path] in problem["detail"]
    assert not Article.objects.exists()


def test_article_create_from_a_file_over_the_limit_is_refused(program, settings) -> None:
    settings.MAX_UPLOAD_MB = 1
    problem = assert_problem(send_form(program, file=file(b"x" * 1_000_001)), 422)
    assert "1 MB is the limit" in problem["detail"]


def test_article_create_from_far_too_large_a_file_is_413(program, settings) -> None:
    settings.LARGEST_REQUEST = 1_000
    assert_problem(send_form(program, file=file(b"x" * 2_000)), 413)


def test_article_create_from_what_is_no_form_is_400(program) -> None:
    headers = {"Authorization": f"Bearer {program.token}"}
    response = program.client.post(
        f"{ROOT}articles/", b"x", content_type="multipart/form-data", headers=headers
    )
    assert_problem(response, 400)


def test_article_create_where_the_store_is_full_is_503(program, monkeypatch) -> None:
    def full(data: bytes) -> str:
        raise StoreUnavailable("The desk cannot store files at the moment.")

    monkeypatch.setattr(store, "keep", full)
    assert_problem(send_form(program, file=file()), 503)
    assert not Article.objects.exists()


def test_article_create_by_somebody_who_may_not_fetches_nothing(program_of, site: Site) -> None:
    nobody = program_of(make_person(None))
    site.closing.set()
    assert_problem(nobody.post("articles/", {"url": "http://127.0.0.1/"}), 403)


def test_a_form_where_no_file_is_taken_is_refused(program) -> None:
    problem = assert_problem(send_form(program, "sources/", name="x"), 422)
    assert "takes no files" in problem["detail"]


def test_article_create_with_a_known_external_id_adds_a_draft(program) -> None:
    first = program.post("articles/", {"text": "Fees rise by 25%.", "external_id": "cms-1"}).json()
    claim = make_claim(article=Article.objects.get(), exact="25%", rating="verified")
    again = {"html": "<p>Fees rise by 30%.</p>", "external_id": "cms-1", "title": "Fees"}
    response = program.post("articles/", again)
    assert response.status_code == 201
    answer = response.json()
    assert answer["id"] == first["id"]
    assert answer["revision"]["number"] == 2
    assert answer["title"] == "Fees"
    assert response.headers["Location"] == f"/api/v1/articles/{first['id']}/"
    claim.refresh_from_db()
    assert claim.recheck


def test_article_create_with_a_known_external_id_and_text_adds_nothing(program) -> None:
    body = {"text": "Fees rise by 25%.", "external_id": "cms-1"}
    first = program.post("articles/", body)
    second = program.post("articles/", body)
    assert (first.status_code, second.status_code) == (201, 200)
    assert second.json()["revision"]["number"] == 1
    assert Revision.objects.count() == 1


def test_article_create_with_an_external_id_of_a_hidden_article_is_refused(program) -> None:
    make_confidential_article(external_id="cms-1")
    body = {"text": "Fees rise.", "external_id": "cms-1"}
    problem = assert_problem(program.post("articles/", body), 422)
    assert problem["errors"][0]["field"] == "external_id"
    assert Revision.objects.count() == 1


def test_article_create_twice_at_once_with_one_external_id_makes_one_article(
    program, monkeypatch
) -> None:
    def overtaken(**fields: Any) -> Article:
        monkeypatch.setattr(module, "create_article", create_article)
        make_article(text="Fees rise by 25%.", external_id="cms-1")
        return create_article(**fields)

    monkeypatch.setattr(module, "create_article", overtaken)
    response = program.post("articles/", {"text": "Fees rise by 30%.", "external_id": "cms-1"})
    assert response.status_code == 201
    assert response.json()["revision"]["number"] == 2
    assert Article.objects.count() == 1


def test_article_create_of_a_spiked_articles_id_is_409(program) -> None:
    make_article(external_id="cms-1", status=Article.Status.SPIKED)
    body = {"text": "Fees rise.", "external_id": "cms-1"}
    assert_problem(program.post("articles/", body), 409)


def test_revision_create_from_a_file_answers_with_the_draft(program_of) -> None:
    reporter = make_reporter()
    article = make_article(text="Fees rise\n\nThey rise by 25% in May.", by=reporter)
    make_claim(article=article, exact="by 25%")
    response = send_form(program_of(reporter), f"articles/{article.pk}/revisions/", file=file())
    assert response.status_code == 201, response.text
    answer = response.json()
    assert answer["revision"]["text"] == TEXT
    assert [anchor["state"] for anchor in answer["anchors"]] == ["edited"]


def test_revision_create_from_html_like_the_newest_adds_nothing(program) -> None:
    article = make_article(text=TEXT)
    html = "<h1>Fees rise</h1><p>They rise by 30% in May.</p>"
    response = program.post(f"articles/{article.pk}/revisions/", {"html": html})
    assert response.status_code == 200
    assert article.revisions.count() == 1


def test_revision_create_of_a_hidden_article_reads_nothing(program, monkeypatch) -> None:
    article = make_confidential_article()
    monkeypatch.setattr(reader, "read_rich", lambda html: 1 / 0)
    body = {"html": "<p>Fees rise."}
    assert_problem(program.post(f"articles/{article.pk}/revisions/", body), 404)
