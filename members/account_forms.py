"""The forms of the account pages: allauth's, with guesses counted, codes good once, and labels for placeholders."""

from typing import Any

from allauth.account import forms as account
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as code
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from fido2.webauthn import AuthenticationResponse

from members import guessing
from members.accounts import may_sign_in, write_in_vain
from members.links import LinkTokens
from members.models import User

CODE_KEPT_SECONDS = 10 * 60  # longer than any code is good for
NAME_LENGTH = 100


class LabelsOnly:
    """Without placeholders: they vanish when one types, and repeat the label until then."""

    LABELS: dict[str, Any] = {
        "login": _("E-mail address"),
        "email": _("E-mail address"),
        "password": _("Password"),
        "oldpassword": _("Current password"),
        "password1": _("New password"),
        "password2": _("The new password again"),
        "code": _("Code"),
        "name": _("Name"),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, forms.Field] = self.fields  # type: ignore[attr-defined]
        for name, field in fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.LABELS.get(name, field.label)
        if "code" in fields:
            fields["code"].widget.attrs |= {"inputmode": "numeric", "autocapitalize": "off", "spellcheck": "false"}


class LoginForm(LabelsOnly, account.LoginForm):
    pass


class ReauthenticateForm(LabelsOnly, account.ReauthenticateForm):
    pass


class ResetPasswordForm(LabelsOnly, account.ResetPasswordForm):
    """Asks for a link. Who has no account is answered alike, after as long a time, and gets no letter."""

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        email: str = super().save(request, **kwargs)
        if not any(may_sign_in(user) for user in self.users):
            write_in_vain(email)
        return email


class ResetPasswordKeyForm(LabelsOnly, account.ResetPasswordKeyForm):
    pass


class ChangePasswordForm(LabelsOnly, account.ChangePasswordForm):
    pass


class SetPasswordForm(LabelsOnly, account.SetPasswordForm):
    pass


class UserTokenForm(account.UserTokenForm):
    """A link's person and key; a link to a closed account is a dead one."""

    token_generator = LinkTokens()

    def _get_user(self, uidb36: str) -> User | None:
        user: User | None = super()._get_user(uidb36)
        return user if user and may_sign_in(user) else None


def use_once(user: User, value: str) -> None:
    """Raises ValidationError when this code was used before, however it was written."""
    if not cache.add(f"code-used:{user.pk}:{normalize_user_code(value)}", 1, CODE_KEPT_SECONDS):
        raise get_adapter().validation_error("incorrect_code")


class CountedCode(LabelsOnly):
    """A code at sign-in or when asked again: each try is counted, a code from an app is good once."""

    def clean_code(self) -> str:
        guess = guessing.begin()
        value: str = super().clean_code()  # type: ignore[misc]  # allauth's form comes after this one
        if self.authenticator.type == Authenticator.Type.TOTP:  # type: ignore[attr-defined]
            use_once(self.user, value)  # type: ignore[attr-defined]
        guess.rollback()
        return value


class CodeForm(CountedCode, code.AuthenticateForm):
    pass


class CodeAgainForm(CountedCode, code.ReauthenticateForm):
    pass


class ActivateAppForm(LabelsOnly, totp.ActivateTOTPForm):
    """The first code of a new app; it does not sign in a second time."""

    LABELS = LabelsOnly.LABELS | {"code": _("Code that the app shows")}

    def clean_code(self) -> str:
        guess = guessing.begin()
        value: str = super().clean_code()
        use_once(self.user, value)
        guess.rollback()
        return value


class AddPasskeyForm(LabelsOnly, webauthn.AddWebAuthnForm):
    """A new passkey, which signs in by itself unless one says otherwise."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].help_text = _("So that you recognise it later: “Office laptop”, “My phone”.")
        self.fields["name"].widget.attrs["maxlength"] = NAME_LENGTH
        self.fields["passwordless"].label = _("It signs me in without a password")
        self.fields["passwordless"].help_text = _(
            "The device asks for your fingerprint, your face or its PIN. Untick it for a security key without a PIN."
        )
        self.fields["passwordless"].initial = True

    def clean_name(self) -> str:
        return str(super().clean_name())[:NAME_LENGTH]


class RenamePasskeyForm(LabelsOnly, webauthn.EditWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name = self.fields["name"]
        name.max_length = NAME_LENGTH
        name.widget.attrs["maxlength"] = NAME_LENGTH

    def clean_name(self) -> str:
        return str(self.cleaned_data["name"])[:NAME_LENGTH]


class CountingKey:
    """A key that counts its uses must have counted on: a count that did not rise is that of a copy."""

    def clean_credential(self) -> Authenticator:
        authenticator: Authenticator = super().clean_credential()  # type: ignore[misc]  # allauth's form comes after
        credential = self.cleaned_data["credential"]  # type: ignore[attr-defined]
        counter = AuthenticationResponse.from_dict(credential).response.authenticator_data.counter
        with transaction.atomic():
            row = Authenticator.objects.select_for_update().get(pk=authenticator.pk)
            before = row.data.get("counter", row.wrap().authenticator_data.counter)
            if counter <= before and (counter or before):
                raise get_adapter().validation_error("incorrect_code")
            row.data["counter"] = counter
            row.save(update_fields=["data"])
        authenticator.data = row.data
        return authenticator


class KeyForm(CountingKey, webauthn.AuthenticateWebAuthnForm):
    pass


class KeyAgainForm(CountingKey, webauthn.ReauthenticateWebAuthnForm):
    pass


class PasskeyLoginForm(CountingKey, webauthn.LoginWebAuthnForm):
    pass
