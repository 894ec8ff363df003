"""How long the portal keeps what it knows of guests from outside the parties."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm_portal.common.retention import YEAR, Retention
from meetings.models import MeetingInvitation


def take_guests_names_away(before: datetime) -> int:
    """Take name and address from the invitations of guests to meetings that were over by a moment."""
    day = timezone.localdate(before)
    over = MeetingInvitation.objects.filter(party=None, meeting__last_on__lt=day).exclude(guest_address="")
    return over.update(guest_name="", guest_address="")


RETENTIONS = (
    Retention(
        order=45,
        name="guests of meetings",
        kind=_("Guests invited to one meeting from outside the Conference: name, e-mail address"),
        keeps=YEAR,
        since=_("the last day of the meeting"),
        ends=_("They are removed. That a guest was invited, why, and the answer stay, without a name."),
        delete=take_guests_names_away,
    ),
)
