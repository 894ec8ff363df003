"""Who needs a second factor, who has one, and whether a session has passed it.

A session remembers what was true when it began: that a factor was passed, or that there was none to pass. Adding or
removing a factor ends every other session, so what they remember cannot become untrue.
"""

import base64
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from members.models import User

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
"""What counts as a factor; recovery codes only stand in for one."""

REMEMBERED = "second_factor"
QUIET_ZONE = 4  # light modules around the code, as the standard asks


def factors_of(user: User) -> Any:
    """The rows of an account's factors."""
    return Authenticator.objects.filter(user=user, type__in=FACTORS)


def is_compulsory(user: User) -> bool:
    """Whether this person must have a second factor. Demonstration accounts are excused, in the demonstration."""
    if user.is_demo and settings.DEMO:
        return False
    return user.is_superuser or user.standing.needs_second_factor


def has_nothing(user: User) -> bool:
    """Whether an account has no way in at all: it is new, or its owner is being let in again."""
    return not user.has_usable_password() and not Authenticator.objects.filter(user=user).exists()


def remember(request: HttpRequest, user: User, *, passed: bool) -> None:
    request.session[REMEMBERED] = [user.pk, passed]


def remembered(request: HttpRequest, user: User) -> bool | None:
    """True: passed; False: there was none to pass; None: one is due, and such a session must not go on."""
    pk, passed = request.session.get(REMEMBERED, (None, None))
    return passed if pk == user.pk else None


def note_sign_in(request: HttpRequest, user: User) -> None:
    """Remember, at the moment a session begins, whether there was a factor to pass."""
    request.session.pop(REMEMBERED, None)
    has_passed = any(record.get("method") == "mfa" for record in get_authentication_records(request, user))
    if has_passed or not factors_of(user).exists():
        remember(request, user, passed=has_passed)


class SecondFactorMiddleware:
    """Leads whoever must have a second factor, and has none, to set one up before anything that needs a login."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., Any], *_: Any) -> HttpResponse | None:
        if not getattr(view, "login_required", True) or not request.user.is_authenticated:
            return None
        name = (request.resolver_match and request.resolver_match.view_name) or ""
        if name.startswith("mfa_") or name == "account_reauthenticate":
            return None
        if remembered(request, request.user) is False and is_compulsory(request.user):
            return HttpResponseRedirect(reverse("mfa_index"))
        return None


class MFAAdapter(DefaultMFAAdapter):
    """Secrets are kept encrypted, the host is ours whatever a request says, and nobody drops a factor they need."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": _("Your role needs a second factor: add another one before you remove this."),
        "cannot_generate_recovery_codes": _("Set up an authenticator app or a passkey first."),
        "incorrect_code": _("The code or the key is not right, or it has been used already."),
    }

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        others = factors_of(authenticator.user).exclude(pk=authenticator.pk)
        return others.exists() or not is_compulsory(authenticator.user)

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:  # allauth's name
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return gettext("Passkey %(number)s") % {"number": number}

    def get_totp_issuer(self) -> str:
        return str(settings.PORTAL_NAME)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {"id": settings.PORTAL_ORIGIN.split("//")[1].partition(":")[0], "name": settings.PORTAL_NAME}

    def build_totp_svg(self, url: str) -> str:
        """The QR code as SVG for the page itself: no style, no script, one path."""
        import qrcode  # type: ignore[import-untyped]  # loads Pillow, which few requests need

        code = qrcode.QRCode(border=QUIET_ZONE)
        code.add_data(url)
        rows = code.get_matrix()
        path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
        label = _("QR code for your authenticator app")
        svg = '<svg class="qr" role="img" aria-label="{}" viewBox="0 0 {} {}"><path d="{}"/></svg>'
        return format_html(svg, label, len(rows), len(rows), path)

    def encrypt(self, text: str) -> str:
        return cipher(settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS).encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Raises ValidationError when the key that it was kept under is gone: two colleagues then let people in."""
        try:
            plain = cipher(settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS).decrypt(encrypted_text.encode())
        except InvalidToken:
            raise self.validation_error("incorrect_code") from None
        return plain.decode()


@lru_cache(maxsize=4)
def cipher(*secrets: str) -> MultiFernet:
    """What second factors are kept under: keys derived from the portal's, so that a copy of the database opens none."""

    def key(secret: str) -> Fernet:
        derivation = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"portal.second-factors")
        return Fernet(base64.urlsafe_b64encode(derivation.derive(secret.encode())))

    return MultiFernet([key(secret) for secret in secrets])
