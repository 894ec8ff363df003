"""manage.py rotate_case_keys: seal the keys of all cases with the newest key of PORTAL_CASE_KEYS."""

from typing import Any

from django.core.management.base import BaseCommand

from reserve_fund import rotating
from reserve_fund.sealed import master_keys


class Command(BaseCommand):
    help = "Seals the keys of cases with the newest master key, while the portal serves. May be repeated."

    def handle(self, *_args: Any, **_options: Any) -> None:
        self.stdout.write(f"{rotating.rotate():,} cases sealed anew with the key {master_keys.newest()}.")
        for name in master_keys.names()[1:]:
            left = rotating.still_on(name)
            said = f"still opens {left:,} cases" if left else "opens no case any more and may be taken out"
            self.stdout.write(f"The key {name} {said}.")
