"""Counting the cases of a half-year: those whose costs were settled in it, with what was really paid for them.

All sums are the database's; no row of a case is read. What of them may be printed, suppression.py decides.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Case as Choice
from django.db.models import CharField, Count, Exists, Min, OuterRef, Q, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce
from django.db.models.lookups import GreaterThan

from members.models import Party, PartyStatus
from reserve_fund.fund_money import NOTHING
from reserve_fund.fund_statement import Half
from reserve_fund.models import Case, Disbursement, Refund, Vulnerability
from reserve_fund.row_security import for_the_clock
from reserve_fund.suppression import AGE, RETURN, SEVERAL, SEX, SITUATION, SPECIAL, STAY, Cell, Figures

IOM, JOINT = Vulnerability.DecidedBy


def past_half_years(today: date) -> list[Half]:
    """The half-years that are over, the latest first, back to the first in which costs were settled."""
    with for_the_clock():
        first = Case.objects.aggregate(first=Min("settled_on"))["first"]
    return over(first or today, today)


def over(first: date, today: date) -> list[Half]:
    """The half-years from the one that a day lies in, as far as they are over; the latest first."""
    found, half = [], Half.of(first)
    while half.ends_on <= today:
        found.append(half)
        half = half.next
    return found[::-1]


def counted(half: Half) -> Figures:
    """All figures of a half-year. Eight queries, whatever the number of cases."""
    members = Party.objects.with_status(PartyStatus.Status.MEMBER, half.starts_on).values_list("slug", flat=True)
    countries = list(members)
    alone = Vulnerability.objects.filter(decided_by=IOM).values_list("code", flat=True)
    with for_the_clock():
        cases = settled_in(half)
        tables = {
            STAY: cells(cases, "stay__slug", countries),
            RETURN: cells(cases, "return_to__slug", countries),
            SITUATION: cells(cases.annotate(situation=situation()), "situation", [*alone, SEVERAL, SPECIAL]),
            AGE: cells(cases, "age_group", Case.AgeGroup.values),
            SEX: cells(cases, "sex", Case.Sex.values),
        }
    by_sex = tables[SEX]
    return Figures(sum(cell.cases for cell in by_sex), sum((cell.amount_usd for cell in by_sex), NOTHING), tables)


def settled_in(half: Half) -> QuerySet[Case, Any]:
    """The cases whose costs were settled in a half-year, each with what was paid for it less what came back."""
    paid = Disbursement.objects.standing().filter(case=OuterRef("pk"))
    came_back = Refund.objects.filter(disbursement__case=OuterRef("pk"))
    cases = Case.objects.filter(settled_on__gte=half.starts_on, settled_on__lt=half.ends_on)
    return cases.order_by().annotate(spent=total(paid, "case") - total(came_back, "disbursement__case"))


def total(rows: QuerySet[Any], of: str) -> Coalesce:
    """The USD that some rows of a case add up to."""
    return Coalesce(Subquery(rows.order_by().values(of).annotate(usd=Sum("amount_usd")).values("usd")), NOTHING)


def situation() -> Choice:
    """The one heading under which a case counts: special before several, and several before its only situation.

    Those that are decided jointly are never told apart, being so few.
    """
    has = Case.vulnerabilities.through.objects.filter(case=OuterRef("pk")).order_by()
    return Choice(
        When(Q(is_special=True) | Exists(has.filter(vulnerability__decided_by=JOINT)), then=Value(SPECIAL)),
        When(GreaterThan(number(has), 1), then=Value(SEVERAL)),
        default=Subquery(has.values("vulnerability__code")[:1]),
        output_field=CharField(),
    )


def number(rows: QuerySet[Any]) -> Subquery:
    """How many rows of a case there are."""
    return Subquery(rows.values("case").annotate(number=Count("pk")).values("number"))


def cells(cases: QuerySet[Case, Any], by: str, headings: Iterable[str]) -> list[Cell]:
    """How many cases fall under each heading, and what they cost; further headings follow where cases have any."""
    found = {code or "": Cell(code or "", many, usd) for code, many, usd in grouped(cases, by)}
    empty = {code: Cell(code, 0, NOTHING) for code in headings}
    return list({**empty, **dict(sorted(found.items()))}.values())


def grouped(cases: QuerySet[Case, Any], by: str) -> Iterable[tuple[str | None, int, Decimal]]:
    """Each value that cases have, with their number and USD. One query."""
    return cases.values_list(by).annotate(number=Count("pk"), usd=Sum("spent"))
