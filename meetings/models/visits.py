"""When somebody last looked at a meeting, so that its page can say what is new."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, models
from django.utils.translation import gettext_lazy as _

from meetings.models.meetings import Meeting

SAME_VISIT = timedelta(minutes=30)
"""Looks that follow each other within this belong to one visit."""


LOOK = """
    INSERT INTO meetings_meetingvisit AS visit (meeting_id, user_id, looked_at) VALUES (%s, %s, %s)
    ON CONFLICT (meeting_id, user_id) DO UPDATE SET
        looked_at = excluded.looked_at,
        previous_at = CASE WHEN visit.looked_at < %s THEN visit.looked_at ELSE visit.previous_at END
    RETURNING previous_at
"""
"""In one statement: the page has few questions to spare, and two windows may open at once."""


class MeetingVisitQuerySet(models.QuerySet["MeetingVisit"]):
    def begin_or_go_on(self, meeting: Meeting, user: Any, now: datetime) -> datetime | None:
        """Note a look at a meeting's page; the moment of the last look of the visit before, None at the first."""
        with connection.cursor() as cursor:
            cursor.execute(LOOK, [meeting.pk, user.pk, now, now - SAME_VISIT])
            (before,) = cursor.fetchone()
        found: datetime | None = before
        return found


class MeetingVisit(models.Model):
    """One person's last looks at one meeting: now, and in the visit before. No history is kept of it."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="visits", verbose_name=_("meeting"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="meeting_visits", verbose_name=_("person")
    )
    looked_at = models.DateTimeField(_("last look"))
    previous_at = models.DateTimeField(_("last look of the visit before"), null=True)

    objects = MeetingVisitQuerySet.as_manager()

    class Meta:
        ordering = ["meeting", "user"]
        verbose_name = _("visit to a meeting's page")
        verbose_name_plural = _("visits to meetings' pages")
        indexes = [models.Index(fields=["looked_at"], name="visit_by_age")]
        constraints = [models.UniqueConstraint(fields=["meeting", "user"], name="visit_once_a_person")]

    def __str__(self) -> str:
        return f"{self.meeting}: {self.user}"
