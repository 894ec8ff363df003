"""Ledgers: only added to, sealed entry by entry, and whatever is done to them afterwards is found."""

import json
import re
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from contributions.models import Account, Entry
from crm_portal.celery import app as celery
from crm_portal.common.ledger import heads, tasks, verifying
from crm_portal.common.ledger.balances import balance, balances
from crm_portal.common.ledger.models import LedgerError
from crm_portal.common.ledger.posting import Move, post, reverse
from crm_portal.common.ledger.sealing import seal
from crm_portal.common.ledger.verifying import verify
from crm_portal.common.workflow import TransitionNotAllowed
from members.models import Party
from tests.conftest import as_owner
from tests.sizes import size

DAY = date(2026, 3, 10)
TABLE = "contributions_entry"


@pytest.fixture(autouse=True)
def in_english():
    """Sentences are compared in English, whatever language the test before has left."""
    with translation.override("en"):
        yield


@pytest.fixture
def books(history):
    """What Mexico and Panama owe, and what was assessed."""
    owed = {
        slug: Account.objects.create(kind="receivable", party=Party.objects.get(slug=slug)).pk for slug in ("mx", "pa")
    }
    return {**owed, "income": Account.objects.create(kind="income").pk, "bank": Account.objects.create(kind="bank").pk}


def assessed(books, amount="100.00", *, source="A1", who="mx", on=DAY):
    with transaction.atomic():
        return post(Entry, [Move(books[who], books["income"], Decimal(amount), source)], on=on, by=None)[0]


def test_an_entry_is_numbered_and_sealed_over_the_one_before(books):
    first, second = assessed(books), assessed(books, source="A2")

    assert (first.number, second.number) == (1, 2)
    assert bytes(first.previous_hash) == bytes(32)
    assert bytes(second.previous_hash) == bytes(first.hash)
    assert verify(Entry, []) == (2, "")


def test_a_seal_does_not_follow_the_settings_of_whoever_posts_or_reads(books):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL DateStyle = 'German'; SET LOCAL TimeZone = 'America/Panama'")
        cursor.execute(
            f"INSERT INTO {TABLE} (debit_id, credit_id, amount_usd, source, words, accounting_on) "
            "VALUES (%s, %s, 1.00, 'A1', '', %s)",
            [books["mx"], books["income"], DAY],
        )
        cursor.execute("SET LOCAL DateStyle = 'SQL, MDY'; SET LOCAL TimeZone = 'UTC'")

    assert verify(Entry, []) == (1, "")


def test_what_is_posted_together_is_numbered_in_its_order_and_given_back_as_it_stands(books):
    moves = [Move(books["mx"], books["income"], Decimal(amount), f"A{amount}") for amount in ("1.00", "2.00", "0.03")]

    with transaction.atomic():
        entries = post(Entry, moves, on=DAY, by=None)
        none = post(Entry, [], on=DAY, by=None)

    assert none == []
    assert [(entry.number, entry.amount_usd) for entry in entries] == list(enumerate([1, 2, Decimal("0.03")], start=1))
    assert [vars(entry) | {"_state": None} for entry in entries] == [
        vars(entry) | {"_state": None} for entry in Entry.objects.all()
    ]
    assert verify(Entry, []) == (3, "")


def test_an_entry_reads_no_more_of_the_head_and_the_sums_than_their_rows(books):
    before = scans()

    assessed(books)

    after = scans()
    assert [after[name][0] - before[name][0] for name in after] == [0, 0]  # none of the whole table
    assert all(after[name][1] > before[name][1] for name in after)


