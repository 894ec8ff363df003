"""What the worker does with files."""

from celery import shared_task

from crm_portal.common.files import scanning, storing


@shared_task
def scan(file_id: str) -> None:
    """Scan one new file for viruses."""
    scanning.scan(file_id)


@shared_task
def scan_held() -> None:
    """Scan what is held still: the scanner or the broker was down."""
    scanning.scan_held()


@shared_task
def remove_orphans() -> None:
    """Remove bytes that no row names."""
    storing.remove_orphans()
