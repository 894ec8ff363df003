"""The form field of a day: as browsers send it, so that nobody takes the month for the day."""

from datetime import date
from typing import Any

from django import forms
from django.core.validators import MinValueValidator
from django.utils.translation import gettext_lazy as _

from members.forms import DayInput

EARLIEST = date(1900, 1, 1)
NO_DAY = _("This is no day: write it as year, month and day, like 2026-06-30.")


class DayField(forms.DateField):
    """A day of our time."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            **{
                "input_formats": ["%Y-%m-%d"],
                "widget": DayInput(),
                "validators": [MinValueValidator(EARLIEST, message=_("Check the year of this date."))],
                "error_messages": {"invalid": NO_DAY},
                **options,
            }
        )
