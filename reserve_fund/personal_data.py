"""Opening and writing what is sealed: the only way to it. Each opening is logged first, or nothing opens."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm_portal.common import audit
from crm_portal.common.audit.models import Access
from crm_portal.common.permissions import require_perm
from crm_portal.common.workflow import TransitionNotAllowed
from members.roles import Role
from reserve_fund.models import Beneficiary, Case, CaseKey, Determination
from reserve_fund.sealed import master_keys
from reserve_fund.sealed.fields import SealedField
from reserve_fund.sealed.look_up import look_up_value, look_up_values
from reserve_fund.sealed.sealing import new_key, seal, unseal

LOOK_UP = "reserve_fund_beneficiary.document_number"


class Purpose(models.TextChoices):
    """What somebody opens personal data for; it stands in the access log."""

    FILE = "file", gettext_lazy("to file or complete the case")
    DECIDE = "decide", gettext_lazy("to decide on the case")
    TRAVEL = "travel", gettext_lazy("to arrange travel or arrival")
    SETTLE = "settle", gettext_lazy("to settle the costs")
    ANSWER = "answer", gettext_lazy("to answer the person concerned")
    SUPERVISE = "supervise", gettext_lazy("to supervise or audit the case")


COLUMNS: dict[str, SealedField] = {
    field.name: field for field in Beneficiary._meta.concrete_fields if isinstance(field, SealedField)
}
"""Every personal column, by its name."""

FOR_THE_SECRETARIAT = (
    "situation",
    "evidence_reference",
    "age_override",
    "protection_concern",
    "subsidiarity",
    "voluntary_on",
    "voluntary_language",
    "consent_on",
    "consent_scope",
)
"""What the coordinator is shown of a special case: what the decision rests on, without who it is. Ambiguities F7."""


# Keys


def key_place(case: Any, master_key: str) -> tuple[str, ...]:
    """What the key of a case is sealed for."""
    return ("reserve_fund_casekey", str(case), master_key)


def make_key(case: Case) -> bytes:
    """Give a new case its key, sealed with the newest master key."""
    key, name = new_key(), master_keys.newest()
    CaseKey.objects.create(case=case, master_key=name, sealed=sealed_key(case.pk, key, name))
    return key


def sealed_key(case: Any, key: bytes, name: str) -> bytes:
    """The key of a case, sealed with the master key of this name."""
    return seal(master_keys.wrapping_key(name), key, *key_place(case, name))


def key_of(case: Case) -> bytes:
    """The key of a case. Raises TransitionNotAllowed once it was erased, SealBrokenError."""
    kept = CaseKey.objects.filter(case=case).first()
    if kept is None:
        raise TransitionNotAllowed(_("The personal data of this case were erased."))
    name = kept.master_key
    return unseal(master_keys.wrapping_key(name), bytes(kept.sealed), *key_place(case.pk, name))


# Opening


def readable(user: Any, case: Case) -> tuple[str, ...]:
    """The personal columns of a case that somebody may open; none for anybody else.

    IOM all; whoever refers the case all while it is theirs to write; the coordinator what the decision on a special
    case rests on.
    """
    if user.looks_through and not Case.objects.visible_to(user).filter(pk=case.pk).exists():
        return ()  # the own role may not see what the other one does
    if user.standing.holds(Role.IOM_FUND) and case.submitted_at:
        return tuple(COLUMNS)
    if case.requested_by_id == user.pk and case.is_editable:
        return tuple(COLUMNS)
    if user.standing.holds(Role.ST_COORD) and case.is_special and case.referred_at:
        return FOR_THE_SECRETARIAT
    return ()


def is_in_charge(user: Any, case: Case) -> bool:
    """Whether somebody opens the case as part of the own work: the officer in charge, a case that nobody has taken, the
    referring officer, or the coordinator. Another officer gives a reason, and the others hear of it.
    """
    return (
        not user.standing.holds(Role.IOM_FUND) or case.officer_id in {None, user.pk} or case.requested_by_id == user.pk
    )


def opened(case: Case, *, by: Any, purpose: str, action: str = Access.Action.VIEW) -> dict[str, Any]:
    """The personal data of a case that somebody may open, by column. That they were opened is logged first.

    Raises PermissionDenied, TransitionNotAllowed once the consent was withdrawn or the data were erased,
    SealBrokenError, and whatever hinders the log.
    """
    columns = readable(by, case)
    if not columns:
        raise PermissionDenied
    require_consent(case)
    key = key_of(case)  # of an erased case nothing is shown, so nothing is logged
    audit.record_access(by, case, action, why=str(Purpose(purpose).value))
    return {name: value for name, value in contents(case, key).items() if name in columns}


def may_open(user: Any, case: Case) -> bool:
    """Whether somebody is in charge, or has given a reason for opening this case without being so."""
    said = case.determinations.filter(verdict=Determination.Verdict.OPEN_UNASSIGNED, by=user.pk)
    return is_in_charge(user, case) or said.exists()


def note_opened(case: Case, reason: str, *, by: Any) -> None:
    """Keep that an officer who is not in charge opened a case, and why. In the caller's transaction."""
    decide(case, Determination.Verdict.OPEN_UNASSIGNED, Determination.Institution.IOM, reason, by=by)
    audit.record("reserve_fund.open_unassigned_case", case, by=by)


