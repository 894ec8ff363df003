"""The rows of the access matrix that this app adds; tests/access/access_matrix.csv says the same, cell by cell."""

from django.utils.translation import gettext_lazy as _

from crm_portal.common.access import protect
from members.matrix import MEMBER_SIDE
from members.roles import EVERYBODY, PPT, SECRETARIAT, Role

HELD_MEETING = protect(
    "meeting",
    _("Meetings that were convened"),
    read=EVERYBODY - SECRETARIAT - {PPT},
    write=[Role.ST_ASSIST],
    approve=[PPT, Role.ST_COORD],
)
PLANNED_MEETING = protect(
    "planned_meeting",
    _("Meetings being planned"),
    read=MEMBER_SIDE,
    write=[Role.ST_ASSIST],
    approve=[PPT, Role.ST_COORD],
)
SESSION = protect(
    "meeting_session",
    _("Sessions of meetings"),
    read=[*MEMBER_SIDE, Role.OBS_COUNTRY, Role.OBS_ORG, Role.RROCM],
    write=[PPT, *SECRETARIAT],
    conditions=dict.fromkeys(
        (Role.OBS_COUNTRY, Role.OBS_ORG, Role.RROCM), _("which the rules of attendance open to it")
    ),
)
