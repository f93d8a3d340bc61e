"""The library in the admin: list, change, retire, bring back, merge."""

from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from claims.actions.sources import change_source, merge_sources, retire_source
from claims.models import Citation, Event, Person, Source, SourceDomain
from tests.at_once import at_once
from tests.factories import (
    make_admin,
    make_citation,
    make_claim,
    make_confidential_article,
    make_reviewer,
    make_source,
)

pytestmark = pytest.mark.django_db

LIST = "/admin/claims/source/"
ADD = "/admin/claims/source/add/"


def change_page(source: Source) -> str:
    return f"/admin/claims/source/{source.pk}/change/"


def form(
    source: Source | None = None, *, add: tuple[str, ...] = (), **fields: Any
) -> dict[str, Any]:
    """Return what the form of a source sends: all it shows, with `fields` typed over it."""
    shown = source or Source(name="")
    names = ("name", "kind", "reliability", "tier", "origin_group", "owner", "notes")
    data: dict[str, Any] = {name: getattr(shown, name) for name in names}
    data |= {f"initial-{name}": value for name, value in data.items()}
    domains = list(source.domains.all()) if source else []
    for number, domain in enumerate(domains):
        data |= {f"domains-{number}-id": domain.pk, f"domains-{number}-domain": domain.domain}
    for number, domain in enumerate(add, len(domains)):
        data |= {f"domains-{number}-id": "", f"domains-{number}-domain": domain}
    data["domains-INITIAL_FORMS"] = len(domains)
    data["domains-TOTAL_FORMS"] = len(domains) + len(add)
    return data | fields


def domains_of(source: Source) -> list[str]:
    return sorted(source.domains.values_list("domain", flat=True))


def last_event() -> Event:
    event = Event.objects.filter(chain="library").last()
    assert event is not None
    return event


def messages(response: Any) -> str:
    return " ".join(map(str, response.context["messages"]))


# --- The list ---------------------------------------------------------------------------------


def names(client: Client, query: str) -> list[str]:
    response = client.get(f"{LIST}?{query}")
    assert response.status_code == 200
    return [source.name for source in response.context["cl"].result_list]


def test_list_tells_how_often_each_source_is_cited(desk: Client) -> None:
    cited, _ = make_source(name="Cited"), make_source(name="Never")
    for _ in range(2):
        make_citation(source=cited)
    rows = {row.name: row for row in desk.get(LIST).context["cl"].result_list}
    assert rows["Cited"].citation_count == 2
    assert rows["Never"].citation_count == 0


def test_list_does_not_count_what_was_withdrawn(desk: Client) -> None:
    citation = make_citation(source=make_source(name="Cited"))
    Citation.objects.filter(pk=citation.pk).update(
        withdrawn_at="2026-01-01T00:00Z", withdrawn_by=citation.added_by
    )
    assert desk.get(LIST).context["cl"].result_list[0].citation_count == 0


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("kind__exact=court", ["Court"]),
        ("reliability__exact=high", ["Court"]),
        ("tier__exact=primary", ["Court"]),
        ("state=in_use", ["Court", "Heir"]),
        ("state=retired", ["Retired"]),
        ("state=merged", ["Merged"]),
        ("state=nonsense", ["Court", "Heir", "Merged", "Retired"]),
        ("q=court", ["Court"]),
        ("q=rulings.example", ["Court"]),
        ("q=Ministry+of+Justice", ["Court"]),
        ("q=Judiciary", ["Court"]),
        ("q=nothing+of+the+kind", []),
    ],
)
def test_list_is_searched_and_filtered(desk: Client, admin: Person, query: str, found) -> None:
    make_source(
        name="Court",
        kind="court",
        reliability="high",
        tier="primary",
        owner="Ministry of Justice",
        origin_group="Judiciary",
        domains=["rulings.example"],
    )
    heir, merged, retired = (make_source(name=name) for name in ("Heir", "Merged", "Retired"))
    merge_sources(source_id=merged.pk, into_id=heir.pk, by=admin)
    retire_source(source_id=retired.pk, reason="Closed.", by=admin)
    assert names(desk, query) == found


def test_list_says_what_has_become_of_a_source(desk: Client, admin: Person) -> None:
    heir, merged = make_source(name="Heir"), make_source(name="Old")
    merge_sources(source_id=merged.pk, into_id=heir.pk, by=admin)
    assert "merged into Heir" in desk.get(LIST).text


