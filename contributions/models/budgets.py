"""Budgets of the Secretariat: their lines, what is said of them, transfers between headings, and expenditures."""

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contributions.matrix import BUDGET
from contributions.models.booked import CENT, BookedQuerySet, Spent
from contributions.models.headings import Heading
from crm_portal.common.access import Level, visible_to
from crm_portal.common.formatted import validate_printable
from crm_portal.common.periods import one_at_a_time, refuse_reversed
from declarations.models import Document
from members.models import Party
from members.roles import SECRETARIAT

if TYPE_CHECKING:
    from members.standing import Standing

SETTLED = Q(status__in=["approved", "closed"])
"""Budgets that were approved: of these one holds at a time."""


class BudgetQuerySet(models.QuerySet["Budget"]):
    def visible_to(self, user: Any) -> Self:
        """The budgets that somebody may read."""
        return visible_to(self, user)

    def seen_by(self, standing: "Standing") -> Self:
        """All for the Secretariat that drafts them; for the others of the matrix, from their submission on."""
        if standing.holds(*SECRETARIAT):
            return self.all()
        if standing.level(BUDGET) >= Level.READ:
            return self.exclude(status=Budget.Status.DRAFT)
        return self.none()

    def approved(self) -> Self:
        """Those that the Vice-Ministers have approved, closed ones among them."""
        return self.filter(SETTLED)

    def on(self, day: date) -> Self:
        """The approved budget that covers a day: one row or none."""
        return self.approved().filter(starts_on__lte=day, ends_on__gt=day)


class Budget(models.Model):
    """What the Secretariat may spend in a period, of any length, under each of the six headings.

    Drafted by the Secretariat, examined by the RCGM, approved by the Vice-Ministers. Source, lines 671-676, 893-895,
    964-966 and 1075-1089.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        SUBMITTED = "submitted", _("submitted to the RCGM")
        EXAMINED = "examined", _("examined by the RCGM")
        APPROVED = "approved", _("approved")
        CLOSED = "closed", _("closed")

    title = models.CharField(_("title"), max_length=200, validators=[validate_printable])
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), help_text=_("The first day that it no longer covers."))
    note = models.TextField(_("note for the staff"), max_length=4000, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT, editable=False)
    round = models.PositiveSmallIntegerField(_("times submitted"), default=0, editable=False)
    sent_back_reason = models.TextField(
        _("why it was sent back"), max_length=1000, blank=True, editable=False, validators=[validate_printable]
    )
    decided_on = models.DateField(_("decided on"), null=True, editable=False)
    decision_document = models.ForeignKey(
        Document,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("document of the decision"),
    )
    decision_words = models.CharField(_("the decision in words"), max_length=300, blank=True, editable=False)

    objects = BudgetQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-pk"]
        verbose_name = _("budget")
        verbose_name_plural = _("budgets")
        constraints = [
            *one_at_a_time(
                "budget",
                "starts_on",
                "ends_on",
                condition=SETTLED,
                refusal=_("Another approved budget covers part of that time."),
            ),
            models.CheckConstraint(
                condition=~SETTLED
                | Q(decided_on__isnull=False)
                & (Q(decision_document__isnull=False) | Q(decision_words_es__gt="", decision_words_en__gt="")),
                name="budget_approved_by_a_decision",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("contributions:budget-detail", args=[self.pk])

    def clean(self) -> None:
        super().clean()
        refuse_reversed(self, "starts_on", "ends_on")

    @property
    def last_on(self) -> date:
        """The last day that it covers."""
        return self.ends_on - timedelta(days=1)

    def covers(self, day: date) -> bool:
        """Whether a day lies in its period."""
        return self.starts_on <= day < self.ends_on


class BudgetLine(models.Model):
    """What one heading of a budget was given when it was approved; transfers come on top."""

    budget = models.ForeignKey(Budget, models.CASCADE, related_name="lines", verbose_name=_("budget"))
    heading = models.CharField(_("heading"), max_length=30, choices=Heading)
    amount_usd = models.DecimalField(
        _("amount in USD"), max_digits=12, decimal_places=2, validators=[MinValueValidator(Decimal(0))]
    )

    class Meta:
        ordering = ["budget", "pk"]
        verbose_name = _("line of a budget")
        verbose_name_plural = _("lines of a budget")
        constraints = [
            models.UniqueConstraint(fields=["budget", "heading"], name="budgetline_once_per_heading"),
            models.CheckConstraint(
                condition=Q(amount_usd__gte=0),
                name="budgetline_not_below_zero",
                violation_error_message=_("A heading is given nothing, or more than nothing."),
            ),
            models.CheckConstraint(condition=Q(heading__in=Heading.values), name="budgetline_of_a_heading"),
        ]

    def __str__(self) -> str:
        return str(self.get_heading_display())


class OfABudgetQuerySet[Row: models.Model](models.QuerySet[Row]):
    def visible_to(self, user: Any) -> Self:
        """Those of the budgets that somebody may read."""
        return self.filter(budget__in=Budget.objects.visible_to(user).values("pk"))


class BudgetComment(models.Model):
    """What a delegation to the RCGM, or the Presidency, says of a budget while it is examined; never changed."""

    budget = models.ForeignKey(Budget, models.CASCADE, related_name="comments", verbose_name=_("budget"))
    round = models.PositiveSmallIntegerField(_("times submitted"))
    party = models.ForeignKey(Party, models.PROTECT, related_name="+", verbose_name=_("member country"))
    heading = models.CharField(_("heading"), max_length=30, choices=Heading, blank=True)
    text = models.TextField(_("comment"), max_length=4000, validators=[validate_printable])
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("written by")
    )
    written_at = models.DateTimeField(_("written"), default=timezone.now, editable=False)

    objects = OfABudgetQuerySet["BudgetComment"].as_manager()

    class Meta:
        ordering = ["written_at", "pk"]
        verbose_name = _("comment on a budget")
        verbose_name_plural = _("comments on budgets")

    def __str__(self) -> str:
        return f"{self.party}: {self.budget}"


class BudgetAgreement(models.Model):
    """That the head of delegation of a country agrees with a budget as it was examined; given once, and kept."""

    budget = models.ForeignKey(Budget, models.CASCADE, related_name="agreements", verbose_name=_("budget"))
    round = models.PositiveSmallIntegerField(_("times submitted"))
    party = models.ForeignKey(Party, models.PROTECT, related_name="+", verbose_name=_("member country"))
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("given by"))
    given_at = models.DateTimeField(_("given"), default=timezone.now, editable=False)

    objects = OfABudgetQuerySet["BudgetAgreement"].as_manager()

    class Meta:
        ordering = ["given_at", "pk"]
        verbose_name = _("agreement with a budget")
        verbose_name_plural = _("agreements with budgets")
        constraints = [
            models.UniqueConstraint(fields=["budget", "round", "party"], name="budgetagreement_once_per_country"),
        ]

    def __str__(self) -> str:
        return f"{self.party}: {self.budget}"


class BudgetStatement(models.Model):
    """The table of what a budget's execution was at the end of one day, of which files are made."""

    budget = models.ForeignKey(Budget, models.CASCADE, related_name="statements", verbose_name=_("budget"))
    as_of = models.DateField(_("as of"))

    objects = OfABudgetQuerySet["BudgetStatement"].as_manager()

    class Meta:
        ordering = ["budget", "-as_of"]
        verbose_name = _("statement of the execution of a budget")
        verbose_name_plural = _("statements of the execution of budgets")
        constraints = [models.UniqueConstraint(fields=["budget", "as_of"], name="budgetstatement_once_a_day")]

    def __str__(self) -> str:
        return f"{self.budget} {self.as_of}"


