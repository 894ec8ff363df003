"""What the worker does with documents."""

import logging

from celery import shared_task
from django.core.exceptions import ValidationError
from django.db.models import F

from crm_portal.common import waking
from declarations import instruments, publishing, texts, words
from declarations.consultations import filing_dossiers, keeping_time
from declarations.models import DocumentVersion

MOST_ATTEMPTS = 2

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


@shared_task
def keep_consultations() -> None:
    """End the rounds whose moment has come, and remind who has not answered. Asked each minute."""
    keeping_time.keep()


@shared_task
def file_dossiers() -> None:
    """Print and file the dossiers of consultations that are due. Asked for by the last step of one, and each minute."""
    filing_dossiers.keep()
