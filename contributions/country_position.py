"""Where a country stands: what it was asked for, what is owed of it and due next, and what it has paid ahead."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from contributions.models import Confirmed, Invoice
from contributions.models.invoices import NOTHING, outstanding_total
from members.models import Party


@dataclass(frozen=True)
class Owed:
    """What a country owes at the end of a day, USD, by the invoices with something outstanding, the oldest first."""

    day: date
    unpaid: list[Any] = field(default_factory=list)

    @property
    def outstanding_usd(self) -> Decimal:
        return outstanding_total(self.unpaid)

    @property
    def overdue_usd(self) -> Decimal:
        """What of it should have been paid by the day before."""
        return outstanding_total(invoice for invoice in self.unpaid if invoice.due_on < self.day)

    @property
    def overdue_since(self) -> date | None:
        """The day by which the oldest of it was due."""
        return next((invoice.due_on for invoice in self.unpaid if invoice.due_on < self.day), None)

    @property
    def next_due(self) -> Any:
        """The invoice that falls due next; None where what is unpaid is overdue."""
        return next((invoice for invoice in self.unpaid if invoice.due_on >= self.day), None)


def owed_by_country(countries: Iterable[Party], day: date) -> dict[Party, Owed]:
    """What each of several countries owes, in their order. One query."""
    found = {country: Owed(day) for country in countries}
    by_number = {country.pk: owed for country, owed in found.items()}
    for invoice in Invoice.objects.filter(party__in=by_number).unpaid(day).select_related("assessment__period"):
        by_number[invoice.party_id].unpaid.append(invoice)
    return found


def owed(invoices: Iterable[Any], day: date) -> Owed:
    """What is owed by invoices that know what is outstanding (`with_outstanding` of the same day)."""
    unpaid = [invoice for invoice in invoices if not invoice.is_cancelled and invoice.outstanding > 0]
    return Owed(day, sorted(unpaid, key=lambda invoice: (invoice.due_on, invoice.issued_on, invoice.pk)))


def paid_ahead(payments: Iterable[Any]) -> Decimal:
    """What of confirmed payments settles nothing yet (`with_unspent`)."""
    unspent = (payment.unspent for payment in payments if payment.status == Confirmed.CONFIRMED)
    return sum(unspent, NOTHING)
