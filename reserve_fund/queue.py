"""What waits at IOM's desk and at the coordinator's: the queue by urgency and age, and what is overdue or missing."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, Min, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, ngettext_lazy

from crm_portal.common.registry import Task, Text, Waiting
from members.roles import Role
from reserve_fund.fund_statement import Half
from reserve_fund.models import Case, Determination, Evidence, Publication
from reserve_fund.row_security import for_person, for_the_clock
from reserve_fund.statistics import over

SETTLE_WITHIN, NEXT_DAYS = timedelta(days=30), timedelta(days=7)
Status = Case.Status
BOTH = IOM, SECRETARIAT = Determination.Institution.IOM, Determination.Institution.SECRETARIAT
NEEDED = (Evidence.Kind.VOLUNTARINESS, Evidence.Kind.CONSENT)
"""The papers without which no case is complete."""


@dataclass(frozen=True)
class Part:
    """Some cases that ask for something, under a heading; the word by which an address names them."""

    name: str
    heading: Text
    rows: Q


def parts(user: Any, today: date) -> list[Part]:
    """What waits for somebody, in the order of haste."""
    waits = {institution: Q(status=Status.AWAITING_DECISION) & ~approved_by(institution) for institution in BOTH}
    of_the_secretariat = Part("secretariat", _("Special cases that await the Secretariat"), waits[SECRETARIAT])
    if not user.standing.holds(Role.IOM_FUND):
        return [of_the_secretariat]
    papers = [Q(Exists(Evidence.objects.filter(case=OuterRef("pk"), kind=kind))) for kind in NEEDED]
    in_review = Q(status__in=[Status.SUBMITTED, Status.UNDER_REVIEW, Status.AWAITING_DECISION])
    return [
        Part("new", _("Submitted, and taken up by nobody"), Q(status=Status.SUBMITTED)),
        Part("mine", _("Under review by you"), Q(status=Status.UNDER_REVIEW, officer=user.pk)),
        Part("joint", _("Special cases that await IOM"), waits[IOM]),
        of_the_secretariat,
        Part("papers", _("Without the statement of voluntariness or the consent as a file"), in_review & ~Q(*papers)),
        Part(
            "travel",
            _("Journeys within seven days"),
            Q(status=Status.TRAVEL_ARRANGED, travels_on__lte=today + NEXT_DAYS),
        ),
        Part("arrival", _("Arrivals to be confirmed"), Q(status=Status.TRAVELLED)),
        Part(
            "settle",
            _("Costs to be settled since more than thirty days"),
            Q(status=Status.ARRIVED, arrived_on__lt=today - SETTLE_WITHIN),
        ),
    ]


def approved_by(institution: str) -> Q:
    """The cases that an institution has approved in their present round."""
    given = Determination.objects.filter(
        case=OuterRef("pk"), round=OuterRef("round"), verdict=Determination.Verdict.APPROVE, institution=institution
    )
    return Q(Exists(given))


def counts(user: Any, today: date) -> list[tuple[Part, int]]:
    """How many cases each part has; one query. To be asked within the block of the person."""
    return counted(user, today)[0]


def counted(user: Any, today: date) -> tuple[list[tuple[Part, int]], date | None]:
    """The same, with the first day on which the costs of a case were settled."""
    found = parts(user, today)
    numbers = Case.objects.visible_to(user).aggregate(
        first_settled=Min("settled_on"),
        **{part.name: Count("pk", filter=part.rows, distinct=True) for part in found},
    )
    return [(part, numbers[part.name]) for part in found], numbers["first_settled"]


def days_waiting(case: Case, now: Any) -> int:
    """Whole days since a case was submitted."""
    return (now - case.submitted_at).days if case.submitted_at else 0


def tasks(user: Any) -> Iterator[Task | Waiting]:
    """What waits for a person, on the first page of the intranet."""
    if not user.has_perm("reserve_fund.handle_case"):
        return
    today = timezone.localdate()
    with for_person(user, only_reads=True):
        found, first_settled = counted(user, today)
    for_others = {"secretariat"} if user.standing.holds(Role.IOM_FUND) else set()
    for part, number in found:
        if number and part.name not in for_others:
            said = ngettext("%(number)d case of the Fund", "%(number)d cases of the Fund", number) % {"number": number}
            yield Task(part.heading, f"{reverse('reserve_fund:case-list')}?part={part.name}", detail=said)
    if user.has_perm("reserve_fund.release_publication"):
        yield statistics_to_release(user)
    if user.has_perm("reserve_fund.prepare_publication"):
        yield from statistics_to_prepare(over(first_settled or today, today))


def statistics_to_release(user: Any) -> Waiting:
    """The statistics of half-years that the coordinator looks at and releases."""
    return Waiting(
        ngettext_lazy(
            "Look at the Fund's statistics of %(number)d half-year and release them",
            "Look at the Fund's statistics of %(number)d half-years and release them",
            "number",
        ),
        Publication.objects.visible_to(user).filter(released_at=None),
        reverse("reserve_fund:publication-list"),
    )


def statistics_to_prepare(ended: list[Half]) -> Iterator[Task]:
    """Half-years that are over and of which IOM has prepared no statistics."""
    known = {Half(year, half) for year, half in Publication.objects.values_list("year", "half")} if ended else set()
    for half in ended:
        if half not in known:
            yield of_half_year(_("Prepare the statistics of the Fund"), half)


def of_half_year(title: Text, half: Half) -> Task:
    """A task about the statistics of a half-year."""
    return Task(title, reverse("reserve_fund:publication-detail", args=[half.year, half.half]), detail=half.label)


def referred_by(user: Any) -> list[Any]:
    """The cases that somebody referred, by number and state: what the Fund holds of the person who referred them."""
    with for_the_clock():  # also for whoever no longer refers any
        return list(Case.objects.filter(requested_by=user.pk).values("number", "status", "began_at", "submitted_at"))
