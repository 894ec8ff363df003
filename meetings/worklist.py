"""What waits for somebody in the meetings: agendas to comment on, proposals to decide."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm_portal.common.registry import Event, Task
from meetings.models import AgendaVersion, ItemComment, ItemProposal, Meeting
from meetings.models.meetings import OVER
from members.roles import PPT, Role


def tasks(user: Any) -> Iterator[Task]:
    """What waits for a person."""
    if user.has_perm("meetings.comment_versionitem"):
        yield from agendas_to_comment_on(user)
    if user.standing.holds(PPT, Role.ST_COORD):
        yield from proposals_to_decide(user)


def open_for_comment(user: Any) -> QuerySet[AgendaVersion]:
    """The preliminary agendas whose deadline is ahead, and of which the own delegation has said nothing yet."""
    said = ItemComment.objects.filter(party__in=user.standing.party_ids).values("item__version")
    open_ones = AgendaVersion.objects.visible_to(user).filter(comments_until__gte=timezone.now())
    return open_ones.exclude(pk__in=said).exclude(meeting__status__in=OVER).select_related("meeting")


def agendas_to_comment_on(user: Any) -> Iterator[Task]:
    """The agendas on which a person's delegation may still say something."""
    for version in open_for_comment(user):
        title = _("Comment on the agenda: %(meeting)s") % {"meeting": version.meeting}
        yield Task(title, version.get_absolute_url(), due_on=timezone.localdate(version.comments_until))


def deadlines(user: Any) -> Iterator[Event]:
    """The last days for comments on agendas, for the own calendar."""
    if user.has_perm("meetings.comment_versionitem"):
        for version in open_for_comment(user):
            day = timezone.localdate(version.comments_until)
            title = _("Comment on the agenda: %(meeting)s") % {"meeting": version.meeting}
            yield Event(f"agenda-{version.pk}", title, day, day + timedelta(days=1), version.get_absolute_url())


def proposals_to_decide(user: Any) -> Iterator[Task]:
    """Meetings with proposals of which nobody has decided, for whoever decides them."""
    waiting = ItemProposal.objects.visible_to(user).filter(status=ItemProposal.Status.PROPOSED)
    going_on = Meeting.objects.exclude(status__in=OVER)
    counted = going_on.filter(proposals__in=waiting).annotate(number=Count("proposals"))
    for meeting in counted:
        if user.has_perm("meetings.accept_itemproposal", meeting):
            said = ngettext(
                "Decide %(number)d proposal for the agenda",
                "Decide %(number)d proposals for the agenda",
                meeting.number,
            )
            page = reverse("meetings:agenda", args=[meeting.slug])
            yield Task(said % {"number": meeting.number}, page, due_on=meeting.starts_on, detail=meeting.title)
