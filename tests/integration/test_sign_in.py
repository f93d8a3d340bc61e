import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError

from claims.roles import PERMISSIONS, Role
from claims.sign_in import PersonBackend, ProductNameValidator
from tests.factories import make_person, make_reviewer

pytestmark = pytest.mark.django_db


def test_get_user_reads_a_person_and_all_they_may_do_in_one_statement(django_assert_num_queries):
    made = make_reviewer()
    made.user_permissions.add(Permission.objects.get(codename="merge_source"))
    with django_assert_num_queries(1):
        person = PersonBackend().get_user(made.pk)
        assert person == made
        assert person.has_perm("claims.record_verdict")
        assert person.has_perm("claims.merge_source")
        assert not person.has_perm("claims.clear_article")
    assert person.get_all_permissions() == made.get_all_permissions()


def test_get_user_who_may_do_everything_may_so():
    person = PersonBackend().get_user(make_person(None, is_superuser=True).pk)
    assert person.has_perm("claims.merge_source")
    assert "claims.merge_source" in person.get_all_permissions()


def test_get_user_without_a_role_may_do_nothing():
    person = PersonBackend().get_user(make_person(None).pk)
    assert person.get_all_permissions() == set()


def test_get_user_whose_account_is_closed_is_nobody():
    assert PersonBackend().get_user(make_reviewer(is_active=False).pk) is None
    assert PersonBackend().get_user(0) is None


@pytest.mark.parametrize("role", Role)
def test_role_may_do_what_it_is_said_to(role):
    permissions = make_person(role).get_all_permissions()
    assert {name.partition(".")[2] for name in permissions} == set(PERMISSIONS[role])


def test_role_grows_from_reporter_to_admin():
    rights = [make_person(role).get_all_permissions() for role in Role]
    assert rights[0] < rights[1] < rights[2] < rights[3]


@pytest.mark.django_db(transaction=True)
def test_role_is_there_again_after_every_table_was_emptied():
    """Two in a row: what one leaves behind, the other begins with."""
    assert make_reviewer().has_perm("claims.record_verdict")


@pytest.mark.django_db(transaction=True)
def test_role_is_there_again_after_every_table_was_emptied_a_second_time():
    assert make_reviewer().has_perm("claims.record_verdict")


@pytest.mark.parametrize("password", ["my-newsdesk-login", "FACTCHECK1234567", "fact-check-2026!"])
def test_product_name_in_a_password_is_refused(password):
    with pytest.raises(ValidationError, match="guessed first"):
        ProductNameValidator().validate(password)


def test_product_name_not_in_a_password_is_fine():
    ProductNameValidator().validate("correct horse battery staple")
