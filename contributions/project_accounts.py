"""What came in for projects, what was spent of it and what is left, as the ledger has it: one table for all uses."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q, Sum
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from contributions.models import Account, Entry, Project
from crm_portal.common import money
from crm_portal.common.ledger.balances import balances

NOTHING = Decimal("0.00")


@dataclass(frozen=True)
class ProjectAccount:
    """One project at the end of a day: its budget, what came in, what was spent of that, and what is left, in USD."""

    project: Project
    received_usd: Decimal
    left_usd: Decimal

    @property
    def spent_usd(self) -> Decimal:
        return self.received_usd - self.left_usd

    @property
    def percent(self) -> Decimal:
        """How much of the budget was spent."""
        return money.percentage(self.spent_usd, self.project.budget_usd)


def project_accounts(projects: Iterable[Project], as_of: date) -> list[ProjectAccount]:
    """The accounts of these projects at the end of a day, in their order. Four queries, however many there are."""
    found = list(projects)
    keys = [project.pk for project in found]
    accounts = dict(Account.objects.filter(kind=Account.Kind.PROJECT, project__in=keys).values_list("project", "pk"))
    standing = balances(Entry, as_of=as_of, accounts=accounts.values()) if accounts else {}
    received = came_in("of_projectreceipt", keys, as_of)
    taken_back = came_in("reverses__of_projectreceipt", keys, as_of)
    return [
        ProjectAccount(
            project,
            received.get(project.pk, NOTHING) - taken_back.get(project.pk, NOTHING),
            -standing.get(accounts.get(project.pk, 0), NOTHING),  # its funds stand in credit
        )
        for project in found
    ]


def came_in(receipt: str, projects: list[int], as_of: date) -> dict[int, Decimal]:
    """{project: USD} of the entries that lead to receipts of projects by this way, up to the end of a day."""
    entries = Entry.objects.filter(Q(**{f"{receipt}__project__in": projects}), accounting_on__lte=as_of)
    sums = entries.order_by().values(f"{receipt}__project").annotate(usd=Sum("amount_usd"))
    return dict(sums.values_list(f"{receipt}__project", "usd"))


def left_of(project: Project) -> Decimal:
    """What of a project's funds is not spent, of all that was ever posted; to be asked with its row locked."""
    return project_accounts([project], date.max)[0].left_usd


def lines(accounts: Iterable[ProjectAccount], as_of: date) -> Iterator[tuple[Any, ...]]:
    """The table for spreadsheets: its columns' names, and the projects."""
    day = {"day": date_format(as_of, "SHORT_DATE_FORMAT")}
    yield (
        *(_("Project"), _("Donor"), _("State"), _("From"), _("Until"), _("Budget (USD)")),
        *(_("Received up to %(day)s (USD)") % day, _("Spent up to %(day)s (USD)") % day, _("Left (USD)")),
    )
    for one in accounts:
        project = one.project
        yield (
            *(project.title, project.donor_shown, project.get_status_display()),
            *(project.starts_on, project.last_on, project.budget_usd),
            *(one.received_usd, one.spent_usd, one.left_usd),
        )
