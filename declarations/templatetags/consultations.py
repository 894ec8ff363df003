"""How pages and papers say the days of a round, which are kept as they were counted."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django import template
from django.utils import formats
from django.utils.translation import get_language

register = template.Library()


@register.filter
def short_day(day: date) -> str:
    """A day without its year: months are written small in Spanish."""
    return formats.date_format(day, "j b" if get_language() == "es" else "j M")


def short(day: str) -> str:
    return short_day(date.fromisoformat(day))


@register.filter
def days(counted: Iterable[str]) -> str:
    """The days counted, in order."""
    return ", ".join(short(day) for day in counted)


@register.filter
def passed_over(skipped: Sequence[Mapping[str, Any]]) -> list[str]:
    """Each day passed over, with its holiday in the reader's language and whose it is."""
    language = get_language() or "es"
    return [f"{short(one['day'])}: {one[language]} ({', '.join(one['countries'])})" for one in skipped]
