"""Meetings for calendar programs (RFC 5545): whole days for a meeting, hours in its own time zone for its sessions."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from crm_portal.common.sourced import Precision
from meetings.models import Meeting, Session

if TYPE_CHECKING:
    import icalendar

STATES = {Meeting.Status.CANCELLED: "CANCELLED", Meeting.Status.PLANNED: "TENTATIVE"}


def answer(request: HttpRequest, name: str, meetings: Iterable[Meeting], sessions: Iterable[Session]) -> HttpResponse:
    """The calendar as a download, called after the name."""
    body = written(request, meetings, sessions)
    disposition = f'attachment; filename="{name}.ics"'
    return HttpResponse(body, content_type="text/calendar; charset=utf-8", headers={"Content-Disposition": disposition})


def written(request: HttpRequest, meetings: Iterable[Meeting], sessions: Iterable[Session]) -> bytes:
    """A calendar of the meetings whose days are known, and of the sessions, with the time zones they are held in."""
    import icalendar  # weighs more than all else on these pages, and calendar programs alone ask for it

    made = icalendar.Calendar()
    made.add("prodid", "-//CRM//Portal//")
    made.add("version", "2.0")
    made.add("name", _("Regional Conference on Migration"))
    made.add("x-wr-calname", _("Regional Conference on Migration"))
    for meeting in meetings:
        if meeting.starts_on and meeting.precision == Precision.DAY:
            made.add_component(whole_days(request, meeting))
    for session in sessions:
        made.add_component(hours(request, session))
    made.add_missing_timezones()
    return bytes(made.to_ical())


def whole_days(request: HttpRequest, meeting: Meeting) -> "icalendar.Event":
    """A meeting from its first day to its last; the event's end is the day after."""
    import icalendar  # as above

    event = icalendar.Event()
    event.add("uid", f"meeting-{meeting.pk}@{request.get_host()}")
    event.add("summary", meeting.title)
    event.add("dtstart", meeting.starts_on)
    event.add("dtend", (meeting.last_on or meeting.starts_on) + timedelta(days=1))  # type: ignore[operator]  # has days
    return described(event, request, meeting, meeting.sequence, meeting.changed_at)


def hours(request: HttpRequest, session: Session) -> "icalendar.Event":
    """One session, at its hour where it is held."""
    import icalendar  # as above

    meeting = session.meeting
    zone = ZoneInfo(meeting.time_zone)
    event = icalendar.Event()
    event.add("uid", f"session-{session.pk}@{request.get_host()}")
    event.add("summary", f"{meeting.title}: {session}")
    event.add("dtstart", session.starts_at.astimezone(zone))
    event.add("dtend", session.ends_at.astimezone(zone))
    return described(event, request, meeting, session.sequence + meeting.sequence, session.changed_at)


def described(
    event: "icalendar.Event", request: HttpRequest, meeting: Meeting, sequence: int, changed_at: datetime
) -> "icalendar.Event":
    """What both have alike: where, in which state, how often it changed, and its page."""
    event.add("dtstamp", changed_at)
    event.add("last-modified", changed_at)
    event.add("sequence", sequence)
    event.add("status", STATES.get(Meeting.Status(meeting.status), "CONFIRMED"))
    if meeting.where:
        event.add("location", meeting.where)
    event.add("url", request.build_absolute_uri(meeting.get_absolute_url()))
    return event
