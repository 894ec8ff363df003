"""The money of the Fund: what stands on it on a day, and every posting to its ledger."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from crm_portal.common import audit, money
from crm_portal.common.ledger import posting
from crm_portal.common.ledger.balances import balances
from crm_portal.common.workflow import TransitionNotAllowed
from reserve_fund.models import Account, Case, Disbursement, Entry, Evidence, Refund, Replenishment, Reservation

NOTHING = Decimal("0.00")
Kind = Account.Kind


@dataclass(frozen=True)
class Standing:
    """What stands on the Fund at the end of a day, in USD."""

    as_of: date
    opening: Decimal
    received: Decimal
    spent: Decimal
    balance: Decimal
    committed: Decimal

    @property
    def available(self) -> Decimal:
        """What may still be committed."""
        return self.balance - self.committed


def standing(as_of: date) -> Standing:
    """What stands on the Fund at the end of a day. Two queries."""
    numbers = dict(Account.objects.values_list("kind", "pk"))  # whoever reads opens no account
    found = balances(Entry, as_of=as_of)

    def net(kind: str) -> Decimal:
        return found.get(numbers.get(kind, 0), NOTHING)

    return Standing(
        as_of,
        opening=-net(Kind.OPENING),
        received=-net(Kind.INCOME),
        spent=net(Kind.EXPENSE),
        balance=net(Kind.BANK),
        committed=-net(Kind.COMMITTED),
    )


def not_to_come(day: date) -> None:
    """Raises TransitionNotAllowed for a day on which no money can have moved yet."""
    if day > timezone.localdate():
        raise TransitionNotAllowed(_("That day is still to come: money is recorded once it moved."))


def move(debit: str, credit: str, amount_usd: Decimal, source: str, words: str = "") -> posting.Move:
    """An amount from one kind of account to another."""
    numbers = Account.objects.numbers()
    return posting.Move(numbers[debit], numbers[credit], amount_usd, source, words)


# Money that comes in


def not_before_the_opening(day: date) -> None:
    """Raises TransitionNotAllowed for money of a day before that of the opening balance, which has it already."""
    opening = Replenishment.objects.filter(kind=Replenishment.Kind.OPENING, reversed_by=None).first()
    if opening and day < opening.received_on:
        raise TransitionNotAllowed(
            _("The ledger opens on %(day)s; what came in before is in the opening balance.")
            % {"day": date_format(opening.received_on, "DATE_FORMAT")}
        )


def may_open() -> bool:
    """Whether the ledger may still be given its opening balance: nothing stands in it but one that was taken back."""
    return not Entry.objects.filter(reverses=None, reversed_by=None).exists()


@transaction.atomic
def replenish(replenishment: Replenishment, *, by: Any) -> Replenishment:
    """Record money that came in, or the opening balance, and post it. Raises TransitionNotAllowed."""
    not_to_come(replenishment.received_on)
    posting.hold(Entry)  # the same money sent twice at once is recorded once
    is_opening = replenishment.kind == Replenishment.Kind.OPENING
    if is_opening and not may_open():
        raise TransitionNotAllowed(
            _("The opening balance is the first entry of the ledger, and there are entries already.")
        )
    not_before_the_opening(replenishment.received_on)
    same = Replenishment.objects.filter(reference=replenishment.reference)
    if same.filter(reversed_by=None).exists():
        raise TransitionNotAllowed(_("Money with this reference was recorded already."))
    again = f" ({same.count() + 1})" if same.exists() else ""
    source = f"replenishment {replenishment.reference}{again}"
    came = move(Kind.BANK, Kind.OPENING if is_opening else Kind.INCOME, replenishment.amount_usd, source)
    [replenishment.entry] = posting.post(Entry, [came], on=replenishment.received_on, by=by)
    replenishment.recorded_by = by
    replenishment.save(force_insert=True)
    audit.record("reserve_fund.record_replenishment", replenishment, by=by)
    return replenishment


@transaction.atomic
def take_back(replenishment: Replenishment, reason: str, *, by: Any) -> Replenishment:
    """Take a replenishment back by a reversing entry of today; another person does than who recorded it.

    Raises TransitionNotAllowed, also where the money is committed or spent already.
    """
    replenishment = (
        Replenishment.objects.select_for_update(of=("self",)).select_related("entry").get(pk=replenishment.pk)
    )
    if replenishment.reversed_by_id:
        raise TransitionNotAllowed(_("This was taken back already."))
    if replenishment.recorded_by_id == by.pk:
        raise TransitionNotAllowed(_("You recorded this yourself: another person takes it back."))
    if not reason.strip():
        raise TransitionNotAllowed(_("Say why."))
    posting.hold(Entry)
    require_available(replenishment.amount_usd)
    posting.reverse(replenishment.entry, on=timezone.localdate(), by=by)
    replenishment.reversed_by, replenishment.reason = by, reason.strip()
    replenishment.save(update_fields=["reversed_by", "reason"])
    audit.record("reserve_fund.take_back_replenishment", replenishment, by=by)
    return replenishment


# Money of a case


def require_available(amount_usd: Decimal) -> None:
    """Raises TransitionNotAllowed where the Fund has less than this to commit. The caller holds the ledger."""
    available = standing(date.max).available
    if amount_usd > available:
        raise TransitionNotAllowed(
            _("The Fund has USD %(available)s available, less than the USD %(amount)s that this needs.")
            % {"available": money.shown(available, places=2), "amount": money.shown(amount_usd, places=2)}
        )


def commit(case: Case, amount_usd: Decimal, *, by: Any) -> Reservation:
    """Hold an amount for an approved case. In the caller's transaction. Raises TransitionNotAllowed.

    Whoever commits at the same time waits here; the database refuses besides what would overdraw the Fund.
    """
    posting.hold(Entry)
    require_available(amount_usd)
    held = move(Kind.ENCUMBRANCE, Kind.COMMITTED, amount_usd, f"commitment {case.number}", case.number)
    [entry] = posting.post(Entry, [held], on=timezone.localdate(), by=by)
    return Reservation.objects.create(case=case, amount_usd=amount_usd, made_by=by, entry=entry)


def paid(case: Case) -> Decimal:
    """USD paid for a case, without what came back."""
    return Disbursement.objects.standing().filter(case=case).aggregate(sum=Sum("amount_usd"))["sum"] or NOTHING


def held(case: Case, reservation: Reservation | None = None) -> Decimal:
    """USD that are still held for a case; its reservation is asked for unless it is known."""
    reservation = reservation or Reservation.objects.filter(case=case).first()
    return reservation.amount_usd - reservation.released_usd - paid(case) if reservation else NOTHING


def pay(
    case: Case, kind: str, amount_usd: Decimal, *, on: date, reference: str, voucher: Evidence, by: Any
) -> Disbursement:
    """Record what was paid for a case, with its voucher. In the caller's transaction, which holds the case.

    Raises TransitionNotAllowed for a day to come or before the approval, and for more than is held.
    """
    not_to_come(on)
    posting.hold(Entry)
    if amount_usd > held(case):
        left = {"left": money.shown(held(case), places=2)}
        raise TransitionNotAllowed(_("USD %(left)s are still held for this case: no more can be paid.") % left)
    if Disbursement.objects.filter(case=case, reference=reference).exists():
        raise TransitionNotAllowed(_("A payment with this voucher was recorded already."))
    source = f"{case.number} {reference}"
    moves = [
        move(Kind.EXPENSE, Kind.BANK, amount_usd, f"payment {source}", case.number),
        move(Kind.COMMITTED, Kind.ENCUMBRANCE, amount_usd, f"use {source}", case.number),
    ]
    entry, _used = posting.post(Entry, moves, on=on, by=by)
    return Disbursement.objects.create(
        case=case,
        kind=kind,
        amount_usd=amount_usd,
        paid_on=on,
        reference=reference,
        voucher=voucher,
        paid_by=by,
        entry=entry,
    )


def unpay(payment: Disbursement, *, by: Any) -> None:
    """Reverse the two entries of a payment, so that its amount is held again. In the caller's transaction.

    Raises TransitionNotAllowed where that was done already, or where something of it came back.
    """
    posting.hold(Entry)
    if payment.refunds.exists():
        raise TransitionNotAllowed(_("Something of this payment came back already: it stays."))
    use = Entry.objects.get(source=f"use {payment.case.number} {payment.reference}")
    posting.reverse(payment.entry, on=timezone.localdate(), by=by)
    posting.reverse(use, on=timezone.localdate(), by=by)


def release(case: Case, *, by: Any) -> Decimal:
    """Let go of what is still held for a case; USD let go. In the caller's transaction, which holds the case."""
    rest = held(case)
    if rest > 0:
        back = move(Kind.COMMITTED, Kind.ENCUMBRANCE, rest, f"release {case.number}", case.number)
        posting.post(Entry, [back], on=timezone.localdate(), by=by)
        reservation = Reservation.objects.get(case=case)
        reservation.released_usd += rest
        reservation.save(update_fields=["released_usd"])
    return rest


