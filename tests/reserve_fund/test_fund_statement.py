"""The Fund's ledger as it is read: the statement of a time, line by line, and the totals of half-years."""

import csv
from datetime import date, timedelta
from decimal import Decimal
from io import StringIO

import pytest
from django.db import transaction
from django.utils import translation

from crm_portal.common.csv_file import csv_bytes
from crm_portal.common.ledger.posting import post
from crm_portal.common.workflow import TransitionNotAllowed
from reserve_fund import fund_money
from reserve_fund.fund_statement import Half, half_years, last_entry, statement, statement_lines
from reserve_fund.models import Account, Entry, Replenishment
from tests.reserve_fund.factories import fund_people, replenished

Kind = Account.Kind


@pytest.fixture(autouse=True)
def in_english():
    """Sentences are compared in English, whatever language the test before has left."""
    with translation.override("en"):
        yield


@pytest.fixture
def people(history):
    return fund_people()


def posted(debit, credit, amount, on, source, words=""):
    """An entry as the Fund's money posts it, on a day."""
    with transaction.atomic():
        return post(Entry, [fund_money.move(debit, credit, Decimal(amount), source, words)], on=on, by=None)[0]


@pytest.fixture
def two_years(people):
    """An opening balance and a replenishment, cases committed, paid, refunded and let go, over three half-years."""
    opening = Replenishment(
        kind="opening", amount_usd=Decimal("1000.00"), received_on=date(2025, 2, 1), reference="carried over"
    )
    fund_money.replenish(opening, by=people["officer"])
    replenished(people, "2000.00", "transfer 7", date(2025, 3, 1))
    posted(Kind.ENCUMBRANCE, Kind.COMMITTED, "900.00", date(2025, 6, 30), "commitment FR-BBBB-2222", "FR-BBBB-2222")
    posted(Kind.EXPENSE, Kind.BANK, "700.00", date(2025, 7, 1), "payment FR-BBBB-2222 V-1", "FR-BBBB-2222")
    posted(Kind.COMMITTED, Kind.ENCUMBRANCE, "700.00", date(2025, 7, 1), "use FR-BBBB-2222 V-1", "FR-BBBB-2222")
    posted(Kind.COMMITTED, Kind.ENCUMBRANCE, "200.00", date(2025, 8, 1), "release FR-BBBB-2222", "FR-BBBB-2222")
    posted(Kind.BANK, Kind.EXPENSE, "50.00", date(2026, 1, 1), "refund FR-BBBB-2222 1 R-1", "FR-BBBB-2222")


def totals(found):
    return [
        (
            str(each.half),
            *(each.opening, each.received, each.paid, each.refunded, each.closing, each.committed, each.available),
        )
        for each in found
    ]


def test_each_half_year_opens_where_the_one_before_closed(two_years):
    known = half_years(date(2026, 8, 1))

    assert totals(known.ended) == [
        ("2025-1", 1000, 2000, 0, 0, 3000, 900, 2100),
        ("2025-2", 3000, 0, 700, 0, 2300, 0, 2300),
        ("2026-1", 2300, 0, 0, 50, 2350, 0, 2350),
    ]
    assert totals([known.running]) == [("2026-2", 2350, 0, 0, 0, 2350, 0, 2350)]  # nothing has moved in it yet


def test_what_is_under_way_is_no_half_year_yet(two_years):
    known = half_years(date(2025, 12, 31))

    assert [str(each.half) for each in known.ended] == ["2025-1"]
    assert str(known.running.half) == "2025-2"


def test_a_ledger_without_entries_has_no_half_years(people):
    assert half_years() == half_years(date(2030, 1, 1))
    assert (half_years().ended, half_years().running, last_entry()) == ([], None, 0)


@pytest.mark.parametrize(
    ("day", "half", "first", "ends"),
    [
        (date(2026, 1, 1), "2026-1", date(2026, 1, 1), date(2026, 7, 1)),
        (date(2026, 6, 30), "2026-1", date(2026, 1, 1), date(2026, 7, 1)),
        (date(2026, 7, 1), "2026-2", date(2026, 7, 1), date(2027, 1, 1)),
        (date(2026, 12, 31), "2026-2", date(2026, 7, 1), date(2027, 1, 1)),
    ],
)
def test_a_half_year_begins_in_january_or_july(day, half, first, ends):
    found = Half.of(day)

    assert (str(found), found.starts_on, found.ends_on, Half.named(half)) == (half, first, ends, found)


