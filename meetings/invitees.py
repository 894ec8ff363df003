"""Who is invited to a meeting, party by party, as the rules of attendance say."""

from typing import NamedTuple

from django.utils import timezone

from crm_portal.common.registry import Text
from meetings import attendance
from meetings.models import Meeting
from members.models import Attendance, Party, PartyStatus

Category = Attendance.Participant
PARTIES = (Category.MEMBER, Category.OBSERVER_COUNTRY, Category.OBSERVER_ORGANISATION, Category.RROCM)
"""The categories that are made of parties; the Presidency, the Secretariat and guests are invited otherwise."""
OPEN = attendance.COMES | attendance.BY_INVITATION


class Invitees(NamedTuple):
    """The parties of one category, what the rules answer for it at each part, and whether it takes an invitation."""

    category: Text
    parties: list[Party]
    answers: list[str]
    is_express: bool


def invitees(meeting: Meeting) -> list[Invitees]:
    """The categories that come to a meeting, or may by express invitation, with their parties on its first day.

    A category that the rules keep out of every part is left out. Two queries. Source, lines 640-696 and 838-936.
    """
    rules = list(attendance.rules(meeting))
    seats = PartyStatus.objects.on(meeting.starts_on or timezone.localdate()).select_related("party")
    held = list(seats.order_by("order", "party__name"))
    found = []
    for category in PARTIES:
        open_to = [rule for rule in rules if rule.participant == category and rule.may_attend in OPEN]
        if open_to:
            parties = [seat.party for seat in held if category_of(seat) == category]
            answers = [f"{rule.get_part_display()}: {rule.get_may_attend_display()}" for rule in open_to]
            is_express = all(rule.may_attend in attendance.BY_INVITATION for rule in open_to)
            found.append(Invitees(category.label, parties, answers, is_express))
    return found


def category_of(seat: PartyStatus) -> Category | None:
    """What the rules call the holder of a seat."""
    if seat.status == PartyStatus.Status.OBSERVER:
        is_country = seat.party.kind == Party.Kind.STATE
        return Category.OBSERVER_COUNTRY if is_country else Category.OBSERVER_ORGANISATION
    return SEATED.get(PartyStatus.Status(seat.status))


SEATED = {
    PartyStatus.Status.MEMBER: Category.MEMBER,
    PartyStatus.Status.CIVIL_SOCIETY: Category.RROCM,
}
