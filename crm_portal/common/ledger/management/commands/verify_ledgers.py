"""manage.py verify_ledgers: whether every ledger is whole, and how fast it was read."""

import time
from functools import partial
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from crm_portal.common.ledger.heads import kept_heads
from crm_portal.common.ledger.ledgers import ledgers
from crm_portal.common.ledger.models import Head
from crm_portal.common.ledger.verifying import verify

BAR, WIDTH = 30, 110
"""Letters of the bar, and of its whole line."""


class Command(BaseCommand):
    help = (
        "Reads every ledger from its first entry on and says which entry is broken or missing. Ends with 1 if one is."
    )

    def handle(self, *_args: Any, **_options: Any) -> None:
        broken = False
        whole = dict(Head.objects.values_list("ledger", "number"))
        for name, ledger in ledgers.items():
            began = time.monotonic()
            verdict = verify(ledger, kept_heads(name), partial(self.show, name, began, whole.get(name, 0)))
            self.clear()
            said = verdict.fault or f"whole, {verdict.entries:,} entries, {a_second(verdict.entries, began)}"
            self.stdout.write(f"{name}: {said}")
            broken |= bool(verdict.fault)
        if broken:
            raise CommandError("A ledger is broken.")

    def show(self, name: str, began: float, whole: int, entries: int) -> None:
        """How far it is, for a terminal only."""
        if self.stderr.isatty():
            done = min(BAR, BAR * entries // max(whole, 1))
            bar = "#" * done + "." * (BAR - done)
            line = f"{name} [{bar}] {entries:,} of {whole:,}, {a_second(entries, began)}"
            self.stderr.write(f"\r{line:<{WIDTH}}", style_func=str, ending="")

    def clear(self) -> None:
        """Take the bar away."""
        if self.stderr.isatty():
            self.stderr.write(f"\r{'':<{WIDTH}}\r", style_func=str, ending="")


def a_second(entries: int, began: float) -> str:
    """How fast entries were read since a moment."""
    return f"{entries / max(time.monotonic() - began, 1e-6):,.0f} a second"
