"""What counts only once a second person has confirmed what the first recorded."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Confirmed(models.TextChoices):
    """How far something is that one person records and another confirms."""

    RECORDED = "recorded", _("to be confirmed")
    CONFIRMED = "confirmed", _("confirmed")
    REJECTED = "rejected", _("rejected")
    REVERSED = "reversed", _("taken back")


STANDS = Q(status__in=[Confirmed.RECORDED, Confirmed.CONFIRMED])
"""What was neither rejected nor taken back: its reference is taken."""


class ByTwo(models.Model):
    """Recorded by one person; decided on by another, who alone can confirm it."""

    status = models.CharField(
        _("status"), max_length=9, choices=Confirmed, default=Confirmed.RECORDED, editable=False, db_index=True
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, editable=False, related_name="+", verbose_name=_("recorded by")
    )
    recorded_at = models.DateTimeField(_("recorded"), default=timezone.now, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("confirmed or rejected by"),
    )
    decided_at = models.DateTimeField(_("confirmed or rejected"), null=True, editable=False)
    reason = models.TextField(_("reason it was rejected or taken back"), max_length=1000, blank=True, editable=False)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("recorded_by")) | Q(status="rejected"),
                name="%(class)s_takes_two_people",
                violation_error_message=_("Whoever recorded it does not confirm it."),
            ),
            models.CheckConstraint(
                condition=Q(status="recorded", decided_by=None, decided_at=None)
                | (~Q(status="recorded") & Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="%(class)s_decided_by_somebody",
            ),
        ]
