"""What the return of a person is expected to cost."""

from decimal import Decimal
from typing import Any, Self

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q, Sum
from django.utils.translation import gettext_lazy as _

from reserve_fund.models.cases import Case


class CostLineQuerySet(models.QuerySet["CostLine"]):
    """The cost lines, as far as somebody may know of their case."""

    def visible_to(self, user: Any) -> Self:
        """Those of the cases that somebody may know of."""
        return self.filter(case__in=Case.objects.visible_to(user))

    def total(self) -> Decimal:
        """USD in all."""
        return self.aggregate(sum=Sum("amount_usd"))["sum"] or Decimal("0.00")


class CostLine(models.Model):
    """One kind of cost of a case, as it is foreseen."""

    class Kind(models.TextChoices):
        TICKET = "ticket", _("ticket")
        DOCUMENTS = "documents", _("travel documents")
        ESCORT = "escort", _("escort")
        TRANSIT = "transit", _("stay in transit")
        MEDICAL = "medical", _("medical care for the journey")
        RECEPTION = "reception", _("reception on arrival")
        OTHER = "other", _("other")

    case = models.ForeignKey(Case, models.CASCADE, related_name="costs", verbose_name=_("case"))
    kind = models.CharField(_("kind of cost"), max_length=10, choices=Kind)
    amount_usd = models.DecimalField(
        _("amount in USD"), max_digits=8, decimal_places=2, validators=[MinValueValidator(Decimal("0.01"))]
    )

    objects = CostLineQuerySet.as_manager()

    class Meta:
        ordering = ["kind"]
        verbose_name = _("cost foreseen")
        verbose_name_plural = _("costs foreseen")
        constraints = [
            models.UniqueConstraint(fields=["case", "kind"], name="cost_line_once"),
            models.CheckConstraint(condition=Q(amount_usd__gt=0), name="cost_line_of_some_amount"),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
