"""The workflow of an account's beginning: propose, approve or refuse, send again, withdraw, accept."""

import secrets
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from crm_portal.common import audit
from crm_portal.common.workflow import TransitionNotAllowed, Transitions, next_status
from members import letters
from members.models import Invitation, Mandate, User
from members.models.invitations import VALID_FOR, digest

Status = Invitation.Status
TRANSITIONS: Transitions = {
    "approve": ((Status.PROPOSED,), Status.SENT),
    "refuse": ((Status.PROPOSED,), Status.REFUSED),
    "send_again": ((Status.SENT,), Status.SENT),
    "withdraw": ((Status.PROPOSED, Status.SENT), Status.WITHDRAWN),
    "accept": ((Status.SENT,), Status.ACCEPTED),
}


@transaction.atomic
def propose(invitation: Invitation, *, by: User) -> Invitation:
    """Put a person forward for the Secretariat's approval. Raises ValidationError."""
    invitation.proposed_by, invitation.proposed_at = by, timezone.now()
    invitation.status = Status.PROPOSED
    invitation.full_clean()
    Mandate(
        user=known(invitation) or User(email=invitation.email),
        party=invitation.party,
        institution=invitation.institution,
        body=invitation.body,
        role=invitation.role,
        valid_from=timezone.localdate(),
        valid_until=invitation.valid_until,
    ).clean()
    invitation.save()
    audit.record("members.propose_invitation", invitation, by=by)
    return invitation


@transaction.atomic
def approve(invitation: Invitation, *, by: User) -> str:
    """Approve and mail it; the one-time token, which is kept nowhere. Raises TransitionNotAllowed."""
    invitation = locked(invitation)
    invitation.status = next_status(TRANSITIONS, "approve", invitation.status)
    invitation.decided_by, invitation.decided_at = by, timezone.now()
    audit.record("members.approve_invitation", invitation, by=by)
    return mailed(invitation, by=by)


@transaction.atomic
def refuse(invitation: Invitation, *, by: User, reason: str) -> None:
    """Refuse it, with a reason that its proposer reads. Raises TransitionNotAllowed."""
    if not reason.strip():
        raise TransitionNotAllowed(_("Say why, so that whoever proposed it can do better."))
    invitation = locked(invitation)
    invitation.status = next_status(TRANSITIONS, "refuse", invitation.status)
    invitation.decided_by, invitation.decided_at, invitation.reason = by, timezone.now(), reason.strip()
    invitation.save(update_fields=["status", "decided_by", "decided_at", "reason"])
    audit.record("members.refuse_invitation", invitation, by=by)
    letters.tell_refusal(invitation, by=by)


@transaction.atomic
def send_again(invitation: Invitation, *, by: User) -> str:
    """Mail it anew under a new link; the old one no longer opens. Raises TransitionNotAllowed."""
    invitation = locked(invitation)
    invitation.status = next_status(TRANSITIONS, "send_again", invitation.status)
    audit.record("members.send_again_invitation", invitation, by=by)
    return mailed(invitation, by=by)


@transaction.atomic
def withdraw(invitation: Invitation, *, by: User) -> None:
    """Take it back; its link no longer opens. Raises TransitionNotAllowed."""
    invitation = locked(invitation)
    invitation.status = next_status(TRANSITIONS, "withdraw", invitation.status)
    invitation.token_digest = ""
    invitation.save(update_fields=["status", "token_digest"])
    audit.record("members.withdraw_invitation", invitation, by=by)


@transaction.atomic
def accept(invitation: Invitation, *, password: str | None, now: datetime) -> User:
    """Make the account, unless the person has one, and the mandate, approved by whoever approved the invitation.

    Raises TransitionNotAllowed when the invitation is no longer open, or the person's other mandates do not allow it.
    """
    invitation = locked(invitation)
    status = next_status(TRANSITIONS, "accept", invitation.status)
    if not invitation.is_open(now):
        raise TransitionNotAllowed(_("This invitation has expired. Ask the Technical Secretariat for a new one."))
    user = known(invitation)
    if user is None:
        user = User.objects.create_user(
            invitation.email, password, full_name=invitation.full_name, language=invitation.language
        )
    elif not user.is_active:
        raise TransitionNotAllowed(_("This account is closed. Ask the Technical Secretariat."))
    mandate = Mandate(
        user=user,
        party=invitation.party,
        institution=invitation.institution,
        body=invitation.body,
        role=invitation.role,
        position=invitation.position,
        valid_from=timezone.localdate(now),
        valid_until=invitation.valid_until,
        approved_at=invitation.decided_at,
        approved_by=invitation.decided_by,
        confirmed_on=timezone.localdate(now),
    )
    mandate.full_clean()
    mandate.save()
    invitation.status, invitation.mandate, invitation.token_digest = status, mandate, ""
    invitation.save(update_fields=["status", "mandate", "token_digest"])
    audit.record("members.accept_invitation", invitation, by=user)
    return user


def by_digest(kept: str, now: datetime) -> Invitation | None:
    """The invitation of which this much of its link is kept, in its row and in the session of whoever opened it."""
    found = Invitation.objects.filter(token_digest=kept).exclude(token_digest="").select_related("party").first()
    return found if found and found.is_open(now) else None


def known(invitation: Invitation) -> User | None:
    """The account that the invited person has already."""
    return User.objects.filter(email=invitation.email).first()


def locked(invitation: Invitation) -> Invitation:
    return Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)


def mailed(invitation: Invitation, *, by: User) -> str:
    """Give it a new token and put its letter into the outbox."""
    token = secrets.token_urlsafe(32)
    invitation.token_digest, invitation.expires_at = digest(token), timezone.now() + VALID_FOR
    invitation.save()
    letters.invite(invitation, token, by=by)
    return token
