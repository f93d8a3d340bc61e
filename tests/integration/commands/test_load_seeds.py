from io import StringIO

import pytest
from django.core.management import call_command

from claims.models import Article, Event


def _run():
    out = StringIO()
    call_command("load_seeds", stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_load_seeds_twice_loads_once_and_says_so():
    assert _run() == "The sample article is on the desk.\n"
    events = Event.objects.count()
    assert _run() == "The sample article is there already.\n"
    assert Article.objects.count() == 1
    assert Event.objects.count() == events
