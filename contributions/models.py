"""The scale by which members finance the Technical Secretariat."""

from datetime import date
from decimal import Decimal
from typing import Self

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from crm_portal.common import money
from crm_portal.common.periods import one_at_a_time, refuse_reversed
from crm_portal.common.sourced import Precision, Sourced
from members.models import Party


class ScaleQuerySet(models.QuerySet["Scale"]):
    def on(self, day: date) -> Self:
        """The scale in force on a day: one row or none."""
        return self.filter(Q(valid_until=None) | Q(valid_until__gt=day), valid_from__lte=day)


class Scale(Sourced):
    """What each member contributes a year, from one decision of the Vice-Ministers until the next."""

    valid_from = models.DateField(_("from"))
    valid_until = models.DateField(_("until"), null=True, blank=True, help_text=_("The first day it no longer holds."))
    precision = models.CharField(_("precision"), max_length=5, choices=Precision, default=Precision.DAY)
    approved_by = models.CharField(_("approved by"), max_length=200)
    note = models.TextField(_("note for the staff"), blank=True)

    objects = ScaleQuerySet.as_manager()

    class Meta:
        ordering = ["-valid_from"]
        verbose_name = _("scale of contributions")
        verbose_name_plural = _("scales of contributions")
        constraints = one_at_a_time(
            "scale",
            "valid_from",
            "valid_until",
            refusal=_("Another scale is in force in that time; end that one first."),
        )

    def __str__(self) -> str:
        return str(_("Scale from %(year)s") % {"year": self.valid_from.year})

    def clean(self) -> None:
        super().clean()
        refuse_reversed(self, "valid_from", "valid_until")

    def total_usd(self) -> Decimal:
        """The sum of the amounts, which are the authority; the printed percentages are rounded from them."""
        return self.shares.aggregate(total=models.Sum("amount_usd"))["total"] or Decimal("0.00")


class Share(Sourced):
    """What one member contributes a year under a scale."""

    scale = models.ForeignKey(Scale, models.CASCADE, related_name="shares", verbose_name=_("scale"))
    party = models.ForeignKey(Party, models.PROTECT, related_name="shares", verbose_name=_("member country"))
    order = models.PositiveSmallIntegerField(_("place in the printed list"), default=0)
    amount_usd = models.DecimalField(
        _("amount in USD a year"), max_digits=12, decimal_places=2, validators=[MinValueValidator(Decimal("0.01"))]
    )

    class Meta:
        ordering = ["scale", "order"]
        verbose_name = _("share")
        verbose_name_plural = _("shares")
        constraints = [
            models.UniqueConstraint(fields=["scale", "party"], name="share_once_per_party"),
            models.CheckConstraint(
                condition=Q(amount_usd__gt=0),
                name="share_amount_is_positive",
                violation_error_message=_("A share is more than zero."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party}: USD {money.shown(self.amount_usd)}"
