"""Rows of one member country's contributions: its own people see them, and those who keep or audit the accounts."""

from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import models

from contributions.matrix import OTHER_CONTRIBUTION, OWN_CONTRIBUTION
from crm_portal.common.access import Level, visible_to
from members.roles import PPT, SECRETARIAT, TROIKA, Role

if TYPE_CHECKING:
    from members.standing import Standing

EVERY_COUNTRY = frozenset({Role.AUDITOR, *SECRETARIAT})
"""Who sees the papers of every country; others see of other countries the table of who has paid alone."""

OF_A_COUNTRY = frozenset({Role.FOCAL, Role.HOD, Role.RCGM})


def own_countries(standing: "Standing") -> list[int]:
    """The countries whose contributions somebody sees as their own; a presidency's team while it is in the Troika."""
    of_team = {Role.PRESIDENCY_TEAM} if standing.holds(PPT, TROIKA) else set()
    return [mandate.party_id for mandate in standing.mandates if mandate.role in OF_A_COUNTRY | of_team]


def sees_every_country(standing: "Standing") -> bool:
    """Whether somebody keeps or audits the accounts of all."""
    return standing.level(OTHER_CONTRIBUTION) >= Level.READ and standing.holds(*EVERY_COUNTRY)


class OfACountryQuerySet[Row: models.Model](models.QuerySet[Row]):
    """Rows with a country of their own, at `country`."""

    country: ClassVar[str] = "party"

    def visible_to(self, user: Any) -> Self:
        """Those that somebody may read."""
        return visible_to(self, user)

    def seen_by(self, standing: "Standing") -> Self:
        """All for the Secretariat and the auditor; for a country's people its own. Source, lines 1033-1036."""
        if sees_every_country(standing):
            return self.all()
        if standing.level(OWN_CONTRIBUTION) < Level.READ:
            return self.none()
        return self.filter(**{f"{self.country}__in": own_countries(standing)})
