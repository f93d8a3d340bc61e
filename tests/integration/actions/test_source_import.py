import pytest

from claims.actions.source_import import SourceRow, import_sources
from claims.actions.sources import retire_source
from claims.exceptions import BadInput, NotAllowed
from claims.models import Event, Source
from tests.factories import make_admin, make_editor, make_source

pytestmark = pytest.mark.django_db


def _row(number=2, source=None, domains=None, **fields):
    fields = {"name": f"Source of row {number}"} | fields
    return SourceRow(number, source.pk if source else None, fields, domains)


def test_import_sources_adds_and_changes_all_the_rows():
    known = make_source(name="Known", domains=["old.org", "kept.org"])
    import_sources(
        rows=[
            _row(2, name="New", kind="court", domains=["new.org"]),
            _row(3, source=known, name="Known", notes="Better.", domains=["kept.org", "more.org"]),
        ],
        by=make_admin(),
    )
    new = Source.objects.get(name="New")
    assert (new.kind, new.domains.get().domain) == ("court", "new.org")
    known.refresh_from_db()
    assert known.notes == "Better."
    assert sorted(known.domains.values_list("domain", flat=True)) == ["kept.org", "more.org"]
    kinds = list(Event.objects.order_by("id").values_list("kind", flat=True))[-2:]
    assert kinds == ["source_added", "source_changed"]


def test_import_sources_without_a_column_of_domains_leaves_them():
    known = make_source(name="Known", domains=["kept.org"])
    import_sources(rows=[_row(source=known, name="Known", notes="Better.")], by=make_admin())
    assert known.domains.get().domain == "kept.org"


@pytest.mark.parametrize(
    "bad",
    [
        {"name": ""},
        {"name": "known"},
        {"kind": "rumour"},
        {"domains": ["no domain"]},
        {"domains": ["taken.org"]},
        {"notes": "x" * 5_001},
    ],
)
def test_import_sources_with_one_bad_row_adds_none_and_names_it(bad):
    make_source(name="Known", domains=["taken.org"])
    events = Event.objects.count()
    with pytest.raises(BadInput, match=r"^Row 7: "):
        import_sources(rows=[_row(6), _row(7, **bad)], by=make_admin())
    assert Source.objects.count() == 1
    assert Event.objects.count() == events


def test_import_sources_of_one_retired_meanwhile_is_refused():
    known, admin = make_source(), make_admin()
    retire_source(source_id=known.pk, reason="Closed.", by=admin)
    with pytest.raises(BadInput, match="retired that source meanwhile"):
        import_sources(rows=[_row(source=known)], by=admin)


def test_import_sources_by_an_editor_is_refused():
    with pytest.raises(NotAllowed):
        import_sources(rows=[_row()], by=make_editor())
