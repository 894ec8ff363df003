"""The rules of the Reserve Fund: who is assisted, by whose decision, up to which amount."""

from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

from crm_portal.common.sourced import Sourced

CAP_USD = Decimal("1000.00")
"""The most that one case of assistance may cost. Source, lines 1688-1689."""


class Rule(Sourced):
    """One rule that a case must satisfy, with what it rests on."""

    code = models.CharField(_("code"), max_length=10, unique=True)
    text = models.CharField(_("rule"), max_length=300)
    value = models.CharField(_("in detail"), max_length=300, blank=True)
    basis = models.CharField(_("basis"), max_length=40)

    class Meta:
        ordering = ["id"]
        verbose_name = _("rule of the Fund")
        verbose_name_plural = _("rules of the Fund")

    def __str__(self) -> str:
        return f"{self.code}: {self.text}"


class Vulnerability(Sourced):
    """A situation in which the Fund assists, and who decides."""

    class DecidedBy(models.TextChoices):
        IOM = "iom", _("IOM")
        JOINT = "joint", _("IOM and the Technical Secretariat, jointly and beforehand")

    code = models.CharField(_("code"), max_length=10, unique=True)
    name = models.CharField(_("name"), max_length=200)
    decided_by = models.CharField(_("decided by"), max_length=10, choices=DecidedBy)
    order = models.PositiveSmallIntegerField(_("place in the printed list"))

    class Meta:
        ordering = ["order"]
        verbose_name = _("vulnerability")
        verbose_name_plural = _("vulnerabilities")

    def __str__(self) -> str:
        return self.name
