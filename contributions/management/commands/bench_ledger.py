"""Fills a scratch database with entries, and measures the ledger of contributions: `./run bench ledger`."""

from contributions.models import Account, Entry
from crm_portal.common.ledger.bench import LedgerBench
from members.models import Party

PARTIES, YEARS = 500, 10
FILL = """
    INSERT INTO contributions_entry (debit_id, credit_id, amount_usd, source, words, accounting_on)
    SELECT CASE WHEN n %% 2 = 0 THEN party ELSE %(bank)s END, CASE WHEN n %% 2 = 0 THEN %(income)s ELSE party END,
        (1 + n %% 50000)::numeric / 100, 'fill ' || n, '', date '2016-01-01' + (n * 7919 %% (365 * %(years)s))::int
    FROM (
        SELECT n, (%(parties)s::bigint[])[1 + n / 2 %% %(count)s] AS party
        FROM generate_series(%(first)s::bigint, %(last)s) n
    ) rows
"""


class Command(LedgerBench):
    help = "Fills a scratch database with entries of 500 parties over ten years, and measures the ledger there."
    ledger = Entry
    one_account = "balance of one party"

    def fill(self, size: int) -> list[int]:
        """The parties' accounts, with so many entries between them and those of the Secretariat."""
        made = Party.objects.bulk_create(
            Party(slug=f"bench-{n}", kind="organisation", **dict.fromkeys(("name_es", "name_en"), f"Bench {n}"))
            for n in range(PARTIES)
        )
        accounts = Account.objects.bulk_create(Account(kind="receivable", party=party) for party in made)
        bank, income = (Account.objects.create(kind=kind).pk for kind in ("bank", "income"))
        numbers = [account.pk for account in accounts]
        self.insert(FILL, size, bank=bank, income=income, parties=numbers, count=PARTIES, years=YEARS)
        return numbers
