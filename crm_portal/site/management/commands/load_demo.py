"""manage.py load_demo: fictional accounts and data, for the embedded default alone."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from crm_portal.common import audit, registry


class Command(BaseCommand):
    help = "Make the demonstration accounts and data. Running it again changes nothing."

    @transaction.atomic
    def handle(self, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError(
                "Demonstration data is switched off here (PORTAL_DEMO=0), and never exists in production."
            )
        with audit.acting(command="load_demo"):
            for loader in registry.demo_loaders:
                loader.load()
        self.stdout.write("Demonstration data is in place.")
