"""What the worker and the scheduler do with letters. Each may run twice at once: rows are locked one by one."""

from celery import shared_task
from django.utils import timezone

from crm_portal.common.outbox import sending, workflow


@shared_task
def send_due_letters() -> None:
    """Send what is due; asked for after each new letter, and each minute in case nobody could ask."""
    sending.send_due()


@shared_task
def gather_digests() -> None:
    """Put what waits for a person's daily summary into one mail."""
    workflow.gather_digests(timezone.now())
    sending.send_due()
