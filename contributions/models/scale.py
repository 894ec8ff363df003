"""The scale by which members finance the Technical Secretariat."""

from datetime import date
from decimal import Decimal
from typing import Any, Self

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from contributions.matrix import SCALE_DRAFT
from crm_portal.common import money
from crm_portal.common.access import Level, visible_to
from crm_portal.common.formatted import validate_printable
from crm_portal.common.periods import one_at_a_time, refuse_reversed
from crm_portal.common.sourced import Precision, Sourced
from crm_portal.common.workflow import TransitionNotAllowed
from declarations.models import Document
from members.models import Party

Segment = tuple["Scale", date, date]
"""A scale and the days of a span on which it holds: from the first until the day after the last."""


class ScaleQuerySet(models.QuerySet["Scale"]):
    def seen_by(self, standing: Any) -> Self:
        """Approved scales are everybody's; drafts are for those whom the matrix lets read them."""
        return self.all() if standing.level(SCALE_DRAFT) >= Level.READ else self.approved()

    def visible_to(self, user: Any) -> Self:
        """The scales that a person may see."""
        return visible_to(self, user)

    def approved(self) -> Self:
        """Those that the Vice-Ministers decided on: in force, to come, or followed by another."""
        return self.filter(status=Scale.Status.APPROVED)

    def drafts(self) -> Self:
        """Those that nobody has decided on yet."""
        return self.filter(status=Scale.Status.DRAFT)

    def on(self, day: date) -> Self:
        """The scale in force on a day: one row or none."""
        return self.approved().filter(Q(valid_until=None) | Q(valid_until__gt=day), valid_from__lte=day)

    def segments(self, starts_on: date, ends_on: date) -> list[Segment]:
        """The scales in force from a first day until the day after the last, in order, each with its days.

        The days are half-open, follow on each other without a gap and make up the whole span. One query. Raises
        TransitionNotAllowed where some day has no scale, and ValueError where the span has no day.
        """
        if ends_on <= starts_on:
            raise ValueError("A span ends after it begins.")
        found = self.approved().filter(Q(valid_until=None) | Q(valid_until__gt=starts_on), valid_from__lt=ends_on)
        segments: list[Segment] = []
        reached = starts_on
        for scale in found.order_by("valid_from"):
            if scale.valid_from > reached:
                break
            until = min(scale.valid_until or ends_on, ends_on)
            segments.append((scale, reached, until))
            reached = until
        if reached < ends_on:
            missing = {"day": date_format(reached, "DATE_FORMAT")}
            raise TransitionNotAllowed(_("No approved scale of contributions is in force on %(day)s.") % missing)
        return segments


