"""The days of a meeting as people write them: 28 and 29 January, the month alone, or the year alone."""

from babel.dates import format_interval
from django import template
from django.utils import formats, translation

from crm_portal.common.sourced import Precision
from crm_portal.common.templatetags.portal import zone_name
from meetings.models import ItemDocument, Meeting

register = template.Library()
register.filter("zone_name", zone_name)


@register.filter
def meeting_days(meeting: Meeting) -> str:
    """As much of a meeting's days as is known, in the reader's language."""
    first, last = meeting.starts_on, meeting.last_on
    if first is None:
        return str(meeting.year)
    if meeting.precision != Precision.DAY:
        return formats.date_format(first, "YEAR_MONTH_FORMAT")
    if last is None or last == first:
        return formats.date_format(first, "DATE_FORMAT")
    return str(format_interval(first, last, "yMMMMd", locale=translation.get_language() or "es"))


@register.filter
def is_late(paper: ItemDocument, meeting: Meeting) -> bool:
    """Whether a paper was added after the day by which its meeting's papers were due."""
    return paper.is_late(meeting)
