"""What the bank says of the Secretariat's accounts: statements as they were imported, and their lines."""

from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from contributions.matrix import VOUCHER
from contributions.models.payments import LONGEST_REFERENCE, Payment
from crm_portal.common.access import Level, visible_to
from crm_portal.common.files.models import PrivateFile

if TYPE_CHECKING:
    from members.standing import Standing

USD = "USD"


class BankAccount(models.Model):
    """An account of the Secretariat at a bank, known by a name and the end of its number: the number is not kept."""

    name = models.CharField(_("name"), max_length=60, unique=True)
    ending = models.CharField(
        _("the last four characters of its number"),
        max_length=4,
        validators=[RegexValidator(r"^[A-Z0-9]{4}$", _("Four digits or capital letters."))],
        help_text=_("The number itself is not kept. A statement of another account is refused by these four."),
    )
    currency = models.CharField(
        _("currency"),
        max_length=3,
        default=USD,
        validators=[RegexValidator(r"^[A-Z]{3}$", _("Three capital letters, such as USD."))],
    )

    class Meta:
        ordering = ["name"]
        verbose_name = _("bank account")
        verbose_name_plural = _("bank accounts")
        constraints = [
            models.CheckConstraint(condition=Q(ending__regex=r"^[A-Z0-9]{4}$"), name="bank_account_ends_in_four"),
            models.CheckConstraint(condition=Q(currency__regex=r"^[A-Z]{3}$"), name="bank_account_has_a_currency"),
        ]

    def __str__(self) -> str:
        return f"{self.name} (••{self.ending}, {self.currency})"


class BankStatementQuerySet(models.QuerySet["BankStatement"]):
    def visible_to(self, user: Any) -> Self:
        """The statements that somebody may read."""
        return visible_to(self, user)

    def seen_by(self, standing: "Standing") -> Self:
        """All for the Secretariat and the auditor, none for others."""
        return self.all() if standing.level(VOUCHER) >= Level.READ else self.none()

    def with_waiting(self) -> Self:
        """With `lines_number`, how many lines each has, and `waiting`, how many of them are open."""
        is_open = Q(lines__state="open")
        return self.annotate(lines_number=models.Count("lines"), waiting=models.Count("lines", filter=is_open))


class BankStatement(models.Model):
    """A file of the bank's that was imported: the same one is imported once."""

    class Format(models.TextChoices):
        CSV = "csv", "CSV"
        CAMT = "camt.053", "camt.053"

    account = models.ForeignKey(BankAccount, models.PROTECT, related_name="statements", verbose_name=_("bank account"))
    format = models.CharField(_("format"), max_length=8, choices=Format)
    file = models.OneToOneField(PrivateFile, models.PROTECT, related_name="+", verbose_name=_("file"))
    sha256 = models.CharField("SHA-256", max_length=64, unique=True)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    opening = models.DecimalField(_("opening balance"), max_digits=14, decimal_places=2, null=True)
    closing = models.DecimalField(_("closing balance"), max_digits=14, decimal_places=2, null=True)
    imported_at = models.DateTimeField(_("imported"), default=timezone.now, editable=False)
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("imported by")
    )

    objects = BankStatementQuerySet.as_manager()

    class Meta:
        ordering = ["-ends_on", "-pk"]
        verbose_name = _("bank statement")
        verbose_name_plural = _("bank statements")
        constraints = [
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="bank_statement_sha256_is_one"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=models.F("starts_on")), name="bank_statement_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account.name}, {self.starts_on:%Y-%m-%d} / {self.ends_on:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        return reverse("contributions:bank-statement", args=[self.pk])


class BankLineQuerySet(models.QuerySet["BankLine"]):
    def visible_to(self, user: Any) -> Self:
        """The lines of the statements that somebody may read."""
        return self.filter(statement__in=BankStatement.objects.visible_to(user).values("pk"))

    def open(self) -> Self:
        """What came in and is neither recorded as a payment nor set aside."""
        return self.filter(state=BankLine.State.OPEN)


class BankLine(models.Model):
    """One movement on an account: what came in waits until it is recorded as a payment or set aside."""

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("line of a bank statement", "open")
        RECORDED = "recorded", _("recorded as a payment")
        SET_ASIDE = "set_aside", _("set aside")

    class Reason(models.TextChoices):
        OUTGOING = "outgoing", _("a charge or an expenditure")
        REPEATED = "repeated", _("it stands in another statement")
        OTHER = "other", _("no contribution")

    statement = models.ForeignKey(BankStatement, models.PROTECT, related_name="lines", verbose_name=_("bank statement"))
    number = models.PositiveIntegerField(_("number"))
    booked_on = models.DateField(_("booked on"))
    value_on = models.DateField(_("value date"))
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    bank_reference = models.CharField(_("bank reference"), max_length=LONGEST_REFERENCE, blank=True)
    payer = models.CharField(_("payer"), max_length=200, blank=True)
    words = models.CharField(_("words of the payment"), max_length=1000, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    reason = models.CharField(_("why it was set aside"), max_length=10, choices=Reason, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)
    payment = models.OneToOneField(
        Payment, models.PROTECT, null=True, related_name="bank_line", verbose_name=_("payment")
    )
    decided_at = models.DateTimeField(_("decided"), null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("decided by")
    )
    """Nobody, where the import itself told what the line is."""

    objects = BankLineQuerySet.as_manager()

    class Meta:
        ordering = ["statement", "number"]
        verbose_name = _("line of a bank statement")
        verbose_name_plural = _("lines of bank statements")
        constraints = [
            models.UniqueConstraint(fields=["statement", "number"], name="bank_line_number_once"),
            models.UniqueConstraint(
                fields=["statement", "bank_reference"], condition=~Q(bank_reference=""), name="bank_line_reference_once"
            ),
            models.CheckConstraint(condition=~Q(amount=0), name="bank_line_of_some_amount"),
            models.CheckConstraint(
                condition=Q(amount__gt=0) | Q(state="set_aside"), name="bank_line_outgoing_waits_not"
            ),
            models.CheckConstraint(condition=Q(state="set_aside") ^ Q(reason=""), name="bank_line_set_aside_says_why"),
            models.CheckConstraint(
                condition=Q(state="recorded") ^ Q(payment=None), name="bank_line_recorded_has_its_payment"
            ),
        ]
        indexes = [
            models.Index(fields=["bank_reference"], condition=~Q(bank_reference=""), name="bank_line_by_reference"),
            models.Index(fields=["statement"], condition=Q(state="open"), name="bank_line_open"),
        ]

    def __str__(self) -> str:
        return f"{self.statement}, {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("contributions:bank-line", args=[self.pk])
