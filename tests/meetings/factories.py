"""Valid meetings and sessions for tests."""

from datetime import UTC, date, datetime, timedelta

from django.utils import timezone

from meetings import attendance, closing, convocations, workflow
from meetings.invitees import invited_parties
from meetings.models import AgendaItem, Convocation, LogisticsTask, Meeting, Session
from members.models import Body, Party

DAY = date(2026, 6, 10)


def meeting(title="Reunión", *, kind="conference", slug="reunion", bodies=(), host="cr", **values):
    """A meeting that may be convened, of the bodies with these short names."""
    texts = {"title_es": title, "title_en": f"{title} (en)"}
    days = {"starts_on": DAY, "last_on": date(2026, 6, 12)} | values
    held = Party.objects.get(slug=host) if host else None
    year = days["starts_on"].year if days["starts_on"] else 2026
    made = Meeting.objects.create(kind=kind, slug=slug, host=held, **{"year": year, **texts, **days})
    made.bodies.set(Body.objects.filter(slug__in=bodies))
    attendance.seat_body(made)
    return made


def session(of, part="plenary", title="Sesión", hours=(9, 12), day=DAY, **values):
    """A session from one full hour to another, UTC."""
    begins, ends = (datetime(day.year, day.month, day.day, hour, tzinfo=UTC) for hour in hours)
    texts = {"title_es": title, "title_en": f"{title} (en)"}
    made = attendance.place(Session(meeting=of, part=part, starts_at=begins, ends_at=ends, **texts))
    for name, value in values.items():
        setattr(made, name, value)
    made.save()
    return made


def convened(by, title="Reunión", **values):
    return workflow.convene(meeting(title, **values), by=by)


def item(of, title="Punto", *, save=True, **values):
    """An item of a session's agenda, with its audience unless another is given."""
    texts = {"title_es": title, "title_en": f"{title} (en)"}
    if of.part == "closed_door":
        values = {"matter": "political"} | values
    made = attendance.inherit(AgendaItem(session=of, **texts))
    for name, value in values.items():
        setattr(made, name, value)
    if save:
        made.save()
    return made


def attended(held, by, *, absent=()):
    """An open meeting to which every party came that was to come, but for those with these short names."""
    came = [party.pk for party in invited_parties(held) if party.slug not in absent]
    closing.record_presences(held, came, by=by)
    return held


def opened(by, title="Reunión", **values):
    return workflow.advance(convened(by, title, **values), verb="open", by=by)


def task(of, area="hotels", **values):
    """A logistics task; a note is the same in both languages."""
    if note := values.pop("note", ""):
        values |= {"note_es": note, "note_en": f"{note} (en)"}
    return LogisticsTask.objects.create(meeting=of, area=area, **values)


def ahead(days=30):
    """The days of a meeting that begins so many days from today."""
    first = timezone.localdate() + timedelta(days=days)
    return {"starts_on": first, "last_on": first + timedelta(days=1)}


def convocation(of, by, *, verbs=(), **values):
    """A convocation of a meeting, taken through these verbs."""
    texts = {"text_es": "Se convoca a la reunión.", "text_en": "The meeting is convoked."}
    day = {"answer_by": timezone.localdate() + timedelta(days=10)}
    made = convocations.write(Convocation(meeting=of, **texts | day | values), by=by)
    for verb in verbs:
        made = getattr(convocations, verb)(made, by=by)
    return made
