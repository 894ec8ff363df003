"""Reading a bank's statements: every fault named by row and column, amounts and days as the importer says."""

from decimal import Decimal

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from contributions import bank_csv, camt053
from contributions.bank_csv import Dates, Numbers, Separator, Writing
from contributions.bank_files import Line
from contributions.models import BankAccount
from tests.contributions.bank_files import balance, entry, march, message, statement, table

ACCOUNT = BankAccount(name="Operating account", ending="4321", currency="USD")
PLAIN = Writing(Separator.COMMA, Numbers.POINT, Dates.ISO)


def camt(*statements, **parts):
    return camt053.read(ContentFile(message(*statements, **parts)), ACCOUNT)


def found(reading):
    return [(fault.row, fault.column, fault.reason) for fault in reading.faults]


def reasons(reading):
    return " ".join(fault.reason for fault in reading.faults)


@pytest.mark.parametrize("parts", [{}, {"edition": "02"}, {"prefix": "ns2"}])
def test_a_camt_statement_is_read_whatever_its_edition(parts):
    edition = parts.get("edition", "08")
    spent = entry("250.50", "DBIT", "REF-2", details="", day="2026-03-20")

    reading = camt(statement(entry(edition=edition), spent, closing="5749.50"), **parts)

    assert reading.faults == []
    assert reading.lines == [
        Line(1, march(10), Decimal("5000.00"), march(10), "REF-1", "Tesorería de México", "CRM/ST/2026/INV/001"),
        Line(2, march(20), Decimal("-250.50"), march(20), "REF-2"),
    ]
    assert (reading.opening, reading.closing, reading.first_day, reading.last_day) == (
        Decimal("1000.00"),
        Decimal("5749.50"),
        march(1),
        march(31),
    )


def test_an_amount_in_the_payers_currency_is_not_taken_for_that_of_the_account():
    """An older edition writes the instructed amount before the one that was booked."""
    instructed = '<AmtDtls><InstdAmt><Amt Ccy="MXN">90000.00</Amt></InstdAmt></AmtDtls>'

    reading = camt(statement(entry(amounts=instructed, edition="02")), edition="02")

    assert (reading.faults, [line.amount for line in reading.lines]) == ([], [Decimal("5000.00")])


def test_an_entry_of_several_payments_becomes_as_many_lines():
    def payment(amount, name, reference=""):
        own = f"<AcctSvcrRef>{reference}</AcctSvcrRef>" if reference else ""
        return (
            f'<TxDtls><Refs>{own}</Refs><AmtDtls><TxAmt><Amt Ccy="USD">{amount}</Amt></TxAmt></AmtDtls>'
            f"<RltdPties><Dbtr><Nm>{name}</Nm></Dbtr></RltdPties></TxDtls>"
        )

    both = payment("2000.00", "Belize") + payment("3000.00", "Canada", "OWN-7")
    reading = camt(statement(entry(details=both)))

    assert reading.faults == []
    assert [(line.amount, line.payer, line.bank_reference) for line in reading.lines] == [
        (Decimal("2000.00"), "Belize", "REF-1/1"),
        (Decimal("3000.00"), "Canada", "OWN-7"),
    ]


def test_statements_of_one_message_that_follow_each_other_are_one():
    first = statement(entry(), closing="6000.00", ends="2026-03-15")
    second = statement(
        entry(reference="REF-2", day="2026-03-20"), opening="6000.00", closing="11000.00", begins="2026-03-16"
    )

    reading = camt(first, second)
    gap = camt(first, second.replace("6000.00", "6500.00"))

    assert (reading.faults, reading.closing, len(reading.lines)) == ([], Decimal("11000.00"), 2)
    assert "do not follow on each other" in reasons(gap)


def test_what_is_only_pending_is_left_out():
    reading = camt(statement(entry(), entry("9.00", reference="P", status="PDNG")))

    assert (reading.faults, len(reading.lines)) == ([], 1)


def test_the_number_of_an_account_in_the_words_is_cut_to_its_end():
    reading = camt(statement(entry(words="from CR05 0152 0200 1026 2849 99 for CRM/ST/2026/INV/001")))

    assert reading.lines[0].words == "from ••4999 for CRM/ST/2026/INV/001"


def test_an_overdrawn_account_begins_below_zero():
    whole = statement(entry(), opening="", closing="4000.00")
    overdrawn = whole.replace("<Bal>", balance("OPBD", "1000.00", "DBIT") + "<Bal>", 1)

    assert (camt(overdrawn).faults, camt(overdrawn).opening) == ([], Decimal("-1000.00"))


