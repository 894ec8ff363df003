"""Meetings in the order and groups in which pages show them."""

import calendar
from collections import Counter
from collections.abc import Iterable
from datetime import date
from itertools import groupby
from typing import NamedTuple

from django.utils.translation import get_language

from meetings.models import ActivityCount, Meeting


class Year(NamedTuple):
    """The meetings of one year."""

    year: int
    meetings: list[Meeting]


class Day(NamedTuple):
    """One day of a month; `is_outside` where the week belongs to the month before or after."""

    date: date
    is_outside: bool
    is_today: bool
    meetings: list[Meeting]


class Counted(NamedTuple):
    """A kind of activity, as printed, and how many of it are on record here."""

    name: str
    printed: int
    on_record: int


def by_year(meetings: Iterable[Meeting]) -> list[Year]:
    """Meetings that come in order of their year, year by year."""
    return [Year(year, list(found)) for year, found in groupby(meetings, lambda meeting: meeting.year)]


def is_on(meeting: Meeting, day: date) -> bool:
    """Whether a meeting whose days are known is held on a day."""
    return bool(meeting.starts_on and meeting.last_on and meeting.starts_on <= day <= meeting.last_on)


def weeks(year: int, month: int, meetings: Iterable[Meeting], today: date) -> list[list[Day]]:
    """A month in weeks: from Monday in Spanish, from Sunday in English, as calendars in the region have them."""
    held = list(meetings)
    first = calendar.MONDAY if get_language() == "es" else calendar.SUNDAY
    return [
        [Day(day, day.month != month, day == today, [each for each in held if is_on(each, day)]) for day in week]
        for week in calendar.Calendar(first).monthdatescalendar(year, month)
    ]


def counted(counts: Iterable[ActivityCount], until: int) -> list[Counted]:
    """Each printed count beside the meetings of its kinds that are on record to the end of a year."""
    public = Meeting.objects.public().filter(year__lte=until).values_list("kind", flat=True)
    on_record = Counter(public.order_by())
    return [Counted(each.name, each.printed, sum(on_record[kind] for kind in each.kinds)) for each in counts]
