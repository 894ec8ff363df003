"""How long a session lasts, and what ends it.

Idle: 30 minutes, 15 for those who handle Fund cases. In all: 12 hours. A change of password or of a second factor ends
every session but the one it was made in; the key to that is a number in the account's row that each session carries.
"""

import time
from collections.abc import Callable
from typing import Any

from allauth.core import context
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_used
from allauth.usersessions.models import UserSession
from django.contrib.auth import HASH_SESSION_KEY, logout
from django.contrib.auth.middleware import get_user
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.signals import user_logged_in
from django.db.models import F
from django.db.models.signals import post_delete, post_save
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from members import second_factor
from members.accounts import may_sign_in
from members.models import User
from members.roles import FUND_ROLES

IDLE_SECONDS, IDLE_SECONDS_FUND, LONGEST_SECONDS = 30 * 60, 15 * 60, 12 * 60 * 60
NOTED_EVERY_SECONDS = 60  # the last request is noted at most this often; a session may end that much too early
BEGAN, SEEN = "began_at", "seen_at"


class SessionLimitsMiddleware:
    """Nobody is signed in by a session that has ended. It is looked at when a page asks who is there."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.user = SimpleLazyObject(lambda: person(request))  # type: ignore[assignment]
        return self.get_response(request)


def person(request: HttpRequest) -> User | AnonymousUser:
    """Who is signed in; a session that has ended is removed."""
    user = get_user(request)
    if not isinstance(user, User):
        return AnonymousUser()
    if has_ended(request, user, time.time()):
        request.user = user  # logout() asks who it was, and would come back here
        logout(request)
        request._cached_user = AnonymousUser()  # type: ignore[attr-defined]  # where Django keeps who it found
        return AnonymousUser()
    return user


def has_ended(request: HttpRequest, user: User, now: float) -> bool:
    """Whether this session may not go on; if it may, it is noted that it was used."""
    began, seen = request.session.get(BEGAN), request.session.get(SEEN)
    if began is None or seen is None or now - began >= LONGEST_SECONDS or now - seen >= IDLE_SECONDS:
        return True
    if second_factor.remembered(request, user) is None or not may_sign_in(user):
        return True
    if now - seen >= IDLE_SECONDS_FUND and user.standing.holds(*FUND_ROLES):
        return True
    looks_again = "X-Looks-Again" in request.headers  # a page left open asks for news; nobody is there for that
    if now - seen >= NOTED_EVERY_SECONDS and not looks_again:
        request.session[SEEN] = now
        UserSession.objects.filter(session_key=request.session.session_key).update(last_seen_at=timezone.now())
    return False


def end_all(user: User) -> None:
    """End every session of a person."""
    User.objects.filter(pk=user.pk).update(session_epoch=F("session_epoch") + 1)
    user.refresh_from_db(fields=["session_epoch"])


def end_others(request: HttpRequest, user: User) -> None:
    """End every session of a person but this one."""
    end_all(user)
    request.session[HASH_SESSION_KEY] = user.get_session_auth_hash()


def begin(request: HttpRequest | None, user: User, **_: Any) -> None:
    if request is None:
        return
    request.session[BEGAN] = request.session[SEEN] = time.time()
    second_factor.note_sign_in(request, user)


def note_factor_used(request: HttpRequest, user: User, **_: Any) -> None:
    second_factor.remember(request, user, passed=True)


def note_factor_changed(instance: Authenticator, *, created: bool = True, **_: Any) -> None:
    """A factor came or went: in the same transaction every session ends but that of the person who did it."""
    if not created:
        return  # it was used, or got another name
    request, user = context.request, instance.user
    if request is None or not request.user.is_authenticated or request.user.pk != user.pk:
        end_all(user)
        return
    end_others(request, request.user)
    second_factor.remember(request, user, passed=second_factor.factors_of(user).exists())


def watch() -> None:
    """Hear of sign-ins and of changes to second factors."""
    user_logged_in.connect(begin, dispatch_uid="session-begins")
    authenticator_used.connect(note_factor_used, dispatch_uid="factor-used")
    post_save.connect(note_factor_changed, sender=Authenticator, dispatch_uid="factor-added")
    post_delete.connect(note_factor_changed, sender=Authenticator, dispatch_uid="factor-removed")
