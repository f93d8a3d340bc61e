#!/usr/bin/env python
"""Run a command of the desk: `python manage.py help` lists them."""

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsdesk.settings")
    # A migration or an import may take long; only pages have to be quick.
    os.environ.setdefault("NEWSDESK_STATEMENT_TIMEOUT_MS", "0")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
