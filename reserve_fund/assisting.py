"""What IOM does for an approved case: travel, arrival, payments, settlement, closing."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from crm_portal.common import audit
from crm_portal.common.files.uploads import CheckedUpload
from crm_portal.common.workflow import TransitionNotAllowed
from reserve_fund import erasing, evidence_files, fund_money
from reserve_fund.models import Case, Determination, Disbursement, Evidence
from reserve_fund.models.cases import COMMITTED
from reserve_fund.transitions import begun, kept, locked

Status = Case.Status


@transaction.atomic
def arrange_travel(case: Case, on: date, *, by: Any) -> Case:
    """Note the day of the journey, or another one. Raises TransitionNotAllowed for a day before the decision."""
    case = begun(case, "arrange_travel")
    if case.decided_at and on < timezone.localdate(case.decided_at):
        raise TransitionNotAllowed(_("The journey comes after the approval."))
    case.travels_on = on
    return kept(case, "arrange_travel", by=by, fields=("travels_on",))


@transaction.atomic
def record_departure(case: Case, *, by: Any) -> Case:
    """Note that the person has left, on the day that was arranged. Raises TransitionNotAllowed before that day."""
    case = begun(case, "record_departure")
    if case.travels_on and case.travels_on > timezone.localdate():
        raise TransitionNotAllowed(_("The journey is still to come; change its day if it took place earlier."))
    return kept(case, "record_departure", by=by)


@transaction.atomic
def confirm_arrival(case: Case, on: date, *, by: Any) -> Case:
    """Note the day on which the person arrived. Raises TransitionNotAllowed for a day before the journey or to come."""
    case = begun(case, "confirm_arrival")
    if on > timezone.localdate() or (case.travels_on and on < case.travels_on):
        raise TransitionNotAllowed(_("The day of arrival lies between the journey and today."))
    case.arrived_on = on
    return kept(case, "confirm_arrival", by=by, fields=("arrived_on",))


def require_payer(case: Case, *, by: Any) -> None:
    """Raises TransitionNotAllowed unless payments are recorded now, by somebody who neither referred nor approved."""
    if case.status not in COMMITTED:
        raise TransitionNotAllowed(_("Payments are recorded from the approval until the costs are settled."))
    if case.requested_by_id == by.pk:
        raise TransitionNotAllowed(_("You referred this case yourself: another person pays."))
    if case.determinations.filter(round=case.round, verdict=Determination.Verdict.APPROVE, by=by.pk).exists():
        raise TransitionNotAllowed(_("You approved this case: another person pays."))


def may_pay(case: Case, user: Any) -> bool:
    """Whether somebody is offered to record a payment."""
    try:
        require_payer(case, by=user)
    except TransitionNotAllowed:
        return False
    return True


@transaction.atomic
def pay(
    case: Case, kind: str, amount_usd: Decimal, *, on: date, reference: str, voucher: CheckedUpload, by: Any
) -> Disbursement:
    """Record a payment for a case, with its voucher. Whoever pays neither referred nor approved it.

    Raises TransitionNotAllowed, also for more than is held for the case.
    """
    case = locked(case)
    require_payer(case, by=by)
    if case.decided_at and on < timezone.localdate(case.decided_at):
        raise TransitionNotAllowed(_("Nothing is paid before the approval."))
    file = evidence_files.add(case, Evidence.Kind.VOUCHER, voucher, by=by)
    paid = fund_money.pay(case, kind, amount_usd, on=on, reference=reference, voucher=file, by=by)
    audit.record("reserve_fund.pay_case", case, by=by, amount_usd=str(amount_usd))
    return paid


@transaction.atomic
def take_payment_back(payment: Disbursement, *, by: Any) -> Disbursement:
    """Take a payment back that was recorded wrongly, by reversing entries of today; another person does than who paid.

    Raises TransitionNotAllowed once the costs are settled, and for a payment of which something came back.
    """
    case = locked(payment.case)
    if case.status not in COMMITTED:
        raise TransitionNotAllowed(_("Payments are corrected until the costs are settled."))
    if payment.paid_by_id == by.pk:
        raise TransitionNotAllowed(_("You recorded this yourself: another person takes it back."))
    fund_money.unpay(payment, by=by)
    audit.record("reserve_fund.take_payment_back_case", case, by=by, amount_usd=str(payment.amount_usd))
    return payment


@transaction.atomic
def settle(case: Case, *, by: Any) -> Case:
    """Close the account of a case: what was not paid, or all of it, is let go. Raises TransitionNotAllowed."""
    case = begun(case, "settle")
    if case.requested_by_id == by.pk:
        raise TransitionNotAllowed(_("You referred this case yourself: another person settles it."))
    released = fund_money.release(case, by=by)
    case.settled_on = timezone.localdate()
    return kept(case, "settle", by=by, fields=("settled_on",), released_usd=str(released))


@transaction.atomic
def close(case: Case, *, by: Any) -> Case:
    """Close a settled case; from now on runs the time after which its personal data are erased."""
    case = begun(case, "close")
    case.ended_at = timezone.now()
    return kept(case, "close", by=by, fields=("ended_at",))


@transaction.atomic
def hold(case: Case, *, by: Any, is_held: bool) -> Case:
    """Keep the personal data of a case beyond their time for a legal reason, or no longer."""
    case = locked(case)
    if case.erased_at or erasing.is_noted(case):
        raise TransitionNotAllowed(_("The personal data of this case were erased."))
    case.is_held = is_held
    case.save(update_fields=["is_held"])
    audit.record("reserve_fund.hold_case" if is_held else "reserve_fund.let_go_case", case, by=by)
    return case
