"""Error pages, in the language of the address. They need no database, no session and no context processor."""

import sys
from collections.abc import Callable
from typing import Any

import redis
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import get_language_from_path, get_language_from_request

PASSING_FAULTS = (OperationalError, InterfaceError, redis.exceptions.RedisError)
RETRY_AFTER_SECONDS = "30"


def page(request: HttpRequest, status: int) -> HttpResponse:
    language = get_language_from_path(request.path_info) or get_language_from_request(request)
    with translation.override(language):
        content = render_to_string(f"{status}.html", {"language": language, "status": status})
    headers = {"Cache-Control": "private, no-store", "Content-Language": language}
    return HttpResponse(content, status=status, headers=headers)


def refusal(status: int) -> Callable[..., HttpResponse]:
    def view(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
        return page(request, status)

    return view


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was sent without its token, most often from a page left open too long."""
    return page(request, 403)


def server_error(request: HttpRequest, *_: Any) -> HttpResponse:
    """A fault of ours; or, when the database or Valkey does not answer, word that the portal will be back."""
    if isinstance(sys.exception(), PASSING_FAULTS):
        response = page(request, 503)
        response.headers["Retry-After"] = RETRY_AFTER_SECONDS
        return response
    return page(request, 500)


bad_request, permission_denied, page_not_found, too_many_requests = (refusal(status) for status in (400, 403, 404, 429))
