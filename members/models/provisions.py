"""What the Conference has set down about itself, point by point."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from crm_portal.common.sourced import Sourced
from members.models.bodies import Body


class ProvisionQuerySet(models.QuerySet["Provision"]):
    def of(self, *kinds: str) -> Self:
        """The points of some kinds, in their order."""
        return self.filter(kind__in=kinds).order_by("kind", "number")


class Provision(Sourced):
    """One numbered point: an objective, a commitment, a criterion, a limit, or a function of a body."""

    class Kind(models.TextChoices):
        OBJECTIVE = "objective", _("objective")
        COMMITMENT = "commitment", _("commitment of members")
        COUNTRY_CRITERION = "country_criterion", _("criterion for observer countries")
        ORGANISATION_CRITERION = "organisation_criterion", _("criterion for observer organisations")
        OBSERVER_LIMIT = "observer_limit", _("limit for observers")
        FUNCTION = "function", _("function of a body")

    class Evidence(models.TextChoices):
        AUTOMATIC = "automatic", _("evident")
        DOCUMENT = "document", _("a document")
        STATEMENT = "statement", _("a statement")
        STATISTICS = "statement/statistics", _("a statement or statistics")
        NOMINATION = "nomination", _("a nomination")

    kind = models.CharField(_("kind"), max_length=30, choices=Kind)
    body = models.ForeignKey(
        Body, models.CASCADE, null=True, blank=True, related_name="functions", verbose_name=_("body")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    label = models.CharField(_("label"), max_length=250)
    text = models.TextField(_("text"), blank=True)
    evidence = models.CharField(_("shown by"), max_length=30, choices=Evidence, blank=True)

    objects = ProvisionQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "body", "number"]
        verbose_name = _("provision")
        verbose_name_plural = _("provisions")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "body", "number"], nulls_distinct=False, name="provision_number_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.label}"
