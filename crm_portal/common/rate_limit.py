"""How often one person may do what is costly or sensitive."""

import time
from datetime import timedelta
from typing import Any

import redis
from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac


def is_within(action: str, user: Any, *, most: int, per: timedelta) -> bool:
    """Count one more try, and say whether it is still allowed. Fails with Valkey's error while that is down."""
    return counted(f"{action}:{user.pk}", most=most, per=per)


def is_within_from(action: str, request: HttpRequest, *, most: int, per: timedelta) -> bool:
    """The same for whoever is not signed in, by the address they come from, of which no trace is kept but a digest."""
    address = get_adapter().get_client_ip(request)
    return counted(f"{action}:{salted_hmac('rate limit', address, algorithm='sha256').hexdigest()}", most=most, per=per)


def may_ask(request: HttpRequest) -> bool:
    """Count one more question of a program, from one address; while Valkey is down nobody is refused."""
    try:
        return is_within_from("program", request, most=settings.PROGRAMS_PER_MINUTE, per=timedelta(minutes=1))
    except redis.exceptions.RedisError:
        return True


def counted(who: str, *, most: int, per: timedelta) -> bool:
    """Count one more in the span of time that runs."""
    seconds = int(per.total_seconds())
    key = f"tries:{who}:{int(time.time()) // seconds}"
    cache.add(key, 0, 2 * seconds)
    return bool(cache.incr(key) <= most)
