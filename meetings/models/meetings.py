"""Meetings and other activities of the Conference, and how many of each a publication counted."""

from datetime import date
from typing import TYPE_CHECKING, Any, Self

import pgtrigger
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import ExtractYear
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crm_portal.common.access import Level, visible_to
from crm_portal.common.sourced import Precision, Sourced
from meetings.matrix import PLANNED_MEETING
from members.models import Body, Party
from members.models.parties import validate_time_zone

if TYPE_CHECKING:
    from members.standing import Standing


def changes_counted(*shown: str) -> pgtrigger.Trigger:
    """Has the database count, in `sequence`, each change of what calendars show, by whatever way it comes."""
    return pgtrigger.Trigger(
        name="count_changes",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        condition=pgtrigger.AnyChange(*shown),
        func="NEW.sequence = OLD.sequence + 1; RETURN NEW;",
    )


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def public(self) -> Self:
        """Those that everybody may know of: they were convened, whatever became of them since."""
        return self.exclude(convened_at=None)

    def visible_to(self, user: Any) -> Self:
        """The meetings that somebody may know of."""
        return visible_to(self, user)

    def seen_by(self, standing: "Standing") -> Self:
        """Convened ones to all; those being planned to the members, the Presidency and the Secretariat."""
        return self if standing.level(PLANNED_MEETING) >= Level.READ else self.public()

    def coming(self, day: date) -> Self:
        """Those that are not over by a day and were not cancelled, the nearest first."""
        found = self.filter(last_on__gte=day).exclude(status=Meeting.Status.CANCELLED)
        return found.order_by("starts_on", "pk")


