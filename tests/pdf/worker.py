"""A Celery worker for tests: on the test's database and queue, three seconds for each PDF, and kinds that misbehave.

TEST_DATABASE=… celery -A tests.pdf.worker worker
"""

import os
import time

import django
from django.conf import settings

from crm_portal.celery import app

settings.DATABASES["default"]["NAME"] = os.environ["TEST_DATABASE"]
django.setup()

from crm_portal.common.pdf import rendering  # noqa: E402  # Django first
from crm_portal.common.pdf.kinds import PrintoutKind, register  # noqa: E402
from members.models import User  # noqa: E402

app.conf.task_annotations = {"crm_portal.common.pdf.tasks.make_next": {"time_limit": 3}}
SECONDS_TOO_LONG = 60


def hang(person):
    time.sleep(SECONDS_TOO_LONG)
    return {}


def hunger(person):
    with rendering.bounded_memory():
        return {"much": bytearray(2 * rendering.MOST_MEMORY_BYTES)}


for name, content in {"honest": lambda person: {}, "hanging": hang, "hungry": hunger}.items():
    register(
        PrintoutKind(
            name=name,
            label=name,
            template="pdf/base.html",
            seen_by_person=lambda user: User.objects.none(),
            about=lambda pk: User.objects.get(pk=pk),
            title=str,
            file_name=str,
            content=content,
        )
    )
