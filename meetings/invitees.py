"""Who is invited to a meeting, party by party, as the rules of attendance say."""

from typing import NamedTuple

from django.utils import timezone

from crm_portal.common.registry import Text
from meetings import attendance
from meetings.models import Meeting, MeetingInvitation
from members.models import Attendance, Party, PartyStatus, PresidencyTerm

Category = Attendance.Participant
PARTIES = (
    Category.MEMBER,
    Category.TROIKA_MEMBER,
    Category.OBSERVER_COUNTRY,
    Category.OBSERVER_ORGANISATION,
    Category.RROCM,
)
"""The categories that are made of parties; the Presidency, the Secretariat and guests are invited otherwise."""
OPEN = attendance.COMES | attendance.BY_INVITATION


class Invitees(NamedTuple):
    """The parties of one category, what the rules answer for it at each part, and whether it takes an invitation."""

    category: Text
    parties: list[Party]
    answers: list[str]
    is_express: bool
    participant: Category


def invitees(meeting: Meeting) -> list[Invitees]:
    """The categories that come to a meeting, or may by express invitation, with their parties on its first day.

    A category that the rules keep out of every part is left out. Two queries, and those for the Troika where it meets.
    Source, lines 640-696, 711-714 and 838-936.
    """
    rules = list(attendance.rules(meeting))
    day = meeting.starts_on or timezone.localdate()
    seats = PartyStatus.objects.on(day).select_related("party")
    held = list(seats.order_by("order", "party__name"))
    found = []
    for category in PARTIES:
        open_to = [rule for rule in rules if rule.participant == category and rule.may_attend in OPEN]
        if open_to:
            if category == Category.TROIKA_MEMBER:
                parties = [term.party for term in PresidencyTerm.objects.troika(day) if term]
            else:
                parties = [seat.party for seat in held if category_of(seat) == category]
            answers = [f"{rule.get_part_display()}: {rule.get_may_attend_display()}" for rule in open_to]
            is_express = all(rule.may_attend in attendance.BY_INVITATION for rule in open_to)
            found.append(Invitees(category.label, parties, answers, is_express, category))
    return found


def invited_parties(meeting: Meeting) -> list[Party]:
    """The parties that come to a meeting: those whom the rules bring, and those that were expressly invited."""
    by_rule = [party for party, _category in brought_by_the_rules(meeting)]
    invited = MeetingInvitation.objects.standing().filter(meeting=meeting, is_express=True, party__isnull=False)
    expressly = [invitation.party for invitation in invited.select_related("party") if invitation.party]
    return [*by_rule, *(party for party in expressly if party not in by_rule)]


def brought_by_the_rules(meeting: Meeting) -> list[tuple[Party, Category]]:
    """The parties that come without an express invitation, each with what the rules call it."""
    return [(party, one.participant) for one in invitees(meeting) if not one.is_express for party in one.parties]


def open_by_invitation(meeting: Meeting) -> list[tuple[Party, Category]]:
    """The parties that may come, by express invitation only, each with what the rules call it."""
    return [(party, one.participant) for one in invitees(meeting) if one.is_express for party in one.parties]


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