def require_consent(case: Case) -> None:
    """Raises TransitionNotAllowed for a case whose person has withdrawn the consent."""
    if case.consent_withdrawn_at:
        raise TransitionNotAllowed(_("The consent was withdrawn: the personal data stay closed."))


def contents(case: Case, key: bytes | None = None) -> dict[str, Any]:
    """All that is sealed of a case's person. For the portal's own checks: shows it to nobody and logs nothing."""
    key, row = key or key_of(case), Beneficiary.objects.get(case=case)
    return {name: column.opened(row, str(case.pk), key) for name, column in COLUMNS.items()}


def write(case: Case, values: Mapping[str, Any]) -> None:
    """Seal some personal columns of a case, in the caller's transaction. Raises TransitionNotAllowed, KeyError."""
    key = key_of(case)
    row = Beneficiary.objects.select_for_update().get(case=case)
    for name, value in values.items():
        setattr(row, name, COLUMNS[name].sealed(row, str(case.pk), key, value))
    changed = [*values]
    if "document_number" in values:
        row.document_look_up = look_up_value(LOOK_UP, values["document_number"] or "")
        changed.append("document_look_up")
    row.save(update_fields=changed)


# Finding


def found_by_document(number: str, *, by: Any, purpose: str) -> list[Case]:
    """The cases with exactly this document number that somebody may open. That it was searched is logged.

    Raises PermissionDenied for whoever opens no person at all.
    """
    require_perm(by, "reserve_fund.search_beneficiary")
    audit.record_access(by, Beneficiary, Access.Action.SEARCH, why=str(Purpose(purpose).value))
    return list(
        Case.objects.visible_to(by)
        .filter(beneficiary__document_look_up__in=look_up_values(LOOK_UP, number), submitted_at__isnull=False)
        .order_by("-submitted_at")
    )


# Reasons of decisions


def decide(case: Case, verdict: str, institution: str, reason: str, *, by: Any) -> Determination:
    """Keep what was decided on a case in its present round, the reason sealed. In the caller's transaction.

    Of a case whose personal data were erased, as after a restore, the reason is kept by nobody: there is no key for it.
    """
    row = Determination(case=case, round=case.round, verdict=verdict, institution=institution, by=by)
    column = Determination._meta.get_field("reason")
    if reason and not case.erased_at:
        row.reason = column.sealed(row, str(case.pk), key_of(case), reason)
    row.save(force_insert=True)
    return row


def reasons(case: Case, key: bytes | None = None) -> dict[Any, str]:
    """{number of a decision: its reason}, opened: for pages that have logged that they show them, and the referrer."""
    key = key or key_of(case)
    column: Any = Determination._meta.get_field("reason")
    return {row.pk: column.opened(row, str(case.pk), key) for row in case.determinations.all()}
