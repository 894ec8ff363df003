"""Parties, their seats, bodies, presidencies and people."""

from members.models.bodies import Attendance, Body, Post
from members.models.parties import Institution, Party, PartyAlias, PartyStatus, Partnership
from members.models.people import User
from members.models.presidency import PresidencyTerm, Troika
from members.models.provisions import Provision

__all__ = [
    "Attendance",
    "Body",
    "Institution",
    "Party",
    "PartyAlias",
    "PartyStatus",
    "Partnership",
    "Post",
    "PresidencyTerm",
    "Provision",
    "Troika",
    "User",
]
