"""The Activity and Financial Reports of the Technical Secretariat: drafted, issued, and then never changed.

The member countries receive one at each meeting of the RCGM; source of its parts: the reports of 2010 to 2016.
"""

from datetime import date, timedelta
from typing import Any, Self

import pgtrigger
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm_portal.common.access import Level, matrix, visible_to
from crm_portal.common.formatted import HELP, validate_printable

EARLIEST = date(1996, 1, 1)
"""The Conference began in that year."""
ON_THESE_DAYS = gettext_lazy("There is a report on these days already.")
LONGEST = timedelta(days=3 * 366)
FURTHEST_AHEAD = timedelta(days=366)


class Heard(pgtrigger.Trigger):
    """A trigger that pgtrigger.ignore does not silence, like those of the record of changes."""

    def get_declare(self, model: type[models.Model]) -> list[tuple[str, str]]:
        return [("_heard", "TEXT := set_config('pgtrigger.ignore', '{}', true)"), *(self.declare or [])]


REFUSE = "RAISE EXCEPTION 'an issued report is not changed' USING ERRCODE = 'restrict_violation';"


class ActivityReportQuerySet(models.QuerySet["ActivityReport"]):
    def issued(self) -> Self:
        return self.filter(status=ActivityReport.Status.ISSUED)

    def visible_to(self, user: Any) -> Self:
        """The reports that somebody may read."""
        return visible_to(self, user)

    def seen_by(self, standing: Any) -> Self:
        """All of them for whoever writes them; for other readers those that are issued."""
        level = standing.level(matrix["activity_report"])
        if level >= Level.WRITE:
            return self.all()
        return self.issued() if level >= Level.READ else self.none()


class ActivityReport(models.Model):
    """A report of the Secretariat on a span of days: written texts, and figures that freeze when it is issued."""

    class Status(models.TextChoices):
        DRAFT = "draft", gettext_lazy("draft")
        ISSUED = "issued", gettext_lazy("issued")

    starts_on = models.DateField(gettext_lazy("first day"))
    last_on = models.DateField(gettext_lazy("last day"))
    replaces = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="correction",
        verbose_name=gettext_lazy("replaces"),
    )
    status = models.CharField(
        gettext_lazy("status"), max_length=10, choices=Status, default=Status.DRAFT, editable=False
    )
    year = models.PositiveSmallIntegerField(gettext_lazy("year"), null=True, editable=False)
    number = models.PositiveIntegerField(gettext_lazy("number"), null=True, editable=False)
    figures = models.JSONField(
        gettext_lazy("figures"),
        null=True,
        editable=False,
        db_comment="The tables as they were when the report was issued, in each language.",
    )
    issued_at = models.DateTimeField(gettext_lazy("issued"), null=True, editable=False)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=gettext_lazy("issued by"),
    )

    objects = ActivityReportQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("half-yearly report")
        verbose_name_plural = gettext_lazy("half-yearly reports")
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="report_ends_after_it_begins",
                condition=Q(last_on__gte=F("starts_on")),
                violation_error_message=gettext_lazy("The last day is not before the first."),
            ),
            models.CheckConstraint(
                name="report_covers_three_years_at_most",
                condition=Q(last_on__lte=F("starts_on") + LONGEST),
                violation_error_message=gettext_lazy("A report covers three years at most."),
            ),
            models.UniqueConstraint(
                name="report_once_for_its_days",
                fields=["starts_on", "last_on"],
                condition=Q(replaces=None),
                violation_error_message=ON_THESE_DAYS,
            ),
            models.UniqueConstraint(name="report_number_once_a_year", fields=["year", "number"]),
            models.CheckConstraint(
                name="report_issued_is_whole",
                condition=Q(
                    status="draft", number=None, year=None, issued_at=None, issued_by=None, figures__isnull=True
                )
                | Q(
                    status="issued",
                    number__isnull=False,
                    year__isnull=False,
                    issued_at__isnull=False,
                    issued_by__isnull=False,
                    figures__isnull=False,
                ),
            ),
        ]
        triggers = [
            Heard(
                name="keep_issued",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__status="issued"),
                func=REFUSE,
            )
        ]

    def __str__(self) -> str:
        return f"{self.symbol}: {self.title}" if self.symbol else self.title

    def get_absolute_url(self) -> str:
        return reverse("report-detail", args=[self.pk])

    def clean(self) -> None:
        super().clean()
        if not (self.starts_on and self.last_on):
            return
        if self.starts_on < EARLIEST:
            raise ValidationError({"starts_on": _("The Conference began in 1996.")})
        if self.last_on < self.starts_on:
            raise ValidationError({"last_on": _("The last day is not before the first.")})
        if self.last_on > timezone.localdate() + FURTHEST_AHEAD:
            raise ValidationError({"last_on": _("The last day lies a year ahead at most.")})
        if self.last_on - self.starts_on > LONGEST:
            raise ValidationError({"last_on": _("A report covers three years at most.")})
        same = ActivityReport.objects.filter(starts_on=self.starts_on, last_on=self.last_on, replaces=None)
        if not self.replaces_id and same.exclude(pk=self.pk).exists():
            raise ValidationError({"last_on": ON_THESE_DAYS})

    @property
    def ends_on(self) -> date:
        """The first day that is no longer part of its time."""
        return self.last_on + timedelta(days=1)

    @property
    def is_issued(self) -> bool:
        return self.status == self.Status.ISSUED

    def covers(self, starts_on: date, last_on: date) -> bool:
        """Whether its time holds all of another."""
        return self.starts_on <= starts_on and last_on <= self.last_on

    @property
    def symbol(self) -> str:
        """How the report is cited; empty for a draft, which has none."""
        return f"CRM/ST/{self.year}/REP/{self.number:02}" if self.number else ""

    @property
    def title(self) -> str:
        """What the report is called, in the language in force."""
        return _("Activity and Financial Report, %(period)s") % {"period": self.period}

    @property
    def period(self) -> str:
        """Its time in words: a half-year or a year by its name, other spans by their days."""
        ends = (self.starts_on.month, self.starts_on.day), (self.last_on.month, self.last_on.day)
        if self.starts_on.year == self.last_on.year:
            named = {
                ((1, 1), (6, 30)): _("January to June %(year)d"),
                ((7, 1), (12, 31)): _("July to December %(year)d"),
                ((1, 1), (12, 31)): _("year %(year)d"),
            }
            if ends in named:
                return named[ends] % {"year": self.starts_on.year}
        days = {
            "first": date_format(self.starts_on, "DATE_FORMAT"),
            "last": date_format(self.last_on, "DATE_FORMAT"),
        }
        return _("%(first)s to %(last)s") % days


