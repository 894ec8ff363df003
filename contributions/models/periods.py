"""The spans for which the members contribute, and what each owes for one."""

from datetime import date, timedelta
from typing import Any

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q, Value
from django.utils import formats
from django.utils.translation import gettext_lazy as _

from contributions.models.own import OfACountryQuerySet
from crm_portal.common.formatted import validate_printable
from crm_portal.common.periods import DateRange
from members.models import Party

LONGEST_MONTHS = 36
MOST_DIGITS = 12
EARLIEST, LATEST = date(1996, 1, 1), date(2099, 12, 31)
"""The Conference began in 1996; a day outside is a slip of the pen."""


def validate_day(day: date) -> None:
    """Raises ValidationError for a day that cannot be meant."""
    if not EARLIEST <= day <= LATEST:
        years = {"first": EARLIEST.year, "last": LATEST.year}
        raise ValidationError(_("Give a day of the years %(first)s to %(last)s."), params=years)


class ContributionPeriod(models.Model):
    """A span for which members contribute: a year as a rule, but eighteen months have happened."""

    class Status(models.TextChoices):
        PLANNED = "planned", _("planned")
        ASSESSED = "assessed", _("assessed")
        CLOSED = "closed", _("closed")

    starts_on = models.DateField(_("from"), validators=[validate_day])
    last_on = models.DateField(_("last day"), validators=[validate_day])
    due_on = models.DateField(
        _("contributions due by"),
        validators=[validate_day],
        help_text=_("The source sets no day: it is agreed each time."),
    )
    bank_details_reference = models.CharField(
        _("bank details given in"),
        max_length=120,
        blank=True,
        validators=[validate_printable],
        help_text=_("The note by which the bank details were communicated. Account numbers never stand here."),
    )
    status = models.CharField(_("status"), max_length=8, choices=Status, default=Status.PLANNED, editable=False)
    assessed_at = models.DateTimeField(_("assessed"), null=True, editable=False)
    assessed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("by")
    )

    class Meta:
        ordering = ["-starts_on"]
        verbose_name = _("contribution period")
        verbose_name_plural = _("contribution periods")
        constraints = [
            models.CheckConstraint(condition=Q(last_on__gte=F("starts_on")), name="period_ends_after_it_begins"),
            ExclusionConstraint(
                name="period_one_at_a_time",
                expressions=[(DateRange("starts_on", "last_on", Value("[]")), RangeOperators.OVERLAPS)],
                violation_error_message=_("Another contribution period has days of this one."),
            ),
            models.CheckConstraint(
                condition=Q(status="planned", assessed_at=None) | (~Q(status="planned") & Q(assessed_at__isnull=False)),
                name="period_assessed_at_a_moment",
            ),
        ]

    def __str__(self) -> str:
        begins, ends = self.starts_on, self.last_on
        after = ends + timedelta(days=1)
        if (begins.month, begins.day) == (1, 1) and (after.month, after.day) == (1, 1):
            return str(begins.year) if begins.year == ends.year else f"{begins.year}-{ends.year}"
        shown = formats.date_format
        return f"{shown(begins, 'SHORT_DATE_FORMAT')} - {shown(ends, 'SHORT_DATE_FORMAT')}"

    def clean(self) -> None:
        super().clean()
        if not self.starts_on or not self.last_on:
            return
        if self.last_on < self.starts_on:
            raise ValidationError({"last_on": _("It must end after it begins.")})
        if self.last_on >= self.starts_on + relativedelta(months=LONGEST_MONTHS):
            said = _("A period has at most %(months)s months.") % {"months": LONGEST_MONTHS}
            raise ValidationError({"last_on": said})

    @property
    def is_planned(self) -> bool:
        """Whether nothing was assessed for it yet, so that it may still be changed."""
        return self.status == self.Status.PLANNED


class AssessmentQuerySet(OfACountryQuerySet["Assessment"]):
    """What members owe, as far as somebody may read it."""


class Assessment(models.Model):
    """What one member contributes for one period, from the scale in force in it."""

    period = models.ForeignKey(
        ContributionPeriod, models.PROTECT, related_name="assessments", verbose_name=_("contribution period")
    )
    party = models.ForeignKey(Party, models.PROTECT, related_name="assessments", verbose_name=_("member country"))
    amount_usd = models.DecimalField(
        _("amount in USD"), max_digits=MOST_DIGITS, decimal_places=2, validators=[MinValueValidator(0)]
    )

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        ordering = ["period", "party__name"]
        verbose_name = _("assessment")
        verbose_name_plural = _("assessments")
        constraints = [
            models.UniqueConstraint(fields=["period", "party"], name="assessment_once_a_period"),
            models.CheckConstraint(condition=Q(amount_usd__gt=0), name="assessment_of_some_amount"),
        ]

    def __str__(self) -> str:
        return f"{self.party}, {self.period}"

    def save(self, *args: Any, **options: Any) -> None:
        """Kept once: what was assessed is corrected by a credit note. Raises ValueError."""
        if self.pk:
            raise ValueError("An assessment is not changed.")
        super().save(*args, **options)
