"""Which admin site the project has."""

from django.contrib.admin.apps import AdminConfig


class DeskAdminConfig(AdminConfig):
    """Django's admin on our own site class."""

    # Not in the package `claims.admin`: importing that registers models, on a site that is still
    # being made, and they would be lost.
    default_site = "claims.admin_site.DeskSite"
