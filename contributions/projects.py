"""Projects: begun and closed, what comes in and what is spent of it, and the reports that their donors are owed.

The project's row is locked first, so that nobody spends what has not come in. Source, lines 1024-1028.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from contributions import booking
from contributions.models import Account, Confirmed, Project, ProjectExpenditure, ProjectReceipt, ProjectReport
from contributions.project_accounts import left_of
from crm_portal.common import audit, money
from crm_portal.common.files.storing import store
from crm_portal.common.files.uploads import CheckedUpload
from crm_portal.common.ledger.posting import Move
from crm_portal.common.registry import Event
from crm_portal.common.workflow import TransitionNotAllowed, Transitions, next_status

Kind = Account.Kind
Status = Project.Status
TRANSITIONS: Transitions = {
    "begin": ((Status.PLANNED,), Status.RUNNING),
    "close": ((Status.RUNNING,), Status.CLOSED),
}
REPORTS: Transitions = {"hand_in": ((ProjectReport.State.AWAITED,), ProjectReport.State.HANDED_IN)}
DOOR = "project"


def locked(project: Project) -> Project:
    """The project's row, locked."""
    return Project.objects.select_for_update(of=("self",)).get(pk=project.pk)


def running(project: Project) -> Project:
    """The project's row, locked. Raises TransitionNotAllowed unless it is running."""
    project = locked(project)
    if project.status != Status.RUNNING:
        said = _("Money comes in and is spent while a project is running; this one is in the state “%(state)s”.")
        raise TransitionNotAllowed(said % {"state": project.get_status_display()})
    return project


@transaction.atomic
def begin(project: Project, *, by: Any) -> Project:
    """Say that the project is running. Raises TransitionNotAllowed."""
    project = locked(project)
    project.status = next_status(TRANSITIONS, "begin", project.status)
    project.save(update_fields=["status"])
    audit.record("contributions.begin_project", project, by=by)
    return project


@transaction.atomic
def close(project: Project, *, by: Any) -> Project:
    """Close the project. Raises TransitionNotAllowed while amounts wait, funds are left or reports are owed."""
    project = locked(project)
    project.status = next_status(TRANSITIONS, "close", project.status)
    for model in (ProjectReceipt, ProjectExpenditure):
        if model.objects.filter(project=project, status=Confirmed.RECORDED).exists():
            raise TransitionNotAllowed(_("Amounts of it wait to be confirmed or rejected: decide them first."))
    if left := left_of(project):
        said = _("USD %(left)s is left. Record what becomes of it, such as its return to the donor, first.")
        raise TransitionNotAllowed(said % {"left": money.shown(left, places=2)})
    if ProjectReport.objects.filter(project=project).awaited().exists():
        raise TransitionNotAllowed(_("Its donor is still owed a report: hand it in first."))
    project.save(update_fields=["status"])
    audit.record("contributions.close_project", project, by=by)
    return project


@transaction.atomic
def keep_agreement(project: Project, file: CheckedUpload, *, by: Any) -> Project:
    """Put the agreement to the project, in the place of one that is there."""
    project = locked(project)
    project.agreement = store(file, by=by, door=DOOR)
    project.save(update_fields=["agreement"])
    audit.record("contributions.keep_agreement_project", project, by=by)
    return project


# What comes in and what is spent


def refuse_day(project: Project, day: date) -> None:
    """Raises TransitionNotAllowed for a day before the project begins, or that is still to come."""
    booking.not_to_come(day)
    if day < project.starts_on:
        said = _("The project begins on %(day)s: nothing of it moves before.")
        raise TransitionNotAllowed(said % {"day": date_format(project.starts_on)})


@transaction.atomic
def record_receipt(receipt: ProjectReceipt, *, by: Any) -> ProjectReceipt:
    """Record what came in for a project; it counts once another person has confirmed it.

    Raises TransitionNotAllowed.
    """
    refuse_day(running(receipt.project), receipt.value_on)
    receipt.recorded_by, receipt.recorded_at = by, timezone.now()
    try:
        with transaction.atomic():
            receipt.save(force_insert=True)
    except IntegrityError as error:
        if "bank_reference_once" not in str(error):
            raise
        raise TransitionNotAllowed(_("A receipt with this reference of the bank is recorded already.")) from None
    audit.record("contributions.record_projectreceipt", receipt, by=by)
    return receipt


