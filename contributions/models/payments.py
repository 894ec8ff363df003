"""Money that members pay: recorded by one person, confirmed by another, spread over invoices."""

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery, Sum, Value
from django.db.models.functions import Coalesce, Trim, Upper
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext_lazy as _

from contributions.models.by_two import STANDS, ByTwo, Confirmed
from contributions.models.invoices import NOTHING, USD, Invoice, symbol_of
from contributions.models.ledger import Entry
from contributions.models.own import OfACountryQuerySet, sees_every_country
from contributions.models.periods import MOST_DIGITS, validate_day
from crm_portal.common.files.models import PrivateFile
from crm_portal.common.formatted import validate_printable
from members.models import Party

if TYPE_CHECKING:
    from members.standing import Standing

LEAST = Decimal("0.01")
LONGEST_REFERENCE = 64


class PaymentQuerySet(OfACountryQuerySet["Payment"]):
    def seen_by(self, standing: "Standing") -> Self:
        """As of everything of a country; what was rejected never was its payment, and may be another's."""
        found = super().seen_by(standing)
        return found if sees_every_country(standing) else found.exclude(status=Confirmed.REJECTED)

    def with_unspent(self) -> Any:  # the type checker knows no more
        """Each payment with `unspent`, USD: what settles no invoice and was not refunded."""
        zero = Value(NOTHING, USD)
        allotted, refunded = (Coalesce(posted_of_payment(rows), zero) for rows in (Allocation.objects, Refund.objects))
        return self.annotate(unspent=F("amount_usd") - allotted - refunded)


def posted_of_payment(rows: "models.Manager[Any]") -> Subquery:
    """The sum of what was posted of a payment and not taken back, for the query of payments around it."""
    posted = rows.filter(payment=OuterRef("pk"), entry__isnull=False, entry__reversed_by=None)
    return Subquery(posted.order_by().values("payment").annotate(sum=Sum("amount_usd")).values("sum"), output_field=USD)


