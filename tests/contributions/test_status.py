"""Who has paid, as at any day: the same figures on the page, in the tables and on paper, for whoever may know."""

import csv
from datetime import date, timedelta
from decimal import Decimal
from io import StringIO

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from contributions import invoicing, payments, printouts, status_table
from contributions.models import Reckoning
from contributions.statements import last_entry
from contributions.status_table import Age, State
from crm_portal.common.pdf import workflow as pdf
from crm_portal.common.pdf.models import Printout
from tests.contributions.factories import assessed, paid
from tests.signing_in import sign_in_past_second_factor

STATUS = "/en/intranet/contributions/status/"
TODAY = timezone.localdate()


@pytest.mark.parametrize(
    ("days", "age"),
    [
        (-1, Age.NOT_DUE),
        (0, Age.NOT_DUE),  # on its day it is not overdue
        (1, Age.DAYS_90),
        (90, Age.DAYS_90),
        (91, Age.DAYS_365),
        (365, Age.DAYS_365),
        (366, Age.YEARS_2),
        (730, Age.YEARS_2),
        (731, Age.OLDER),
    ],
)
def test_what_is_due_ages_from_the_day_after(days, age):
    assert status_table.age_of(date(2026, 3, 31), date(2026, 3, 31) + timedelta(days=days)) == age


@pytest.fixture
def paid_in_part(people):
    """A year that is due, which some have paid and some have not."""
    invoices = assessed(people["st_coord"], due_on=TODAY - timedelta(days=10))
    paid("mx", "33364", people)
    paid("pa", "6000", people)
    paid("gt", "1000.50", people)
    return invoices


def row_of(table, slug):
    return next(row for row in table.rows if row.party.slug == slug)


def test_each_country_stands_where_its_sums_say(people, paid_in_part):
    table = status_table.status_table(TODAY)

    assert {slug: row_of(table, slug).state for slug in ("mx", "pa", "gt", "ca")} == {
        "mx": State.PAID,
        "pa": State.AHEAD,
        "gt": State.PART,
        "ca": State.OPEN,
    }
    assert row_of(table, "gt").by_age[Age.DAYS_90] == Decimal("3999.50")
    assert (table.total.asked_usd, table.total.paid_usd, table.total.ahead_usd) == (
        Decimal(282724),
        Decimal("39364.50"),
        Decimal(1000),
    )
    assert table.total.outstanding_usd == sum(table.total.ages)


def test_before_anything_was_asked_nothing_is_outstanding(people, paid_in_part):
    table = status_table.status_table(TODAY - timedelta(days=1))

    assert table.total.outstanding_usd == 0
    assert row_of(table, "pa").ahead_usd == Decimal(6000)  # money of 1 February, before the invoice of today


def test_a_credit_note_and_a_reversal_leave_the_table(people, paid_in_part):
    invoicing.cancel(paid_in_part["ca"], reason="Mistake", by=people["st_coord"])
    payments.reverse(paid_in_part["gt"].allocations.get().payment, reason="Bounced", by=people["st_coord"])

    table = status_table.status_table(TODAY)

    assert row_of(table, "ca").state == State.NOTHING
    assert (row_of(table, "gt").state, row_of(table, "gt").outstanding_usd) == (State.OPEN, Decimal(5000))


def test_g4_a_past_day_is_counted_alike_for_ever(people, paid_in_part):
    day, through = date(2026, 6, 30), last_entry()
    before = list(status_table.lines(status_table.status_table(day, through=through)))

    paid("ca", "68000", people)  # of 1 February, confirmed now

    assert list(status_table.lines(status_table.status_table(day, through=through))) == before
    assert list(status_table.lines(status_table.status_table(day))) != before


def test_the_page_the_tables_and_the_paper_say_the_same(client, people, paid_in_part):
    sign_in_past_second_factor(client, people["st_coord"])
    kept = Reckoning.objects.create(party=None, as_of=TODAY, through=last_entry())

    page = client.get(STATUS).context["table"]
    table = list(csv.reader(StringIO(client.get(f"{STATUS}status.csv").content.decode("utf-8-sig"))))
    with translation.override("en"):
        lines = [[str(cell) for cell in line] for line in status_table.lines(page)]
        spreadsheet = list(printouts.of_a_reckoning("x", "", is_statement=False, is_table=True).rows(kept))

    assert table == lines
    assert [[str(cell) for cell in line] for line in spreadsheet] == lines


def test_a_day_that_is_none_gets_a_sentence(client, people):
    sign_in_past_second_factor(client, people["focal"])

    page = client.get(f"{STATUS}?as_of=2026-13-45")
    table = client.get(f"{STATUS}status.csv?as_of=x", follow=True)

    assert "This is no day" in page.content.decode()
    assert "This is no day" in table.content.decode()


def test_the_pages_ask_few_questions(client, people, django_assert_max_num_queries):
    for year in range(2010, 2025):
        assessed(people["st_coord"], starts_on=date(year, 1, 1), last_on=date(year, 12, 31), due_on=date(year, 3, 1))
    for number in range(30):
        paid("mx", str(100 + number), people)
    sign_in_past_second_factor(client, people["focal"])

    for path in (STATUS, reverse("contributions:statement", args=["mx"])):
        with django_assert_max_num_queries(15):
            assert client.get(path).status_code == 200


def test_a_file_of_a_day_is_made_as_the_ledger_knew_it(client, people, paid_in_part):
    sign_in_past_second_factor(client, people["focal"])

    answer = client.post(f"{STATUS}print/", {"language": "es", "format": "pdf", "as_of": TODAY.isoformat()})
    assert pdf.make_next()

    kept = Reckoning.objects.get()
    assert answer.headers["Location"].endswith(f"?as_of={TODAY.isoformat()}#printouts")
    assert (kept.party, kept.as_of, kept.through) == (None, TODAY, last_entry())
    assert "situacion-de-las-contribuciones" in client.get(STATUS).content.decode()


def test_invoices_and_receipts_become_papers(people, paid_in_part):
    """Every paper is made in both languages by the worker; tests/pdf shows that they are tagged."""
    coord = people["st_coord"]
    invoicing.cancel(paid_in_part["ca"], reason="Mistake", by=coord)
    settled = paid_in_part["gt"].allocations.get().payment

    for language in ("es", "en"):
        printouts.ask_for_invoice(paid_in_part["mx"], language=language, by=coord)
        printouts.ask_for_invoice(paid_in_part["ca"], kind="credit-note", language=language, by=coord)
        printouts.ask_for_receipt(settled, language=language, by=coord)
        printouts.ask_for_reckoning("statement-of-account", settled.party, TODAY, language=language, by=coord)

    made = [pdf.make_next() for _ in range(8)]

    assert made == [True] * 8
    assert set(Printout.objects.values_list("state", flat=True)) == {"ready"}
