"""manage.py erase_former_accounts: takes former accounts out of the record of changes, as the owner's role."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, ProgrammingError

from crm_portal.common import audit
from members import erasure


class Command(BaseCommand):
    help = (
        "Take names, addresses and positions of former accounts out of the record of changes, once retention has taken "
        "them from the accounts. To be run each night, as the owner's role; running it again changes nothing."
    )

    def handle(self, **options: Any) -> None:
        try:
            with audit.acting(command="erase_former_accounts"):
                done = erasure.erase_former()
        except ProgrammingError as error:
            raise CommandError(
                f"Only the owner of the tables can do this: is MIGRATION_DATABASE_URL set with its password? ({error})"
            ) from error
        except OperationalError as error:
            raise CommandError(f"Nothing was erased; the next run tries again. ({error})") from error
        for kind, number in done.items():
            self.stdout.write(f"{kind}: {number}")
