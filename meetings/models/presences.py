"""Which parties were present at a meeting, and which were not."""

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Exists, OuterRef
from django.db.models.functions import JSONObject
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from crm_portal.common.access import Level, visible_to
from meetings.matrix import PRESENCE
from meetings.models.meetings import Meeting
from members.models import Party, PartyStatus

if TYPE_CHECKING:
    from members.standing import Standing


class PartyPresenceQuerySet(models.QuerySet["PartyPresence"]):
    def public(self) -> Self:
        """Those that everybody may know of: their meeting is over."""
        return self.filter(meeting__status__in=[Meeting.Status.CLOSED, Meeting.Status.ARCHIVED])

    def visible_to(self, user: Any) -> Self:
        """The presences that somebody may know of."""
        return visible_to(self, user)

    def seen_by(self, standing: "Standing") -> Self:
        """All for those who record them, for others once the meeting is over."""
        return self.all() if standing.level(PRESENCE) >= Level.WRITE else self.public()

    def told(self) -> Any:
        """Each as a page tells it: `party`, `name`, `is_present`, and `is_member` on the first day of the meeting."""
        name = f"party__name_{get_language()}"
        seats = PartyStatus.objects.filter(party=OuterRef("party"), status=PartyStatus.Status.MEMBER)
        day: Any = OuterRef("meeting__starts_on")
        is_member = Exists(seats.on(day))
        told = JSONObject(party="party_id", name=name, is_present="is_present", is_member=is_member)
        return self.order_by(name).values_list(told, flat=True)


class PartyPresence(models.Model):
    """Whether one party was present at one meeting. A party without a row was not asked about."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="presences", verbose_name=_("meeting"))
    party = models.ForeignKey(Party, models.PROTECT, related_name="+", verbose_name=_("party"))
    is_present = models.BooleanField(_("present"))

    objects = PartyPresenceQuerySet.as_manager()

    class Meta:
        ordering = ["meeting", "party"]
        verbose_name = _("presence of a party")
        verbose_name_plural = _("presences of parties")
        constraints = [models.UniqueConstraint(fields=["meeting", "party"], name="presence_once_a_meeting")]

    def __str__(self) -> str:
        return f"{self.meeting}: {self.party}"
