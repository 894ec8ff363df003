"""Expenditures under the headings of a budget, and transfers between these; nothing is spent that is not there.

The budget's row is locked first, so that of two who spend the last dollars of a heading at once the second is refused.
"""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from contributions import booking
from contributions.budget_execution import left_of
from contributions.budgeting import locked
from contributions.models import Account, Budget, BudgetTransfer, Expenditure, Heading
from crm_portal.common import audit, money
from crm_portal.common.files.storing import store
from crm_portal.common.files.uploads import CheckedUpload
from crm_portal.common.ledger.posting import Move
from crm_portal.common.workflow import TransitionNotAllowed, Transitions, next_status

Kind = Account.Kind
TransferStatus = BudgetTransfer.Status
TRANSFERS: Transitions = {
    "approve": ((TransferStatus.REQUESTED,), TransferStatus.APPROVED),
    "refuse": ((TransferStatus.REQUESTED,), TransferStatus.REFUSED),
}


def in_force(budget: Budget) -> Budget:
    """The budget's row, locked. Raises TransitionNotAllowed unless it is approved and not closed."""
    budget = locked(budget)
    if budget.status != Budget.Status.APPROVED:
        said = _("Money is spent under an approved budget; this one is in the state “%(state)s”.")
        raise TransitionNotAllowed(said % {"state": budget.get_status_display()})
    return budget


@transaction.atomic
def record(expenditure: Expenditure, voucher: CheckedUpload, *, by: Any) -> Expenditure:
    """Record what was paid, with its voucher; it counts once another person has confirmed it.

    Raises TransitionNotAllowed for a day outside the budget's time, and where the voucher is recorded already.
    """
    refuse_day(in_force(expenditure.budget), expenditure.paid_on)
    expenditure.recorded_by, expenditure.recorded_at = by, timezone.now()
    expenditure.voucher = store(voucher, by=by, door=booking.DOOR)
    try:
        with transaction.atomic():
            expenditure.save(force_insert=True)
    except IntegrityError as error:
        if "voucher_once" not in str(error):
            raise
        raise TransitionNotAllowed(_("A voucher of this number is recorded already.")) from None
    audit.record("contributions.record_expenditure", expenditure, by=by)
    return expenditure


def refuse_day(budget: Budget, day: date) -> None:
    """Raises TransitionNotAllowed for a day on which nothing of a budget can have been paid."""
    booking.not_to_come(day)
    if not budget.covers(day):
        said = _("The budget covers %(first)s to %(last)s: what was paid on another day belongs to another budget.")
        days = {"first": date_format(budget.starts_on), "last": date_format(budget.last_on)}
        raise TransitionNotAllowed(said % days)


@transaction.atomic
def confirm(expenditure: Expenditure, *, by: Any) -> Expenditure:
    """Confirm what another person recorded, and post it on the day it was paid.

    Raises TransitionNotAllowed where it is more than what is left of its heading.
    """
    budget = in_force(expenditure.budget)
    expenditure = booking.begun(expenditure, "confirm", by=by)
    refuse_day(budget, expenditure.paid_on)
    refuse_more_than_left(budget, expenditure.heading, expenditure.amount_usd)
    return booking.confirmed(expenditure, posted, on=expenditure.paid_on, by=by)


def posted(expenditure: Expenditure) -> Move:
    """What a confirmed expenditure does on the ledger: its heading's account is debited, the bank credited."""
    spent = Account.objects.of(Kind.EXPENSE, heading=expenditure.heading)
    bank = Account.objects.of(Kind.BANK)
    return Move(spent.pk, bank.pk, expenditure.amount_usd, f"expenditure {expenditure.pk}", words=expenditure.reference)