@transaction.atomic
def record_expenditure(expenditure: ProjectExpenditure, voucher: CheckedUpload, *, by: Any) -> ProjectExpenditure:
    """Record what was paid from a project's funds, with its voucher. Raises TransitionNotAllowed."""
    refuse_day(running(expenditure.project), expenditure.paid_on)
    expenditure.recorded_by, expenditure.recorded_at = by, timezone.now()
    expenditure.voucher = store(voucher, by=by, door=booking.DOOR)
    try:
        with transaction.atomic():
            expenditure.save(force_insert=True)
    except IntegrityError as error:
        if "voucher_once" not in str(error):
            raise
        raise TransitionNotAllowed(_("A voucher of this number is recorded already.")) from None
    audit.record("contributions.record_projectexpenditure", expenditure, by=by)
    return expenditure


@transaction.atomic
def confirm[Row: (ProjectReceipt, ProjectExpenditure)](row: Row, *, by: Any) -> Row:
    """Confirm what another person recorded, and post it on the day it moved.

    Raises TransitionNotAllowed where more would be spent than has come in.
    """
    project = running(row.project)
    row = booking.begun(row, "confirm", by=by)
    if isinstance(row, ProjectReceipt):
        return booking.confirmed(row, posted, on=row.value_on, by=by)
    left = left_of(project)
    if row.amount_usd > left:
        said = _("USD %(amount)s is more than what is left of the funds received: USD %(left)s.")
        facts = {"amount": money.shown(row.amount_usd, places=2), "left": money.shown(left, places=2)}
        raise TransitionNotAllowed(said % facts)
    return booking.confirmed(row, posted, on=row.paid_on, by=by)


def posted(row: ProjectReceipt | ProjectExpenditure) -> Move:
    """What a confirmed amount does on the ledger, between the bank and the account of the project's funds."""
    bank, funds = Account.objects.of(Kind.BANK).pk, Account.objects.of(Kind.PROJECT, project=row.project).pk
    if isinstance(row, ProjectReceipt):
        return Move(bank, funds, row.amount_usd, f"project receipt {row.pk}", words=row.bank_reference)
    return Move(funds, bank, row.amount_usd, f"project expenditure {row.pk}", words=row.reference)


@transaction.atomic
def reject[Row: (ProjectReceipt, ProjectExpenditure)](row: Row, *, by: Any, reason: str) -> Row:
    """Reject what another person recorded, for a reason. Raises TransitionNotAllowed."""
    return booking.rejected(row, reason, by=by)


@transaction.atomic
def reverse[Row: (ProjectReceipt, ProjectExpenditure)](
    row: Row, *, by: Any, reason: str, on: date | None = None
) -> Row:
    """Take a confirmed amount back, on a day; today unless told.

    Raises TransitionNotAllowed, also for a receipt of which too much was spent already.
    """
    project = running(row.project)
    row = booking.begun(row, "reverse", by=by)
    if isinstance(row, ProjectReceipt) and row.amount_usd > left_of(project):
        raise TransitionNotAllowed(_("Part of it was spent already: take that back first."))
    return booking.reversed_(row, reason, on=on or timezone.localdate(), by=by)


# Reports to donors


@transaction.atomic
def hand_in(report: ProjectReport, file: CheckedUpload, *, by: Any, on: date | None = None) -> ProjectReport:
    """Keep the report that the donor was given, and when; today unless told. Raises TransitionNotAllowed."""
    report = ProjectReport.objects.select_for_update(of=("self",)).get(pk=report.pk)
    next_status(REPORTS, "hand_in", report.state)
    day = on or timezone.localdate()
    if day > timezone.localdate():
        raise TransitionNotAllowed(_("That day is still to come."))
    report.submitted_on, report.file = day, store(file, by=by, door=DOOR)
    report.save(update_fields=["submitted_on", "file"])
    audit.record("contributions.hand_in_projectreport", report, by=by)
    return report


def readable_files(user: Any) -> Q:
    """The agreements and reports that somebody may read."""
    projects, reports = Project.objects.visible_to(user), ProjectReport.objects.visible_to(user)
    return Q(pk__in=projects.values("agreement")) | Q(pk__in=reports.values("file"))


def deadlines(user: Any) -> Iterator[Event]:
    """The days by which donors are owed reports, in the calendar of those who write them."""
    if user.has_perm("contributions.hand_in_projectreport"):
        for report in ProjectReport.objects.visible_to(user).awaited().select_related("project"):
            title = _("Report to the donor: %(project)s") % {"project": report.project}
            page = report.project.get_absolute_url()
            yield Event(f"donor-report-{report.pk}", title, report.due_on, report.due_on + timedelta(days=1), page)
