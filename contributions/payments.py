"""The course of a payment: recorded by one person, confirmed by another, and from then on in the ledger."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from contributions import booking, settling
from contributions.models import Account, Allocation, Confirmed, Entry, Invoice, Payment, Refund
from contributions.models.invoices import symbol_of
from crm_portal.common import audit, money, numbers
from crm_portal.common.ledger import posting
from crm_portal.common.ledger.posting import Move
from crm_portal.common.workflow import TransitionNotAllowed, Transitions, next_status

Kind = Account.Kind
TRANSITIONS: Transitions = {**booking.TRANSITIONS, "correct": ((Confirmed.RECORDED,), Confirmed.RECORDED)}
CORRECTED = (
    "amount_usd",
    "charges_usd",
    "value_on",
    "bank_reference",
    "original_amount",
    "original_currency",
    "rate",
    "note",
)
"""What may be put right of a payment before it is confirmed; one of the wrong country is rejected."""


@transaction.atomic
def record(payment: Payment, shares: Mapping[Invoice, Decimal], *, by: Any) -> Payment:
    """Record money that came, and what of it is meant for which invoices; without that the oldest are settled first.

    `payment` is new, as a form filled it in. Nothing is posted yet. Raises TransitionNotAllowed for a day to come, a
    bank reference that is taken, and shares beyond the amount.
    """
    fits(payment, shares)
    payment.recorded_by = by
    save(payment)
    mean(payment, shares)
    audit.record("contributions.record_payment", payment, by=by)
    return payment


@transaction.atomic
def correct(payment: Payment, shares: Mapping[Invoice, Decimal], *, by: Any) -> Payment:
    """Put right what was recorded, and what of it is meant for which invoices, before it is confirmed.

    `payment` is as a form filled it in. Whoever corrects it has recorded it from then on, so that another person
    confirms the figures as they now stand; where nothing changes, nobody has. Raises TransitionNotAllowed, as `record`.
    """
    found = locked(payment, "correct", party=payment.party_id)
    changed = [name for name in CORRECTED if getattr(found, name) != getattr(payment, name)]
    for name in changed:
        setattr(found, name, getattr(payment, name))
    fits(found, shares)
    meant = dict(found.allocations.filter(entry=None).values_list("invoice", "amount_usd"))
    if not changed and meant == {invoice.pk: amount for invoice, amount in shares.items() if amount}:
        return found
    found.recorded_by, found.recorded_at = by, timezone.now()
    save(found)
    found.allocations.filter(entry=None).delete()
    mean(found, shares)
    audit.record("contributions.correct_payment", found, by=by, corrected=changed)
    return found


def fits(payment: Payment, shares: Mapping[Invoice, Decimal]) -> None:
    """Raises TransitionNotAllowed for a day to come, and for shares that the payment or its country does not have."""
    if payment.value_on > timezone.localdate():
        raise TransitionNotAllowed(_("The value date lies in the future."))
    if sum(shares.values(), Decimal()) > payment.amount_usd:
        raise TransitionNotAllowed(_("More is meant for invoices than was paid."))
    if any(invoice.party_id != payment.party_id for invoice in shares):
        raise TransitionNotAllowed(_("A payment settles invoices of its own country alone."))


def mean(payment: Payment, shares: Mapping[Invoice, Decimal]) -> None:
    """Keep what of a payment is meant for which invoices, until it is confirmed."""
    Allocation.objects.bulk_create(
        Allocation(payment=payment, invoice=invoice, amount_usd=amount) for invoice, amount in shares.items() if amount
    )


def save(row: Payment | Refund) -> None:
    """Save what came from a bank. Raises TransitionNotAllowed where its reference was recorded before."""
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        if "once_for_a_bank_reference" not in str(error):
            raise
        raise TransitionNotAllowed(_("A payment with this bank reference is recorded already.")) from None


def locked[Row: (Payment, Refund)](row: Row, verb: str, *, party: int) -> Row:
    """The row, locked after its country's accounts, in the state that a verb leads to. Raises TransitionNotAllowed."""
    settling.lock_accounts([party])
    found = type(row)._default_manager.select_for_update(of=("self",), no_key=True).get(pk=row.pk)
    found.status = next_status(TRANSITIONS, verb, found.status)
    return found


@transaction.atomic
def confirm(payment: Payment, *, by: Any) -> Payment:
    """Confirm that the money is there: post it, settle invoices, number the receipt. Raises TransitionNotAllowed.

    What is left over stays the country's, for invoices to come. Source, lines 1033-1036.
    """
    payment = locked(payment, "confirm", party=payment.party_id)
    booking.takes_two(payment, by=by)
    today = timezone.localdate()
    bank, credit = Account.objects.of(Kind.BANK), Account.objects.of(Kind.CREDIT, party=payment.party)
    came = [Move(bank.pk, credit.pk, payment.amount_usd, f"payment {payment.pk}", payment.bank_reference)]
    if payment.charges_usd:
        charges = Account.objects.of(Kind.CHARGES)
        came.append(Move(charges.pk, bank.pk, payment.charges_usd, f"payment {payment.pk} charges"))
    posted = posting.post(Entry, came, on=payment.value_on, by=by)
    payment.entry, payment.charges_entry = posted[0], posted[1] if payment.charges_usd else None
    payment.receipt_year = today.year
    payment.receipt_number = numbers.allocate(symbol_of(Payment.SERIES, today.year, 0).rpartition("/")[0])
    payment.save()
    meant = payment.allocations.filter(entry=None).select_related("invoice").order_by("pk")
    shares = {allocation.invoice: allocation.amount_usd for allocation in meant}
    meant.delete()
    settling.settle(payment, shares, by=by)
    settling.spend_credit(payment.party_id, by=by)
    audit.record("contributions.confirm_payment", payment, by=by, receipt=payment.receipt_symbol)
    return payment


