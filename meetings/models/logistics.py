"""The logistics file of a meeting: what has to be arranged, by whom and when, what it costs and who pays."""

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm_portal.common.access import Level, visible_to
from crm_portal.common.files.models import PrivateFile
from meetings.matrix import LOGISTICS
from meetings.models.meetings import SETTLED, Meeting
from members.models import Party

if TYPE_CHECKING:
    from members.standing import Standing

MOST_DIGITS, CENTS = 12, 2


class LogisticsTaskQuerySet(models.QuerySet["LogisticsTask"]):
    def visible_to(self, user: Any) -> Self:
        """The tasks that somebody may read."""
        return visible_to(self, user)

    def seen_by(self, standing: "Standing") -> Self:
        """All for the Presidency and the Secretariat, none for others."""
        return self.all() if standing.level(LOGISTICS) >= Level.READ else self.none()

    def unfinished(self) -> Self:
        """What is still to be done, of meetings that neither are archived nor were cancelled."""
        return self.filter(done_at=None).exclude(meeting__status__in=SETTLED)

    def as_checklist(self) -> Self:
        """What is to be done first, the nearest day before the others; then what is done."""
        return self.order_by(F("done_at").asc(nulls_first=True), F("due_on").asc(nulls_last=True), "pk")


class LogisticsTask(models.Model):
    """One thing to arrange for a meeting; its note is for the delegates, all else for those who organise it."""

    class Area(models.TextChoices):
        VENUE = "venue", _("Venue")
        INTERPRETATION = "interpretation", _("Interpretation")
        HOTELS = "hotels", _("Hotels")
        TRANSPORT = "transport", _("Transport")
        SECURITY = "security", _("Security")
        VISAS = "visas", _("Visas")
        EQUIPMENT = "equipment", _("Equipment")
        OTHER = "other", _("Other arrangements")

    class Payer(models.TextChoices):
        PRESIDENCY = "presidency", _("Presidency Pro-Témpore")
        SECRETARIAT = "secretariat", _("Secretariat")
        CO_SPONSOR = "co_sponsor", _("Co-sponsor")

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="logistics", verbose_name=_("meeting"))
    area = models.CharField(_("area"), max_length=20, choices=Area)
    title = models.CharField(
        _("what is to be done"),
        max_length=200,
        blank=True,
        help_text=_("Without it the task is called after its area."),
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who sees to it"),
    )
    due_on = models.DateField(_("due on"), null=True, blank=True)
    done_at = models.DateTimeField(_("done"), null=True, editable=False)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("done by")
    )
    payer = models.CharField(_("who pays"), max_length=20, choices=Payer, blank=True)
    co_sponsor = models.ForeignKey(
        Party, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("which co-sponsor")
    )
    estimated_usd = models.DecimalField(
        _("estimated cost (USD)"), max_digits=MOST_DIGITS, decimal_places=CENTS, null=True, blank=True
    )
    actual_usd = models.DecimalField(
        _("actual cost (USD)"), max_digits=MOST_DIGITS, decimal_places=CENTS, null=True, blank=True
    )
    note = models.TextField(_("note for delegates"), max_length=4000, blank=True)

    objects = LogisticsTaskQuerySet.as_manager()

    class Meta:
        ordering = ["meeting", "pk"]
        verbose_name = _("logistics task")
        verbose_name_plural = _("logistics tasks")
        constraints = [
            models.CheckConstraint(
                condition=~Q(area="other") | ~Q(title=""),
                name="logistics_other_says_what",
                violation_error_message=_("Say what is to be done: “other arrangements” does not tell."),
            ),
            models.CheckConstraint(
                condition=Q(done_at=None, done_by=None) | Q(done_at__isnull=False, done_by__isnull=False),
                name="logistics_done_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(payer="co_sponsor", co_sponsor__isnull=False)
                | (~Q(payer="co_sponsor") & Q(co_sponsor__isnull=True)),
                name="logistics_names_the_co_sponsor",
                violation_error_message=_("Name the co-sponsor where a co-sponsor pays, and nowhere else."),
            ),
            models.CheckConstraint(
                condition=Q(note_es__isnull=False, note_en__isnull=False, note_es__gt="", note_en__gt="")
                | (Q(note_es=None) | Q(note_es="")) & (Q(note_en=None) | Q(note_en="")),
                name="logistics_note_in_both_languages",
                violation_error_message=_("Write the note for delegates in both languages."),
            ),
            models.CheckConstraint(
                condition=Q(estimated_usd=None) | Q(estimated_usd__gte=0),
                name="logistics_estimate_not_negative",
                violation_error_message=_("The estimated cost is not less than nothing."),
            ),
            models.CheckConstraint(
                condition=Q(actual_usd=None) | Q(actual_usd__gte=0),
                name="logistics_cost_not_negative",
                violation_error_message=_("The actual cost is not less than nothing."),
            ),
        ]

    def __str__(self) -> str:
        return self.title or str(self.get_area_display())

    def is_overdue(self, day: date) -> bool:
        """Whether it is still to be done though its day has passed."""
        return self.done_at is None and self.due_on is not None and self.due_on < day


class LogisticsPaperQuerySet(models.QuerySet["LogisticsPaper"]):
    def visible_to(self, user: Any) -> Self:
        """The papers of the tasks that somebody may read."""
        return self.filter(task__in=LogisticsTask.objects.visible_to(user).values("pk"))


class LogisticsPaper(models.Model):
    """A quotation, a contract or another paper about one task."""

    class Kind(models.TextChoices):
        QUOTATION = "quotation", _("Quotation")
        CONTRACT = "contract", _("Contract")
        OTHER = "other", _("Other paper")

    task = models.ForeignKey(LogisticsTask, models.CASCADE, related_name="papers", verbose_name=_("logistics task"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    file = models.ForeignKey(PrivateFile, models.PROTECT, related_name="+", verbose_name=_("file"))
    added_at = models.DateTimeField(_("added"), default=timezone.now, editable=False)

    objects = LogisticsPaperQuerySet.as_manager()

    class Meta:
        ordering = ["task", "pk"]
        verbose_name = _("paper of the logistics file")
        verbose_name_plural = _("papers of the logistics file")

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.file.name}"
