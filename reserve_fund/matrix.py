"""The rows of the access matrix that this app adds; tests/access/access_matrix.csv says the same, cell by cell."""

from django.utils.translation import gettext_lazy as _

from crm_portal.common.access import protect
from members.roles import EVERYBODY, PPT, Role

FUND_CASE = protect(
    "fund_case",
    _("Cases of the Reserve Fund"),
    write=[Role.FUND_REQUESTER],
    approve=[Role.IOM_FUND, Role.ST_COORD],
    conditions={
        Role.FUND_REQUESTER: _("the own, while draft or returned for completion; of others of the own their state"),
        Role.ST_COORD: _("special cases, without name and documents; decides together with IOM"),
    },
)
"""Source, lines 1678-1689. Nobody else, by whatever role, and no superuser."""

FUND_LEDGER = protect(
    "fund_ledger",
    _("Ledger of the Reserve Fund"),
    read=[Role.FOCAL, Role.HOD, Role.RCGM, PPT, Role.ST_COORD, Role.ST_ASSIST, Role.AUDITOR],
    write=[Role.IOM_FUND],
    conditions={
        **dict.fromkeys((Role.FOCAL, Role.HOD, Role.RCGM, PPT), _("totals of half-years")),
        Role.AUDITOR: _("by numbers of cases, which tell no names"),
    },
)
FUND_STATS = protect(
    "fund_stats",
    _("Statistics of the Reserve Fund"),
    read=EVERYBODY - {Role.IOM_FUND, Role.ST_COORD},
    write=[Role.IOM_FUND],
    approve=[Role.ST_COORD],
    conditions={Role.ST_COORD: _("releases them to the public")},
)
