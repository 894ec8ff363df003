"""Budgets, expenditures and projects for tests, all of them through the steps that people take."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import count

from django.core.files.base import ContentFile
from django.test import Client
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
)
from crm_portal.common.files import kinds
from crm_portal.common.files.uploads import checked
from tests.signing_in import sign_in_past_second_factor

TODAY = timezone.localdate()
YESTERDAY = TODAY - timedelta(days=1)
numbers = count(1)


def visitor(people, role):
    """Somebody in a role, who reads English."""
    client = Client()
    client.get("/accounts/login/?language=en")
    if role != "anon":
        sign_in_past_second_factor(client, people[role])
    return client


def budget(title="Presupuesto", starts_on=date(TODAY.year - 1, 1, 1), ends_on=date(TODAY.year + 1, 1, 1), **amounts):
    """A draft; each heading is given 100.00 unless told, under its name with underscores."""
    made = Budget.objects.create(title_es=title, title_en=f"{title} (en)", starts_on=starts_on, ends_on=ends_on)
    BudgetLine.objects.bulk_create(
        BudgetLine(budget=made, heading=heading, amount_usd=Decimal(amounts.get(heading.name.lower(), "100.00")))
        for heading in Heading
    )
    return made


def submitted(people, **values):
    return budgeting.submit(budget(**values), by=people["st_assist"])


def examined(people, **values):
    return budgeting.examine(submitted(people, **values), by=people["st_coord"])


def approved(people, **values):
    words = {"words_es": "Aprobado por Viceministros(as)", "words_en": "Approved by the Vice-Ministers"}
    return budgeting.approve(examined(people, **values), by=people["st_coord"], decided_on=YESTERDAY, **words)


def voucher(name="voucher.txt"):
    return checked(name, kinds.TXT, ContentFile(b"Voucher\n"))


def recorded(of, people, amount="40.00", heading=Heading.STUDIES_RESEARCH, name="voucher.txt", **values):
    row = {"paid_on": YESTERDAY, "payee": "Librería", "words": "Libros", "reference": f"V-{next(numbers)}"} | values
    made = Expenditure(budget=of, heading=heading, amount_usd=Decimal(amount), **row)
    return expenditures.record(made, voucher(name), by=people["st_assist"])


def spent(of, people, amount="40.00", heading=Heading.STUDIES_RESEARCH, **values):
    return expenditures.confirm(recorded(of, people, amount, heading, **values), by=people["st_coord"])


def transfer(of, people, amount="60.00", giving=Heading.STUDIES_RESEARCH, taking=Heading.SUPPORT_STAFF):
    asked = BudgetTransfer(
        budget=of, from_heading=giving, to_heading=taking, amount_usd=Decimal(amount), reason="Hace falta"
    )
    return expenditures.request_transfer(asked, by=people["st_assist"])


def project(title="Proyecto", **values):
    first = {"starts_on": date(TODAY.year - 1, 1, 1), "ends_on": date(TODAY.year + 1, 1, 1)}
    row = {"donor_name": "Agencia", "budget_usd": Decimal("1000.00")} | first | values
    return Project.objects.create(title_es=title, title_en=f"{title} (en)", **row)


def running(people, **values):
    return projects.begin(project(**values), by=people["st_coord"])


def came_in(of, people, amount="500.00", **values):
    row = {"value_on": YESTERDAY, "bank_reference": f"B-{next(numbers)}"} | values
    made = ProjectReceipt(project=of, amount_usd=Decimal(amount), **row)
    return projects.confirm(projects.record_receipt(made, by=people["st_assist"]), by=people["st_coord"])


def to_be_paid(of, people, amount="200.00", name="voucher.txt", **values):
    row = {"paid_on": YESTERDAY, "payee": "Docente", "words": "Curso", "reference": f"P-{next(numbers)}"} | values
    made = ProjectExpenditure(project=of, amount_usd=Decimal(amount), **row)
    return projects.record_expenditure(made, voucher(name), by=people["st_assist"])


def paid(of, people, amount="200.00", **values):
    return projects.confirm(to_be_paid(of, people, amount, **values), by=people["st_coord"])
