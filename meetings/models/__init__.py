"""Meetings, their sessions and agendas, who is invited, what came out of them, and the activities counted in print."""

from meetings.models.agenda import AgendaItem, ItemDocument, Outcome
from meetings.models.agenda_versions import AgendaVersion, ItemComment, ItemProposal, VersionItem
from meetings.models.convocations import Convocation, MeetingInvitation
from meetings.models.delegations import Delegate, Delegation, ParticipantList, TravelData
from meetings.models.grants import ItemGrant
from meetings.models.logistics import LogisticsPaper, LogisticsTask
from meetings.models.meetings import ActivityCount, Meeting
from meetings.models.presences import PartyPresence
from meetings.models.sessions import Session
from meetings.models.speaking import SpeakingSlot
from meetings.models.visits import MeetingVisit

__all__ = [
    "ActivityCount",
    "AgendaItem",
    "AgendaVersion",
    "Convocation",
    "Delegate",
    "Delegation",
    "ItemComment",
    "ItemDocument",
    "ItemGrant",
    "ItemProposal",
    "LogisticsPaper",
    "LogisticsTask",
    "Meeting",
    "MeetingInvitation",
    "MeetingVisit",
    "Outcome",
    "ParticipantList",
    "PartyPresence",
    "Session",
    "SpeakingSlot",
    "TravelData",
    "VersionItem",
]
