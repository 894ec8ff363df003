"""What the scheduler asks for."""

from celery import shared_task
from django.core.management import call_command

from crm_portal.common import page_cache


@shared_task
def begin_the_day() -> None:
    """Render the public pages anew: who presides depends on the day."""
    page_cache.begin_edition()


@shared_task
def clear_expired_sessions() -> None:
    """Remove the sessions that nobody can use any more."""
    call_command("clearsessions")
