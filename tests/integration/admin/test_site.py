"""Whom the admin lets in, what it shows them, and that no page breaks the content policy."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from claims.actions.sources import merge_sources, retire_source
from claims.models import ApiToken, Event, EvidencePolicy, Source
from tests.factories import (
    make_citation,
    make_claim,
    make_editor,
    make_person,
    make_reviewer,
    make_source,
    make_token,
)

pytestmark = pytest.mark.django_db

PATHS = [
    "/admin/",
    "/admin/login/",
    "/admin/claims/",
    "/admin/claims/source/",
    "/admin/claims/source/add/",
    "/admin/claims/source/import/",
    "/admin/claims/source/export/",
    "/admin/claims/source/merge/?id=1&id=2",
    "/admin/claims/person/",
    "/admin/claims/event/",
    "/admin/autocomplete/",
    "/admin/jsi18n/",
    "/admin/nowhere/",
]
GONE = ["/admin/logout/", "/admin/password_change/", "/admin/r/1/1/"]


@pytest.mark.parametrize("path", PATHS)
def test_page_for_a_stranger_leads_to_the_sign_in_page(client: Client, path: str) -> None:
    response = client.get(path, follow=True)
    assert response.redirect_chain[-1][0].startswith("/sign-in/?next=/admin/")


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("make", [make_reviewer, make_editor])
def test_page_for_somebody_not_let_in_is_not_found(signed_in, make, path: str) -> None:
    client = signed_in(make())
    assert client.get(path).status_code == 404
    assert client.post(path).status_code == 404


@pytest.mark.parametrize("path", GONE)
def test_page_that_the_desk_has_itself_is_not_found(desk: Client, path: str) -> None:
    assert desk.get(path).status_code == 404


def test_login_when_signed_in_leads_to_the_first_page(desk: Client) -> None:
    assert desk.get("/admin/login/").headers["Location"] == "/admin/"


def test_login_takes_no_password_of_its_own(client: Client) -> None:
    person = make_person(is_staff=True, password="correct horse battery")
    sent = {"username": person.username, "password": "correct horse battery"}
    response = client.post("/admin/login/", sent)
    assert response.headers["Location"].startswith("/sign-in/")
    assert "_auth_user_id" not in client.session


def test_admin_who_is_no_longer_let_in_finds_nothing(desk: Client, admin) -> None:
    assert desk.get("/admin/").status_code == 200
    admin.is_staff = False
    admin.save()
    assert desk.get("/admin/").status_code == 404


def test_first_page_lists_what_the_role_opens(desk: Client) -> None:
    page = desk.get("/admin/").text
    for model in ("source", "evidencepolicy", "person", "apitoken", "event", "verdict"):
        assert reverse(f"admin:claims_{model}_changelist") in page
    assert "Back to the desk" in page
    assert "axes" not in page
    assert "procrastinate" not in page


def test_first_page_for_staff_without_a_role_is_empty(signed_in) -> None:
    page = signed_in(make_person(None, is_staff=True)).get("/admin/").text
    assert "/admin/claims/" not in page


def test_page_of_staff_without_the_right_is_not_found(signed_in) -> None:
    client = signed_in(make_reviewer(is_staff=True))
    assert client.get("/admin/claims/source/").status_code == 200
    assert client.get("/admin/claims/source/add/").status_code == 404
    assert client.get("/admin/claims/source/import/").status_code == 404
    assert client.get("/admin/claims/person/").status_code == 404
    assert client.post("/admin/claims/source/add/", {"name": "X"}).status_code == 403
    source = make_source()
    path = reverse("admin:claims_source_retire") + f"?id={source.pk}"
    assert client.get(path).status_code == 404
    assert client.post(path, {"reason": "x"}).status_code == 404
    source.refresh_from_db()
    assert source.retired_at is None


def test_site_has_our_own_models_alone() -> None:
    labels = {model._meta.app_label for model in admin.site._registry}
    assert labels == {"claims", "auth"}


def test_nothing_is_written_to_the_log_of_django(desk: Client) -> None:
    from django.contrib.admin.models import LogEntry

    desk.post("/admin/claims/source/add/", source_form(name="Harbour office"))
    assert Source.objects.get().name == "Harbour office"
    assert not LogEntry.objects.exists()
    assert Event.objects.get().kind == Event.Kind.SOURCE_ADDED


def source_form(**fields: str) -> dict[str, str]:
    return {
        "kind": "other",
        "reliability": "unrated",
        "tier": "secondary",
        "domains-TOTAL_FORMS": "0",
        "domains-INITIAL_FORMS": "0",
        **fields,
    }


def test_no_page_holds_inline_script_or_style(signed_in, chief, breaches) -> None:
    claim = make_claim(citations=1, rating="verified")
    in_use, other, retired, merged = (make_source() for _ in range(4))
    make_citation(source=in_use)
    retire_source(source_id=retired.pk, reason="Closed.", by=chief)
    merge_sources(source_id=merged.pk, into_id=in_use.pk, by=chief)
    token, _ = make_token()
    group = Group.objects.create(name="interns")
    policy = EvidencePolicy.objects.create(kind="figure")
    rows = {
        "source": (in_use.pk, retired.pk, merged.pk),
        "evidencepolicy": (policy.pk,),
        "person": (chief.pk, token.person_id),
        "apitoken": (token.pk,),
        "article": (claim.article_id,),
        "revision": (claim.mentions.get().revision_id,),
        "claim": (claim.pk,),
        "mention": (claim.mentions.get().pk,),
        "citation": (claim.citations.get().pk,),
        "verdict": (claim.verdicts.get().pk,),
        "event": (Event.objects.latest("pk").pk, claim.events.latest("pk").pk),
    }
    paths = [
        "/admin/",
        "/admin/claims/",
        "/admin/claims/source/add/",
        "/admin/claims/source/import/",
        "/admin/claims/evidencepolicy/add/",
        f"/admin/claims/evidencepolicy/{policy.pk}/delete/",
        "/admin/claims/person/add/",
        f"/admin/claims/person/{chief.pk}/password/",
        "/admin/claims/apitoken/add/",
        f"/admin/claims/apitoken/revoke/?id={token.pk}",
        f"/admin/claims/source/retire/?id={in_use.pk}",
        f"/admin/claims/source/restore/?id={retired.pk}",
        f"/admin/claims/source/merge/?id={in_use.pk}&id={other.pk}",
        "/admin/auth/group/",
        "/admin/auth/group/add/",
        f"/admin/auth/group/{group.pk}/change/",
        f"/admin/auth/group/{group.pk}/delete/",
    ]
    for model, ids in rows.items():
        paths.append(f"/admin/claims/{model}/")
        for pk in ids:
            paths.append(f"/admin/claims/{model}/{pk}/change/")
            paths.append(f"/admin/claims/{model}/{pk}/history/")
    client = signed_in(chief)
    for path in paths:
        response = client.get(path)
        assert response.status_code == 200, path
        assert breaches(response.text) == [], path


def test_no_answer_to_a_form_holds_inline_script_or_style(signed_in, chief, breaches) -> None:
    source = make_source(name="World Bank")
    client = signed_in(chief)
    good = "name,notes\nWorld Bank,<b>New & improved</b>\nNew one,\n"
    bad = "name,kind\n,blog\n"
    answers = [
        client.post(
            "/admin/claims/source/import/",
            {"format": "0", "import_file": SimpleUploadedFile("sources.csv", text.encode())},
        )
        for text in (good, bad)
    ]
    answers += [
        client.post("/admin/claims/source/add/", source_form(name="World Bank")),
        client.post(f"/admin/claims/source/retire/?id={source.pk}", {"reason": ""}),
        client.post(f"/admin/claims/person/{chief.pk}/password/", {"password1": "x"}),
        client.post("/admin/claims/apitoken/add/", {"person": chief.pk, "name": "CMS"}),
    ]
    assert ApiToken.objects.count() == 1
    for response in answers:
        assert response.status_code in (200, 422)
        assert breaches(response.text) == []
