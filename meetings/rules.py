"""Who may do what with meetings. The levels are those of the matrix: meetings/matrix.py."""

from typing import Any

import rules

from crm_portal.common.access import Level, on_the_desk
from meetings.invitees import invited_parties
from meetings.matrix import (
    CONVOCATION,
    HELD_MEETING,
    LOGISTICS,
    PARTICIPANTS,
    PLANNED_MEETING,
    PRESENCE,
    SPEAKING_SLOT,
    TRAVEL,
)
from meetings.models import (
    AgendaItem,
    Delegate,
    ItemProposal,
    Meeting,
    MeetingInvitation,
    SpeakingSlot,
    VersionItem,
)
from meetings.models.convocations import ANSWER_FOR, parties_of
from meetings.models.delegations import EVERY_DELEGATION, registers_for
from meetings.models.sessions import CATEGORIES
from members.matrix import AGENDA_PAPER
from members.models import Party
from members.roles import PPT, SECRETARIAT, Role
from members.rules import reaches

DELEGATIONS = AGENDA_PAPER.roles(Level.COMMENT) - SECRETARIAT
"""Who speaks for a delegation on a preliminary agenda."""


@rules.predicate
def convenes(user: Any, meeting: Meeting | None) -> bool:
    """The Presidency convenes what is the Conference's own; the Secretariat, with the host, workshops and the like.

    Source, lines 751-755 and 830-837.
    """
    if meeting is None:
        return bool(user.standing.level(PLANNED_MEETING) >= Level.APPROVE)
    return bool(user.standing.holds(Role.ST_COORD if meeting.is_hosted else PPT))


@rules.predicate
def leads(user: Any) -> bool:
    """The Presidency and the Secretariat open and close meetings on the day."""
    return bool(user.standing.holds(PPT, *SECRETARIAT))


writes = reaches(HELD_MEETING, Level.WRITE) & reaches(PLANNED_MEETING, Level.WRITE)
approves = reaches(HELD_MEETING, Level.APPROVE)


@rules.predicate
def writes_item(user: Any, item: AgendaItem | None) -> bool:
    """The Presidency and the Secretariat write the items that they see: behind closed doors, whoever is admitted."""
    if not user.standing.holds(PPT, *SECRETARIAT):
        return False
    return item is None or bool(AgendaItem.objects.visible_to(user).contains(item))


@rules.predicate
def comments(user: Any, item: VersionItem | None) -> bool:
    """A delegation that reads an item of a preliminary agenda comments on it; an observer country reads none."""
    if not user.standing.holds(*DELEGATIONS):
        return False
    if item is None:
        return True
    return bool(VersionItem.objects.visible_to(user).contains(item))


@rules.predicate
def proposes(user: Any, meeting: Meeting | None) -> bool:
    """A focal point puts items forward for the own country, of the meetings that the members know of."""
    return bool(user.standing.own_countries)


@rules.predicate
def withdraws(user: Any, proposal: ItemProposal | None) -> bool:
    """The focal point of the country that proposed."""
    return proposal is not None and proposal.party_id in user.standing.own_countries


@rules.predicate
def speaks_for(user: Any, slot: SpeakingSlot | None) -> bool:
    """Observers and the RNCOM ask for the floor, and answer for their own party."""
    if not user.standing.holds(*CATEGORIES):
        return False
    return slot is None or slot.party_id in user.standing.party_ids


gives_the_floor = reaches(SPEAKING_SLOT, Level.APPROVE)


@rules.predicate
def presides(user: Any) -> bool:
    """The Presidency alone."""
    return bool(user.standing.holds(PPT))


@rules.predicate
def reads_convocation(user: Any, meeting: Meeting | None) -> bool:
    """Those who write it, and the parties that were written to and still are invited."""
    if writes_convocations(user):
        return True
    invitations = MeetingInvitation.objects.visible_to(user)
    return bool(invitations.exists() if meeting is None else invitations.filter(meeting=meeting).exists())


@rules.predicate
def sends(user: Any) -> bool:
    """What is approved the Presidency or the coordinator sends."""
    return bool(user.standing.level(CONVOCATION) >= Level.APPROVE)


@rules.predicate
def answers(user: Any, invitation: MeetingInvitation | None) -> bool:
    """A member's focal point and an observer's delegate for the own party; for a guest, who has no account, whoever
    writes convocations notes the answer.
    """
    if invitation is None:
        return bool(user.standing.holds(*ANSWER_FOR))
    if invitation.is_guest:
        return bool(writes_convocations(user))
    return invitation.party_id in parties_of(user.standing, ANSWER_FOR)


writes_convocations = reaches(CONVOCATION, Level.WRITE)
TABLES = ["meeting", "session", "activitycount", "outcome"]
on_the_desk("meetings", TABLES, writes, writes)
on_the_desk("meetings", ["agendaitem", "itemdocument"], writes, writes_item)
for table in ("session", "agendaitem", "itemdocument", "outcome"):
    rules.add_perm(f"meetings.delete_{table}", writes)
