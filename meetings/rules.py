"""Who may do what with meetings. The levels are those of the matrix: meetings/matrix.py."""

from typing import Any

import rules

from crm_portal.common.access import Level, on_the_desk
from meetings.matrix import HELD_MEETING, PLANNED_MEETING
from meetings.models import AgendaItem, Meeting
from members.roles import PPT, SECRETARIAT, Role
from members.rules import reaches


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


TABLES = ["meeting", "session", "activitycount", "outcome"]
on_the_desk("meetings", TABLES, writes, writes)
on_the_desk("meetings", ["agendaitem", "itemdocument"], writes, writes_item)
for table in ("session", "agendaitem", "itemdocument", "outcome"):
    rules.add_perm(f"meetings.delete_{table}", writes)
rules.add_perm("meetings.decide_agendaitem", writes_item)
rules.add_perm("meetings.plan_meeting", writes)
rules.add_perm("meetings.convene_meeting", convenes)
rules.add_perm("meetings.open_meeting", leads)
rules.add_perm("meetings.close_meeting", leads)
rules.add_perm("meetings.archive_meeting", approves)
rules.add_perm("meetings.cancel_meeting", approves)
