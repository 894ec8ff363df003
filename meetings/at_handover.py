"""What of the meetings is open when a presidency hands over."""

from collections.abc import Iterator

from django.db.models import Count, Q
from django.utils.translation import ngettext

from crm_portal.common.registry import Task
from meetings.models import Meeting
from meetings.models.meetings import SETTLED
from members.standing import Standing


def tasks(standing: Standing) -> Iterator[Task]:
    """The meetings that are neither archived nor cancelled, each with how many of its logistics tasks are open.

    Which ones they are is not said: the coming presidency does not read the logistics file yet.
    """
    unfinished = Count("logistics", filter=Q(logistics__done_at=None))
    found = Meeting.objects.seen_by(standing).exclude(status__in=SETTLED).annotate(unfinished=unfinished)
    for meeting in found.order_by("year", "starts_on", "pk"):
        detail = meeting.get_status_display()
        if meeting.unfinished:
            said = ngettext(
                "%(number)d logistics task is open", "%(number)d logistics tasks are open", meeting.unfinished
            )
            detail = f"{detail} · {said % {'number': meeting.unfinished}}"
        yield Task(meeting.title, due_on=meeting.starts_on, detail=detail)
