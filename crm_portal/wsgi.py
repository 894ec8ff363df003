"""What the web server runs."""

import os
import sys

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "crm_portal.settings.local")
application = get_wsgi_application()


def refuse_unsafe_database() -> None:
    """End with a sentence when the database holds what must not be served. One that is down is met later, as a 503."""
    from django.core.checks import Tags, run_checks  # only once Django is set up
    from django.db import Error

    try:
        faults = [check for check in run_checks(tags=[Tags.database], databases=["default"]) if check.is_serious()]
    except Error:
        return
    if faults:
        sys.exit("The portal does not start:\n" + "\n".join(f"- {fault.msg}" for fault in faults))


refuse_unsafe_database()
