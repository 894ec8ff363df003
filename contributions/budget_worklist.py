"""What waits for somebody in budgets and projects: amounts to confirm, transfers, a budget to examine, reports due."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy

from contributions.models import (
    Budget,
    BudgetAgreement,
    BudgetComment,
    BudgetTransfer,
    Confirmed,
    Expenditure,
    ProjectExpenditure,
    ProjectReceipt,
    ProjectReport,
)
from contributions.rules import speaks_for
from contributions.worklist import listed
from crm_portal.common.registry import Task, Waiting
from members.roles import Role

SOON = timedelta(days=30)
"""How long before its day a report to a donor appears in the worklist."""

AMOUNTS: dict[type[Any], Any] = {
    Expenditure: ngettext_lazy("Confirm %(number)d expenditure", "Confirm %(number)d expenditures", "number"),
    ProjectReceipt: ngettext_lazy(
        "Confirm %(number)d receipt of a project", "Confirm %(number)d receipts of projects", "number"
    ),
    ProjectExpenditure: ngettext_lazy(
        "Confirm %(number)d expenditure of a project", "Confirm %(number)d expenditures of projects", "number"
    ),
}
"""How a number of rows of each kind is said."""


def tasks(user: Any) -> Iterator[Task | Waiting]:
    """What waits for a person."""
    if user.has_perm("contributions.confirm_expenditure"):
        yield from amounts_to_confirm(user)
        yield transfers_to_decide(user)
    if user.has_perm("contributions.approve_budget"):
        yield decisions_to_record(user)
    if user.has_perm("contributions.comment_budget"):
        yield from budgets_to_examine(user)
    if user.has_perm("contributions.agree_budget"):
        yield from budgets_to_agree_with(user)
    if user.has_perm("contributions.hand_in_projectreport"):
        yield reports_due(user)


def amounts_to_confirm(user: Any) -> Iterator[Waiting]:
    """What others recorded, for whoever confirms it."""
    for model, said in AMOUNTS.items():
        rows = model.objects.visible_to(user).waiting().exclude(recorded_by=user)
        yield Waiting(said, rows, listed(model._meta.model_name, f"status__exact={Confirmed.RECORDED}"))


def transfers_to_decide(user: Any) -> Waiting:
    """Transfers that others asked for, for whoever decides them."""
    asked = BudgetTransfer.objects.visible_to(user).filter(status=BudgetTransfer.Status.REQUESTED)
    return Waiting(
        ngettext_lazy(
            "Decide on %(number)d transfer in a budget", "Decide on %(number)d transfers in budgets", "number"
        ),
        asked.exclude(requested_by=user),
        listed("budgettransfer", f"status__exact={BudgetTransfer.Status.REQUESTED}"),
        page_of_one="admin:contributions_budgettransfer_change",
    )


def decisions_to_record(user: Any) -> Waiting:
    """Budgets that were examined, of which the coordinator records what the Vice-Ministers decided."""
    return Waiting(
        ngettext_lazy(
            "Record the decision on %(number)d budget", "Record the decisions on %(number)d budgets", "number"
        ),
        Budget.objects.visible_to(user).filter(status=Budget.Status.EXAMINED),
        listed("budget", f"status__exact={Budget.Status.EXAMINED}"),
        page_of_one="admin:contributions_budget_change",
    )


def budgets_to_examine(user: Any) -> Iterator[Task]:
    """Budgets before the RCGM of which one's country has said nothing yet."""
    party = speaks_for(user, Role.RCGM, Role.PRESIDENCY_TEAM)
    said = set(
        BudgetComment.objects.visible_to(user).filter(party=party).values_list("budget", "round") if party else ()
    )
    for budget in Budget.objects.visible_to(user).filter(status=Budget.Status.SUBMITTED):
        if (budget.pk, budget.round) not in said:
            yield Task(_("Examine the budget: %(budget)s") % {"budget": budget}, budget.get_absolute_url())


def budgets_to_agree_with(user: Any) -> Iterator[Task]:
    """Budgets that were examined and of which one's country has not said that it agrees."""
    party = speaks_for(user, Role.HOD)
    given = set(
        BudgetAgreement.objects.visible_to(user).filter(party=party).values_list("budget", "round") if party else ()
    )
    for budget in Budget.objects.visible_to(user).filter(status=Budget.Status.EXAMINED):
        if (budget.pk, budget.round) not in given:
            title = _("Say whether your country agrees with the budget: %(budget)s") % {"budget": budget}
            yield Task(title, budget.get_absolute_url())


def reports_due(user: Any) -> Waiting:
    """Reports that donors are owed soon, or should have had."""
    soon = timezone.localdate() + SOON
    return Waiting(
        ngettext_lazy("Hand in %(number)d report to a donor", "Hand in %(number)d reports to donors", "number"),
        ProjectReport.objects.visible_to(user).awaited().filter(due_on__lte=soon),
        listed("projectreport", f"submitted_on__isempty=1&due_on__lte={soon}"),
        page_of_one="admin:contributions_projectreport_change",
        day="due_on",
    )
