"""The evidence policies in the admin."""

from typing import Any

import pytest
from django.test import Client

from claims.models import Claim, Event, EvidencePolicy, Person
from tests.factories import make_editor

pytestmark = pytest.mark.django_db

LIST = "/admin/claims/evidencepolicy/"
ADD = f"{LIST}add/"
VALUES = {
    "verified_citations": 2,
    "verified_origins": 2,
    "verified_tier": "primary",
    "disputed_citations": 1,
}


def default() -> EvidencePolicy:
    return EvidencePolicy.objects.get(kind="")


def last_event() -> Event:
    event = Event.objects.last()
    assert event is not None
    return event


def test_list_begins_with_the_policy_for_every_other_kind(desk: Client) -> None:
    response = desk.get(LIST)
    assert "Every other kind" in response.text
    assert [policy.kind for policy in response.context["cl"].result_list] == [""]


def test_change_writes_the_policy_and_an_event(desk: Client, admin: Person) -> None:
    response = desk.post(f"{LIST}{default().pk}/change/", VALUES)
    assert response.status_code == 302
    assert (default().verified_citations, default().verified_tier) == (2, "primary")
    event = last_event()
    assert (event.kind, event.person) == (Event.Kind.POLICY_CHANGED, admin)
    assert event.payload["changed"] == {
        "verified_citations": [1, 2],
        "verified_origins": [1, 2],
        "verified_tier": ["", "primary"],
    }


def test_change_of_nothing_writes_no_event(desk: Client) -> None:
    same = {**VALUES, "verified_citations": 1, "verified_origins": 1, "verified_tier": ""}
    desk.post(f"{LIST}{default().pk}/change/", same)
    assert not Event.objects.exists()


def test_change_cannot_give_a_policy_another_kind(desk: Client) -> None:
    pk = default().pk
    desk.post(f"{LIST}{pk}/change/", {**VALUES, "kind": "figure"})
    assert default().pk == pk


def test_add_writes_a_policy_for_a_kind(desk: Client) -> None:
    assert desk.post(ADD, {**VALUES, "kind": "figure"}).status_code == 302
    assert EvidencePolicy.objects.get(kind="figure").verified_citations == 2
    assert last_event().payload["name"] == "Figure"


def test_add_offers_the_kinds_without_a_policy(desk: Client) -> None:
    EvidencePolicy.objects.create(kind="figure")
    choices = desk.get(ADD).context["adminform"].form.fields["kind"].choices
    offered = {value for value, _ in choices}
    assert offered == ({""} | set(Claim.Kind.values)) - {"figure"}


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"kind": ""}, "kind"),
        ({"kind": "weather"}, "kind"),
        ({"verified_citations": 0}, "verified_citations"),
        ({"verified_citations": 21}, "verified_citations"),
        ({"verified_origins": "many"}, "verified_origins"),
        ({"disputed_citations": -1}, "disputed_citations"),
        ({"verified_tier": "best"}, "verified_tier"),
    ],
)
def test_add_of_bad_input_is_told_at_the_field(desk: Client, typed: Any, field: str) -> None:
    response = desk.post(ADD, {**VALUES, "kind": "figure", **typed})
    assert list(response.context["adminform"].form.errors) == [field]
    assert EvidencePolicy.objects.count() == 1


def test_delete_of_the_policy_for_every_other_kind_is_not_offered(desk: Client) -> None:
    path = f"{LIST}{default().pk}/delete/"
    assert desk.get(path).status_code == 404
    assert desk.post(path, {"post": "yes"}).status_code == 403
    assert default()


def test_delete_of_the_policy_of_a_kind_writes_an_event(desk: Client) -> None:
    policy = EvidencePolicy.objects.create(kind="figure", **VALUES)
    assert desk.get(f"{LIST}{policy.pk}/delete/").status_code == 200
    assert desk.post(f"{LIST}{policy.pk}/delete/", {"post": "yes"}).status_code == 302
    assert not EvidencePolicy.objects.filter(kind="figure").exists()
    assert last_event().payload["changed"]["verified_citations"] == [2, None]


def test_history_tells_the_old_and_the_new_value(desk: Client) -> None:
    desk.post(f"{LIST}{default().pk}/change/", VALUES)
    assert "1 → 2" in desk.get(f"{LIST}{default().pk}/history/").text


def test_policies_are_not_for_an_editor_on_the_staff(signed_in) -> None:
    client = signed_in(make_editor(is_staff=True))
    assert client.get(LIST).status_code == 404
    assert client.post(ADD, {**VALUES, "kind": "figure"}).status_code == 403
    assert EvidencePolicy.objects.count() == 1
