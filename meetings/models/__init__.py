"""Meetings, their sessions and agendas, what came out of them, and the activities counted in print."""

from meetings.models.agenda import AgendaItem, ItemDocument, Outcome
from meetings.models.meetings import ActivityCount, Meeting
from meetings.models.sessions import Session

__all__ = ["ActivityCount", "AgendaItem", "ItemDocument", "Meeting", "Outcome", "Session"]
