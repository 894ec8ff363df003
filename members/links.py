"""The link with which a person chooses a password or a passkey: once, and within an hour."""

from allauth.account.adapter import get_adapter
from allauth.account.utils import user_pk_to_url_str
from django.contrib.auth.tokens import PasswordResetTokenGenerator

from members.models import User


class LinkTokens(PasswordResetTokenGenerator):
    """Django's tokens: dead after an hour, after a sign-in, and after a change of address or password.

    A token made before somebody was let in again, or before a factor changed, is dead as well.
    """

    def _make_hash_value(self, user: User, timestamp: int) -> str:
        return f"{super()._make_hash_value(user, timestamp)}{user.session_epoch}{user.is_active}"


def to_choose_password(user: User) -> str:
    """A fresh link for this account."""
    return str(
        get_adapter().get_reset_password_from_key_url(f"{user_pk_to_url_str(user)}-{LinkTokens().make_token(user)}")
    )