def statements(client: Client) -> int:
    client.get(LIST)
    with CaptureQueriesContext(connection) as captured:
        client.get(LIST)
    return len(captured)


def test_list_takes_as_many_statements_for_ten_sources_as_for_one(desk: Client, admin) -> None:
    claim = make_claim()
    make_citation(claim=claim, source=make_source(domains=["a.example"]))
    one = statements(desk)
    heir = make_source()
    for _ in range(9):
        source = make_source()
        make_citation(claim=claim, source=source)
        merge_sources(source_id=source.pk, into_id=heir.pk, by=admin)
    assert statements(desk) == one


def test_autocomplete_finds_a_source_by_its_domain(desk: Client) -> None:
    source = make_source(name="Census Bureau", domains=["census.gov"])
    asked = {"app_label": "claims", "model_name": "citation", "field_name": "source"}
    answer = desk.get("/admin/autocomplete/", {**asked, "term": "census.gov"}).json()
    assert answer["results"] == [{"id": str(source.pk), "text": "Census Bureau"}]


# --- Adding and changing ----------------------------------------------------------------------


def test_add_writes_source_domains_and_one_event(desk: Client, admin: Person) -> None:
    typed = ("https://www.Census.gov/trade?x=1", "data.census.example")
    response = desk.post(ADD, form(name="Census Bureau", kind="official_statistics", add=typed))
    assert response.status_code == 302
    source = Source.objects.get()
    assert (source.name, source.kind) == ("Census Bureau", "official_statistics")
    assert domains_of(source) == ["census.gov", "data.census.example"]
    event = Event.objects.get()
    assert (event.kind, event.person) == (Event.Kind.SOURCE_ADDED, admin)
    assert event.payload["domains"] == ["census.gov", "data.census.example"]


def test_add_of_a_name_in_the_library_keeps_what_was_typed(desk: Client) -> None:
    make_source(name="Census Bureau")
    response = desk.post(ADD, form(name="census bureau", notes="Mine", add=("c.example",)))
    assert response.status_code == 200
    assert "a source called census bureau already" in response.text
    assert 'value="c.example"' in response.text
    assert "Mine" in response.text
    assert Source.objects.count() == 1
    assert not SourceDomain.objects.exists()


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"name": ""}, "This field is required."),
        ({"name": "x" * 201}, "at most 200 characters"),
        ({"name": "a\0b"}, "Null characters are not allowed."),
        ({"kind": "blog"}, "blog is not one of the available choices"),
        ({"notes": "x" * 6000}, "at most 5000 fit"),
    ],
)
def test_add_of_bad_input_says_what_is_wrong(desk: Client, typed, told) -> None:
    response = desk.post(ADD, form(**{"name": "Court", **typed}))
    assert response.status_code == 200
    assert told in response.text
    assert not Source.objects.exists()


@pytest.mark.parametrize("typed", ["census", "mail@census.gov", "192.0.2.1", "a..b", "http://[x/"])
def test_add_of_what_is_no_domain_says_what_one_is(desk: Client, typed: str) -> None:
    response = desk.post(ADD, form(name="Court", add=(typed,)))
    assert "is no domain. Write one such as census.gov." in response.text
    assert not Source.objects.exists()


def test_add_of_a_domain_twice_is_refused(desk: Client) -> None:
    response = desk.post(ADD, form(name="Court", add=("a.example", "www.a.example")))
    assert response.status_code == 200
    assert not Source.objects.exists()


def test_change_writes_what_differs_into_one_event(desk: Client, admin: Person) -> None:
    source = make_source(name="Court", domains=["old.example"])
    sent = form(source, kind="court", owner="The state", add=("new.example",))
    assert desk.post(change_page(source), sent | {"domains-0-DELETE": "on"}).status_code == 302
    source.refresh_from_db()
    assert (source.kind, source.owner) == ("court", "The state")
    assert domains_of(source) == ["new.example"]
    event = last_event()
    assert (event.kind, event.person) == (Event.Kind.SOURCE_CHANGED, admin)
    assert event.payload == {
        "source": source.pk,
        "name": "Court",
        "changed": {
            "kind": ["other", "court"],
            "owner": ["", "The state"],
            "domains": [["old.example"], ["new.example"]],
        },
    }