TOMORROW = timezone.localdate() + timezone.timedelta(days=2)
SPOILT = {
    "sum": (statement(entry(), closing="6000.01"), "0.01 are missing"),
    "another account": (
        statement(entry(), account="<IBAN>CR05015202001026289999</IBAN>"),
        "of another account: it ends in 9999",
    ),
    "another account of a bank without IBAN": (
        statement(entry(), account="<Othr><Id>000123456789</Id></Othr>"),
        "of another account: it ends in 6789",
    ),
    "another currency": (statement(entry(), currency="CRC"), "is in CRC, the account you chose in USD"),
    "entry in another currency": (statement(entry(currency="EUR")), "is in EUR"),
    "reference twice": (statement(entry(), entry(), closing="11000.00"), "The same reference stands in row 1."),
    "amount too large for any number": (statement(entry("1e400")), "no amount"),
    "no number": (statement(entry("NaN")), "no amount"),
    "endless": (statement(entry("Infinity")), "no amount"),
    "nothing": (statement(entry("0.00")), "of nothing"),
    "negative zero": (statement(entry("-0.00")), "of nothing"),
    "below zero": (statement(entry("-5.00")), "of nothing"),
    "thousandths": (statement(entry("5000.001")), "at most two places"),
    "thirteen digits": (statement(entry("1234567890123.00"), closing=""), "larger than can be kept"),
    "Arabic digits": (statement(entry("\u0665\u0660")), "no amount"),
    "balance without end": (statement(entry(), closing="1e400"), "no amount"),
    "no direction": (statement(entry(sign="UP")), "came in or went out"),
    "no day": (statement(entry(day="2026-31-03")), "This is no day."),
    "day as a text": (statement(entry(day="tomorrow")), "This is no day."),
    "year 1": (statement(entry(day="0001-01-01")), "check the date"),
    "in the future": (statement(entry(day=str(TOMORROW)), ends=str(TOMORROW)), "check the date"),
    "outside its time": (statement(entry(day="2026-02-10")), "outside the time of the statement"),
    "reversed": (statement(entry(), begins="2026-03-31", ends="2026-03-01"), "ends before it begins"),
    "bidi": (statement(entry(payer="M\u202eoixeM")), "cannot be seen"),
    "long": (statement(entry(words="x" * 2000)), "at most 1000 are kept"),
    "empty": (statement(closing="1000.00"), "holds no movement"),
    "no statement": ("", "no bank statement in the format camt.053"),
}


@pytest.mark.parametrize("name", SPOILT)
def test_a_spoilt_camt_statement_is_told_by_a_sentence(name):
    content, sentence = SPOILT[name]

    reading = camt(content)

    assert sentence in reasons(reading)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "no bank statement"),
        (b"not XML", "no bank statement"),
        (message(statement(entry()))[:-40], "no bank statement"),
        (message(statement(entry())).replace(b"camt.053", b"camt.054"), "no bank statement"),
        (
            b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + message(statement(entry()), head=""),
            "of its own",
        ),
        (b'<!DOCTYPE d [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]>' + message(statement(entry()), head=""), "of its own"),
        (message(statement(entry(details="<TxDtls/>" * 10_001))), "too many movements"),
        (b"<a>" * 100_000, "no bank statement"),
    ],
)
def test_a_hostile_message_ends_with_a_sentence(content, sentence):
    reading = camt053.read(ContentFile(content), ACCOUNT)

    assert sentence in reasons(reading)
    assert reading.lines == []


@pytest.mark.parametrize(
    ("writing", "text"),
    [
        (PLAIN, table('2026-03-10,2026-03-11,"5,000.00",USD,REF-1,México,INV 1')),
        (
            Writing(Separator.SEMICOLON, Numbers.COMMA, Dates.DAY_FIRST),
            "\ufeffConcepto;Ordenante;Referencia;Moneda;Importe;Fecha valor;Fecha;Otra\r\n"
            "INV 1;México;REF-1;USD;5.000,00;11/03/2026;10/03/2026;x\r\n\r\n",
        ),
        (
            Writing(Separator.TAB, Numbers.POINT, Dates.MONTH_FIRST),
            "Amount\tDate\tValue date\tReference\tPayer\tDescription\n"
            "+5000\t3/10/2026\t03/11/2026\tREF-1\tMéxico\tINV  1",
        ),
    ],
)
def test_a_table_is_read_as_the_importer_says_that_it_is_written(writing, text):
    reading = bank_csv.read(text, ACCOUNT, writing)

    assert reading.faults == []
    assert reading.lines == [Line(2, march(10), Decimal("5000.00"), march(11), "REF-1", "México", "INV 1")]