class Scale(Sourced):
    """What each member contributes a year, from one decision of the Vice-Ministers until the next, or a draft of that.

    An approved scale does not change any more, but for the day on which the next one ends it: the database refuses.
    What the history of 2016 brought is the exception, since a misread print must be put right.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("a scale of contributions", "draft")
        APPROVED = "approved", pgettext_lazy("a scale of contributions", "approved")
        DISCARDED = "discarded", pgettext_lazy("a scale of contributions", "discarded")

    status = models.CharField(_("status"), max_length=9, choices=Status, default=Status.DRAFT, editable=False)
    valid_from = models.DateField(_("from"), help_text=_("In a draft: the day from which it is meant to hold."))
    valid_until = models.DateField(_("until"), null=True, blank=True, help_text=_("The first day it no longer holds."))
    precision = models.CharField(_("precision"), max_length=5, choices=Precision, default=Precision.DAY)
    approved_by = models.CharField(
        _("approved by"),
        max_length=200,
        blank=True,
        validators=[validate_printable],
        help_text=_("Who decided, and at which meeting. Needed for the approval."),
    )
    decision = models.ForeignKey(
        Document,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decision"),
        help_text=_("The document that holds the decision, where it is in the library."),
    )
    decided_on = models.DateField(
        _("decided on"), null=True, blank=True, help_text=_("The day of the decision. Needed for the approval.")
    )
    justification = models.TextField(
        _("justification"),
        blank=True,
        max_length=4000,
        validators=[validate_printable],
        help_text=_("Why this scale is proposed, for those who examine the draft."),
    )
    note = models.TextField(_("note for the staff"), blank=True)
    total_asked_usd = models.DecimalField(
        _("total asked for, in USD"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal("0.01"))],
        help_text=_("The amounts must add up to it before the scale can be approved."),
    )
    drafted_from = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="+", verbose_name=_("drafted from")
    )
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("drafted by"),
    )
    drafted_at = models.DateTimeField(_("drafted"), null=True, blank=True, editable=False)

    objects = ScaleQuerySet.as_manager()

    class Meta:
        ordering = ["-valid_from", "-pk"]
        verbose_name = _("scale of contributions")
        verbose_name_plural = _("scales of contributions")
        constraints = one_at_a_time(
            "scale",
            "valid_from",
            "valid_until",
            condition=Q(status="approved"),
            refusal=_("Another scale is in force in that time; end that one first."),
        )

    def __str__(self) -> str:
        year = {"year": self.valid_from.year}
        if self.status == self.Status.APPROVED:
            return str(_("Scale from %(year)s") % year)
        return str(_("Draft of a scale from %(year)s") % year)

    def clean(self) -> None:
        super().clean()
        refuse_reversed(self, "valid_from", "valid_until")

    @property
    def is_draft(self) -> bool:
        """Whether nobody has decided on it yet."""
        return self.status == self.Status.DRAFT

    def holds_on(self, day: date) -> bool:
        """Whether it is in force on a day."""
        begun = self.status == self.Status.APPROVED and self.valid_from <= day
        return begun and (self.valid_until is None or day < self.valid_until)

    def get_absolute_url(self) -> str:
        """Its page: for everybody once it is approved, in the intranet until then."""
        name = "scale-version" if self.status == self.Status.APPROVED else "scale-draft"
        return reverse(f"contributions:{name}", args=[self.pk])

    @property
    def may_be_corrected(self) -> bool:
        """Whether staff may write in it: a draft, or what was read from the print of 2016."""
        return self.is_draft or self.fact is not None

    def total_usd(self) -> Decimal:
        """The sum of the amounts, which are the authority; the printed percentages are rounded from them."""
        return self.shares.aggregate(total=models.Sum("amount_usd"))["total"] or Decimal("0.00")


class ScaleDraftQuerySet(models.QuerySet["ScaleDraft"]):
    def seen_by(self, standing: Any) -> Self:
        """All for whoever may read drafts. What the history of 2016 brought was never drafted here."""
        return self.filter(fact=None) if standing.level(SCALE_DRAFT) >= Level.READ else self.none()

    def visible_to(self, user: Any) -> Self:
        """The scales whose drafting a person may see."""
        return visible_to(self, user)


class ScaleDraft(Scale):
    """A scale, seen as what was drafted: why, by whom, from which scale before it; also once it is approved."""

    objects = ScaleDraftQuerySet.as_manager()  # type: ignore[assignment,misc]  # its own rows, by its own rule

    class Meta:
        proxy = True
        verbose_name = _("draft of a scale of contributions")
        verbose_name_plural = _("drafts of scales of contributions")


class ShareQuerySet(models.QuerySet["Share"]):
    def seen_by(self, standing: Any) -> Self:
        """The shares of the scales that a standing admits to."""
        return self.filter(scale__in=Scale.objects.all().seen_by(standing).values("pk"))

    def visible_to(self, user: Any) -> Self:
        """The shares that a person may see."""
        return visible_to(self, user)


class Share(Sourced):
    """What one member contributes a year under a scale."""

    scale = models.ForeignKey(Scale, models.CASCADE, related_name="shares", verbose_name=_("scale"))
    party = models.ForeignKey(Party, models.PROTECT, related_name="shares", verbose_name=_("member country"))
    order = models.PositiveSmallIntegerField(_("place in the printed list"), default=0)
    amount_usd = models.DecimalField(
        _("amount in USD a year"), max_digits=12, decimal_places=2, validators=[MinValueValidator(Decimal("0.01"))]
    )

    objects = ShareQuerySet.as_manager()

    class Meta:
        ordering = ["scale", "order"]
        verbose_name = _("share")
        verbose_name_plural = _("shares")
        constraints = [
            models.UniqueConstraint(fields=["scale", "party"], name="share_once_per_party"),
            models.CheckConstraint(
                condition=Q(amount_usd__gt=0),
                name="share_amount_is_positive",
                violation_error_message=_("A share is more than zero."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party}: USD {money.shown(self.amount_usd)}"
