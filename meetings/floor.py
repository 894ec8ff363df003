"""The speakers of a meeting as somebody may know of them, session by session, with what may be done about each."""

from collections import defaultdict
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crm_portal.common.registry import Task, Text
from meetings import speaking
from meetings.models import AgendaItem, Meeting, Session, SpeakingSlot
from meetings.models.speaking import LIVE
from members.roles import PPT, SECRETARIAT


class Deed(NamedTuple):
    """One thing that may be done about a slot: at once, or on a page that asks for more."""

    label: Text
    url: str
    asks_more: bool


class Speaker(NamedTuple):
    """A slot with its item as far as the reader may read that, its place among those given, and what may be done."""

    slot: SpeakingSlot
    item: AgendaItem | None
    place: int | None
    deeds: list[Deed]


class Floor(NamedTuple):
    """One session: who speaks, who has asked or is asked, and what came to nothing."""

    session: Session
    given: list[Speaker]
    waiting: list[Speaker]
    past: list[Speaker]


DEEDS = {
    "allot": _("Allot"),
    "arrange": _("Change"),
    "refuse": _("Decline"),
    "recall": _("Take back"),
    "accept": _("Accept"),
    "decline": _("Decline"),
    "withdraw": _("Withdraw"),
}
CHANGE = _("Change")
ASK_MORE = {"allot", "arrange", "refuse"}


def floors(user: Any, meeting: Meeting) -> list[Floor]:
    """The sessions that somebody sees and in which others than members speak. Three queries, however many speak."""
    sessions = Session.objects.visible_to(user) & speaking.takes_speakers(meeting)
    slots: dict[int, list[SpeakingSlot]] = defaultdict(list)
    seen = SpeakingSlot.objects.visible_to(user).filter(session__meeting=meeting)
    for slot in seen.select_related("party", "item"):
        slots[slot.session_id].append(slot)
    items = set(AgendaItem.objects.visible_to(user).filter(session__meeting=meeting).values_list("pk", flat=True))
    return [floor(user, meeting, session, slots[session.pk], items) for session in sessions]


def floor(user: Any, meeting: Meeting, session: Session, slots: list[SpeakingSlot], items: set[int]) -> Floor:
    made = Floor(session, [], [], [])
    for slot in slots:
        item = slot.item if slot.item_id in items else None
        place = len(made.given) + 1 if slot.is_given else None
        speaker = Speaker(slot, item, place, deeds(user, meeting, slot))
        (made.given if slot.is_given else made.waiting if slot.status in LIVE else made.past).append(speaker)
    return made


def deeds(user: Any, meeting: Meeting, slot: SpeakingSlot) -> list[Deed]:
    """What somebody may do about a slot now."""
    return [
        Deed(label_of(verb, slot), address(meeting, slot, verb), verb in ASK_MORE)
        for verb in speaking.possible(slot, meeting)
        if user.has_perm(f"meetings.{verb}_speakingslot", slot)
    ]


def label_of(verb: str, slot: SpeakingSlot) -> Text:
    return CHANGE if verb == "allot" and slot.is_given else DEEDS[verb]


def address(meeting: Meeting, slot: SpeakingSlot, verb: str) -> str:
    name = f"meetings:speaking-{verb}" if verb in ASK_MORE else "meetings:speaking-do"
    return reverse(name, args=[meeting.slug, slot.pk] if verb in ASK_MORE else [meeting.slug, slot.pk, verb])


def tasks(user: Any) -> list[Task]:
    """What waits: requests for those who allot, invitations for the party that is invited. One query."""
    gives = user.standing.holds(PPT, *SECRETARIAT)
    if not gives and user.has_perm("meetings.accept_speakingslot") is False:
        return []
    status = SpeakingSlot.Status.REQUESTED if gives else SpeakingSlot.Status.INVITED
    waiting = SpeakingSlot.objects.visible_to(user).filter(
        status=status, session__meeting__status__in=speaking.TAKES_SLOTS
    )
    title = _("Allot a speaking slot") if gives else _("Answer an invitation to speak")
    return [
        Task(
            title,
            reverse("meetings:speaking-list", args=[slot.session.meeting.slug]),
            due_on=slot.session.meeting.starts_on,
            detail=f"{slot.party}: {slot.session.meeting}",
        )
        for slot in waiting.select_related("session__meeting", "party")
    ]
