"""How long the portal keeps what it knows of people, and what ends it."""

from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.utils.translation import gettext_lazy as _

from crm_portal.common.retention import YEAR, Retention
from members.closing import INACTIVE_AFTER, warn, without_mandate_since
from members.models import CalendarFeed, Invitation

SESSION = timedelta(seconds=settings.SESSION_COOKIE_AGE)
NAMELESS_AFTER = 2 * YEAR
NOWHERE = "removed.invalid"


def end_sessions(before: datetime) -> int:
    """Remove sessions begun before a moment, and what was noted of devices whose session is gone."""
    removed = Session.objects.filter(expire_date__lt=before + SESSION).delete()[0]
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
    return removed


def deactivate(before: datetime) -> int:
    """Close the accounts without a mandate since a moment; those whose turn comes within a fortnight are warned."""
    warn(before + INACTIVE_AFTER)
    return without_mandate_since(before).filter(is_active=True).update(is_active=False)


def take_names_away(before: datetime) -> int:
    """Take from closed accounts what says who it was; the number stays, so that what was done can be told apart."""
    former = without_mandate_since(before).filter(is_active=False).exclude(email__endswith=f"@{NOWHERE}")
    for user in former:
        user.email, user.full_name, user.phone = f"former-{user.pk}@{NOWHERE}", "", ""
        user.set_unusable_password()
        user.save(update_fields=["email", "full_name", "phone", "password"])
        Invitation.objects.filter(mandate__user=user).update(email=user.email, full_name="")
        user.mandates.update(position="")
        for model in (EmailAddress, Authenticator, UserSession, CalendarFeed):
            model.objects.filter(user=user).delete()
    return len(former)


def drop_invitations(before: datetime) -> int:
    """Remove invitations that came to nothing: refused, withdrawn, or never accepted."""
    unanswered = Invitation.objects.filter(proposed_at__lt=before).exclude(status=Invitation.Status.ACCEPTED)
    return unanswered.delete()[0]


LAST_MANDATE = _("the end of the last mandate, or the invitation when there was none")
RETENTIONS = (
    Retention(
        order=10,
        name="sessions",
        kind=_("Sessions: when you signed in, from which network address, with which browser"),
        keeps=SESSION,
        since=_("signing in"),
        ends=_("They are removed the following night."),
        delete=end_sessions,
    ),
    Retention(
        order=20,
        name="accounts without a mandate",
        kind=_("Access of an account without a mandate"),
        keeps=INACTIVE_AFTER,
        since=LAST_MANDATE,
        ends=_(
            "The account is closed: nobody can sign in with it, and the directory no longer shows it. You are told by "
            "mail 14 days before."
        ),
        delete=deactivate,
    ),
    Retention(
        order=25,
        name="invitations that came to nothing",
        kind=_("Invitations that were refused, withdrawn or never accepted: name, e-mail address, role"),
        keeps=YEAR,
        since=_("the proposal"),
        ends=_("They are removed."),
        delete=drop_invitations,
    ),
    Retention(
        order=30,
        name="names of former accounts",
        kind=_("Name, position, e-mail address and ways to sign in of a closed account"),
        keeps=NAMELESS_AFTER,
        since=LAST_MANDATE,
        ends=_("They are removed. The number of the account stays, and the mandates with it, without a name."),
        delete=take_names_away,
    ),
)
