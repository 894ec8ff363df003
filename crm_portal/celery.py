"""The worker's application, and what the scheduler hands out; its settings are the CELERY_ ones.

Web processes import this only when they have something to hand out: Celery costs 9 MB, and as
much again once it has been used.
"""

import os

from celery import Celery
from celery.schedules import crontab

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "crm_portal.settings.local")
app = Celery("crm_portal", task_cls="crm_portal.common.audit.recorded_task:RecordedTask")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.conf.beat_schedule = {
    # Who presides depends on the day, so the pages that say so are rendered anew when the day begins.
    "begin-the-day": {"task": "crm_portal.site.tasks.begin_the_day", "schedule": crontab(hour=0, minute=0)},
    # After a minute without a worker the next one would do the same, so the older is dropped.
    "send-due-letters": {
        "task": "crm_portal.common.outbox.tasks.send_due_letters",
        "schedule": 60,
        "options": {"expires": 60},
    },
    "make-printouts": {"task": "crm_portal.common.pdf.tasks.make_next", "schedule": 60, "options": {"expires": 60}},
    "prepare-versions": {"task": "declarations.tasks.prepare_versions", "schedule": 60, "options": {"expires": 60}},
    # An embargo ends, or a text is corrected, and nobody asks for its PDF.
    "print-instruments": {
        "task": "declarations.tasks.print_instruments",
        "schedule": 60,
        "options": {"expires": 60},
    },
    "file-dossiers": {"task": "declarations.tasks.file_dossiers", "schedule": 60, "options": {"expires": 60}},
    "keep-consultations": {
        "task": "declarations.tasks.keep_consultations",
        "schedule": 60,
        "options": {"expires": 60},
    },
    "read-texts": {"task": "declarations.tasks.read_texts", "schedule": 60, "options": {"expires": 60}},
    "renew-known-words": {"task": "declarations.tasks.renew_known_words", "schedule": crontab(minute=42)},
    "open-and-close": {
        "task": "crm_portal.site.tasks.open_and_close",
        "schedule": 30,
        "options": {"expires": 30},
    },
    "hand-over": {"task": "members.tasks.hand_over", "schedule": crontab(minute=5), "options": {"expires": 50 * 60}},
    # People have their seven o'clock in every time zone, and some are a quarter of an hour off.
    "gather-digests": {
        "task": "crm_portal.common.outbox.tasks.gather_digests",
        "schedule": crontab(minute="*/15"),
        "options": {"expires": 15 * 60},
    },
    "remove-orphans": {"task": "crm_portal.common.files.tasks.remove_orphans", "schedule": crontab(minute=17)},
    "remove-orphans-of-cases": {"task": "reserve_fund.tasks.remove_orphans", "schedule": crontab(minute=19)},
    "scan-held-files": {"task": "crm_portal.common.files.tasks.scan_held", "schedule": 60, "options": {"expires": 50}},
    "keep-ledger-heads": {"task": "crm_portal.common.ledger.tasks.keep_heads", "schedule": crontab(hour=2, minute=10)},
    "enforce-retention": {"task": "crm_portal.site.tasks.enforce_retention", "schedule": crontab(hour=3, minute=30)},
}
