"""The test database as migrations and the history make it: made once, then copied for each process
of each run, and again after each test that committed something.

Whatever could make another database of it is part of its name: a change there has it made anew.
"""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.conf import settings
from psycopg import sql

MADE_FROM = (
    "requirements-dev.lock",
    "crm_portal/settings/**/*.py",
    "crm_portal/common/**/*.py",
    "*/migrations/*.py",
    "crm_portal/*/migrations/*.py",
    "*/history_loader.py",
    "crm_portal/*/history_loader.py",
    "*/history/*",
    "crm_portal/*/history/*",
    "*/models/*.py",
    "crm_portal/*/models.py",
    "*/translation.py",
)
ONE_AT_A_TIME = 7_301_611
"""The advisory lock under which it is made."""


def fingerprint() -> str:
    """What the template is made from, as a few hexadecimal digits."""
    found = hashlib.sha256()
    for path in sorted({path for pattern in MADE_FROM for path in Path(settings.BASE_DIR).glob(pattern)}):
        found.update(f"{path.name}\0".encode() + path.read_bytes())
    return found.hexdigest()[:16]


@contextmanager
def one_at_a_time(owner: psycopg.Connection) -> Iterator[None]:
    owner.execute("SET lock_timeout = '300s'")  # the process before may be making the template
    owner.execute("SELECT pg_advisory_lock(%s)", [ONE_AT_A_TIME])
    yield
    owner.execute("SELECT pg_advisory_unlock(%s)", [ONE_AT_A_TIME])


def ready(owner: psycopg.Connection, *, make: Callable[[str], None], drop: Callable[[str], None]) -> str:
    """The template's name, once there is one; `make` makes a database of a name, `drop` removes one."""
    template = f"template_{fingerprint()}"
    half_made = f"{template}_half_made"
    with one_at_a_time(owner):
        known = [row[0] for row in owner.execute(r"SELECT datname FROM pg_database WHERE datname LIKE 'template\__%_'")]
        if template not in known:
            for old in known:
                if old not in {"template0", "template1"}:
                    drop(old)
            make(half_made)
            owner.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(*map(sql.Identifier, (half_made, template))))
    return template


def copy(owner: psycopg.Connection, template: str, name: str) -> None:
    """Have a database `name` as the template is."""
    owner.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(*map(sql.Identifier, (name, template))))
