"""What a person is today: the roles of the matrix, from mandates in force, the Presidency and the Troika alone."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils import timezone

from crm_portal.common.access import Level, Protected, visitor
from members.models.mandates import Mandate, Substitution
from members.models.presidency import PresidencyTerm, Troika
from members.roles import ANON, NEED_SECOND_FACTOR, PPT, STAFF, TROIKA, Role, hat


@dataclass(frozen=True)
class Standing:
    """The roles a person holds on a day, for which parties and in which networks."""

    roles: frozenset[str]
    mandates: tuple[Mandate, ...] = ()
    party_ids: frozenset[int] = field(default_factory=frozenset)
    body_ids: frozenset[int] = field(default_factory=frozenset)
    user_id: int | None = None
    """Whose standing it is; None for a visitor, and for a role that somebody looks through."""
    troika: Troika | None = None
    """The Troika of the day, where it had to be asked for; whoever needs it again need not ask."""

    def holds(self, *roles: str) -> bool:
        return not self.roles.isdisjoint(roles)

    def level(self, of: Protected) -> Level:
        """How far this person may go with an object of that kind."""
        return of.level(self.roles)

    @property
    def is_staff(self) -> bool:
        return self.holds(*STAFF)

    @property
    def needs_second_factor(self) -> bool:
        return self.holds(*NEED_SECOND_FACTOR)

    @property
    def own_countries(self) -> list[int]:
        """The countries whose focal point somebody is."""
        return [mandate.party_id for mandate in self.mandates if mandate.role == Role.FOCAL]


VISITOR = Standing(frozenset({ANON}))
NOBODY = Standing(frozenset())
visitor["standing"] = VISITOR


def standing(user: Any, day: date | None = None) -> Standing:
    """What a person is on a day; today unless told. Whoever has no mandate in force is signed in and nothing else.

    A deputy acts only beside an own mandate of the same party and hat: whoever has moved to another seat since would
    otherwise sign for two.
    """
    if not user.is_authenticated:
        return VISITOR
    if not user.is_active:
        return NOBODY
    day = day or timezone.localdate()
    stood_in_for = Substitution.objects.on(day).filter(deputy=user).values("mandate")
    found = tuple(Mandate.objects.on(day).filter(Q(user=user) | Q(pk__in=stood_in_for)).order_by("pk"))
    own_seats = {(mandate.party_id, hat(mandate.role)) for mandate in found if mandate.user_id == user.pk}
    mandates = tuple(mandate for mandate in found if (mandate.party_id, hat(mandate.role)) in own_seats)
    roles = {mandate.role for mandate in mandates} - {Role.PRESIDENCY_TEAM}
    troika = None
    if any(mandate.role in {Role.PRESIDENCY_TEAM, Role.FOCAL} for mandate in mandates):
        troika = PresidencyTerm.objects.troika(day)
        roles |= of_the_calendar(mandates, troika)
    return Standing(
        roles=frozenset(roles),
        mandates=mandates,
        party_ids=frozenset(mandate.party_id for mandate in mandates),
        body_ids=frozenset(mandate.body_id for mandate in mandates if mandate.body_id),
        user_id=user.pk,
        troika=troika,
    )


def of_the_calendar(mandates: tuple[Mandate, ...], troika: Troika) -> set[str]:
    """What the Presidency and the Troika make of somebody. Source, lines 711-714.

    The team acts as the Presidency while its country holds the term; the teams and focal points of the three countries
    are the Troika.
    """
    three = {term.party_id for term in troika if term}
    roles: set[str] = set()
    for mandate in mandates:
        if mandate.role == Role.PRESIDENCY_TEAM and troika.current and troika.current.party_id == mandate.party_id:
            roles.add(PPT)
        if mandate.role in {Role.PRESIDENCY_TEAM, Role.FOCAL} and mandate.party_id in three:
            roles.add(TROIKA)
    return roles
