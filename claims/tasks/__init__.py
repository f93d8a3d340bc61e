"""Work in the background. The worker finds what is imported here."""

from claims.tasks.finding import find_checkable
from claims.tasks.housekeeping import check_history, clear_sessions
from claims.tasks.imports import read_copy
from claims.tasks.stalled import take_up_stalled

__all__ = [
    "check_history",
    "clear_sessions",
    "find_checkable",
    "read_copy",
    "take_up_stalled",
]
