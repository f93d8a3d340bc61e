from functools import partial

import pytest

from claims.actions.citations import withdraw_citation
from claims.actions.sources import (
    add_source,
    change_source,
    find_or_add_source,
    merge_sources,
    restore_source,
    retire_source,
)
from claims.exceptions import BadInput, NotAllowed, NotFound, WrongState
from claims.models import Event, Source
from tests.at_once import at_once
from tests.factories import (
    make_admin,
    make_citation,
    make_claim,
    make_editor,
    make_person,
    make_reporter,
    make_source,
)

pytestmark = pytest.mark.django_db


def test_add_source_adds_it_to_the_library():
    reporter = make_reporter()
    source = add_source(by=reporter, name="Harbour office", kind="public_record", tier="primary")
    assert (source.name, source.kind, source.tier) == ("Harbour office", "public_record", "primary")
    event = Event.objects.get()
    assert (event.kind, event.person, event.chain) == ("source_added", reporter, "library")
    assert event.payload == {"source": source.pk, "name": "Harbour office"}


@pytest.mark.parametrize(
    ("known", "typed"),
    [
        ("Ministry", "MINISTRY"),
        ("Ångström-Institut", "ångström-institut"),
        ("İzmir", "izmir"),
        ("K 2", "\u212a 2"),
    ],
)
def test_add_source_of_a_name_in_the_library_gives_that_one(known, typed):
    source = make_source(name=known)
    assert add_source(by=make_reporter(), name=typed) == source
    assert find_or_add_source(by=make_reporter(), name=typed) == source
    assert Source.objects.count() == 1


def test_add_source_does_not_confuse_letters_that_differ():
    source = make_source(name="Kırıkkale")
    assert find_or_add_source(by=make_reporter(), name="Kirikkale") != source


@pytest.mark.django_db(transaction=True)
def test_add_source_of_one_name_at_once_is_one_source():
    people = [make_reporter() for _ in range(4)]
    answers = at_once([partial(add_source, by=each, name="Harbour office") for each in people])
    assert len({source.pk for source in answers}) == 1
    assert Event.objects.count() == 1


def test_add_source_without_a_role_is_refused():
    with pytest.raises(NotAllowed):
        add_source(by=make_person(None), name="Harbour office")


def test_find_or_add_source_prefers_one_in_use_to_a_retired_one_of_that_name():
    old = make_source(name="Harbour office")
    retire_source(source_id=old.pk, reason="Closed.", by=make_admin())
    assert find_or_add_source(by=make_reporter(), name="harbour office") == old
    new = make_source(name="Harbour office")
    assert find_or_add_source(by=make_reporter(), name="harbour office") == new


def test_merge_sources_moves_citations_and_domains_and_retires_one():
    source, heir, admin = (
        make_source(domains=["a.org"]),
        make_source(domains=["b.org"]),
        make_admin(),
    )
    citation = make_citation(source=source)
    withdrawn = make_citation(source=source)
    withdraw_citation(citation_id=withdrawn.pk, reason="Wrong.", by=withdrawn.added_by)
    assert merge_sources(source_id=source.pk, into_id=heir.pk, by=admin) == heir
    for each in (citation, withdrawn, source):
        each.refresh_from_db()
    assert citation.source == withdrawn.source == heir
    assert sorted(heir.domains.values_list("domain", flat=True)) == ["a.org", "b.org"]
    assert source.merged_into == heir
    assert source.retired_reason == f"Merged into {heir.name}."
    assert list(Source.objects.in_use()) == [heir]
    event = Event.objects.filter(chain="library").last()
    assert event.kind == Event.Kind.SOURCE_MERGED
    assert event.payload == {
        "source": source.pk,
        "name": source.name,
        "into": heir.pk,
        "into_name": heir.name,
        "citations": 2,
    }


def test_merge_sources_twice_leads_to_the_last_heir():
    first, second, third = make_source(), make_source(), make_source()
    merge_sources(source_id=first.pk, into_id=second.pk, by=make_admin())
    merge_sources(source_id=second.pk, into_id=third.pk, by=make_admin())
    first.refresh_from_db()
    assert first.merged_into == third


def test_merge_sources_keeps_the_verdicts_that_rest_on_them():
    claim = make_claim(citations=1, rating="verified")
    heir = make_source()
    merge_sources(source_id=claim.citations.get().source_id, into_id=heir.pk, by=make_admin())
    claim.refresh_from_db()
    assert claim.rating == "verified"


def test_merge_sources_into_itself_is_refused():
    source = make_source()
    with pytest.raises(WrongState, match="into itself"):
        merge_sources(source_id=source.pk, into_id=source.pk, by=make_admin())


