"""The reminders that countries were sent of what they have not paid."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contributions.models.own import OfACountryQuerySet
from contributions.models.periods import MOST_DIGITS
from members.models import Party


class ReminderQuerySet(OfACountryQuerySet["Reminder"]):
    """The reminders that were sent, as far as somebody may read them."""


class Reminder(models.Model):
    """One country was reminded on one day of what it owed at that day's end: its focal points were written to."""

    party = models.ForeignKey(Party, models.PROTECT, related_name="+", verbose_name=_("member country"))
    as_of = models.DateField(_("as at"))
    outstanding_usd = models.DecimalField(_("outstanding in USD"), max_digits=MOST_DIGITS, decimal_places=2)
    sent_at = models.DateTimeField(_("sent"), default=timezone.now)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("sent by"))

    objects = ReminderQuerySet.as_manager()

    class Meta:
        ordering = ["-as_of", "party__name"]
        verbose_name = _("reminder of a contribution")
        verbose_name_plural = _("reminders of contributions")
        constraints = [
            models.UniqueConstraint(fields=["party", "as_of"], name="reminder_once_a_day"),
            models.CheckConstraint(condition=Q(outstanding_usd__gt=0), name="reminder_of_some_amount"),
        ]

    def __str__(self) -> str:
        return f"{self.party}, {self.as_of}"

    def get_absolute_url(self) -> str:
        return reverse("contributions:country", args=[self.party.slug])
