"""What the worker does with documents."""

import logging
from datetime import timedelta

from celery import shared_task
from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils import timezone

from crm_portal.common import page_cache, waking
from declarations import instruments, publishing, texts, words
from declarations.models import Document, DocumentVersion

MOST_ATTEMPTS = 2
JUST_NOW = timedelta(minutes=2)
"""Longer than the scheduler waits between two looks."""

logger = logging.getLogger(__name__)


@shared_task
def prepare_versions() -> None:
    """Make the copies that wait to be made. Asked for after each upload, and each minute by the scheduler."""
    waiting = DocumentVersion.objects.filter(public_file=None, file__scan="clean", attempts__lt=MOST_ATTEMPTS)
    for version in waiting.select_related("file"):
        DocumentVersion.objects.filter(pk=version.pk).update(attempts=F("attempts") + 1)
        try:
            publishing.prepare(version)
        except ValidationError:
            logger.warning("Version %s could not be prepared.", version.pk)


@shared_task
def end_embargoes() -> None:
    """Render the public pages anew where a document's moment has just come: its own page opens by itself."""
    begun = Document.objects.public().filter(published_at__gt=timezone.now() - JUST_NOW, embargo_until__isnull=False)
    if begun.exists():
        page_cache.begin_edition()


@shared_task
def read_texts() -> None:
    """Read one file and ask for the next: each has the time limit to itself. The sweep of each minute asks as well."""
    if texts.read_next():
        waking.wake(texts.READ_TASK)


@shared_task
def renew_known_words() -> None:
    """Know the words of public titles, which a search is perhaps meant by."""
    words.renew()


@shared_task
def print_instruments() -> None:
    """Have the PDFs of instruments made that are missing or out of date. Asked at publication, and each minute."""
    instruments.ask_where_due()
