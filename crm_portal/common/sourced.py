"""Rows that rest on the printed history, and dates as precise as their source."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Precision(models.TextChoices):
    """How much of a date is known; the rest of the stored date is filling."""

    YEAR = "year", _("year")
    MONTH = "month", _("month")
    DAY = "day", _("day")


class Sourced(models.Model):
    """A row that says where it comes from."""

    source = models.CharField(
        _("source"),
        max_length=200,
        blank=True,
        help_text=_("Lines of the 2016 publication “20 años de la CRM”, or the paper this rests on."),
    )

    fact = models.CharField(
        max_length=150,
        unique=True,
        null=True,
        blank=True,
        editable=False,
        default=None,
        db_comment="File and row of the recorded history that made this row; staff may correct everything else.",
    )

    class Meta:
        abstract = True
