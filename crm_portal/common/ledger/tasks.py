"""What the worker does with ledgers."""

import logging

from celery import shared_task

from crm_portal.common.ledger.heads import kept_heads, write_heads
from crm_portal.common.ledger.ledgers import ledgers
from crm_portal.common.ledger.verifying import verify

logger = logging.getLogger(__name__)


@shared_task
def keep_heads() -> None:
    """Verify every ledger, say loudly what is wrong, and write the heads outside the database, once a day."""
    for name, ledger in ledgers.items():
        if fault := verify(ledger, kept_heads(name)).fault:
            logger.critical("Ledger %s: %s", name, fault)
    write_heads()
