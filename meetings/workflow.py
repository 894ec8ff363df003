"""The life of a meeting: planned, convened, open, closed, archived; cancelled with a reason."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from crm_portal.common import audit
from crm_portal.common.both_languages import is_in_both_languages
from crm_portal.common.sourced import Precision
from crm_portal.common.workflow import TransitionNotAllowed, Transitions, next_status
from meetings import attendance, closing, logistics
from meetings.locking import locked
from meetings.models import AgendaItem, Meeting, Session
from meetings.titles import numbered
from members.models import Body

Status = Meeting.Status
A_YEAR = timedelta(weeks=52)
TRANSITIONS: Transitions = {
    "convene": ((Status.PLANNED,), Status.CONVENED),
    "open": ((Status.CONVENED,), Status.OPEN),
    "close": ((Status.OPEN,), Status.CLOSED),
    "archive": ((Status.CLOSED,), Status.ARCHIVED),
    "cancel": ((Status.PLANNED, Status.CONVENED), Status.CANCELLED),
}


@transaction.atomic
def advance(meeting: Meeting, verb: str, *, by: Any) -> Meeting:
    """Open, close or archive a meeting.

    Raises TransitionNotAllowed, also to close it while a standing item is undecided or the members' presence unknown.
    """
    meeting = locked(meeting)
    meeting.status = next_status(TRANSITIONS, verb, meeting.status)
    if verb == "close":
        closing.refuse_undecided(meeting, by)
        closing.refuse_unrecorded(meeting)
    meeting.save(update_fields=["status", "changed_at"])
    audit.record(f"meetings.{verb}_meeting", meeting, by=by)
    return meeting


@transaction.atomic
def decide(item: AgendaItem, result: str, *, by: Any) -> None:
    """Say what became of an item. Raises TransitionNotAllowed once its meeting is closed, and before it is open."""
    if locked(item.session.meeting).status != Status.OPEN:  # or it could be closed meanwhile
        raise TransitionNotAllowed(_("Items are decided while the meeting is in session."))
    item = AgendaItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    item.result = AgendaItem.Result(result)
    item.save(update_fields=["result", "changed_at"])
    audit.record("meetings.decide_agendaitem", item, by=by, result=result)


@transaction.atomic
def convene(meeting: Meeting, *, by: Any) -> Meeting:
    """Announce a meeting: from now on everybody may know of it.

    Raises TransitionNotAllowed, also where no rule says who may attend its kind, where its body is only proposed or has
    ended, and where days, place or one of the languages of its title are missing. Source, lines 741-790.
    """
    meeting = locked(meeting)
    meeting.status = next_status(TRANSITIONS, "convene", meeting.status)
    if missing := what_is_missing(meeting):
        raise TransitionNotAllowed(missing)
    meeting.convened_at = timezone.now()
    meeting.save(update_fields=["status", "convened_at", "changed_at"])
    audit.record("meetings.convene_meeting", meeting, by=by)
    return meeting


def what_is_missing(meeting: Meeting) -> str:
    """Why a meeting cannot be convened yet, in a sentence; empty when it can."""
    if not attendance.rules(meeting).exists():
        return _("No rule says who may attend a meeting of this kind. It cannot be convened before there is one.")
    for body in meeting.bodies.all():
        if body.status != Body.Status.ACTIVE:
            state = body.get_status_display()
            return _("“%(body)s” is %(state)s: it cannot be convened.") % {"body": body, "state": state}
    if meeting.starts_on is None or meeting.last_on is None or meeting.precision != Precision.DAY:
        return _("Fill in the first and the last day before it is convened.")
    if meeting.format != Meeting.Format.VIRTUAL and meeting.host is None:
        return _("Fill in the host country before it is convened, or make the meeting virtual.")
    if not is_in_both_languages(meeting, "title"):
        return _("Fill in the title in both languages before it is convened.")
    return ""


@transaction.atomic
def cancel(meeting: Meeting, *, by: Any) -> Meeting:
    """Call a meeting off, with the reason that is filled in; calendars are told. Raises TransitionNotAllowed."""
    meeting = locked(meeting)
    meeting.status = next_status(TRANSITIONS, "cancel", meeting.status)
    if not is_in_both_languages(meeting, "cancellation_reason"):
        raise TransitionNotAllowed(_("Say in both languages why it is cancelled, and save, before you cancel it."))
    meeting.save(update_fields=["status", "changed_at"])
    audit.record("meetings.cancel_meeting", meeting, by=by)
    return meeting


@transaction.atomic
def record(meeting: Meeting, *, at: datetime) -> None:
    """Keep a meeting that was held long before this portal: it needs nobody's decision now."""
    meeting.status, meeting.convened_at = Status.ARCHIVED, at
    meeting.save(update_fields=["status", "convened_at", "changed_at"])


@transaction.atomic
def plan_next(previous: Meeting, *, by: Any) -> Meeting:
    """A new meeting in the shape of an earlier one: its kind, bodies, sessions and co-sponsors, without its days.

    Sessions keep their weekday and hour; who attends them is asked of the rules anew. What was to be arranged is again.
    """
    made = Meeting(
        kind=previous.kind,
        format=previous.format,
        time_zone=previous.time_zone,
        year=previous.year + 1,
        ordinal=previous.ordinal + 1 if previous.ordinal else None,
        previous=previous,
    )
    made.slug = free_slug(previous)
    titles = numbered(made.kind, made.ordinal)
    for code, _name in settings.LANGUAGES:
        setattr(made, f"title_{code}", titles.get(code) or getattr(previous, f"title_{code}"))
    made.save()
    made.bodies.set(previous.bodies.all())
    made.co_sponsors.set(previous.co_sponsors.all())
    for session in previous.sessions.all():
        copied = Session(meeting=made, part=session.part, room="")
        for code, _name in settings.LANGUAGES:
            setattr(copied, f"title_{code}", getattr(session, f"title_{code}"))
        copied.starts_at, copied.ends_at = session.starts_at + A_YEAR, session.ends_at + A_YEAR
        attendance.place(copied).save()
        carry_over(session, copied, by)
    logistics.take_over(previous, made)
    audit.record("meetings.plan_meeting", made, by=by, previous=previous.pk)
    return made


def carry_over(session: Session, into: Session, by: Any) -> None:
    """Take the items that come back, and those carried over, to a session of the next meeting.

    Only what the person sees: whoever is not admitted behind closed doors takes nothing from there.
    """
    coming_back = Q(is_standing=True) | ~Q(minimum="") | Q(result=AgendaItem.Result.CARRIED_OVER)
    for item in AgendaItem.objects.visible_to(by).filter(coming_back, session=session):
        copied = AgendaItem(session=into, order=item.order, minutes=item.minutes, axis=item.axis)
        copied.minimum, copied.matter, copied.is_standing = item.minimum, item.matter, item.is_standing
        for code, _name in settings.LANGUAGES:
            setattr(copied, f"title_{code}", getattr(item, f"title_{code}"))
        attendance.inherit(copied).save()


def free_slug(previous: Meeting) -> str:
    """The name in addresses with the next number, or the next that is free."""
    stem, _dash, number = previous.slug.rpartition("-")
    stem, count = (stem, int(number) + 1) if number.isdecimal() and stem else (previous.slug, 2)
    while Meeting.objects.filter(slug=f"{stem}-{count}").exists():
        count += 1
    return f"{stem}-{count}"
