"""Writing an agenda item by item, putting it in order, and taking the items up on the day."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from crm_portal.common import audit
from crm_portal.common.workflow import TransitionNotAllowed
from meetings import opening
from meetings.locking import locked
from meetings.models import AgendaItem, Meeting, Session
from meetings.models.agenda import MEETING_IS_OVER

Status = Meeting.Status


def refuse_written(meeting: Meeting) -> None:
    """Raises TransitionNotAllowed once the agenda is part of the record."""
    if meeting.is_over:
        raise TransitionNotAllowed(str(MEETING_IS_OVER))


@transaction.atomic
def write(item: AgendaItem, *, by: Any) -> AgendaItem:
    """Put an item on the agenda of its session, a new one behind the others, or keep what was changed of it.

    Raises TransitionNotAllowed once the meeting is over.
    """
    meeting = locked(item.session.meeting)
    refuse_written(meeting)
    is_new = item.pk is None
    if is_new:
        last = (
            AgendaItem.objects.filter(session=item.session).order_by("-order").values_list("order", flat=True).first()
        )
        item.order = (last or 0) + 1
    item.save()
    audit.record("meetings.add_agendaitem" if is_new else "meetings.change_agendaitem", item, by=by)
    opening.bring_in_line(meeting, by=by)
    return item


@transaction.atomic
def remove(item: AgendaItem, *, by: Any) -> None:
    """Take an item off the agenda; what went out in a version stays there. Raises TransitionNotAllowed."""
    meeting = locked(item.session.meeting)
    refuse_written(meeting)
    if item.result or item.taken_up_at:
        raise TransitionNotAllowed(_("This item was taken up already: it stays on the agenda."))
    audit.record("meetings.delete_agendaitem", item, by=by)
    item.delete()
    opening.bring_in_line(meeting, by=by)


@transaction.atomic
def put_in_order(session: Session, items: Sequence[int], *, by: Any) -> None:
    """Put the items of a session in this order, by their numbers; one that is not named keeps its place.

    Only the items that the person sees change places among themselves, so that nobody moves, or learns of, what lies
    between them. Raises TransitionNotAllowed once the meeting is over.
    """
    refuse_written(locked(session.meeting))
    everything = list(AgendaItem.objects.select_for_update(of=("self",)).filter(session=session))
    seen = set(AgendaItem.objects.visible_to(by).filter(session=session).values_list("pk", flat=True))
    named = [pk for pk in dict.fromkeys(items) if pk in seen]
    by_pk = {item.pk: item for item in everything}
    coming = iter(named)
    arranged = [by_pk[next(coming)] if item.pk in set(named) else item for item in everything]
    for order, item in enumerate(arranged, start=1):
        item.order = order
    AgendaItem.objects.bulk_update(arranged, ["order"])
    audit.record("meetings.order_session", session, by=by)


def move(item: AgendaItem, step: int, *, by: Any) -> None:
    """Move an item up (-1) or down (1) among those that the person sees. Raises TransitionNotAllowed."""
    numbers = list(AgendaItem.objects.visible_to(by).filter(session=item.session_id).values_list("pk", flat=True))
    place = numbers.index(item.pk)
    if 0 <= place + step < len(numbers):
        numbers.insert(place + step, numbers.pop(place))
        put_in_order(item.session, numbers, by=by)


@transaction.atomic
def take_up(item: AgendaItem, *, by: Any) -> None:
    """Open the discussion of an item, ending that of another of the same session. Raises TransitionNotAllowed."""
    item = in_session(item)
    if item.taken_up_at is not None:
        raise TransitionNotAllowed(_("This item was taken up already."))
    now = timezone.now()
    running = AgendaItem.objects.filter(session=item.session_id, taken_up_at__isnull=False, finished_at=None)
    running.update(finished_at=now)
    item.taken_up_at = now
    item.save(update_fields=["taken_up_at"])
    audit.record("meetings.take_up_agendaitem", item, by=by)


@transaction.atomic
def finish(item: AgendaItem, *, by: Any) -> None:
    """End the discussion of an item. Raises TransitionNotAllowed when it is not being discussed."""
    item = in_session(item)
    if not item.is_under_discussion:
        raise TransitionNotAllowed(_("This item is not being discussed."))
    item.finished_at = timezone.now()
    item.save(update_fields=["finished_at"])
    audit.record("meetings.finish_agendaitem", item, by=by)


def in_session(item: AgendaItem) -> AgendaItem:
    """The item, locked, of a meeting that is in session. Raises TransitionNotAllowed when it is not."""
    if locked(item.session.meeting).status != Status.OPEN:
        raise TransitionNotAllowed(_("Items are taken up while the meeting is in session."))
    return AgendaItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
