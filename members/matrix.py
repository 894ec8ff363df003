"""The rows of the access matrix that this app adds; tests/access/access_matrix.csv says the same, cell by cell."""

from django.utils.translation import gettext_lazy as _

from crm_portal.common.access import name_roles, protect
from members.roles import EVERYBODY, PPT, SECRETARIAT, STAFF, TROIKA, Role

name_roles(
    {
        "anon": _("The public"),
        **{role: Role(role).label for role in (Role.OBS_COUNTRY, Role.OBS_ORG, Role.RROCM)},
        **{role: Role(role).label for role in (Role.FOCAL, Role.HOD, Role.LIAISON, Role.RCGM)},
        PPT: _("Presidency team"),
        TROIKA: _("Troika"),
        **{role: Role(role).label for role in (Role.ST_COORD, Role.ST_ASSIST, Role.ST_IT)},
        **{role: Role(role).label for role in (Role.IOM_FUND, Role.AUDITOR, Role.FUND_REQUESTER)},
    }
)

RECORD = protect(
    "record",
    _("Parties, bodies, presidencies and other records"),
    read=EVERYBODY - SECRETARIAT,
    write=SECRETARIAT,
)
ACCOUNT = protect("account", _("Accounts"), write=[Role.ST_IT])
MANDATE = protect("mandate", _("Mandates"), read=[Role.ST_IT], write=[Role.ST_ASSIST], approve=[Role.ST_COORD])
INVITATION = protect(
    "invitation",
    _("Invitations to the portal"),
    read=[Role.ST_IT],
    write=[Role.FOCAL],
    approve=SECRETARIAT,
    conditions={Role.FOCAL: _("proposes people of the own country")},
)
SUBSTITUTION = protect(
    "substitution",
    _("Substitutions"),
    read=[Role.ST_IT],
    write=[Role.FOCAL, Role.HOD, Role.IOM_FUND, Role.ST_ASSIST, Role.ST_COORD],
    conditions={role: _("the own") for role in (Role.FOCAL, Role.HOD, Role.IOM_FUND)},
)
DIRECTORY_OWN = protect(
    "dir_own", _("Directory: own entry"), write=EVERYBODY - {"anon", Role.AUDITOR, Role.FUND_REQUESTER}
)
DIRECTORY = protect(
    "dir_all",
    _("Directory: all entries"),
    read=[Role.FOCAL, Role.HOD, Role.LIAISON, Role.RCGM, PPT, TROIKA, Role.ST_IT],
    write=SECRETARIAT,
    conditions={
        Role.LIAISON: _("the own network's"),
        Role.ST_IT: _("to administer accounts"),
        **{
            role: _("contacts of the Presidency and the Secretariat only")
            for role in (Role.OBS_COUNTRY, Role.OBS_ORG, Role.RROCM)
        },
    },
)
CIRCULAR = protect(
    "circular",
    _("Circulars"),
    read=[Role.HOD, Role.LIAISON, Role.RCGM, TROIKA],
    write=[Role.FOCAL, Role.ST_ASSIST],
    approve=[PPT, Role.ST_COORD],
    conditions={Role.FOCAL: _("acknowledges and passes on, for the own country")},
)
HANDOVER = protect(
    "handover",
    _("Handover of the presidency"),
    read=[TROIKA],
    write=[PPT, *SECRETARIAT],
    conditions={TROIKA: _("the teams of the two countries, for their own handover")},
)
FILE_LIST = protect("file_list", _("The list of private files, without their names"), read=[Role.ST_IT])
LETTER = protect("letter", _("Letters and mail"), write=SECRETARIAT)
FACTOR_RESET = protect("factor_reset", _("Letting a person in again"), write=STAFF | {PPT})
ACCESS_LOG = protect("access_log", _("Access log"), read=[Role.AUDITOR])
AUDIT_TRAIL = protect("audit_trail", _("Audit trail"), read=[Role.AUDITOR])
