"""Hardening, rows G1 to G3: the Fund's ledger is only added to, tampering is found, and it is never overdrawn.

The seal itself is the same for every ledger and is tried in tests/common/test_ledger.py; here is that the Fund has it.
"""

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone, translation
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_portal.common.ledger import heads
from crm_portal.common.ledger.models import LedgerError
from crm_portal.common.ledger.posting import Move, post
from crm_portal.common.ledger.sealing import seal
from crm_portal.common.ledger.verifying import verify
from reserve_fund import evidence_files, fund_money
from reserve_fund.fund_statement import statement
from reserve_fund.models import Account, Case, Disbursement, Entry, Refund
from reserve_fund.row_security import for_the_clock
from tests.conftest import as_owner
from tests.reserve_fund.factories import approved, fresh, fund_people, paid, replenished, step, voucher
from tests.reserve_fund.test_fund_statement import Kind, posted
from tests.sizes import size

TABLE = "reserve_fund_entry"
ADDED_TO = {
    "reserve_fund_entry": "amount_usd",
    "reserve_fund_determination": "by_id",
    "reserve_fund_disbursement": "amount_usd",
    "reserve_fund_refund": "amount_usd",
}
"""The tables that are only added to, with a column of each."""

FIRST = date(2026, 1, 5)


@pytest.fixture(autouse=True)
def in_english():
    """Sentences are compared in English, whatever language the test before has left."""
    with translation.override("en"):
        yield


@pytest.fixture
def people(history):
    return fund_people()


@pytest.fixture
def spent(people):
    """A case that was paid for, with a refund: a row in each table that is only added to."""
    replenished(people, "900.00")
    case = approved(people)
    payment = paid(people, case)
    step(
        lambda case, *, by: fund_money.refund(
            payment, Decimal("50.00"), on=timezone.localdate(), reference="R-1", by=by
        ),
        case,
        people["payer"],
    )
    return case


