"""Somebody in each role of the matrix but the public's, and the presidencies that make one of them preside today."""

from django.utils import timezone

from tests.members.factories import preside, seated

SEATS = {
    "obs_country": ("obs_country", "co"),
    "obs_org": ("obs_org", "unhcr"),
    "rrocm": ("rrocm", "rrocm"),
    "focal": ("focal", "mx"),
    "hod": ("hod", "mx"),
    "liaison_x": ("liaison_x", "mx"),
    "rcgm": ("rcgm", "mx"),
    "ppt": ("presidency_team", "cr"),
    "troika": ("presidency_team", "pa"),
    "st_coord": ("st_coord", "iom"),
    "st_assist": ("st_assist", "iom"),
    "st_it": ("st_it", "iom"),
    "iom_fund": ("iom_fund", "iom"),
    "auditor": ("auditor", "ca"),
    "fund_requester": ("fund_requester", "mx"),
}
"""The role of the matrix: what the mandate says, and for whom."""
TRAFFICKING, CONSULAR = "net-trafficking", "net-consular"


def everybody():
    """{role: person}; the liaison officer is of the network against trafficking."""
    year = timezone.localdate().year
    for offset, slug in ((-1, "pa"), (0, "cr"), (1, "gt")):
        preside(slug, year + offset)
    return {
        role: seated(role.replace("_", "-"), held, slug, network=TRAFFICKING if held == "liaison_x" else None)
        for role, (held, slug) in SEATS.items()
    }
