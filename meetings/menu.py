"""The pages of one meeting in the intranet, beside its own: what each is called and who is led to it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crm_portal.common.access import Level
from crm_portal.common.registry import Text
from meetings import logistics
from meetings.delegations import REGISTERING
from meetings.matrix import PLANNED_MEETING, SPEAKING_SLOT
from meetings.models import Convocation, Meeting, MeetingInvitation, ParticipantList, Session
from meetings.models.delegations import registers_for
from meetings.models.meetings import SETTLED
from meetings.models.sessions import CATEGORIES
from members.roles import TROIKA


class Known(NamedTuple):
    """What the menu asks the database about a meeting, in one query; the pages it leads to decide for themselves."""

    has_convocation: bool
    is_invited: bool
    has_sessions: bool
    lists_participants: bool


@dataclass(frozen=True)
class Page:
    """A page about a meeting, by the name of its URL, for those whom `is_for` admits."""

    label: Text
    url_name: str
    is_for: Callable[[Any, Meeting, Known], bool]


class Link(NamedTuple):
    """A page as the menu shows it."""

    label: Text
    url: str


def knows(user: Any, meeting: Meeting, _known: Known) -> bool:
    """Whether somebody may know of a meeting at all; an organisation may be asked about the agenda of one before."""
    return meeting.is_public or user.standing.level(PLANNED_MEETING) >= Level.READ


def has_a_floor(user: Any, meeting: Meeting, _known: Known) -> bool:
    """Whether somebody is concerned by who speaks; of a meeting long held or cancelled nobody is led there."""
    return bool(user.standing.level(SPEAKING_SLOT) >= Level.READ and meeting.status not in SETTLED)


def is_closed_by(user: Any, meeting: Meeting, _known: Known) -> bool:
    """Whether somebody closes meetings, and this one was opened."""
    begun = {Meeting.Status.OPEN, Meeting.Status.CLOSED, Meeting.Status.ARCHIVED}
    return meeting.status in begun and bool(user.has_perm("meetings.close_meeting", meeting))


def reads_convocation(user: Any, meeting: Meeting, known: Known) -> bool:
    """Whether somebody writes the meeting's convocation, or was sent it; of meetings of the past where there is one."""
    if meeting.status == Meeting.Status.ARCHIVED and not known.has_convocation:
        return False
    return known.is_invited or bool(user.has_perm("meetings.write_convocation"))


def registers(user: Any, meeting: Meeting, known: Known) -> bool:
    """Whether somebody registers delegations, and a session is open to the party; members come but to the Troika's."""
    if meeting.status not in REGISTERING or not registers_for(user.standing):
        return False
    if user.standing.holds(*CATEGORIES):
        return known.has_sessions
    return meeting.kind != Meeting.Kind.TROIKA or user.standing.holds(TROIKA)


def sees_every_delegation(user: Any, meeting: Meeting, _known: Known) -> bool:
    return meeting.is_public and bool(user.has_perm("meetings.see_every_delegation"))


PAGES: tuple[Page, ...] = (
    Page(_("Programme"), "meetings:my-meeting", knows),
    Page(_("Convocation"), "meetings:convocation", reads_convocation),
    Page(_("Agenda"), "meetings:agenda", lambda user, meeting, known: user.has_perm("meetings.read_agenda")),
    Page(_("Speaking"), "meetings:speaking-list", has_a_floor),
    Page(_("My delegation"), "meetings:my-delegation", registers),
    Page(_("Delegations"), "meetings:delegation-list", sees_every_delegation),
    Page(_("Participants"), "meetings:participant-list", lambda user, meeting, known: known.lists_participants),
    Page(
        _("Logistics note"),
        "meetings:logistics-note",
        lambda user, meeting, known: known.has_sessions or logistics.knows_every_session(user),
    ),
    Page(_("Logistics"), "meetings:logistics", lambda user, meeting, known: user.has_perm("meetings.read_logistics")),
    Page(_("Closing"), "meetings:closing", is_closed_by),
)


def known_of(user: Any, meeting: Meeting) -> Known:
    """What the menu asks about a meeting. One query."""
    own = OuterRef("pk")
    asked = {
        "has_convocation": Exists(Convocation.objects.filter(meeting=own)),
        "is_invited": Exists(MeetingInvitation.objects.visible_to(user).filter(meeting=own, party__isnull=False)),
        "has_sessions": Exists(Session.objects.visible_to(user).filter(meeting=own)),
        "lists_participants": Exists(ParticipantList.objects.visible_to(user).filter(pk=own)),
    }
    return Known(**Meeting.objects.filter(pk=meeting.pk).annotate(**asked).values(*asked).get())


def menu(user: Any, meeting: Meeting) -> list[Link]:
    """The pages of a meeting that somebody is led to."""
    known = known_of(user, meeting)
    return [
        Link(page.label, reverse(page.url_name, args=[meeting.slug]))
        for page in PAGES
        if page.is_for(user, meeting, known)
    ]
