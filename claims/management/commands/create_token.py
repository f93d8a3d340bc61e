"""Make an API token."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from claims.actions.people import create_token
from claims.models import Person


class Command(BaseCommand):
    help = "Make a bearer token for a person and print it. It is shown once and kept nowhere."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--name", default="command line", help="What will use the token.")

    def handle(self, *args: Any, **options: Any) -> None:
        person = Person.objects.filter(username=options["username"], is_active=True).first()
        if person is None:
            raise CommandError(f"There is no person {options['username']} who may sign in.")
        _, secret = create_token(person=person, name=options["name"], by=person)
        self.stdout.write(secret)