def scans():
    """{table: (how often it was read whole, how often by an index)}, as this connection has counted so far."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, seq_scan, idx_scan FROM pg_stat_xact_user_tables "
            "WHERE relname IN ('ledger_head', 'ledger_monthsum') ORDER BY relname"
        )
        return {name: (whole, by_index) for name, whole, by_index in cursor.fetchall()}


def test_a_source_is_posted_once(books):
    assessed(books)

    with pytest.raises(IntegrityError):
        assessed(books)


@pytest.mark.parametrize("amount", ["0.00", "-1.00", "0.001"])
def test_only_a_positive_number_of_cents_is_posted(books, amount):
    with pytest.raises(ValueError, match="positive number of cents"):
        assessed(books, amount)


def test_an_entry_is_posted_in_a_transaction_only(books, transactional_db):
    with pytest.raises(transaction.TransactionManagementError):
        post(Entry, [Move(books["mx"], books["income"], Decimal("1.00"), "A")], on=DAY, by=None)


@pytest.mark.parametrize(
    "change",
    [
        lambda entry: entry.save(),
        lambda entry: entry.delete(),
        lambda entry: Entry.objects.update(words="x"),
        lambda entry: Entry.objects.all().delete(),
        lambda entry: Entry.objects.bulk_update([entry], ["words"]),
    ],
)
def test_no_way_of_the_code_changes_a_posted_entry(books, change):
    entry = assessed(books)

    with pytest.raises(LedgerError):
        change(entry)


@pytest.mark.parametrize(
    "statement",
    [
        f"UPDATE {TABLE} SET amount_usd = 1",
        f"UPDATE {TABLE} SET amount_usd = 1 WHERE number = -1",
        f"DELETE FROM {TABLE}",
        f"TRUNCATE {TABLE}",
        f"ALTER TABLE {TABLE} DISABLE TRIGGER ALL",
        "SET session_replication_role = replica",
        "UPDATE ledger_head SET number = 0",
        "DELETE FROM ledger_head",
        "UPDATE ledger_monthsum SET net_usd = 0",
        "INSERT INTO ledger_monthsum (ledger, account, month, net_usd) VALUES ('x', 1, '2026-01-01', 1)",
        f"CREATE TEMP TABLE {TABLE} (LIKE public.{TABLE}); "
        f"CREATE TRIGGER own BEFORE INSERT ON pg_temp.{TABLE} FOR EACH ROW EXECUTE FUNCTION chain_entry()",
    ],
)
def test_g1_the_serving_role_changes_nothing_of_a_ledger(books, statement):
    assessed(books)

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    assert verify(Entry, []) == (1, "")


def test_g1_no_temporary_table_stands_in_for_the_head_or_the_sums(books):
    tables = ("ledger_head", "ledger_monthsum")
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"CREATE TEMP TABLE {table} (LIKE public.{table} INCLUDING ALL)")

        assessed(books)

        for table in tables:
            cursor.execute(f"SELECT count(*) FROM pg_temp.{table}")
            assert cursor.fetchone() == (0,)
            cursor.execute(f"DROP TABLE pg_temp.{table}")
    assert verify(Entry, []) == (1, "")


def test_g2_a_mistake_is_taken_back_once_by_the_same_amount(books):
    entry = assessed(books)

    with transaction.atomic():
        back = reverse(entry, on=DAY, by=None)

    assert (back.debit_id, back.credit_id, back.amount_usd) == (entry.credit_id, entry.debit_id, entry.amount_usd)
    assert balances(Entry, as_of=DAY) == {books["mx"]: Decimal("0.00"), books["income"]: Decimal("0.00")}
    with pytest.raises(TransitionNotAllowed, match="already"), transaction.atomic():
        reverse(entry, on=DAY, by=None)


def test_g2_the_database_refuses_a_reversal_of_another_amount(books):
    entry = assessed(books)

    with (
        pytest.raises(IntegrityError, match="takes back the whole"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            f"INSERT INTO {TABLE} (debit_id, credit_id, amount_usd, source, words, accounting_on, reverses_id) "
            "VALUES (%s, %s, 1.00, 'r', '', %s, %s)",
            [entry.credit_id, entry.debit_id, DAY, entry.pk],
        )


@pytest.mark.parametrize(
    ("debit", "credit", "amount"),
    [("mx", "mx", "1.00"), ("mx", None, "1.00"), (None, "income", "1.00"), ("mx", "income", "0.00")],
)
def test_g2_the_database_refuses_what_passes_from_no_account_to_another(books, debit, credit, amount):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {TABLE} (debit_id, credit_id, amount_usd, source, words, accounting_on) "
            "VALUES (%s, %s, %s, 'half', '', %s)",
            [books.get(debit), books.get(credit), amount, DAY],
        )

    assert verify(Entry, []) == (0, "")


@pytest.mark.django_db(transaction=True)
def test_entries_from_many_connections_make_one_chain(books):
    def add(number):
        try:
            assessed(books, source=f"S{number}", who=("mx", "pa")[number % 2])
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        list(pool.map(add, range(50)))

    assert verify(Entry, []) == (50, "")
    assert list(Entry.objects.order_by("recorded_at").values_list("number", flat=True)) == list(range(1, 51))


def edited(number):
    return f"UPDATE {TABLE} SET amount_usd = 7 WHERE number = {number};"


def sealed_anew(number):
    return f"UPDATE {TABLE} e SET hash = {seal('e', 'e.previous_hash', number='e.number')} WHERE number = {number};"


def led_elsewhere(number):
    return f"UPDATE {TABLE} SET previous_hash = sha256(previous_hash) WHERE number = {number};"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("tampering", "found"),
    [
        (f"UPDATE {TABLE} SET amount_usd = 7 WHERE number = 2", "entry no. 2 is not as it was posted"),
        (f"UPDATE {TABLE} SET hash = previous_hash WHERE number = 4", "entry no. 4 is not as it was posted"),
        (f"DELETE FROM {TABLE} WHERE number = 2", "an entry before no. 3 is missing"),
        (f"DELETE FROM {TABLE} WHERE number >= 3", "the entries after no. 2 are missing"),
        (
            f"DELETE FROM {TABLE} WHERE number >= 3; UPDATE ledger_head SET number = 2, "
            f"hash = (SELECT hash FROM {TABLE} WHERE number = 2)",
            "the entries after no. 2 are missing",
        ),
        ("UPDATE ledger_monthsum SET net_usd = net_usd + 1", "is not that of its entries"),
        (edited(2) + sealed_anew(2), "entry no. 3 is not as it was posted"),
        (edited(4) + sealed_anew(4), "entry no. 4 is not the one whose hash was kept"),
        (led_elsewhere(3), "entry no. 3 is not as it was posted"),
        (led_elsewhere(3) + sealed_anew(3), "entry no. 3 is not as it was posted"),
        (edited(2) + sealed_anew(2) + edited(4), "entry no. 3 is not as it was posted"),
        (edited(2) + edited(3) + sealed_anew(3), "entry no. 2 is not as it was posted"),
        (edited(2) + f"DELETE FROM {TABLE} WHERE number = 3", "entry no. 2 is not as it was posted"),
        (edited(4) + f"DELETE FROM {TABLE} WHERE number = 2", "an entry before no. 3 is missing"),
    ],
)
def test_g1_what_the_owner_does_to_a_ledger_is_found(books, settings, tmp_path, monkeypatch, tampering, found):
    monkeypatch.setattr(verifying, "CHUNK", 2)  # so that stretches follow on one another
    settings.LEDGER_HEADS = str(tmp_path / "heads")
    for number in range(1, 5):
        assessed(books, source=f"S{number}")
    heads.write_heads()
    with as_owner(connection.settings_dict["NAME"]) as owner:
        owner.execute(f"ALTER TABLE {TABLE} DISABLE TRIGGER USER")
        owner.execute(tampering)
        owner.execute(f"ALTER TABLE {TABLE} ENABLE TRIGGER USER")

    told = StringIO()
    with pytest.raises(CommandError):
        call_command("verify_ledgers", stdout=told)

    assert found in told.getvalue()


def test_g1_the_worker_says_each_night_what_is_wrong_with_a_ledger(books, settings, tmp_path, caplog):
    settings.LEDGER_HEADS = str(tmp_path)
    assessed(books)
    tasks.keep_heads()
    with heads.file_of(TABLE).open("a", encoding="ascii") as file:  # what was cut off since
        file.write(json.dumps({"at": "2026-03-11T02:10:00+00:00", "number": 2, "hash": "00" * 32}) + "\n")

    tasks.keep_heads()

    assert caplog.messages == [f"Ledger {TABLE}: the entries after no. 1 are missing"]
    assert celery.conf.beat_schedule["keep-ledger-heads"]["task"] == tasks.keep_heads.name


def test_a_whole_ledger_is_said_to_be_whole_and_how_fast_it_was_read(books, settings, tmp_path):
    settings.LEDGER_HEADS = str(tmp_path)
    assessed(books)
    heads.write_heads()
    assessed(books, source="later")
    told = StringIO()

    call_command("verify_ledgers", stdout=told)

    assert told.getvalue().startswith(f"{TABLE}: whole, 2 entries, ")
    assert [head.number for head in heads.kept_heads(TABLE)] == [1]


def test_a_terminal_shows_how_far_the_reading_is_and_how_fast(books, settings, tmp_path, monkeypatch):
    settings.LEDGER_HEADS = str(tmp_path)
    monkeypatch.setattr(verifying, "CHUNK", 2)
    for number in range(3):
        assessed(books, source=f"S{number}")
    told, terminal = StringIO(), StringIO()
    terminal.isatty = lambda: True

    call_command("verify_ledgers", stdout=told, stderr=terminal)

    # of the other ledger, which is empty, there is nothing to show but that it was read
    halfway, end, cleared, nothing = terminal.getvalue().split("\r")[1:5]
    assert re.fullmatch(rf"{TABLE} \[#{{20}}\.{{10}}\] 2 of 3, [\d,]+ a second *", halfway)
    assert re.fullmatch(rf"{TABLE} \[#{{30}}\] 3 of 3, [\d,]+ a second *", end)
    assert (cleared.strip(), nothing) == ("", "")
    assert re.match(rf"{TABLE}: whole, 3 entries, [\d,]+ a second\n", told.getvalue())


MOVES = st.lists(
    st.tuples(
        st.sampled_from(["mx", "pa", "bank"]),
        st.integers(1, 10**9),
        st.integers(0, 900),  # days
        st.booleans(),
    ),
    max_size=25,
)


@settings(max_examples=size(ci=60, full=10_000), deadline=None)
@given(moves=MOVES, on=st.integers(0, 900))
def test_g3_the_balance_is_what_the_entries_add_up_to_on_any_day(django_db_setup, django_db_blocker, moves, on):
    with django_db_blocker.unblock(), transaction.atomic():
        books = {kind: Account.objects.create(kind=kind).pk for kind in ("bank", "income")}
        for slug in ("mx", "pa"):
            party = Party.objects.create(slug=f"owing-{slug}", name_es=slug, name_en=slug, kind="organisation")
            books[slug] = Account.objects.create(kind="receivable", party=party).pk
        sums = defaultdict(Decimal)
        as_of = DAY + timedelta(days=on)
        for number, (who, cents, days, is_back) in enumerate(moves):
            sides = (books["income"], books[who]) if is_back else (books[who], books["income"])
            amount = Decimal(cents) / 100
            [entry] = post(Entry, [Move(*sides, amount, f"S{number}")], on=DAY + timedelta(days=days), by=None)
            if entry.accounting_on <= as_of:
                sums[sides[0]] += amount
                sums[sides[1]] -= amount

        found = balances(Entry, as_of=as_of)
        total = sum(found.values(), Decimal(0))

        assert {account: usd for account, usd in found.items() if usd} == {
            account: usd for account, usd in sums.items() if usd
        }
        assert total == 0
        assert balance(Entry, books["mx"], as_of=as_of) == sums[books["mx"]]
        assert verify(Entry, []).fault == ""
        transaction.set_rollback(True)
