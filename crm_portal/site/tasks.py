"""What the scheduler asks for."""

import logging
from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from crm_portal.common import page_cache, registry, retention

JUST_NOW = timedelta(minutes=2)
"""Longer than the scheduler waits between two looks."""

logger = logging.getLogger(__name__)


@shared_task
def begin_the_day() -> None:
    """Render the public pages anew: who presides depends on the day."""
    page_cache.begin_edition()


@shared_task
def open_and_close() -> None:
    """Render the public pages anew where something has just opened or closed by itself; its own page needs nothing."""
    now = timezone.now()
    if any(has_come(now - JUST_NOW, now) for has_come in registry.moments):
        page_cache.begin_edition()


@shared_task
def enforce_retention() -> None:
    """Deal with everything that is kept longer than the privacy notice says. Running it again changes nothing."""
    for name, done in retention.enforce(timezone.now()):
        logger.info("Retention: %s: %d.", name, done)