rules.add_perm("meetings.decide_agendaitem", writes_item)
rules.add_perm("meetings.read_agenda", reaches(AGENDA_PAPER, Level.COMMENT))
rules.add_perm("meetings.write_agendaitem", writes_item)
rules.add_perm("meetings.take_up_agendaitem", writes_item)
rules.add_perm("meetings.send_out_agendaversion", convenes)
rules.add_perm("meetings.adopt_agendaversion", convenes)
rules.add_perm("meetings.comment_versionitem", comments)
rules.add_perm("meetings.propose_itemproposal", proposes)
rules.add_perm("meetings.accept_itemproposal", convenes)
rules.add_perm("meetings.refuse_itemproposal", convenes)
rules.add_perm("meetings.withdraw_itemproposal", withdraws)
rules.add_perm("meetings.plan_meeting", writes)
rules.add_perm("meetings.convene_meeting", convenes)
rules.add_perm("meetings.open_meeting", leads)
rules.add_perm("meetings.close_meeting", leads)
rules.add_perm("meetings.archive_meeting", approves)
rules.add_perm("meetings.cancel_meeting", approves)
for verb in ("request", "withdraw", "accept", "decline"):
    rules.add_perm(f"meetings.{verb}_speakingslot", speaks_for)
for verb in ("invite", "recall", "allot", "arrange", "refuse"):
    rules.add_perm(f"meetings.{verb}_speakingslot", gives_the_floor)
rules.add_perm("meetings.authorise_agendaitem", presides)
rules.add_perm("meetings.revoke_itemgrant", presides)
rules.add_perm("meetings.read_logistics", reaches(LOGISTICS, Level.READ))
rules.add_perm("meetings.write_logistics", reaches(LOGISTICS, Level.WRITE))
rules.add_perm("meetings.record_presences", reaches(PRESENCE, Level.WRITE))
rules.add_perm("meetings.link_outcome", writes)
rules.add_perm("meetings.read_convocation", reads_convocation)
rules.add_perm("meetings.write_convocation", writes_convocations)
rules.add_perm("meetings.approve_convocation", convenes)
rules.add_perm("meetings.reopen_convocation", convenes)
rules.add_perm("meetings.send_convocation", sends)
rules.add_perm("meetings.remind_convocation", writes_convocations)
rules.add_perm("meetings.invite_meetinginvitation", convenes)
rules.add_perm("meetings.withdraw_meetinginvitation", convenes)
rules.add_perm("meetings.answer_meetinginvitation", answers)


def own_party(user: Any, meeting: Meeting) -> Party | None:
    """The party whose delegation to a meeting somebody registers; None where it does not come, or speaks for none.

    Page and menu ask it of the same meeting: the answer is kept with it.
    """
    own = tuple(registers_for(user.standing))
    answers: dict[tuple[int, ...], Party | None] = vars(meeting).setdefault("_own_parties", {})
    if own and own not in answers:
        answers[own] = next((party for party in invited_parties(meeting) if party.pk in own), None)
    return answers.get(own)


@rules.predicate
def registers(user: Any, meeting: Meeting | None) -> bool:
    """Whoever speaks for a party that comes to the meeting registers its delegation."""
    return meeting is not None and own_party(user, meeting) is not None


@rules.predicate
def writes_travel(user: Any, delegate: Delegate | None) -> bool:
    """Everybody tells of the own travel; whoever registers a delegation, and the assistant, of that of its people."""
    if delegate is None or delegate.person_id == user.pk or user.standing.holds(Role.ST_ASSIST):
        return delegate is not None
    return own_party(user, delegate.delegation.meeting) == delegate.delegation.party


@rules.predicate
def sees_every_delegation(user: Any) -> bool:
    """The Presidency and the Secretariat see who comes, and who has not said so yet."""
    return bool(user.standing.holds(*EVERY_DELEGATION))


@rules.predicate
def looks_at_credentials(user: Any) -> bool:
    """The Secretariat receives the letters and verifies who is named in them."""
    return bool(user.standing.holds(*SECRETARIAT))


rules.add_perm("meetings.register_delegation", registers)
rules.add_perm("meetings.write_traveldata", reaches(TRAVEL, Level.WRITE) & writes_travel)
rules.add_perm("meetings.see_every_delegation", sees_every_delegation)
rules.add_perm("meetings.tick_credentials_delegate", looks_at_credentials)
rules.add_perm("meetings.tick_verified_delegate", looks_at_credentials)
rules.add_perm("meetings.tick_attended_delegate", sees_every_delegation)
rules.add_perm("meetings.import_participants", looks_at_credentials)
rules.add_perm("meetings.read_participants", reaches(PARTICIPANTS, Level.READ))
