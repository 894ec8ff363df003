"""Migrations, history and demo data, one after the other in one process, since Django's start costs more than they do.

Progress lines go to stdout, the commands' own words to stderr.
"""

import sys
import time
import traceback

import django
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from crm_portal.local.printing import say_seconds


def perform(name: str, *command: str) -> None:
    """Run one command; when it fails, say why and which step it was, and end with exit code 1."""
    began = time.monotonic()
    try:
        call_command(*command, stdout=sys.stderr, stderr=sys.stderr, no_color=True)
    except CommandError as error:
        sys.exit(f"{error}\nThe step “{name}” failed ({command[0]}).")
    except Exception:
        traceback.print_exc()
        sys.exit(f"The step “{name}” failed ({command[0]}).")
    say_seconds(name, began)


def main(*, demo: bool) -> None:
    """The owner migrates; everything else is done by the role that serves."""
    database = settings.DATABASES["default"]
    serving_login = {part: database[part] for part in ("USER", "PASSWORD")}
    database["OPTIONS"].pop("pool", None)
    database.update(settings.OWNER_LOGIN)
    django.setup()
    perform("migrations", "migrate", "--no-input")
    connection.close()
    connection.settings_dict.update(serving_login)
    perform("history", "load_history")
    perform("journal of erasures", "replay_erasures")
    if demo:
        perform("demo data", "load_demo")


if __name__ == "__main__":
    main(demo="--demo" in sys.argv)