class Payment(ByTwo):
    """Money that came from one member. Its receipt bears a number of its own."""

    SERIES = "REC"

    party = models.ForeignKey(Party, models.PROTECT, related_name="payments", verbose_name=_("member country"))
    amount_usd = models.DecimalField(
        _("amount in USD"),
        max_digits=MOST_DIGITS,
        decimal_places=2,
        validators=[MinValueValidator(LEAST)],
        help_text=_("What the country paid, before the charges of the Secretariat's bank."),
    )
    charges_usd = models.DecimalField(
        _("bank charges in USD"),
        max_digits=MOST_DIGITS,
        decimal_places=2,
        default=NOTHING,
        validators=[MinValueValidator(NOTHING)],
        help_text=_("What the bank kept of it."),
    )
    value_on = models.DateField(_("value date"), validators=[validate_day])
    bank_reference = models.CharField(
        _("bank reference"), max_length=LONGEST_REFERENCE, validators=[validate_printable]
    )
    original_amount = models.DecimalField(
        _("amount in its own currency"),
        max_digits=16,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(LEAST)],
    )
    original_currency = models.CharField(_("currency"), max_length=3, blank=True)
    rate = models.DecimalField(
        _("rate"),
        max_digits=18,
        decimal_places=8,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal("0.00000001"))],
        help_text=_("How many of its own currency one USD cost."),
    )
    note = models.CharField(_("note"), max_length=400, blank=True, validators=[validate_printable])
    receipt_year = models.PositiveSmallIntegerField(_("year of the receipt"), null=True, editable=False)
    receipt_number = models.PositiveIntegerField(_("number of the receipt"), null=True, editable=False)
    entry = models.OneToOneField(
        Entry,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="payment",
        verbose_name=_("entry of the ledger"),
    )
    charges_entry = models.OneToOneField(
        Entry, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("entry of the charges")
    )

    objects = PaymentQuerySet.as_manager()

    class Meta(ByTwo.Meta):
        ordering = ["-value_on", "-pk"]
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        constraints = [
            *ByTwo.Meta.constraints,
            models.UniqueConstraint(
                Upper(Trim("bank_reference")),
                condition=STANDS,
                name="payment_once_for_a_bank_reference",
                violation_error_message=_("A payment with this bank reference is recorded already."),
            ),
            models.UniqueConstraint(fields=["receipt_year", "receipt_number"], name="receipt_number_once_a_year"),
            models.CheckConstraint(condition=Q(amount_usd__gt=0), name="payment_of_some_amount"),
            models.CheckConstraint(
                condition=Q(charges_usd__gte=0, charges_usd__lt=F("amount_usd")),
                name="payment_charges_below_the_amount",
                violation_error_message=_("The charges are less than the amount."),
            ),
            models.CheckConstraint(
                condition=Q(original_amount=None, original_currency="", rate=None)
                | Q(original_amount__gt=0, rate__gt=0, original_currency__regex="^[A-Z]{3}$"),
                name="payment_in_its_own_currency_whole",
                violation_error_message=_("Amount, currency and rate belong together: give all three, or none."),
            ),
            models.CheckConstraint(
                condition=Q(status__in=["recorded", "rejected"], receipt_number=None, receipt_year=None, entry=None)
                | Q(
                    status__in=["confirmed", "reversed"],
                    receipt_number__isnull=False,
                    receipt_year__isnull=False,
                    entry__isnull=False,
                ),
                name="payment_confirmed_with_a_receipt",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party}, {self.bank_reference}"

    def get_absolute_url(self) -> str:
        return reverse("contributions:payment-detail", args=[self.pk])

    @property
    def receipt_symbol(self) -> str:
        """How its receipt is cited, CRM/ST/2026/REC/001; empty before it is confirmed."""
        if self.receipt_number is None or self.receipt_year is None:
            return ""
        return symbol_of(self.SERIES, self.receipt_year, self.receipt_number)


class AllocationQuerySet(OfACountryQuerySet["Allocation"]):
    country = "invoice__party"


class Allocation(models.Model):
    """What of a payment settles an invoice; meant so until it is confirmed, then posted, and freed by a reversal."""

    payment = models.ForeignKey(Payment, models.PROTECT, related_name="allocations", verbose_name=_("payment"))
    invoice = models.ForeignKey(Invoice, models.PROTECT, related_name="allocations", verbose_name=_("invoice"))
    amount_usd = models.DecimalField(
        _("amount in USD"), max_digits=MOST_DIGITS, decimal_places=2, validators=[MinValueValidator(LEAST)]
    )
    entry = models.OneToOneField(
        Entry,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="allocation",
        verbose_name=_("entry of the ledger"),
    )

    objects = AllocationQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("allocation")
        verbose_name_plural = _("allocations")
        constraints = [
            models.CheckConstraint(condition=Q(amount_usd__gt=0), name="allocation_of_some_amount"),
            models.UniqueConstraint(
                fields=["payment", "invoice"], condition=Q(entry=None), name="allocation_meant_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.payment} → {self.invoice}"


class RefundQuerySet(OfACountryQuerySet["Refund"]):
    country = "payment__party"


class Refund(ByTwo):
    """What goes back to a member of money that settles no invoice."""

    payment = models.ForeignKey(Payment, models.PROTECT, related_name="refunds", verbose_name=_("payment"))
    amount_usd = models.DecimalField(
        _("amount in USD"), max_digits=MOST_DIGITS, decimal_places=2, validators=[MinValueValidator(LEAST)]
    )
    value_on = models.DateField(_("value date"), validators=[validate_day])
    bank_reference = models.CharField(
        _("bank reference"), max_length=LONGEST_REFERENCE, validators=[validate_printable]
    )
    note = models.CharField(_("note"), max_length=400, validators=[validate_printable])
    entry = models.OneToOneField(
        Entry, models.PROTECT, null=True, editable=False, related_name="refund", verbose_name=_("entry of the ledger")
    )

    objects = RefundQuerySet.as_manager()

    class Meta(ByTwo.Meta):
        ordering = ["-value_on", "-pk"]
        verbose_name = _("refund")
        verbose_name_plural = _("refunds")
        constraints = [
            *ByTwo.Meta.constraints,
            models.UniqueConstraint(
                Upper(Trim("bank_reference")),
                condition=STANDS,
                name="refund_once_for_a_bank_reference",
                violation_error_message=_("A refund with this bank reference is recorded already."),
            ),
            models.CheckConstraint(condition=Q(amount_usd__gt=0), name="refund_of_some_amount"),
        ]

    def __str__(self) -> str:
        return f"{self.payment.party}, {self.bank_reference}"


class InKindQuerySet(OfACountryQuerySet["InKindContribution"]):
    """What was given in kind, as far as somebody may read it."""


class InKindContribution(models.Model):
    """What a member gave other than money: recorded apart, never set against an invoice."""

    party = models.ForeignKey(Party, models.PROTECT, related_name="+", verbose_name=_("given by"))
    description = models.CharField(_("description"), max_length=400, validators=[validate_printable])
    given_on = models.DateField(_("given on"), validators=[validate_day])
    valued_usd = models.DecimalField(
        _("value in USD"),
        max_digits=MOST_DIGITS,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(LEAST)],
        help_text=_("As its giver values it; left empty where nobody did."),
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, editable=False, related_name="+", verbose_name=_("recorded by")
    )

    objects = InKindQuerySet.as_manager()

    class Meta:
        ordering = ["-given_on", "-pk"]
        verbose_name = _("contribution in kind")
        verbose_name_plural = _("contributions in kind")
        constraints = [
            models.CheckConstraint(condition=Q(valued_usd=None) | Q(valued_usd__gt=0), name="in_kind_of_some_value")
        ]

    def __str__(self) -> str:
        return f"{self.party}, {self.description}"


class ProofQuerySet(OfACountryQuerySet["ProofOfPayment"]):
    """The proofs that were handed in, as far as somebody may read them."""


class ProofOfPayment(models.Model):
    """A file by which a country shows that it has paid: it says so, and changes no figure."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waits for the Secretariat")
        LINKED = "linked", _("belongs to a payment")

    party = models.ForeignKey(Party, models.PROTECT, related_name="+", verbose_name=_("member country"))
    invoice = models.ForeignKey(
        Invoice, models.PROTECT, null=True, blank=True, related_name="proofs", verbose_name=_("invoice")
    )
    file = models.OneToOneField(PrivateFile, models.PROTECT, related_name="+", verbose_name=_("file"))
    note = models.CharField(_("note"), max_length=400, blank=True, validators=[validate_printable])
    handed_in_at = models.DateTimeField(_("handed in"), default=timezone.now)
    handed_in_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("handed in by")
    )
    is_on_behalf = models.BooleanField(_("by the Secretariat for the country"), default=False, editable=False)
    payment = models.ForeignKey(
        Payment, models.SET_NULL, null=True, blank=True, related_name="proofs", verbose_name=_("payment")
    )
    """The payment that it turned out to prove; until then it waits for the Secretariat."""

    objects = ProofQuerySet.as_manager()

    class Meta:
        ordering = ["-handed_in_at"]
        verbose_name = _("proof of payment")
        verbose_name_plural = _("proofs of payment")

    def __str__(self) -> str:
        return f"{self.party}, {formats.date_format(timezone.localtime(self.handed_in_at), 'SHORT_DATE_FORMAT')}"

    @property
    def state(self) -> str:
        """Whether it still waits for somebody to say which payment it proves."""
        return self.State.WAITING if self.payment_id is None else self.State.LINKED


class PaperRequestQuerySet(OfACountryQuerySet["PaperRequest"]):
    """The requests for signed papers, as far as somebody may read them."""


class PaperRequest(models.Model):
    """A signed paper that a country needs in order to pay. Source, lines 1033-1036."""

    class Status(models.TextChoices):
        ASKED = "asked", _("asked for")
        SIGNED = "signed", _("signed")
        DECLINED = "declined", _("declined")

    party = models.ForeignKey(Party, models.PROTECT, related_name="+", verbose_name=_("member country"))
    invoice = models.ForeignKey(
        Invoice, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("invoice")
    )
    words = models.TextField(_("which paper, and for whom"), max_length=2000, validators=[validate_printable])
    form = models.OneToOneField(
        PrivateFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("form to be signed")
    )
    status = models.CharField(_("status"), max_length=8, choices=Status, default=Status.ASKED, editable=False)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, editable=False, related_name="+", verbose_name=_("asked for by")
    )
    asked_at = models.DateTimeField(_("asked for"), default=timezone.now, editable=False)
    is_on_behalf = models.BooleanField(_("by the Secretariat for the country"), default=False, editable=False)
    signed = models.OneToOneField(
        PrivateFile,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("signed paper"),
    )
    answer = models.CharField(_("answer"), max_length=400, blank=True, editable=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("answered by"),
    )
    answered_at = models.DateTimeField(_("answered"), null=True, editable=False)

    objects = PaperRequestQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at"]
        verbose_name = _("request for a signed paper")
        verbose_name_plural = _("requests for signed papers")
        constraints = [
            models.CheckConstraint(
                condition=Q(status="asked", answered_at=None, signed=None)
                | Q(status="signed", answered_at__isnull=False, signed__isnull=False)
                | Q(status="declined", answered_at__isnull=False, signed=None, answer__gt=""),
                name="paper_request_answered_whole",
            )
        ]

    def __str__(self) -> str:
        return f"{self.party}, {self.get_status_display()}"
