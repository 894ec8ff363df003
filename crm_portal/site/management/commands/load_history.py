"""manage.py load_history: the printed history of the Conference, from the fact files of each app."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from crm_portal.common import audit, page_cache, registry
from crm_portal.common.history import BadFactError, Loading


class Command(BaseCommand):
    help = "Load the Conference's history to 2016. Running it again changes nothing; a bad row loads nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--overwrite", action="store_true", help="put the printed facts back where somebody has changed them"
        )

    def handle(self, *, overwrite: bool, **options: Any) -> None:
        loading = Loading(overwrite=overwrite)
        try:
            with audit.acting(command="load_history"), transaction.atomic():
                for loader in registry.history_loaders:
                    loader.load(loading)
        except BadFactError as error:
            raise CommandError(f"{error}. Nothing was loaded.") from error
        page_cache.begin_edition()  # also after an upgrade of the templates alone, since every start runs this
        done = f"{loading.created} created, {loading.overwritten} overwritten, {loading.unchanged} unchanged"
        self.stdout.write(f"History: {done}, {len(loading.kept)} kept as corrected here.")
        for kept in loading.kept:
            self.stdout.write(f"  kept: {kept}")
