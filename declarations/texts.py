"""Reads what the files of versions say, one at a time and once for each version, so that they are found by it.

A version says *begun*, committed, before its file is read. A worker that dies of a file leaves that behind; the sweep
tries once more and then gives up. One file is read at a time, whatever the number of workers: the others go on with
what else waits.
"""

import logging
from datetime import timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from crm_portal.common.files.extracting import FileText, UnreadableError, extracted
from declarations.models import DocumentVersion, VersionText

State = DocumentVersion.TextState
READ_TASK = "declarations.tasks.read_texts"
MOST_ATTEMPTS = 2
LOST_AFTER = timedelta(minutes=2)
"""Twice as long as a file may take."""

logger = logging.getLogger(__name__)


def read_next() -> bool:
    """Read the file that has waited longest; whether there was one."""
    version = begin_next()
    if version is None:
        return False
    try:
        with version.file.open() as content:
            found = extracted(content, version.file.kind)
    except UnreadableError as error:
        logger.warning("The file of version %s could not be read (%s).", version.pk, error)
        finish(version, State.FAILED)
    else:
        keep(version, found)
    return True


@transaction.atomic
def begin_next() -> DocumentVersion | None:
    """Take the version that has waited longest; None when nothing waits, or another one is being read."""
    waiting = DocumentVersion.objects.select_for_update(of=("self",)).filter(text_state=State.WAITING)
    lost_before = timezone.now() - LOST_AFTER
    if waiting.filter(text_begun_at__gte=lost_before).exists():
        return None
    waiting.filter(text_attempts__gte=MOST_ATTEMPTS).update(text_state=State.FAILED)
    due = waiting.filter(Q(text_begun_at=None) | Q(text_begun_at__lt=lost_before), file__scan="clean")
    version = due.select_related("file").order_by("added_at", "pk").first()
    if version:
        DocumentVersion.objects.filter(pk=version.pk).update(
            text_attempts=F("text_attempts") + 1, text_begun_at=timezone.now()
        )
    return version


def keep(version: DocumentVersion, found: FileText) -> None:
    """Note what the file says. A later reading of the same version puts its own in the place of it."""
    with transaction.atomic():
        VersionText.objects.update_or_create(version=version, defaults={"text": found.text})
        finish(version, State.NO_TEXT if found.is_scanned else State.READ, found.pages)


def finish(version: DocumentVersion, state: str, pages: int | None = None) -> None:
    rows = DocumentVersion.objects.filter(pk=version.pk)
    rows.update(text_state=state, pages=pages or F("pages"), text_begun_at=None)
