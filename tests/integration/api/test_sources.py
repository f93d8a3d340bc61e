import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claims.models import Event, Source
from tests.factories import make_person, make_reporter, make_source
from tests.integration.api.conftest import assert_problem

pytestmark = pytest.mark.django_db


def test_source_add_puts_it_into_the_library(program):
    body = {
        "name": " Ministry of  Transport ",
        "kind": "public_record",
        "tier": "primary",
        "reliability": "high",
        "origin_group": "Government",
        "owner": "The state",
        "domains": ["https://www.transport.example/about"],
        "notes": "Slow to answer.",
    }
    response = program.post("sources/", body)
    assert response.status_code == 201
    answer = response.json()
    source = Source.objects.get()
    assert response.headers["Location"] == f"/api/v1/sources/{source.pk}/"
    assert source.name == "Ministry of Transport"
    assert answer["domains"] == ["transport.example"]
    assert {**body, "name": source.name, "domains": answer["domains"]}.items() <= answer.items()
    assert answer["retired_at"] is answer["merged_into"] is None
    assert Event.objects.filter(kind=Event.Kind.SOURCE_ADDED, person=program.person).exists()


def test_source_add_of_a_name_that_is_there_gives_the_one_that_is_there(program):
    source = make_source(name="Reuters", kind="wire_service")
    answer = program.post("sources/", {"name": "REUTERS", "kind": "company"}).json()
    assert (answer["id"], answer["kind"]) == (source.pk, "wire_service")
    assert Source.objects.count() == 1


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "name"),
        ({"name": " \u200b "}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"name": {"x": 1}}, "name"),
        ({"name": "X", "kind": "gossip"}, "kind"),
        ({"name": "X", "tier": "best"}, "tier"),
        ({"name": "X", "reliability": "total"}, "reliability"),
        ({"name": "X", "origin_group": "x" * 201}, "origin_group"),
        ({"name": "X", "owner": 5}, "owner"),
        ({"name": "X", "domains": "a.example"}, "domains"),
        ({"name": "X", "domains": ["no domain"]}, "domains"),
        ({"name": "X", "domains": [f"{n}.example" for n in range(51)]}, "domains"),
        ({"name": "X", "notes": "\ud800"}, "notes"),
    ],
)
def test_source_add_with_bad_input_names_the_field(program, body, field):
    problem = assert_problem(program.post("sources/", body), 422)
    assert [error["field"] for error in problem["errors"]] == [field]
    assert not Source.objects.exists()


def test_source_add_by_a_reporter_is_recorded_and_by_a_stranger_refused(program_of):
    assert program_of(make_reporter()).post("sources/", {"name": "X"}).status_code == 201
    assert_problem(program_of(make_person(None)).post("sources/", {"name": "Y"}), 403)


def test_source_list_finds_by_name_domain_and_kind(program):
    wire = make_source(name="Reuters", kind="wire_service", domains=["reuters.com"])
    office = make_source(name="Census Bureau", kind="official_statistics", domains=["census.gov"])
    Source.objects.filter(pk=make_source().pk).update(
        retired_at="2025-01-01T00:00:00Z", retired_reason="It closed."
    )
    assert _ids(program.get("sources/")) == [wire.pk, office.pk]
    assert _ids(program.get("sources/", q="reut")) == [wire.pk]
    assert _ids(program.get("sources/", q="census.gov")) == [office.pk]
    assert _ids(program.get("sources/", kind="wire_service")) == [wire.pk]
    assert program.get("sources/").json()["items"][0]["domains"] == ["reuters.com"]


def test_source_list_in_pages_gives_each_source_once(program):
    sources = [make_source() for _ in range(3)]
    first = program.get("sources/", limit=2).json()
    rest = program.get("sources/", after=first["next"]).json()
    assert [row["id"] for row in first["items"] + rest["items"]] == [each.pk for each in sources]


def test_source_list_for_somebody_without_a_role_is_empty(program_of):
    source, program = make_source(), program_of(make_person(None))
    assert _ids(program.get("sources/")) == []
    refused, missing = program.get(f"sources/{source.pk}/"), program.get("sources/99999999/")
    assert assert_problem(refused, 404) == assert_problem(missing, 404)


def test_source_list_takes_as_many_statements_for_ten_as_for_one(program):
    make_source(domains=["one.example"])
    with CaptureQueriesContext(connection) as one:
        program.get("sources/")
    for number in range(9):
        make_source(domains=[f"{number}.example"])
    with CaptureQueriesContext(connection) as ten:
        assert len(program.get("sources/").json()["items"]) == 10
    assert len(ten) <= len(one)


def test_source_detail_tells_of_a_retired_one_too(program):
    heir, source = make_source(), make_source()
    Source.objects.filter(pk=source.pk).update(
        retired_at="2025-01-01T00:00:00Z", retired_reason="Merged.", merged_into=heir
    )
    answer = program.get(f"sources/{source.pk}/").json()
    assert answer["retired_at"] == "2025-01-01T00:00:00.000000Z"
    assert answer["merged_into"] == heir.pk


def _ids(response):
    return [row["id"] for row in response.json()["items"]]
