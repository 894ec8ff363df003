"""What expenditures and receipts have in common: one person records an amount, another confirms, then it is posted."""

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Self

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from contributions.matrix import VOUCHER
from contributions.models.by_two import STANDS, ByTwo, Confirmed
from contributions.models.ledger import Entry
from crm_portal.common.access import Level, visible_to
from crm_portal.common.files.models import PrivateFile
from crm_portal.common.formatted import validate_printable

if TYPE_CHECKING:
    from members.standing import Standing

CENT = Decimal("0.01")
LONGEST_REFERENCE = 60


class BookedQuerySet[Row: "Booked"](models.QuerySet[Row]):
    def visible_to(self, user: Any) -> Self:
        """Those that somebody may read one by one."""
        return visible_to(self, user)

    def seen_by(self, standing: "Standing") -> Self:
        """All for the Secretariat and the auditor, none for others: vouchers tell of people and of the bank."""
        return self.all() if standing.level(VOUCHER) >= Level.READ else self.none()

    def standing(self) -> Self:
        """Those that were neither rejected nor taken back."""
        return self.filter(STANDS)

    def waiting(self) -> Self:
        """Those that were recorded and neither confirmed nor rejected yet."""
        return self.filter(status=Confirmed.RECORDED)


class Booked(ByTwo):
    """An amount that moved at the bank: on the ledger once a second person has confirmed it."""

    amount_usd = models.DecimalField(
        _("amount in USD"), max_digits=12, decimal_places=2, validators=[MinValueValidator(CENT)]
    )
    entry = models.OneToOneField(
        Entry,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="of_%(class)s",
        verbose_name=_("entry of the ledger"),
    )

    class Meta:
        abstract = True
        constraints = [
            *ByTwo.Meta.constraints,
            models.CheckConstraint(
                condition=Q(amount_usd__gt=0),
                name="%(class)s_of_some_amount",
                violation_error_message=_("The amount is more than zero."),
            ),
            models.CheckConstraint(
                condition=Q(status__in=["recorded", "rejected"], entry=None)
                | Q(status__in=["confirmed", "reversed"], entry__isnull=False),
                name="%(class)s_posted_once_confirmed",
            ),
        ]


class Spent(Booked):
    """An amount that was paid to somebody, with its voucher."""

    paid_on = models.DateField(_("paid on"))
    payee = models.CharField(_("paid to"), max_length=200, validators=[validate_printable])
    words = models.CharField(_("what for"), max_length=200, validators=[validate_printable])
    reference = models.CharField(_("voucher number"), max_length=LONGEST_REFERENCE, validators=[validate_printable])
    voucher = models.OneToOneField(
        PrivateFile, models.PROTECT, editable=False, related_name="+", verbose_name=_("voucher")
    )

    class Meta(Booked.Meta):
        abstract = True
        constraints = [
            *Booked.Meta.constraints,
            models.UniqueConstraint(
                Upper("reference"),
                condition=STANDS,
                name="%(class)s_voucher_once",
                violation_error_message=_("A voucher of this number is recorded already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference}: {self.words}"
