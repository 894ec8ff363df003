"""Whom a paper, a session or an item is for, and the exceptions on record. Who reads what: members/audience.py."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from members.models.bodies import Body
from members.models.parties import Party

if TYPE_CHECKING:
    from members.standing import Standing


class Audience(models.TextChoices):
    """Whom something is for, from the widest to the narrowest but for the circle, which is by person."""

    PUBLIC = "public", _("everybody")
    PLENARY = "plenary", _("the plenary")
    RCGM = "rcgm", _("the Regional Consultation Group on Migration")
    AGENDA = "agenda_consultation", _("members and observer organisations")
    MEMBERS = "members", _("members")
    CONSULTED = "consulted", _("those who answer consultations for the members")
    BODY = "body", _("the body it belongs to")
    CIRCLE = "circle", _("the people admitted to the session")
    TROIKA = "troika", _("the Troika")
    PRESIDENCY = "presidency", _("the Presidency and the Secretariat")
    SECRETARIAT = "secretariat", _("the Secretariat")


class CircleQuerySet(models.QuerySet["Circle"]):
    def admitting(self, standing: "Standing", day: date) -> Self:
        """The circles to which a person, or that person's party, is admitted on a day."""
        admitted = CircleAdmission.objects.on(day).filter(
            Q(person=standing.user_id, person__isnull=False) | Q(party__in=standing.party_ids)
        )
        return self.filter(pk__in=admitted.values("circle"))


class Circle(models.Model):
    """The people and parties admitted to one session: a closed door, or an express invitation."""

    name = models.CharField(_("name"), max_length=200)

    objects = CircleQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("circle")
        verbose_name_plural = _("circles")

    def __str__(self) -> str:
        return self.name


class CircleAdmissionQuerySet(models.QuerySet["CircleAdmission"]):
    def on(self, day: date) -> Self:
        """Admissions in force on a day."""
        return self.filter(Q(valid_until=None) | Q(valid_until__gt=day), valid_from__lte=day)


class CircleAdmission(models.Model):
    """One person, or all who act for one party, admitted to a circle from a day until another."""

    circle = models.ForeignKey(Circle, models.CASCADE, related_name="admissions", verbose_name=_("circle"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("person")
    )
    party = models.ForeignKey(Party, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("party"))
    valid_from = models.DateField(_("from"))
    valid_until = models.DateField(_("until"), null=True, blank=True, help_text=_("The first day it no longer holds."))

    objects = CircleAdmissionQuerySet.as_manager()

    class Meta:
        ordering = ["circle", "pk"]
        verbose_name = _("admission to a circle")
        verbose_name_plural = _("admissions to circles")
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False) ^ Q(party__isnull=False),
                name="circle_admits_a_person_or_a_party",
                violation_error_message=_("Admit either a person or a party."),
            ),
            models.UniqueConstraint(
                fields=["circle", "person", "party", "valid_from"],
                nulls_distinct=False,
                name="circle_admits_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.circle}: {self.person or self.party}"


class GrantQuerySet[G: "Grant"](models.QuerySet[G]):
    def on(self, day: date) -> Self:
        """Grants in force on a day."""
        return self.filter(Q(valid_until=None) | Q(valid_until__gt=day), valid_from__lte=day)

    def to(self, standing: "Standing") -> Self:
        """Grants to a person, or to the party that the person acts for."""
        return self.filter(Q(person=standing.user_id, person__isnull=False) | Q(party__in=standing.party_ids))


class Grant(models.Model):
    """A recorded exception: one paper or item opened to one party or person, by whom, why, and until when.

    Source, lines 275-280 and 436-442 (an observer country authorised on one item); ambiguity A17 (the Secretariat's
    custody of a closed-door paper). A concrete table of each app adds what is opened.
    """

    party = models.ForeignKey(Party, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("party"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("person")
    )
    may_comment = models.BooleanField(_("may comment"), default=False)
    reason = models.CharField(_("reason"), max_length=250)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, editable=False, related_name="+", verbose_name=_("granted by")
    )
    valid_from = models.DateField(_("from"))
    valid_until = models.DateField(_("until"), null=True, blank=True, help_text=_("The first day it no longer holds."))

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False) ^ Q(party__isnull=False),
                name="%(class)s_to_a_person_or_a_party",
                violation_error_message=_("Open it either to a person or to a party."),
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="%(class)s_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.person or self.party}: {self.reason}"


class WithAudience(models.Model):
    """What has an audience: a paper, a session, an item."""

    audience = models.CharField(_("audience"), max_length=20, choices=Audience, default=Audience.SECRETARIAT)
    body = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("body"))
    circle = models.ForeignKey(
        Circle,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("circle"),
        help_text=_("The people and parties admitted beside those whom the audience names."),
    )
    released_on = models.DateField(
        _("released to the plenary on"),
        null=True,
        blank=True,
        help_text=_("From this day observers read what is for the plenary. The Presidency decides it."),
    )
    is_open_to_rrocm = models.BooleanField(
        _("open to the RNCOM"),
        default=False,
        help_text=_("It belongs to the RNCOM's own item or slot, or the Presidency opened it."),
    )

    class Meta:
        abstract = True
