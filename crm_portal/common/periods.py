"""Half-open periods: from a first day until the day they no longer hold; an open end has no date."""

from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _


class DateRange(Func):
    """PostgreSQL's daterange: half-open, and unbounded where a date is null."""

    function = "daterange"
    output_field = DateRangeField()


def one_at_a_time(
    name: str, start: str, end: str, *, alike: tuple[Any, ...] = (), condition: Q | None = None, refusal: Any
) -> list[models.BaseConstraint]:
    """The database refuses a period that ends before it begins, and two that overlap among rows alike.

    With a condition, only the rows that meet it may not overlap.
    """
    same = [(field, RangeOperators.EQUAL) for field in alike]
    return [
        models.CheckConstraint(
            condition=Q(**{f"{end}__gt": F(start)}) | Q(**{start: None}) | Q(**{end: None}),
            name=f"{name}_ends_after_it_begins",
        ),
        ExclusionConstraint(
            name=f"{name}_one_at_a_time",
            expressions=[*same, (DateRange(start, end, Value("[)")), RangeOperators.OVERLAPS)],
            condition=condition,
            violation_error_message=refusal,
        ),
    ]


def refuse_reversed(row: models.Model, start: str, end: str) -> None:
    """Raises ValidationError beside the end. For clean(), since PostgreSQL makes no range of reversed days."""
    begins, ends = getattr(row, start), getattr(row, end)
    if begins and ends and ends <= begins:
        raise ValidationError({end: _("It must end after it begins.")})
