"""Fictional meetings around this year, so that there is one to plan, one to attend and one to look back on."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone, translation

from meetings import attendance, workflow
from meetings.models import AgendaItem, Meeting, Session
from members.demo_office import account, has_happened
from members.models import Attendance, Body, Party

Part = Attendance.Part
ZONE = "America/Costa_Rica"
OPENING, PLENARY, CLOSED_DOOR = ("Apertura", "Opening"), ("Plenaria", "Plenary"), ("Puerta cerrada", "Closed door")


def load() -> None:
    """Make what was never there. Running it again changes nothing."""
    if has_happened("meetings.convene_meeting"):
        return
    presidency = account("ppt")
    conference = plan(
        "conference",
        "demo-conference",
        ("Demostración: Conferencia Regional sobre Migración", "Demo: Regional Conference on Migration"),
        days=(20, 21),
    )
    sit(conference, Part.OPENING, OPENING, day=0, hours=(9, 10))
    plenary = sit(conference, Part.PLENARY, PLENARY, day=0, hours=(10, 17))
    put_on_the_agenda(plenary)
    sit(conference, Part.CLOSED_DOOR, CLOSED_DOOR, day=1, hours=(9, 12))
    group = plan(
        "rcgm",
        "demo-rcgm",
        ("Demostración: reunión del GRCM", "Demo: meeting of the RCGM"),
        days=(17, 19),
    )
    sit(group, Part.SESSION, ("Sesión de trabajo", "Working session"), day=0, hours=(9, 17))
    group.held_with.add(conference)
    network = plan(
        "network",
        "demo-network",
        ("Demostración: reunión de la Red contra la trata", "Demo: meeting of the network against trafficking"),
        days=(12, 12),
        format=Meeting.Format.VIRTUAL,
        host=None,
    )
    network.bodies.set(Body.objects.filter(slug="net-trafficking"))
    sit(network, Part.SESSION, ("Sesión virtual", "Virtual session"), day=0, hours=(10, 13))
    for meeting in (group, network):
        workflow.convene(meeting, by=presidency)
    held = plan(
        "seminar",
        "demo-seminar",
        ("Demostración: seminario sobre retorno digno", "Demo: seminar on return with dignity"),
        days=(-40, -39),
        host=Party.objects.get(slug="gt"),
    )
    coordinator = account("st-coord")
    workflow.convene(held, by=coordinator)
    for verb in ("open", "close"):
        workflow.advance(held, verb=verb, by=coordinator)


def plan(kind: str, slug: str, titles: tuple[str, str], *, days: tuple[int, int], **values: Any) -> Meeting:
    """A meeting so many days from today, in the presiding country unless another hosts it."""
    first, last = map(within_this_year, days)
    texts: dict[str, Any] = {"title_es": titles[0], "title_en": titles[1]}
    hosted = {"host": Party.objects.get(slug="cr")} | values
    made = Meeting.objects.create(
        kind=kind, slug=slug, year=first.year, starts_on=first, last_on=last, source="Demo", **texts, **hosted
    )
    attendance.seat_body(made)
    return made


def within_this_year(offset: int) -> date:
    """The day so many days from today, or the nearest one of this year."""
    today = timezone.localdate()
    return min(max(today + timedelta(days=offset), today.replace(month=1, day=1)), today.replace(month=12, day=31))


def put_on_the_agenda(plenary: Session) -> None:
    """What every plenary has, and an item that comes back at each."""
    for order, minimum in enumerate(AgendaItem.Minimum, start=1):
        texts: dict[str, Any] = {}
        for code, _name in settings.LANGUAGES:
            with translation.override(code):
                texts[f"title_{code}"] = str(minimum.label)
        item = AgendaItem(session=plenary, order=order, minimum=minimum, minutes=30, **texts)
        attendance.inherit(item).save()
    titles: dict[str, Any] = {"title_es": "Demostración: próxima reunión", "title_en": "Demo: the next meeting"}
    last = AgendaItem(session=plenary, order=len(AgendaItem.Minimum) + 1, is_standing=True, **titles)
    attendance.inherit(last).save()


def sit(meeting: Meeting, part: Part, titles: tuple[str, str], *, day: int, hours: tuple[int, int]) -> Session:
    """A session on a day of the meeting, from one full hour to another where it is held."""
    if meeting.starts_on is None:
        raise ValueError("A session needs a day")
    on = meeting.starts_on + timedelta(days=day)
    begins, ends = (datetime.combine(on, time(hour), tzinfo=ZoneInfo(ZONE)) for hour in hours)
    texts: dict[str, Any] = {"title_es": titles[0], "title_en": titles[1]}
    made = attendance.place(Session(meeting=meeting, part=part, starts_at=begins, ends_at=ends, **texts))
    made.save()
    return made
