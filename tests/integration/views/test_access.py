"""Every address of the site: declared public here, or closed to strangers and the wrong person."""

import uuid
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from claims.actions.finding import find_in
from claims.actions.notes import keep_notes
from claims.models import Claim, ConsistencyNote, DraftCitation, Suggestion
from claims.text.consistency import Note, Place
from tests.factories import (
    make_citation,
    make_claim,
    make_confidential_article,
    make_editor,
    make_person,
    make_reviewer,
    make_revision,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("static_files")]

PUBLIC = {"sign_in", "health_live", "health_ready", "api:openapi-json"}
# What is nobody's in particular: open to whoever has a role.
COMMON = {
    "claims:desk",
    "claims:desk_seen",
    "claims:article_list",
    "claims:article_create",
    "claims:claim_list",
    "claims:source_list",
    "claims:source_options",
    "claims:source_proposal",
    "sign_out",
    "password_change",
}
POST_ONLY = {
    "claims:desk_seen",
    "claims:claim_create",
    "claims:claim_edit",
    "claims:claim_split",
    "claims:claim_unjoin",
    "claims:note_dismiss",
    "claims:note_restore",
    "claims:verdict_record",
    "claims:verdict_confirm",
    "claims:claim_reopen",
    "claims:mention_close",
    "claims:citation_add",
    "claims:citation_withdraw",
    "claims:suggestion_decide",
    "claims:suggestion_restore",
    "claims:draft_citation_discard",
    "claims:sign_off_create",
    "claims:article_clear",
    "claims:article_reopen",
    "claims:unsourced_accept",
    "sign_out",
}
WORDS = "Nobody outside may read this"


def names(resolver: URLResolver, namespace: str = "") -> Iterator[tuple[str, str]]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from names(pattern, inner)
        elif isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name}", str(pattern.pattern)


def site_names() -> list[str]:
    """Every address but the admin's and the API's, which have tests of their own kind."""
    return sorted(
        name
        for name, _ in names(get_resolver())
        if not name.startswith(("admin:", "api:")) or name in PUBLIC
    )


@pytest.fixture
def secret() -> Claim:
    """A claim of a confidential article that only its owner may see."""
    owner = make_editor()
    article = make_confidential_article(by=owner, title=WORDS, text=f"{WORDS}.\n\n{WORDS} twice.")
    claim = make_claim(article=article, exact=WORDS, by=owner)
    make_citation(claim=claim, by=owner)
    revision = make_revision(article)
    find_in(revision)
    Suggestion.objects.create(
        revision=revision, start=0, end=len(WORDS), exact=WORDS, kind="other", score=1, group=99
    )
    DraftCitation.objects.create(
        revision=revision, start=0, end=len(WORDS), kind="comment", text=WORDS
    )
    note = Note("contradiction", (Place(0, 6, "Nobody"),), WORDS)
    keep_notes(article.revisions.get(), [note])
    return claim


def address(name: str, secret: Claim) -> str:
    known = {
        "article_id": secret.article_id,
        "claim_id": secret.pk,
        "mention_id": secret.mentions.get().pk,
        "citation_id": secret.citations.get().pk,
        "suggestion_id": Suggestion.objects.get(exact=WORDS).pk,
        "draft_citation_id": DraftCitation.objects.get().pk,
        "note_id": ConsistencyNote.objects.get(revision__article=secret.article_id).pk,
    }
    for arguments in ({}, *({key: value} for key, value in known.items())):
        try:
            return reverse(name, kwargs=arguments)
        except Exception:
            continue
    raise AssertionError(f"{name} takes an argument this test does not know: add it here.")


def ask(client: Client, name: str, path: str, **headers: str):
    if name in POST_ONLY:
        return client.post(
            path, {"version": 1, "rating": "verified", "reason": "x"}, headers=headers
        )
    return client.get(path, headers=headers)


@pytest.mark.parametrize("name", site_names())
@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["page", "htmx"])
def test_address_is_closed_to_strangers(
    client: Client, secret: Claim, name: str, headers: dict[str, str]
) -> None:
    response = ask(client, name, address(name, secret), **headers)
    assert WORDS not in response.text
    if name in PUBLIC:
        assert response.status_code == 200
    elif headers and name in POST_ONLY:
        assert response.status_code == 401
        assert response.headers["HX-Retarget"] == "#notices"
    elif headers:
        assert response.headers["HX-Redirect"].startswith(reverse(settings.LOGIN_URL))
    else:
        assert response.status_code == 302
        assert response["Location"].startswith(reverse(settings.LOGIN_URL))