def refused(statement):
    """What the database says to a statement that it does not carry out; empty where it does."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except DatabaseError as refusal:
        return str(refusal)
    return ""


def test_g1_the_serving_role_changes_nothing_that_was_posted_or_decided(spent):
    with for_the_clock(), connection.cursor() as cursor:
        for table, column in ADDED_TO.items():
            cursor.execute(f"SELECT count(*) FROM {table}")
            assert cursor.fetchone()[0] > 0
            for attempt in (
                f"UPDATE {table} SET {column} = {column}",
                f"UPDATE {table} SET {column} = {column} WHERE false",
                f"DELETE FROM {table}",
                f"TRUNCATE {table} CASCADE",
            ):
                assert "permission denied" in refused(attempt), attempt

    assert verify(Entry, []).fault == ""


def test_g1_the_serving_role_takes_no_guard_away(history):
    for attempt in (
        f"ALTER TABLE {TABLE} DISABLE TRIGGER ALL",
        "ALTER TABLE reserve_fund_case DISABLE ROW LEVEL SECURITY",
        f"DROP TRIGGER refuse_overdraft ON {TABLE}",
        "DROP FUNCTION refuse_payment() CASCADE",
        "SET session_replication_role = replica",
    ):
        assert refused(attempt), attempt


def test_g1_no_way_of_the_code_changes_a_posted_entry(history):
    entry = posted(Kind.BANK, Kind.INCOME, "10.00", FIRST, "replenishment 1")

    for change in (entry.save, entry.delete, Entry.objects.all().delete):
        with pytest.raises(LedgerError):
            change()
    with pytest.raises(LedgerError):
        Entry.objects.update(words="x")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("tampering", "found"),
    [
        (f"UPDATE {TABLE} SET amount_usd = 7 WHERE number = 2", "entry no. 2 is not as it was posted"),
        (f"UPDATE {TABLE} SET words = 'FR-XXXX-XXXX' WHERE number = 3", "entry no. 3 is not as it was posted"),
        (f"DELETE FROM {TABLE} WHERE number = 2", "an entry before no. 3 is missing"),
        (
            f"DELETE FROM {TABLE} WHERE number >= 3; UPDATE ledger_head SET number = 2, "
            f"hash = (SELECT hash FROM {TABLE} WHERE number = 2) WHERE ledger = '{TABLE}'",
            "the entries after no. 2 are missing",
        ),
        (
            f"UPDATE {TABLE} SET amount_usd = 7 WHERE number = 4; UPDATE {TABLE} e SET hash = "
            f"{seal('e', 'e.previous_hash', number='e.number')} WHERE number = 4",
            "entry no. 4 is not the one whose hash was kept",
        ),
        (
            f"UPDATE ledger_monthsum SET net_usd = net_usd + 1 WHERE ledger = '{TABLE}'",
            "is not that of its entries",
        ),
    ],
)
def test_g1_what_the_owner_does_to_the_funds_ledger_is_found(history, settings, tmp_path, tampering, found):
    settings.LEDGER_HEADS = str(tmp_path / "heads")
    for number in range(1, 5):
        posted(Kind.BANK, Kind.INCOME, "10.00", FIRST, f"replenishment {number}")
    heads.write_heads()
    with as_owner(connection.settings_dict["NAME"]) as owner:
        owner.execute(f"ALTER TABLE {TABLE} DISABLE TRIGGER USER")
        owner.execute(tampering)
        owner.execute(f"ALTER TABLE {TABLE} ENABLE TRIGGER USER")

    told = StringIO()
    with pytest.raises(CommandError):
        call_command("verify_ledgers", stdout=told)

    assert any(line.startswith(TABLE) and found in line for line in told.getvalue().splitlines())


@pytest.mark.parametrize(
    ("debit", "credit", "amount"),
    [
        (Kind.EXPENSE, Kind.BANK, "100.01"),  # more than there is
        (Kind.EXPENSE, Kind.BANK, "40.01"),  # more than is not committed
        (Kind.ENCUMBRANCE, Kind.COMMITTED, "40.01"),
        (Kind.COMMITTED, Kind.ENCUMBRANCE, "60.01"),  # more let go than is committed
        (Kind.INCOME, Kind.BANK, "40.01"),
    ],
)
def test_the_database_refuses_to_overdraw_the_fund_past_the_workflow(history, debit, credit, amount):
    posted(Kind.BANK, Kind.INCOME, "100.00", FIRST, "replenishment 1")
    posted(Kind.ENCUMBRANCE, Kind.COMMITTED, "60.00", FIRST, "commitment FR-A", "FR-A")

    with pytest.raises(IntegrityError, match="overdrawn"):
        posted(debit, credit, amount, FIRST, "past the workflow")

    assert fund_money.standing(FIRST).available == Decimal("40.00")
    assert verify(Entry, []) == (2, "")


def test_the_database_refuses_a_payment_above_what_is_held_or_by_who_approved(people):
    """Past the workflow, as by a fault of it."""
    replenished(people, "900.00")
    case = approved(people)

    def past_the_workflow(amount, by):
        moves = [fund_money.move(Kind.EXPENSE, Kind.BANK, Decimal(amount), f"payment {amount}")]
        moves.append(fund_money.move(Kind.COMMITTED, Kind.ENCUMBRANCE, Decimal(amount), f"use {amount}"))
        entry, _used = post(Entry, moves, on=timezone.localdate(), by=None)
        file = evidence_files.add(case, "voucher", voucher(), by=by)
        return Disbursement.objects.create(
            case=case,
            kind="ticket",
            amount_usd=Decimal(amount),
            paid_on=timezone.localdate(),
            reference="V",
            voucher=file,
            paid_by=by,
            entry=entry,
        )

    for amount, who, sentence in (("600.01", "payer", "overdrawn|held"), ("10.00", "officer", "neither referred")):
        with pytest.raises(IntegrityError, match=sentence), for_the_clock(), transaction.atomic():
            past_the_workflow(amount, fresh(people[who]))

    assert fund_money.standing(timezone.localdate()).committed == Decimal("600.00")


def test_g2_a_refund_and_a_payment_leave_the_sides_even(spent):
    """Every entry has two sides, so that all accounts together are always nothing."""
    nets = defaultdict(Decimal)
    for entry in Entry.objects.all():
        nets[entry.debit_id] += entry.amount_usd
        nets[entry.credit_id] -= entry.amount_usd

    assert sum(nets.values()) == 0
    assert fund_money.standing(timezone.localdate()).spent == Decimal("400.00")
    with for_the_clock():
        assert Refund.objects.count() == 1
    assert fund_money.standing(timezone.localdate()).balance == Decimal("500.00")


def test_a_long_reference_of_a_payment_and_of_its_refund_fits_into_the_ledger(people):
    replenished(people, "900.00", "r" * 80)
    case = approved(people)
    payment = paid(people, case, reference="v" * 60)

    back = step(
        lambda case, *, by: fund_money.refund(
            payment, Decimal("1.00"), on=timezone.localdate(), reference="b" * 60, by=by
        ),
        case,
        people["payer"],
    )

    assert back.entry.source.endswith("b" * 60)


def test_whoever_reads_what_stands_on_an_empty_ledger_writes_nothing(history):
    assert fund_money.standing(FIRST).available == 0
    assert Account.objects.count() == 0
    assert Case.objects.count() == 0


SIDES = {
    "came": (Kind.BANK, Kind.INCOME),
    "promised": (Kind.ENCUMBRANCE, Kind.COMMITTED),
    "let go": (Kind.COMMITTED, Kind.ENCUMBRANCE),
    "paid": (Kind.EXPENSE, Kind.BANK),
    "came back": (Kind.BANK, Kind.EXPENSE),
}
HISTORY = st.lists(
    st.tuples(st.sampled_from([*SIDES]), st.integers(1, 10**6), st.integers(0, 900)), min_size=1, max_size=25
)


@settings(max_examples=size(ci=40, full=10_000), deadline=None)
@given(steps=HISTORY, on=st.integers(0, 900), since=st.integers(0, 900))
def test_g3_what_stands_on_the_fund_is_what_its_entries_add_up_to(django_db_setup, django_db_blocker, steps, on, since):
    """Of random histories, whatever of them the database lets in, on any day."""
    with django_db_blocker.unblock(), transaction.atomic():
        accounts = Account.objects.numbers()
        kept, all_time = [], defaultdict(Decimal)
        for number, (what, cents, days) in enumerate(steps):
            debit, credit = SIDES[what]
            usd, day = Decimal(cents) / 100, FIRST + timedelta(days=days)
            after = all_time | {debit: all_time[debit] + usd}
            after[credit] = after.get(credit, Decimal(0)) - usd
            would_hold = after.get(Kind.BANK, 0) >= -after.get(Kind.COMMITTED, 0) >= 0
            try:
                with transaction.atomic():
                    post(Entry, [Move(accounts[debit], accounts[credit], usd, f"S{number}")], on=day, by=None)
            except IntegrityError:
                assert not would_hold
            else:
                assert would_hold
                all_time = defaultdict(Decimal, after)
                kept.append((debit, credit, usd, day))

        as_of = FIRST + timedelta(days=on)
        nets = defaultdict(Decimal)
        for debit, credit, usd, day in kept:
            if day <= as_of:
                nets[debit] += usd
                nets[credit] -= usd
        found = fund_money.standing(as_of)
        assert (found.balance, found.committed, found.spent, found.received) == (
            nets[Kind.BANK],
            -nets[Kind.COMMITTED],
            nets[Kind.EXPENSE],
            -nets[Kind.INCOME],
        )
        closing = statement(min(as_of, FIRST + timedelta(days=since)), as_of).closing
        assert (closing.balance, closing.committed) == (found.balance, found.committed)
        assert verify(Entry, []).fault == ""
        transaction.set_rollback(True)
