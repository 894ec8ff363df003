"""The demonstration accounts, each with its mandate, and the presidencies around this year, so that there is a Troika.

All of it is fictional, dated in the current year, and says so in its name.
"""

from datetime import date
from typing import Any

from django.conf import settings
from django.utils import timezone

from members.models import Body, Mandate, Party, PartyStatus, PresidencyTerm, User
from members.models.people import DEMO_DOMAIN
from members.roles import Role

PRESIDENCIES = {-1: "pa", 0: "cr", 1: "gt"}
"""Who presides in the years around this one."""

SEATS: dict[str, tuple[Role, str]] = {
    "obs-country": (Role.OBS_COUNTRY, "co"),
    "obs-org": (Role.OBS_ORG, "unhcr"),
    "rrocm": (Role.RROCM, "rrocm"),
    "focal": (Role.FOCAL, "mx"),
    "hod": (Role.HOD, "mx"),
    "liaison-x": (Role.LIAISON, "mx"),
    "rcgm": (Role.RCGM, "mx"),
    "ppt": (Role.PRESIDENCY_TEAM, "cr"),
    "troika": (Role.PRESIDENCY_TEAM, "pa"),
    "st-coord": (Role.ST_COORD, "iom"),
    "st-assist": (Role.ST_ASSIST, "iom"),
    "st-it": (Role.ST_IT, "iom"),
    "iom-fund": (Role.IOM_FUND, "iom"),
    "iom-fund-2": (Role.IOM_FUND, "iom"),
    "auditor": (Role.AUDITOR, "ca"),
    "fund-requester": (Role.FUND_REQUESTER, "mx"),
}
"""Account, role and party. IOM hosts the Secretariat and administers the Fund; each hat is a person of its own."""

NETWORK = "net-trafficking"


def load() -> None:
    """Make what is missing, with the published password. Running it again changes nothing."""
    this_year = timezone.localdate().year
    for offset, slug in PRESIDENCIES.items():
        preside(slug, this_year + offset)
    members = Party.objects.with_status(PartyStatus.Status.MEMBER, timezone.localdate())
    seats = SEATS | {f"focal-{party.slug}": (Role.FOCAL, party.slug) for party in members}
    for name, (role, slug) in seats.items():
        email = f"{name}@{DEMO_DOMAIN}"
        user = User.objects.filter(email=email).first()
        if user is None:
            user = User.objects.create_user(email, settings.DEMO_PASSWORD, full_name=f"Demo: {name}")
        if not user.mandates.exists():
            appoint(user, role, slug, date(this_year, 1, 1))


def preside(slug: str, year: int) -> None:
    """A year's presidency, unless the record has one that touches that year."""
    begins, ends = date(year, 1, 1), date(year + 1, 1, 1)
    if PresidencyTerm.objects.filter(starts_on__lt=ends, ends_on__gt=begins).exists():
        return
    theme: dict[str, Any] = {
        "theme_es": f"Demostración: lema de {year}",
        "theme_en": f"Demonstration: theme of {year}",
    }
    PresidencyTerm.objects.create(
        party=Party.objects.get(slug=slug),
        starts_on=begins,
        ends_on=ends,
        source="Demo",
        **theme,
    )


def appoint(user: User, role: Role, slug: str, day: date) -> None:
    """Give a demonstration account its mandate, approved."""
    Mandate.objects.create(
        user=user,
        party=Party.objects.get(slug=slug),
        role=role,
        body=Body.objects.get(slug=NETWORK) if role == Role.LIAISON else None,
        valid_from=day,
        approved_at=timezone.now(),
        confirmed_on=None if user.email.startswith("hod@") else timezone.localdate(),  # so that one asks to be
    )
