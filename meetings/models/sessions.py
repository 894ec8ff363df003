"""The sessions of a meeting: each has a part, which says who may attend it and whom its papers are for."""

from typing import TYPE_CHECKING, Any, Self

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm_portal.common.access import Level, visible_to
from meetings.matrix import SESSION
from meetings.models.grants import ItemGrant
from meetings.models.meetings import Meeting, changes_counted
from members.audience import admits
from members.matrix import MEMBER_SIDE
from members.models import Attendance, Audience, Circle
from members.models.audiences import WithAudience
from members.roles import PPT, SECRETARIAT, Role

if TYPE_CHECKING:
    from members.standing import Standing

ALL_SESSIONS = frozenset({PPT, *SECRETARIAT, *MEMBER_SIDE})
CATEGORIES = {
    Role.OBS_COUNTRY: Attendance.Participant.OBSERVER_COUNTRY,
    Role.OBS_ORG: Attendance.Participant.OBSERVER_ORGANISATION,
    Role.RROCM: Attendance.Participant.RROCM,
}
"""What the rules of attendance call those who are no members."""


class SessionQuerySet(models.QuerySet["Session"]):
    def public(self) -> Self:
        """The sessions that stand on public pages and in public calendars."""
        return self.filter(audience=Audience.PUBLIC)

    def visible_to(self, user: Any) -> Self:
        """The sessions that somebody may know of. Their papers have audiences of their own."""
        return visible_to(self, user)

    def readable_to(self, user: Any) -> Self:
        """Of the sessions that somebody may know of, those whose papers that person reads."""
        return self.visible_to(user).filter(admits(user.standing))

    def seen_by(self, standing: "Standing") -> Self:
        """Of the meetings that a standing sees: all for the members' side; others those that the rules open to them.

        Whoever is authorised on an item knows of its session too, which is no more than the frame of that item.
        """
        if standing.level(SESSION) < Level.READ:
            return self.none()
        seen = self.filter(meeting__in=Meeting.objects.seen_by(standing).values("pk"))
        if standing.holds(*ALL_SESSIONS):
            return seen
        authorised = ItemGrant.objects.opening(standing, timezone.localdate())
        return seen.filter(attended_with(standing) | Q(pk__in=authorised.values("item__session")))

    def attended_with(self, standing: "Standing") -> Self:
        """The sessions that the rules, or an invitation, open to somebody who is no member."""
        return self.filter(attended_with(standing))


def attended_with(standing: "Standing") -> Q:
    """The sessions that the rules open to the roles of a standing, and those to which it is admitted expressly."""
    categories = [category for role, category in CATEGORIES.items() if standing.holds(role)]
    admitted = Circle.objects.admitting(standing, timezone.localdate())
    return Q(attended_by__overlap=categories) | Q(circle__in=admitted.values("pk"))


class Session(WithAudience):
    """One sitting of a meeting: the opening, the plenary, the closed door, a session of a group or network."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="sessions", verbose_name=_("meeting"))
    part = models.CharField(_("part"), max_length=20, choices=Attendance.Part)
    title = models.CharField(_("title"), max_length=200, blank=True)
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    room = models.CharField(_("room"), max_length=150, blank=True)
    attended_by = ArrayField(
        models.CharField(max_length=30, choices=Attendance.Participant),
        default=list,
        editable=False,
        verbose_name=_("who attends"),
    )
    """The categories that the rules admitted when the session was planned, but for those by express invitation."""

    changed_at = models.DateTimeField(_("changed"), auto_now=True, editable=False)
    sequence = models.PositiveIntegerField(
        default=0,
        editable=False,
        db_comment="How often what calendars show has changed; the database counts.",
    )

    objects = SessionQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="session_ends_after_it_begins",
                violation_error_message=_("It must end after it begins."),
            ),
        ]
        triggers = [changes_counted("title_es", "title_en", "starts_at", "ends_at")]

    def __str__(self) -> str:
        return self.title or str(self.get_part_display())

    def clean(self) -> None:
        super().clean()
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            raise ValidationError({"ends_at": _("It must end after it begins.")})