class BudgetTransfer(models.Model):
    """An amount that passes from one heading of an approved budget to another: one person asks, another decides."""

    class Status(models.TextChoices):
        REQUESTED = "requested", _("requested")
        APPROVED = "approved", _("approved")
        REFUSED = "refused", _("refused")

    budget = models.ForeignKey(Budget, models.PROTECT, related_name="transfers", verbose_name=_("budget"))
    from_heading = models.CharField(_("from the heading"), max_length=30, choices=Heading)
    to_heading = models.CharField(_("to the heading"), max_length=30, choices=Heading)
    amount_usd = models.DecimalField(
        _("amount in USD"), max_digits=12, decimal_places=2, validators=[MinValueValidator(CENT)]
    )
    reason = models.CharField(_("reason"), max_length=300, validators=[validate_printable])
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.REQUESTED, editable=False)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, editable=False, related_name="+", verbose_name=_("requested by")
    )
    requested_at = models.DateTimeField(_("requested"), default=timezone.now, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("approved or refused by"),
    )
    decided_on = models.DateField(_("approved or refused on"), null=True, editable=False)

    objects = OfABudgetQuerySet["BudgetTransfer"].as_manager()

    class Meta:
        ordering = ["-requested_at", "-pk"]
        verbose_name = _("transfer between headings")
        verbose_name_plural = _("transfers between headings")
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_usd__gt=0),
                name="budgettransfer_of_some_amount",
                violation_error_message=_("The amount is more than zero."),
            ),
            models.CheckConstraint(
                condition=~Q(from_heading=F("to_heading")),
                name="budgettransfer_between_two_headings",
                violation_error_message=_("A transfer is between two different headings."),
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("requested_by")), name="budgettransfer_takes_two_people"
            ),
            models.CheckConstraint(
                condition=Q(status="requested", decided_by=None, decided_on=None)
                | (~Q(status="requested") & Q(decided_by__isnull=False, decided_on__isnull=False)),
                name="budgettransfer_decided_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_from_heading_display()} → {self.get_to_heading_display()}"


class Expenditure(Spent):
    """What was paid to somebody under one heading of a budget, with its voucher."""

    budget = models.ForeignKey(Budget, models.PROTECT, related_name="expenditures", verbose_name=_("budget"))
    heading = models.CharField(_("heading"), max_length=30, choices=Heading)

    objects = BookedQuerySet["Expenditure"].as_manager()

    class Meta(Spent.Meta):
        ordering = ["-paid_on", "-pk"]
        verbose_name = _("expenditure")
        verbose_name_plural = _("expenditures")
