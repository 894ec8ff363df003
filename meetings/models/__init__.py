"""Meetings, their sessions, and the activities counted in print."""

from meetings.models.meetings import ActivityCount, Meeting
from meetings.models.sessions import Session

__all__ = ["ActivityCount", "Meeting", "Session"]
