"""The keys of the environment, PORTAL_CASE_KEYS: the newest seals, all of them open."""

import base64
from functools import cache

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from reserve_fund.sealed.sealing import KEY_BYTES, SealBrokenError


@cache
def parsed(pairs: str) -> dict[str, bytes]:
    """Keys by their names, the newest first. Raises ImproperlyConfigured, without quoting any of them."""
    try:
        named = [pair.strip().split(":", 1) for pair in pairs.split(",")]
        keys = {name: base64.b64decode(key, validate=True) for name, key in named}
    except ValueError:
        keys = {}
    if not keys or any(len(key) != KEY_BYTES or not name for name, key in keys.items()):
        raise ImproperlyConfigured("PORTAL_CASE_KEYS must list id:key pairs, each key 32 random bytes in base64.")
    return keys


def names() -> list[str]:
    """The names of the keys there are, the newest first."""
    return list(parsed(settings.PORTAL_CASE_KEYS))


def newest() -> str:
    """The name of the key that seals from now on."""
    return names()[0]


def wrapping_key(name: str) -> bytes:
    """The key of this name that seals the keys of cases. Raises SealBrokenError where the environment has none."""
    return derived(name, "case keys")


def index_key(name: str, column: str) -> bytes:
    """The key of this name for the look-up values of one column. Raises SealBrokenError as above."""
    return derived(name, f"look-up {column}")


def derived(name: str, purpose: str) -> bytes:
    """A key for one purpose alone, from the key of this name."""
    keys = parsed(settings.PORTAL_CASE_KEYS)
    if name not in keys:
        raise SealBrokenError(f"PORTAL_CASE_KEYS has no key named {name}")
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=purpose.encode()).derive(keys[name])
