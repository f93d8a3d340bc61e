"""The admin pages: library, rules and people are kept here; history is looked at.

Django's autodiscovery imports this package, and so each of its modules.
"""

from claims.admin import evidence, history, person, source

__all__ = ["evidence", "history", "person", "source"]
