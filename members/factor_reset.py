"""Two colleagues let in again a person who has lost every way to sign in: one asks, another confirms or withdraws.

Source: the Secretariat's three people and the Presidency are the only ones who know each other well enough; for one of
the three, the other two are often one, so the Presidency may be the second.
"""

from allauth.account.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.contrib.admin.models import CHANGE, LogEntry
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from members import links, sessions
from members.models import FactorReset, User
from members.roles import PPT, STAFF


class FactorResetRefusedError(Exception):
    """Why a step is not open, in a sentence fit to show."""

    def __init__(self, sentence: str | Promise) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def may_take_part(colleague: User, user: User) -> bool:
    """Whether a colleague may ask or confirm for a person: the Secretariat; for one of its own, the Presidency too."""
    if colleague.pk == user.pk:
        return False
    of_secretariat = user.is_superuser or user.standing.is_staff
    return colleague.standing.holds(*STAFF) or (of_secretariat and colleague.standing.holds(PPT))


@transaction.atomic
def ask(user: User, *, by: User, reason: str) -> FactorReset:
    """Ask to let a person in again. Raises FactorResetRefusedError. The person is told by mail."""
    if not user.is_active or not may_take_part(by, user):
        raise FactorResetRefusedError(_("You cannot ask this for that account."))
    try:
        with transaction.atomic():
            request = FactorReset.objects.create(user=user, asked_by=by, reason=reason)
    except IntegrityError:
        raise FactorResetRefusedError(_("Somebody has asked for this person already.")) from None
    record(user, by, gettext_noop("Asked that this person be let in again."))
    get_adapter().send_mail("account/email/let_in_again_asked", user.email, {"user": user, "asked_by": by})
    return request


@transaction.atomic
def confirm(request: FactorReset, *, by: User) -> None:
    """Take away the person's factors, password and sessions, and mail a link to begin anew.

    Raises FactorResetRefusedError, also for the one who asked, and when the one who asked has left meanwhile.
    """
    request = lock(request)
    user = User.objects.select_for_update().get(pk=request.user_id)
    if by.pk == request.asked_by_id or not may_take_part(by, user):
        raise FactorResetRefusedError(
            _("A second colleague confirms: not the one who asked, nor the person concerned.")
        )
    if not may_take_part(request.asked_by, user):
        raise FactorResetRefusedError(
            _("Whoever asked may no longer do so: withdraw the request, and let another colleague ask.")
        )
    if not user.is_active:
        raise FactorResetRefusedError(_("The account is no longer active."))
    request.confirmed_by, request.confirmed_at = by, timezone.now()
    request.save(update_fields=["confirmed_by", "confirmed_at"])
    Authenticator.objects.filter(user=user).delete()
    user.set_unusable_password()
    user.save(update_fields=["password"])
    sessions.end_all(user)
    record(user, by, gettext_noop("Confirmed that this person be let in again."))
    link = links.to_choose_password(user)
    get_adapter().send_mail("account/email/let_in_again", user.email, {"user": user, "password_reset_url": link})


@transaction.atomic
def withdraw(request: FactorReset, *, by: User) -> None:
    """End a request without letting anybody in. Raises FactorResetRefusedError."""
    request = lock(request)
    if not may_take_part(by, request.user):
        raise FactorResetRefusedError(_("You cannot ask this for that account."))
    request.withdrawn_by, request.withdrawn_at = by, timezone.now()
    request.save(update_fields=["withdrawn_by", "withdrawn_at"])
    record(request.user, by, gettext_noop("Withdrew the request to let this person in again."))


def lock(request: FactorReset) -> FactorReset:
    """The row, for this transaction alone. Raises FactorResetRefusedError when it has ended."""
    found = FactorReset.objects.open().select_for_update().filter(pk=request.pk).first()
    if found is None:
        raise FactorResetRefusedError(_("This request has ended already."))
    return found


def record(user: User, by: User, what: str) -> None:
    """Into the account's history in the admin."""
    LogEntry.objects.log_actions(by.pk, [user], CHANGE, change_message=what, single_object=True)