def test_change_of_a_domain_in_its_field_replaces_it(desk: Client) -> None:
    source = make_source(domains=["old.example"])
    desk.post(change_page(source), form(source, **{"domains-0-domain": "https://new.example/x"}))
    assert domains_of(source) == ["new.example"]


def test_change_of_nothing_writes_no_event(desk: Client) -> None:
    source = make_source(domains=["a.example"])
    before = Event.objects.count()
    assert desk.post(change_page(source), form(source)).status_code == 302
    assert Event.objects.count() == before


def test_change_leaves_what_a_colleague_changed_meanwhile(desk: Client, admin: Person) -> None:
    source = make_source(domains=["a.example"])
    opened = form(source, kind="court")
    change_source(source_id=source.pk, owner="The state", add_domains=["b.example"], by=admin)
    desk.post(change_page(source), opened)
    source.refresh_from_db()
    assert (source.kind, source.owner) == ("court", "The state")
    assert domains_of(source) == ["a.example", "b.example"]


def test_change_to_the_name_of_another_is_told_at_the_name(desk: Client) -> None:
    make_source(name="Court")
    source = make_source(name="Tribunal")
    response = desk.post(change_page(source), form(source, name="COURT", notes="Mine"))
    assert response.status_code == 200
    assert "a source called COURT already" in str(response.context["adminform"].form.errors["name"])
    assert "Mine" in response.text
    source.refresh_from_db()
    assert source.name == "Tribunal"


def test_change_to_take_a_domain_from_a_source_in_use_names_its_owner(desk: Client) -> None:
    make_source(name="Census Bureau", domains=["census.gov"])
    source = make_source()
    response = desk.post(change_page(source), form(source, add=("www.census.gov",)))
    assert "census.gov belongs to Census Bureau already." in response.text
    assert not domains_of(source)


def test_change_to_take_a_domain_from_a_retired_source_moves_it(desk: Client, admin) -> None:
    old = make_source(domains=["census.gov", "b.example"])
    retire_source(source_id=old.pk, reason="Closed.", by=admin)
    source = make_source()
    assert desk.post(change_page(source), form(source, add=("census.gov",))).status_code == 302
    assert domains_of(source) == ["census.gov"]
    assert domains_of(old) == ["b.example"]
    payloads = [event.payload for event in Event.objects.filter(kind="source_changed")]
    assert [each["changed"]["domains"] for each in payloads] == [
        [[], ["census.gov"]],
        [["b.example", "census.gov"], ["b.example"]],
    ]


def test_change_page_of_a_retired_source_says_why_and_takes_nothing(desk: Client, admin) -> None:
    source = make_source()
    retire_source(source_id=source.pk, reason="It was made up.", by=admin)
    page = desk.get(change_page(source)).text
    assert "It was made up." in page
    assert "Bring back…" in page
    assert 'name="_save"' not in page
    assert desk.post(change_page(source), form(source, name="New")).status_code == 403


def test_change_page_of_a_merged_source_leads_to_its_heir(desk: Client, admin: Person) -> None:
    source, heir = make_source(), make_source(name="The heir")
    merge_sources(source_id=source.pk, into_id=heir.pk, by=admin)
    page = desk.get(change_page(source)).text
    assert "Merged into The heir." in page
    assert change_page(heir) in page
    assert "Bring back…" not in page


def test_change_page_of_no_source_is_not_found(desk: Client) -> None:
    for wrong in ("0", "x", "9" * 30):
        assert desk.get(f"/admin/claims/source/{wrong}/change/").status_code == 404


def test_delete_is_not_offered(desk: Client, chief, signed_in) -> None:
    source = make_source()
    for client in (desk, signed_in(chief)):
        assert client.get(f"/admin/claims/source/{source.pk}/delete/").status_code == 404
        sent = {"action": "delete_selected", "_selected_action": source.pk, "post": "yes"}
        client.post(LIST, sent)
        client.post(f"/admin/claims/source/{source.pk}/delete/", {"post": "yes"})
    assert Source.objects.filter(pk=source.pk).exists()


