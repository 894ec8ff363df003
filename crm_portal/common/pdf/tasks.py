"""What the worker does with PDFs."""

import os

from celery import shared_task

from crm_portal.common import waking
from crm_portal.common.pdf import workflow


@shared_task(time_limit=workflow.LONGEST_SECONDS)
def make_next() -> None:
    """Make one PDF and ask for the next: each has the time limit to itself. The sweep of each minute asks as well."""
    try:
        was_one = workflow.make_next()
    except MemoryError:
        os._exit(1)  # the worker starts another process, which gets the task again
    if was_one:
        waking.wake(workflow.MAKE_TASK)
