"""Sign-offs and acceptances: looked at like verdicts, and changed by nobody."""

from typing import Any

import pytest
from django.test import Client

from claims.models import Acceptance, Article, SignOff
from tests.factories import (
    make_acceptance,
    make_article,
    make_claim,
    make_covered,
    make_editor,
    make_reviewer,
    make_sign_off,
)

pytestmark = pytest.mark.django_db

MODELS = ["acceptance", "signoff"]
REASON = "Two people who were there say so."


def path(model: str, *parts: object) -> str:
    return "/".join(["/admin/claims", model, *map(str, parts), ""])


def make_row(model: str, **fields: Any) -> Acceptance | SignOff:
    """Make an article that rests on the reporter and is signed off; return what was made."""
    editor, reviewer = make_editor(), make_reviewer()
    fields["people"] = [*fields.get("people", ()), editor, reviewer]
    article: Article = make_covered(make_article(**fields))
    claim = make_claim(article=article, rating="unsourced")
    accepted = make_acceptance(claim, reason=REASON, by=editor)
    signed = make_sign_off(article, by=reviewer)
    return accepted if model == "acceptance" else signed


@pytest.mark.parametrize("model", MODELS)
def test_row_is_shown_and_cannot_be_changed(signed_in, chief, model: str) -> None:
    row = make_row(model)
    client = signed_in(chief)
    assert str(row.editor) in client.get(path(model)).text
    page = client.get(path(model, row.pk, "change"))
    assert page.status_code == 200
    assert 'name="_save"' not in page.text
    assert "Open at the desk" in page.text
    for parts in (("add",), (row.pk, "change"), (row.pk, "delete")):
        assert client.post(path(model, *parts), {"post": "yes"}).status_code == 403
    assert type(row).objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize("model", MODELS)
def test_row_of_a_confidential_article_is_for_who_is_named(
    desk: Client, admin, signed_in, chief, model: str
) -> None:
    hidden = make_row(model, confidential=True)
    shown = make_row(model, confidential=True, people=[admin])
    assert list(desk.get(path(model)).context["cl"].result_list) == [shown]
    assert desk.get(path(model, hidden.pk, "change")).status_code == 404
    assert desk.get(path(model, shown.pk, "change")).status_code == 200
    assert signed_in(chief).get(path(model, hidden.pk, "change")).status_code == 404


@pytest.mark.parametrize("model", MODELS)
def test_row_is_found_by_words(desk: Client, model: str) -> None:
    row = make_row(model)
    for words, found in (("ferry", model == "signoff"), ("people", True), ("nowhere", False)):
        rows = desk.get(path(model), {"q": words}).context["cl"].result_list
        assert list(rows) == ([row] if found else [])
