"""What members owe for a period: worked examples from the printed scale, and one step that is done once."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from contributions import assessing, invoicing
from contributions.models import Account, Assessment, CreditNote, Entry, Invoice, Scale, Share
from crm_portal.common.ledger.balances import balances
from crm_portal.common.workflow import TransitionNotAllowed
from tests.contributions.factories import assessed, outstanding, paid, payment, period

PRINTED = {"ca": 68000, "us": 141360, "mx": 33364} | dict.fromkeys(
    ("bz", "cr", "sv", "gt", "hn", "ni", "pa", "do"), 5000
)


def owed(**values):
    return {party.slug: amount for party, amount in assessing.amounts(period(**values)).items()}


@pytest.mark.parametrize(
    ("starts_on", "until", "parts"),
    [
        (date(2026, 1, 1), date(2027, 1, 1), "1"),
        (date(2003, 6, 1), date(2005, 1, 1), "19/12"),  # June 2003 to December 2004 happened
        (date(2026, 1, 1), date(2027, 7, 1), "3/2"),
        (date(2026, 1, 1), date(2026, 1, 16), "5/124"),  # 15 of 31 days of a twelfth
        (date(2024, 1, 31), date(2024, 2, 29), "1/12"),
        (date(2026, 2, 1), date(2026, 2, 2), "1/336"),
    ],
)
def test_a_span_is_counted_in_months_and_parts_of_a_month(starts_on, until, parts):
    assert str(assessing.years(starts_on, until)) == parts


def test_a_year_is_the_printed_scale(history):
    """Source, lines 1097-1125."""
    amounts = owed()

    assert amounts == {slug: Decimal(amount) for slug, amount in PRINTED.items()}
    assert sum(amounts.values()) == Decimal(282724)


def test_eighteen_months_are_one_and_a_half_of_it(history):
    amounts = owed(last_on=date(2027, 6, 30))

    assert amounts == {slug: Decimal(amount) * 3 / 2 for slug, amount in PRINTED.items()}


def test_a_new_scale_within_the_period_counts_from_its_day(history):
    printed = Scale.objects.get()
    Scale.objects.filter(pk=printed.pk).update(valid_until=date(2026, 7, 1))
    doubled = Scale.objects.create(valid_from=date(2026, 7, 1))
    Share.objects.bulk_create(
        Share(scale=doubled, party=share.party, order=share.order, amount_usd=share.amount_usd * 2)
        for share in printed.shares.select_related("party")
    )
    Scale.objects.filter(pk=doubled.pk).update(status="approved", approved_by="XX", decided_on=date(2026, 1, 1))

    amounts = owed()

    assert amounts == {slug: Decimal(amount) * 3 / 2 for slug, amount in PRINTED.items()}
    assert sum(amounts.values()) == Decimal("424086.00")


def test_days_without_a_scale_are_refused(history):
    with pytest.raises(TransitionNotAllowed, match="No approved scale of contributions is in force"):
        assessing.amounts(period(date(2004, 1, 1), date(2004, 12, 31)))


def test_one_step_asks_every_member(people):
    invoices = assessed(people["st_coord"])

    assert sorted(invoice.symbol for invoice in invoices.values()) == [
        f"CRM/ST/{invoices['mx'].year}/INV/{number:03}" for number in range(1, 12)
    ]
    assert {slug: invoice.amount_usd for slug, invoice in invoices.items()} == PRINTED
    owed = Account.objects.of("receivable", party=invoices["ca"].party)
    assert balances(Entry, as_of=date(2099, 1, 1))[owed.pk] == Decimal(68000)
    assert balances(Entry, as_of=date(2099, 1, 1))[Account.objects.of("income").pk] == Decimal(-282724)


def test_a_period_is_assessed_once(people):
    found = period()
    assessing.assess(found, by=people["st_coord"])

    with pytest.raises(TransitionNotAllowed, match="not possible in the state “assessed”"):
        assessing.assess(found, by=people["st_coord"])

    assert (Assessment.objects.count(), Invoice.objects.count(), Entry.objects.count()) == (11, 11, 11)


def test_periods_do_not_overlap(history):
    period()

    with pytest.raises(IntegrityError, match="period_one_at_a_time"), transaction.atomic():
        period(date(2026, 12, 31), date(2027, 12, 31))
    assert period(date(2027, 1, 1), date(2027, 12, 31)).pk


def test_an_invoice_is_taken_back_by_a_credit_note_and_issued_again(people):
    invoice = assessed(people["st_coord"])["mx"]

    note = invoicing.cancel(invoice, reason="The due date was wrong.", by=people["st_coord"])
    again = invoicing.issue_again(Invoice.objects.get(pk=invoice.pk), by=people["st_coord"])

    assert note.symbol == f"CRM/ST/{note.year}/CN/001"
    assert (again.number, again.amount_usd) == (12, invoice.amount_usd)
    assert outstanding(party=invoice.party) == {12: Decimal(33364)}
    with pytest.raises(TransitionNotAllowed, match="was issued for this already"):
        invoicing.issue_again(Invoice.objects.get(pk=invoice.pk), by=people["st_coord"])
    with pytest.raises(TransitionNotAllowed, match="not possible in the state “cancelled”"):
        invoicing.cancel(Invoice.objects.get(pk=invoice.pk), reason="Again", by=people["st_coord"])
    assert CreditNote.objects.count() == 1


def test_a_credit_note_needs_a_reason(people):
    invoice = assessed(people["st_coord"])["mx"]

    with pytest.raises(TransitionNotAllowed, match="Say why"):
        invoicing.cancel(invoice, reason="  ", by=people["st_coord"])

    assert Invoice.objects.get(pk=invoice.pk).status == "issued"


def test_what_was_paid_of_a_cancelled_invoice_settles_the_next(people):
    invoice = assessed(people["st_coord"])["pa"]
    paid("pa", "5000", people)
    meant = payment("pa", "100", people["st_assist"], shares={})

    invoicing.cancel(invoice, reason="Mistake", by=people["st_coord"])
    again = invoicing.issue_again(Invoice.objects.get(pk=invoice.pk), by=people["st_coord"])

    assert outstanding(party=invoice.party) == {again.number: Decimal(0)}
    assert meant.allocations.count() == 0
