"""What the worker looks through: long drafts, and those that a stopped server left."""

from procrastinate.contrib.django import app

from claims.actions.finding import FIND_TASK, find_in
from claims.models import Revision


@app.task(name=FIND_TASK, retry=3)
def find_checkable(revision_id: int) -> None:
    """Look through a draft for what is checkable, unless that is done already."""
    find_in(Revision.objects.get(pk=revision_id))
