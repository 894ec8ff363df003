"""Fills a scratch database with entries, and measures the Fund's ledger: `./run bench fund-ledger`."""

from crm_portal.common.ledger.bench import LedgerBench
from reserve_fund.models import Account, Entry

YEARS = 10
FILL = """
    INSERT INTO reserve_fund_entry (debit_id, credit_id, amount_usd, source, words, accounting_on)
    SELECT CASE n %% 4 WHEN 1 THEN %(bank)s WHEN 2 THEN %(encumbrance)s WHEN 3 THEN %(expense)s ELSE %(committed)s END,
        CASE n %% 4 WHEN 1 THEN %(income)s WHEN 2 THEN %(committed)s WHEN 3 THEN %(bank)s ELSE %(encumbrance)s END,
        CASE n %% 4 WHEN 1 THEN 900 ELSE 600 END, 'fill ' || n, 'FR-' || n / 4,
        date '2016-01-01' + (n * 365::bigint * %(years)s / %(size)s)::int
    FROM generate_series(%(first)s::bigint, %(last)s) n ORDER BY n
"""
"""Money comes in, is committed, paid and no longer committed, over and over: never more than there is."""


class Command(LedgerBench):
    help = "Fills a scratch database with ten years of the Fund's entries, and measures its ledger there."
    ledger = Entry
    of_bare_commits = 0.5  # each entry is also judged by what the Fund has available

    def fill(self, size: int) -> list[int]:
        """The account of what IOM holds, and that of what came in."""
        numbers = {kind: Account.objects.create(kind=kind).pk for kind in Account.Kind.values}
        self.insert(FILL, size, size=size, years=YEARS, **{kind: numbers[kind] for kind in numbers})
        return [numbers["bank"], numbers["income"]]
