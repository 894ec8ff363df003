"""Who may do what with meetings. The levels are those of the matrix: meetings/matrix.py."""

from typing import Any

import rules

from crm_portal.common.access import Level, on_the_desk
from meetings.matrix import HELD_MEETING, PLANNED_MEETING
from meetings.models import Meeting
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
on_the_desk("meetings", ["meeting", "session", "activitycount"], writes, writes)
rules.add_perm("meetings.delete_session", writes)
rules.add_perm("meetings.plan_meeting", writes)
rules.add_perm("meetings.convene_meeting", convenes)
rules.add_perm("meetings.open_meeting", leads)
rules.add_perm("meetings.close_meeting", leads)
rules.add_perm("meetings.archive_meeting", approves)
rules.add_perm("meetings.cancel_meeting", approves)