def test_a_statement_says_each_entry_in_words_and_what_stands_after_it(two_years):
    found = statement(date(2025, 3, 1), date(2025, 8, 1))

    lines = [
        (str(line.what), line.reference, line.moved.balance, line.moved.committed, line.after.available)
        for line in found.lines()
    ]
    assert (found.opening.balance, found.opening.committed) == (1000, 0)
    assert lines == [
        ("Replenishment", "transfer 7", 2000, 0, 3000),
        ("Committed to a case", "FR-BBBB-2222", 0, 900, 2100),
        ("Paid for a case", "FR-BBBB-2222", -700, 0, 1400),
        ("No longer committed: paid", "FR-BBBB-2222", 0, -700, 2100),
        ("No longer committed: let go", "FR-BBBB-2222", 0, -200, 2300),
    ]
    assert (found.closing.balance, found.closing.committed, found.closing.available) == (2300, 0, 2300)


def test_a_statement_closes_where_the_fund_stands(two_years):
    for day in (date(2024, 1, 1), date(2025, 6, 30), date(2025, 7, 1), date(2026, 1, 1)):
        closing, standing = statement(date(2025, 4, 1), day).closing, fund_money.standing(day)

        if day >= date(2025, 4, 1):
            assert (closing.balance, closing.committed) == (standing.balance, standing.committed)


def test_a_page_of_lines_goes_on_where_the_one_before_ended(two_years):
    found = statement(date(2025, 1, 1), date(2026, 12, 31))

    by_page = [
        line
        for first in range(0, 7, 2)
        for line in found.lines_of(found.entries[first : first + 2], is_first=not first)
    ]

    assert by_page == list(found.lines())


def test_g4_a_past_time_reads_byte_equal_after_later_entries(two_years, people):
    """Also after entries that were recorded later with a day of that time."""
    first, last = date(2025, 1, 1), date(2025, 12, 31)
    through = last_entry()
    before = csv_bytes(statement_lines(statement(first, last)))
    halves = half_years(date(2026, 1, 1), through=through)

    replenished(people, "77.00", "late", date(2025, 5, 5))
    replenished(people, "78.00", "now", date(2026, 5, 5))

    assert csv_bytes(statement_lines(statement(first, last, through=through))) == before
    assert half_years(date(2026, 1, 1), through=through) == halves
    assert csv_bytes(statement_lines(statement(first, last))) != before


def test_a_table_for_spreadsheets_opens_and_closes(two_years):
    found = statement(date(2025, 3, 1), date(2025, 3, 31))

    header, *rows = csv.reader(StringIO(csv_bytes(statement_lines(found)).decode("utf-8-sig")))

    assert header[0:3] == ["Date", "Entry", "What"]
    assert rows == [
        ["2025-03-01", "", "Opening", "", "", "", "", "1000.00", "0.00", "1000.00"],
        ["2025-03-01", "2", "Replenishment", "transfer 7", "2000.00", "", "", "3000.00", "0.00", "3000.00"],
        ["2025-03-31", "", "Closing", "", "2000.00", "0.00", "0.00", "3000.00", "0.00", "3000.00"],
    ]


# Money that comes in


def test_the_opening_balance_comes_first_and_a_mistaken_one_can_be_mended(people):
    def opening(reference):
        made = Replenishment(
            kind="opening", amount_usd=Decimal("500.00"), received_on=date(2026, 2, 1), reference=reference
        )
        return fund_money.replenish(made, by=people["officer"])

    mistaken = opening("mistyped")
    with pytest.raises(TransitionNotAllowed, match="first entry"):
        opening("again")
    fund_money.take_back(mistaken, "Mistyped", by=people["payer"])

    assert opening("right").entry_id == 3
    with pytest.raises(TransitionNotAllowed, match=r"Feb\. 1, 2026"):
        replenished(people, "1.00", "in the opening balance already", date(2026, 1, 31))
    assert statement(date(2026, 1, 1), date.max - timedelta(days=1)).closing.balance == 500


def test_what_was_taken_back_leaves_the_totals(people):
    came = replenished(people, "300.00", "transfer 1", date(2025, 1, 10))
    fund_money.take_back(came, "Bounced", by=people["payer"])

    known = half_years(date(2027, 1, 1))

    assert (known.ended[0].received, known.ended[-1].closing) == (300, 0)
    assert [str(line.what) for line in statement(date(2025, 1, 1), date(2027, 1, 1)).lines()] == [
        "Replenishment",
        "Replenishment taken back",
    ]


def test_whoever_recorded_money_does_not_take_it_back_and_nobody_what_is_spent(people):
    came = replenished(people, "300.00")

    with pytest.raises(TransitionNotAllowed, match="another person"):
        fund_money.take_back(came, "Bounced", by=people["officer"])
    with pytest.raises(TransitionNotAllowed, match="Say why"):
        fund_money.take_back(came, " ", by=people["payer"])
    posted(Kind.ENCUMBRANCE, Kind.COMMITTED, "1.00", date(2026, 1, 1), "commitment FR-X", "FR-X")
    with pytest.raises(TransitionNotAllowed, match=r"299\.00"):
        fund_money.take_back(came, "Bounced", by=people["payer"])
