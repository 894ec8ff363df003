"""How money settles invoices: what comes in is its country's, and passes from there to what the country owes."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from contributions.models import Account, Allocation, Confirmed, Entry, Invoice, Payment
from crm_portal.common import money
from crm_portal.common.ledger import posting
from crm_portal.common.ledger.posting import Move
from crm_portal.common.workflow import TransitionNotAllowed
from members.models import Party

Kind = Account.Kind


def lock_accounts(parties: Iterable[int]) -> None:
    """Hold the accounts of countries until the transaction ends, in one order, so that nobody waits in a circle.

    Whatever moves money of a country takes this first: invoices, payments and refunds of it come one after the other.
    """
    wanted = sorted(set(parties))
    for party in Party.objects.filter(pk__in=wanted).order_by("pk"):
        for kind in (Kind.RECEIVABLE, Kind.CREDIT):
            Account.objects.of(kind, party=party)
    held = Account.objects.filter(party__in=wanted).order_by("pk")
    list(held.select_for_update(of=("self",), no_key=True).values_list("pk"))


def settle(payment: Payment, shares: Mapping[Invoice, Decimal], *, by: Any) -> None:
    """Post what of a confirmed payment settles which invoices, whose accounts are locked.

    Raises TransitionNotAllowed where an invoice is not the country's, has less outstanding, or the payment has less.
    """
    credit = Account.objects.of(Kind.CREDIT, party=payment.party)
    owed = Account.objects.of(Kind.RECEIVABLE, party=payment.party)
    left = Payment.objects.with_unspent().values_list("unspent", flat=True).get(pk=payment.pk)
    for invoice, amount in shares.items():
        found = Invoice.objects.holding().filter(pk=invoice.pk, party=payment.party)
        known = found.with_outstanding(timezone.localdate()).first()
        if known is None:
            raise TransitionNotAllowed(_("%(invoice)s cannot be settled: it was taken back.") % {"invoice": invoice})
        if amount > known.outstanding:
            said = _("Of %(invoice)s USD %(outstanding)s are outstanding, less than the USD %(amount)s meant for it.")
            figures = {"outstanding": money.shown(known.outstanding), "amount": money.shown(amount)}
            raise TransitionNotAllowed(said % {"invoice": invoice, **figures})
        if amount > left:
            raise TransitionNotAllowed(_("The payment has only USD %(left)s left.") % {"left": money.shown(left)})
        left -= amount
        allocation = Allocation.objects.create(payment=payment, invoice=invoice, amount_usd=amount)
        move = Move(credit.pk, owed.pk, amount, source=f"allocation {allocation.pk}", words=invoice.symbol)
        # Money settles nothing before both it and the invoice are there.
        allocation.entry = posting.post(Entry, [move], on=max(payment.value_on, invoice.issued_on), by=by)[0]
        allocation.save(update_fields=["entry"])


def by_age(party: int, amount: Decimal) -> dict[Invoice, Decimal]:
    """How an amount settles the invoices of a country, the oldest first; what is left over settles none."""
    shares: dict[Invoice, Decimal] = {}
    found = Invoice.objects.holding().filter(party=party).with_outstanding(timezone.localdate())
    for invoice in found.filter(outstanding__gt=0).oldest_first():
        if amount <= 0:
            break
        shares[invoice] = min(amount, invoice.outstanding)
        amount -= shares[invoice]
    return shares


def foreseen(payment: Payment) -> tuple[dict[Invoice, Decimal], Decimal]:
    """What the confirmation of a payment would settle as things stand, and what of it would be left. Changes nothing.

    What is meant for an invoice comes first, the oldest invoices after.
    """
    meant = {row.invoice: row.amount_usd for row in payment.allocations.filter(entry=None).select_related("invoice")}
    shares, left = dict(meant), payment.amount_usd - sum(meant.values(), Decimal())
    found = Invoice.objects.holding().filter(party=payment.party_id).with_outstanding(timezone.localdate())
    for invoice in found.filter(outstanding__gt=0).oldest_first():
        part = min(left, invoice.outstanding - meant.get(invoice, Decimal()))
        if part > 0:
            shares[invoice] = shares.get(invoice, Decimal()) + part
            left -= part
    return shares, left


def spend_credit(party: int, *, by: Any) -> None:
    """Settle what a country owes by what it has paid ahead, the oldest money first. Its accounts are locked."""
    paid = Payment.objects.filter(party=party, status=Confirmed.CONFIRMED).with_unspent().filter(unspent__gt=0)
    for payment in paid.order_by("value_on", "pk"):
        settle(payment, by_age(party, payment.unspent), by=by)


def free(allocations: Iterable[Allocation], *, by: Any) -> None:
    """Give what settled invoices back to their country, to settle others. Those freed already are passed over."""
    for allocation in allocations:
        entry = allocation.entry
        if entry and not Entry.objects.filter(reverses=entry).exists():
            posting.reverse(entry, on=max(timezone.localdate(), entry.accounting_on), by=by)
