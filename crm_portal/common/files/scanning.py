"""Holds new files until the virus scanner has seen them. Without CLAMAV_ADDRESS none is held."""

import logging
from typing import Any

from django.conf import settings

from crm_portal.common.files import clamav
from crm_portal.common.files.models import PrivateFile, private_storage

TASK = "crm_portal.common.files.tasks.scan"
LONGEST_FINDING = 200
logger = logging.getLogger(__name__)


def ask_for(file_id: Any) -> None:
    """Have a file scanned soon. With the broker down it waits for the scheduler, which asks for all that are held."""
    from kombu.exceptions import OperationalError  # these two: web processes do without Celery until it is needed

    from crm_portal.celery import app

    try:
        app.send_task(TASK, (str(file_id),), retry=False)
    except OperationalError:
        logger.warning("The broker is down: a new file waits for the scheduler to have it scanned.")


def scan(file_id: Any) -> bool:
    """Scan a held file and write the verdict down; whether there is one. May be called again, and then changes nothing.

    With the scanner down the file stays held. An infected one's bytes are removed; its row says what was found.
    """
    file = PrivateFile.objects.filter(pk=file_id, scan=PrivateFile.Scan.PENDING).first()
    if file is None:
        return True
    if not settings.CLAMAV_ADDRESS:
        return False
    try:
        with file.open() as content:
            found = clamav.finding(settings.CLAMAV_ADDRESS, content)
    except clamav.ScannerUnavailableError as error:
        logger.warning("The virus scanner gave no verdict, so files stay held: %s", error)
        return False
    held = PrivateFile.objects.filter(pk=file.pk, scan=PrivateFile.Scan.PENDING)
    if found is None:
        held.update(scan=PrivateFile.Scan.CLEAN)
    elif held.update(scan=PrivateFile.Scan.INFECTED, finding=found[:LONGEST_FINDING]):
        logger.warning("The virus scanner found %s in file %s.", found, file.pk)
        private_storage().delete(file.path)
    return True


def scan_held() -> None:
    """Scan every file that is held, oldest first, until one gets no verdict: the rest would get none either."""
    held = PrivateFile.objects.filter(scan=PrivateFile.Scan.PENDING).order_by("created_at")
    for file_id in list(held.values_list("pk", flat=True)):
        if not scan(file_id):
            return
