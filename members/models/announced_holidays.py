"""Days off that a calendar made beforehand cannot know."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from members.models.parties import Party


class AnnouncedHoliday(models.Model):
    """A day off that a government has announced and that the calendar library does not know, or does not know yet."""

    party = models.ForeignKey(
        Party,
        models.PROTECT,
        related_name="announced_holidays",
        limit_choices_to={"kind": Party.Kind.STATE},
        verbose_name=_("country"),
    )
    on = models.DateField(_("day"), help_text=_("Several days off are entered one by one."))
    name = models.CharField(_("name"), max_length=200, help_text=_("As it is to be read beside a deadline."))

    class Meta:
        ordering = ["-on", "party"]
        verbose_name = _("announced holiday")
        verbose_name_plural = _("announced holidays")
        constraints = [models.UniqueConstraint(fields=["party", "on"], name="announced_holiday_once_per_party")]

    def __str__(self) -> str:
        return f"{self.on}: {self.name}"

    def clean(self) -> None:
        super().clean()
        if self.party_id and self.on:
            others = AnnouncedHoliday.objects.filter(party=self.party_id, on=self.on).exclude(pk=self.pk)
            if others.exists():
                raise ValidationError({"on": _("This country's holiday on that day is entered already.")})
