"""The worker's application; its settings are the CELERY_ ones."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "crm_portal.settings.local")
app = Celery("crm_portal", task_cls="crm_portal.common.audit.context:RecordedTask")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
