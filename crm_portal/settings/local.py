"""The default: PostgreSQL and Valkey from wheels under PORTAL_STATE, unless DATABASE_URL names others."""

import os

from crm_portal.settings.base import *  # noqa: F403  # Django's own way to layer settings
from crm_portal.settings.base import STATE, STORAGES, cache, database, env, mailers
from crm_portal.settings.storage import private_storage

EMBEDDED = "DATABASE_URL" not in os.environ
if EMBEDDED:
    from crm_portal.local import services

    urls = services.places(STATE).environment()
else:
    urls = {name: env(name) for name in ("DATABASE_URL", "MIGRATION_DATABASE_URL", "REDIS_URL")}

DEMO = EMBEDDED and env.bool("PORTAL_DEMO", default=True)
DEMO_PASSWORD = env("PORTAL_DEMO_PASSWORD", default="demo-portal-crm")
SECRET_KEY = env("SECRET_KEY", default="only-for-the-embedded-default-" + "x" * 40)
PORTAL_CASE_KEYS = env("PORTAL_CASE_KEYS", default="embedded:b25seS1mb3ItdGhlLWVtYmVkZGVkLWRlZmF1bHQtMzI=")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1"])
PORTAL_ORIGIN = "http://" + env("PORTAL_HOST", default=f"localhost:{os.environ.get('PORT') or 8000}")

DATABASES = {"default": database(urls["DATABASE_URL"], pool_size=4)}
APP_ROLE = DATABASES["default"]["USER"]
owner = env.db_url_config(urls["MIGRATION_DATABASE_URL"])
OWNER_LOGIN = {"USER": owner["USER"], "PASSWORD": owner["PASSWORD"]}  # migrate and the tests put it over DATABASES
CACHES = cache(urls["REDIS_URL"])
CELERY_BROKER_URL = urls["REDIS_URL"]
STORAGES = STORAGES | {"private": private_storage(env("STORAGE_URL", default=(STATE / "private").as_uri()))}
if "MAIL_URL" in os.environ:
    MAILERS = mailers(env("MAIL_URL"))
else:  # nothing leaves this machine: each mail is a file
    MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "OPTIONS": {"file_path": STATE / "mail"},
        }
    }
