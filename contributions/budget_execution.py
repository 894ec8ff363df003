"""What was spent of a budget, heading by heading, at the end of a day: one table for page, files and guards alike."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet, Sum
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contributions.models import Budget, BudgetLine, BudgetStatement, BudgetTransfer, Entry, Heading
from crm_portal.common import money
from crm_portal.common.pdf.kinds import PrintoutKind
from crm_portal.common.registry import Text

NOTHING = Decimal("0.00")
PDF, TABLE = "budget-execution", "budget-execution-table"
FOR_EVER = date.max


@dataclass(frozen=True)
class Execution:
    """One heading, or all of them: what was approved, what transfers brought or took, and what was spent, in USD."""

    label: Text
    approved_usd: Decimal
    transferred_usd: Decimal
    spent_usd: Decimal

    @property
    def allotted_usd(self) -> Decimal:
        """What may be spent: the approved line and the transfers."""
        return self.approved_usd + self.transferred_usd

    @property
    def left_usd(self) -> Decimal:
        return self.allotted_usd - self.spent_usd

    @property
    def percent(self) -> Decimal | None:
        """How much of what may be spent was; None where nothing may be."""
        return money.percentage(self.spent_usd, self.allotted_usd) if self.allotted_usd else None


@dataclass(frozen=True)
class ExecutionTable:
    """The six headings of a budget in their order, and their total, at the end of a day."""

    budget: Budget
    as_of: date
    headings: Mapping[str, Execution]

    @property
    def rows(self) -> list[Execution]:
        return list(self.headings.values())

    @property
    def total(self) -> Execution:
        return Execution(
            _("Total"),
            sum((row.approved_usd for row in self.rows), NOTHING),
            sum((row.transferred_usd for row in self.rows), NOTHING),
            sum((row.spent_usd for row in self.rows), NOTHING),
        )


def execution(budget: Budget, as_of: date) -> ExecutionTable:
    """What of a budget was spent by the end of a day, as the ledger has it. Four queries.

    A transfer counts from the day it was approved; what was taken back, from the day it was. Source, lines 1075-1089.
    """
    approved = dict(BudgetLine.objects.filter(budget=budget).values_list("heading", "amount_usd"))
    transferred: dict[str, Decimal] = defaultdict(lambda: NOTHING)
    granted = BudgetTransfer.objects.filter(
        budget=budget, status=BudgetTransfer.Status.APPROVED, decided_on__lte=as_of
    ).values_list("from_heading", "to_heading", "amount_usd")
    for giving, taking, amount in granted:
        transferred[giving] -= amount
        transferred[taking] += amount
    spent = sums_by_heading("of_expenditure", budget, as_of)
    taken_back = sums_by_heading("reverses__of_expenditure", budget, as_of)
    return ExecutionTable(
        budget,
        as_of,
        {
            heading: Execution(
                heading.label,
                approved.get(heading, NOTHING),
                transferred[heading],
                spent.get(heading, NOTHING) - taken_back.get(heading, NOTHING),
            )
            for heading in Heading
        },
    )


def sums_by_heading(expenditure: str, budget: Budget, as_of: date) -> dict[str, Decimal]:
    """{heading: USD} of the entries that lead to a budget's expenditures by this way, up to the end of a day."""
    entries = Entry.objects.filter(Q(**{f"{expenditure}__budget": budget}), accounting_on__lte=as_of)
    by_heading = entries.order_by().values(f"{expenditure}__heading").annotate(usd=Sum("amount_usd"))
    return dict(by_heading.values_list(f"{expenditure}__heading", "usd"))


def left_of(budget: Budget, heading: str) -> Execution:
    """One heading with all that was ever posted or granted; to be asked with the budget's row locked."""
    return execution(budget, FOR_EVER).headings[heading]


# The table as files


def lines(table: ExecutionTable) -> Iterator[tuple[Any, ...]]:
    """The table for spreadsheets: its columns' names, the headings, and the total."""
    day = date_format(table.as_of, "SHORT_DATE_FORMAT")
    yield (
        *(_("Heading"), _("Approved (USD)"), _("Transfers (USD)"), _("To be spent (USD)")),
        *(_("Spent up to %(day)s (USD)") % {"day": day}, _("Left (USD)"), _("Executed (%)")),
    )
    for row in (*table.rows, table.total):
        yield (
            *(str(row.label), row.approved_usd, row.transferred_usd, row.allotted_usd),
            *(row.spent_usd, row.left_usd, "" if row.percent is None else row.percent),
        )


def statements(user: Any) -> QuerySet[BudgetStatement]:
    """The statements whose files somebody may have."""
    return BudgetStatement.objects.visible_to(user)


def title_of(statement: BudgetStatement) -> str:
    """What a file of the table is called above it."""
    return _("Execution of the budget “%(budget)s” up to %(day)s") % {
        "budget": statement.budget,
        "day": date_format(statement.as_of),
    }


def file_name_of(statement: BudgetStatement) -> str:
    return _("budget-execution-%(number)d-%(day)s") % {
        "number": statement.budget_id,
        "day": statement.as_of.isoformat(),
    }


def content_of(statement: BudgetStatement) -> Mapping[str, Any]:
    return {"table": execution(statement.budget, statement.as_of), "budget": statement.budget}


def kinds() -> tuple[PrintoutKind, PrintoutKind]:
    """The table as a PDF and as a spreadsheet, for the registry of PDFs."""

    def made(name: str, label: Text, template: str, **more: Any) -> PrintoutKind:
        return PrintoutKind(
            name=name,
            label=label,
            template=template,
            seen_by_person=statements,
            about=lambda pk: BudgetStatement.objects.select_related("budget__decision_document").get(pk=pk),
            title=title_of,
            file_name=file_name_of,
            content=content_of,
            **more,
        )

    return (
        made(PDF, gettext_lazy("Execution of a budget"), "pdf/budget_execution.html"),
        made(
            TABLE,
            gettext_lazy("Execution of a budget, as a table"),
            "",
            rows=lambda statement: lines(execution(statement.budget, statement.as_of)),
        ),
    )
