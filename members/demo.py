"""The demonstration accounts: one for each role of the access matrix, and one focal point for each member."""

from django.conf import settings
from django.contrib.auth.models import Permission
from django.db.models import Q, QuerySet

from members.models import Party, PartyStatus, User
from members.models.people import DEMO_DOMAIN

ROLES = [
    "obs-country",
    "obs-org",
    "rrocm",
    "focal",
    "hod",
    "liaison-x",
    "rcgm",
    "ppt",
    "troika",
    "st-coord",
    "st-assist",
    "st-it",
    "iom-fund",
    "iom-fund-2",
    "auditor",
    "fund-requester",
]
RECORDS = ("members", "contributions", "reserve_fund")
DESKS = {"st-coord": RECORDS, "st-assist": RECORDS, "st-it": ("members",)}
"""Whose work is in the admin, and whose tables are on that desk."""


def load() -> None:
    """Make the accounts that are missing, with the published password. Running it again changes nothing."""
    members = Party.objects.filter(statuses__status=PartyStatus.Status.MEMBER)
    for name in [*ROLES, *(f"focal-{slug}" for slug in members.values_list("slug", flat=True))]:
        email = f"{name}@{DEMO_DOMAIN}"
        if User.objects.filter(email=email).exists():
            continue
        user = User.objects.create_user(
            email, settings.DEMO_PASSWORD, full_name=f"Demo: {name}", is_staff=name in DESKS
        )
        if name in DESKS:
            user.user_permissions.set(desk(name))


def desk(name: str) -> QuerySet[Permission]:
    """The records for coordinator and assistant, the accounts for the IT specialist. Nobody deletes."""
    tables = Permission.objects.filter(content_type__app_label__in=DESKS[name]).exclude(codename__startswith="delete")
    accounts = Q(content_type__model="user")
    return tables.filter(accounts) if name == "st-it" else tables.exclude(accounts)