def test_the_balance_behind_each_movement_gives_those_of_the_statement():
    header = "date,amount,balance"
    rows = ["2026-03-10,500,1500", "2026-03-11,-20.5,1479.50", "2026-03-11,1,1480.50"]

    oldest_first = bank_csv.read(table(*rows, header=header), ACCOUNT, PLAIN)
    newest_first = bank_csv.read(table(*reversed(rows), header=header), ACCOUNT, PLAIN)
    same_day = bank_csv.read(table(*reversed(rows[1:]), header=header), ACCOUNT, PLAIN)
    broken = bank_csv.read(table(*rows[:2], "2026-03-11,1,1480", header=header), ACCOUNT, PLAIN)

    assert [reading.faults for reading in (oldest_first, newest_first, same_day)] == [[], [], []]
    balances = [(reading.opening, reading.closing) for reading in (oldest_first, newest_first, same_day)]
    assert balances == [
        (Decimal("1000.00"), Decimal("1480.50")),
        (Decimal("1000.00"), Decimal("1480.50")),
        (Decimal("1500.00"), Decimal("1480.50")),
    ]
    assert found(broken) == [(4, "balance", "The balance does not follow from the one before and the amount.")]


def row(**cells):
    named = {
        "date": "2026-03-10",
        "value": "",
        "amount": "10.00",
        "currency": "USD",
        "reference": "R",
        "payer": "",
        "words": "",
    }
    return ",".join((named | cells).values())


CELLS = {
    "amount in the other writing": ({"amount": '"1.234,56"'}, "amount", "written as you chose: 1,234.56"),
    "amount that could be either": ({"amount": "1.234"}, "amount", "at most two places"),
    "badly grouped": ({"amount": '"12,34.50"'}, "amount", "written as you chose"),
    "with its currency": ({"amount": "USD 10"}, "amount", "written as you chose"),
    "too large for any number": ({"amount": "1e400"}, "amount", "written as you chose"),
    "no number": ({"amount": "NaN"}, "amount", "written as you chose"),
    "endless": ({"amount": "-Infinity"}, "amount", "written as you chose"),
    "a thousandth": ({"amount": "0.001"}, "amount", "written as you chose"),
    "Arabic digits": ({"amount": "\u0661\u0660"}, "amount", "written as you chose"),
    "full-width digits": ({"amount": "\uff11\uff10"}, "amount", "written as you chose"),
    "thirteen digits": ({"amount": "1234567890123"}, "amount", "larger than can be kept"),
    "five thousand digits": ({"amount": "1" * 5000}, "amount", "larger than can be kept"),
    "nothing": ({"amount": "0"}, "amount", "of nothing"),
    "negative zero": ({"amount": "-0.00"}, "amount", "of nothing"),
    "no amount": ({"amount": ""}, "amount", "written as you chose"),
    "day and month the other way": ({"date": "2026-31-03"}, "date", "written as you chose: year-month-day"),
    "day of another writing": ({"date": "10/03/2026"}, "date", "written as you chose"),
    "day as a text": ({"date": "10 de marzo"}, "date", "written as you chose"),
    "29 February of no leap year": ({"date": "2025-02-29"}, "date", "written as you chose"),
    "two digits of the year": ({"date": "10-03-26"}, "date", "written as you chose"),
    "year of a spreadsheet": ({"date": "1900-01-01"}, "date", "check the date"),
    "year 9999": ({"date": "9999-12-31"}, "date", "check the date"),
    "value date": ({"value": "soon"}, "value_date", "written as you chose"),
    "another currency": ({"currency": "MXN"}, "currency", "is in MXN, the account you chose in USD"),
    "bidi": ({"payer": "Ana \u202egnp"}, "payer", "cannot be seen"),
    "long": ({"words": "x" * 1001}, "words", "at most 1000 are kept"),
    "long reference": ({"reference": "x" * 65}, "reference", "at most 64 are kept"),
    "one cell more": ({"words": "a,b"}, "", "more cells than there are columns"),
}


@pytest.mark.parametrize("name", CELLS)
def test_b4_a_cell_that_cannot_be_right_is_told_by_row_and_column(name):
    cells, column, sentence = CELLS[name]

    reading = bank_csv.read(table(row(reference="A"), row(**cells), row(reference="B")), ACCOUNT, PLAIN)

    assert [(fault.row, fault.column) for fault in reading.faults] == [(3, column)]
    assert sentence in reasons(reading)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "holds no rows"),
        ("\n \n", "holds no rows"),
        (table(), "holds no movement"),
        (table(row(), header="one,two"), "These are missing: date, amount."),
        (table(row()).replace(",", ";"), "Check the separator too."),
        (table('"open'), "no table with separated values"),
        (table(row(), row()), "The same reference stands in row 2."),
        (table(*(row(reference=str(n)) for n in range(5001))), "more than 5000 rows"),
        (table(*(row(reference=str(n)) for n in range(100_000))), "more than 5000 rows"),
    ],
)
def test_b6_a_file_that_is_no_such_table_is_told_by_a_sentence(text, sentence):
    reading = bank_csv.read(text, ACCOUNT, PLAIN)

    assert sentence in reasons(reading)
