"""Fictional contributions: last year and this one, paid on time, late, in part, ahead and too much."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from contributions import assessing, bank_csv, bank_statements, payments
from contributions.models import BankAccount, ContributionPeriod, InKindContribution, Payment
from crm_portal.common.files import kinds, uploads
from members.demo_office import account, has_happened
from members.models import Party

PAID = (
    # whose, how much, how many days ago: of two years of contributions, the older first
    ("us", "282720.00", 300),
    ("mx", "33364.00", 290),
    ("mx", "33364.00", 20),
    ("ca", "68000.00", 280),
    ("ca", "40000.00", 30),
    ("cr", "10000.00", 270),
    ("pa", "10250.00", 200),  # too much: kept ahead
    ("gt", "7500.00", 150),
    ("do", "5000.00", 100),
    ("sv", "2500.00", 60),
)
WAITS = ("hn", "5000.00")


def load() -> None:
    """Make what was never there. Running it again changes nothing."""
    if has_happened("contributions.assess_contributionperiod"):
        return
    today = timezone.localdate()
    coordinator, assistant = account("st-coord"), account("st-assist")
    for year in (today.year - 1, today.year):
        period = ContributionPeriod.objects.create(
            starts_on=date(year, 1, 1),
            last_on=date(year, 12, 31),
            due_on=date(year, 3, 31),
            bank_details_reference="CRM/DEMO/NOTE/001",
        )
        assessing.assess(period, by=coordinator)
    for number, (slug, amount, days) in enumerate(PAID, start=1):
        payment = Payment(
            party=Party.objects.get(slug=slug),
            amount_usd=Decimal(amount),
            value_on=today - timedelta(days=days),
            bank_reference=f"DEMO-{number:03}",
            charges_usd=Decimal("25.00") if slug == "gt" else Decimal(0),
        )
        payments.confirm(payments.record(payment, {}, by=assistant), by=coordinator)
    slug, amount = WAITS
    waiting = Payment(
        party=Party.objects.get(slug=slug),
        amount_usd=Decimal(amount),
        value_on=today - timedelta(days=2),
        bank_reference="DEMO-100",
        note="Demo",
    )
    payments.record(waiting, {}, by=assistant)
    load_bank_statement(waiting, by=assistant)
    InKindContribution.objects.create(
        party=Party.objects.get(slug="cr"),
        description="Demo: oficinas de la Secretaría Técnica / offices of the Technical Secretariat",
        given_on=date(today.year, 1, 1),
        valued_usd=Decimal("12000.00"),
        recorded_by=assistant,
    )


def load_bank_statement(recorded: Payment, *, by: Any) -> None:
    """What a bank might say of the days before today: a payment that was recorded, one that was not, and charges."""
    bank = BankAccount.objects.create(name="Demo: cuenta operativa / operating account", ending="0000")
    day = recorded.value_on.isoformat()
    rows = (
        ("date", "amount", "reference", "payer", "words"),
        (day, str(recorded.amount_usd), recorded.bank_reference, "Demo: tesorería de Honduras", "Contribución"),
        (day, "5000.00", "DEMO-101", "Demo: tesorería de Belice", "Contribución"),
        (day, "-12.50", "DEMO-102", "", "Comisión"),
    )
    text = "".join(f"{','.join(row)}\n" for row in rows)
    file = uploads.checked(f"demo-{day}.csv", kinds.CSV, ContentFile(text.encode()))
    writing = bank_csv.Writing(bank_csv.Separator.COMMA, bank_csv.Numbers.POINT, bank_csv.Dates.ISO)
    bank_statements.import_statement(bank, file, bank_csv.read(text, bank, writing), by=by)
