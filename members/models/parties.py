"""Who takes part in the Conference, and in which seat since when."""

from datetime import date
from typing import Self
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crm_portal.common.periods import one_at_a_time, refuse_reversed
from crm_portal.common.sourced import Precision, Sourced


def validate_time_zone(name: str) -> None:
    """Raises ValidationError unless the time zone database knows the name."""
    if name not in available_timezones():
        raise ValidationError(_("“%(name)s” is not a time zone."), params={"name": name})


class PartyQuerySet(models.QuerySet["Party"]):
    def with_status(self, status: str, on: date) -> Self:
        """Parties that hold a status on a day, in the order of the printed list. A status of unknown start counts."""
        held = PartyStatus.objects.on(on).filter(status=status)
        return self.filter(statuses__in=held).order_by("statuses__order", "name")


class Party(Sourced):
    """A state, organisation or network that takes part in the Conference, or has worked with it. One row for each."""

    class Kind(models.TextChoices):
        STATE = "state", _("state")
        ORGANISATION = "organisation", _("organisation")
        CIVIL_SOCIETY = "civil_society", _("civil society network")
        SECRETARIAT = "secretariat", _("secretariat")
        PROCESS = "process", _("consultative process")
        CATEGORY = "category", _("category of parties")

    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    slug = models.SlugField(_("short name in addresses"), unique=True)
    name = models.CharField(_("name"), max_length=250)
    acronym = models.CharField(_("acronym"), max_length=40, blank=True)
    iso2 = models.CharField(_("ISO code, two letters"), max_length=2, blank=True)
    iso3 = models.CharField(_("ISO code, three letters"), max_length=3, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=50, blank=True, validators=[validate_time_zone])
    website = models.URLField(_("website"), blank=True)
    description = models.TextField(_("description"), blank=True)
    joint_seat = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="sharers",
        verbose_name=_("joint seat"),
        help_text=_("The party under whose seat this one sits, when two organisations share one."),
    )
    note = models.TextField(_("note for the staff"), blank=True)

    objects = PartyQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("party")
        verbose_name_plural = _("parties")
        constraints = [
            models.UniqueConstraint(fields=["iso2"], condition=~Q(iso2=""), name="party_iso2_once"),
            models.UniqueConstraint(fields=["iso3"], condition=~Q(iso3=""), name="party_iso3_once"),
            models.CheckConstraint(
                condition=~Q(kind="state") | Q(iso2__regex="^[A-Z]{2}$", iso3__regex="^[A-Z]{3}$"),
                name="party_state_has_iso_codes",
                violation_error_message=_("A state has its two ISO codes, in capital letters."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def member_url(self) -> str:
        """The page of a country that is or was a member; other parties have none of their own."""
        return reverse("members:member-detail", args=[self.slug])

    @property
    def name_with_acronym(self) -> str:
        return f"{self.name} ({self.acronym})" if self.acronym and self.acronym != self.name else self.name


class PartyAlias(Sourced):
    """Another name under which a party is printed somewhere."""

    party = models.ForeignKey(Party, models.CASCADE, related_name="aliases", verbose_name=_("party"))
    name = models.CharField(_("name"), max_length=250)

    class Meta:
        ordering = ["name"]
        verbose_name = _("other name")
        verbose_name_plural = _("other names")
        constraints = [models.UniqueConstraint(fields=["party", "name"], name="party_alias_once")]

    def __str__(self) -> str:
        return self.name


class PartyStatusQuerySet(models.QuerySet["PartyStatus"]):
    def on(self, day: date) -> Self:
        """Statuses in force on a day; one of unknown start has always been."""
        return self.filter(Q(valid_from=None) | Q(valid_from__lte=day), Q(valid_until=None) | Q(valid_until__gt=day))


class PartyStatus(Sourced):
    """The seat a party holds over a time. At most one at a time: the database refuses a second."""

    class Status(models.TextChoices):
        MEMBER = "member", _("Member country")
        OBSERVER = "observer", _("Observer")
        CIVIL_SOCIETY = "civil_society", _("Civil society")
        PARTNER = "partner", _("Partner")

    party = models.ForeignKey(Party, models.CASCADE, related_name="statuses", verbose_name=_("party"))
    status = models.CharField(_("status"), max_length=20, choices=Status)
    order = models.PositiveSmallIntegerField(_("place in the printed list"), default=0)
    valid_from = models.DateField(_("from"), null=True, blank=True, help_text=_("Empty when no source gives it."))
    valid_until = models.DateField(_("until"), null=True, blank=True, help_text=_("The first day it no longer holds."))
    precision = models.CharField(_("precision"), max_length=5, choices=Precision, default=Precision.DAY)
    decided_by = models.CharField(_("decided by"), max_length=200, blank=True)
    note = models.TextField(_("note for the staff"), blank=True)

    objects = PartyStatusQuerySet.as_manager()

    class Meta:
        ordering = ["status", "order", "party"]
        verbose_name = _("status of a party")
        verbose_name_plural = _("statuses of parties")
        constraints = one_at_a_time(
            "party_status",
            "valid_from",
            "valid_until",
            alike=("party",),
            refusal=_("This party already holds a status in that time; end that one first."),
        )

    def __str__(self) -> str:
        return f"{self.party}: {self.get_status_display()}"

    def clean(self) -> None:
        super().clean()
        refuse_reversed(self, "valid_from", "valid_until")


class Partnership(Sourced):
    """An entry in the printed list of organisations that the Conference has worked with."""

    order = models.PositiveSmallIntegerField(_("place in the printed list"), unique=True)
    party = models.ForeignKey(Party, models.PROTECT, related_name="partnerships", verbose_name=_("party"))
    name = models.CharField(_("name as printed"), max_length=250)
    note = models.TextField(_("note for the staff"), blank=True)

    class Meta:
        ordering = ["order"]
        verbose_name = _("partnership")
        verbose_name_plural = _("partnerships")

    def __str__(self) -> str:
        return self.name


class Institution(models.Model):
    """A ministry, directorate or office through which a party takes part."""

    party = models.ForeignKey(Party, models.PROTECT, related_name="institutions", verbose_name=_("party"))
    name = models.CharField(_("name"), max_length=250)
    acronym = models.CharField(_("acronym"), max_length=40, blank=True)

    class Meta:
        ordering = ["party", "name"]
        verbose_name = _("institution")
        verbose_name_plural = _("institutions")
        constraints = [models.UniqueConstraint(fields=["party", "name"], name="institution_once_per_party")]

    def __str__(self) -> str:
        return self.name
