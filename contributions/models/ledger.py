"""The ledger of contributions: the accounts of the members and of the Secretariat, and the entries between them."""

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from contributions.models.headings import Heading
from contributions.models.own import OfACountryQuerySet, sees_every_country
from crm_portal.common.access import visible_to
from crm_portal.common.ledger.models import Entry as LedgerEntry
from crm_portal.common.ledger.models import EntryQuerySet
from members.models import Party

if TYPE_CHECKING:
    from contributions.models.projects import Project
    from members.standing import Standing

OF_NO_HEADING_OR_PROJECT = Q(heading="", project=None)


class AccountQuerySet(OfACountryQuerySet["Account"]):
    """The accounts, as far as somebody may read them."""

    def of(
        self, kind: str, party: Party | None = None, heading: str = "", project: "Project | None" = None
    ) -> "Account":
        """The one account of a kind, of a party, a heading or a project where the kind asks for one.

        It is opened where there is none yet; of two that open it at once, the second is given the first's. Raises
        IntegrityError where the kind is of something else.
        """
        account, _opened = self.get_or_create(kind=kind, party=party, heading=heading, project=project)
        return account


class Account(models.Model):
    """One side of entries: what one member owes or has paid ahead, or an account of the Secretariat as a whole.

    What was spent stands on the account of its heading; what a project has not spent yet, in credit, on that project's.
    """

    class Kind(models.TextChoices):
        RECEIVABLE = "receivable", _("contributions owed")
        CREDIT = "credit", _("paid in advance")
        INCOME = "income", _("contributions assessed")
        BANK = "bank", _("bank")
        CHARGES = "charges", _("bank charges")
        EXPENSE = "expense", _("expenditure")
        PROJECT = "project", _("project funds not spent yet")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    party = models.ForeignKey(
        Party, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("member country")
    )
    heading = models.CharField(_("heading"), max_length=30, choices=Heading, blank=True)
    project = models.ForeignKey(
        "contributions.Project", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("project")
    )

    objects = AccountQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "party__name", "heading", "project"]
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "party", "heading", "project"], nulls_distinct=False, name="account_once"
            ),
            models.CheckConstraint(
                condition=Q(OF_NO_HEADING_OR_PROJECT, kind__in=["receivable", "credit"], party__isnull=False)
                | Q(OF_NO_HEADING_OR_PROJECT, kind__in=["income", "bank", "charges"], party__isnull=True)
                | Q(kind="expense", party=None, heading__in=Heading.values, project=None)
                | Q(kind="project", party=None, heading="", project__isnull=False),
                name="account_of_what_its_kind_asks_for",
            ),
        ]

    def __str__(self) -> str:
        of = self.party or self.project or (self.get_heading_display() if self.heading else None)
        return f"{self.get_kind_display()}: {of}" if of else str(self.get_kind_display())


class ContributionEntryQuerySet(EntryQuerySet["Entry"]):
    """The entries, as far as somebody may read them."""

    def visible_to(self, user: Any) -> Self:
        """Those that somebody may read."""
        return visible_to(self, user)

    def seen_by(self, standing: "Standing") -> Self:
        """Those that touch an account which a standing sees."""
        if sees_every_country(standing):
            return self.all()
        seen = Account.objects.seen_by(standing)
        return self.filter(Q(debit__in=seen) | Q(credit__in=seen))


class Entry(LedgerEntry):
    """An amount that passes from one account to another."""

    debit = models.ForeignKey(Account, models.PROTECT, related_name="+", db_index=False, verbose_name=_("debited"))
    credit = models.ForeignKey(Account, models.PROTECT, related_name="+", db_index=False, verbose_name=_("credited"))

    objects = ContributionEntryQuerySet.as_manager()

    class Meta(LedgerEntry.Meta):
        verbose_name = _("entry of the ledger of contributions")
        verbose_name_plural = _("entries of the ledger of contributions")
