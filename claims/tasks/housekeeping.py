"""What the worker does every night."""

import logging

from django.core.management import call_command
from procrastinate.contrib.django import app

from claims.queries.chain import find_faults

logger = logging.getLogger(__name__)


@app.periodic(cron="10 3 * * *", periodic_id="clear_sessions")
@app.task(pass_context=False, queueing_lock="clear_sessions")
def clear_sessions(timestamp: int) -> None:
    """Forget the sessions that have run out."""
    call_command("clearsessions")


@app.periodic(cron="30 3 * * *", periodic_id="check_history")
@app.task(pass_context=False, queueing_lock="check_history")
def check_history(timestamp: int) -> int:
    """Check the sealed history, log each fault as an error, and return how many there are."""
    faults = list(find_faults())
    for fault in faults:
        logger.error("The history is not whole: %s", fault)
    return len(faults)
