"""The Fund's ledger: what IOM holds, what came in, what went out, and what is held for cases. docs/adr/0006-ledgers.md.

What was approved is committed: an entry beside the money, from `encumbrance` to `committed`, and back once it is paid
or let go. Available is what is in the bank less what is committed.
"""

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from crm_portal.common.access import visible_to
from crm_portal.common.ledger.models import Entry as LedgerEntry
from crm_portal.common.ledger.models import EntryQuerySet
from members.roles import Role

if TYPE_CHECKING:
    from members.standing import Standing

WHOLE_LEDGER = (Role.IOM_FUND, Role.ST_COORD, Role.ST_ASSIST, Role.AUDITOR)
"""Who reads it entry by entry; members read the totals of half-years."""


class AccountQuerySet(models.QuerySet["Account"]):
    def numbers(self) -> dict[str, int]:
        """{kind: number of its account}; opens those that are not there yet."""
        found = dict(self.values_list("kind", "pk"))
        for kind in Account.Kind:
            if kind not in found:
                found[kind] = self.get_or_create(kind=kind)[0].pk
        return found


class Account(models.Model):
    """One side of the Fund's entries; there is one of each kind."""

    class Kind(models.TextChoices):
        BANK = "bank", _("held by IOM")
        OPENING = "opening", _("opening balance")
        INCOME = "income", _("replenishments")
        EXPENSE = "expense", _("assistance paid")
        ENCUMBRANCE = "encumbrance", _("held for cases")
        COMMITTED = "committed", _("committed to cases")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind, unique=True)

    objects = AccountQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("account of the Fund")
        verbose_name_plural = _("accounts of the Fund")

    def __str__(self) -> str:
        return self.get_kind_display()


class FundEntryQuerySet(EntryQuerySet["Entry"]):
    """The entries, as far as somebody may read them."""

    def visible_to(self, user: Any) -> Self:
        """Those that somebody may read one by one."""
        return visible_to(self, user)

    def seen_by(self, standing: "Standing") -> Self:
        """All of them, or none."""
        return self.all() if standing.holds(*WHOLE_LEDGER) else self.none()


class Entry(LedgerEntry):
    """An amount that passes from one account to another. It names a case by its number alone."""

    debit = models.ForeignKey(Account, models.PROTECT, related_name="+", db_index=False, verbose_name=_("debited"))
    credit = models.ForeignKey(Account, models.PROTECT, related_name="+", db_index=False, verbose_name=_("credited"))

    objects = FundEntryQuerySet.as_manager()

    class Meta(LedgerEntry.Meta):
        verbose_name = _("entry of the Fund's ledger")
        verbose_name_plural = _("entries of the Fund's ledger")