class Meeting(Sourced):
    """One activity of the Conference: a conference, a meeting of a body, a workshop, wherever and whenever held."""

    class Kind(models.TextChoices):
        CONFERENCE = "conference", _("Regional Conference on Migration")
        RCGM = "rcgm", _("Regional Consultation Group on Migration")
        NETWORK = "network", _("Liaison network")
        JOINT_NETWORKS = "joint_networks", _("Joint meeting of the liaison networks")
        AD_HOC = "ad_hoc", _("Ad hoc group")
        DRAFTING = "drafting", _("Drafting group")
        TROIKA = "troika", _("Troika")
        WORKSHOP = "workshop", _("Workshop")
        SEMINAR = "seminar", _("Seminar")
        TRAINING = "training", _("Training")
        REGIONAL = "regional", _("Regional meeting")

    class Format(models.TextChoices):
        IN_PERSON = "in_person", _("in person")
        VIRTUAL = "virtual", _("virtual")
        HYBRID = "hybrid", _("hybrid")

    class Status(models.TextChoices):
        PLANNED = "planned", _("planned")
        CONVENED = "convened", _("convened")
        OPEN = "open", _("in session")
        CLOSED = "closed", _("closed")
        ARCHIVED = "archived", _("archived")
        CANCELLED = "cancelled", _("cancelled")

    class Basis(models.TextChoices):
        DECIDED = "decided", _("decided by the Conference")
        EXPLICIT = "source_explicit", _("said by the source")
        PARTIAL = "source_partial", _("said by the source in part")
        NUMBER = "source_number_external_year", _("the number by the source, the year by another publication")
        DERIVED = "derived", _("derived from the other conferences")
        EXTERNAL = "external", _("said by another publication")

    slug = models.SlugField(_("short name in addresses"), unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    bodies = models.ManyToManyField(Body, blank=True, related_name="+", verbose_name=_("bodies that meet"))
    ordinal = models.PositiveSmallIntegerField(_("number"), null=True, blank=True)
    title = models.CharField(_("title"), max_length=250)
    theme = models.CharField(_("theme"), max_length=250, blank=True)
    format = models.CharField(_("format"), max_length=10, choices=Format, default=Format.IN_PERSON)
    host = models.ForeignKey(
        Party, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("host country")
    )
    place = models.CharField(_("city"), max_length=150, blank=True)
    co_sponsors = models.ManyToManyField(
        Party,
        blank=True,
        related_name="+",
        verbose_name=_("co-sponsors"),
        help_text=_("Workshops, seminars and training are convened by the host and the co-sponsors."),
    )
    year = models.PositiveSmallIntegerField(_("year"))
    starts_on = models.DateField(_("first day"), null=True, blank=True)
    last_on = models.DateField(_("last day"), null=True, blank=True)
    precision = models.CharField(_("precision"), max_length=5, choices=Precision, default=Precision.DAY)
    time_zone = models.CharField(
        _("time zone"), max_length=50, default="America/Costa_Rica", validators=[validate_time_zone]
    )
    papers_by = models.DateField(
        _("papers are due on"), null=True, blank=True, help_text=_("A paper added after this day is marked as late.")
    )
    companions = models.PositiveSmallIntegerField(
        _("companions behind closed doors"),
        default=2,
        help_text=_("How many people may accompany each head of delegation there. Seats that are taken stay taken."),
    )
    """Source, lines 666-670."""

    held_with = models.ManyToManyField("self", blank=True, verbose_name=_("held together with"))
    previous = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="following",
        verbose_name=_("previous meeting"),
    )
    status = models.CharField(_("state"), max_length=10, choices=Status, default=Status.PLANNED, editable=False)
    convened_at = models.DateTimeField(_("convened"), null=True, editable=False)
    cancellation_reason = models.CharField(_("why it is cancelled"), max_length=250, blank=True)
    basis = models.CharField(
        _("basis of number, year and place"), max_length=30, choices=Basis, default=Basis.DECIDED, editable=False
    )
    certainty = models.TextField(
        _("what is certain, and by what"), blank=True, help_text=_("Shown on the page of a meeting of the history.")
    )
    changed_at = models.DateTimeField(_("changed"), auto_now=True, editable=False)
    sequence = models.PositiveIntegerField(
        default=0,
        editable=False,
        db_comment="How often what calendars show has changed; the database counts.",
    )

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "-starts_on", "-ordinal", "slug"]
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "ordinal"],
                condition=Q(kind__in=["conference", "rcgm"]),
                name="meeting_number_once",
                violation_error_message=_("There is a meeting of this kind with that number."),
            ),
            models.CheckConstraint(
                condition=Q(last_on=None) | Q(last_on__gte=F("starts_on"), starts_on__isnull=False),
                name="meeting_ends_after_it_begins",
                violation_error_message=_("The last day is not before the first."),
            ),
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(year=ExtractYear("starts_on")),
                name="meeting_is_of_its_year",
                violation_error_message=_("The first day lies in the year of the meeting."),
            ),
            models.CheckConstraint(
                condition=Q(status="planned", convened_at=None)
                | Q(status="cancelled")
                | Q(status__in=["convened", "open", "closed", "archived"], convened_at__isnull=False),
                name="meeting_convened_at_a_moment",
            ),
        ]
        triggers = [
            changes_counted("title_es", "title_en", "starts_on", "last_on", "place_es", "place_en", "host", "status")
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its page: for everybody, or in the intranet while it is only planned."""
        return reverse("meetings:meeting-detail" if self.is_public else "meetings:my-meeting", args=[self.slug])

    def clean(self) -> None:
        super().clean()
        if self.starts_on and self.last_on and self.last_on < self.starts_on:
            raise ValidationError({"last_on": _("The last day is not before the first.")})
        if self.starts_on and self.year and self.starts_on.year != self.year:
            raise ValidationError({"year": _("The first day lies in the year of the meeting.")})

    @property
    def is_public(self) -> bool:
        return self.convened_at is not None

    @property
    def is_over(self) -> bool:
        """Whether what was dealt with is on record, and is not edited any more."""
        return self.status in OVER

    @property
    def is_hosted(self) -> bool:
        """Whether its host and the co-sponsors convene it, with the Secretariat, and not the Presidency."""
        return self.kind in HOSTED

    @property
    def where(self) -> str:
        """City and country, as far as they are known."""
        if self.format == self.Format.VIRTUAL and not self.place:
            return str(self.get_format_display())
        return ", ".join(filter(None, (self.place, self.host.name if self.host else "")))


SETTLED = frozenset({Meeting.Status.ARCHIVED, Meeting.Status.CANCELLED})
"""Nothing is to be done for such a meeting any more."""
OVER = SETTLED | {Meeting.Status.CLOSED}
HOSTED = frozenset({Meeting.Kind.WORKSHOP, Meeting.Kind.SEMINAR, Meeting.Kind.TRAINING})
"""Source, lines 751-755 and 830-837."""


class ActivityCount(Sourced):
    """How many activities of one kind the publication of 2016 counts. Source, lines 1919-1934."""

    order = models.PositiveSmallIntegerField(_("place in the list"), unique=True)
    name = models.CharField(_("name as printed"), max_length=150)
    printed = models.PositiveSmallIntegerField(_("number printed"))
    kinds = models.JSONField(_("kinds of meeting"), default=list, blank=True, editable=False)

    class Meta:
        ordering = ["order"]
        verbose_name = _("printed count of activities")
        verbose_name_plural = _("printed counts of activities")

    def __str__(self) -> str:
        return f"{self.name}: {self.printed}"
