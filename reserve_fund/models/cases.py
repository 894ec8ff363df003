"""The cases: one person at risk each, by a number that carries no identity; what is personal lies sealed beside."""

import secrets
import uuid
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm_portal.common.access import visible_to
from members.models import Party
from members.roles import Role
from reserve_fund.models.provisions import Vulnerability

if TYPE_CHECKING:
    from members.standing import Standing

SIGNS = "23456789BCDFGHJKMNPQRSTVWXZ"
"""Those that are not mistaken for one another and spell no word."""


def random_number() -> str:
    """A number for a case, of which nothing can be told: neither who nor when. Source: hardening plan, V5."""
    drawn = "".join(secrets.choice(SIGNS) for _sign in range(8))
    return f"FR-{drawn[:4]}-{drawn[4:]}"


class CaseQuerySet(models.QuerySet["Case"]):
    """The cases, as far as somebody may know of them."""

    def visible_to(self, user: Any) -> Self:
        """Those that somebody may know of; nobody's by being superuser."""
        return visible_to(self, user)

    def seen_by(self, standing: "Standing") -> Self:
        """The own ones for whoever refers; all that were submitted for IOM; special ones, once IOM has referred them to
        the joint decision, for the coordinator. Source, lines 1678-1688; DESIGN 4.
        """
        seen = Q(pk__in=[])
        if standing.holds(Role.IOM_FUND):
            seen |= Q(submitted_at__isnull=False)
        if standing.holds(Role.ST_COORD):
            seen |= Q(is_special=True, referred_at__isnull=False)
        if standing.holds(Role.IOM_FUND, Role.FUND_REQUESTER) and standing.user_id:
            seen |= Q(requested_by=standing.user_id)
        return self.filter(seen)

    def open(self) -> Self:
        """Those that are not at an end."""
        return self.filter(status__in=OPEN)

    def longest_waiting_first(self) -> Self:
        """Urgent ones before others, then those that were submitted first."""
        return self.order_by("-is_urgent", "submitted_at", "number")


