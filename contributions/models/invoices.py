"""The invoices by which members are asked for what was assessed, and the credit notes that alone take one back."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple, Self

from django.conf import settings
from django.db import models
from django.db.models import DecimalField, F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from contributions.models.ledger import Entry
from contributions.models.own import OfACountryQuerySet
from contributions.models.periods import MOST_DIGITS, Assessment
from crm_portal.common.registry import Text
from members.models import Party

NOTHING = Decimal("0.00")
USD = DecimalField(max_digits=MOST_DIGITS, decimal_places=2)


def symbol_of(series: str, year: int, number: int) -> str:
    """How a numbered paper of the Secretariat's accounts is cited."""
    return f"CRM/ST/{year}/{series}/{number:03}"


class State(NamedTuple):
    """How an invoice stands, in words, and the tone of the chip that says so."""

    words: Text
    tone: str = ""


OPEN = State(pgettext_lazy("invoice", "open"))
PART_PAID = State(pgettext_lazy("invoice", "part paid"))
PAID = State(pgettext_lazy("invoice", "paid"), "done")
OVERDUE = State(pgettext_lazy("invoice", "overdue"), "now")
CANCELLED = State(pgettext_lazy("invoice", "cancelled"))


class InvoiceQuerySet(OfACountryQuerySet["Invoice"]):
    def holding(self) -> Self:
        """Those that no credit note took back."""
        return self.exclude(status=Invoice.Status.CANCELLED)

    def with_outstanding(self, as_of: date, *, through: int | None = None) -> Any:  # the type checker knows no more
        """Each invoice of by then with `paid` and `outstanding`, USD, at the end of a day.

        `through` reads no entry of the ledger beyond that number, so that a day long past reads as it did.
        """
        known = {} if through is None else {"number__lte": through}
        entries = Entry.objects.filter(accounting_on__lte=as_of, **known)
        settled = Subquery(
            entries.filter(allocation__invoice=OuterRef("pk"))
            .order_by()
            .values("allocation__invoice")
            .annotate(sum=Sum("amount_usd"))
            .values("sum")
        )
        freed = Subquery(
            entries.filter(reverses__allocation__invoice=OuterRef("pk"))
            .order_by()
            .values("reverses__allocation__invoice")
            .annotate(sum=Sum("amount_usd"))
            .values("sum")
        )
        taken_back = Subquery(entries.filter(reverses__invoice=OuterRef("pk")).values("amount_usd")[:1])
        zero = models.Value(NOTHING, USD)
        return (
            self.filter(entry__in=entries)
            .annotate(
                paid=Coalesce(settled, zero, output_field=USD) - Coalesce(freed, zero, output_field=USD),
                credited=Coalesce(taken_back, zero, output_field=USD),
            )
            .annotate(outstanding=F("amount_usd") - F("credited") - F("paid"))
        )

    def unpaid(self, day: date) -> Any:  # the type checker knows no more
        """Those of which something is outstanding at the end of a day, the oldest first."""
        return self.holding().with_outstanding(day).filter(outstanding__gt=0).oldest_first()

    def oldest_first(self) -> Self:
        """In the order in which money settles them."""
        return self.order_by("due_on", "issued_on", "pk")


class Invoice(models.Model):
    """What one member is asked to pay: numbered, never changed, taken back by a credit note alone."""

    class Status(models.TextChoices):
        ISSUED = "issued", _("issued")
        CANCELLED = "cancelled", _("cancelled")

    SERIES = "INV"

    year = models.PositiveSmallIntegerField(_("year"), editable=False)
    number = models.PositiveIntegerField(_("number"), editable=False)
    assessment = models.ForeignKey(
        Assessment, models.PROTECT, editable=False, related_name="invoices", verbose_name=_("assessment")
    )
    party = models.ForeignKey(
        Party, models.PROTECT, editable=False, related_name="invoices", verbose_name=_("member country")
    )
    amount_usd = models.DecimalField(_("amount in USD"), max_digits=MOST_DIGITS, decimal_places=2, editable=False)
    issued_on = models.DateField(_("issued"), editable=False)
    due_on = models.DateField(_("due by"), editable=False)
    status = models.CharField(_("status"), max_length=9, choices=Status, default=Status.ISSUED, editable=False)
    entry = models.OneToOneField(
        Entry, models.PROTECT, editable=False, related_name="invoice", verbose_name=_("entry of the ledger")
    )
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, editable=False, related_name="+", verbose_name=_("issued by")
    )
    sent_at = models.DateTimeField(_("sent"), null=True, editable=False)

    objects = InvoiceQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "-number"]
        verbose_name = _("invoice")
        verbose_name_plural = _("invoices")
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="invoice_number_once_a_year"),
            models.UniqueConstraint(
                fields=["assessment"], condition=~Q(status="cancelled"), name="invoice_once_for_an_assessment"
            ),
            models.CheckConstraint(condition=Q(amount_usd__gt=0), name="invoice_of_some_amount"),
        ]

    def __str__(self) -> str:
        return self.symbol

    def get_absolute_url(self) -> str:
        return reverse("contributions:invoice-detail", args=[self.pk])

    @property
    def symbol(self) -> str:
        """How it is cited: CRM/ST/2026/INV/001."""
        return symbol_of(self.SERIES, self.year, self.number)

    @property
    def is_cancelled(self) -> bool:
        return self.status == self.Status.CANCELLED

    def state(self: Any, day: date) -> State:
        """How it stands at the end of a day, by what was outstanding then (`with_outstanding` of the same day)."""
        if self.is_cancelled:
            return CANCELLED
        if self.outstanding <= 0:
            return PAID
        if self.due_on < day:
            return OVERDUE
        return PART_PAID if self.paid > 0 else OPEN


class CreditNote(models.Model):
    """Takes the whole of one invoice back, with a reason."""

    SERIES = "CN"

    invoice = models.OneToOneField(Invoice, models.PROTECT, related_name="credit_note", verbose_name=_("invoice"))
    year = models.PositiveSmallIntegerField(_("year"))
    number = models.PositiveIntegerField(_("number"))
    issued_on = models.DateField(_("issued"))
    reason = models.CharField(_("reason"), max_length=400)
    entry = models.OneToOneField(Entry, models.PROTECT, related_name="+", verbose_name=_("entry of the ledger"))
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("issued by")
    )

    class Meta:
        ordering = ["-year", "-number"]
        verbose_name = _("credit note")
        verbose_name_plural = _("credit notes")
        constraints = [models.UniqueConstraint(fields=["year", "number"], name="credit_note_number_once_a_year")]

    def __str__(self) -> str:
        return self.symbol

    @property
    def symbol(self) -> str:
        """How it is cited: CRM/ST/2026/CN/001."""
        return symbol_of(self.SERIES, self.year, self.number)


def outstanding_total(invoices: Iterable[Any]) -> Decimal:
    """The sum of what is outstanding of invoices that know it (`with_outstanding`)."""
    return sum((invoice.outstanding for invoice in invoices), NOTHING)
