"""Periods, invoices and payments for tests, all of them through the steps that people take."""

from datetime import date
from decimal import Decimal
from itertools import count

from contributions import assessing, payments
from contributions.models import ContributionPeriod, Invoice, Payment
from members.models import Party

references = count(1)


def period(starts_on=date(2026, 1, 1), last_on=date(2026, 12, 31), due_on=date(2026, 3, 31), **values):
    return ContributionPeriod.objects.create(starts_on=starts_on, last_on=last_on, due_on=due_on, **values)


def assessed(by, **values):
    """The invoices of a period, by the short name of each country."""
    issued = assessing.assess(period(**values), by=by)
    return {invoice.party.slug: invoice for invoice in issued}


def payment(slug, amount, by, *, shares=None, value_on=None, reference=None, **values):
    """A payment that one person recorded."""
    return payments.record(
        Payment(
            party=Party.objects.get(slug=slug),
            amount_usd=Decimal(amount),
            value_on=value_on or date(2026, 2, 1),
            bank_reference=reference or f"REF-{next(references)}",
            **values,
        ),
        {invoice: Decimal(part) for invoice, part in (shares or {}).items()},
        by=by,
    )


def paid(slug, amount, people, **values):
    """A payment that one recorded and the other confirmed."""
    return payments.confirm(payment(slug, amount, people["st_assist"], **values), by=people["st_coord"])


def outstanding(day=date(2099, 1, 1), **conditions):
    """{number of the invoice: USD outstanding} of those that stand."""
    rows = Invoice.objects.holding().filter(**conditions).with_outstanding(day).order_by("year", "number")
    return {invoice.number: invoice.outstanding for invoice in rows}
