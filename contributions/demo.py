"""A fictional budget of this year with expenditures, one that is being examined, and a project."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from contributions import budgeting, expenditures, projects
from contributions.models import (
    Budget,
    BudgetLine,
    BudgetTransfer,
    Expenditure,
    Heading,
    Project,
    ProjectExpenditure,
    ProjectReceipt,
    ProjectReport,
)
from crm_portal.common.files import kinds
from crm_portal.common.files.uploads import CheckedUpload, checked
from declarations.models import Axis
from members.demo_office import account, has_happened
from members.models import Party

AMOUNTS = dict(zip(Heading, map(Decimal, ("96000", "58000", "24000", "36000", "42000", "26724")), strict=True))
"""Fictional, since none is printed; they add up to what the members pay in a year."""
PAID = (
    # heading, voucher, day (month, day), amount, to whom, what for
    (Heading.SUPPORT_STAFF, "DEMO-001", (1, 31), "16000.00", "Demo: payroll", "Demo: staff, two months"),
    (Heading.SEMINARS_MEETINGS, "DEMO-002", (2, 14), "7350.50", "Demo: conference hotel", "Demo: rooms for a seminar"),
    (Heading.EQUIPMENT_NETWORK, "DEMO-003", (1, 20), "1899.99", "Demo: computer shop", "Demo: two laptops"),
    (Heading.DOCUMENTS_TRANSLATION, "DEMO-004", (2, 2), "4200.00", "Demo: translators", "Demo: translation of papers"),
)
WAITS = (Heading.STUDIES_RESEARCH, "DEMO-005", (1, 15), "5000.00", "Demo: university", "Demo: study on return")


def load() -> None:
    """Make what was never there. Running it again changes nothing."""
    if has_happened("contributions.submit_budget") or has_happened("contributions.begin_project"):
        return
    make_budget(timezone.localdate())
    make_project(timezone.localdate())


def make_budget(today: date) -> None:
    """This year's budget, approved and partly spent, with a transfer that waits; and next year's before the RCGM."""
    coordinator, assistant = account("st-coord"), account("st-assist")
    approved, proposed = (drafted(today.year), drafted(today.year + 1))
    for budget in (approved, proposed):
        budgeting.submit(budget, by=assistant)
    comment = "Demostración: pedimos detallar los gastos de seminarios."
    budgeting.comment(
        proposed, Party.objects.get(slug="mx"), comment, by=account("rcgm"), heading=Heading.SEMINARS_MEETINGS
    )
    budgeting.examine(approved, by=coordinator)
    budgeting.agree(approved, Party.objects.get(slug="mx"), by=account("hod"))
    words = ("Demostración: aprobado por Viceministros(as)", "Demo: approved by the Vice-Ministers")
    budgeting.approve(approved, by=coordinator, decided_on=date(today.year, 1, 1), words_es=words[0], words_en=words[1])
    for row in PAID:
        if (made := recorded(approved, row, today)) is not None:
            expenditures.confirm(made, by=coordinator)
    recorded(approved, WAITS, today)
    transfer = BudgetTransfer(
        budget=approved,
        from_heading=Heading.OTHER_OPERATING,
        to_heading=Heading.DOCUMENTS_TRANSLATION,
        amount_usd=Decimal("3000.00"),
        reason="Demo: more papers to translate than was foreseen",
    )
    expenditures.request_transfer(transfer, by=assistant)


def drafted(year: int) -> Budget:
    """A draft for a year, with the six headings."""
    titles: dict[str, Any] = {"title_es": f"Demostración: presupuesto {year}", "title_en": f"Demo: budget {year}"}
    budget = Budget.objects.create(starts_on=date(year, 1, 1), ends_on=date(year + 1, 1, 1), **titles)
    BudgetLine.objects.bulk_create(
        BudgetLine(budget=budget, heading=heading, amount_usd=amount) for heading, amount in AMOUNTS.items()
    )
    return budget


def recorded(budget: Budget, row: tuple[str, str, tuple[int, int], str, str, str], today: date) -> Expenditure | None:
    """An expenditure with a voucher; None where its day is still to come this year."""
    heading, reference, (month, day), amount, payee, words = row
    paid_on = date(today.year, month, day)
    if paid_on > today:
        return None
    made = Expenditure(
        budget=budget,
        heading=heading,
        reference=reference,
        paid_on=paid_on,
        amount_usd=Decimal(amount),
        payee=payee,
        words=words,
    )
    return expenditures.record(made, voucher(reference), by=account("st-assist"))


def voucher(reference: str) -> CheckedUpload:
    """A plain text that says it is fictional."""
    return checked(f"{reference}.txt", kinds.TXT, ContentFile(f"Demo voucher {reference}\n".encode()))


def make_project(today: date) -> None:
    """A running project: its first instalment is spent in part, and a report is due."""
    coordinator, assistant = account("st-coord"), account("st-assist")
    titles: dict[str, Any] = {
        "title_es": "Demostración: formación de personal consular",
        "title_en": "Demo: training of consular staff",
    }
    project = Project.objects.create(
        donor_name="Demo: a development agency",
        agreement_reference="DEMO/2",
        axis=Axis.objects.first(),
        starts_on=date(today.year, 1, 1),
        ends_on=date(today.year + 1, 7, 1),
        budget_usd=Decimal("60000.00"),
        focal_contact="Demo: programme officer",
        **titles,
    )
    projects.begin(project, by=coordinator)
    day = date(today.year, 1, 1)
    receipt = ProjectReceipt(project=project, amount_usd=Decimal("30000.00"), value_on=day, bank_reference="DEMO-IN-1")
    projects.confirm(projects.record_receipt(receipt, by=assistant), by=coordinator)
    spent = ProjectExpenditure(
        project=project,
        reference="DEMO-P-001",
        paid_on=day,
        amount_usd=Decimal("8250.00"),
        payee="Demo: trainers",
        words="Demo: first course",
    )
    projects.confirm(projects.record_expenditure(spent, voucher("DEMO-P-001"), by=assistant), by=coordinator)
    for month, year in ((7, today.year), (7, today.year + 1)):
        ProjectReport.objects.create(project=project, due_on=date(year, month, 15))
