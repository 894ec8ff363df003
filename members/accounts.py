"""How people get in: by invitation only, and where they are led and written to."""

from typing import Any
from urllib.parse import quote

from allauth.account.adapter import DefaultAccountAdapter, get_adapter
from allauth.account.internal.stagekit import clear_login
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils import timezone, translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from crm_portal.common import waking
from crm_portal.common.outbox import workflow as outbox
from crm_portal.common.outbox.workflow import SEND_TASK
from members import guessing, links
from members.models import User

RESET_LETTER = "account/email/password_reset_key"


def may_sign_in(user: User) -> bool:
    """Whether an account is open: active, and no demonstration account outside the demonstration."""
    return user.is_active and (settings.DEMO or not user.is_demo)


def write_in_vain(email: str) -> None:
    """Do for an address without an open account what a letter to one takes, and keep nothing of it.

    Otherwise the time of the answer would tell who has an account: writing a letter is most of the work.
    """
    nobody = User(pk=0, email=email.lower(), full_name=email)
    letter = {"user": nobody, "password_reset_url": links.to_choose_password(nobody)}
    with transaction.atomic():
        get_adapter().send_mail(RESET_LETTER, email, letter)
        transaction.set_rollback(True)
    transaction.on_commit(lambda: waking.wake(SEND_TASK))


class AccountAdapter(DefaultAccountAdapter):
    """No open sign-up; an account that may not sign in gets the answer of a wrong password."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("The e-mail address or the password is not right."),
        "enter_current_password": _("This is not your current password."),
        "incorrect_password": _("The password is not right."),
        "incorrect_code": _("The code or the key is not right, or it has been used already."),
        "invalid_password_reset": _("This link no longer works."),
        "rate_limited": _("There were too many attempts. Wait five minutes, then try again."),
        guessing.TOO_MANY: _("There were too many attempts. Wait five minutes, or sign in with a passkey."),
    }

    def validation_error(self, code: str, *args: Any) -> ValidationError:
        if code in guessing.REFUSALS:
            self.request.guessed_too_often = True
        return super().validation_error(code, *args)  # type: ignore[no-any-return]

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_ajax(self, request: HttpRequest) -> bool:
        """Whether a script asks. Only the sign-in by passkey has one; every other page answers with a page."""
        return request.path == reverse("mfa_login_webauthn") and super().is_ajax(request)

    def get_login_stages(self) -> list[str]:
        return ["allauth.mfa.stages.AuthenticateStage"]

    def get_reauthentication_methods(self, user: User) -> list[dict[str, Any]]:
        """How a person may confirm that it is them, in our words; the first is asked for, the others are offered."""
        words = {
            "reauthenticate": _("Use your password"),
            "mfa_reauthenticate:webauthn": _("Use a passkey or security key"),
            "mfa_reauthenticate": _("Use the app or a recovery code"),
        }
        ways = {way["id"]: way for way in super().get_reauthentication_methods(user)}
        return [ways[name] | {"description": word} for name, word in words.items() if name in ways]

    # Guesses

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """One count for an account, whichever way its address is written and under whichever host it is tried."""
        return guessing.spelling(credentials.get("email", ""))

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        self._guess = guessing.begin()
        super().pre_authenticate(request, **credentials)

    def _rollback_login_failed_rl_usage(self) -> None:
        """Nothing yet: a right password for an account that is closed counts like a wrong one."""

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        user: User | None = super().authenticate(request, **credentials)
        if user is None or not may_sign_in(user):
            return None
        self._guess.rollback()
        super()._rollback_login_failed_rl_usage()
        return user

    def pre_login(self, request: HttpRequest, user: User, **login: Any) -> HttpResponse | None:
        """Every way in passes here, passkeys and links too: a closed account is told what a stranger is told."""
        if may_sign_in(user):
            return None
        clear_login(request)
        messages.error(request, str(self.error_messages["incorrect_code"]))
        return HttpResponseRedirect(reverse("account_login"))

    # Where people are led

    def is_safe_url(self, url: str | None) -> bool:
        """Only a path of this portal: an address with a host, even ours, is never followed."""
        return bool(url) and str(url).startswith("/") and url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """The intranet in the person's own language; the home page while there is none."""
        with translation.override(request.user.language):  # type: ignore[union-attr]  # signed in
            try:
                return reverse("intranet")
            except NoReverseMatch:
                return "/"

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        """The home page in the language just read: the cookie that remembers it is cleared with all others."""
        return f"/{get_language()}/"

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("mfa_index")

    # Letters

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The address of a link to choose a password; the host is ours whatever the request says."""
        path: str = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return f"{settings.PORTAL_ORIGIN}{path.replace('UID-KEY', quote(key))}"

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        if may_sign_in(user):
            super().send_password_reset_mail(user, user.email, context)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write to a person in their own language and time zone, by the outbox: no page waits for a mail server.

        The letter is a secret one, since any of these may carry a link.
        """
        user = User.objects.filter(email=email).first()
        language, zone = (user.language, user.time_zone) if user else (settings.LANGUAGE_CODE, settings.TIME_ZONE)
        values = context | {"recipient": user, "origin": settings.PORTAL_ORIGIN}
        values.pop("request", None)
        with translation.override(language), timezone.override(zone):
            subject = " ".join(render_to_string(f"{template_prefix}_subject.txt", values).split())
            text = render_to_string(f"{template_prefix}_message.txt", values).strip() + "\n"
        outbox.post("account", to=user, address=email, language=language, subject=subject, text=text)
