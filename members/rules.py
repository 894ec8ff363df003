"""Who may do what with parties, bodies, people and their mandates. The levels are those of docs/access_matrix.csv."""

from typing import Any

import rules
from django.utils.translation import gettext_lazy as _

from crm_portal.common.access import Level, Protected, on_the_desk, protect
from members.models import Role
from members.standing import EVERYBODY, PPT, SECRETARIAT, STAFF

RECORD = protect(
    "record",
    _("Parties, bodies, presidencies and other records"),
    read=EVERYBODY - SECRETARIAT,
    write=SECRETARIAT,
)
ACCOUNT = protect("account", _("Accounts"), write=[Role.ST_IT])
MANDATE = protect("mandate", _("Mandates"), read=[Role.ST_IT], write=[Role.ST_ASSIST], approve=[Role.ST_COORD])
FACTOR_RESET = protect("factor_reset", _("Letting a person in again"), write=STAFF | {PPT})


def reaches(protected: Protected, level: Level) -> Any:
    """A predicate: whether a person's roles reach a level of a kind of object."""

    @rules.predicate(f"{protected.name}:{level.name.lower()}")
    def holds(user: Any) -> bool:
        return bool(user.standing.level(protected) >= level)

    return holds


writes_records = reaches(RECORD, Level.WRITE)
RECORDS = [
    "attendance",
    "body",
    "institution",
    "partnership",
    "party",
    "partyalias",
    "partystatus",
    "post",
    "presidencyterm",
    "provision",
]
on_the_desk("members", RECORDS, writes_records, writes_records)
on_the_desk("members", ["user"], reaches(ACCOUNT, Level.WRITE), reaches(ACCOUNT, Level.WRITE))
on_the_desk("members", ["mandate", "substitution"], reaches(MANDATE, Level.READ), reaches(MANDATE, Level.WRITE))
rules.add_perm("members.ask_factorreset", reaches(FACTOR_RESET, Level.WRITE))