@pytest.mark.parametrize("name", sorted(set(site_names()) - PUBLIC - COMMON))
@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["page", "htmx"])
def test_address_of_somebody_elses_confidential_article_is_404(
    client: Client, secret: Claim, name: str, headers: dict[str, str]
) -> None:
    client.force_login(make_reviewer(), backend="claims.sign_in.PersonBackend")
    path = address(name, secret)
    assert ask(client, name, path, **headers).status_code == 404
    assert WORDS not in ask(client, name, path, **headers).text


@pytest.mark.parametrize("name", sorted(COMMON - POST_ONLY))
def test_address_open_to_all_shows_nothing_confidential(
    client: Client, secret: Claim, name: str
) -> None:
    client.force_login(make_reviewer(), backend="claims.sign_in.PersonBackend")
    assert WORDS not in client.get(address(name, secret), {"q": "outside", "claim": secret.pk}).text


@pytest.mark.parametrize("name", ["claims:desk", "claims:article_list", "claims:claim_list"])
def test_person_without_a_role_sees_no_article(client: Client, secret: Claim, name: str) -> None:
    open_claim = make_claim()
    client.force_login(make_person(None), backend="claims.sign_in.PersonBackend")
    assert open_claim.article.title not in client.get(reverse(name)).text


def test_owner_of_a_confidential_article_sees_it(client: Client, secret: Claim) -> None:
    client.force_login(secret.article.owner, backend="claims.sign_in.PersonBackend")
    assert WORDS in client.get(secret.article.get_absolute_url()).text


@pytest.mark.parametrize(
    "path",
    [
        "/articles/99999999999999999999999/",
        "/articles/0/",
        "/articles/1/?claim=%00",
        "/articles/1/?suggestion=%00&draft=x",
        "/articles/1/suggestions/?all=%00",
        "/articles/?after=99999999999999999999",
        "/articles/?q=%F0%9F&status=none&person=x",
        "/claims/?q=%27%22%3B--&rating=zzz&article=-1&after=x",
        "/claims/?q=%00",
        "/claims/?source=" + "x" * 500,
        "/sources/?page=999999999&kind=x",
        "/sources/options/?source_name=%00%5C",
        "/sources/proposal/?url=http%3A%2F%2F%5B",
        "/sources/proposal/?url=%00",
        "/articles/%F0%28%8C%28/",
        "/%00",
        "/sign-in/?next=//evil.example",
    ],
)
def test_junk_in_an_address_is_no_server_error(client: Client, path: str) -> None:
    client.force_login(make_reviewer(), backend="claims.sign_in.PersonBackend")
    assert client.get(path).status_code < 500


@pytest.mark.parametrize("method", ["trace", "put", "delete", "patch", "brew"])
def test_method_nobody_declared_is_405(client: Client, method: str) -> None:
    client.force_login(make_reviewer(), backend="claims.sign_in.PersonBackend")
    assert client.generic(method.upper(), "/").status_code == 405


@pytest.mark.parametrize(
    "next_page", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:1"]
)
def test_sign_in_goes_nowhere_foreign(client: Client, next_page: str) -> None:
    person = make_reviewer(password="a long and quiet evening")
    form = {"username": person.username, "password": "a long and quiet evening", "next": next_page}
    assert client.post("/sign-in/", form)["Location"] == "/"


def test_sixth_wrong_password_is_refused_for_a_while(client: Client) -> None:
    person = make_reviewer(password="a long and quiet evening")
    for _ in range(5):
        client.post("/sign-in/", {"username": person.username, "password": uuid.uuid4().hex})
    form = {"username": person.username, "password": "a long and quiet evening"}
    response = client.post("/sign-in/", form)
    assert response.status_code == 429
    assert response.headers["Retry-After"] == "300"


def test_old_session_opens_nothing_after_sign_out(client: Client) -> None:
    client.force_login(make_reviewer(), backend="claims.sign_in.PersonBackend")
    kept = client.cookies[settings.SESSION_COOKIE_NAME].value
    response = client.post("/sign-out/")
    assert response.headers["Clear-Site-Data"] == '"cache", "storage"'
    client.cookies[settings.SESSION_COOKIE_NAME] = kept
    assert client.get("/").status_code == 302
