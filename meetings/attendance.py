"""Who may attend which part of a meeting, by the rules on record: members/history/meeting_access_rules.csv.

Source, lines 640-696, 838-936 and 1425-1526.
"""

from django.db.models import QuerySet

from crm_portal.common.registry import Text
from meetings.models import AgendaItem, Meeting, Session
from members import audience
from members.models import Attendance, Audience, Body, Circle

Answer = Attendance.Answer
Kind = Meeting.Kind
SETTINGS: dict[str, str] = {
    Kind.CONFERENCE: "vm",
    Kind.RCGM: "rcgm",
    Kind.JOINT_NETWORKS: "joint-networks",
    Kind.DRAFTING: "drafting",
    Kind.TROIKA: "troika",
    Kind.WORKSHOP: "seminars",
    Kind.SEMINAR: "seminars",
    Kind.TRAINING: "seminars",
}
"""The kind's row in the rules; a network and an ad hoc group have each their own, and regional meetings none."""

OF_BODY = {Kind.CONFERENCE: "vm", Kind.RCGM: "rcgm", Kind.DRAFTING: "drafting-group", Kind.TROIKA: "troika"}
"""The body that meets, where the kind says it."""

MOST_LETTERS = 200
COMES = {Answer.YES, Answer.RESTRICTED, Answer.SLOT, Answer.SUPPORTING, Answer.OPENING, Answer.CONVENES}
"""The answers by which a category comes without an express invitation."""

BY_INVITATION = {Answer.BY_INVITATION, Answer.OCCASIONAL}


def rules(meeting: Meeting) -> QuerySet[Attendance]:
    """The rules for a meeting; none where no row speaks of its kind, and then it cannot be convened."""
    if meeting.kind in SETTINGS:
        return Attendance.objects.filter(setting=SETTINGS[meeting.kind])
    if meeting.kind in {Kind.NETWORK, Kind.AD_HOC}:
        return Attendance.objects.filter(body__in=meeting.bodies.all())
    return Attendance.objects.none()


def attended_by(meeting: Meeting, part: str) -> list[str]:
    """The categories that attend a part without an express invitation."""
    found = rules(meeting).filter(part=part, may_attend__in=COMES).order_by("participant")
    return list(found.values_list("participant", flat=True).distinct())


def body_of(meeting: Meeting) -> Body | None:
    """The one body that meets; none where there are several, or none by itself."""
    bodies = list(meeting.bodies.all()[:2])
    return bodies[0] if len(bodies) == 1 else None


def audience_of(meeting: Meeting, part: str) -> Audience:
    """Whom the papers of a part are for. A joint meeting's are for the members."""
    body = body_of(meeting)
    if body is None:
        return Audience.CIRCLE if part == Attendance.Part.CLOSED_DOOR else Audience.MEMBERS
    return audience.derived(body, part)


def place(session: Session) -> Session:
    """Fill in what follows from the session's meeting and part: who attends it, and whom its papers are for."""
    session.attended_by = attended_by(session.meeting, session.part)
    session.body = body_of(session.meeting)
    session.audience = audience_of(session.meeting, session.part)
    if session.audience == Audience.CIRCLE and session.circle is None:
        session.circle = Circle.objects.create(name=f"{session.meeting}: {session}"[:MOST_LETTERS])
    return session


def seat_body(meeting: Meeting) -> None:
    """Put in the body that meets, where the kind of meeting says which."""
    if meeting.kind in OF_BODY and not meeting.bodies.exists():
        meeting.bodies.set(Body.objects.filter(slug=OF_BODY[Kind(meeting.kind)]))


def inherit(item: AgendaItem) -> AgendaItem:
    """Give an item the audience of its session."""
    session = item.session
    item.audience, item.body, item.circle = session.audience, session.body, session.circle
    return item


def missing_items(session: Session) -> list[Text]:
    """What a plenary's agenda lacks of its minimum. Source, lines 657-664."""
    if session.part != Attendance.Part.PLENARY:
        return []
    there = set(AgendaItem.objects.filter(session=session).values_list("minimum", flat=True))
    return [each.label for each in AgendaItem.Minimum if each.value not in there]
