"""Who can see a protected object, in words and by head count, and why somebody sees it."""

from collections.abc import Collection
from typing import NamedTuple

from django.db.models import Q, QuerySet
from django.utils import timezone

from crm_portal.common.access import Level, Protected, role_labels
from members.models import Mandate, PresidencyTerm, User
from members.models.presidency import Troika
from members.roles import PPT, TROIKA, Role


class Readers(NamedTuple):
    """The roles that reach an object, how many people hold one of them today, and the roles by which I do."""

    roles: list[str]
    people: int
    mine: list[str]


def readers(protected: Protected, user: User, *, level: Level = Level.READ) -> Readers:
    """Who reaches a level of a kind of object, for the reader to see before something is sent and after."""
    reaching = protected.roles(level)
    holders = Mandate.objects.on(timezone.localdate()).filter(holding(reaching, user.standing.troika))
    return Readers(
        roles=[str(label) for role, label in role_labels.items() if role in reaching],
        people=holders.people().count(),
        mine=[str(label) for role, label in role_labels.items() if role in reaching & user.standing.roles],
    )


def holders(roles: Collection[str]) -> QuerySet[User]:
    """The people who hold one of some roles of the matrix today, each once."""
    held = Mandate.objects.on(timezone.localdate()).filter(holding(frozenset(roles)))
    return held.people().order_by("pk")


def holding(roles: frozenset[str], troika: Troika | None = None) -> Q:
    """The mandates that make somebody hold one of the roles today; two of them the calendar gives.

    The Troika of today is asked for where one of the two is meant, unless it is known.
    """
    wanted = Q(role__in=roles & set(Role.values))
    if roles.isdisjoint({PPT, TROIKA}):
        return wanted
    troika = troika or PresidencyTerm.objects.troika(timezone.localdate())
    if PPT in roles and troika.current:
        wanted |= Q(role=Role.PRESIDENCY_TEAM, party=troika.current.party_id)
    if TROIKA in roles:
        three = [term.party_id for term in troika if term]
        wanted |= Q(role__in=[Role.PRESIDENCY_TEAM, Role.FOCAL], party__in=three)
    return wanted
