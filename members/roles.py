"""The roles of the access matrix, and the groups of them that rules speak of."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a mandate makes of a person. The words are those of the access matrix but for `presidency_team`."""

    FOCAL = "focal", _("Focal point")
    HOD = "hod", _("Head of delegation")
    LIAISON = "liaison_x", _("Liaison officer")
    RCGM = "rcgm", _("RCGM delegate")
    PRESIDENCY_TEAM = "presidency_team", _("Presidency team")
    OBS_COUNTRY = "obs_country", _("Observer country delegate")
    OBS_ORG = "obs_org", _("Observer organisation delegate")
    RROCM = "rrocm", _("RNCOM delegate")
    ST_COORD = "st_coord", _("Secretariat coordinator")
    ST_ASSIST = "st_assist", _("Secretariat assistant")
    ST_IT = "st_it", _("Secretariat IT specialist")
    IOM_FUND = "iom_fund", _("Fund administrator")
    AUDITOR = "auditor", _("Auditor")
    FUND_REQUESTER = "fund_requester", _("Fund requester")


class Hat(models.TextChoices):
    """Groups of roles that no two of which one person may hold at a time. Source of the first rule: ambiguities C6."""

    MEMBER = "member", _("member country")
    OBSERVER = "observer", _("observer")
    SECRETARIAT = "secretariat", _("secretariat")
    FUND = "fund", _("fund administration")
    OVERSIGHT = "oversight", _("oversight")


HATS: dict[Hat, tuple[Role, ...]] = {
    # Consular staff lodge cases beside their work for their government.
    Hat.MEMBER: (Role.FOCAL, Role.HOD, Role.LIAISON, Role.RCGM, Role.PRESIDENCY_TEAM, Role.FUND_REQUESTER),
    Hat.OBSERVER: (Role.OBS_COUNTRY, Role.OBS_ORG, Role.RROCM),
    Hat.SECRETARIAT: (Role.ST_COORD, Role.ST_ASSIST, Role.ST_IT),
    Hat.FUND: (Role.IOM_FUND,),
    Hat.OVERSIGHT: (Role.AUDITOR,),
}


def hat(role: str) -> Hat:
    """The group of roles that one person may combine."""
    return next(hat for hat, roles in HATS.items() if role in roles)


MEMBER_ROLES = tuple(role for role in HATS[Hat.MEMBER] if role != Role.FUND_REQUESTER)

ANON, PPT, TROIKA = "anon", "ppt", "troika"
"""Roles of the matrix that no mandate names: nobody's, and the two that the calendar of presidencies gives."""

NEED_SECOND_FACTOR = frozenset({Role.ST_COORD, Role.ST_ASSIST, Role.ST_IT, Role.IOM_FUND, Role.AUDITOR, PPT})
FUND_ROLES = frozenset({Role.IOM_FUND, Role.FUND_REQUESTER})
SECRETARIAT = frozenset({Role.ST_COORD, Role.ST_ASSIST})
"""Whom an audience means by the Secretariat: the IT specialist administers accounts and settings."""
STAFF = SECRETARIAT | {Role.ST_IT}

EVERYBODY = frozenset({ANON, PPT, TROIKA, *Role.values}) - {Role.PRESIDENCY_TEAM}
"""Every role of the matrix."""

MAY_BE_PROPOSED = HATS[Hat.MEMBER]
"""The roles for which a focal point proposes people of the own country."""
SEATED = frozenset({*HATS[Hat.MEMBER], *HATS[Hat.OBSERVER]})
"""The roles that speak for a party's seat, or lodge cases for it."""

LISTED = frozenset(Role.values) - {Role.FUND_REQUESTER, Role.IOM_FUND, Role.AUDITOR}
"""The roles whose holders stand in the directory of the Conference."""
READ_ALL_ENTRIES = frozenset({Role.FOCAL, Role.HOD, Role.RCGM, PPT, TROIKA})
READ_CONTACTS = frozenset({Role.LIAISON, Role.OBS_COUNTRY, Role.OBS_ORG, Role.RROCM})