class Case(models.Model):
    """A request for the assisted return of one person. Nothing here says who it is."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        SUBMITTED = "submitted", _("submitted")
        RETURNED = "returned", _("returned for completion")
        UNDER_REVIEW = "under_review", _("under review")
        AWAITING_DECISION = "awaiting_decision", _("awaiting the joint decision")
        APPROVED = "approved", _("approved")
        TRAVEL_ARRANGED = "travel_arranged", _("travel arranged")
        TRAVELLED = "travelled", _("travelled")
        ARRIVED = "arrived", _("arrival confirmed")
        SETTLED = "settled", _("costs settled")
        CLOSED = "closed", pgettext_lazy("case", "closed")
        REJECTED = "rejected", _("rejected")
        WITHDRAWN = "withdrawn", _("withdrawn")
        CANCELLED = "cancelled", _("cancelled")

    class Referrer(models.TextChoices):
        CONSULATE = "consulate", _("consulate")
        MIGRATION_INSTITUTE = "migration_institute", _("migration authority")
        IOM_MISSION = "iom_mission", _("IOM mission")
        INTERNATIONAL = "international", _("international organisation")
        CIVIL_SOCIETY = "civil_society", _("civil society organisation")

    class Sex(models.TextChoices):
        FEMALE = "female", _("female")
        MALE = "male", _("male")
        OTHER = "other", _("other or not said")

    class AgeGroup(models.TextChoices):
        UNDER_12 = "under_12", _("under 12")
        FROM_12 = "from_12", _("12 to 17")
        FROM_18 = "from_18", _("18 to 35")
        FROM_36 = "from_36", _("36 to 70")
        OVER_70 = "over_70", _("over 70")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(_("case number"), max_length=12, unique=True, default=random_number, editable=False)
    status = models.CharField(_("state"), max_length=20, choices=Status, default=Status.DRAFT, editable=False)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name=_("referred by")
    )
    referred_for = models.ForeignKey(
        Party, models.PROTECT, related_name="+", editable=False, verbose_name=_("party of the referring authority")
    )
    referrer = models.CharField(_("kind of referring authority"), max_length=20, choices=Referrer, blank=True)
    institution = models.CharField(_("referring authority"), max_length=200, blank=True)
    stay = models.ForeignKey(Party, models.PROTECT, null=True, related_name="+", verbose_name=_("country of stay"))
    return_to = models.ForeignKey(
        Party, models.PROTECT, null=True, related_name="+", verbose_name=_("country of return")
    )
    vulnerabilities = models.ManyToManyField(Vulnerability, related_name="+", verbose_name=_("vulnerabilities"))
    is_special = models.BooleanField(_("special case"), default=False, editable=False)
    is_urgent = models.BooleanField(_("urgent"), default=False)
    is_family = models.BooleanField(_("for a family"), default=False)
    family_confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("family confirmed by"),
    )
    sex = models.CharField(_("sex"), max_length=10, choices=Sex, blank=True)
    age_group = models.CharField(_("age group"), max_length=10, choices=AgeGroup, blank=True, editable=False)
    round = models.PositiveSmallIntegerField(_("round"), default=1, editable=False)
    """How often it was submitted: what was decided holds for the round it was decided in."""
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("officer in charge"),
    )
    began_at = models.DateTimeField(_("begun"), default=timezone.now, editable=False)
    changed_at = models.DateTimeField(_("last changed"), default=timezone.now, editable=False)
    submitted_at = models.DateTimeField(_("submitted"), null=True, editable=False)
    referred_at = models.DateTimeField(_("referred to the joint decision"), null=True, editable=False)
    decided_at = models.DateTimeField(pgettext_lazy("case", "decided"), null=True, editable=False)
    travels_on = models.DateField(_("day of travel"), null=True)
    arrived_on = models.DateField(_("day of arrival"), null=True)
    settled_on = models.DateField(_("costs settled on"), null=True, editable=False)
    ended_at = models.DateTimeField(pgettext_lazy("case", "ended"), null=True, editable=False)
    consent_withdrawn_at = models.DateTimeField(_("consent withdrawn"), null=True, editable=False)
    is_held = models.BooleanField(_("kept for a legal reason"), default=False, editable=False)
    erased_at = models.DateTimeField(_("personal data erased"), null=True, editable=False)

    objects = CaseQuerySet.as_manager()

    class Meta:
        ordering = ["-changed_at"]
        verbose_name = _("case of the Reserve Fund")
        verbose_name_plural = _("cases of the Reserve Fund")
        indexes = [
            models.Index(fields=["status", "submitted_at"], name="case_queue"),
            models.Index(fields=["requested_by", "status"], name="case_of_requester"),
            models.Index(fields=["settled_on"], name="case_settled"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status="draft", submitted_at=None) | ~Q(status="draft"), name="case_draft_not_submitted"
            ),
            models.CheckConstraint(
                condition=Q(stay=None) | Q(return_to=None) | ~Q(stay=models.F("return_to")),
                name="case_returns_elsewhere",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        """The page of the case, for all who may know of it."""
        return reverse("reserve_fund:case-detail", args=[self.pk])

    @property
    def is_editable(self) -> bool:
        """Whether whoever refers it may still write in it."""
        return self.status in {self.Status.DRAFT, self.Status.RETURNED} and not self.consent_withdrawn_at

    @property
    def is_open(self) -> bool:
        return self.status in OPEN


ENDED = (Case.Status.CLOSED, Case.Status.REJECTED, Case.Status.WITHDRAWN, Case.Status.CANCELLED)
OPEN = tuple(status for status in Case.Status if status not in ENDED)
COMMITTED = (
    Case.Status.APPROVED,
    Case.Status.TRAVEL_ARRANGED,
    Case.Status.TRAVELLED,
    Case.Status.ARRIVED,
)
"""The states in which money is held for a case."""
