"""Projects that donors or partners pay for: their funds are kept apart from the contributions."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Self

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from contributions.matrix import PROJECT
from contributions.models.booked import CENT, LONGEST_REFERENCE, Booked, BookedQuerySet, Spent
from contributions.models.by_two import STANDS
from crm_portal.common.access import Level, visible_to
from crm_portal.common.files.models import PrivateFile
from crm_portal.common.formatted import validate_printable
from crm_portal.common.periods import refuse_reversed
from declarations.models import Axis
from members.models import Party

if TYPE_CHECKING:
    from members.standing import Standing


class ProjectQuerySet(models.QuerySet["Project"]):
    def visible_to(self, user: Any) -> Self:
        """The projects that somebody may read."""
        return visible_to(self, user)

    def seen_by(self, standing: "Standing") -> Self:
        """All for those whom the matrix names, none for others."""
        return self.all() if standing.level(PROJECT) >= Level.READ else self.none()


class Project(models.Model):
    """Something that a donor or a partner pays for, under an agreement. Source, lines 1024-1028."""

    class Status(models.TextChoices):
        PLANNED = "planned", _("planned")
        RUNNING = "running", _("running")
        CLOSED = "closed", _("closed")

    title = models.CharField(_("title"), max_length=200, validators=[validate_printable])
    donor = models.ForeignKey(
        Party,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("donor or partner of the Conference"),
    )
    donor_name = models.CharField(
        _("donor of another kind"), max_length=200, blank=True, validators=[validate_printable]
    )
    agreement_reference = models.CharField(
        _("reference of the agreement"), max_length=100, blank=True, validators=[validate_printable]
    )
    agreement = models.OneToOneField(
        PrivateFile, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("agreement")
    )
    axis = models.ForeignKey(
        Axis, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("axis of the Plan of Action")
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), help_text=_("The first day that is no longer part of it."))
    budget_usd = models.DecimalField(
        _("budget in USD"), max_digits=12, decimal_places=2, validators=[MinValueValidator(CENT)]
    )
    focal_contact = models.CharField(
        _("contact for the project"), max_length=200, blank=True, validators=[validate_printable]
    )
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.PLANNED, editable=False)

    objects = ProjectQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-pk"]
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        constraints = [
            models.CheckConstraint(
                condition=Q(donor__isnull=False, donor_name="") | (Q(donor=None) & ~Q(donor_name="")),
                name="project_names_its_donor",
                violation_error_message=_("Name the donor: choose a party, or write the name of another, not both."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gt=models.F("starts_on")),
                name="project_ends_after_it_begins",
                violation_error_message=_("It must end after it begins."),
            ),
            models.CheckConstraint(
                condition=Q(budget_usd__gt=0),
                name="project_of_some_amount",
                violation_error_message=_("The amount is more than zero."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("contributions:project-detail", args=[self.pk])

    def clean(self) -> None:
        super().clean()
        refuse_reversed(self, "starts_on", "ends_on")

    @property
    def last_on(self) -> date:
        """The last day that is part of it."""
        return self.ends_on - timedelta(days=1)

    @property
    def donor_shown(self) -> str:
        """Who pays, by name."""
        return str(self.donor) if self.donor else self.donor_name


class OfAProjectQuerySet[Row: models.Model](models.QuerySet[Row]):
    def visible_to(self, user: Any) -> Self:
        """Those of the projects that somebody may read."""
        return self.filter(project__in=Project.objects.visible_to(user).values("pk"))

    def awaited(self) -> Self:
        """Those that were not handed in yet."""
        return self.filter(submitted_on=None)


class ProjectReport(models.Model):
    """A report that the donor of a project is owed: by when, and once it was handed in, on which day and which file."""

    class State(models.TextChoices):
        AWAITED = "awaited", _("awaited")
        HANDED_IN = "handed_in", _("handed in")

    project = models.ForeignKey(Project, models.PROTECT, related_name="reports", verbose_name=_("project"))
    due_on = models.DateField(_("due on"))
    submitted_on = models.DateField(_("handed in on"), null=True, editable=False)
    file = models.OneToOneField(
        PrivateFile, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("file")
    )

    objects = OfAProjectQuerySet["ProjectReport"].as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        verbose_name = _("report to a donor")
        verbose_name_plural = _("reports to donors")
        constraints = [
            models.UniqueConstraint(
                fields=["project", "due_on"],
                name="projectreport_once_a_day",
                violation_error_message=_("A report of this project is due on that day already."),
            ),
            models.CheckConstraint(
                condition=Q(submitted_on=None, file=None) | Q(submitted_on__isnull=False, file__isnull=False),
                name="projectreport_handed_in_with_a_file",
            ),
        ]

    def __str__(self) -> str:
        return str(_("Report due on %(day)s") % {"day": date_format(self.due_on)})

    @property
    def state(self) -> State:
        """Whether the donor still waits for it."""
        return self.State.AWAITED if self.submitted_on is None else self.State.HANDED_IN

    def is_overdue(self, day: date) -> bool:
        """Whether it is still awaited though its day has passed."""
        return self.submitted_on is None and self.due_on < day


class ProjectReceipt(Booked):
    """Money that came in for a project."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="receipts", verbose_name=_("project"))
    value_on = models.DateField(_("value date"))
    bank_reference = models.CharField(
        _("reference of the bank"), max_length=LONGEST_REFERENCE, validators=[validate_printable]
    )

    objects = BookedQuerySet["ProjectReceipt"].as_manager()

    class Meta(Booked.Meta):
        ordering = ["-value_on", "-pk"]
        verbose_name = _("receipt of a project")
        verbose_name_plural = _("receipts of projects")
        constraints = [
            *Booked.Meta.constraints,
            models.UniqueConstraint(
                Upper("bank_reference"),
                condition=STANDS,
                name="projectreceipt_bank_reference_once",
                violation_error_message=_("A receipt with this reference of the bank is recorded already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.bank_reference}: {self.project}"


class ProjectExpenditure(Spent):
    """What was paid to somebody from the funds of a project, with its voucher."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="expenditures", verbose_name=_("project"))

    objects = BookedQuerySet["ProjectExpenditure"].as_manager()

    class Meta(Spent.Meta):
        ordering = ["-paid_on", "-pk"]
        verbose_name = _("expenditure of a project")
        verbose_name_plural = _("expenditures of projects")
