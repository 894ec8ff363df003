"""Which ledgers there are. Apps register theirs in AppConfig.ready."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crm_portal.common.ledger.models import Entry

ledgers: "dict[str, type[Entry]]" = {}
"""Every ledger, by the name of its table."""


def register(ledger: "type[Entry]") -> None:
    """Add a ledger."""
    ledgers[ledger._meta.db_table] = ledger
