"""Load the sample article and the library of sources."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from claims.actions.seeds import load_seeds


class Command(BaseCommand):
    help = "Load the sample article with its claims and sources. Safe to run twice."

    def handle(self, *args: Any, **options: Any) -> None:
        if load_seeds(folder=settings.SEEDS):
            self.stdout.write("The sample article is on the desk.")
        else:
            self.stdout.write("The sample article is there already.")
