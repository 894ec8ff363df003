"""People with real mandates, none of them a demonstration, and what they sign in with."""

import hashlib
import re
import time
from datetime import timedelta

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import caches
from django.utils import timezone

from members.models import Mandate, Party, PresidencyTerm, User
from members.roles import Role

PASSWORD = "a-long-enough-password"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
SEATS = {
    "ana": (Role.FOCAL, "mx"),  # needs no second factor
    "coordinator": (Role.ST_COORD, "iom"),
    "assistant": (Role.ST_ASSIST, "iom"),
    "it": (Role.ST_IT, "iom"),
    "fund": (Role.IOM_FUND, "iom"),
    "auditor": (Role.AUDITOR, "ca"),
    "requester": (Role.FUND_REQUESTER, "mx"),
    "presidency": (Role.PRESIDENCY_TEAM, "cr"),
}


@pytest.fixture
def people(history):
    """One person for each seat, by name; Costa Rica presides."""
    today = timezone.localdate()
    if not PresidencyTerm.objects.filter(starts_on__lte=today, ends_on__gt=today).exists():
        PresidencyTerm.objects.create(
            party=Party.objects.get(slug="cr"),
            starts_on=today.replace(month=1, day=1),
            ends_on=f"{today.year + 1}-01-01",
        )
    made = {}
    for name, (role, slug) in SEATS.items():
        made[name] = User.objects.create_user(f"{name}@example.org", PASSWORD, full_name=f"{name.title()} Ejemplo")
        Mandate.objects.create(
            user=made[name],
            party=Party.objects.get(slug=slug),
            role=role,
            valid_from=today - timedelta(days=1),
            approved_at=timezone.now(),
        )
    return made


@pytest.fixture(autouse=True)
def served_cache(request):
    """The served portal counts guesses apart for each test too: its threads make their cache from the settings."""
    configuration = caches.settings["default"]
    prefix = configuration["KEY_PREFIX"]
    configuration["KEY_PREFIX"] = f"{prefix}-{hashlib.sha256(request.node.nodeid.encode()).hexdigest()[:8]}"
    yield
    configuration["KEY_PREFIX"] = prefix


def code_now(secret=SECRET, steps=0):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def give_app(user):
    """An authenticator app with its recovery codes, as if it had been set up long ago."""
    Authenticator.objects.create(user=user, type="totp", data={"secret": get_adapter().encrypt(SECRET)})
    return RecoveryCodes.activate(user)


def sign_in(client, user, password=PASSWORD, **extra):
    return client.post("/accounts/login/", {"login": user.email, "password": password}, **extra)


def sign_in_with_app(client, user, steps=0):
    sign_in(client, user)
    return client.post("/accounts/2fa/authenticate/", {"code": code_now(steps=steps)})


def is_signed_in(client):
    return client.get("/accounts/sessions/").status_code == 200


def said(answer):
    """A page without what differs each time it is rendered."""
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", answer.text)
