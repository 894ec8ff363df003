"""manage.py replay_erasures: erase again what the journal names, in a database restored from before."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from reserve_fund import erasing


class Command(BaseCommand):
    help = "Erases what the journal of erasures names. Run it before a restored portal serves."

    def handle(self, *_args: Any, **_options: Any) -> None:
        try:
            done = erasing.replay()
        except ValueError as fault:
            raise CommandError(f"{fault} Nobody can tell what was erased: mend the journal from its copy.") from fault
        self.stdout.write(f"{done:,} cases erased again.")
