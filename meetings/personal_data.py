"""What meetings keep of people: what a person takes along, and how long it stays."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm_portal.common.registry import PersonalData
from crm_portal.common.retention import YEAR, Retention
from meetings.models import Delegate, TravelData

TRAVEL_KEPT = timedelta(days=30)
TRAVEL = ("arrives_on", "departs_on", "flight", "needs_hotel", "needs")
AFTER_THE_MEETING = _("the last day of the meeting")


def delegations(user: Any) -> list[dict[str, Any]]:
    """The delegations in which a person was, as far as they name the person's account, with what was told of travel."""
    own = Delegate.objects.filter(person=user).select_related("delegation__meeting", "delegation__party", "travel")
    return [
        {
            "meeting": each.delegation.meeting.title,
            "party": each.delegation.party.name,
            **{
                name: getattr(each, name)
                for name in ("full_name", "position", "institution", "email", "is_head", "has_seat")
            },
            **{f"{tick}_at": getattr(each, f"{tick}_at") for tick in ("credentials", "verified", "attended")},
            "travel": {name: getattr(each.travel, name) for name in TRAVEL} if hasattr(each, "travel") else None,
        }
        for each in own.order_by("pk")
    ]


def forget_travel(before: datetime) -> int:
    """Remove the travel data of meetings that were over before a moment; how many rows."""
    over = Q(delegate__delegation__meeting__last_on__lt=timezone.localdate(before))
    without_days = Q(delegate__delegation__meeting__last_on=None, consented_at__lt=before)
    return TravelData.objects.filter(over | without_days).delete()[0]


def forget_addresses(before: datetime) -> int:
    """Take the e-mail addresses out of the delegations to meetings that were over before a moment; how many rows."""
    over = Delegate.objects.filter(delegation__meeting__last_on__lt=timezone.localdate(before))
    return over.exclude(email="").update(email="")


PART = PersonalData(60, "delegations", delegations)
RETENTIONS = (
    Retention(
        order=40,
        name="travel data",
        kind=_("Travel data of delegates, given with their consent: days, flights, hotel, food and access"),
        keeps=TRAVEL_KEPT,
        since=AFTER_THE_MEETING,
        ends=_("They are removed. No history of them is kept."),
        delete=forget_travel,
    ),
    Retention(
        order=41,
        name="addresses of delegates",
        kind=_("E-mail addresses of delegates"),
        keeps=YEAR,
        since=AFTER_THE_MEETING,
        ends=_("They are removed. Name, position and institution stay in the list of participants."),
        delete=forget_addresses,
    ),
    Retention(
        order=42,
        name="lists of participants",
        kind=_("Names, positions and institutions in the lists of participants"),
        keeps=None,
        since=AFTER_THE_MEETING,
        ends=_("They are part of the record of the Conference."),
    ),
)
