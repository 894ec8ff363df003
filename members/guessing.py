"""How often a password, a code or a key may be tried from one address.

Counting by account is allauth's (`login_failed`); it forgets the whole count of an account that succeeds. The count by
address is kept apart, or whoever has an account could clear it by signing in between two guesses.
"""

import unicodedata
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.core import context
from allauth.core.internal import ratelimit
from django.http import HttpRequest
from django.http.response import HttpResponseBase

TOO_MANY = "too_many_login_attempts"
REFUSALS = frozenset({TOO_MANY, "rate_limited"})


def begin() -> Any:
    """Count a guess from this address, before it is looked at; `rollback()` it when it was right.

    Raises ValidationError when there were too many, and lets the error of an unreachable Valkey through: who cannot
    count does not let anybody guess.
    """
    guess = ratelimit.consume(context.request, app="allauth.account", action="guess", limit_get=True)
    if guess is None:
        raise get_adapter().validation_error(TOO_MANY)
    return guess


def spelling(login: str) -> str:
    """One form for every way to write an address: without case, spaces and accents."""
    plain = unicodedata.normalize("NFKD", login).casefold()
    return "".join(letter for letter in plain if not unicodedata.combining(letter) and not letter.isspace())


class TooManyGuessesMiddleware:
    """A page that refuses a guess because there were too many says so in its status as well."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if getattr(request, "guessed_too_often", False) and response.status_code == HTTPStatus.OK:
            response.status_code = HTTPStatus.TOO_MANY_REQUESTS
        return response
