"""What the scheduler asks of this app."""

from celery import shared_task
from django.utils import timezone

from members import handover


@shared_task
def hand_over() -> None:
    """Make the file of a presidency that has begun. Asked for each hour, since a file is made once."""
    handover.hand_over(timezone.localdate())