@transaction.atomic
def refund(disbursement: Disbursement, amount_usd: Decimal, *, on: date, reference: str, by: Any) -> Refund:
    """Record what came back of a payment. Raises TransitionNotAllowed for more than was paid or a day to come."""
    not_to_come(on)
    posting.hold(Entry)
    disbursement = Disbursement.objects.select_related("case").get(pk=disbursement.pk)
    if on < disbursement.paid_on:
        raise TransitionNotAllowed(_("Nothing comes back before it was paid."))
    if not Disbursement.objects.standing().filter(pk=disbursement.pk).exists():
        raise TransitionNotAllowed(_("This payment was taken back."))
    before = disbursement.refunds.aggregate(sum=Sum("amount_usd"))["sum"] or NOTHING
    if before + amount_usd > disbursement.amount_usd:
        raise TransitionNotAllowed(_("More came back than was paid."))
    if disbursement.refunds.filter(reference=reference).exists():
        raise TransitionNotAllowed(_("A refund with this reference was recorded already."))
    source = f"refund {disbursement.case.number} {disbursement.pk} {reference}"
    back = move(Kind.BANK, Kind.EXPENSE, amount_usd, source, disbursement.case.number)
    [entry] = posting.post(Entry, [back], on=on, by=by)
    made = Refund.objects.create(
        disbursement=disbursement,
        amount_usd=amount_usd,
        received_on=on,
        reference=reference,
        recorded_by=by,
        entry=entry,
    )
    audit.record("reserve_fund.record_refund", disbursement.case, by=by)
    return made
