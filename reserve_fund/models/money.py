"""What the Fund's entries come from: replenishments, money held for a case, what was paid for it, what came back."""

from decimal import Decimal
from typing import Any, Self

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.models import Party
from reserve_fund.models.cases import Case
from reserve_fund.models.costs import CostLine
from reserve_fund.models.evidence import Evidence
from reserve_fund.models.ledger import Entry
from reserve_fund.models.provisions import CAP_USD


def amount_usd() -> models.DecimalField:
    """A column of an amount above nothing."""
    return models.DecimalField(
        _("amount in USD"), max_digits=12, decimal_places=2, validators=[MinValueValidator(Decimal("0.01"))]
    )


class ReplenishmentQuerySet(models.QuerySet["Replenishment"]):
    def visible_to(self, user: Any) -> Self:
        """All to whoever reads the ledger entry by entry."""
        return self.filter(entry__in=Entry.objects.visible_to(user))


class Replenishment(models.Model):
    """Money that came into the Fund, or stood in it when the ledger began."""

    class Kind(models.TextChoices):
        OPENING = "opening", _("opening balance")
        REPLENISHMENT = "replenishment", _("replenishment")

    kind = models.CharField(_("kind"), max_length=15, choices=Kind, default=Kind.REPLENISHMENT)
    party = models.ForeignKey(
        Party, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("from which party")
    )
    payer = models.CharField(_("from whom, where it is no party"), max_length=200, blank=True)
    amount_usd = amount_usd()
    received_on = models.DateField(_("received on"))
    reference = models.CharField(_("reference"), max_length=80)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name=_("recorded by")
    )
    recorded_at = models.DateTimeField(_("recorded"), default=timezone.now, editable=False)
    entry = models.OneToOneField(Entry, models.PROTECT, related_name="+", editable=False, verbose_name=_("entry"))
    reversed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("taken back by"),
    )
    reason = models.CharField(_("why it was taken back"), max_length=400, blank=True, editable=False)

    objects = ReplenishmentQuerySet.as_manager()

    class Meta:
        ordering = ["-received_on", "-pk"]
        verbose_name = _("replenishment of the Fund")
        verbose_name_plural = _("replenishments of the Fund")
        constraints = [
            models.CheckConstraint(condition=Q(amount_usd__gt=0), name="replenishment_of_some_amount"),
            models.UniqueConstraint(
                fields=["reference"], condition=Q(reversed_by=None), name="replenishment_reference_stands_once"
            ),
            models.CheckConstraint(
                condition=Q(kind="opening") | Q(party__isnull=False) | ~Q(payer=""), name="replenishment_by_somebody"
            ),
            models.CheckConstraint(
                condition=Q(reversed_by=None) | ~Q(reason=""), name="replenishment_taken_back_for_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def payer_shown(self) -> str:
        return str(self.party) if self.party else self.payer


class Reservation(models.Model):
    """The money held for an approved case; never above the cap. Source, lines 1688-1689."""

    case = models.OneToOneField(Case, models.PROTECT, related_name="reservation", verbose_name=_("case"))
    amount_usd = amount_usd()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    made_at = models.DateTimeField(_("when"), default=timezone.now)
    entry = models.OneToOneField(Entry, models.PROTECT, related_name="+", verbose_name=_("entry"))
    released_usd = models.DecimalField(_("let go, in USD"), max_digits=12, decimal_places=2, default=Decimal("0.00"))

    class Meta:
        verbose_name = _("money held for a case")
        verbose_name_plural = _("money held for cases")
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_usd__gt=0, amount_usd__lte=CAP_USD), name="reservation_within_the_cap"
            ),
            models.CheckConstraint(
                condition=Q(released_usd__gte=0, released_usd__lte=models.F("amount_usd")),
                name="reservation_lets_go_what_it_held",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.amount_usd}"


class DisbursementQuerySet(models.QuerySet["Disbursement"]):
    def standing(self) -> Self:
        """Those that were not taken back."""
        return self.filter(entry__reversed_by=None)


class Disbursement(models.Model):
    """What was paid for a case, with the voucher that shows it."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="disbursements", verbose_name=_("case"))
    kind = models.CharField(_("kind of cost"), max_length=10, choices=CostLine.Kind)
    amount_usd = amount_usd()
    paid_on = models.DateField(_("paid on"))
    voucher = models.ForeignKey(Evidence, models.PROTECT, related_name="+", verbose_name=_("voucher"))
    """Its row stays when the personal data of the case are erased; its name and bytes go."""
    reference = models.CharField(_("number of the voucher"), max_length=60)
    paid_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("paid by"))
    paid_at = models.DateTimeField(_("recorded"), default=timezone.now)
    entry = models.OneToOneField(Entry, models.PROTECT, related_name="+", verbose_name=_("entry"))

    objects = DisbursementQuerySet.as_manager()

    class Meta:
        ordering = ["paid_at"]
        verbose_name = _("payment for a case")
        verbose_name_plural = _("payments for cases")
        constraints = [
            models.CheckConstraint(condition=Q(amount_usd__gt=0), name="disbursement_of_some_amount"),
            models.UniqueConstraint(fields=["case", "reference"], name="disbursement_voucher_once"),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.amount_usd}"


class Refund(models.Model):
    """What came back of a payment, from an airline for one."""

    disbursement = models.ForeignKey(Disbursement, models.PROTECT, related_name="refunds", verbose_name=_("payment"))
    amount_usd = amount_usd()
    received_on = models.DateField(_("received on"))
    reference = models.CharField(_("reference"), max_length=60)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    entry = models.OneToOneField(Entry, models.PROTECT, related_name="+", verbose_name=_("entry"))

    class Meta:
        ordering = ["pk"]
        verbose_name = _("refund to the Fund")
        verbose_name_plural = _("refunds to the Fund")
        constraints = [
            models.CheckConstraint(condition=Q(amount_usd__gt=0), name="refund_to_fund_of_some_amount"),
            models.UniqueConstraint(fields=["disbursement", "reference"], name="refund_to_fund_once"),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.amount_usd}"
