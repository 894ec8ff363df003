"""The rows of the access matrix that this app adds; tests/access/access_matrix.csv says the same, cell by cell."""

from django.utils.translation import gettext_lazy as _

from crm_portal.common.access import protect
from members.roles import PPT, SECRETARIAT, TROIKA, Role

BUDGET = protect(
    "budget",
    _("Budget"),
    read=[Role.FOCAL, Role.AUDITOR],
    comment=[Role.RCGM, PPT],
    write=SECRETARIAT,
    approve=[Role.HOD],
    conditions={Role.RCGM: _("examines it"), Role.HOD: _("in the closed-door session")},
)
"""Source, lines 671-676, 893-895 and 964-966."""

OWN_CONTRIBUTION = protect(
    "contrib_own",
    _("Contributions: own country"),
    read=[Role.HOD, Role.RCGM, PPT, TROIKA, Role.AUDITOR],
    write=[Role.FOCAL, Role.ST_ASSIST],
    approve=[Role.ST_COORD],
    conditions={Role.FOCAL: _("hands in proofs of payment; changes neither amounts nor states")},
)
"""Source, lines 1033-1036."""

OTHER_CONTRIBUTION = protect(
    "contrib_other",
    _("Contributions: other countries"),
    read=[Role.FOCAL, Role.HOD, Role.RCGM, PPT, Role.AUDITOR],
    write=[Role.ST_ASSIST],
    approve=[Role.ST_COORD],
    conditions=dict.fromkeys((Role.FOCAL, Role.HOD, Role.RCGM, PPT), _("the table of who has paid, without bank data")),
)
SCALE_DRAFT = protect(
    "scale_draft",
    _("Scales of contributions being drafted"),
    read=[Role.FOCAL, Role.HOD, Role.RCGM, PPT, Role.AUDITOR],
    write=[Role.ST_ASSIST],
    approve=[Role.ST_COORD],
)
"""The Vice-Ministers approve a scale; the coordinator records their decision. Source, lines 1049-1060."""

VOUCHER = protect(
    "voucher",
    _("Expenditures with their vouchers, and bank statements"),
    read=[Role.AUDITOR],
    write=[Role.ST_ASSIST],
    approve=[Role.ST_COORD],
)
PROJECT = protect(
    "project",
    _("Projects and cooperation funds"),
    read=[Role.FOCAL, Role.HOD, Role.RCGM, PPT, Role.AUDITOR],
    write=[Role.ST_ASSIST],
    approve=[Role.ST_COORD],
)
"""Source, lines 1024-1028."""
