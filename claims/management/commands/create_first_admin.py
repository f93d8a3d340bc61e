"""Create the account that everything else begins with."""

import secrets
from typing import Any

from django.contrib.auth.models import Group
from django.core.management.base import BaseCommand
from django.db import transaction
from environs import Env

from claims.models import Person
from claims.roles import Role


class Command(BaseCommand):
    help = "Create the person admin, unless somebody who may do everything is there already."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        if Person.objects.filter(is_superuser=True).exists():
            return
        chosen = Env().str("NEWSDESK_ADMIN_PASSWORD", default="")
        password = chosen or secrets.token_urlsafe(12)
        admin = Person.objects.create_superuser("admin", password=password)
        admin.groups.add(Group.objects.get(name=Role.ADMIN.value))
        if chosen:
            self.stdout.write("Sign in as admin with the password of NEWSDESK_ADMIN_PASSWORD.")
        else:
            self.stdout.write(f"Sign in as admin with the password {password} (shown only now).")
