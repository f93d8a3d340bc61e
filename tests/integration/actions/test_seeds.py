from functools import partial

import pytest
from django.conf import settings

from claims.actions.seeds import load_seeds
from claims.models import Article, Citation, Claim, Event, Person, Source, Verdict
from claims.queries.chain import find_faults
from tests.at_once import at_once
from tests.factories import make_source

pytestmark = pytest.mark.django_db


def _counts():
    return [model.objects.count() for model in (Article, Claim, Citation, Source, Verdict, Event)]


def test_load_seeds_brings_an_article_once_with_people_who_cannot_sign_in():
    assert load_seeds(folder=settings.SEEDS) is True
    article = Article.objects.get()
    assert article.revisions.get().origin == "seed"
    assert article.deadline
    ratings = set(article.claims.values_list("rating", flat=True))
    assert {"", "verified"} <= ratings
    assert not article.claims.filter(mentions__isnull=True).exists()
    assert Source.objects.filter(domains__isnull=False).exists()
    people = Person.objects.all()
    assert people
    assert not [person for person in people if person.has_usable_password()]
    assert not [person for person in people if person.is_staff or person.is_superuser]
    before = _counts()
    assert load_seeds(folder=settings.SEEDS) is False
    assert _counts() == before


def test_load_seeds_beside_a_library_keeps_what_is_in_it():
    mine = make_source(
        name="U.S. CENSUS BUREAU", notes="Ours.", domains=["census.gov", "example.org"]
    )
    load_seeds(folder=settings.SEEDS)
    mine.refresh_from_db()
    assert mine.notes == "Ours."
    assert Source.objects.filter(name__iexact="u.s. census bureau").count() == 1


@pytest.mark.django_db(transaction=True)
def test_load_seeds_of_two_starts_at_once_loads_once():
    answers = at_once([partial(load_seeds, folder=settings.SEEDS)] * 3)
    assert sorted(answers) == [False, False, True]
    assert Article.objects.count() == 1
    assert list(find_faults()) == []
