"""The heads of the ledgers, written where the database cannot reach: only from there is a missing end seen."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.utils import timezone

from crm_portal.common.ledger.ledgers import ledgers
from crm_portal.common.ledger.models import Head


class KeptHead(NamedTuple):
    """The number of a ledger's last entry on a day, and its hash in hexadecimal digits."""

    number: int
    hash: str


def file_of(ledger: str) -> Path:
    """Where the heads of a ledger are kept, a line for each day."""
    return Path(settings.LEDGER_HEADS) / f"{ledger}.jsonl"


def write_heads() -> int:
    """Add today's head of each ledger that has entries to its file; how many were written."""
    heads = Head.objects.filter(ledger__in=ledgers)
    Path(settings.LEDGER_HEADS).mkdir(parents=True, exist_ok=True)
    for head in heads:
        told = {"at": timezone.now().isoformat(), "number": head.number, "hash": bytes(head.hash).hex()}
        with file_of(head.ledger).open("a", encoding="ascii") as file:
            file.write(json.dumps(told) + "\n")
    return len(heads)


def kept_heads(ledger: str) -> Iterator[KeptHead]:
    """The heads that were written of a ledger, the oldest first; none where nothing was written yet."""
    if not (path := file_of(ledger)).exists():
        return
    with path.open(encoding="ascii") as file:
        for line in file:
            told = json.loads(line)
            yield KeptHead(int(told["number"]), str(told["hash"]))
