"""The countries, seen as those whose contributions somebody may read paper by paper."""

from django.utils.translation import gettext_lazy as _

from contributions.models.own import OfACountryQuerySet
from members.models import Party


class ContributorQuerySet(OfACountryQuerySet["Contributor"]):
    """All countries for the Secretariat and the auditor; for a country's people their own."""

    country = "pk"


class Contributor(Party):
    """A party, seen as one that contributes: its statement, invoices and receipts."""

    objects = ContributorQuerySet.as_manager()  # type: ignore[assignment,misc]  # its own rows, by its own rule

    class Meta:
        proxy = True
        verbose_name = _("contributor")
        verbose_name_plural = _("contributors")
