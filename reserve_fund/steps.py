"""The steps that a page offers somebody for a case, each with what it asks for and what it will do."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from crm_portal.common.registry import Text
from reserve_fund import assisting, deciding
from reserve_fund.models import Case, Determination
from reserve_fund.transitions import GO_ON_WITHOUT_CONSENT, TRANSITIONS

Status = Case.Status
REASON, DAY = "reason", "day"


@dataclass(frozen=True)
class Step:
    """A step by its verb: what its button says, what it asks for, what will happen, and what carries it out."""

    verb: str
    label: Text
    consequence: Text
    take: Callable[..., Any]
    asks: str = ""
    is_quiet: bool = False
    starts: tuple[str, ...] = ()
    """From which states, where the table of transitions has no such verb."""

    def is_possible(self, case: Case) -> bool:
        """Whether the state of the case lets it be taken."""
        starts = self.starts or TRANSITIONS[self.verb][0]
        goes_on = not case.consent_withdrawn_at or self.verb in GO_ON_WITHOUT_CONSENT or bool(self.starts)
        return case.status in starts and goes_on


def reason_of(function: Callable[..., Any]) -> Callable[..., Any]:
    """A workflow function that is given a reason."""
    return lambda case, given, by: function(case, given, by=by)


def plain(function: Callable[..., Any]) -> Callable[..., Any]:
    """A workflow function that is given nothing."""
    return lambda case, _given, by: function(case, by=by)


HANDLED = (Status.UNDER_REVIEW, Status.AWAITING_DECISION, *(Status.APPROVED, Status.TRAVEL_ARRANGED))
STEPS = (
    Step("take", _("Take it up"), _("You become the officer in charge of this case."), plain(deciding.take)),
    Step(
        "confirm_family",
        _("Confirm the family"),
        _("IOM confirms that the members of this family are one case."),
        plain(deciding.confirm_family),
        starts=(Status.UNDER_REVIEW,),
    ),
    Step(
        "refer",
        _("Put it before both institutions"),
        _("The coordinator of the Technical Secretariat is told, and decides together with IOM."),
        plain(deciding.refer),
    ),
    Step(
        "approve",
        _("Approve"),
        _(
            "The rules are asked once more. Once all who must have approved, the amount foreseen is held in the Fund "
            "and the referring authority is told."
        ),
        plain(deciding.approve),
    ),
    Step(
        "arrange_travel",
        _("Note the journey"),
        _("The day of the journey stands with the case; it may be noted anew until the departure."),
        reason_of(assisting.arrange_travel),
        asks=DAY,
    ),
    Step(
        "record_departure",
        _("Note the departure"),
        _("The person has left. From now on the case can no longer be cancelled."),
        plain(assisting.record_departure),
    ),
    Step(
        "confirm_arrival",
        _("Confirm the arrival"),
        _("The person has arrived; the costs can be settled."),
        reason_of(assisting.confirm_arrival),
        asks=DAY,
    ),
    Step(
        "settle",
        _("Settle the costs"),
        _("No further payment can be recorded. What is still held for the case is let go."),
        plain(assisting.settle),
    ),
    Step(
        "close",
        _("Close"),
        _("The case is closed. Its personal data are erased two years later."),
        plain(assisting.close),
    ),
    Step(
        "send_back",
        _("Return it for completion"),
        _("The referring authority is told and can write in the case again."),
        reason_of(deciding.send_back),
        asks=REASON,
        is_quiet=True,
    ),
    Step(
        "reject",
        _("Reject"),
        _("The case ends. The referring authority is told."),
        reason_of(deciding.reject),
        asks=REASON,
        is_quiet=True,
    ),
    Step(
        "cancel",
        _("Cancel the case"),
        _("The case ends. What was not paid is let go, and the referring authority is told."),
        reason_of(deciding.cancel),
        asks=REASON,
        is_quiet=True,
    ),
    Step(
        "hand_over",
        _("Become the officer in charge"),
        _("You take the place of the officer in charge. The other officers and the coordinator are told."),
        reason_of(deciding.hand_over),
        asks=REASON,
        is_quiet=True,
        starts=(*HANDLED, Status.TRAVELLED, Status.ARRIVED, Status.SETTLED),
    ),
)
BY_VERB = {step.verb: step for step in STEPS}


def offered(user: Any, case: Case) -> list[Step]:
    """The steps that somebody may take now with a case."""
    return [
        step
        for step in STEPS
        if step.is_possible(case) and user.has_perm(f"reserve_fund.{step.verb}_case", case) and fits(step, case, user)
    ]


def fits(step: Step, case: Case, user: Any) -> bool:
    """Whether a step makes sense for this case and person; the workflow decides whether it is allowed."""
    if step.verb == "hand_over":
        return case.officer_id is not None and case.officer_id != user.pk
    if step.verb == "confirm_family":
        return case.is_family and case.family_confirmed_by_id is None
    if step.verb == "refer":
        return case.is_special
    if step.verb == "approve" and case.is_special:
        waits = deciding.waits_for(case)
        approved = case.determinations.filter(round=case.round, verdict=Determination.Verdict.APPROVE, by=user.pk)
        return deciding.institution_of(user) in waits and not approved.exists()
    return True
