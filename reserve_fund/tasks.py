"""What the clock does with cases."""

from celery import shared_task

from reserve_fund import evidence_files
from reserve_fund.row_security import for_the_clock


@shared_task
def remove_orphans() -> None:
    """Remove sealed bytes that no row names."""
    with for_the_clock():
        evidence_files.remove_orphans()
