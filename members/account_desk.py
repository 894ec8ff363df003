"""What the desk does with somebody's account: the link to choose a password, and another address. Both are on record.

Nobody sets another person's password by hand, since whoever did would know it.
"""

from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils.translation import gettext as _

from crm_portal.common import audit
from crm_portal.common.workflow import TransitionNotAllowed
from members import letters, links, sessions
from members.accounts import may_sign_in
from members.models import User


@transaction.atomic
def send_link(user: User, *, by: User) -> None:
    """Mail a person the link to choose a password. Raises TransitionNotAllowed for an account that is closed."""
    user = User.objects.select_for_update().get(pk=user.pk)
    if not may_sign_in(user):
        raise TransitionNotAllowed(_("This account is closed: nobody can sign in with it."))
    audit.record("members.send_link", user, by=by)
    context = {"user": user, "password_reset_url": links.to_choose_password(user)}
    get_adapter().send_mail("account/email/password_reset_key", user.email, context)


@transaction.atomic
def change_address(user: User, address: str, *, by: User) -> None:
    """Give an account another address: both addresses are written to, and every session ends.

    Links on their way to the old address are dead from then on. The address is a valid one that no other account has.
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    before, user.email = user.email, address.lower()
    if user.email == before:
        return
    user.save(update_fields=["email"])
    EmailAddress.objects.filter(user=user).delete()  # allauth would go on letting the old one in
    sessions.end_all(user)
    audit.record("members.change_address", user, by=by)
    for each in (before, user.email):
        letters.tell_new_address(user, each, by=by)
