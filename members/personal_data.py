"""What the portal holds about a person, as far as people and their mandates go: for that person to take along."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db.models import Q

from crm_portal.common.audit import history_of
from crm_portal.common.registry import PersonalData
from members.models import Invitation, Mandate, Substitution, User

ACCOUNT = ("email", "full_name", "language", "time_zone", "is_active")
OF_TODAY = (*ACCOUNT, "phone", "joined_at", "last_login")


def account(user: User) -> dict[str, Any]:
    return {name: getattr(user, name) for name in OF_TODAY}


def earlier_states(user: User) -> list[dict[str, Any]]:
    """The account at each of its changes; also its earlier names and addresses."""
    events = history_of(User).objects.filter(pgh_obj_id=user.pk).order_by("pgh_id")
    return list(events.values("pgh_created_at", "pgh_label", *ACCOUNT))


def mandates(user: User) -> list[dict[str, Any]]:
    held = Mandate.objects.filter(user=user).select_related("party", "institution", "body").order_by("valid_from", "pk")
    return [
        {
            "party": mandate.party.name,
            "institution": mandate.institution.name if mandate.institution else None,
            "body": mandate.body.name if mandate.body else None,
            "role": mandate.role,
            "position": mandate.position,
            "valid_from": mandate.valid_from,
            "valid_until": mandate.valid_until,
            "approved_at": mandate.approved_at,
            "confirmed_on": mandate.confirmed_on,
        }
        for mandate in held
    ]


def substitutions(user: User) -> list[dict[str, Any]]:
    """The times a person stood in for somebody, or somebody for them; the other one is not named here."""
    own = Substitution.objects.filter(Q(deputy=user) | Q(mandate__user=user)).select_related("mandate__party")
    return [
        {
            "as": "deputy" if each.deputy_id == user.pk else "person away",
            "role": each.mandate.role,
            "party": each.mandate.party.name,
            "valid_from": each.valid_from,
            "valid_until": each.valid_until,
            "accepted_at": each.accepted_at,
        }
        for each in own.order_by("valid_from", "pk")
    ]


def ways_to_sign_in(user: User) -> dict[str, list[dict[str, Any]]]:
    """Addresses and second factors: that they exist, and never the secret in them."""
    return {
        "addresses": list(EmailAddress.objects.filter(user=user).values("email", "verified", "primary")),
        "factors": list(Authenticator.objects.filter(user=user).values("type", "created_at", "last_used_at")),
    }


def sessions(user: User) -> list[dict[str, Any]]:
    return list(UserSession.objects.filter(user=user).values("created_at", "last_seen_at", "ip", "user_agent"))


def invitations(user: User) -> list[dict[str, Any]]:
    """The invitations that became this person's mandates, and those that the person put forward."""
    own = Invitation.objects.filter(Q(mandate__user=user) | Q(proposed_by=user)).order_by("proposed_at", "pk")
    return [
        {
            "role": each.role,
            "status": each.status,
            "proposed_at": each.proposed_at,
            "decided_at": each.decided_at,
        }
        for each in own
    ]


PARTS = (
    PersonalData(10, "account", account),
    PersonalData(20, "account_before", earlier_states),
    PersonalData(30, "mandates", mandates),
    PersonalData(35, "invitations", invitations),
    PersonalData(40, "substitutions", substitutions),
    PersonalData(50, "ways_to_sign_in", ways_to_sign_in),
    PersonalData(55, "sessions", sessions),
)
