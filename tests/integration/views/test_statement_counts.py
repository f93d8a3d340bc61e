"""How many statements a page or an answer costs, however much there is to show."""

import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from claims.actions.finding import find_in
from claims.models import Article, Claim, Person
from claims.queries.coverage import get_coverage
from tests.factories import (
    make_article,
    make_citation,
    make_claim,
    make_reviewer,
    make_revision,
    stored_version,
)

pytestmark = pytest.mark.usefixtures("static_files")

MOST_FOR_A_VERDICT = 12


def sign_in(client: Client, person: Person) -> None:
    client.force_login(person, backend="claims.sign_in.PersonBackend")


def statements(client: Client, path: str) -> int:
    client.get(path)  # the second time, as on any day: templates parsed, content types known
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


def make_claims(article: Article, count: int) -> list[Claim]:
    text = article.revisions.get().text
    person = make_reviewer()
    claims = []
    for index in range(count):
        place = index % (len(text) // 8)
        while text[place].isspace() or text[place + 4].isspace():
            place += 1
        claims.append(make_claim(article=article, start=place, end=place + 5, by=person))
    return claims


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", ["figure", "quotation"])
def test_verdict_record_takes_twelve_statements_at_most_begin_and_commit_included(
    client: Client, htmx: dict[str, str], kind: str
) -> None:
    claim = make_claim(citations=2, kind=kind)
    sign_in(client, make_reviewer())
    path = f"/claims/{claim.pk}/verdict/"
    for rating in ("verified", "disputed", "verified"):  # the first one, and those that follow
        form = {
            "rating": rating,
            "rationale": "It says so.",
            "version": stored_version(claim),
            "idempotency_key": uuid.uuid4(),
        }
        with CaptureQueriesContext(connection) as captured:
            response = client.post(path, form, headers=htmx)
        assert response.status_code == 200
        sql = [query["sql"] for query in captured]
        assert "BEGIN" in sql
        assert "COMMIT" in sql
        assert len(sql) <= MOST_FOR_A_VERDICT, "\n".join(sql)


@pytest.mark.django_db
def test_check_page_costs_the_same_for_two_claims_and_for_forty(client: Client) -> None:
    few, many = make_article(), make_article()
    first, *_ = make_claims(few, 2)
    second, *_ = make_claims(many, 40)
    for _ in range(3):
        make_citation(claim=second)
    make_citation(claim=first)
    sign_in(client, make_reviewer())
    assert statements(client, f"/articles/{few.pk}/") == statements(client, f"/articles/{many.pk}/")
    assert statements(client, f"/articles/{few.pk}/?claim={first.pk}") == statements(
        client, f"/articles/{many.pk}/?claim={second.pk}"
    )


@pytest.mark.django_db
@pytest.mark.parametrize("rest", ["", "suggestions/", "?suggestion={0}"])
def test_check_page_costs_the_same_for_few_suggestions_and_for_many(
    client: Client, rest: str
) -> None:
    sign_in(client, make_reviewer())
    costs = set()
    for text in (
        "It cost $5 million. It rose by 30%.",
        "\n\n".join(
            f"Ferry {at} carried {at + 100} people. It cost ${at + 7} million." for at in range(60)
        ),
    ):
        article = make_article(text=text)
        find_in(make_revision(article))
        first = get_coverage(article.pk).uncovered[0]
        costs.add(statements(client, f"/articles/{article.pk}/{rest.format(first.id)}"))
    assert len(costs) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/articles/", "/claims/", "/sources/"])
def test_list_costs_the_same_for_one_row_and_for_ten(client: Client, path: str) -> None:
    sign_in(client, make_reviewer())
    make_claim(citations=1, rating="verified")
    with_one = statements(client, path)
    for _ in range(9):
        make_claim(citations=1, rating="verified")
    assert statements(client, path) == with_one
