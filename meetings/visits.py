"""What is kept of people's visits to the pages of meetings, and for how long."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from crm_portal.common.registry import PersonalData
from crm_portal.common.retention import Retention
from meetings.models import MeetingVisit
from members.models import User


def held(user: User) -> list[Any]:
    visits = MeetingVisit.objects.filter(user=user).order_by("looked_at")
    return list(visits.values("meeting__slug", "looked_at", "previous_at"))


def forget(before: datetime) -> int:
    """Remove visits to meetings that were over by a moment and not looked at since, and those of closed accounts."""
    over = Q(meeting__last_on=None) | Q(meeting__last_on__lt=before.date())
    closed = Q(user__is_active=False)
    return MeetingVisit.objects.filter(Q(over, looked_at__lt=before) | closed).delete()[0]


HELD = PersonalData(60, "visits_to_meetings", held)
RETENTION = Retention(
    order=40,
    name="visits to meetings",
    kind=_("When you last looked at the page of a meeting, so that it can mark what is new"),
    keeps=timedelta(days=90),
    since=_("the last day of the meeting, or your last look at it after that"),
    ends=_("It is removed; with a closed account at once."),
    delete=forget,
)
