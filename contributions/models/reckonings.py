"""Days as of which a statement of account, or the table of who has paid, was put into a file."""

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from contributions.matrix import OTHER_CONTRIBUTION
from contributions.models.own import OfACountryQuerySet, own_countries, sees_every_country
from crm_portal.common.access import Level
from members.models import Party

if TYPE_CHECKING:
    from members.standing import Standing


class ReckoningQuerySet(OfACountryQuerySet["Reckoning"]):
    """Statements as their countries see them; the table is read by every member."""

    def seen_by(self, standing: "Standing") -> Self:
        """The own country's statements, and the table for whoever may know who has paid."""
        if sees_every_country(standing):
            return self.all()
        seen = models.Q(party__in=own_countries(standing))
        if standing.level(OTHER_CONTRIBUTION) >= Level.READ:
            seen |= models.Q(party=None)
        return self.filter(seen)


class Reckoning(models.Model):
    """One day, and how far the ledger had come: read again, its figures are the same for ever."""

    party = models.ForeignKey(
        Party,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("member country"),
        help_text=_("Empty for the table of all."),
    )
    as_of = models.DateField(_("as at"))
    through = models.BigIntegerField(_("last entry read"))

    objects = ReckoningQuerySet.as_manager()

    class Meta:
        ordering = ["-as_of", "-through"]
        verbose_name = _("reckoning")
        verbose_name_plural = _("reckonings")
        constraints = [
            models.UniqueConstraint(fields=["party", "as_of", "through"], nulls_distinct=False, name="reckoning_once")
        ]

    def __str__(self) -> str:
        return f"{self.party or '-'} {self.as_of} {self.through}"

    def save(self, *args: Any, **options: Any) -> None:
        """Kept once. Raises ValueError."""
        if self.pk:
            raise ValueError("A reckoning is not changed.")
        super().save(*args, **options)
