"""The folder the portal stands in, its state folder, and the environment its programs start in."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from crm_portal.local import services

ROOT = Path(__file__).resolve().parent.parent.parent
PYTHON = [sys.executable, "-m"]
MANAGE = [sys.executable, "manage.py"]
SETTINGS, TEST_SETTINGS = "crm_portal.settings.local", "crm_portal.settings.test"
DEMO_PASSWORD = "demo-portal-crm"  # noqa: S105  # published on purpose: the accounts are fictional and stay on this machine
SERVERS = ("DATABASE_URL", "MIGRATION_DATABASE_URL", "REDIS_URL")


class TaskError(Exception):
    """Carries a sentence fit to print; the task ends with exit code 1."""


def state_folder() -> Path:
    """${PORTAL_STATE:-.local}, in full."""
    return Path(os.environ.get("PORTAL_STATE") or ROOT / ".local").resolve()


def is_embedded() -> bool:
    """Whether the portal runs its own servers: DATABASE_URL names none. Raises TaskError if it names only some."""
    missing = [name for name in SERVERS if not os.environ.get(name)]
    if "DATABASE_URL" in os.environ and missing:
        raise TaskError(f"DATABASE_URL is set, so {' and '.join(missing)} must name the other servers too.")
    return "DATABASE_URL" not in os.environ


def has_demo() -> bool:
    """Whether demo data is loaded: in the embedded default, unless PORTAL_DEMO=0."""
    return is_embedded() and os.environ.get("PORTAL_DEMO", "1").lower() in {"1", "true", "yes", "y", "on", "ok"}


def prepare_environment(settings: str = SETTINGS) -> None:
    """What every program started from here finds in its environment."""
    os.chdir(ROOT)
    os.environ["DJANGO_SETTINGS_MODULE"] = settings
    os.environ["PORTAL_STATE"] = str(state_folder())
    os.environ.setdefault("PORTAL_DEMO_PASSWORD", DEMO_PASSWORD)
    os.environ["PYTHONUNBUFFERED"] = "1"  # a program's last words before a crash are worth most


@contextmanager
def servers(state: Path, *, durable: bool = True) -> Iterator[services.Places | None]:
    """The embedded servers of a state folder for the block; None where the environment names others."""
    if not is_embedded():
        yield None
        return
    with services.running(state, durable=durable) as at:
        yield at
