"""The course of a case: which step leads from where to where, and the one writer of its state."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from crm_portal.common import audit
from crm_portal.common.workflow import TransitionNotAllowed, Transitions, next_status
from reserve_fund.models import Case

Status = Case.Status
BEFORE_TRAVEL = (Status.APPROVED, Status.TRAVEL_ARRANGED)
UNFINISHED = (Status.DRAFT, Status.RETURNED)
"""What waits for whoever refers it."""
UNDECIDED = (Status.SUBMITTED, Status.RETURNED, Status.UNDER_REVIEW, Status.AWAITING_DECISION)

TRANSITIONS: Transitions = {
    "submit": ((Status.DRAFT, Status.RETURNED), Status.SUBMITTED),
    "take": ((Status.SUBMITTED,), Status.UNDER_REVIEW),
    "send_back": ((Status.UNDER_REVIEW,), Status.RETURNED),
    "refer": ((Status.UNDER_REVIEW,), Status.AWAITING_DECISION),
    "approve": ((Status.UNDER_REVIEW, Status.AWAITING_DECISION), Status.APPROVED),
    "reject": ((Status.UNDER_REVIEW, Status.AWAITING_DECISION), Status.REJECTED),
    "arrange_travel": (BEFORE_TRAVEL, Status.TRAVEL_ARRANGED),
    "record_departure": ((Status.TRAVEL_ARRANGED,), Status.TRAVELLED),
    "confirm_arrival": ((Status.TRAVELLED,), Status.ARRIVED),
    "settle": ((Status.ARRIVED,), Status.SETTLED),
    "close": ((Status.SETTLED,), Status.CLOSED),
    "withdraw": ((Status.DRAFT, *UNDECIDED, *BEFORE_TRAVEL), Status.WITHDRAWN),
    "cancel": (BEFORE_TRAVEL, Status.CANCELLED),
    "expire": (UNFINISHED, Status.WITHDRAWN),  # nobody has written in it for long: its personal data are erased
}
GO_ON_WITHOUT_CONSENT = frozenset({"withdraw", "cancel", "confirm_arrival", "settle", "close", "reject", "expire"})
"""What ends a case or accounts for its money; everything else stops when the consent is withdrawn."""


def locked(case: Case) -> Case:
    """The case as it is now, held until the transaction ends. Raises Case.DoesNotExist for whoever may not find it."""
    return Case.objects.select_for_update(of=("self",)).get(pk=case.pk)


def begun(case: Case, verb: str) -> Case:
    """The case, held, in the state that the verb leads to; not saved yet. Raises TransitionNotAllowed."""
    case = locked(case)
    case.status = next_status(TRANSITIONS, verb, case.status)
    if case.consent_withdrawn_at and verb not in GO_ON_WITHOUT_CONSENT:
        raise TransitionNotAllowed(_("The consent was withdrawn: the case goes no further."))
    return case


def kept(case: Case, verb: str, *, by: Any, fields: tuple[str, ...] = (), **facts: Any) -> Case:
    """Save a case that `begun` gave with the fields that changed, and record the step."""
    case.changed_at = timezone.now()
    case.save(update_fields=["status", "changed_at", *fields])
    audit.record(f"reserve_fund.{verb}_case", case, by=by, **facts)
    return case