@pytest.mark.parametrize("which", ["source_id", "into_id"])
def test_merge_sources_of_a_retired_one_is_refused(which):
    source, other, admin = make_source(), make_source(), make_admin()
    retire_source(source_id=source.pk, reason="Closed.", by=admin)
    ids = {"source_id": other.pk, "into_id": other.pk} | {which: source.pk}
    with pytest.raises(WrongState, match="retired or merged already"):
        merge_sources(**ids, by=admin)


def test_merge_sources_of_which_one_does_not_exist_is_not_found():
    with pytest.raises(NotFound):
        merge_sources(source_id=make_source().pk, into_id=0, by=make_admin())


def test_merge_sources_by_an_editor_is_refused():
    with pytest.raises(NotAllowed):
        merge_sources(source_id=make_source().pk, into_id=make_source().pk, by=make_editor())


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_round", range(3))
def test_merge_sources_both_ways_at_once_merges_one_way(_round):
    one, two = make_source(), make_source()
    for source in (one, two):
        make_citation(source=source)
    admins = [make_admin(), make_admin()]
    answers = at_once(
        [
            partial(merge_sources, source_id=one.pk, into_id=two.pk, by=admins[0]),
            partial(merge_sources, source_id=two.pk, into_id=one.pk, by=admins[1]),
        ]
    )
    assert sorted(type(answer) for answer in answers if isinstance(answer, Exception)) == [
        WrongState
    ]
    heir = Source.objects.in_use().get()
    assert heir.citations.count() == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_round", range(4))
def test_merge_sources_in_a_ring_at_once_leaves_nobody_without_an_heir_in_use(_round):
    sources = [make_source() for _ in range(3)]
    admins = [make_admin() for _ in sources]
    ring = zip(sources, sources[1:] + sources[:1], admins, strict=True)
    answers = at_once(
        [
            partial(merge_sources, source_id=one.pk, into_id=two.pk, by=admin)
            for one, two, admin in ring
        ]
    )
    refused = [answer for answer in answers if isinstance(answer, Exception)]
    assert all(isinstance(each, WrongState) for each in refused)
    assert Source.objects.in_use().count() == len(refused) > 0
    assert not Source.objects.filter(merged_into__retired_at__isnull=False).exists()


def test_retire_source_takes_it_out_of_use_and_keeps_what_rests_on_it():
    claim = make_claim(citations=1, rating="verified")
    source, admin = claim.citations.get().source, make_admin()
    retire_source(source_id=source.pk, reason=" It made things up. ", by=admin)
    source.refresh_from_db()
    claim.refresh_from_db()
    assert source.retired_reason == "It made things up."
    assert not Source.objects.in_use().filter(pk=source.pk).exists()
    assert claim.rating == "verified"
    event = Event.objects.filter(chain="library").last()
    assert (event.kind, event.person) == (Event.Kind.SOURCE_RETIRED, admin)
    assert event.payload["reason"] == "It made things up."


def test_retire_source_twice_is_refused():
    source = make_source()
    retire_source(source_id=source.pk, reason="Closed.", by=make_admin())
    with pytest.raises(WrongState, match=r"retired already: Closed\."):
        retire_source(source_id=source.pk, reason="Again.", by=make_admin())


@pytest.mark.django_db(transaction=True)
def test_retire_source_at_once_is_done_once():
    source, admins = make_source(), [make_admin() for _ in range(3)]
    answers = at_once(
        [partial(retire_source, source_id=source.pk, reason="Gone.", by=each) for each in admins]
    )
    assert sum(isinstance(answer, WrongState) for answer in answers) == 2
    assert Event.objects.filter(kind=Event.Kind.SOURCE_RETIRED).count() == 1


@pytest.mark.parametrize("reason", ["", " \n"])
def test_retire_source_without_a_reason_is_refused(reason):
    with pytest.raises(BadInput, match="Say why"):
        retire_source(source_id=make_source().pk, reason=reason, by=make_admin())


def test_retire_source_by_an_editor_is_refused():
    with pytest.raises(NotAllowed):
        retire_source(source_id=make_source().pk, reason="Gone.", by=make_editor())


def test_retire_source_that_does_not_exist_is_not_found():
    with pytest.raises(NotFound):
        retire_source(source_id=0, reason="Gone.", by=make_admin())


def _domains(source):
    return sorted(source.domains.values_list("domain", flat=True))


