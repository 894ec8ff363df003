"""What IOM and the Secretariat do with a submitted case: take it up, send it back, decide on it alone or jointly."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from crm_portal.common import audit
from crm_portal.common.workflow import TransitionNotAllowed, next_status
from members.roles import Role
from reserve_fund import filing, fund_money, letters, personal_data
from reserve_fund.models import Case, CostLine, Determination
from reserve_fund.transitions import TRANSITIONS, begun, kept, locked

Institution, Verdict = Determination.Institution, Determination.Verdict


def institution_of(user: Any) -> Determination.Institution:
    """For whom somebody decides. Raises TransitionNotAllowed for whoever decides on no case."""
    if user.standing.holds(Role.IOM_FUND):
        return Institution.IOM
    if user.standing.holds(Role.ST_COORD):
        return Institution.SECRETARIAT
    raise TransitionNotAllowed(_("Cases are decided on by IOM, special ones together with the Technical Secretariat."))


def another_than_the_referrer(case: Case, *, by: Any) -> None:
    """Raises TransitionNotAllowed for whoever referred the case."""
    if case.requested_by_id == by.pk:
        raise TransitionNotAllowed(_("You referred this case yourself: another person decides on it."))


@transaction.atomic
def take(case: Case, *, by: Any) -> Case:
    """Take a submitted case up, as the officer in charge. Raises TransitionNotAllowed."""
    case = begun(case, "take")
    another_than_the_referrer(case, by=by)
    case.officer = by
    return kept(case, "take", by=by, fields=("officer",))


@transaction.atomic
def hand_over(case: Case, reason: str, *, by: Any) -> Case:
    """Become the officer in charge in another's place, for a reason that the others hear of.

    Raises TransitionNotAllowed.
    """
    case = locked(case)
    another_than_the_referrer(case, by=by)
    if not case.is_open or not case.officer_id:
        raise TransitionNotAllowed(_("Nobody is in charge of this case."))
    if not reason.strip():
        raise TransitionNotAllowed(_("Say why."))
    personal_data.decide(case, Verdict.TAKE_OVER, Institution.IOM, reason.strip(), by=by)
    case.officer = by
    case.save(update_fields=["officer"])
    audit.record("reserve_fund.hand_over_case", case, by=by)
    letters.alert_opened(by=by)
    return case


@transaction.atomic
def send_back(case: Case, reason: str, *, by: Any) -> Case:
    """Return a case to whoever referred it, saying what it lacks. Raises TransitionNotAllowed."""
    case = begun(case, "send_back")
    if not reason.strip():
        raise TransitionNotAllowed(_("Say what is missing."))
    personal_data.decide(case, Verdict.SEND_BACK, Institution.IOM, reason.strip(), by=by)
    case = kept(case, "send_back", by=by)
    letters.tell_changed(case, case.requested_by, by=by)
    return case


@transaction.atomic
def confirm_family(case: Case, *, by: Any) -> Case:
    """Say for IOM that a family is one case. Ambiguities F3. Raises TransitionNotAllowed."""
    case = locked(case)
    if not case.is_family or case.status != Case.Status.UNDER_REVIEW:
        raise TransitionNotAllowed(_("Only a case for a family that is under review is confirmed as one."))
    another_than_the_referrer(case, by=by)
    case.family_confirmed_by = by
    case.save(update_fields=["family_confirmed_by"])
    audit.record("reserve_fund.confirm_family_case", case, by=by)
    return case


@transaction.atomic
def refer(case: Case, *, by: Any) -> Case:
    """Put a special case before IOM and the Secretariat. Source, lines 1678-1684. Raises TransitionNotAllowed."""
    case = begun(case, "refer")
    if not case.is_special:
        raise TransitionNotAllowed(_("This is no special case: IOM decides on it."))
    filing.required_outcome(case)
    case.referred_at = timezone.now()
    case = kept(case, "refer", by=by, fields=("referred_at",))
    letters.tell_coordinators(by=by)
    return case


@transaction.atomic
def approve(case: Case, *, by: Any) -> Case:
    """Approve a case; a special one is approved once both institutions have, by two people. The money is then held.

    The rules are asked again. Raises TransitionNotAllowed: for whoever referred it, for a second approval of the same
    institution or person, for more than the cap or than the Fund has available.
    """
    case = locked(case)
    after = next_status(TRANSITIONS, "approve", case.status)
    personal_data.require_consent(case)
    institution = institution_of(by)
    another_than_the_referrer(case, by=by)
    if case.is_special and case.status != Case.Status.AWAITING_DECISION:
        raise TransitionNotAllowed(
            _("A special case is referred to IOM and the Secretariat first; they decide together.")
        )
    if institution != Institution.IOM and not case.is_special:
        raise TransitionNotAllowed(_("IOM decides on this case."))
    given = case.determinations.filter(round=case.round, verdict=Verdict.APPROVE)
    if given.filter(institution=institution).exists():
        raise TransitionNotAllowed(_("This institution has approved the case already; the other one has not yet."))
    if given.filter(by=by).exists():
        raise TransitionNotAllowed(_("You have approved this case already: another person decides with you."))
    filing.required_outcome(case)
    personal_data.decide(case, Verdict.APPROVE, institution, "", by=by)
    if case.is_special and {row.institution for row in given.all()} != {Institution.IOM, Institution.SECRETARIAT}:
        audit.record("reserve_fund.endorse_case", case, by=by)
        return case
    fund_money.commit(case, CostLine.objects.filter(case=case).total(), by=by)
    case.status, case.decided_at = after, timezone.now()
    case = kept(case, "approve", by=by, fields=("decided_at",))
    letters.tell_changed(case, case.requested_by, by=by)
    return case


@transaction.atomic
def reject(case: Case, reason: str, *, by: Any) -> Case:
    """Turn a case down, for a reason; of a special one either institution may. Raises TransitionNotAllowed."""
    case = begun(case, "reject")
    institution = institution_of(by)
    another_than_the_referrer(case, by=by)
    filing.ended(case, Verdict.REJECT, institution, reason, by=by)
    case.decided_at = case.ended_at
    case = kept(case, "reject", by=by, fields=("ended_at", "decided_at"))
    letters.tell_changed(case, case.requested_by, by=by)
    return case


@transaction.atomic
def cancel(case: Case, reason: str, *, by: Any) -> Case:
    """Give up an approved case before the journey; what was not paid is let go. Raises TransitionNotAllowed."""
    case = begun(case, "cancel")
    filing.ended(case, Verdict.CANCEL, Institution.IOM, reason, by=by)
    case = kept(case, "cancel", by=by, fields=("ended_at",))
    letters.tell_changed(case, case.requested_by, by=by)
    return case


def waits_for(case: Case) -> set[str]:
    """The institutions whose approval a special case still waits for."""
    both: set[str] = {Institution.IOM, Institution.SECRETARIAT}
    given = case.determinations.filter(round=case.round, verdict=Verdict.APPROVE).values_list("institution", flat=True)
    return both - set(given) if case.status == Case.Status.AWAITING_DECISION else set()
