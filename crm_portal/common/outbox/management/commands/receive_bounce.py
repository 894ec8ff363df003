import sys
from typing import Any

from django.core.management.base import BaseCommand

from crm_portal.common.outbox.bounces import record_bounce

MOST_BYTES = 1024 * 1024


class Command(BaseCommand):
    help = "Reads a notification of undelivered mail from its standard input and notes it on the letter it is about."

    def handle(self, *args: Any, **options: Any) -> None:
        letter = record_bounce(sys.stdin.buffer.read(MOST_BYTES))
        # It ends well either way: a mail server would return the notification otherwise.
        self.stdout.write(f"Letter {letter.pk} came back." if letter else "No letter that left is named in it.")