def test_history_tells_what_happened_in_words(desk: Client, admin: Person) -> None:
    source, other = make_source(name="Court"), make_source(name="Tribunal")
    change_source(source_id=source.pk, kind="court", by=admin)
    merge_sources(source_id=other.pk, into_id=source.pk, by=admin)
    page = desk.get(f"/admin/claims/source/{source.pk}/history/").text
    assert "other → court" in page
    assert "Tribunal" in page
    assert str(admin) in page


# --- Retiring and bringing back ---------------------------------------------------------------


def act(client: Client, name: str, *sources: Source) -> Any:
    sent = {"action": name, "_selected_action": [source.pk for source in sources]}
    return client.post(LIST, sent)


def test_retire_asks_for_a_reason_first(desk: Client) -> None:
    source = make_source(name="Court")
    response = act(desk, "retire", source)
    page = desk.get(response.headers["Location"])
    assert "Court" in page.text
    answer = desk.post(response.headers["Location"], {"reason": "  "})
    assert answer.status_code == 422
    assert "Say why" in answer.text
    source.refresh_from_db()
    assert source.retired_at is None


def test_retire_takes_what_was_chosen_out_of_use(desk: Client, admin: Person) -> None:
    one, two = make_source(), make_source()
    where = act(desk, "retire", one, two).headers["Location"]
    response = desk.post(where, {"reason": "Closed."}, follow=True)
    assert "are retired" in messages(response)
    for source in (one, two):
        source.refresh_from_db()
        assert source.retired_reason == "Closed."
    assert last_event().kind == Event.Kind.SOURCE_RETIRED
    assert last_event().person == admin


def test_retire_of_one_retired_already_says_so_and_does_the_others(desk: Client, admin) -> None:
    one, two = make_source(name="One"), make_source(name="Two")
    retire_source(source_id=one.pk, reason="Closed.", by=admin)
    path = f"/admin/claims/source/retire/?id={one.pk}&id={two.pk}"
    response = desk.post(path, {"reason": "Made up."}, follow=True)
    assert "One is retired already: Closed." in messages(response)
    assert "Two is retired." in messages(response)


def test_restore_brings_a_retired_source_back(desk: Client, admin: Person) -> None:
    source = make_source(domains=["a.example"])
    retire_source(source_id=source.pk, reason="Closed.", by=admin)
    where = act(desk, "restore", source).headers["Location"]
    assert "Closed." in desk.get(where).text
    desk.post(where)
    source.refresh_from_db()
    assert (source.retired_at, source.retired_reason) == (None, "")
    assert last_event().payload["changed"] == {"retired": ["Closed.", ""]}


def test_restore_of_a_merged_source_is_refused(desk: Client, admin: Person) -> None:
    source, heir = make_source(), make_source(name="Heir")
    merge_sources(source_id=source.pk, into_id=heir.pk, by=admin)
    response = desk.post(f"/admin/claims/source/restore/?id={source.pk}", follow=True)
    assert "was merged into Heir" in messages(response)
    source.refresh_from_db()
    assert source.merged_into == heir


def test_restore_to_a_name_that_is_taken_is_refused(desk: Client, admin: Person) -> None:
    source = make_source(name="Court")
    retire_source(source_id=source.pk, reason="Closed.", by=admin)
    make_source(name="court")
    response = desk.post(f"/admin/claims/source/restore/?id={source.pk}", follow=True)
    assert "Another source is called Court now." in messages(response)


@pytest.mark.parametrize("name", ["retire", "restore", "merge"])
@pytest.mark.parametrize("query", ["", "?id=", "?id=x", "?id=0", "?id=-1", f"?id={'9' * 40}"])
def test_question_about_nothing_is_not_found(desk: Client, name: str, query: str) -> None:
    path = f"/admin/claims/source/{name}/{query}"
    assert desk.get(path).status_code == 404
    assert desk.post(path, {"reason": "x", "heir": "1"}).status_code == 404


def test_question_about_too_many_is_not_asked(desk: Client) -> None:
    sources = [make_source() for _ in range(51)]
    response = act(desk, "retire", *sources)
    assert response.headers["Location"].startswith(LIST)
    query = "&".join(f"id={source.pk}" for source in sources)
    assert desk.get(f"/admin/claims/source/retire/?{query}").status_code == 404


# --- Merging ----------------------------------------------------------------------------------


