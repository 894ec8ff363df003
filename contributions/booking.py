"""How an amount that one person recorded is confirmed by another and posted, or rejected, or taken back."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from contributions.models import Booked, ByTwo, Confirmed, Entry, Expenditure, ProjectExpenditure
from crm_portal.common import audit
from crm_portal.common.ledger import posting
from crm_portal.common.workflow import TransitionNotAllowed, Transitions, next_status

TRANSITIONS: Transitions = {
    "confirm": ((Confirmed.RECORDED,), Confirmed.CONFIRMED),
    "reject": ((Confirmed.RECORDED,), Confirmed.REJECTED),
    "reverse": ((Confirmed.CONFIRMED,), Confirmed.REVERSED),
}
DOOR = "voucher"


def not_to_come(day: date) -> None:
    """Raises TransitionNotAllowed for a day on which nothing can have been paid yet."""
    if day > timezone.localdate():
        raise TransitionNotAllowed(_("That day is still to come: an amount is recorded once it was paid."))


def takes_two(row: ByTwo, *, by: Any) -> None:
    """Note who confirms a row, which is not saved yet. Raises TransitionNotAllowed for whoever recorded it."""
    if row.recorded_by_id == by.pk:
        raise TransitionNotAllowed(_("You recorded this yourself: another person confirms it."))
    row.decided_by, row.decided_at = by, timezone.now()


def turn_down(row: ByTwo, reason: str, *, by: Any) -> None:
    """Note who rejects a row, which is not saved yet, and why. Raises TransitionNotAllowed without a reason."""
    row.reason = stated(reason)
    row.decided_by, row.decided_at = by, timezone.now()


def begun[Row: Booked](row: Row, verb: str, *, by: Any) -> Row:
    """The row, locked and in the state that the verb leads to; not saved yet. Raises TransitionNotAllowed."""
    row = type(row)._default_manager.select_for_update(of=("self",)).get(pk=row.pk)
    row.status = next_status(TRANSITIONS, verb, row.status)
    if verb == "confirm":
        takes_two(row, by=by)
    return row


def confirmed[Row: Booked](row: Row, move: Callable[[Row], posting.Move], *, on: date, by: Any) -> Row:
    """Post a row that `begun` gave, on an accounting date, and keep it. In the caller's transaction."""
    [row.entry] = posting.post(Entry, [move(row)], on=on, by=by)
    row.save(update_fields=["status", "entry", "decided_by", "decided_at"])
    audit.record(verb_of("confirm", row), row, by=by)
    return row


def rejected[Row: Booked](row: Row, reason: str, *, by: Any) -> Row:
    """Keep a row as rejected, for a reason. In the caller's transaction. Raises TransitionNotAllowed."""
    row = begun(row, "reject", by=by)
    turn_down(row, reason, by=by)
    row.save(update_fields=["status", "reason", "decided_by", "decided_at"])
    audit.record(verb_of("reject", row), row, by=by)
    return row


def reversed_[Row: Booked](row: Row, reason: str, *, on: date, by: Any) -> Row:
    """Take a row that `begun` gave back from the ledger, on an accounting date. In the caller's transaction.

    Raises TransitionNotAllowed for a day before the one it was posted on, or that is still to come.
    """
    row.reason = stated(reason)
    entry = row.entry
    if entry is None:
        raise ValueError("What is confirmed has its entry")
    if not entry.accounting_on <= on <= timezone.localdate():
        raise TransitionNotAllowed(_("It is taken back between the day it was paid and today."))
    posting.reverse(entry, on=on, by=by)
    row.save(update_fields=["status", "reason"])
    audit.record(verb_of("reverse", row), row, by=by, on=on.isoformat())
    return row


def stated(reason: str) -> str:
    """The reason, which is not empty. Raises TransitionNotAllowed."""
    if not reason.strip():
        raise TransitionNotAllowed(_("Say why."))
    return reason.strip()


def verb_of(verb: str, row: Booked) -> str:
    """A step as the record of steps names it."""
    return f"{row._meta.app_label}.{verb}_{row._meta.model_name}"


def readable_vouchers(user: Any) -> Q:
    """The vouchers that somebody may read."""
    kinds = (Expenditure, ProjectExpenditure)
    return Q(*(("pk__in", kind.objects.visible_to(user).values("voucher")) for kind in kinds), _connector=Q.OR)
