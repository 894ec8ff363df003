"""What each member owes for a period, and the one step by which all are asked for it."""

from collections import defaultdict
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from dateutil.relativedelta import relativedelta
from django.db import transaction
from django.utils import timezone

from contributions import invoicing
from contributions.models import Assessment, ContributionPeriod, Invoice, Scale
from crm_portal.common import audit, money
from crm_portal.common.workflow import Transitions, next_status
from members.models import Party

Status = ContributionPeriod.Status
TRANSITIONS: Transitions = {
    "assess": ((Status.PLANNED,), Status.ASSESSED),
    "close": ((Status.ASSESSED,), Status.CLOSED),
}
MONTHS_A_YEAR = 12


def years(starts_on: date, until: date) -> Fraction:
    """How many years lie between a day and the first day after: whole months as twelfths, days as parts of a month."""
    between = relativedelta(until, starts_on)
    months = between.years * MONTHS_A_YEAR + between.months
    anchor = starts_on + relativedelta(months=months)
    days_of_the_month = (starts_on + relativedelta(months=months + 1) - anchor).days
    return Fraction(months, MONTHS_A_YEAR) + Fraction((until - anchor).days, days_of_the_month * MONTHS_A_YEAR)


def amounts(period: ContributionPeriod) -> dict[Party, Decimal]:
    """USD that each member owes for a period, by the scales in force in it.

    Each scale's total, for the part of a year in which it holds, is split by its amounts, so that what the members owe
    adds up to it. Raises TransitionNotAllowed where a day of the period has no scale. Source, lines 1049-1060.
    """
    owed: dict[Party, Decimal] = defaultdict(Decimal)
    for scale, since, until in Scale.objects.segments(period.starts_on, period.last_on + timedelta(days=1)):
        shares = list(scale.shares.select_related("party").order_by("order", "pk"))
        share_of_years = years(since, until)
        yearly = sum(share.amount_usd for share in shares)
        exact = Decimal(share_of_years.numerator) * yearly / Decimal(share_of_years.denominator)
        total = exact.quantize(money.CENT, ROUND_HALF_UP)
        for share, part in zip(shares, money.split(total, [share.amount_usd for share in shares]), strict=True):
            owed[share.party] += part
    return dict(owed)


@transaction.atomic
def assess(period: ContributionPeriod, *, by: Any) -> list[Invoice]:
    """Assess every member for a period and issue the invoices, all or none. Raises TransitionNotAllowed.

    Whoever comes second finds the period assessed. Nothing is sent yet.
    """
    period = ContributionPeriod.objects.select_for_update(of=("self",)).get(pk=period.pk)
    period.status = next_status(TRANSITIONS, "assess", period.status)
    period.assessed_at, period.assessed_by = timezone.now(), by
    period.save(update_fields=["status", "assessed_at", "assessed_by"])
    owed = {party: amount for party, amount in amounts(period).items() if amount}
    assessments = [
        Assessment.objects.create(period=period, party=party, amount_usd=amount) for party, amount in owed.items()
    ]
    issued = invoicing.issue(assessments, due_on=period.due_on, by=by)
    audit.record("contributions.assess_contributionperiod", period, by=by, invoices=len(issued))
    return issued


@transaction.atomic
def close(period: ContributionPeriod, *, by: Any) -> None:
    """Say that a period is over; what is still owed for it stays owed. Raises TransitionNotAllowed."""
    period = ContributionPeriod.objects.select_for_update(of=("self",)).get(pk=period.pk)
    period.status = next_status(TRANSITIONS, "close", period.status)
    period.save(update_fields=["status"])
    audit.record("contributions.close_contributionperiod", period, by=by)
