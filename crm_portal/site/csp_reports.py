"""Where browsers tell what the content security policy refused: a sign of a fault of ours, or of an attack."""

import json
import logging
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import redis
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from crm_portal.common import rate_limit

MOST_BYTES = 16 * 1024
MOST_REPORTS, PER = 30, timedelta(minutes=1)
WHAT, BLOCKED, PAGE = "effective-directive", "blocked-uri", "document-uri"
LONGEST = 200

logger = logging.getLogger(__name__)


@csrf_exempt  # browsers send it by themselves, and it changes nothing
@login_not_required
@require_POST
def csp_report(request: HttpRequest) -> HttpResponse:
    """Note one report in the log. Of addresses it keeps no query and no fragment: a person's words may stand there."""
    if is_worth_reading(request) and (report := read(request)):
        logger.warning("The browser refused %s from %s on %s.", *report)
    return HttpResponse(status=204)


def is_worth_reading(request: HttpRequest) -> bool:
    """Whether it is short, and one of few from that address."""
    length = request.META.get("CONTENT_LENGTH") or ""
    if not length.isdecimal() or int(length) > MOST_BYTES:
        return False
    try:
        return rate_limit.is_within_from("csp-report", request, most=MOST_REPORTS, per=PER)
    except redis.exceptions.RedisError:
        return False


def read(request: HttpRequest) -> tuple[str, str, str] | None:
    """What was refused, from where, on which page; None for what is no report."""
    try:
        sent: Any = json.loads(request.body)
    except (ValueError, RecursionError):
        return None
    report = sent.get("csp-report") if isinstance(sent, dict) else None
    if not isinstance(report, dict):
        return None
    return plain(report.get(WHAT)), without_query(report.get(BLOCKED)), without_query(report.get(PAGE))


def plain(value: Any) -> str:
    """A short text of one line."""
    return "".join(letter for letter in str(value) if letter.isprintable())[:LONGEST]


def without_query(value: Any) -> str:
    """An address as far as its path; where a link may hold a secret, as far as its host."""
    try:
        parts = urlsplit(plain(value))
    except ValueError:
        return "?"
    path = "/…" if parts.path.startswith(SECRET) else parts.path
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{path}" if parts.netloc else parts.path[:40]


SECRET = ("/accounts/", "/calendar/")
"""Below these a link may hold a secret."""
