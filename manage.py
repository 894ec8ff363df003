#!/usr/bin/env python
"""Django's command line. Every command runs as the serving role, except those that only the owner may run."""

import os
import sys

OWNERS = {"migrate", "erase_former_accounts"}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "crm_portal.settings.local")
    from django.conf import settings
    from django.core.management import execute_from_command_line

    if OWNERS.intersection(sys.argv[1:2]):
        settings.DATABASES["default"].update(settings.OWNER_LOGIN)
        settings.DATABASES["default"]["OPTIONS"].pop("pool", None)
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
