from typing import Any

from django.apps import AppConfig, apps
from django.conf import settings
from django.db import connections
from django.db.backends.signals import connection_created
from django.db.models.signals import pre_migrate
from django.utils.translation import gettext_lazy as _


class CommonConfig(AppConfig):
    name = "crm_portal.common"
    label = "common"
    verbose_name = _("Ground")

    def ready(self) -> None:
        from crm_portal.common import page_cache  # needs the cache settings, so not before the apps are ready

        # Any app with models will do as the sender: the signal comes for each, before the first migration of all.
        pre_migrate.connect(grant_to_app, sender=apps.get_app_config("contenttypes"))
        connection_created.connect(page_cache.watch)


def grant_to_app(using: str, **_: Any) -> None:
    """Let the serving role use every table that migrations are about to create, in whichever database they run.

    Default privileges belong to one database, so a setup script would miss the test databases. A ledger's migration
    takes back what its table must not allow.
    """
    app = connections[using].ops.quote_name(settings.APP_ROLE)
    with connections[using].cursor() as cursor:
        cursor.execute(f"ALTER DEFAULT PRIVILEGES GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {app}")
        cursor.execute(f"ALTER DEFAULT PRIVILEGES GRANT USAGE, SELECT ON SEQUENCES TO {app}")
