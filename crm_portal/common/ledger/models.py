"""The entries of a ledger, in the abstract, and what the database keeps beside them: the chain's head, monthly sums."""

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Never

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class LedgerError(Exception):
    """A posted entry was to be changed or removed: it is corrected by a reversing one."""


class Head(models.Model):
    """The last entry of one ledger, and the hash that seals it. Written by the database alone."""

    ledger = models.CharField(primary_key=True, max_length=63)
    number = models.BigIntegerField(default=0)
    hash = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.ledger} {self.number}"


class MonthSum(models.Model):
    """Debits less credits of one account in one month, so that a balance need not read every entry.

    Written by the database alone as entries come in; `verify_ledgers` adds the entries up anew and compares.
    """

    pk = models.CompositePrimaryKey("ledger", "account", "month")
    ledger = models.CharField(max_length=63)
    account = models.BigIntegerField()
    month = models.DateField(db_comment="The first day of the month.")
    net_usd = models.DecimalField(max_digits=16, decimal_places=2)

    def __str__(self) -> str:
        return f"{self.ledger} {self.account} {self.month:%Y-%m}"


class EntryQuerySet[E: "Entry"](models.QuerySet[E]):
    """Entries; they are added to, and nothing else."""

    def update(self, **_values: Any) -> Never:
        raise LedgerError("An entry of a ledger is never changed: post a reversing one.")

    def delete(self) -> Never:
        raise LedgerError("An entry of a ledger is never removed: post a reversing one.")

    def bulk_update(self, *_args: Any, **_options: Any) -> Never:
        raise LedgerError("An entry of a ledger is never changed: post a reversing one.")


class Entry(models.Model):
    """An amount that passes from one account to another on a day: what is debited here is credited there.

    Number, moment, and the two hashes are given by the database. `source` names what the entry comes from, once in a
    ledger: the same receipt cannot be posted twice. No personal data stands here, since nobody could remove it.
    """

    number = models.BigIntegerField(_("number"), primary_key=True, editable=False)
    accounting_on = models.DateField(_("accounting date"))
    recorded_at = models.DateTimeField(_("recorded"), editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        db_index=False,  # nobody asks by it, and each index is paid for at every entry
        related_name="+",
        verbose_name=_("by"),
    )
    amount_usd = models.DecimalField(
        _("amount in USD"), max_digits=14, decimal_places=2, validators=[MinValueValidator(Decimal("0.01"))]
    )
    source = models.CharField(_("source"), max_length=100)
    words = models.CharField(_("what for"), max_length=200, blank=True)
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="reversed_by", verbose_name=_("reverses")
    )
    previous_hash = models.BinaryField(editable=False)
    hash = models.BinaryField(editable=False)

    # The two accounts are foreign keys of the concrete ledger, PROTECT. They need no index: two below begin with them.
    if TYPE_CHECKING:
        debit_id: int
        credit_id: int

    class Meta:
        abstract = True
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(condition=Q(amount_usd__gt=0), name="%(app_label)s_%(class)s_of_some_amount"),
            models.CheckConstraint(condition=~Q(debit=F("credit")), name="%(app_label)s_%(class)s_between_two"),
            # Not unique=True, which brings a second index, for LIKE.
            models.UniqueConstraint(fields=["source"], name="%(app_label)s_%(class)s_source_once"),
        ]
        indexes = [
            models.Index(
                fields=["debit", "accounting_on"], include=["amount_usd"], name="%(app_label)s_%(class)s_debits"
            ),
            models.Index(
                fields=["credit", "accounting_on"], include=["amount_usd"], name="%(app_label)s_%(class)s_credits"
            ),
            models.Index(fields=["accounting_on"], name="%(app_label)s_%(class)s_days"),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.source}"

    def save(self, *_args: Any, **_options: Any) -> Never:
        raise LedgerError("Entries are posted with `posting.post`, and never changed.")

    def delete(self, *_args: Any, **_options: Any) -> Never:
        raise LedgerError("An entry of a ledger is never removed: post a reversing one.")