def refuse_more_than_left(budget: Budget, heading: str, amount: Decimal) -> None:
    """Raises TransitionNotAllowed, naming what is left, where an amount is more than that."""
    left = left_of(budget, heading).left_usd
    if amount > left:
        said = _(
            "USD %(amount)s is more than what is left under “%(heading)s”: USD %(left)s. "
            "It needs a transfer from another heading, or another budget, before it can be confirmed."
        )
        raise TransitionNotAllowed(
            said
            % {
                "amount": money.shown(amount, places=2),
                "heading": Heading(heading).label,
                "left": money.shown(left, places=2),
            }
        )


@transaction.atomic
def reject(expenditure: Expenditure, *, by: Any, reason: str) -> Expenditure:
    """Reject what another person recorded, for a reason. Raises TransitionNotAllowed."""
    return booking.rejected(expenditure, reason, by=by)


@transaction.atomic
def reverse(expenditure: Expenditure, *, by: Any, reason: str, on: date | None = None) -> Expenditure:
    """Take a confirmed expenditure back, on a day; today unless told. Also of a budget that is closed.

    Raises TransitionNotAllowed.
    """
    locked(expenditure.budget)
    expenditure = booking.begun(expenditure, "reverse", by=by)
    return booking.reversed_(expenditure, reason, on=on or timezone.localdate(), by=by)


# Transfers between headings


@transaction.atomic
def request_transfer(transfer: BudgetTransfer, *, by: Any) -> BudgetTransfer:
    """Ask for an amount of one heading to be spent under another. Raises TransitionNotAllowed."""
    budget = in_force(transfer.budget)
    if transfer.from_heading == transfer.to_heading:
        raise TransitionNotAllowed(_("A transfer is between two different headings."))
    refuse_transfer_of_more(budget, transfer)
    transfer.requested_by, transfer.requested_at = by, timezone.now()
    transfer.save(force_insert=True)
    audit.record("contributions.request_budgettransfer", transfer, by=by)
    return transfer


@transaction.atomic
def approve_transfer(transfer: BudgetTransfer, *, by: Any) -> BudgetTransfer:
    """Approve what another person asked for, from today on.

    Raises TransitionNotAllowed where it would leave a heading less than was spent under it.
    """
    budget = in_force(transfer.budget)
    transfer = decided(transfer, "approve", by=by)
    refuse_transfer_of_more(budget, transfer)
    return kept(transfer, "approve", by=by)


@transaction.atomic
def refuse_transfer(transfer: BudgetTransfer, *, by: Any) -> BudgetTransfer:
    """Refuse what another person asked for. Raises TransitionNotAllowed."""
    locked(transfer.budget)
    return kept(decided(transfer, "refuse", by=by), "refuse", by=by)


def decided(transfer: BudgetTransfer, verb: str, *, by: Any) -> BudgetTransfer:
    """The transfer, locked and in the state that the verb leads to; not saved yet. Raises TransitionNotAllowed."""
    transfer = BudgetTransfer.objects.select_for_update(of=("self",)).get(pk=transfer.pk)
    transfer.status = next_status(TRANSFERS, verb, transfer.status)
    if transfer.requested_by_id == by.pk:
        raise TransitionNotAllowed(_("Whoever asked for a transfer does not decide on it: another person does."))
    return transfer


def kept(transfer: BudgetTransfer, verb: str, *, by: Any) -> BudgetTransfer:
    transfer.decided_by, transfer.decided_on = by, timezone.localdate()
    transfer.save(update_fields=["status", "decided_by", "decided_on"])
    audit.record(f"contributions.{verb}_budgettransfer", transfer, by=by)
    return transfer


def refuse_transfer_of_more(budget: Budget, transfer: BudgetTransfer) -> None:
    """Raises TransitionNotAllowed, naming what is left, where a transfer takes more than that from its heading."""
    left = left_of(budget, transfer.from_heading).left_usd
    if transfer.amount_usd > left:
        said = _("Only USD %(left)s is left under “%(heading)s”: no more than that can be transferred.")
        facts = {"left": money.shown(left, places=2), "heading": transfer.get_from_heading_display()}
        raise TransitionNotAllowed(said % facts)
