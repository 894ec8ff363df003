"""Circulars: numbered bilingual letters to the focal points, acknowledged country by country."""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crm_portal.common.access import Level, visible_to
from crm_portal.common.files.models import PrivateFile
from members.matrix import CIRCULAR
from members.models.parties import Institution, Party
from members.models.people import User
from members.roles import PPT, SECRETARIAT

if TYPE_CHECKING:
    from members.standing import Standing

WRITERS = frozenset({PPT, *SECRETARIAT})
"""The Presidency and the Secretariat write circulars; the coordinator or the Presidency sends them."""


class CircularQuerySet(models.QuerySet["Circular"]):
    def visible_to(self, user: User) -> Self:
        """The circulars that somebody may read."""
        return visible_to(self, user)

    def seen_by(self, standing: "Standing") -> Self:
        """Sent ones for whoever reaches circulars at all; drafts for those who write or approve them."""
        if standing.level(CIRCULAR) == Level.NONE:
            return self.none()
        if standing.holds(*WRITERS):
            return self.all()
        return self.exclude(status=Circular.Status.DRAFT)


class Circular(models.Model):
    """A letter of the Presidency or the Secretariat to the focal points of all members."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        SENT = "sent", _("sent")

    number = models.PositiveIntegerField(_("number"), null=True, editable=False)
    year = models.PositiveSmallIntegerField(_("year"), null=True, editable=False)
    subject = models.CharField(_("subject"), max_length=200)
    text = models.TextField(_("text"))
    attachment = models.ForeignKey(
        PrivateFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("attachment")
    )
    reply_by = models.DateField(_("acknowledge by"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT, editable=False)
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, editable=False, related_name="+", verbose_name=_("drafted by")
    )
    drafted_at = models.DateTimeField(_("drafted"), editable=False)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("sent by")
    )
    sent_at = models.DateTimeField(_("sent"), null=True, editable=False)

    objects = CircularQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "-number", "-drafted_at"]
        verbose_name = _("circular")
        verbose_name_plural = _("circulars")
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="circular_number_once_a_year"),
            models.CheckConstraint(
                condition=Q(status="draft", number=None, sent_at=None)
                | Q(status="sent", number__isnull=False, year__isnull=False, sent_at__isnull=False),
                name="circular_sent_has_a_number",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.symbol}: {self.subject}" if self.number else self.subject

    def get_absolute_url(self) -> str:
        return reverse("members:circular-detail", args=[self.pk])

    @property
    def symbol(self) -> str:
        """How the circular is cited; empty for a draft, which has none."""
        return f"CRM/CIRC/{self.year}/{self.number:02}" if self.number else ""


class CircularReceipt(models.Model):
    """One country's copy of a circular: whether it was acknowledged, and to whom it was passed on."""

    circular = models.ForeignKey(Circular, models.CASCADE, related_name="receipts", verbose_name=_("circular"))
    party = models.ForeignKey(Party, models.PROTECT, related_name="circular_receipts", verbose_name=_("country"))
    acknowledged_at = models.DateTimeField(_("acknowledged"), null=True, blank=True)
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    passed_on_to = models.ManyToManyField(Institution, blank=True, related_name="+", verbose_name=_("passed on to"))

    class Meta:
        ordering = ["circular", "party"]
        verbose_name = _("receipt of a circular")
        verbose_name_plural = _("receipts of circulars")
        constraints = [
            models.UniqueConstraint(fields=["circular", "party"], name="circular_receipt_once_a_country"),
            models.CheckConstraint(
                condition=Q(acknowledged_at=None, acknowledged_by=None)
                | Q(acknowledged_at__isnull=False, acknowledged_by__isnull=False),
                name="circular_receipt_acknowledged_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.circular} → {self.party}"
