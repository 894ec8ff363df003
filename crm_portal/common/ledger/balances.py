"""What stands on the accounts of a ledger at the end of a day: debits less credits, never stored as such."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection

from crm_portal.common.ledger.models import Entry

# The sums of whole months, and the entries of the month that the day lies in.
BALANCES = """
    SELECT account, sum(net) FROM (
        SELECT account, net_usd AS net FROM ledger_monthsum
            WHERE ledger = %(ledger)s AND month < %(month)s {accounts}
        UNION ALL
        SELECT debit_id, amount_usd FROM {table}
            WHERE accounting_on >= %(month)s AND accounting_on <= %(day)s {debits}
        UNION ALL
        SELECT credit_id, -amount_usd FROM {table}
            WHERE accounting_on >= %(month)s AND accounting_on <= %(day)s {credits}
    ) AS moved GROUP BY account
"""


def balances(ledger: type[Entry], *, as_of: date, accounts: Iterable[int] | None = None) -> dict[int, Decimal]:
    """{account: USD at the end of a day}, of these accounts or of all that ever moved. One query."""
    of = "" if accounts is None else "AND {} = ANY(%(accounts)s)"
    query = BALANCES.format(
        table=connection.ops.quote_name(ledger._meta.db_table),
        accounts=of.format("account"),
        debits=of.format("debit_id"),
        credits=of.format("credit_id"),
    )
    values: dict[str, Any] = {
        "ledger": ledger._meta.db_table,
        "month": as_of.replace(day=1),
        "day": as_of,
        "accounts": list(accounts or []),
    }
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return dict(cursor.fetchall())


def balance(ledger: type[Entry], account: int, *, as_of: date) -> Decimal:
    """USD on one account at the end of a day."""
    return balances(ledger, as_of=as_of, accounts=[account]).get(account, Decimal("0.00"))
