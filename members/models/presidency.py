"""The Presidency Pro-Témpore and the Troika, which is derived from it."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from crm_portal.common.periods import one_at_a_time, refuse_reversed
from crm_portal.common.sourced import Precision, Sourced
from members.models.parties import Party, PartyStatus


class Troika(NamedTuple):
    """The previous, current and next term around a day; any of them may be missing. Source, lines 711-714."""

    previous: "PresidencyTerm | None"
    current: "PresidencyTerm | None"
    next: "PresidencyTerm | None"


LONGEST_GAP = timedelta(days=364)
"""A handover may be late; a term a whole year away is no neighbour: the record has a hole there."""


def neighbours(terms: "Iterable[PresidencyTerm]", day: date) -> Troika:
    """Of some terms, the latest that had begun by a day, the one before it and the one after it.

    A neighbour is missing where the record has a hole.
    """
    found = sorted(terms, key=lambda term: term.starts_on, reverse=True)
    following = next((term for term in reversed(found) if term.starts_on > day), None)
    past = [term for term in found if term.starts_on <= day]
    latest, previous = (*past, None, None)[:2]
    if latest and previous and not latest.follows(previous):
        previous = None
    if latest and following and not following.follows(latest):
        following = None
    return Troika(previous, latest, following)


class PresidencyTermQuerySet(models.QuerySet["PresidencyTerm"]):
    def on(self, day: date) -> Self:
        """The term in force on a day: one row or none."""
        return self.filter(starts_on__lte=day, ends_on__gt=day)

    def begun(self, day: date) -> Self:
        """Terms that had begun by a day, the latest first."""
        return self.filter(starts_on__lte=day).order_by("-starts_on")

    def shown(self) -> Self:
        """Just what a list of terms shows."""
        own = ("starts_on", "ends_on", "theme", "theme_es", "theme_en", "theme_translation")
        return self.select_related("party").only(
            *own, *(f"party__{name}" for name in ("name", "name_es", "name_en", "slug", "kind"))
        )

    def around(self, day: date) -> Troika:
        """The latest term that had begun by a day, and the neighbours that the record has of it."""
        begun = self.begun(day).values("pk")[:2]
        coming = self.filter(starts_on__gt=day).order_by("starts_on").values("pk")[:1]
        return neighbours(self.shown().filter(Q(pk__in=begun) | Q(pk__in=coming)), day)

    def troika(self, day: date) -> Troika:
        """The Troika on a day, from the dates alone; where no term is in force, it has no current member."""
        around = self.around(day)
        if around.current is None or around.current.is_in_force(day):
            return around
        return Troika(around.current, None, around.next)


class PresidencyTerm(Sourced):
    """One country's term as Presidency Pro-Témpore: from its first day until the day the next may begin."""

    class Basis(models.TextChoices):
        DECIDED = "decided", _("decided")
        ASSUMED = "assumed", _("assumed: the source gives the year alone")

    class Translation(models.TextChoices):
        OFFICIAL = "official", _("official")
        COURTESY = "courtesy", _("the portal's own translation")

    party = models.ForeignKey(Party, models.PROTECT, related_name="presidencies", verbose_name=_("country"))
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), help_text=_("The first day that is no longer part of the term."))
    precision = models.CharField(_("precision"), max_length=5, choices=Precision, default=Precision.DAY)
    boundaries_basis = models.CharField(_("basis of the dates"), max_length=10, choices=Basis, default=Basis.DECIDED)
    theme = models.CharField(_("theme"), max_length=250, blank=True)
    theme_translation = models.CharField(
        _("English version of the theme"), max_length=10, choices=Translation, default=Translation.OFFICIAL
    )
    conference_number = models.PositiveSmallIntegerField(
        _("number of the conference"),
        null=True,
        blank=True,
        help_text=_("Which Regional Conference on Migration this presidency held."),
    )
    note = models.TextField(_("note for the staff"), blank=True)

    objects = PresidencyTermQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on"]
        verbose_name = _("presidency term")
        verbose_name_plural = _("presidency terms")
        constraints = one_at_a_time(
            "presidency",
            "starts_on",
            "ends_on",
            refusal=_("Another presidency holds part of that time: only one presides at a time."),
        )

    def __str__(self) -> str:
        return f"{self.years}: {self.party}"

    def clean(self) -> None:
        super().clean()
        refuse_reversed(self, "starts_on", "ends_on")
        if self.party_id and self.starts_on:
            seats = PartyStatus.objects.on(self.starts_on).filter(party=self.party_id)
            if not seats.filter(status=PartyStatus.Status.MEMBER).exists():
                raise ValidationError({"party": _("Only a member country presides.")})

    def is_in_force(self, day: date) -> bool:
        """Whether this is the term of that day; `PresidencyTerm.objects.on` asks the database the same."""
        return self.starts_on <= day < self.ends_on

    def follows(self, earlier: "PresidencyTerm") -> bool:
        """Whether nothing is missing on record between the two."""
        return self.starts_on - earlier.ends_on <= LONGEST_GAP

    @property
    def theme_language(self) -> str:
        """The language a theme is shown in when the reader's has none yet; empty when it has."""
        reader = get_language() or settings.LANGUAGE_CODE
        if not self.theme or getattr(self, f"theme_{reader}"):
            return ""
        return next(code for code, _name in settings.LANGUAGES if code != reader)

    def get_absolute_url(self) -> str:
        return f"{reverse('members:presidency')}#{self.years}"

    @property
    def years(self) -> str:
        """The year of the term, or both years where it crosses from one into another."""
        last_year = (self.ends_on - timedelta(days=1)).year
        return str(last_year) if last_year == self.starts_on.year else f"{self.starts_on.year}-{last_year}"
