"""Parties, their seats, bodies, presidencies and people."""

from members.models.announced_holidays import AnnouncedHoliday
from members.models.audiences import Audience, Circle, CircleAdmission, Grant, WithAudience
from members.models.bodies import Attendance, Body, Post
from members.models.calendar import CalendarFeed, renew_feed
from members.models.circulars import Circular, CircularReceipt
from members.models.factor_resets import FactorReset
from members.models.handovers import Handover
from members.models.invitations import Invitation
from members.models.mandates import Mandate, Substitution
from members.models.parties import Institution, Partnership, Party, PartyAlias, PartyStatus
from members.models.people import User
from members.models.presidency import PresidencyTerm, Troika
from members.models.provisions import Provision

__all__ = [
    "AnnouncedHoliday",
    "Attendance",
    "Audience",
    "Body",
    "CalendarFeed",
    "Circle",
    "CircleAdmission",
    "Circular",
    "CircularReceipt",
    "FactorReset",
    "Grant",
    "Handover",
    "Institution",
    "Invitation",
    "Mandate",
    "Partnership",
    "Party",
    "PartyAlias",
    "PartyStatus",
    "Post",
    "PresidencyTerm",
    "Provision",
    "Substitution",
    "Troika",
    "User",
    "WithAudience",
    "renew_feed",
]
