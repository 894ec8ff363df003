"""Whether a ledger is whole: each entry sealed over the one before, none missing, the sums right, the end there."""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from django.db import connection
from django.utils.translation import gettext as _

from crm_portal.common.ledger.heads import KeptHead
from crm_portal.common.ledger.models import Entry
from crm_portal.common.ledger.sealing import BEGINNING, seal

CHUNK = 100_000

# The first entry of a stretch that does not follow on the one before, and the stretch's end. Read once, in the order of
# the numbers, without keeping its rows anywhere.
CHAIN = """
    SELECT gap, unchained, entry.number, entry.hash FROM (
        SELECT min(number) FILTER (WHERE number <> number_before + 1) AS gap,
            min(number) FILTER (WHERE previous_hash <> hash_before) AS unchained, max(number) AS last
        FROM (
            SELECT e.number, e.hash, e.previous_hash,
                lag(e.number, 1, %(number)s::bigint) OVER w AS number_before,
                lag(e.hash, 1, %(hash)s) OVER w AS hash_before
            FROM {table} AS e WHERE e.number > %(number)s AND e.number <= %(number)s + %(chunk)s
            WINDOW w AS (ORDER BY e.number)
        ) AS stretch
    ) AS told LEFT JOIN {table} AS entry ON entry.number = told.last
"""
# The first entry of a stretch that is not as it was posted. Read in any order, so the server shares the work among
# processors; a bare minimum it would seek along the index of the numbers, one entry after the other.
SEALS = """
    SELECT min(e.number) FILTER (WHERE e.hash <> {sealed}) FROM {table} AS e
    WHERE e.number > %(number)s AND e.number <= %(number)s + %(chunk)s
"""
# Months of an account whose sum is not that of its entries.
SUMS = """
    SELECT coalesce(kept.account, counted.account), coalesce(kept.month, counted.month)
    FROM (SELECT account, month, net_usd FROM ledger_monthsum WHERE ledger = %(ledger)s) AS kept
    FULL JOIN (
        SELECT account, month, sum(net) AS net FROM (
            SELECT debit_id AS account, date_trunc('month', accounting_on)::date AS month, sum(amount_usd) AS net
                FROM {table} GROUP BY 1, 2
            UNION ALL
            SELECT credit_id, date_trunc('month', accounting_on)::date, -sum(amount_usd) FROM {table} GROUP BY 1, 2
        ) AS sides GROUP BY 1, 2
    ) AS counted USING (account, month)
    WHERE kept.net_usd IS DISTINCT FROM counted.net
    ORDER BY 2, 1 LIMIT 1
"""


class Verdict(NamedTuple):
    """How many entries were read, and what is wrong in a sentence; empty where nothing is."""

    entries: int
    fault: str


def verify(
    ledger: type[Entry], kept: Iterable[KeptHead], progress: Callable[[int], None] = lambda entries: None
) -> Verdict:
    """Read a whole ledger in stretches, in constant memory, and compare it with the heads kept outside the database.

    Names the first entry that is broken or missing. `progress` is told after each stretch how many entries were read.
    Entries may come in meanwhile: they are read too, or not.
    """
    table = connection.ops.quote_name(ledger._meta.db_table)
    names = {"ledger": ledger._meta.db_table}
    chain = CHAIN.format(table=table)
    seals = SEALS.format(table=table, sealed=seal("e", "e.previous_hash", number="e.number"))
    number, sealed = 0, BEGINNING
    with connection.cursor() as cursor:
        cursor.execute("SELECT number, hash FROM ledger_head WHERE ledger = %(ledger)s", names)
        heads = [*cursor.fetchall(), *((head.number, bytes.fromhex(head.hash)) for head in kept)]
        while True:
            stretch: dict[str, Any] = {"number": number, "hash": sealed, "chunk": CHUNK}
            cursor.execute(chain, stretch)
            gap, unchained, last, last_hash = cursor.fetchone()
            cursor.execute(seals, stretch)
            broken = min((found for found in (unchained, *cursor.fetchone()) if found is not None), default=None)
            if gap is not None and (broken is None or gap <= broken):
                return Verdict(number, _("an entry before no. %(number)d is missing") % {"number": gap})
            if broken is not None:
                return Verdict(number, _("entry no. %(number)d is not as it was posted") % {"number": broken})
            if last is None:
                break
            number, sealed = last, bytes(last_hash)
            progress(number)
        for at, expected in sorted(heads):
            if at > number:
                return Verdict(number, _("the entries after no. %(number)d are missing") % {"number": number})
            cursor.execute(f"SELECT hash FROM {table} WHERE number = %s", [at])  # noqa: S608  # a table of ours
            if at and bytes(cursor.fetchone()[0]) != bytes(expected):
                return Verdict(number, _("entry no. %(number)d is not the one whose hash was kept") % {"number": at})
        cursor.execute(SUMS.format(table=table), names)
        if wrong := cursor.fetchone():
            said = _("the sum of account %(account)d in %(month)s is not that of its entries")
            return Verdict(number, said % {"account": wrong[0], "month": f"{wrong[1]:%Y-%m}"})
    return Verdict(number, "")
