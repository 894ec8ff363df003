"""Settings for tests: their own state folder, so that they run beside a portal that is serving."""

import os

from crm_portal.settings.local import *  # noqa: F403  # Django's own way to layer settings
from crm_portal.settings.local import CACHES, DATABASES, EMBEDDED, STATE, STORAGES, cache, env
from crm_portal.settings.storage import private_storage

if EMBEDDED:
    from crm_portal.local import services

    STATE = STATE / "test"  # not by os.environ: child processes would inherit it and append a second /test
    urls = services.places(STATE).environment()
    DATABASES = {"default": env.db_url_config(urls["DATABASE_URL"])}
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    CACHES = cache(urls["REDIS_URL"])
    CELERY_BROKER_URL = urls["REDIS_URL"]

CACHES["default"]["KEY_PREFIX"] = f"test-{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"  # one Valkey serves them all
CELERY_TASK_DEFAULT_QUEUE = CACHES["default"]["KEY_PREFIX"]  # the same for its queues
DATABASES["default"].setdefault("OPTIONS", {}).pop("pool", None)  # its threads keep sessions DROP DATABASE trips over
DATABASES["default"]["OPTIONS"]["options"] = "-c statement_timeout=30s"  # a query that never ends fails its test
PROGRAMS_PER_MINUTE = 1_000_000  # every test asks from one address
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # the real one takes its time on purpose
STATIC_ROOT = STATE / "static"
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    "private": private_storage((STATE / "private").as_uri()),
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
