"""Who may attend which part of a meeting, by the rules on record: members/history/meeting_access_rules.csv.

Source, lines 640-696, 838-936 and 1425-1526.
"""

from collections.abc import Collection, Iterable

from django.db.models import QuerySet
from django.utils import timezone

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
    return rules_of(meeting.kind, meeting.bodies.all())


def rules_of(kind: str, bodies: Iterable[Body]) -> QuerySet[Attendance]:
    """The rules for a kind of meeting, where these bodies meet."""
    if kind in SETTINGS:
        return Attendance.objects.filter(setting=SETTINGS[kind])
    if kind in {Kind.NETWORK, Kind.AD_HOC}:
        return Attendance.objects.filter(body__in=bodies)
    return Attendance.objects.none()


def parts(kind: str, bodies: Iterable[Body]) -> dict[str, Text]:
    """The parts that the rules know of such a meeting, each with its name; none where there are no rules for it."""
    known = set(rules_of(kind, bodies).values_list("part", flat=True))
    return {part.value: part.label for part in Attendance.Part if part in known}


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


def place_anew(meeting: Meeting) -> None:
    """Ask the rules again for the sessions that are not over yet, once the meeting is of another kind or body.

    Items follow their session, but for those that are for fewer; a reason for more was one for the session of before.
    """
    for session in Session.objects.filter(meeting=meeting, ends_at__gt=timezone.now()):
        before = session.audience
        place(session).save()
        for item in session.items.all():
            own = item.audience
            inherit(item)
            if own != before and not audience.is_wider(own, item.audience, item.body):
                item.audience = own
                settle_circle(item)
            item.save()


def seat_body(meeting: Meeting) -> None:
    """Put in the body that meets, where the kind of meeting says which."""
    if meeting.kind in OF_BODY and not meeting.bodies.exists():
        meeting.bodies.set(Body.objects.filter(slug=OF_BODY[Kind(meeting.kind)]))


def inherit(item: AgendaItem) -> AgendaItem:
    """Give an item the audience of its session."""
    session = item.session
    item.audience, item.body = session.audience, session.body
    return settle_circle(item)


def settle_circle(item: AgendaItem) -> AgendaItem:
    """Let those admitted to the session read an item that has the session's own audience, and no other.

    An item for fewer must not be read by an observer invited to the session. Source, lines 925-928.
    """
    item.circle = item.session.circle if item.audience == item.session.audience else None
    return item


def settle_items(session: Session) -> None:
    """What `settle_circle` does, to all items of a session that was given its circle."""
    items = AgendaItem.objects.filter(session=session)
    items.filter(audience=session.audience, circle=None).update(circle=session.circle)
    if session.circle:
        items.filter(circle=session.circle).exclude(audience=session.audience).update(circle=None)


def parts_by_invitation(meeting: Meeting, category: str) -> set[str]:
    """The parts that an express invitation opens to a category; never what is behind closed doors."""
    found = rules(meeting).filter(participant=category, may_attend__in=BY_INVITATION)
    return set(found.values_list("part", flat=True)) - {Attendance.Part.CLOSED_DOOR.value}


def missing_items(session: Session, there: Collection[str] | None = None) -> list[Text]:
    """What a plenary's agenda lacks of its minimum; `there` names what it has, where that is known.

    Source, lines 657-664.
    """
    if session.part != Attendance.Part.PLENARY:
        return []
    if there is None:
        there = set(AgendaItem.objects.filter(session=session).values_list("minimum", flat=True))
    return [each.label for each in AgendaItem.Minimum if each.value not in there]
