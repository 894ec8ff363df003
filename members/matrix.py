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
NEWS = protect("news", _("News"), read=EVERYBODY - SECRETARIAT, write=[Role.ST_ASSIST], approve=[Role.ST_COORD])
DRAFT_NEWS = protect("draft_news", _("News not published yet"), write=[Role.ST_ASSIST], approve=[Role.ST_COORD])
PUBLIC_TEXT = protect(
    "public_text",
    _("Texts of public pages, and notices above them"),
    read=EVERYBODY - SECRETARIAT,
    write=SECRETARIAT,
)
ACTIVITY_REPORT = protect(
    "activity_report",
    _("Half-yearly reports of the Secretariat"),
    read=[Role.FOCAL, Role.HOD, Role.RCGM, PPT, Role.AUDITOR],
    write=[Role.ST_ASSIST],
    approve=[Role.ST_COORD],
    conditions=dict.fromkeys((Role.FOCAL, Role.HOD, Role.RCGM, PPT, Role.AUDITOR), _("once it is issued")),
)
ACCESS_LOG = protect("access_log", _("Access log"), read=[Role.AUDITOR])
AUDIT_TRAIL = protect("audit_trail", _("Audit trail"), read=[Role.AUDITOR])

# Papers, by whom they are for (members/models/audiences.py). What a condition says is held to there.
MEMBER_SIDE = [Role.FOCAL, Role.HOD, Role.LIAISON, Role.RCGM, TROIKA]
BY_INVITATION = _("by a grant, where invited to the meeting")
ACCREDITED = _("where accredited to that session")
PUBLISHED_PAPER = protect(
    "published_doc",
    _("Published documents"),
    read=EVERYBODY - SECRETARIAT,
    write=[Role.ST_ASSIST],
    approve=[Role.ST_COORD],
)
DRAFT_PAPER = protect(
    "draft_doc",
    _("Drafts"),
    comment=[Role.FOCAL, Role.LIAISON, Role.RCGM, TROIKA],
    write=[PPT, *SECRETARIAT],
    approve=[Role.HOD],
    conditions={
        Role.LIAISON: _("the own network's"),
        Role.RCGM: _("the RCGM's"),
        Role.OBS_COUNTRY: _("by a grant of the Presidency"),
    },
)
PLENARY_PAPER = protect(
    "plenary_doc",
    _("Papers of the plenary"),
    read=[*MEMBER_SIDE, Role.OBS_COUNTRY, Role.OBS_ORG, Role.RROCM],
    write=[PPT, *SECRETARIAT],
    conditions={
        **{role: _("once the Presidency has released them") for role in (Role.OBS_COUNTRY, Role.OBS_ORG)},
        Role.RROCM: _("of its own item, or opened to it"),
    },
)
CLOSED_PAPER = protect(
    "closed_doc",
    _("Papers of closed-door meetings"),
    read=[Role.HOD],
    write=[PPT],
    conditions={
        **dict.fromkeys((Role.HOD, PPT, Role.FOCAL, Role.LIAISON, Role.RCGM), ACCREDITED),
        Role.ST_COORD: _("by the Presidency's written grant of custody"),
    },
)
RCGM_PAPER = protect(
    "rcgm_doc",
    _("Papers of the RCGM"),
    read=[Role.FOCAL, Role.HOD, Role.LIAISON, TROIKA, Role.OBS_ORG, Role.RROCM],
    write=[Role.RCGM, PPT, *SECRETARIAT],
    conditions={Role.RROCM: _("of its own slot")},
)
NETWORK_PAPER_OWN = protect(
    "network_doc_x",
    _("Papers of the own network"),
    read=[Role.FOCAL, Role.HOD, Role.RCGM],
    write=[Role.LIAISON, PPT, *SECRETARIAT],
    conditions=dict.fromkeys((Role.OBS_COUNTRY, Role.OBS_ORG, Role.RROCM), BY_INVITATION),
)
NETWORK_PAPER_OTHER = protect(
    "network_doc_other",
    _("Papers of other networks"),
    read=[Role.FOCAL, Role.HOD, Role.RCGM],
    write=[PPT, *SECRETARIAT],
    conditions=dict.fromkeys((Role.OBS_COUNTRY, Role.OBS_ORG, Role.RROCM, Role.LIAISON), BY_INVITATION),
)
AD_HOC_PAPER = protect(
    "adhoc_doc",
    _("Papers of ad hoc groups"),
    read=[Role.FOCAL, Role.HOD, Role.RCGM, TROIKA, Role.RROCM],
    write=[PPT, *SECRETARIAT],
    conditions={Role.RROCM: _("of the group it takes part in, opened to it")},
)
AGENDA_PAPER = protect(
    "agenda_draft",
    _("Preliminary agendas"),
    comment=[Role.FOCAL, Role.HOD, Role.LIAISON, Role.RCGM, TROIKA, Role.OBS_ORG],
    write=SECRETARIAT,
    approve=[PPT],
    conditions={
        Role.OBS_ORG: _("not those of networks, unless invited"),
        Role.LIAISON: _("the own network's"),
        Role.RCGM: _("the RCGM's"),
    },
)
MEMBERS_PAPER = protect("members_doc", _("Papers for members"), read=MEMBER_SIDE, write=[PPT, *SECRETARIAT])
CONSULTATION_PAPER = protect(
    "consultation_doc",
    _("Dossiers of consultations"),
    read=[Role.FOCAL, Role.HOD, TROIKA],
    write=[PPT, *SECRETARIAT],
)
TROIKA_PAPER = protect(
    "troika_doc", _("Papers of the Troika"), read=[TROIKA, Role.ST_ASSIST], write=[PPT, Role.ST_COORD]
)
PRESIDENCY_PAPER = protect("presidency_doc", _("Papers of the Presidency"), write=[PPT, *SECRETARIAT])
SECRETARIAT_PAPER = protect("secretariat_doc", _("Papers of the Secretariat"), write=SECRETARIAT)
