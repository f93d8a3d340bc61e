"""Jobs that a worker had in hand when it was killed: another one takes them up."""

import logging

from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status

logger = logging.getLogger(__name__)

SILENT_S = 15.0
"""A worker that has said nothing for so long is dead; a living one speaks every `BEAT_S`."""
BEAT_S = 3.0
MOST_ATTEMPTS = 5
"""A job that has taken as many workers along is given up."""


@app.periodic(cron="*/15 * * * * *", periodic_id="take_up_stalled")
@app.task(pass_context=True, queueing_lock="take_up_stalled")
async def take_up_stalled(context: JobContext, timestamp: int) -> int:
    """Have the jobs of dead workers done again, and return how many there were."""
    jobs = context.app.job_manager
    stalled = list(await jobs.get_stalled_jobs(seconds_since_heartbeat=SILENT_S))
    for job in stalled:
        if job.attempts >= MOST_ATTEMPTS:
            logger.error("Given up after %s tries: %s", job.attempts, job.call_string)
            await jobs.finish_job(job, status=Status.FAILED, delete_job=False)
        else:
            logger.warning("Taken up again: %s, whose worker is gone.", job.call_string)
            try:
                await jobs.retry_job(job)
            except UniqueViolation:  # a newer one of its kind waits already, and does as well
                await jobs.finish_job(job, status=Status.FAILED, delete_job=True)
    return len(stalled)
