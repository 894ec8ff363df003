"""What the environment must hold before the portal serves in production."""

import base64
import binascii
import re
from collections.abc import Callable, Mapping
from email.utils import getaddresses
from urllib.parse import urlsplit

from crm_portal.settings.storage import StorageAddressError, private_storage

REQUIRED = {
    "DATABASE_URL": "names the database and the serving role",
    "MIGRATION_DATABASE_URL": "names the owner's role; only the migrating process needs its password",
    "REDIS_URL": "names the Valkey or Redis server",
    "SECRET_KEY": "signs sessions",
    "ALLOWED_HOSTS": "lists the host names the portal answers to",
    "PORTAL_CASE_KEYS": "holds the keys that protect Reserve Fund cases",
    "STORAGE_URL": "says where private files are kept",
    "MAIL_URL": "names the mail server",
}
SHORTEST_SECRET, FEWEST_CHARACTERS = 50, 5  # what Django's own deployment check asks of a SECRET_KEY
KEY_BYTES = 32


def refusals(environment: Mapping[str, str]) -> list[str]:
    """One sentence for each thing that is missing or weak; an empty list lets production start."""
    found = [
        f"{name} is missing: it {purpose}."
        for name, purpose in REQUIRED.items()
        if not environment.get(name, "").strip()
    ]
    if environment.get("DEBUG", "").lower() in {"1", "true", "yes", "on"}:
        found.append("DEBUG is on: it shows the portal's inside to every visitor.")
    if environment.get("PORTAL_DEMO", "").lower() in {"1", "true", "yes", "on"}:
        found.append("PORTAL_DEMO is on: demo accounts have a published password.")
    checks = {
        "SECRET_KEY": (strong_secret, "is weak: use at least 50 random characters."),
        "ALLOWED_HOSTS": (named_hosts, "must name hosts, without * and without localhost."),
        "PORTAL_CASE_KEYS": (case_keys, "must list id:key pairs, each key 32 random bytes in base64."),
        "DATABASE_URL": (postgres, "must be a postgres:// address."),
        "MIGRATION_DATABASE_URL": (postgres, "must be a postgres:// address."),
        "REDIS_URL": (
            begins_with("redis://", "rediss://", "redis+socket://"),
            "must be a redis:// address.",
        ),
        "MAIL_URL": (begins_with("smtp://", "smtp+tls://", "smtp+ssl://", "smtps://"), "must be an smtp:// address."),
        "MAIL_FROM": (mailbox, "must be one mail address, with or without a name."),
        "MAIL_BOUNCE_ADDRESS": (mailbox, "must be one mail address."),
        "MAIL_REPLY_TO": (mailbox, "must be one mail address."),
        "STORAGE_URL": (
            names_storage,
            "must be a file:/// address, or s3://key:secret@host:port/bucket (options: region, secure, addressing).",
        ),
    }
    found += [
        f"{name} {fault}"
        for name, (is_sound, fault) in checks.items()
        if environment.get(name, "").strip() and not is_sound(environment[name])
    ]
    roles = [urlsplit(environment.get(name, "")).username for name in ("DATABASE_URL", "MIGRATION_DATABASE_URL")]
    if roles[0] and roles[0] == roles[1]:
        found.append("DATABASE_URL and MIGRATION_DATABASE_URL name the same role: who serves must own nothing.")
    return found


def strong_secret(value: str) -> bool:
    return (
        len(value) >= SHORTEST_SECRET
        and len(set(value)) >= FEWEST_CHARACTERS
        and not re.match("only-for|django-insecure|change", value)
    )


def named_hosts(value: str) -> bool:
    hosts = [host.strip() for host in value.split(",")]
    return all(host and "*" not in host and host not in {"localhost", "127.0.0.1", "[::1]"} for host in hosts)


def case_keys(value: str) -> bool:
    def is_key(pair: str) -> bool:
        key_id, _, key = pair.strip().partition(":")
        try:
            return bool(key_id) and len(base64.b64decode(key, validate=True)) == KEY_BYTES
        except binascii.Error:
            return False

    return all(is_key(pair) for pair in value.split(","))


def begins_with(*schemes: str) -> Callable[[str], bool]:
    return lambda value: value.startswith(schemes)


def names_storage(value: str) -> bool:
    try:
        private_storage(value)
    except StorageAddressError:
        return False
    return True


def mailbox(value: str) -> bool:
    mailboxes = getaddresses([value])
    return len(mailboxes) == 1 and re.fullmatch(r"[^@\s]+@[^@\s]+", mailboxes[0][1]) is not None


def postgres(value: str) -> bool:
    return value.startswith(("postgres://", "postgresql://"))
