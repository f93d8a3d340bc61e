"""The desk itself."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ClaimsConfig(AppConfig):
    name = "claims"
    verbose_name = "Newsdesk"

    def ready(self) -> None:
        # Permissions come into being after the migrations, so the roles made of them do too.
        from claims.roles import keep_roles

        post_migrate.connect(keep_roles, sender=self)
