"""A Celery worker for tests: on the test's database, queue and mail server, pausing where a test wants to kill it.

    TEST_DATABASE=… MAIL_PORT=… [BROKER=…] celery -A tests.outbox.worker worker

It pauses by waiting for an advisory lock that the test holds: before the task, when the mail server has taken the mail
and before that is noted, and after the task, before it is acknowledged.
"""

import os

from celery.signals import task_postrun, task_prerun
from django.conf import settings
from django.db import connection

from crm_portal.celery import app  # noqa: F401  # what `celery -A` looks for
from crm_portal.common.outbox.transport import EmailBackend

settings.DATABASES["default"]["NAME"] = os.environ["TEST_DATABASE"]
settings.MAILERS = {
    "default": {
        "BACKEND": "tests.outbox.worker.PausingBackend",
        "OPTIONS": {"host": "127.0.0.1", "port": int(os.environ["MAIL_PORT"]), "timeout": 10},
    }
}
if "BROKER" in os.environ:
    settings.CELERY_BROKER_URL = os.environ["BROKER"]

PRERUN, ACCEPTED, POSTRUN = 4711, 4712, 4713


def pause(lock):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s), pg_advisory_unlock(%s)", [lock, lock])


class PausingBackend(EmailBackend):
    def send_messages(self, email_messages):
        sent = super().send_messages(email_messages)
        pause(ACCEPTED)
        return sent


def before(**_):
    pause(PRERUN)


def after(**_):
    pause(POSTRUN)


task_prerun.connect(before)
task_postrun.connect(after)
