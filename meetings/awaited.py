"""What of convocations waits for somebody: an answer to give, a text to approve, letters to send, parties to remind."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm_portal.common.registry import Event, Task
from meetings.convocations import MAY_STILL_BE_INVITED
from meetings.models import Convocation, Meeting, MeetingInvitation
from meetings.models.convocations import ANSWER_FOR, parties_of

Status = Convocation.Status


def tasks(user: Any) -> Iterator[Task]:
    """The convocations that a person answers for a party, and those that wait for whoever convenes."""
    if parties := parties_of(user.standing, ANSWER_FOR):
        yield from to_answer(user, parties)
    if user.has_perm("meetings.write_convocation"):
        yield from to_take_further(user)


def unanswered(user: Any, parties: list[int]) -> QuerySet[MeetingInvitation]:
    """The invitations of these parties to coming meetings that nobody has answered, the nearest deadline first."""
    waiting = MeetingInvitation.objects.visible_to(user).unanswered().filter(party__in=parties)
    coming = waiting.filter(meeting__status__in=MAY_STILL_BE_INVITED, meeting__starts_on__gt=timezone.localdate())
    return coming.select_related("meeting__convocation").order_by("meeting__convocation__answer_by", "pk")


def deadlines(user: Any) -> Iterator[Event]:
    """The days by which a person answers for a party, for the own calendar."""
    for invitation in unanswered(user, parties_of(user.standing, ANSWER_FOR)):
        day = invitation.meeting.convocation.answer_by
        title = _("Answer the convocation to: %(meeting)s") % {"meeting": invitation.meeting}
        page = invitation.get_absolute_url()
        yield Event(f"convocation-{invitation.pk}", title, day, day + timedelta(days=1), page)


def to_answer(user: Any, parties: list[int]) -> Iterator[Task]:
    for invitation in unanswered(user, parties):
        convocation = invitation.meeting.convocation
        yield Task(
            _("Answer the convocation to: %(meeting)s") % {"meeting": invitation.meeting},
            invitation.get_absolute_url(),
            due_on=convocation.answer_by,
            detail=convocation.symbol,
        )


def to_take_further(user: Any) -> Iterator[Task]:
    today = timezone.localdate()
    standing = Q(meeting__invitations__withdrawn_at=None)
    sent = Q(meeting__invitations__sent_at__isnull=False)
    not_answered = Q(meeting__invitations__answer=MeetingInvitation.Answer.NOT_YET)
    counted = Convocation.objects.visible_to(user).annotate(
        unanswered=Count("meeting__invitations", filter=standing & sent & not_answered)
    )
    ahead = counted.filter(meeting__status__in=MAY_STILL_BE_INVITED, meeting__starts_on__gt=today)
    for convocation in ahead.select_related("meeting").order_by(F("meeting__starts_on").asc(nulls_last=True), "pk"):
        meeting = convocation.meeting
        words = {"meeting": meeting}
        page = convocation.get_absolute_url()
        if convocation.status == Status.DRAFT and user.has_perm("meetings.approve_convocation", meeting):
            yield Task(_("Approve the convocation to: %(meeting)s") % words, page, due_on=meeting.starts_on)
        is_ready = convocation.status == Status.APPROVED and meeting.status == Meeting.Status.CONVENED
        if is_ready and user.has_perm("meetings.send_convocation", meeting):
            yield Task(_("Send the convocation to: %(meeting)s") % words, page, due_on=meeting.starts_on)
        if convocation.status == Status.SENT and convocation.unanswered:
            text = ngettext(
                "%(number)d party has not answered the convocation to: %(meeting)s",
                "%(number)d parties have not answered the convocation to: %(meeting)s",
                convocation.unanswered,
            )
            yield Task(text % (words | {"number": convocation.unanswered}), page, due_on=convocation.answer_by)
