"""The rows of the access matrix that this app adds; tests/access/access_matrix.csv says the same, cell by cell."""

from django.utils.translation import gettext_lazy as _

from crm_portal.common.access import protect
from members.matrix import MEMBER_SIDE
from members.roles import EVERYBODY, PPT, SECRETARIAT, TROIKA, Role

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
ITEM_PROPOSAL = protect(
    "item_proposal",
    _("Items proposed for an agenda"),
    read=[Role.ST_ASSIST],
    write=[Role.FOCAL],
    approve=[PPT, Role.ST_COORD],
    conditions={Role.FOCAL: _("of the own country")},
)
SPEAKING_SLOT = protect(
    "speaking_slot",
    _("Speaking slots of observers and the RNCOM"),
    read=MEMBER_SIDE,
    write=[Role.OBS_COUNTRY, Role.OBS_ORG, Role.RROCM],
    approve=[PPT, *SECRETARIAT],
    conditions={
        **dict.fromkeys(MEMBER_SIDE, _("once they are allotted or accepted")),
        Role.OBS_COUNTRY: _("statements, its own; those of others once they are allotted or accepted"),
        **dict.fromkeys((Role.OBS_ORG, Role.RROCM), _("its own; those of others once they are allotted or accepted")),
    },
)
"""Source, lines 275-296, 436-442, 651-664, 898-902 and 928-930; agenda_rules.csv, rule 4."""

ITEM_GRANT = protect(
    "item_grant",
    _("Authorisations of observer countries to intervene on an item"),
    read=[*MEMBER_SIDE, *SECRETARIAT, Role.OBS_COUNTRY],
    approve=[PPT],
    conditions={Role.OBS_COUNTRY: _("its own")},
)
"""Source, lines 275-280 and 436-442."""
LOGISTICS = protect("logistics", _("Logistics files of meetings"), write=[PPT, *SECRETARIAT])
PRESENCE = protect(
    "presence",
    _("Presence of parties at meetings"),
    read=EVERYBODY - SECRETARIAT - {PPT},
    write=[PPT, *SECRETARIAT],
    conditions=dict.fromkeys(EVERYBODY - SECRETARIAT - {PPT}, _("once the meeting is closed")),
)
CONVOCATION = protect(
    "convocation",
    _("Convocations and invitations to meetings"),
    read=[Role.HOD, Role.LIAISON, Role.RCGM, TROIKA],
    comment=[Role.FOCAL, Role.OBS_COUNTRY, Role.OBS_ORG, Role.RROCM],
    write=[Role.ST_ASSIST],
    approve=[PPT, Role.ST_COORD],
    conditions={
        **dict.fromkeys((Role.HOD, Role.LIAISON, Role.RCGM, TROIKA), _("that of the own country")),
        Role.FOCAL: _("acknowledges and answers that of the own country"),
        **dict.fromkeys(
            (Role.OBS_COUNTRY, Role.OBS_ORG, Role.RROCM), _("acknowledges and answers its own, where invited")
        ),
    },
)
OWN_DELEGATION = (Role.FOCAL, Role.HOD, Role.OBS_COUNTRY, Role.OBS_ORG, Role.RROCM)
DELEGATION = protect(
    "meeting_reg",
    _("Delegations to meetings"),
    read=[Role.ST_IT],
    write=[*OWN_DELEGATION, Role.LIAISON, Role.RCGM, Role.ST_ASSIST],
    approve=[PPT, Role.ST_COORD],
    conditions={
        **dict.fromkeys(OWN_DELEGATION, _("the own, where the party comes")),
        **dict.fromkeys((Role.LIAISON, Role.RCGM), _("the own entry, which the focal point makes")),
        PPT: _("reads all, registers the own country's"),
        Role.ST_IT: _("what the list of participants says"),
    },
)
TRAVEL = protect(
    "travel_data",
    _("Travel data of delegates"),
    read=[Role.ST_COORD],
    write=[*OWN_DELEGATION, Role.LIAISON, Role.RCGM, PPT, TROIKA, Role.ST_ASSIST],
    conditions={
        **dict.fromkeys(OWN_DELEGATION, _("of the own delegation")),
        **dict.fromkeys((Role.LIAISON, Role.RCGM, TROIKA), _("the own")),
        PPT: _("reads all, writes the own delegation's"),
    },
)
PARTICIPANTS = protect(
    "participant_list",
    _("Lists of participants"),
    read=[*MEMBER_SIDE, Role.OBS_COUNTRY, Role.OBS_ORG, Role.RROCM, Role.ST_IT],
    write=[PPT, *SECRETARIAT],
    conditions={
        **dict.fromkeys((Role.OBS_COUNTRY, Role.OBS_ORG, Role.RROCM), _("of the meetings that its party attends")),
        Role.ST_IT: _("names and positions, for badges"),
    },
)
