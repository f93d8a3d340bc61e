from functools import partial

import pytest

from claims.actions.policies import remove_evidence_policy, set_evidence_policy
from claims.exceptions import BadInput, NotAllowed, NotFound, WrongState
from claims.models import Event, EvidencePolicy
from tests.at_once import at_once
from tests.factories import make_admin, make_claim, make_editor, make_policy

pytestmark = pytest.mark.django_db

FIELDS = {
    "verified_citations": 2,
    "verified_origins": 2,
    "verified_tier": "primary",
    "disputed_citations": 1,
}


def _set(kind="figure", by=None, **fields):
    return set_evidence_policy(kind=kind, by=by or make_admin(), **(FIELDS | fields))


def test_set_evidence_policy_makes_one_and_says_so():
    admin = make_admin()
    policy = _set(by=admin)
    policy.refresh_from_db()
    assert (policy.kind, policy.verified_citations, policy.verified_tier) == (
        "figure",
        2,
        "primary",
    )
    event = Event.objects.get()
    assert (event.kind, event.person, event.chain) == ("policy_changed", admin, "library")
    assert event.payload["changed"]["verified_citations"] == [None, 2]


def test_set_evidence_policy_again_changes_the_one_there_is():
    _set()
    _set(verified_citations=3)
    assert EvidencePolicy.objects.get(kind="figure").verified_citations == 3
    assert Event.objects.last().payload["changed"] == {"verified_citations": [2, 3]}


def test_set_evidence_policy_to_what_it_is_leaves_no_trace():
    _set()
    _set()
    assert Event.objects.count() == 1


def test_set_evidence_policy_leaves_the_verdicts_given_before():
    claim = make_claim(kind="figure", rating="verified")
    _set()
    claim.refresh_from_db()
    assert claim.rating == "verified"


@pytest.mark.django_db(transaction=True)
def test_set_evidence_policy_of_one_kind_at_once_is_one_policy():
    admins = [make_admin() for _ in range(3)]
    answers = at_once([partial(_set, by=admin) for admin in admins])
    assert len({policy.pk for policy in answers}) == 1
    assert EvidencePolicy.objects.filter(kind="figure").count() == 1


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"kind": "rumour"}, "kind"),
        ({"verified_tier": "best"}, "verified_tier"),
        ({"verified_citations": 0}, "verified_citations"),
        ({"verified_origins": 21}, "verified_origins"),
        ({"disputed_citations": -1}, "disputed_citations"),
    ],
)
def test_set_evidence_policy_out_of_bounds_is_refused(fields, field):
    with pytest.raises(BadInput) as refusal:
        _set(**fields)
    assert refusal.value.field == field
    assert not EvidencePolicy.objects.exclude(kind="").exists()


def test_set_and_remove_evidence_policy_by_an_editor_are_refused():
    policy, editor = make_policy("figure"), make_editor()
    with pytest.raises(NotAllowed):
        _set(by=editor)
    with pytest.raises(NotAllowed):
        remove_evidence_policy(policy_id=policy.pk, by=editor)


def test_remove_evidence_policy_drops_it_and_keeps_what_it_said():
    policy = _set()
    remove_evidence_policy(policy_id=policy.pk, by=make_admin())
    assert not EvidencePolicy.objects.filter(pk=policy.pk).exists()
    assert Event.objects.last().payload["changed"]["verified_tier"] == ["primary", None]


def test_remove_evidence_policy_for_every_other_kind_is_refused():
    with pytest.raises(WrongState, match="stays"):
        remove_evidence_policy(policy_id=make_policy("").pk, by=make_admin())


def test_remove_evidence_policy_that_does_not_exist_is_not_found():
    with pytest.raises(NotFound):
        remove_evidence_policy(policy_id=0, by=make_admin())
