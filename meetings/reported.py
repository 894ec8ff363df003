"""What the half-yearly report tells of meetings: those that everybody may know of, in the time in which they ended."""

from collections.abc import Iterator, Sequence
from datetime import date

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm_portal.common.registry import Cell, ReportSection, ReportTable
from meetings.models import Meeting
from meetings.models.meetings import HOSTED

HELD = (Meeting.Status.CLOSED, Meeting.Status.ARCHIVED)


def tables(starts_on: date, ends_on: date) -> Iterator[ReportTable]:
    """The meetings of the bodies that were held, then workshops, seminars and training. One query."""
    ended = Meeting.objects.public().filter(status__in=HELD, last_on__gte=starts_on, last_on__lt=ends_on)
    present = Count("presences", filter=Q(presences__is_present=True))
    counted = ended.annotate(present=present, asked=Count("presences")).select_related("host")
    found = list(counted.order_by("starts_on", "pk"))
    columns = [_("Meeting"), _("Kind"), _("First day"), _("Last day"), _("Place"), _("Parties present")]
    note = _("A meeting is told in the half-year in which it ended; a dash stands where presences were not recorded.")
    bodies = [row(meeting) for meeting in found if meeting.kind not in HOSTED]
    hosted = [row(meeting) for meeting in found if meeting.kind in HOSTED]
    yield ReportTable(_("Meetings of the bodies of the Conference"), columns, bodies, note=note if bodies else "")
    yield ReportTable(_("Workshops, seminars and training"), columns, hosted, note=note if hosted else "")


def row(meeting: Meeting) -> Sequence[Cell]:
    """A meeting with its `present` and `asked` parties."""
    counts: dict[str, int] = vars(meeting)
    present = counts["present"] if counts["asked"] else None
    kind = str(meeting.get_kind_display())
    return [meeting.title, kind, meeting.starts_on, meeting.last_on, meeting.where, present]


SECTION = ReportSection(20, gettext_lazy("Meetings and workshops"), tables)
