"""Posting to a ledger: the only way in which entries come to be."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from crm_portal.common.ledger.models import Entry
from crm_portal.common.money import CENT
from crm_portal.common.workflow import TransitionNotAllowed

GIVEN = ("debit_id", "credit_id", "amount_usd", "source", "words", "accounting_on", "recorded_by_id", "reverses_id")
"""What an entry comes with; its number, moment and hashes are the database's."""


@dataclass(frozen=True)
class Move:
    """An amount to be posted from one account to another. `source` is unique in the ledger."""

    debit: int
    credit: int
    amount_usd: Decimal
    source: str
    words: str = ""


def post[E: Entry](ledger: type[E], moves: Iterable[Move], *, on: date, by: Any) -> list[E]:
    """Post amounts on an accounting date, in the caller's transaction; the entries as the database numbered them.

    Raises ValueError for an amount that is no positive number of cents, IntegrityError where a source was posted
    before, TransactionManagementError outside a transaction.
    """
    return insert(ledger, list(moves), on=on, by=by)


def reverse[E: Entry](entry: E, *, on: date, by: Any, words: str = "") -> E:
    """Take an entry back by the same amount the other way. Raises TransitionNotAllowed when that was done already."""
    ledger = type(entry)
    if ledger._default_manager.filter(reverses=entry.pk).exists():
        raise TransitionNotAllowed(_("This entry was reversed already."))
    back = Move(entry.credit_id, entry.debit_id, entry.amount_usd, f"reversal of {entry.pk}", words or entry.words)
    return insert(ledger, [back], on=on, by=by, reverses=entry.pk)[0]


def insert[E: Entry](ledger: type[E], moves: list[Move], *, on: date, by: Any, reverses: int | None = None) -> list[E]:
    """Post entries by one statement, which gives them back as the database numbered and sealed them."""
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("An entry is posted in the transaction of what it comes from.")
    if any(move.amount_usd <= 0 or move.amount_usd != move.amount_usd.quantize(CENT) for move in moves):
        raise ValueError("An entry is of a positive number of cents.")
    if not moves:
        return []
    recorded_by = by.pk if by else None
    values = [
        value
        for move in moves
        for value in (move.debit, move.credit, move.amount_usd, move.source, move.words, on, recorded_by, reverses)
    ]
    with connection.cursor() as cursor:
        cursor.execute(statement(ledger, len(moves)), values)
        return [ledger.from_db(connection.alias, attributes(ledger), row) for row in cursor.fetchall()]


def attributes(ledger: type[Entry]) -> list[str]:
    """What an entry of this ledger has, in the order of the columns that `statement` returns."""
    return [str(field.attname) for field in ledger._meta.concrete_fields]


def statement(ledger: type[Entry], entries: int) -> str:
    """The insertion of so many entries."""
    quote = connection.ops.quote_name
    row = f"({', '.join(['%s'] * len(GIVEN))})"
    rows = ", ".join([row] * entries)
    returned = ", ".join(quote(str(field.column)) for field in ledger._meta.concrete_fields)
    return f"INSERT INTO {quote(ledger._meta.db_table)} ({', '.join(GIVEN)}) VALUES {rows} RETURNING {returned}"  # noqa: S608  # names of ours


def hold(ledger: type[Entry]) -> None:
    """Let nobody else post to a ledger until the transaction ends: what its balances say now is still true then.

    It is the lock under which the database seals entries, so whoever posts waits here instead of there.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("A ledger is held in the transaction that posts to it.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s::regclass::bigint)", [ledger._meta.db_table])
