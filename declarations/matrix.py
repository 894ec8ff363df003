"""The rows of the access matrix that this app adds; tests/access/access_matrix.csv says the same, cell by cell."""

from django.utils.translation import gettext_lazy as _

from crm_portal.common.access import protect
from members.roles import PPT, TROIKA, Role

CONSULT_TROIKA = protect(
    "consult_troika",
    _("Consultations: the Troika phase"),
    read=[Role.ST_ASSIST],
    comment=[TROIKA],
    write=[PPT, Role.ST_COORD],
    conditions={TROIKA: _("one position for each country")},
)
"""Source, lines 709-717."""

CONSULT_MEMBERS = protect(
    "consult_members",
    _("Consultations: the rounds of the members"),
    read=[Role.RCGM, Role.ST_ASSIST],
    comment=[Role.FOCAL, TROIKA],
    write=[PPT, Role.ST_COORD],
    approve=[Role.HOD],
    conditions={
        Role.RCGM: _("the own country's view"),
        Role.FOCAL: _("one position for each country and round; the others' once the round is over"),
        Role.HOD: _("may answer for the country, or name who does"),
    },
)
"""Source, lines 716-740."""
