"""What measures a ledger of so many entries in a scratch database: each ledger's own command fills it."""

import multiprocessing
import resource
import time
from argparse import ArgumentParser
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from itertools import count
from statistics import median
from typing import Any

import django
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from crm_portal.common.ledger.balances import balances
from crm_portal.common.ledger.ledgers import ledgers
from crm_portal.common.ledger.models import Entry
from crm_portal.common.ledger.posting import Move, post
from crm_portal.common.ledger.verifying import verify

SCRATCH = "_bench"
"""The ending of the name of a database that may be filled."""
RUNS = 9
COMMITS, DURABLE_COMMITS, BARE_COMMITS, A_COMMIT = 8000, 2000, 1000, 100
AT_ONCE = (1, 2, 4)
"""How many processes post at once."""
APPEND_A_SECOND, ALL_MS, ONE_MS, VERIFY_SECONDS = 2000, 60, 1, 5
AS_OF = date(2025, 6, 17)

type Work = tuple[str, str, list[int], int, bool]
"""A ledger, the name of its new entries, its accounts, how many entries, and whether each waits for the disk."""


def add_entries(work: Work) -> tuple[float, float]:
    """Post so many entries, each in a transaction of its own; when the first began and the last was there."""
    ledger, name, accounts, entries, waits_for_disk = work
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('synchronous_commit', %s, false)", ["on" if waits_for_disk else "off"])
    began = time.monotonic()
    for number in range(entries):
        account = accounts[number * 61 % max(len(accounts) - 1, 1)]
        with transaction.atomic():
            post(
                ledgers[ledger], [Move(account, accounts[-1], Decimal("12.34"), f"{name} {number}")], on=AS_OF, by=None
            )
    return began, time.monotonic()


class LedgerBench(BaseCommand):
    """Measures one ledger; `fill` makes its entries and answers with the accounts that new ones are credited to."""

    ledger: type[Entry]
    of_bare_commits = 0.8
    """How many entries the ledger makes for each commit of nothing, at the least."""

    one_account = ""
    """What the first account is, where one that many entries do not move is to be read in a moment."""

    names = count(1)

    def fill(self, size: int) -> list[int]:
        """Make so many entries; the accounts that new ones move, the last of them the other side of each."""
        raise NotImplementedError

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("size", nargs="?", type=int, default=1_000_000)

    def handle(self, *_args: Any, size: int, **_options: Any) -> None:
        if not connection.settings_dict["NAME"].endswith(SCRATCH):
            raise CommandError("This fills its database with what nobody owes: it runs in a scratch database alone.")
        began = time.monotonic()
        accounts = self.fill(size)
        self.stdout.write(f"{self.ledger._meta.db_table}: {size:,} entries in {time.monotonic() - began:.0f} s")
        kept = [
            self.append(accounts),
            self.read("balances of all accounts", ALL_MS, lambda: balances(self.ledger, as_of=AS_OF)),
            self.verify(),
        ]
        if self.one_account:
            one = accounts[:1]
            kept.append(self.read(self.one_account, ONE_MS, lambda: balances(self.ledger, as_of=AS_OF, accounts=one)))
        if not all(kept):
            raise CommandError("A budget does not hold.")

    def insert(self, statement: str, entries: int, **values: Any) -> None:
        """Insert entries by a statement that takes `first` and `last`, some at a time: in one commit the head's row
        would drag its versions along.
        """
        with connection.cursor() as cursor:
            for first in range(1, entries + 1, A_COMMIT):
                cursor.execute(statement, values | {"first": first, "last": min(first + A_COMMIT - 1, entries)})
            cursor.execute(f"ANALYZE {connection.ops.quote_name(self.ledger._meta.db_table)}")

    def append(self, accounts: list[int]) -> bool:
        """Entries that come in from several processes, as from a site's workers, each in a transaction of its own.

        What a commit costs is the disk's affair: the first line says how many of them, one after the other, the server
        makes at all, and entries come in one after the other. What an entry costs beside it is told without the disk.
        """
        began = time.monotonic()
        for _commit in range(BARE_COMMITS):
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SELECT pg_logical_emit_message(true, 'bench', '')")
        bare = BARE_COMMITS / (time.monotonic() - began)
        self.stdout.write(f"{'commits of nothing a second, one by one':<42}{bare:>36,.0f}")
        with multiprocessing.get_context("spawn").Pool(max(AT_ONCE), initializer=django.setup) as pool:
            pool.map(add_entries, self.work(accounts, max(AT_ONCE), COMMITS, waits_for_disk=False), chunksize=1)
            kept = max(self.rate(pool, accounts, workers, waits_for_disk=True) for workers in AT_ONCE)
            itself = max(self.rate(pool, accounts, workers, waits_for_disk=False) for workers in AT_ONCE)
        durable = self.tell("the most of these, on disk", f"{kept:,.0f}", APPEND_A_SECOND, kept >= APPEND_A_SECOND)
        of_bare = self.tell(
            "entries to commits of nothing",
            f"{kept / bare:.2f}",
            self.of_bare_commits,
            kept / bare >= self.of_bare_commits,
        )
        rate = self.tell(
            "entries a second but for the disk", f"{itself:,.0f}", APPEND_A_SECOND, itself >= APPEND_A_SECOND
        )
        return durable and of_bare and rate

    def rate(self, pool: Any, accounts: list[int], workers: int, *, waits_for_disk: bool) -> float:
        """Entries a second that so many processes post at once."""
        entries = DURABLE_COMMITS if waits_for_disk else COMMITS
        spans = pool.map(add_entries, self.work(accounts, workers, entries, waits_for_disk=waits_for_disk), chunksize=1)
        found = entries / (max(ended for _, ended in spans) - min(began for began, _ in spans))
        disk = "on disk" if waits_for_disk else "not waiting for the disk"
        self.stdout.write(f"{f'entries a second, {workers} at once, {disk}':<52}{found:>26,.0f}")
        return float(found)

    def work(self, accounts: list[int], workers: int, entries: int, *, waits_for_disk: bool) -> list[Work]:
        """The entries, shared among processes; no source is named twice."""
        ledger = self.ledger._meta.db_table
        return [
            (ledger, f"bench {next(self.names)}", accounts, entries // workers, waits_for_disk) for _ in range(workers)
        ]

    def read(self, what: str, budget_ms: float, question: Callable[[], Any]) -> bool:
        """The middle of several readings, in milliseconds."""
        taken = []
        for _run in range(RUNS):
            began = time.perf_counter()
            question()
            taken.append((time.perf_counter() - began) * 1000)
        return self.tell(f"{what}, ms", f"{median(taken):.1f}", budget_ms, median(taken) <= budget_ms)

    def verify(self) -> bool:
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        began = time.monotonic()
        verdict = verify(self.ledger, [])
        took = time.monotonic() - began
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
        said = f"{took:.1f} s, {verdict.entries / took:,.0f} a second, {grown:.0f} MB more"
        return self.tell(f"verified ({verdict.fault or 'whole'})", said, VERIFY_SECONDS, took <= VERIFY_SECONDS)

    def tell(self, what: str, found: str, budget: float, holds: bool) -> bool:  # noqa: FBT001  # said in a line
        self.stdout.write(f"{what:<42}{found:>36}  budget {budget:g}  {'ok' if holds else 'NOT KEPT'}")
        return holds
