"""The handover from one presidency to the next, read from the terms on record."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from crm_portal.common.access import Level, visible_to
from members.matrix import HANDOVER
from members.models.presidency import PresidencyTerm, Troika
from members.roles import SECRETARIAT, Role

if TYPE_CHECKING:
    from members.models.people import User
    from members.standing import Standing

IN_VIEW = timedelta(days=366)
"""How long before and after its day a handover is listed."""


class HandoverQuerySet(models.QuerySet["Handover"]):
    def at_hand(self, day: date) -> Self:
        """The handovers near a day: into terms that began or begin within a year of it."""
        return self.filter(starts_on__gte=day - IN_VIEW, starts_on__lte=day + IN_VIEW).order_by("starts_on")

    def visible_to(self, user: "User") -> Self:
        """The handovers that somebody may read."""
        return visible_to(self, user)

    def seen_by(self, standing: "Standing") -> Self:
        """The Secretariat all; a presidency's team those from and to its own country."""
        if standing.holds(*SECRETARIAT):
            return self.all()
        if standing.level(HANDOVER) < Level.READ:
            return self.none()
        own = [mandate.party_id for mandate in standing.mandates if mandate.role == Role.PRESIDENCY_TEAM]
        earlier = PresidencyTerm.objects.filter(starts_on__lt=OuterRef("starts_on")).order_by("-starts_on")
        return self.annotate(from_party=Subquery(earlier.values("party")[:1])).filter(
            Q(party__in=own) | Q(from_party__in=own)
        )


class Handover(PresidencyTerm):
    """A presidency term, seen as what its country takes over from the one before it."""

    objects = HandoverQuerySet.as_manager()  # type: ignore[assignment,misc]  # its own rows, by its own rule

    class Meta:
        proxy = True
        ordering = ["-starts_on"]
        verbose_name = _("handover")
        verbose_name_plural = _("handovers")

    def __str__(self) -> str:
        return _("Handover of the Presidency Pro-Témpore to %(country)s") % {"country": self.party.name}

    def get_absolute_url(self) -> str:
        return reverse("members:handover-detail", args=[self.pk])

    @cached_property
    def troika(self) -> Troika:
        """The Troika from the day on which this term begins."""
        return PresidencyTerm.objects.troika(self.starts_on)

    @property
    def ending(self) -> PresidencyTerm | None:
        """The term that ends as this one begins; None where the record has none, or a hole."""
        return self.troika.previous
