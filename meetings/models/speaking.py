"""The floor of a session: who beside the members asked to speak, was invited to, and when they do."""

from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm_portal.common.access import Level, visible_to
from meetings.matrix import SPEAKING_SLOT
from meetings.models.agenda import AgendaItem
from meetings.models.sessions import CATEGORIES, Session
from members.models import Party
from members.roles import PPT, SECRETARIAT

if TYPE_CHECKING:
    from members.standing import Standing

MOST_MINUTES = 120


class SpeakingSlotQuerySet(models.QuerySet["SpeakingSlot"]):
    def visible_to(self, user: Any) -> Self:
        """The slots that somebody may know of."""
        return visible_to(self, user)

    def seen_by(self, standing: "Standing") -> Self:
        """All for the Presidency and the Secretariat; a party's own; those that are given for whoever sees the session.

        A slot under an item is told of to those who may read the item.
        """
        if standing.level(SPEAKING_SLOT) < Level.READ:
            return self.none()
        if standing.holds(PPT, *SECRETARIAT):
            return self
        own = Q(party__in=standing.party_ids) if standing.holds(*CATEGORIES) else Q(pk__in=[])
        items = AgendaItem.objects.seen_by(standing).values("pk")
        sessions = Session.objects.seen_by(standing).values("pk")
        return self.filter(own | (given() & Q(session__in=sessions) & (Q(item=None) | Q(item__in=items))))


def given() -> Q:
    """What stands: a slot that was allotted, or an invitation that was accepted."""
    return Q(status__in=GIVEN)


class SpeakingSlot(models.Model):
    """Some minutes of a session for an observer or the RNCOM: asked for by the party, or offered to it."""

    class Kind(models.TextChoices):
        REQUESTED = "requested", _("requested by the party")
        INVITED = "invited", _("invited by the Presidency or the Secretariat")

    class Status(models.TextChoices):
        REQUESTED = "requested", _("requested")
        ALLOTTED = "allotted", _("allotted")
        INVITED = "invited", _("invited")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", _("withdrawn")

    session = models.ForeignKey(Session, models.CASCADE, related_name="slots", verbose_name=_("session"))
    item = models.ForeignKey(
        AgendaItem, models.SET_NULL, null=True, blank=True, related_name="slots", verbose_name=_("agenda item")
    )
    party = models.ForeignKey(Party, models.PROTECT, related_name="+", verbose_name=_("party"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, editable=False)
    status = models.CharField(_("state"), max_length=10, choices=Status, editable=False)
    subject = models.CharField(_("subject"), max_length=250)
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(MOST_MINUTES)]
    )
    order = models.PositiveSmallIntegerField(
        _("place among the speakers"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    reason = models.CharField(_("reason"), max_length=250, blank=True, editable=False)
    asked_at = models.DateTimeField(_("asked"), default=timezone.now, editable=False)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, editable=False, related_name="+", verbose_name=_("asked by")
    )
    decided_at = models.DateTimeField(_("decided"), null=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("by")
    )

    objects = SpeakingSlotQuerySet.as_manager()

    class Meta:
        ordering = ["session", models.F("order").asc(nulls_last=True), "asked_at", "pk"]
        verbose_name = _("speaking slot")
        verbose_name_plural = _("speaking slots")
        constraints = [
            models.UniqueConstraint(
                fields=["session", "party", "item"],
                condition=Q(status__in=["requested", "allotted", "invited", "accepted"]),
                nulls_distinct=False,
                name="slot_once_a_party",
                violation_error_message=_("This party has asked for it already, or was invited."),
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["allotted", "invited", "accepted"])
                | Q(minutes__isnull=False, order__isnull=False),
                name="slot_given_has_its_minutes",
                violation_error_message=_("Say for how many minutes, and in which place."),
            ),
            models.CheckConstraint(
                condition=Q(minutes=None) | Q(minutes__gte=1, minutes__lte=MOST_MINUTES),
                name="slot_of_some_minutes",
            ),
            models.CheckConstraint(
                condition=Q(kind="requested", status__in=["requested", "allotted", "declined", "withdrawn"])
                | Q(kind="invited", status__in=["invited", "accepted", "declined", "withdrawn"]),
                name="slot_goes_the_way_of_its_kind",
            ),
            models.CheckConstraint(
                condition=~Q(kind="requested", status="declined") | ~Q(reason=""), name="slot_declined_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party}: {self.subject}"

    @property
    def is_given(self) -> bool:
        return self.status in GIVEN


GIVEN = (SpeakingSlot.Status.ALLOTTED, SpeakingSlot.Status.ACCEPTED)
LIVE = (*GIVEN, SpeakingSlot.Status.REQUESTED, SpeakingSlot.Status.INVITED)
"""What was neither declined nor withdrawn: a party has one of these for a session or item."""