def test_merge_shows_what_moves_and_proposes_the_most_cited(desk: Client) -> None:
    few, many = make_source(name="Few", domains=["few.example"]), make_source(name="Many")
    make_citation(source=many)
    where = act(desk, "merge", few, many).headers["Location"]
    page = desk.get(where)
    assert page.context["form"].initial["heir"] == many.pk
    assert "few.example" in page.text
    assert f'value="{many.pk}" id="heir-{many.pk}"\n                   checked' in page.text


def test_merge_of_three_loses_no_citation(desk: Client, admin: Person) -> None:
    sources = [make_source(name=name, domains=[f"{name}.example"]) for name in ("a", "b", "c")]
    citations = [make_citation(source=source) for source in sources]
    where = act(desk, "merge", *sources).headers["Location"]
    response = desk.post(where, {"heir": sources[1].pk}, follow=True)
    assert "a, c are merged into b." in messages(response)
    assert {each.source for each in Citation.objects.all()} == {sources[1]}
    assert Citation.objects.count() == len(citations)
    assert domains_of(sources[1]) == ["a.example", "b.example", "c.example"]
    assert Event.objects.filter(kind=Event.Kind.SOURCE_MERGED, person=admin).count() == 2


def test_merge_moves_the_citations_of_articles_the_admin_may_not_see(desk: Client) -> None:
    claim = make_claim(article=make_confidential_article())
    hidden, heir = make_citation(claim=claim).source, make_source()
    desk.post(f"/admin/claims/source/merge/?id={hidden.pk}&id={heir.pk}", {"heir": heir.pk})
    assert claim.citations.get().source == heir


def test_merge_of_one_source_asks_for_the_other(desk: Client) -> None:
    source = make_source()
    response = desk.post(LIST, {"action": "merge", "_selected_action": source.pk}, follow=True)
    assert "Choose the two sources that are one." in messages(response)
    assert desk.get(f"/admin/claims/source/merge/?id={source.pk}").status_code == 404


@pytest.mark.parametrize("heir", ["", "0", "x", None])
def test_merge_without_an_heir_among_them_is_refused(desk: Client, heir) -> None:
    one, two, third = make_source(), make_source(), make_source()
    path = f"/admin/claims/source/merge/?id={one.pk}&id={two.pk}"
    sent = {} if heir is None else {"heir": heir}
    assert desk.post(path, sent).status_code == 422
    assert desk.post(path, {"heir": third.pk}).status_code == 422
    assert Source.objects.in_use().count() == 3


def test_merge_of_a_retired_source_says_so(desk: Client, admin: Person) -> None:
    one, two = make_source(name="One"), make_source(name="Two")
    retire_source(source_id=one.pk, reason="Closed.", by=admin)
    path = f"/admin/claims/source/merge/?id={one.pk}&id={two.pk}"
    response = desk.post(path, {"heir": two.pk}, follow=True)
    assert "One is retired or merged already." in messages(response)


def test_action_of_a_reviewer_on_the_staff_is_not_offered(signed_in) -> None:
    one, two = make_source(), make_source()
    client = signed_in(make_reviewer(is_staff=True))
    for name in ("retire", "restore", "merge"):
        act(client, name, one, two)
        path = f"/admin/claims/source/{name}/?id={one.pk}&id={two.pk}"
        assert client.post(path, {"reason": "x", "heir": two.pk}).status_code == 404
    assert Source.objects.in_use().count() == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_round", range(3))
def test_merge_of_one_pair_by_two_admins_at_once_happens_once(signed_in, _round) -> None:
    one, two = make_source(), make_source()
    claim = make_claim()
    for source in (one, two, one):
        make_citation(claim=claim, source=source)
    clients = [signed_in(make_admin()) for _ in range(2)]
    for client in clients:
        client.get(LIST)  # so that what is slow the first time is over
    path = f"/admin/claims/source/merge/?id={one.pk}&id={two.pk}"
    answers = at_once(
        [
            partial(client.post, path, {"heir": heir.pk})
            for client, heir in zip(clients, (one, two), strict=True)
        ]
    )
    assert [answer.status_code for answer in answers] == [302, 302]
    heir = Source.objects.in_use().get(pk__in=[one.pk, two.pk])
    assert set(Citation.objects.values_list("source", flat=True)) == {heir.pk}
    assert Citation.objects.count() == 3
    assert Event.objects.filter(kind=Event.Kind.SOURCE_MERGED).count() == 1
