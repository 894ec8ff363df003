"""Fictional cases and money, so that a first look at the Fund finds something. Each comes by its workflow, once."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from crm_portal.common.audit.models import Deed
from crm_portal.common.files import kinds, uploads
from members.models import Party, User
from members.models.people import DEMO_DOMAIN
from reserve_fund import assisting, deciding, filing, fund_money
from reserve_fund.models import Case, Replenishment, Vulnerability
from reserve_fund.row_security import for_person

MONEY = (
    ("opening", "", "Demo 0", "12000.00", 400),
    ("replenishment", "ca", "Demo 1", "5000.00", 250),
    ("replenishment", "us", "Demo 2", "3000.00", 60),
)
"""What came in, from whom, by which reference, in USD, and how many days ago."""
VOUCHER = "Comprobante ficticio de la demostración.\n"
CASES: tuple[tuple[str, str, str, int, str], ...] = (
    ("draft", "gt", "ELD", 78, "640.00"),
    ("submitted", "hn", "MED", 41, "720.00"),
    ("under review", "sv", "DIS", 29, "505.50"),
    ("awaiting", "ni", "VOT", 24, "880.00"),
    ("approved", "gt", "UMC", 11, "930.00"),
    ("travel", "cr", "ELD", 74, "410.00"),
    ("closed", "pa", "MED", 52, "615.00"),
)
"""How far each goes, to which country, in which situation, at what age, at which cost in USD."""


def load() -> None:
    """Make what was never there. Running it again changes nothing."""
    if Deed.objects.filter(verb="reserve_fund.begin_case").exists() or Replenishment.objects.exists():
        return
    for kind, payer, reference, amount, days in MONEY:
        came = Replenishment(
            kind=kind,
            party=Party.objects.filter(slug=payer).first(),
            amount_usd=Decimal(amount),
            received_on=timezone.localdate() - timedelta(days=days),
            reference=reference,
        )
        fund_money.replenish(came, by=account("iom-fund"))
    for place, (until, country, code, age, costs) in enumerate(CASES, start=1):
        make(until, country, code, age, Decimal(costs), place)


def account(name: str) -> User:
    """A demo person."""
    return User.objects.get(email=f"{name}@{DEMO_DOMAIN}")


def taken(step: Callable[..., Any], case: Case, name: str, *given: Any) -> Case:
    """A step of the workflow by a demo person, in that person's block."""
    who = account(name)
    with for_person(who):
        step(case, *given, by=who)
    return case


def make(until: str, country: str, code: str, age: int, costs: Decimal, place: int) -> None:
    """One case, as far as it goes."""
    requester, today = account("fund-requester"), timezone.localdate()
    with for_person(requester):
        case = filing.begin(by=requester)
        filing.save(case, answers(country, code, age, place, today), by=requester)
        filing.save_costs(case, {"ticket": costs - 100, "transit": Decimal("100.00")}, by=requester)
    course: list[tuple[str, Callable[..., Any], str, tuple[Any, ...]]] = [
        ("submitted", filing.submit, "fund-requester", ()),
        ("under review", deciding.take, "iom-fund", ()),
    ]
    if code == "VOT":
        course.append(("awaiting", deciding.refer, "iom-fund", ()))
    course += [
        ("approved", deciding.approve, "iom-fund", ()),
        ("travel", assisting.arrange_travel, "iom-fund", (today if until == "closed" else today + timedelta(days=3),)),
        ("closed", assisting.record_departure, "iom-fund", ()),
        ("closed", pay, "iom-fund-2", ()),
        ("closed", assisting.confirm_arrival, "iom-fund", (today,)),
        ("closed", assisting.settle, "iom-fund-2", ()),
        ("closed", assisting.close, "iom-fund-2", ()),
    ]
    reached = ["draft", *dict.fromkeys(name for name, *_rest in course)]
    for name, step, who, given in course:
        if reached.index(name) <= reached.index(until):
            taken(step, case, who, *given)


def pay(case: Case, *, by: Any) -> None:
    """A payment with a fictional voucher."""
    voucher = uploads.checked("comprobante.txt", kinds.TXT, ContentFile(VOUCHER.encode()))
    today = timezone.localdate()
    assisting.pay(case, "ticket", Decimal("498.00"), on=today, reference="Demo V-1", voucher=voucher, by=by)


def answers(country: str, code: str, age: int, place: int, today: date) -> dict[str, Any]:
    """Every answer of the form, plainly fictional."""
    stated = today - timedelta(days=10)
    return {
        "referrer": Case.Referrer.CONSULATE,
        "institution": "Consulado de demostración",
        "stay": Party.objects.get(slug="mx"),
        "return_to": Party.objects.get(slug=country),
        "is_urgent": code in {"UMC", "MED"},
        "sex": Case.Sex.FEMALE if place % 2 else Case.Sex.MALE,
        "vulnerabilities": list(Vulnerability.objects.filter(code=code)),
        "full_name": f"Persona Ficticia {place}",
        "document_number": f"DEMO-{place:04}",
        "born_on": today - timedelta(days=366 * age + 10),
        "nationality": "ficticia",
        "contact": "Albergue de demostración",
        "situation": "Situación ficticia, escrita para la demostración.",
        "evidence_reference": "Constancia ficticia",
        "guardian": "Persona tutora ficticia" if code == "UMC" else "",
        "best_interests": "Determinación ficticia" if code == "UMC" else "",
        "protection_concern": "Ninguna, en esta demostración.",
        "subsidiarity": "El programa nacional ficticio no cubre el traslado.",
        "voluntary_on": stated,
        "voluntary_language": "español",
        "explained_by": "Oficial ficticia",
        "consent_on": stated,
        "consent_scope": "Gestión del retorno ficticio",
        "referring_officer": "Cónsul Ficticia",
        "officer_contact": "consulado@demo.example",
    }