def test_change_source_changes_what_is_given_and_says_so():
    source, admin = make_source(name="Ministry", domains=["old.org"]), make_admin()
    change_source(
        source_id=source.pk,
        name=" The  ministry ",
        kind="court",
        add_domains=["https://www.new.org/about"],
        remove_domains=["old.org"],
        by=admin,
    )
    source.refresh_from_db()
    assert (source.name, source.kind, _domains(source)) == ("The ministry", "court", ["new.org"])
    event = Event.objects.last()
    assert (event.kind, event.person) == (Event.Kind.SOURCE_CHANGED, admin)
    assert event.payload["changed"] == {
        "name": ["Ministry", "The ministry"],
        "kind": ["other", "court"],
        "domains": [["old.org"], ["new.org"]],
    }


def test_change_source_to_what_it_is_leaves_no_trace():
    source = make_source(domains=["a.org"])
    events = Event.objects.count()
    change_source(source_id=source.pk, name=source.name, add_domains=["a.org"], by=make_admin())
    assert Event.objects.count() == events


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"name": "OTHER"}, "name"),
        ({"name": " "}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"kind": "rumour"}, "kind"),
        ({"tier": "best"}, "tier"),
        ({"add_domains": ["taken.org"]}, "domains"),
        ({"add_domains": ["no domain"]}, "domains"),
    ],
)
def test_change_source_to_what_cannot_be_is_refused(fields, field):
    make_source(name="Other", domains=["taken.org"])
    source = make_source(name="Mine")
    with pytest.raises(BadInput) as refusal:
        change_source(source_id=source.pk, by=make_admin(), **fields)
    assert refusal.value.field == field
    source.refresh_from_db()
    assert (source.name, _domains(source)) == ("Mine", [])


def test_change_source_takes_the_domain_of_a_retired_one_and_both_say_so():
    old, new, admin = make_source(domains=["a.org"]), make_source(), make_admin()
    retire_source(source_id=old.pk, reason="Closed.", by=admin)
    change_source(source_id=new.pk, add_domains=["a.org"], by=admin)
    assert (_domains(old), _domains(new)) == ([], ["a.org"])
    changed = [event.payload for event in Event.objects.filter(kind="source_changed")]
    assert {payload["source"]: payload["changed"]["domains"] for payload in changed} == {
        old.pk: [["a.org"], []],
        new.pk: [[], ["a.org"]],
    }


@pytest.mark.django_db(transaction=True)
def test_change_source_giving_one_domain_to_two_at_once_gives_it_to_one():
    sources, admins = [make_source() for _ in range(3)], [make_admin() for _ in range(3)]
    answers = at_once(
        [
            partial(change_source, source_id=source.pk, add_domains=["a.org"], by=admin)
            for source, admin in zip(sources, admins, strict=True)
        ]
    )
    assert sum(isinstance(answer, BadInput) for answer in answers) == 2
    assert sum(len(_domains(source)) for source in sources) == 1


def test_change_source_that_is_retired_or_by_an_editor_or_missing_is_refused():
    source = make_source()
    with pytest.raises(NotAllowed):
        change_source(source_id=source.pk, name="Other", by=make_editor())
    retire_source(source_id=source.pk, reason="Closed.", by=make_admin())
    with pytest.raises(WrongState, match="is retired"):
        change_source(source_id=source.pk, name="Other", by=make_admin())
    with pytest.raises(NotFound):
        change_source(source_id=0, name="Other", by=make_admin())


def test_restore_source_brings_it_back_into_use():
    source, admin = make_source(domains=["a.org"]), make_admin()
    retire_source(source_id=source.pk, reason="Closed.", by=admin)
    restore_source(source_id=source.pk, by=admin)
    assert Source.objects.in_use().get() == source
    assert Event.objects.last().payload["changed"] == {"retired": ["Closed.", ""]}
    assert make_citation(url="https://a.org/").source == source


def test_restore_source_that_cannot_come_back_is_refused():
    in_use, admin = make_source(), make_admin()
    with pytest.raises(WrongState, match="in use already"):
        restore_source(source_id=in_use.pk, by=admin)
    merged = make_source(name="Merged")
    merge_sources(source_id=merged.pk, into_id=in_use.pk, by=admin)
    with pytest.raises(WrongState, match="was merged into"):
        restore_source(source_id=merged.pk, by=admin)
    renamed = make_source(name="Harbour office")
    retire_source(source_id=renamed.pk, reason="Closed.", by=admin)
    make_source(name="harbour OFFICE")
    with pytest.raises(WrongState, match="Another source is called"):
        restore_source(source_id=renamed.pk, by=admin)


def test_restore_source_by_an_editor_is_refused():
    source = make_source()
    retire_source(source_id=source.pk, reason="Closed.", by=make_admin())
    with pytest.raises(NotAllowed):
        restore_source(source_id=source.pk, by=make_editor())
