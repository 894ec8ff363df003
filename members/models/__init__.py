"""Parties, their seats, bodies, presidencies and people."""

from members.models.bodies import Attendance, Body, Post
from members.models.factor_resets import FactorReset
from members.models.mandates import HATS, MEMBER_ROLES, Hat, Mandate, Role, Substitution
from members.models.parties import Institution, Partnership, Party, PartyAlias, PartyStatus
from members.models.people import User
from members.models.presidency import PresidencyTerm, Troika
from members.models.provisions import Provision

__all__ = [
    "HATS",
    "MEMBER_ROLES",
    "Attendance",
    "Body",
    "FactorReset",
    "Hat",
    "Institution",
    "Mandate",
    "Partnership",
    "Party",
    "PartyAlias",
    "PartyStatus",
    "Post",
    "PresidencyTerm",
    "Provision",
    "Role",
    "Substitution",
    "Troika",
    "User",
]
