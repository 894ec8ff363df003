"""Fictional meetings around this year, so that there is one to plan, one to attend and one to look back on."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone, translation

from meetings import agenda_versions, attendance, convocations, logistics, proposals, speaking, workflow
from meetings.models import AgendaItem, ItemProposal, LogisticsTask, Meeting, MeetingInvitation, Session
from members.demo_office import account, has_happened
from members.models import Attendance, Body, Party, User
from members.models.people import DEMO_DOMAIN

Part = Attendance.Part
Payer = LogisticsTask.Payer
Answer = MeetingInvitation.Answer
ZONE = "America/Costa_Rica"
COMMENTED_WITHIN = timedelta(days=10)
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
    writes_letters = not has_happened("meetings.send_convocation") and not has_real_people()
    if writes_letters:
        until = datetime.combine(timezone.localdate() + COMMENTED_WITHIN, time(23, 59, 59), tzinfo=ZoneInfo(ZONE))
        agenda_versions.send_out(conference, comments_until=until, by=presidency)
    mexico = ItemProposal(
        meeting=conference,
        party=Party.objects.get(slug="mx"),
        title="Demostración: documentos de viaje",
        grounds="Demostración: las Redes pidieron que se trate.",
        minutes=20,
    )
    proposals.propose(mexico, by=account("focal-mx"))
    arrange(conference)
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
    if writes_letters:
        convoke(group, network, presidency)
        ask_for_the_floor(group.sessions.get(), network.sessions.get(), presidency)
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


def has_real_people() -> bool:
    """Whether somebody beyond the demonstration holds a mandate, who would be written to."""
    return User.objects.filter(mandates__isnull=False).exclude(email__endswith=f"@{DEMO_DOMAIN}").exists()


def ask_for_the_floor(working: Session, virtual: Session, presidency: User) -> None:
    """A request that waits for those who allot, and an invitation that waits for the RNCOM."""
    organisation, civil = (Party.objects.get(slug=slug) for slug in ("unhcr", "rrocm"))
    request = "Demostración: protección en contextos de movilidad"
    speaking.request(working, organisation, by=account("obs-org"), subject=request, minutes=10)
    offer = "Demostración: aportes de la sociedad civil"
    speaking.invite(virtual, civil, by=presidency, subject=offer, minutes=10)


def arrange(conference: Meeting) -> None:
    """The logistics file of the conference: two tasks under way, one of them with a note for delegates; one overdue."""
    logistics.begin(conference, by=account("ppt"))
    tasks = {task.area: task for task in LogisticsTask.objects.filter(meeting=conference)}
    hotels, interpretation, visas = (tasks[area] for area in ("hotels", "interpretation", "visas"))
    hotels.owner, hotels.due_on, hotels.payer = account("st-assist"), within_this_year(10), Payer.SECRETARIAT
    hotels.estimated_usd = Decimal("4200.00")
    interpretation.owner, interpretation.due_on, interpretation.payer = (
        account("ppt"),
        within_this_year(5),
        Payer.PRESIDENCY,
    )
    interpretation.estimated_usd, interpretation.actual_usd = Decimal("3150.50"), Decimal("3000.00")
    visas.owner, visas.due_on = account("ppt"), within_this_year(-3)
    notes: dict[str, Any] = {
        "note_es": "Demostración: hay habitaciones reservadas en el Hotel Demostración hasta diez días antes.",
        "note_en": "Demo: rooms are held at the Demo Hotel until ten days before.",
    }
    for name, text in notes.items():
        setattr(hotels, name, text)
    for task in (hotels, interpretation, visas):
        logistics.write(task, by=account("ppt"))


def convoke(group: Meeting, network: Meeting, presidency: User) -> None:
    """A convocation that was sent and is half answered, and one that waits for its approval, with a guest."""
    written = convocations.write(convocations.proposed(group), by=presidency)
    if not convocations.what_is_wrong(group, written.answer_by):  # in the last days of the year it would come too late
        for step in (convocations.approve, convocations.send):
            step(written, by=presidency)
        for slug, answer in (("mx", Answer.COMES), ("ca", Answer.DOES_NOT_COME), ("pa", Answer.COMES)):
            invitation = MeetingInvitation.objects.get(meeting=group, party__slug=slug)
            convocations.answer(invitation, answer, by=account(f"focal-{slug}"))
    convocations.write(convocations.proposed(network), by=presidency)
    reason = "Demo: speaks on the protection of victims"
    convocations.invite(network, Party.objects.get(slug="unhcr"), reason=reason, by=presidency)
    guest = MeetingInvitation(meeting=network, guest_name="Demo: guest from a country of origin", guest_language="es")
    guest.guest_address, guest.reason = f"guest@{DEMO_DOMAIN}", "Demo: country of origin"
    convocations.invite_guest(guest, by=presidency)


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
