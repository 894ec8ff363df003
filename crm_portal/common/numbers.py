"""The one allocator of numbers without gaps: symbols, circulars, invoices, receipts."""

from django.db import connection, transaction

from crm_portal.common.models import NumberSeries

TAKE = f"""
    INSERT INTO {NumberSeries._meta.db_table} AS series (name, last) VALUES (%s, 1)
    ON CONFLICT (name) DO UPDATE SET last = series.last + 1 RETURNING last
"""  # noqa: S608  # the table's name is the model's own


def allocate(series: str) -> int:
    """The next number of a series, from 1 on, in the caller's transaction: given back if that is rolled back.

    Others who ask for the same series wait until it ends, so there are neither gaps nor doubles. Raises
    TransactionManagementError outside a transaction.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("A number is taken in the transaction that uses it.")
    with connection.cursor() as cursor:
        cursor.execute(TAKE, [series])
        return int(cursor.fetchone()[0])
