"""How often one person may do what is costly or sensitive."""

import time
from datetime import timedelta
from typing import Any

from django.core.cache import cache


def is_within(action: str, user: Any, *, most: int, per: timedelta) -> bool:
    """Count one more try, and say whether it is still allowed. Fails with Valkey's error while that is down."""
    seconds = int(per.total_seconds())
    key = f"tries:{action}:{user.pk}:{int(time.time()) // seconds}"
    cache.add(key, 0, 2 * seconds)
    return bool(cache.incr(key) <= most)