class ReportTextQuerySet(models.QuerySet["ReportText"]):
    def visible_to(self, user: Any) -> Self:
        """The texts of the reports that somebody may read."""
        return self.filter(report__in=ActivityReport.objects.visible_to(user))


class ReportText(models.Model):
    """What the Secretariat writes in one place of a report."""

    class Place(models.TextChoices):
        INTRODUCTION = "introduction", gettext_lazy("Introduction")
        ACTIVITIES = "activities", gettext_lazy("Activities")
        GOVERNMENTS = "governments", gettext_lazy("Meetings with governments")
        BODIES = "bodies", gettext_lazy("Meetings with other bodies")
        NON_GOVERNMENT = "non_government", gettext_lazy("Meetings with non-governmental organisations")
        EXTRA_TASKS = "extra_tasks", gettext_lazy("Additional tasks")
        OUTLOOK = "outlook", gettext_lazy("Outlook")

    report = models.ForeignKey(
        ActivityReport, models.CASCADE, related_name="texts", verbose_name=gettext_lazy("report")
    )
    place = models.CharField(gettext_lazy("place in the report"), max_length=20, choices=Place)
    title = models.CharField(gettext_lazy("title"), max_length=150, validators=[validate_printable])
    text = models.TextField(gettext_lazy("text"), blank=True, help_text=HELP, validators=[validate_printable])

    objects = ReportTextQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("text of a report")
        verbose_name_plural = gettext_lazy("texts of a report")
        ordering = ["report", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="report_text_once_a_place",
                fields=["report", "place"],
                violation_error_message=gettext_lazy("The report has a text in that place already."),
            )
        ]
        triggers = [
            Heard(
                name="keep_issued",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                declare=[("found", "TEXT")],
                # Whoever issues the report has it locked: a text that comes at the same moment waits, and is refused.
                func="""
                    FOR found IN SELECT status FROM site_activityreport
                        WHERE id = OLD.report_id OR id = NEW.report_id FOR SHARE
                    LOOP
                        IF found = 'issued' THEN
                            RAISE EXCEPTION 'an issued report is not changed' USING ERRCODE = 'restrict_violation';
                        END IF;
                    END LOOP;
                    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self) -> str:
        return self.title
