"""What whoever refers a case does with it: begins it, writes in it step by step, submits it, withdraws it."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from crm_portal.common import audit
from crm_portal.common.files.uploads import CheckedUpload
from crm_portal.common.workflow import TransitionNotAllowed
from members.roles import Role
from reserve_fund import eligibility, evidence_files, fund_money, letters, personal_data
from reserve_fund.models import Beneficiary, Case, CostLine, Determination, Evidence, Vulnerability
from reserve_fund.transitions import begun, kept, locked

PLAIN = ("referrer", "institution", "stay", "return_to", "is_urgent", "is_family", "sex")
"""What of a form is no personal datum, and stands in the case itself."""

MOST_FILES = 30
"""How many files a case takes."""


class NotEligibleError(TransitionNotAllowed):
    """A case does not meet the rules; `outcome` has each of them."""

    def __init__(self, outcome: eligibility.Outcome) -> None:
        super().__init__(" ".join(finding.words for finding in outcome.unmet))
        self.outcome = outcome


@transaction.atomic
def begin(*, by: Any) -> Case:
    """A new case, with a key of its own, of which nothing is known yet."""
    mandate = next(held for held in by.standing.mandates if held.role in {Role.FUND_REQUESTER, Role.IOM_FUND})
    case = Case.objects.create(requested_by=by, referred_for=mandate.party)
    personal_data.make_key(case)
    Beneficiary.objects.create(case=case)
    audit.record("reserve_fund.begin_case", case, by=by)
    return case


def editable(case: Case) -> Case:
    """The case, held. Raises TransitionNotAllowed unless whoever refers it may still write in it."""
    case = locked(case)
    if not case.is_editable:
        raise TransitionNotAllowed(_("This case was submitted: it can be changed once it is returned for completion."))
    return case


@transaction.atomic
def save(case: Case, values: Mapping[str, Any], *, by: Any) -> Case:
    """Keep what a step of the form brought, whole or not; what it does not name stays. Raises TransitionNotAllowed."""
    case = editable(case)
    plain = [name for name in PLAIN if name in values]
    for name in plain:
        setattr(case, name, values[name])
    if case.stay_id and case.stay_id == case.return_to_id:
        raise TransitionNotAllowed(_("The country of return must be another than that of stay."))
    personal = {name: value for name, value in values.items() if name in personal_data.COLUMNS}
    personal_data.write(case, personal)
    if "vulnerabilities" in values:
        set_vulnerabilities(case, values["vulnerabilities"])
    if "is_family" in values:
        case.family_confirmed_by = None
    case.changed_at = timezone.now()
    case.save(update_fields=[*plain, "is_special", "family_confirmed_by", "changed_at"])
    audit.record("reserve_fund.write_case", case, by=by, fields=sorted(values))
    return case


def set_vulnerabilities(case: Case, vulnerabilities: Iterable[Vulnerability]) -> None:
    """Which situations a case is of; with a special one it is decided jointly, whatever else it is. Ambiguities F6."""
    chosen = list(vulnerabilities)
    case.vulnerabilities.set(chosen)
    case.is_special = any(each.decided_by == Vulnerability.DecidedBy.JOINT for each in chosen)


@transaction.atomic
def save_costs(case: Case, amounts: Mapping[str, Decimal | None], *, by: Any) -> Case:
    """Keep what the return is expected to cost, by kind; kinds not named stay. Raises TransitionNotAllowed."""
    case = editable(case)
    CostLine.objects.filter(case=case, kind__in=amounts).delete()
    CostLine.objects.bulk_create(
        CostLine(case=case, kind=kind, amount_usd=amount) for kind, amount in amounts.items() if amount
    )
    case.changed_at = timezone.now()
    case.save(update_fields=["changed_at"])
    audit.record("reserve_fund.write_case", case, by=by, fields=["costs"])
    return case


@transaction.atomic
def add_file(case: Case, kind: str, upload: CheckedUpload, *, by: Any) -> Evidence:
    """Put a file to a case. Raises TransitionNotAllowed; ValidationError where the virus scanner refuses the file."""
    case = editable(case)
    if case.evidence.exclude(name=None).count() >= MOST_FILES:
        raise ValidationError(_("A case takes %(most)d files at most.") % {"most": MOST_FILES})
    file = evidence_files.add(case, kind, upload, by=by)
    case.changed_at = timezone.now()
    case.save(update_fields=["changed_at"])
    return file


@transaction.atomic
def remove_file(file: Evidence, *, by: Any) -> None:
    """Take a file out of a case again. Raises TransitionNotAllowed."""
    case = editable(file.case)
    evidence_files.remove(file, by=by)
    case.changed_at = timezone.now()
    case.save(update_fields=["changed_at"])


def asked_for(case: Case) -> str:
    """What IOM asks to be completed in a returned case. For pages that have logged that they show the case."""
    returned = case.determinations.filter(verdict=Determination.Verdict.SEND_BACK).last()
    return personal_data.reasons(case)[returned.pk] if returned else ""


def outcome(case: Case) -> eligibility.Outcome:
    """What the rules say of a case today."""
    return eligibility.examined(case, personal_data.contents(case), timezone.localdate())


def required_outcome(case: Case) -> eligibility.Outcome:
    """The same. Raises NotEligibleError where a rule is not met."""
    found = outcome(case)
    if not found.is_eligible:
        raise NotEligibleError(found)
    return found


@transaction.atomic
def submit(case: Case, *, by: Any) -> Case:
    """Hand a case in to IOM; it must meet the rules. Raises TransitionNotAllowed, NotEligibleError among them."""
    case = begun(case, "submit")
    personal_data.require_consent(case)
    again, case.submitted_at = case.submitted_at, None  # a family is confirmed by IOM later, not before it is asked
    required_outcome(case)
    case.submitted_at = timezone.now()
    case.round += 1 if again else 0
    case.officer = case.referred_at = None
    case.age_group = eligibility.age_group(personal_data.contents(case)["born_on"], timezone.localdate())
    case = kept(case, "submit", by=by, fields=("submitted_at", "round", "age_group", "officer", "referred_at"))
    letters.tell_fund_officers(by=by)
    return case


@transaction.atomic
def withdraw(case: Case, reason: str, *, by: Any) -> Case:
    """Take a case back, for a reason; money held for it is let go. Raises TransitionNotAllowed."""
    case = begun(case, "withdraw")
    institutions = Determination.Institution
    institution = institutions.REFERRER if case.requested_by_id == by.pk else institutions.IOM
    ended(case, Determination.Verdict.WITHDRAW, institution, reason, by=by)
    case = kept(case, "withdraw", by=by, fields=("ended_at",))
    if case.officer_id:
        letters.tell_changed(case, case.officer, by=by)
    return case


def ended(case: Case, verdict: str, institution: str, reason: str, *, by: Any) -> None:
    """Note that a case is at its end, and why; its money is let go. Not saved. Raises TransitionNotAllowed."""
    if not reason.strip():
        raise TransitionNotAllowed(_("Say why."))
    personal_data.decide(case, verdict, institution, reason.strip(), by=by)
    fund_money.release(case, by=by)
    case.ended_at = timezone.now()


@transaction.atomic
def withdraw_consent(case: Case, *, by: Any) -> Case:
    """Note that the person has withdrawn the consent: nothing personal opens any more, and the case goes no further.

    Before the journey the case is withdrawn with it; after it, what was spent is still accounted for. Raises
    TransitionNotAllowed.
    """
    case = locked(case)
    if case.consent_withdrawn_at:
        raise TransitionNotAllowed(_("That the consent was withdrawn is noted already."))
    if not case.is_open:
        raise TransitionNotAllowed(_("This case is at its end; its personal data will be erased in due time."))
    case.consent_withdrawn_at = timezone.now()
    case.save(update_fields=["consent_withdrawn_at"])
    audit.record("reserve_fund.withdraw_consent_case", case, by=by)
    if case.status in {Case.Status.TRAVELLED, Case.Status.ARRIVED, Case.Status.SETTLED}:
        return case
    return withdraw(case, _("The person has withdrawn the consent."), by=by)
