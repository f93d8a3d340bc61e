"""The four roles as Django groups, and what each may do."""

from enum import StrEnum

from django.apps import AppConfig


class Role(StrEnum):
    """The name of a group; `PERMISSIONS` says what its people may do."""

    REPORTER = "reporter"
    REVIEWER = "reviewer"
    EDITOR = "editor"
    ADMIN = "admin"


_READ = ("view_article", "view_claim", "view_source", "view_event")
_REPORTER = (*_READ, "add_article", "add_revision", "add_citation")
_REVIEWER = (*_REPORTER, "add_claim", "change_claim", "record_verdict", "sign_off_article")
_EDITOR = (*_REVIEWER, "change_article", "assign_claim", "clear_article", "publish_article")
_ADMIN = (
    *_EDITOR,
    *("add_source", "change_source", "merge_source", "retire_source", "delete_sourcedomain"),
    *("add_sourcedomain", "change_sourcedomain", "view_sourcedomain"),
    *("add_evidencepolicy", "change_evidencepolicy", "view_evidencepolicy"),
    *("add_person", "change_person", "view_person", "view_group"),
    *("view_apitoken", "change_apitoken"),
    *("view_revision", "view_mention", "view_verdict", "view_citation"),
    *("view_acceptance", "view_signoff"),
)
PERMISSIONS = {
    Role.REPORTER: _REPORTER,
    Role.REVIEWER: _REVIEWER,
    Role.EDITOR: _EDITOR,
    Role.ADMIN: _ADMIN,
}


def keep_roles(sender: AppConfig, using: str, **kwargs: object) -> None:
    """Create the groups and give each the permissions above; others given by hand stay."""
    from django.contrib.auth.models import Group, Permission

    codenames = set().union(*PERMISSIONS.values())
    permissions = {
        permission.codename: permission
        for permission in Permission.objects.using(using).filter(
            content_type__app_label__in=("claims", "auth"), codename__in=codenames
        )
    }
    for role, names in PERMISSIONS.items():
        group, _ = Group.objects.using(using).get_or_create(name=role.value)
        # A later migration may bring some of them; this runs again after it.
        group.permissions.add(*(permissions[name] for name in names if name in permissions))