@transaction.atomic
def reject(payment: Payment, *, reason: str, by: Any) -> None:
    """Say that what was recorded is not so, and why; its bank reference is free again. Raises TransitionNotAllowed."""
    payment = locked(payment, "reject", party=payment.party_id)
    booking.turn_down(payment, reason, by=by)
    payment.allocations.filter(entry=None).delete()
    payment.save(update_fields=["status", "reason", "decided_by", "decided_at"])
    payment.proofs.update(payment=None)  # they wait for the payment that they prove
    audit.record("contributions.reject_payment", payment, by=by)


@transaction.atomic
def reverse(payment: Payment, *, reason: str, by: Any) -> None:
    """Take a confirmed payment back, which the bank did or which never was; its receipt is void.

    What it settled is owed again. Raises TransitionNotAllowed, also while a refund of it stands.
    """
    payment = locked(payment, "reverse", party=payment.party_id)
    payment.reason = booking.stated(reason)
    if payment.refunds.filter(status__in=[Confirmed.RECORDED, Confirmed.CONFIRMED]).exists():
        raise TransitionNotAllowed(_("A part of this payment was refunded: take the refund back first."))
    settling.free(payment.allocations.select_related("entry"), by=by)
    today = timezone.localdate()
    for entry in (payment.charges_entry, payment.entry):
        if entry:
            posting.reverse(entry, on=today, by=by)
    payment.save(update_fields=["status", "reason"])
    audit.record("contributions.reverse_payment", payment, by=by)
    settling.spend_credit(payment.party_id, by=by)


# What goes back


@transaction.atomic
def record_refund(refund: Refund, *, by: Any) -> Refund:
    """Record money that went back to a country, of what settles no invoice. Raises TransitionNotAllowed."""
    if refund.value_on > timezone.localdate():
        raise TransitionNotAllowed(_("The value date lies in the future."))
    settling.lock_accounts([refund.payment.party_id])
    refund_fits(refund)
    refund.recorded_by = by
    save(refund)
    audit.record("contributions.record_refund", refund, by=by)
    return refund


def refund_fits(refund: Refund) -> None:
    """Raises TransitionNotAllowed where the payment has less left than goes back, or is not confirmed."""
    payment = Payment.objects.with_unspent().get(pk=refund.payment_id)
    if payment.status != Confirmed.CONFIRMED:
        raise TransitionNotAllowed(_("Only of a confirmed payment something goes back."))
    if refund.value_on < payment.value_on:
        raise TransitionNotAllowed(_("Nothing goes back before it came."))
    if refund.amount_usd > payment.unspent:
        said = _("Only USD %(left)s of this payment settle nothing.")
        raise TransitionNotAllowed(said % {"left": money.shown(payment.unspent)})


@transaction.atomic
def confirm_refund(refund: Refund, *, by: Any) -> None:
    """Confirm that money went back, and post it. Raises TransitionNotAllowed."""
    refund = locked(refund, "confirm", party=refund.payment.party_id)
    booking.takes_two(refund, by=by)
    refund_fits(refund)
    credit, bank = Account.objects.of(Kind.CREDIT, party=refund.payment.party), Account.objects.of(Kind.BANK)
    move = Move(credit.pk, bank.pk, refund.amount_usd, f"refund {refund.pk}", refund.bank_reference)
    refund.entry = posting.post(Entry, [move], on=refund.value_on, by=by)[0]
    refund.save()
    audit.record("contributions.confirm_refund", refund, by=by)


@transaction.atomic
def reject_refund(refund: Refund, *, reason: str, by: Any) -> None:
    """Say that a refund was not made. Raises TransitionNotAllowed."""
    refund = locked(refund, "reject", party=refund.payment.party_id)
    booking.turn_down(refund, reason, by=by)
    refund.save(update_fields=["status", "reason", "decided_by", "decided_at"])
    audit.record("contributions.reject_refund", refund, by=by)


@transaction.atomic
def reverse_refund(refund: Refund, *, reason: str, by: Any) -> None:
    """Take a refund back that did not reach the country: the money is its again. Raises TransitionNotAllowed."""
    refund = locked(refund, "reverse", party=refund.payment.party_id)
    refund.reason = booking.stated(reason)
    if refund.entry:
        posting.reverse(refund.entry, on=timezone.localdate(), by=by)
    refund.save(update_fields=["status", "reason"])
    audit.record("contributions.reverse_refund", refund, by=by)
    settling.spend_credit(refund.payment.party_id, by=by)
