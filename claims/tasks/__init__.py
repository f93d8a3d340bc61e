"""Work in the background. The worker finds what is imported here."""

from claims.tasks.finding import find_checkable
from claims.tasks.housekeeping import check_history, clear_sessions

__all__ = ["check_history", "clear_sessions", "find_checkable"]
