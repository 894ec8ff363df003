"""The files of a case; their bytes lie sealed in the private storage, their names sealed here."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from reserve_fund.models.cases import Case
from reserve_fund.sealed.fields import SealedField

FOLDER = "cases"


class Evidence(models.Model):
    """A file of a case: what shows who, what and how much."""

    class Kind(models.TextChoices):
        IDENTITY = "identity", _("identity document")
        VULNERABILITY = "vulnerability", _("proof of vulnerability")
        VOLUNTARINESS = "voluntariness", _("statement of voluntariness")
        CONSENT = "consent", _("consent to the use of the data")
        GUARDIANSHIP = "guardianship", _("guardianship or best interests")
        VOUCHER = "voucher", _("voucher of a payment")
        OTHER = "other", _("other")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="evidence", verbose_name=_("case"))
    kind = models.CharField(_("kind of file"), max_length=15, choices=Kind)
    name = SealedField(_("name"))
    extension = models.CharField(pgettext_lazy("file", "format"), max_length=8)
    size = models.PositiveIntegerField(_("size in bytes"))
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("added by"))
    added_at = models.DateTimeField(_("added"), default=timezone.now)

    class Meta:
        ordering = ["kind", "added_at"]
        verbose_name = _("file of a case")
        verbose_name_plural = _("files of cases")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.added_at:%Y-%m-%d}"

    @property
    def path(self) -> str:
        """Where the sealed bytes lie: under the row's number, apart from files that are not sealed."""
        return f"{FOLDER}/{self.pk.hex[:2]}/{self.pk}"
